r"""Local files, folders and archives as request bodies.

    files = sources.files_from_directory("site", lock="lib/")
    chat = await client.v1.chats.init(models.InitChatFromFiles(files=files))

The functions read the disk and block meanwhile. Each has a twin for async code, which reads in a thread:

    files = await sources.afiles_from_directory("site", lock="lib/")

**Patterns** (`ignore` and `lock`, one string or several) have the rules of `.gitignore`: a pattern without a slash is
compared with the name of every file and folder, one with a slash with the path from the root; a slash at its end limits
it to folders; what it matches includes everything inside; `*` and `?` stop at slashes, `**` does not; `[ab]` is one of
those characters, so a route such as `app/[id]` is written `app/\[id\]`; upper and lower case differ. A leading `!`
takes back what earlier patterns chose, a backslash takes the meaning from the character after it.

**Never sent** is what `DEFAULT_IGNORE` matches in any case, unless a pattern of `ignore` with `!` takes it back; and
links, wherever they lead, sockets, pipes and devices: one logged warning names these. Empty folders are not sent.
`gitignore=True` also leaves out what the `.gitignore` files in the folder name; they never take back `DEFAULT_IGNORE`.
"""

from __future__ import annotations

import binascii
import codecs
import io
import logging
import os
import re
import stat
import struct
import zipfile
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path, PurePath
from typing import Final, TypeAlias

import anyio
from attrs import frozen

from . import _gitignore
from ._checks import check_number
from ._generated import models
from ._generated.types import UNSET
from .errors import InvalidRequestError

__all__ = [
    "DEFAULT_IGNORE",
    "MAX_FILE_SIZE",
    "MAX_TOTAL_SIZE",
    "aattachment_from_file",
    "afiles_from_directory",
    "attachment_from_file",
    "azip_from_directory",
    "azip_from_file",
    "files_from_directory",
    "zip_from_directory",
    "zip_from_file",
]

StrPath: TypeAlias = str | os.PathLike[str]
Patterns: TypeAlias = str | Iterable[str]

MAX_FILE_SIZE: Final = 10 * 1024 * 1024
"""Default size limit of one file, in bytes. The API names none; this one keeps an accident small."""

MAX_TOTAL_SIZE: Final = 50 * 1024 * 1024
"""Default size limit of all files of a folder together, and of an archive, in bytes."""

# One group per line; no group may name a folder that projects keep their own sources in (build, dist, out).
DEFAULT_IGNORE: Final[tuple[str, ...]] = tuple(
    """
    .git .hg/ .svn/ .jj/
    node_modules/ bower_components/ .pnpm-store/ .yarn/ .next/ .nuxt/ .output/ .svelte-kit/ .astro/ .turbo/ .cache/
    .parcel-cache/ .vercel/ .netlify/ .wrangler/ *.tsbuildinfo
    __pycache__/ *.pyc *.pyo .venv/ venv/ .tox/ .nox/ .mypy_cache/ .pytest_cache/ .ruff_cache/ .ipynb_checkpoints/
    .DS_Store ._* Thumbs.db desktop.ini .idea/ *.swp *~ *.log
    .env .env.* *.env .envrc .dev.vars .dev.vars.* !.env.example !.env.sample !.env.template
    *.pem *.key *.p8 *.p12 *.pfx *.ppk *.jks *.keystore *.kdbx *.gpg id_rsa* id_dsa* id_ecdsa* id_ed25519*
    .ssh/ .gnupg/ .aws/ .azure/ .gcloud/ .kube/ .docker/ .terraform/ *.tfstate *.tfstate.* *.tfvars *.tfvars.json
    .npmrc .yarnrc .yarnrc.yml .pypirc .netrc _netrc .git-credentials .htpasswd .pgpass .my.cnf .*_history
    credentials.json secrets.json secrets.toml secrets.yaml secrets.yml client_secret*.json
    service-account*.json service_account*.json serviceaccount*.json *-firebase-adminsdk-*.json
    *.sqlite *.sqlite3 *.db *-wal
    """.split()  # noqa: SIM905 - as a literal it would take ninety lines
)
"""Patterns of what is not sent by accident: version control, installed packages, caches, secrets, local databases.
They match in upper and lower case."""

_DEFAULT_PATTERNS: Final = _gitignore.parse_patterns(DEFAULT_IGNORE, ignore_case=True)

# A fixed table: that of Python's mimetypes differs between versions and machines.
_MIME_TYPES: Final = {
    ".aac": "audio/aac",
    ".apng": "image/apng",
    ".avi": "video/x-msvideo",
    ".avif": "image/avif",
    ".bmp": "image/bmp",
    ".cjs": "text/javascript",
    ".css": "text/css",
    ".csv": "text/csv",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".epub": "application/epub+zip",
    ".flac": "audio/flac",
    ".gif": "image/gif",
    ".heic": "image/heic",
    ".heif": "image/heif",
    ".htm": "text/html",
    ".html": "text/html",
    ".ico": "image/vnd.microsoft.icon",
    ".ics": "text/calendar",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".markdown": "text/markdown",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".mkv": "video/matroska",
    ".mov": "video/quicktime",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".ogv": "video/ogg",
    ".otf": "font/otf",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".rtf": "application/rtf",
    ".svg": "image/svg+xml",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".tsv": "text/tab-separated-values",
    ".ttf": "font/ttf",
    ".txt": "text/plain",
    ".vtt": "text/vtt",
    ".wasm": "application/wasm",
    ".wav": "audio/wav",
    ".webm": "video/webm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xhtml": "application/xhtml+xml",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "text/xml",
    ".zip": "application/zip",
}

_LOG = logging.getLogger(__name__)
_JUNCTION = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT: a Windows link that calls itself a folder


def files_from_directory(
    path: StrPath,
    *,
    lock: bool | Patterns = (),
    ignore: Patterns | Callable[[str], bool] = (),
    gitignore: bool = False,
    max_file_size: int | None = MAX_FILE_SIZE,
    max_total_size: int | None = MAX_TOTAL_SIZE,
) -> list[models.InitFile]:
    """The text files of a folder, for `InitChatFromFiles`; sorted by name, names relative with forward slashes.

    A byte order mark at the beginning of a file is taken off.

    Args:
        path: The folder; it may itself be reached by a link.
        lock: Patterns of the files the model must not overwrite, or True for all. Here `[id]` also stands for itself.
        ignore: What to leave out besides `DEFAULT_IGNORE`: patterns, or a function that is called with each relative
            path (a folder's ends in a slash; it is not called for what is inside a folder left out) and returns True
            to leave it out.
        gitignore: Also leave out what the `.gitignore` files in the folder name.
        max_file_size: Size limit of each file in bytes; None for no limit.
        max_total_size: Size limit of all files together in bytes; None for no limit.

    Raises:
        InvalidRequestError: The folder is missing or has no files to send, or something in it cannot be read; a file is
            too large or is not UTF-8 text; a `lock` pattern matches no file.
    """
    found = _walk(path, _Selection.of(ignore, gitignore=gitignore), max_file_size, max_total_size)
    locked = _locked(found, lock)
    files: list[models.InitFile] = []
    binary: list[str] = []
    for name, file in found.items():
        content = _text(_read(file, max_file_size))
        if content is None:
            binary.append(name)
        else:
            files.append(models.InitFile(name=name, content=content, locked=True if name in locked else UNSET))
    if binary:
        raise InvalidRequestError(
            f"Only UTF-8 text can be sent as files; not UTF-8 text: {_listed(binary)}. "
            "Leave them out with ignore=..., or send the whole folder with zip_from_directory.",
            field="path",
        )
    return files


async def afiles_from_directory(
    path: StrPath,
    *,
    lock: bool | Patterns = (),
    ignore: Patterns | Callable[[str], bool] = (),
    gitignore: bool = False,
    max_file_size: int | None = MAX_FILE_SIZE,
    max_total_size: int | None = MAX_TOTAL_SIZE,
) -> list[models.InitFile]:
    """:func:`files_from_directory` in a thread, so that the event loop is not blocked; so is an `ignore` function."""
    read = partial(
        files_from_directory,
        path,
        lock=lock,
        ignore=ignore,
        gitignore=gitignore,
        max_file_size=max_file_size,
        max_total_size=max_total_size,
    )
    return await anyio.to_thread.run_sync(read, abandon_on_cancel=True)


def zip_from_directory(
    path: StrPath,
    *,
    ignore: Patterns | Callable[[str], bool] = (),
    gitignore: bool = False,
    max_file_size: int | None = MAX_FILE_SIZE,
    max_total_size: int | None = MAX_TOTAL_SIZE,
) -> str:
    """A folder as a zip archive in a data URI, for `InitChatFromZip(zip={"url": ...})`.

    The same files make the same archive: sorted, without dates and modes, byte for byte. To lock them, use
    `lock_all_files`.

    Args:
        path: The folder; it may itself be reached by a link.
        ignore: What to leave out, as in `files_from_directory`.
        gitignore: Also leave out what the `.gitignore` files in the folder name.
        max_file_size: Size limit of each file in bytes, before compression; None for no limit.
        max_total_size: Size limit of all files together in bytes, before compression; None for no limit.

    Raises:
        InvalidRequestError: The folder is missing or has no files to send, something in it cannot be read, or a file is
            too large.
    """
    found = _walk(path, _Selection.of(ignore, gitignore=gitignore), max_file_size, max_total_size)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, file in found.items():
            member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            member.create_system = 3  # Unix, wherever this runs
            member.external_attr = 0o644 << 16
            archive.writestr(member, _read(file, max_file_size), zipfile.ZIP_DEFLATED)
    return _data_uri("application/zip", buffer.getbuffer())


async def azip_from_directory(
    path: StrPath,
    *,
    ignore: Patterns | Callable[[str], bool] = (),
    gitignore: bool = False,
    max_file_size: int | None = MAX_FILE_SIZE,
    max_total_size: int | None = MAX_TOTAL_SIZE,
) -> str:
    """:func:`zip_from_directory` in a thread, so that the event loop is not blocked; so is an `ignore` function."""
    read = partial(
        zip_from_directory,
        path,
        ignore=ignore,
        gitignore=gitignore,
        max_file_size=max_file_size,
        max_total_size=max_total_size,
    )
    return await anyio.to_thread.run_sync(read, abandon_on_cancel=True)


def zip_from_file(path: StrPath, *, max_size: int | None = MAX_TOTAL_SIZE) -> str:
    """A zip archive as a data URI, for `InitChatFromZip(zip={"url": ...})`; sent as it is, nothing is left out.

    Args:
        path: The archive.
        max_size: Size limit of the archive in bytes; None for no limit.

    Raises:
        InvalidRequestError: The file is missing, unreadable, too large, not a zip archive, or encrypted; or the archive
            has no files, or two of the same name.
    """
    _check_limits(max_size=max_size)
    data = _read(path, max_size)
    members: list[zipfile.ZipInfo] | None = None
    # A damaged directory may also name an impossible version, text encoding or offset.
    with suppress(zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error):
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    if members is None:
        raise _refused(path, "is not a zip archive, or a damaged one")
    names = Counter(member.filename for member in members if member.filename[-1:] not in {"", "/"})
    if not names:
        raise _refused(path, "is a zip archive without files")
    if twice := [name for name, count in names.items() if count > 1]:
        raise _refused(path, f"has more than one file of the same name: {_listed(twice)}")
    if any(member.flag_bits & 1 for member in members):
        raise _refused(path, "is an encrypted zip archive, which the server cannot open")
    return _data_uri("application/zip", data)


async def azip_from_file(path: StrPath, *, max_size: int | None = MAX_TOTAL_SIZE) -> str:
    """:func:`zip_from_file` in a thread, so that the event loop is not blocked."""
    return await anyio.to_thread.run_sync(partial(zip_from_file, path, max_size=max_size), abandon_on_cancel=True)


def attachment_from_file(
    path: StrPath, *, mime_type: str | None = None, max_size: int | None = MAX_FILE_SIZE
) -> models.Attachment:
    """A file for the model to look at, as an attachment that holds it in a data URI.

    A byte order mark at the beginning of a UTF-8 text is taken off.

    Args:
        path: The file.
        mime_type: Its type, such as image/png. By default chosen by the suffix from a fixed table; for a suffix that is
            not in it, text/plain for UTF-8 text and application/octet-stream for anything else.
        max_size: Size limit of the file in bytes; None for no limit.

    Raises:
        InvalidRequestError: The file is missing, unreadable, empty or too large, or `mime_type` is invalid.
    """
    _check_limits(max_size=max_size)
    data = _read(path, max_size)
    text = _text(data)
    if text is not None:
        data = data.removeprefix(codecs.BOM_UTF8)
    if not data:
        raise _refused(path, "is empty")
    if mime_type is None:
        by_content = "application/octet-stream" if text is None else "text/plain"
        mime_type = _MIME_TYPES.get(PurePath(path).suffix.lower(), by_content)
    elif not _is_mime_type(mime_type):
        raise InvalidRequestError(f"{mime_type!r} is not a MIME type such as image/png", field="mime_type")
    return models.Attachment(url=_data_uri(mime_type, data))


async def aattachment_from_file(
    path: StrPath, *, mime_type: str | None = None, max_size: int | None = MAX_FILE_SIZE
) -> models.Attachment:
    """:func:`attachment_from_file` in a thread, so that the event loop is not blocked."""
    read = partial(attachment_from_file, path, mime_type=mime_type, max_size=max_size)
    return await anyio.to_thread.run_sync(read, abandon_on_cancel=True)


# ------------------------------------------------------------------ which files


@frozen
class _Selection:
    """Which paths are left out.

    Attributes:
        patterns: Patterns of the caller; the last that matches decides before all else.
        function: A function of the caller in place of patterns.
        reads_gitignore: Whether `.gitignore` files count.
    """

    patterns: list[_gitignore.Pattern]
    function: Callable[[str], bool] | None
    reads_gitignore: bool

    @classmethod
    def of(cls, ignore: Patterns | Callable[[str], bool], *, gitignore: bool) -> _Selection:
        if callable(ignore):
            return cls([], ignore, gitignore)
        return cls(_gitignore.parse_patterns(_several(ignore, "ignore")), None, gitignore)

    def leaves_out(self, path: str, inherited: _Inherited) -> bool:
        """Whether a relative path is left out; that of a folder ends in a slash."""
        decisive = _gitignore.last_match(self.patterns, path)
        if decisive is not None:
            return not decisive.is_negated
        default = _gitignore.last_match(_DEFAULT_PATTERNS, path)
        if default is not None and not default.is_negated:
            return True
        for prefix, patterns in reversed(inherited):  # the file nearest to the path decides
            nearest = _gitignore.last_match(patterns, path.removeprefix(prefix))
            if nearest is not None:
                if not nearest.is_negated:
                    return True
                break
        return self.function is not None and self.function(path)


_Inherited: TypeAlias = tuple[tuple[str, list[_gitignore.Pattern]], ...]
"""The patterns of `.gitignore` files from the root down, each with its folder."""


def _walk(
    path: StrPath, selection: _Selection, max_file_size: int | None, max_total_size: int | None
) -> dict[str, str]:
    """The files to send, relative name to path, sorted; sizes are checked here, before anything is read."""
    _check_limits(max_file_size=max_file_size, max_total_size=max_total_size)
    found: dict[str, str] = {}
    skipped: list[str] = []
    total = 0
    folders: list[tuple[str, str, _Inherited]] = [("", _checked(path), ())]
    while folders:
        prefix, folder, inherited = folders.pop()
        with _readable(folder), os.scandir(folder) as entries:
            listing = [(entry, entry.stat(follow_symlinks=False)) for entry in entries]
        if selection.reads_gitignore:
            inherited += tuple(
                (prefix, _gitignore.parse_file(_read(entry.path, max_file_size)))
                for entry, info in listing
                if entry.name == ".gitignore" and stat.S_ISREG(info.st_mode)
            )
        for entry, info in listing:
            is_folder = stat.S_ISDIR(info.st_mode) and getattr(info, "st_reparse_tag", 0) != _JUNCTION
            name = prefix + entry.name
            if selection.leaves_out(name + "/" if is_folder else name, inherited):
                continue
            if is_folder:
                folders.append((name + "/", entry.path, inherited))
            elif not stat.S_ISREG(info.st_mode):
                skipped.append(name)
            else:
                with _readable(entry.path):
                    name.encode()  # a name that is not valid Unicode cannot be written in JSON
                _check_size(entry.path, info.st_size, max_file_size)
                total += info.st_size
                if max_total_size is not None and total > max_total_size:
                    raise _refused(path, f"holds over {max_total_size:,} bytes: {entry.path!r} makes it {total:,}")
                found[name] = entry.path
    if skipped:
        _LOG.warning("Not sent, being links or special files: %s", _listed(sorted(skipped)))
    if not found:
        raise _refused(path, "has no files to send (secrets, caches and links are left out: see DEFAULT_IGNORE)")
    return dict(sorted(found.items()))


def _locked(names: Iterable[str], lock: bool | Patterns) -> set[str]:
    if isinstance(lock, bool):
        return set(names) if lock else set()
    within = {name: [name, *(name[: slash.end()] for slash in re.finditer("/", name))] for name in names}
    patterns: list[_gitignore.Pattern] = []
    for line in _several(lock, "lock"):
        # Folders of routes are named [id], and what is locked too much does no harm: so brackets may mean both.
        readings = _gitignore.parse_patterns(dict.fromkeys((line, line.replace("[", "\\["))))
        if not any(pattern.matches(path) for pattern in readings for paths in within.values() for path in paths):
            raise InvalidRequestError(f"The lock pattern {line!r} matches no file that is sent", field="lock")
        patterns += readings
    decisive = {name: _gitignore.last_match(patterns, *paths) for name, paths in within.items()}
    return {name for name, pattern in decisive.items() if pattern is not None and not pattern.is_negated}


def _several(patterns: Patterns, argument: str) -> tuple[str, ...]:
    if isinstance(patterns, str):
        return (patterns,)
    several = tuple(patterns) if isinstance(patterns, Iterable) else (patterns,)
    if not all(isinstance(pattern, str) for pattern in several):
        raise InvalidRequestError(f"{argument} must be a pattern or several, each a string", field=argument)
    return several


# ------------------------------------------------------------------ what is in them


def _read(path: StrPath, max_size: int | None) -> bytes:
    file = Path(_checked(path))
    with _readable(path):
        info = file.stat()
        if not stat.S_ISREG(info.st_mode):
            raise _refused(path, "is not a file")
        _check_size(path, info.st_size, max_size)
        data = file.read_bytes()
    _check_size(path, len(data), max_size)  # it may have grown
    return data


def _checked(path: StrPath) -> str:
    text: object = path.__fspath__() if isinstance(path, os.PathLike) else path
    if not isinstance(text, str):
        raise InvalidRequestError(f"path must be a string or a Path, got {type(path).__name__}", field="path")
    if not text or "\0" in text:  # to some functions of the system an empty path is the working directory
        raise _refused(path, "is not a path")
    return text


def _check_limits(**limits: object) -> None:
    for name, value in limits.items():
        check_number(value, name, partial(InvalidRequestError, field=name), minimum=0, none="no limit")


def _check_size(path: StrPath, size: int, cap: int | None) -> None:
    if cap is not None and size > cap:
        raise _refused(path, f"is {size:,} bytes long, which is over the limit of {cap:,}")


def _text(data: bytes) -> str | None:
    """The text of a UTF-8 file without its byte order mark; None if it is not text."""
    if b"\0" not in data:  # valid in UTF-8, but not in a text file
        with suppress(UnicodeDecodeError):
            return data.decode("utf-8-sig")
    return None


def _is_mime_type(value: object) -> bool:
    pattern = r"[\w.+-]+/[\w.+-]+(;[\w.+-]+=[\w.+-]+)*"
    return isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII) is not None


def _data_uri(mime_type: str, data: bytes | memoryview) -> str:
    return f"data:{mime_type};base64," + binascii.b2a_base64(data, newline=False).decode("ascii")


def _listed(names: list[str]) -> str:
    return ", ".join(map(repr, names[:10])) + (f" and {len(names) - 10} more" if len(names) > 10 else "")


def _refused(path: StrPath, why: str) -> InvalidRequestError:
    return InvalidRequestError(f"{os.fspath(path)!r} {why}", field="path")


@contextmanager
def _readable(path: StrPath) -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise _refused(path, f"cannot be read: {error.strerror or error}") from error
    except UnicodeEncodeError as error:
        raise _refused(path, "has a name that is not valid Unicode: rename it or leave it out") from error


def __dir__() -> list[str]:
    return __all__
