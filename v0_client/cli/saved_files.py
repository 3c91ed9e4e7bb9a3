"""A chat's files on disk: written into a folder and nowhere else, or downloaded as an archive.

Names from the server are not trusted: a path that leads out of the folder, through a link, or into the `.git` of a
repository is refused, and so is one that cannot be a file name everywhere. The other files are written.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from attrs import field, frozen

from .. import V0Client, models
from .command_session import CommandSession
from .exit_codes import CliError, ExitCode
from .printable import clean, join_surrogates, one_line

__all__ = ["SavedFiles", "check_archive", "check_writable", "download", "save_files", "size_of", "write_files"]

MAX_DEPTH: Final = 100  # folders; far beyond any project, far below what the system's calls can take

_SPECIAL = re.compile(r"[\0-\x1f\x7f\\:]")  # a backslash or a colon leads out of the folder on Windows
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)


class _UnusableError(Exception):
    """A name or a content that cannot be written; the text says why."""


@frozen
class SavedFiles:
    """What became of a chat's files.

    Attributes:
        written: Names of the files written, sorted.
        failed: Names of the others, each with the reason.
    """

    written: list[str] = field(factory=list[str])
    failed: list[tuple[str, str]] = field(factory=list[tuple[str, str]])

    @property
    def failure(self) -> str:
        """The failed files on one line."""
        count, total = len(self.failed), len(self.written) + len(self.failed)
        shown = [f"{_shortened(name)!r} {reason}" for name, reason in self.failed[:3]]
        more = [f"and {count - 3} more"] if count > 3 else []
        return f"{count} of {total} files {'was' if count == 1 else 'were'} not written: {', '.join(shown + more)}"


def check_writable(directory: Path) -> None:
    """Raises CliError if files could not be written into this folder. Leaves nothing behind."""
    missing: list[Path] = []
    try:
        missing += (folder for folder in (directory, *directory.parents) if not folder.exists())
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=directory):
            pass
    except (OSError, RecursionError) as error:
        raise _cannot_save(directory, error) from None
    finally:
        for folder in missing:
            with suppress(OSError):
                folder.rmdir()


def save_files(session: CommandSession, chat_id: str, directory: Path) -> None:
    """Save the chat's files. Those that cannot be written end the command with a CliError, after the others."""
    found = session.call(lambda client: client.v2.chats.get_files(chat_id)).files or []
    hint = session.next_step if session.state == "saving" else ""
    try:
        saved = write_files(found, directory)
    except CliError as error:
        raise CliError(error.code, f"{error}{hint}") from None
    session.view.saved(directory, saved.written)
    if saved.failed:
        raise CliError(ExitCode.ERROR, f"Error: {saved.failure}{hint}")


def write_files(files: Iterable[models.SourceFile], directory: Path) -> SavedFiles:
    """Write files; those of the same names are replaced. Raises CliError if the folder cannot be made."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        root = directory.resolve(strict=True)
    except (OSError, RecursionError) as error:
        raise _cannot_save(directory, error) from None
    saved = SavedFiles()
    for file in files:
        name = str(file.path or "")
        try:
            if name in saved.written:
                raise _UnusableError("is listed twice")
            _check_name(name)
            _write(_place(root, name), content_of(file))
        except _UnusableError as error:
            saved.failed.append((name, str(error)))
        except OSError as error:
            saved.failed.append((name, f"cannot be written: {error.strerror or error}"))
        else:
            saved.written.append(name)
    saved.written.sort()
    return saved


def content_of(file: models.SourceFile) -> bytes:
    """The bytes of a file."""
    content = file.content
    if not isinstance(content, str):  # an empty file would replace what is there
        raise _UnusableError("has no content")
    match file.encoding or "utf8":
        case "utf8":
            return join_surrogates(content).encode()
        case "base64":
            try:
                return base64.b64decode(content, validate=True)
            except (binascii.Error, ValueError):
                raise _UnusableError("is not valid base64") from None
        case encoding:
            raise _UnusableError(f"has an unknown encoding: {one_line(encoding)}")


def size_of(file: models.SourceFile) -> str:
    """The size of a file in bytes, for people; why it is unknown otherwise."""
    try:
        return f"{len(content_of(file)):,}"
    except _UnusableError as error:
        return str(error)


def _check_name(name: str) -> None:
    parts = name.split("/")
    if _SPECIAL.search(name) or any(part in ("", ".", "..") for part in parts):
        raise _UnusableError("is not a path inside the folder")
    if clean(name) != name:
        raise _UnusableError("has characters that no file name should have")
    if any(part.casefold().rstrip(" .") in (".git", "git~1") for part in parts):
        raise _UnusableError("leads into a repository's own files")
    if any(_RESERVED.fullmatch(part.rstrip(" .")) for part in parts):
        raise _UnusableError("is a reserved name on Windows")
    if len(parts) > MAX_DEPTH:
        raise _UnusableError(f"lies more than {MAX_DEPTH} folders deep")


def _place(root: Path, name: str) -> Path:
    place = root / name
    try:
        folder = place.parent.resolve()
    except RuntimeError:  # until Python 3.13; later ones fail to make the folder
        raise _UnusableError("lies behind a link that leads to itself") from None
    # What exists already may be a link that leads elsewhere.
    if not folder.is_relative_to(root):
        raise _UnusableError("leads out of the folder through a link")
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def _write(place: Path, content: bytes) -> None:
    """Write a file completely or not at all; a link of its name is replaced, not followed."""
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
    """The mode of an existing file, or that of a new one."""
    if place.exists() and not place.is_symlink():
        return place.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _cannot_save(directory: Path, error: OSError | RecursionError) -> CliError:
    reason = (isinstance(error, OSError) and error.strerror) or "the path is too long"
    return CliError(ExitCode.ERROR, f"Error: files cannot be written to {_shortened(str(directory))!r}: {reason}")


def check_archive(archive: Path) -> None:
    """Raises CliError if an archive could not be written here."""
    folder = archive.parent
    is_there = folder.is_dir()
    if not (is_there and os.access(folder, os.W_OK)):
        reason = "the folder cannot be written" if is_there else "the folder does not exist"
        raise CliError(
            ExitCode.ERROR, f"Error: the archive cannot be written to {_shortened(str(archive))!r}: {reason}"
        )


def _shortened(name: str) -> str:
    shown = one_line(name)
    return shown if len(shown) <= 80 else f"{shown[:77]}..."


async def download(session: CommandSession, client: V0Client, chat_id: str, archive: Path) -> int:
    """Download a chat's files as a zip archive; returns its size in bytes."""
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
        reason = error.strerror or error
    raise CliError(ExitCode.ERROR, f"Error: the archive cannot be written: {reason}")
