"""What a chat begins with: its prompt, what is attached to it, and the code it starts from.

Everything here is version 2 of the API, as all of the command line is, since neither version sees the chats of the
other. A folder goes as a zip archive: that takes pictures as well as text, and any number of files, where
`create_from_files` ends at twenty.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from .. import UNSET, InvalidRequestError, V0Client, models, sources

__all__ = ["attachments", "created_from", "prompt"]

_ADDRESS = re.compile(r"(?:https?|data):", re.IGNORECASE)
_ON_GITHUB = re.compile(r"[\w.-]+/[\w.-]+")


def prompt(message: str) -> str:
    """The message; `-` stands for standard input."""
    return sys.stdin.read() if message == "-" else message


def attachments(given: list[str]) -> list[models.Attachment]:
    """Files, or addresses of files, for the model to look at."""
    return [models.Attachment(url=at) if _ADDRESS.match(at) else sources.attachment_from_file(at) for at in given]


def created_from(source: str, **options: Any) -> Callable[[V0Client], Awaitable[models.ChatWithUsage]]:
    """The call that makes a chat from existing code; no model runs yet.

    Args:
        source: A folder, a zip archive, or the address of an archive or of a repository, whose branch may follow a
            `#`. `owner/name` that is no path here is a repository on GitHub.
        **options: `privacy` and `title`, where they are given.

    Raises:
        InvalidRequestError: There is no such source.
    """
    address, _, branch = source.partition("#")
    path, is_address = Path(source), _ADDRESS.match(source)
    if path.exists() or (is_address and address.lower().endswith(".zip")):
        url = source
        if path.exists():
            url = sources.zip_from_directory(path) if path.is_dir() else sources.zip_from_file(path)
        return lambda client: client.v2.chats.create_from_zip(url=url, **options)
    if is_address or _ON_GITHUB.fullmatch(address):
        repo = models.InitRepo(url=address if is_address else f"https://github.com/{address}", branch=branch or UNSET)
        return lambda client: client.v2.chats.create_from_repo(repo=repo, **options)
    raise InvalidRequestError(
        f"there is no folder or archive {source!r}, and it is no address of a repository either", field="init"
    )
