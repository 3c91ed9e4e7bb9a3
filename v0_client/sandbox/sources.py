"""Where files come from: data URIs are read, and what lies elsewhere is stood in for.

The sandbox reads nothing from the internet.
"""

from __future__ import annotations

import base64
import binascii
from urllib.parse import unquote_to_bytes

from .records import File, Files
from .story import Story
from .wire import RejectError


def is_data(url: str) -> bool:
    return url[:5].lower() == "data:"


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
    return len(data_of(url)) if is_data(url) else 0


def fetched(url: str) -> bytes:
    """What an address leads to."""
    return data_of(url) if is_data(url) else f"Stands in for {url}.\n".encode()


def stand_in(kind: str, origin: str, *, locked: bool = False) -> Files:
    """The files of a project that lies elsewhere; the same for the same address."""
    story = Story.of(origin)
    contents = {
        "README.md": f"Stands in for the {kind} {origin}.\n",
        "app/page.tsx": story.page,
        "package.json": story.package,
    }
    return {name: File(name, content.encode(), locked) for name, content in contents.items()}
