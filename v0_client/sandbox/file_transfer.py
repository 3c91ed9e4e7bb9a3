"""How files come in and go out: data URIs, archives, and placeholders for what would have to be downloaded.

The sandbox reads nothing from the internet.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import tarfile
import zipfile
import zlib
from urllib.parse import unquote_to_bytes

from starlette.responses import Response

from .entities import File, Files
from .json_api import RejectError
from .turn_content import DefaultContent

MAX_UNPACKED_SIZE = 64 * 1024 * 1024
"""Bytes that the files of an uploaded archive may have in total."""

DEFAULT_FILES = {
    "app/layout.tsx": (
        "export default function Layout({ children }: { children: React.ReactNode }) {\n"
        '  return <html lang="en"><body>{children}</body></html>\n'
        "}\n"
    ),
    "next.config.mjs": "export default {}\n",
    "package.json": '{"name": "app", "private": true}\n',
    "tsconfig.json": '{"compilerOptions": {"strict": true, "jsx": "preserve"}}\n',
}
"""The files that every project needs beside those written for it."""


# --- coming in


def is_data_uri(url: str) -> bool:
    return url[:5].lower() == "data:"


def decode_data_uri(url: str) -> bytes:
    """The bytes of a data URI.

    Raises:
        RejectError: 422 for a malformed one.
    """
    head, comma, payload = url.partition(",")
    if not comma:
        raise RejectError(422, "url: the data URI has no comma")
    raw = unquote_to_bytes(payload)
    if not head.lower().endswith(";base64"):
        return raw
    return _decode_base64(raw, "url")


def decode_content(content: str, encoding: str, path: str) -> bytes:
    """The bytes of a file's content in a request, encoded as `utf8` or `base64`.

    Raises:
        RejectError: 422 for malformed base64.
    """
    return _decode_base64(content.encode(), path) if encoding == "base64" else content.encode()


def _decode_base64(raw: bytes, path: str) -> bytes:
    try:
        return base64.b64decode(raw, validate=True)
    except binascii.Error:
        raise RejectError(422, f"{path}: the base64 is malformed") from None


def attachment_size(url: str) -> int:
    """The size of an attachment in bytes; 0 for one that would have to be downloaded."""
    return len(decode_data_uri(url)) if is_data_uri(url) else 0


def content_from(url: str) -> bytes:
    """The content at a URL: that of a data URI, else a placeholder."""
    return decode_data_uri(url) if is_data_uri(url) else f"Placeholder for {url}.\n".encode()


def placeholder_files(kind: str, origin: str, *, locked: bool = False) -> Files:
    """Files in place of a project that would have to be downloaded; the same for the same origin."""
    default = DefaultContent.for_prompt(origin)
    contents = {
        "README.md": f"Placeholder for the {kind} {origin}.\n",
        "app/page.tsx": default.page,
        "package.json": default.package,
    }
    return {name: File(name, content.encode(), locked) for name, content in contents.items()}


def unzip(archive: bytes, field: str, *, locked: bool = False) -> Files:
    """The files of a ZIP archive. Inflates at most `MAX_UNPACKED_SIZE`, whatever sizes the archive declares.

    Args:
        archive: the archive.
        field: the request field it comes from, for error messages.
        locked: whether its files are locked.

    Raises:
        RejectError: 422 for a malformed archive, one that is too large, or one with another compression than deflate.
    """
    files: dict[str, File] = {}
    remaining = MAX_UNPACKED_SIZE
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as zipped:
            for entry in zipped.infolist():
                if entry.is_dir():
                    continue
                # Only for these two does `read` inflate no more than requested.
                if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise RejectError(422, f"{field}: the archive's compression is not supported; use deflate")
                with zipped.open(entry) as file:
                    data = file.read(remaining + 1)
                remaining -= len(data)
                if remaining < 0:
                    raise RejectError(422, f"{field}: the archive unpacks to more than {MAX_UNPACKED_SIZE} bytes")
                files[entry.filename] = File(entry.filename, data, locked)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
        raise RejectError(422, f"{field}: the archive is malformed") from None
    return files


# --- going out


def zip_download(name: str, files: Files) -> Response:
    """A download of the files as a ZIP archive; the same bytes for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for file in files.values():
            zipped.writestr(zipfile.ZipInfo(file.name), file.data)
    return _download(f"{name}.zip", buffer.getvalue(), "application/zip")


def tarball_download(name: str, files: Files) -> Response:
    """A download of the files as a gzipped tar archive; the same bytes for the same files."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for file in files.values():
            entry = tarfile.TarInfo(file.name)
            entry.size = len(file.data)
            tar.addfile(entry, io.BytesIO(file.data))
    return _download(f"{name}.tar.gz", gzip.compress(buffer.getvalue(), mtime=0), "application/gzip")


def _download(name: str, content: bytes, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
