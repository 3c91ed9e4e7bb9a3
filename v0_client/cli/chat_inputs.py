"""What a command sends: the prompt, attachments, and the code a new chat starts from.

Everything here uses version 2 of the API, as the whole command line does, because neither version sees the chats of the
other. A folder is sent as a zip archive: that takes pictures as well as text, and any number of files, while
`create_from_files` takes twenty.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from .. import UNSET, InvalidRequestError, V0Client, models, sources

__all__ = ["attachments", "created_from", "prompt"]

_URL = re.compile(r"(?:https?|data):", re.IGNORECASE)
_GITHUB_NAME = re.compile(r"[\w.-]+/[\w.-]+")


def prompt(message: str) -> str:
    """The message; `-` stands for standard input. Raises InvalidRequestError if that cannot be read."""
    if message != "-":
        return message
    if sys.stdin is None:
        raise InvalidRequestError("the message cannot be read: standard input is closed", field="message")
    try:
        return sys.stdin.read()
    except (OSError, UnicodeDecodeError) as error:
        reason = str(error)
    raise InvalidRequestError(f"the message cannot be read from standard input: {reason}", field="message")


def attachments(given: list[str]) -> list[models.Attachment]:
    """Files, or URLs of files, for the model to look at."""
    return [models.Attachment(url=each) if _URL.match(each) else sources.attachment_from_file(each) for each in given]


def created_from(
    source: str, report: Callable[[str], None], **options: Any
) -> Callable[[V0Client], Awaitable[models.ChatWithUsage]]:
    """The operation that creates a chat from existing code; no model runs yet.

    Args:
        source: A folder, a zip archive, or the URL of an archive or of a repository, whose branch may follow a `#`.
            `owner/name` is a repository on GitHub, unless a path of that name exists.
        report: Called with what takes a while.
        **options: `privacy` and `title`, if they are given.

    Raises:
        InvalidRequestError: There is no such source.
    """
    address, _, branch = source.partition("#")
    is_url, is_path = _URL.match(source), _is_path(source)
    if is_path or (is_url and address.lower().endswith(".zip")):
        url = source
        if is_path:
            report(f"packing {source}")
            url = sources.zip_from_directory(source) if Path(source).is_dir() else sources.zip_from_file(source)
            report(f"sending {len(url) * 3 / 4_000_000:.1f} MB from {source}")
        return lambda client: client.v2.chats.create_from_zip(url=url, **options)
    if is_url or _GITHUB_NAME.fullmatch(address):
        repo = models.InitRepo(url=address if is_url else f"https://github.com/{address}", branch=branch or UNSET)
        return lambda client: client.v2.chats.create_from_repo(repo=repo, **options)
    raise InvalidRequestError(
        f"there is no folder or archive {source!r}, and it is not the address of a repository either", field="init"
    )


def _is_path(source: str) -> bool:
    try:
        return Path(source).exists()
    except OSError:  # longer than a path can be
        return False
