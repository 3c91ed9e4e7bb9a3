"""The files a chat is initialised with.

What the body carries is unpacked. What lies elsewhere is stood in for: the sandbox reads nothing from the internet.
"""

from __future__ import annotations

import base64
import binascii
import io
import zipfile
import zlib
from urllib.parse import unquote_to_bytes

from ..store import File
from ..story import Story
from ..wire import JsonObject, RejectError


def files_of(body: JsonObject) -> list[File]:
    """The files of a checked init body.

    Raises:
        RejectError: 422, where a data URI or its archive cannot be read.
    """
    locked = body.get("lockAllFiles", False)
    kind = body["type"]
    if kind == "files":
        return [
            File(
                file["name"], file["content"] if "content" in file else _fetched(file["url"]), file.get("locked", False)
            )
            for file in body["files"]
        ]
    if kind == "zip" and _is_data(body["zip"]["url"]):
        return _unpacked(body["zip"]["url"], locked)
    origin = body["templateId"] if kind == "template" else body[kind]["url"]
    story = Story.of(origin)
    return [
        File("README.md", f"Stands in for the {kind} {origin}.\n", locked),
        File("app/page.tsx", story.page, locked),
        File("package.json", story.package, locked),
    ]


def _unpacked(url: str, locked: bool) -> list[File]:
    try:
        with zipfile.ZipFile(io.BytesIO(data_of(url))) as archive:
            return [
                File(entry.filename, _text(archive.read(entry)), locked)
                for entry in archive.infolist()
                if not entry.is_dir()
            ]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError):
        raise RejectError(422, "zip.url: is not a readable archive") from None


def data_of(url: str) -> bytes:
    """The bytes of a data URI.

    Raises:
        RejectError: 422, where it is malformed.
    """
    head, comma, payload = url.partition(",")
    if not comma:
        raise RejectError(422, "url: is a data URI without a comma")
    raw = unquote_to_bytes(payload)
    if not head.lower().endswith(";base64"):
        return raw
    try:
        return base64.b64decode(raw, validate=True)
    except binascii.Error:
        raise RejectError(422, "url: is a data URI whose base64 cannot be read") from None


def size_of(url: str) -> int:
    """The size of an attachment in bytes; 0 where it lies elsewhere."""
    return len(data_of(url)) if _is_data(url) else 0


def _fetched(url: str) -> str:
    return _text(data_of(url)) if _is_data(url) else f"Stands in for {url}.\n"


def _is_data(url: str) -> bool:
    return url[:5].lower() == "data:"


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:  # a picture, say: JSON has no bytes
        return base64.b64encode(raw).decode()
