"""Archives of the API: as bytes, or written to a file with no more than a chunk in memory."""

from __future__ import annotations

import inspect
import io
import os
import secrets
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import anyio
from attrs import evolve

from ._callbacks import notify
from ._http.request import ARCHIVE, PreparedRequest
from ._http.response import OpenResponse
from ._http.transport import Transport
from .errors import APIConnectionError, InvalidRequestError, ResponseDecodeError

__all__ = ["Destination", "Download", "Progress"]

_MAGIC = (b"PK", b"\x1f\x8b")  # how a zip archive and a gzipped tarball begin


class _Writer(Protocol):
    def write(self, data: bytes, /) -> object: ...


Destination: TypeAlias = str | os.PathLike[str] | _Writer
"""A path, or a file open for binary writing; its methods may be async."""

Progress: TypeAlias = Callable[[int, int | None], object]
"""Called with the bytes received so far and the size, None where the server does not declare it; may be async."""


class Download:
    """An archive that was not requested yet: await it for its bytes, or :meth:`save` it.

    Either raises:
        ResponseDecodeError: The response is not an archive, or, awaited, exceeds ``max_response_size``.
        V0Error: As for every request.
    """

    def __init__(self, transport: Transport, request: PreparedRequest) -> None:
        self._transport = transport
        self._request = evolve(request, accept=ARCHIVE)

    def __await__(self) -> Generator[Any, Any, bytes]:
        return self._read().__await__()

    async def save(self, to: Destination, *, on_progress: Progress | None = None) -> int:
        """Write the archive to a file, in chunks.

        Where the connection is interrupted, the download starts again at most ``max_retries`` times, at the position
        the file had at first. A file that cannot seek (a pipe, say) is not retried once something was written.

        Args:
            to: A path, whose file appears only when it is complete; or a file open for binary writing.
            on_progress: Called after every chunk with the bytes received and the total, None where the server does not
                declare it; may be async. A retry counts from the start.

        Returns:
            The size in bytes.

        Raises:
            InvalidRequestError: ``to`` cannot be written to; no request is sent then.
            OSError: Writing failed.
        """
        async with _opened(to) as target:
            exchange = self._transport.exchange(self._request)
            while True:
                async with exchange as response:
                    await target.rewind()
                    try:
                        return await self._receive(response, target, on_progress)
                    except APIConnectionError:
                        if not target.can_rewind:
                            exchange.max_retries = 0
                        raise

    async def _read(self) -> bytes:
        response, body = await self._transport.read(self._request)
        self._check(body, response)
        return body

    async def _receive(self, response: OpenResponse, target: _Target, on_progress: Progress | None) -> int:
        declared = response.headers.get("content-length", "")
        total = int(declared) if declared.isdigit() else None
        head: bytes | None = b""  # kept back until it shows what the response is
        while (chunk := await response.next_chunk()) is not None:
            if head is not None:
                chunk = head + chunk
                if len(chunk) < len(_MAGIC[0]):
                    head = chunk
                    continue
                self._check(chunk, response)
                head = None
            await target.write(chunk)
            await notify(on_progress, target.written, total)
        if head is not None:
            self._check(head, response)
        return target.written

    def _check(self, body: bytes, response: OpenResponse) -> None:
        if not body.startswith(_MAGIC):
            content_type = response.headers.get("content-type", "no content type").partition(";")[0]
            found = content_type if body else "an empty body"
            raise ResponseDecodeError(
                f"{self._request.line}: expected an archive, got {found} ({response.status_code})",
                status_code=response.status_code,
                chat_id=self._request.chat_id,
            )


class _Target:
    """The file that a download is written to."""

    def __init__(self, file: Any, start: int | None) -> None:
        self.written = 0
        self._file = file
        self._start = start

    @property
    def can_rewind(self) -> bool:
        return not self.written or self._start is not None

    async def rewind(self) -> None:
        if self.written:
            await self._file.seek(self._start)
            await self._file.truncate()
            self.written = 0

    async def write(self, chunk: bytes) -> None:
        rest = chunk
        while rest:  # an unbuffered file may write less than it is passed
            count = await self._file.write(rest)
            rest = rest[count:] if isinstance(count, int) else b""
        self.written += len(chunk)


@asynccontextmanager
async def _opened(to: object) -> AsyncGenerator[_Target]:
    if isinstance(to, (str, os.PathLike)):
        path = Path(os.fspath(to))
        if await anyio.Path(path).is_dir():
            raise InvalidRequestError(f"to is a folder: name the file, such as {path / 'app.zip'}", field="to")
        if not await anyio.Path(path.parent).is_dir():
            raise InvalidRequestError(f"to is in a folder that does not exist: create {path.parent} first", field="to")
        part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        try:
            # Opened and closed in place: a cancellation while a thread does it would leave the file open.
            with part.open("xb") as file:
                yield _Target(anyio.wrap_file(file), 0)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    elif isinstance(to, io.TextIOBase) or not hasattr(to, "write"):
        raise InvalidRequestError("to must be a path, or a file open for binary writing (mode 'wb')", field="to")
    else:
        file = _asynchronous(to)
        yield _Target(file, await file.tell() if await _is_seekable(to) else None)


async def _is_seekable(file: Any) -> bool:
    seekable = file.seekable() if hasattr(file, "seekable") else False
    return bool(await seekable if inspect.isawaitable(seekable) else seekable)


def _asynchronous(file: Any) -> Any:
    """A file whose methods are async: the caller's own, or one that works in a thread."""
    return file if inspect.iscoroutinefunction(file.write) else anyio.wrap_file(file)
