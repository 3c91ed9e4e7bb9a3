"""A chat's files: written into a folder and nowhere else, or downloaded as an archive.

What the service names is not trusted: a path that leads out of the folder, through a link, or into the `.git` of one
that is a repository is refused before anything is written.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from .. import V0Client, models
from .exits import ExitCode, Quit
from .session import Session
from .words import one_line, paired

__all__ = ["content_of", "download", "write_files"]

# A backslash or a colon is a way out on Windows; control characters are for terminals, not for names.
_FORBIDDEN = re.compile(r"[\0-\x1f\x7f\\:]")
_NO_NAMES = frozenset({"", ".", ".."})


def write_files(files: Iterable[models.SourceFile], directory: Path) -> Sequence[str]:
    """Write files, replacing those of the same names, and give their names, sorted.

    Raises:
        Quit: A name or a content cannot be used (nothing is written then), or writing failed.
    """
    contents: dict[str, bytes] = {}
    for file in files:
        name = _checked(file.path or "")
        if name in contents:
            raise _refused(name, "comes twice")
        contents[name] = content_of(file)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        root = directory.resolve(strict=True)
        places = {name: _place(root, name) for name in contents}
        for name, content in contents.items():
            places[name].parent.mkdir(parents=True, exist_ok=True)
            _write(places[name], content)
    except OSError as error:
        raise Quit(ExitCode.ERROR, f"Error: the files cannot be written: {error}") from None
    return sorted(contents)


def _checked(path: str) -> str:
    pieces = path.split("/")
    if _FORBIDDEN.search(path) or not _NO_NAMES.isdisjoint(pieces):
        raise _refused(path, "is no path inside a folder")
    if any(piece.casefold().rstrip(" .") in (".git", "git~1") for piece in pieces):
        raise _refused(path, "leads into a repository's own files")
    return path


def content_of(file: models.SourceFile) -> bytes:
    """The bytes of a file. Raises Quit where they cannot be made out."""
    content, name = file.content or "", file.path or ""
    match file.encoding or "utf8":
        case "utf8":
            return paired(content).encode()
        case "base64":
            try:
                return base64.b64decode(content, validate=True)
            except (binascii.Error, ValueError):
                raise _refused(name, "is no base64, though it is said to be") from None
        case encoding:
            raise _refused(name, f"has an encoding that this version does not know: {encoding}")


def _place(root: Path, name: str) -> Path:
    place = root / name
    # What is there already may be a link that leads elsewhere.
    if not place.parent.resolve().is_relative_to(root):
        raise _refused(name, "leads out of the folder through a link")
    return place


def _write(place: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all; a link of its name is replaced, not followed."""
    handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".v0-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(_mode(place))
        Path(temporary).replace(place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _mode(place: Path) -> int:
    """The mode a file has already, or that a new one gets."""
    if place.exists() and not place.is_symlink():
        return place.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _refused(name: str, why: str) -> Quit:
    return Quit(ExitCode.ERROR, f"Error: the file {one_line(name)!r} {why}; nothing was written")


async def download(session: Session, client: V0Client, chat_id: str, archive: Path) -> int:
    """Download a chat's files as a zip archive, and give its size in bytes."""
    try:
        if session.console is None:
            return await client.v2.chats.download(chat_id, archive)
        from rich.progress import BarColumn, DownloadColumn, Progress, TransferSpeedColumn  # noqa: PLC0415 - as there

        columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn())
        with Progress(*columns, console=session.console, transient=True) as progress:
            bar = progress.add_task("", total=None)
            return await client.v2.chats.download(
                chat_id, archive, on_progress=lambda done, total: progress.update(bar, completed=done, total=total)
            )
    except OSError as error:
        raise Quit(ExitCode.ERROR, f"Error: the archive cannot be written: {error}") from None
