"""Local files, folders and archives as request bodies.

    files = sources.files_from_directory("site", lock="lib/")
    chat = await client.v1.chats.init(models.InitChatFromFiles(files=files))

The functions read the disk and block meanwhile. From async code, call them in a thread:

    files = await anyio.to_thread.run_sync(partial(sources.files_from_directory, "site", lock="lib/"))

**Patterns** (`ignore` and `lock`, one string or several) are written as in `.gitignore`, but brackets stand for
themselves, since routes are named `app/[id]/page.tsx`, and case does not matter. A pattern without a slash is compared
with the name of every file and folder, one with a slash with the path from the root; a slash at its end limits it to
folders; what it says of a folder holds for all that is in it; `*` and `?` stop at slashes, `**` does not. A leading `!`
takes back what patterns before it chose.

**Never sent** is what `DEFAULT_IGNORE` matches, unless a later pattern with `!` takes it back; and links, wherever they
lead, sockets, pipes and devices: one logged warning names these. Empty folders are not sent either. `.gitignore` files
are not read; a plain one can be given as `ignore=Path("site/.gitignore").read_text().splitlines()`.
"""

from __future__ import annotations

import binascii
import io
import logging
import mimetypes
import os
import re
import stat
import struct
import zipfile
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Final, TypeAlias

from ._generated import models
from ._generated.types import UNSET
from .errors import InvalidRequestError

__all__ = [
    "DEFAULT_IGNORE",
    "MAX_FILE_SIZE",
    "MAX_TOTAL_SIZE",
    "attachment_from_file",
    "files_from_directory",
    "zip_from_directory",
    "zip_from_file",
]

StrPath: TypeAlias = str | os.PathLike[str]
Patterns: TypeAlias = str | Iterable[str]

MAX_FILE_SIZE: Final = 10 * 1024 * 1024
"""Default cap on one file, in bytes. The API names no limit; this one keeps an accident small."""

MAX_TOTAL_SIZE: Final = 50 * 1024 * 1024
"""Default cap on all files of a folder together, and on an archive, in bytes."""

# Written one group to a line; no group may name a folder that projects keep their own sources in (build, dist, out).
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
"""Patterns of what is never sent by accident: version control, installed packages, caches, secrets, local databases."""

_LOG = logging.getLogger(__name__)
_JUNCTION = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT: a Windows link that calls itself a folder

_MIME_TYPES = mimetypes.MimeTypes()  # without the machine's own table, where .ts may be a video


def files_from_directory(
    path: StrPath,
    *,
    lock: bool | Patterns = (),
    ignore: Patterns | Callable[[str], bool] = (),
    max_file_size: int | None = MAX_FILE_SIZE,
    max_total_size: int | None = MAX_TOTAL_SIZE,
) -> list[models.InitFile]:
    """The text files of a folder, for `InitChatFromFiles`; sorted by name, names relative with forward slashes.

    Args:
        path: The folder; it may itself be reached by a link.
        lock: Patterns of the files the model must not overwrite, or True for all.
        ignore: What to leave out besides `DEFAULT_IGNORE`: patterns, or a function that gets each relative path (a
            folder's ends in a slash; what is in it is not asked for once it is left out) and returns True to leave it
            out.
        max_file_size: Cap on each file in bytes; None lifts it.
        max_total_size: Cap on all files together in bytes; None lifts it.

    Raises:
        InvalidRequestError: The folder is missing, holds nothing to send, or something in it cannot be read; a file is
            too large or no UTF-8 text; a `lock` pattern matches no file.
    """
    found = _walk(path, ignore, max_file_size, max_total_size)
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
            f"Only UTF-8 text can be sent as files, which these are not: {_listed(binary)}. "
            "Leave them out with ignore=..., or send the whole folder with zip_from_directory.",
            field="path",
        )
    return files


def zip_from_directory(
    path: StrPath,
    *,
    ignore: Patterns | Callable[[str], bool] = (),
    max_file_size: int | None = MAX_FILE_SIZE,
    max_total_size: int | None = MAX_TOTAL_SIZE,
) -> str:
    """A folder as a zip archive in a data URI, for `InitChatFromZip(zip={"url": ...})`.

    The same files give the same archive: sorted, without dates and modes. To lock them, use `lock_all_files`.

    Args:
        path: The folder; it may itself be reached by a link.
        ignore: What to leave out, as in `files_from_directory`.
        max_file_size: Cap on each file in bytes, before compression; None lifts it.
        max_total_size: Cap on all files together in bytes, before compression; None lifts it.

    Raises:
        InvalidRequestError: The folder is missing, holds nothing to send, something in it cannot be read, or a file is
            too large.
    """
    found = _walk(path, ignore, max_file_size, max_total_size)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, file in found.items():
            member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            member.create_system = 3  # Unix, wherever this runs
            member.external_attr = 0o644 << 16
            archive.writestr(member, _read(file, max_file_size), zipfile.ZIP_DEFLATED)
    return _data_uri("application/zip", buffer.getbuffer())


def zip_from_file(path: StrPath, *, max_size: int | None = MAX_TOTAL_SIZE) -> str:
    """A zip archive as a data URI, for `InitChatFromZip(zip={"url": ...})`; sent as it is, nothing is left out.

    Args:
        path: The archive.
        max_size: Cap on the archive in bytes; None lifts it.

    Raises:
        InvalidRequestError: The file is missing, unreadable, too large, no zip archive, encrypted, or holds no file or
            two of one name.
    """
    data = _read(path, max_size)
    members: list[zipfile.ZipInfo] | None = None
    # A damaged directory may also name a version, a text encoding or an offset that cannot be.
    with suppress(zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error):
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    if members is None:
        raise _refused(path, "is no zip archive, or a damaged one")
    names = Counter(member.filename for member in members if member.filename[-1:] not in {"", "/"})
    if not names:
        raise _refused(path, "is a zip archive without files")
    if twice := [name for name, count in names.items() if count > 1]:
        raise _refused(path, f"holds more than one file of the same name: {_listed(twice)}")
    if any(member.flag_bits & 1 for member in members):
        raise _refused(path, "is an encrypted zip archive, which the server cannot open")
    return _data_uri("application/zip", data)


def attachment_from_file(
    path: StrPath, *, mime_type: str | None = None, max_size: int | None = MAX_FILE_SIZE
) -> models.Attachment:
    """A file for the model to look at, as an attachment that holds it in a data URI.

    Args:
        path: The file.
        mime_type: Its type, such as image/png. By default told from the suffix; where that is unknown, text/plain for
            UTF-8 text and application/octet-stream for anything else.
        max_size: Cap on the file in bytes; None lifts it.

    Raises:
        InvalidRequestError: The file is missing, unreadable, empty or too large, or `mime_type` is not one.
    """
    data = _read(path, max_size)
    if not data:
        raise _refused(path, "is empty")
    if mime_type is None:
        mime_type = _MIME_TYPES.guess_type("x" + Path(path).suffix, strict=False)[0]
        mime_type = mime_type or ("application/octet-stream" if _text(data) is None else "text/plain")
    elif not re.fullmatch(r"[\w.+-]+/[\w.+-]+(;[\w.+-]+=[\w.+-]+)*", mime_type, re.ASCII):
        raise InvalidRequestError(f"{mime_type!r} is not a MIME type such as image/png", field="mime_type")
    return models.Attachment(url=_data_uri(mime_type, data))


def _walk(
    path: StrPath,
    ignore: Patterns | Callable[[str], bool],
    max_file_size: int | None,
    max_total_size: int | None,
) -> dict[str, str]:
    """The files to send, relative name to path, sorted; sizes are checked here, before anything is read."""
    patterns = DEFAULT_IGNORE if callable(ignore) else (*DEFAULT_IGNORE, *_several(ignore))
    found: dict[str, str] = {}
    skipped: list[str] = []
    total = 0
    folders = [("", _checked(path))]
    while folders:
        prefix, folder = folders.pop()
        with _readable(folder), os.scandir(folder) as entries:
            listing = [(entry, entry.stat(follow_symlinks=False)) for entry in entries]
        for entry, info in listing:
            name = prefix + entry.name
            is_folder = stat.S_ISDIR(info.st_mode) and getattr(info, "st_reparse_tag", 0) != _JUNCTION
            shown = name + "/" if is_folder else name
            if _chosen(patterns, shown) or (callable(ignore) and ignore(shown)):
                continue
            if is_folder:
                folders.append((shown, entry.path))
            elif not stat.S_ISREG(info.st_mode):
                skipped.append(name)
            else:
                with _readable(entry.path):
                    name.encode()  # a name that is no text cannot be written in JSON
                _check_size(entry.path, info.st_size, max_file_size)
                total += info.st_size
                if max_total_size is not None and total > max_total_size:
                    raise _refused(path, f"holds over {max_total_size:,} bytes: {entry.path!r} makes it {total:,}")
                found[name] = entry.path
    if skipped:
        _LOG.warning("Not sent, being links or special files: %s", _listed(sorted(skipped)))
    if not found:
        raise _refused(path, "holds no files to send (secrets, caches and links are left out: see DEFAULT_IGNORE)")
    return dict(sorted(found.items()))


def _locked(names: Iterable[str], lock: bool | Patterns) -> set[str]:
    if isinstance(lock, bool):
        return set(names) if lock else set()
    patterns = _several(lock)
    within = {name: [name, *(name[: slash.end()] for slash in re.finditer("/", name))] for name in names}
    for pattern in patterns:
        if not any(_regex(pattern).fullmatch(path) for paths in within.values() for path in paths):
            raise InvalidRequestError(f"The lock pattern {pattern!r} matches no file that is sent", field="lock")
    return {name for name, paths in within.items() if _chosen(patterns, *paths)}


def _several(patterns: Patterns) -> tuple[str, ...]:
    return (patterns,) if isinstance(patterns, str) else tuple(patterns)


def _chosen(patterns: Sequence[str], *paths: str) -> bool:
    """Whether the last pattern that matches one of the paths is one without `!`."""
    for pattern in reversed(patterns):
        if any(map(_regex(pattern).fullmatch, paths)):
            return not pattern.startswith("!")
    return False


@lru_cache(maxsize=512)
def _regex(pattern: str) -> re.Pattern[str]:
    """What a pattern matches: relative paths, a folder's with a slash at its end."""
    glob = re.sub(r"^\./", "/", pattern.removeprefix("!"))
    if not glob.strip("/"):
        return re.compile("(?!)")  # as a blank line, it matches nothing
    anywhere = "" if "/" in glob.rstrip("/") else "(?:.*/)?"
    wild = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    pieces = re.split(r"((?<![^/])\*\*/|\*\*|\*|\?)", glob.removeprefix("/"))
    source = "".join(wild.get(piece) or re.escape(piece) for piece in pieces)
    return re.compile(anywhere + source + "/?", re.IGNORECASE | re.DOTALL)


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
    text = os.fspath(path)
    if not text or "\0" in text:  # an empty one is the working directory to some functions of the system
        raise _refused(path, "is not a path")
    return text


def _check_size(path: StrPath, size: int, cap: int | None) -> None:
    if cap is not None and size > cap:
        raise _refused(path, f"is {size:,} bytes long, which is over the cap of {cap:,}")


def _text(data: bytes) -> str | None:
    if b"\0" not in data:  # valid in UTF-8, but no text file holds one
        with suppress(UnicodeDecodeError):
            return data.decode()
    return None


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
