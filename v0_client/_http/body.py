"""The body of a response as the network delivers it, below the HTTP library's own decoding."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from typing import Any, TypeVar

import anyio

from .library import own_library

__all__ = ["body_of", "within"]

T = TypeVar("T")


def body_of(response: Any, silence: float | None) -> AsyncIterator[bytes]:
    """The chunks of a response's body.

    Args:
        response: A response of the HTTP library.
        silence: Seconds between two chunks, where the transport does not limit them itself.
    """
    if response.is_stream_consumed:
        return _Content(response)
    chunks: AsyncIterator[bytes] = aiter(response.stream)
    return chunks if silence is None else _Watched(chunks, silence)


async def within(seconds: float | None, awaitable: Awaitable[T]) -> T:
    """Await what the transport does. Raises the HTTP library's ReadTimeout where it takes longer."""
    with anyio.move_on_after(seconds):
        return await awaitable
    raise own_library.ReadTimeout("")


class _Content(AsyncIterator[bytes]):
    """The body of a response that was read, and decoded, before it came here: by a hook of the caller's, say."""

    def __init__(self, response: Any) -> None:
        self._response = response

    async def __anext__(self) -> bytes:
        response, self._response = self._response, None
        if response is None:
            raise StopAsyncIteration
        content: bytes = response.content
        return content


class _Watched(AsyncIterator[bytes]):
    """The chunks of a transport that may wait longer for one than the timeouts of the client allow."""

    def __init__(self, chunks: AsyncIterator[bytes], silence: float) -> None:
        self._chunks = chunks
        self._silence = silence

    async def __anext__(self) -> bytes:
        return await within(self._silence, anext(self._chunks))
