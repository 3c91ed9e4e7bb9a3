"""Files the API gives: in one piece, or to a place of the caller's without holding more than a piece in memory."""

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
from ._http.connection import ARCHIVE, OpenResponse, PreparedRequest
from ._http.transport import Transport
from .errors import APIConnectionError, InvalidRequestError, ResponseDecodeError

__all__ = ["Destination", "Download", "Progress"]

_MAGIC = (b"PK", b"\x1f\x8b")  # how a zip archive and a gzipped tarball begin


class _Writer(Protocol):
    def write(self, data: bytes, /) -> object: ...


Destination: TypeAlias = str | os.PathLike[str] | _Writer
"""A path, or a file open for binary writing; its methods may be async."""

Progress: TypeAlias = Callable[[int, int | None], object]
"""Told the bytes received so far and, where the server says it, of how many; may be async."""


class Download:
    """An archive, not asked for yet: await it for its bytes, or :meth:`save` it.

    Either raises:
        ResponseDecodeError: What came is no archive, or, awaited, exceeds ``max_response_size``.
        V0Error: As for every call.
    """

    def __init__(self, transport: Transport, call: PreparedRequest) -> None:
        self._transport = transport
        self._call = evolve(call, accept=ARCHIVE)

    def __await__(self) -> Generator[Any, Any, bytes]:
        return self._read().__await__()

    async def save(self, to: Destination, *, on_progress: Progress | None = None) -> int:
        """Write the archive to a file, piece by piece.

        Where the connection breaks off, the download starts again at most ``max_retries`` times, from where the file
        stood at first. One that cannot go back (a pipe, say) gets no second try once something was written.

        Args:
            to: A path, whose file appears only when it is whole; or a file open for binary writing.
            on_progress: Called after every piece with the bytes received and the bytes to come in all, None where the
                server does not say; may be async. A new try counts from the start.

        Returns:
            The size in bytes.

        Raises:
            InvalidRequestError: ``to`` cannot be written to; nothing is asked for then.
            OSError: Writing failed.
        """
        async with _opened(to) as target:
            stopped: APIConnectionError | None = None

            async def receive(connection: OpenResponse) -> int:
                nonlocal stopped
                await target.rewind()
                try:
                    return await self._receive(connection, target, on_progress)
                except APIConnectionError as error:
                    if target.may_start_again:
                        raise
                    stopped = error
                return 0

            size = await self._transport.exchange(self._call, receive)
            if stopped is not None:
                raise stopped
        return size

    async def _read(self) -> bytes:
        async def whole(connection: OpenResponse) -> bytes:
            body = await connection.read(self._transport.options.max_response_size)
            self._check(body, connection)
            return body

        return await self._transport.exchange(self._call, whole)

    async def _receive(self, connection: OpenResponse, target: _Target, on_progress: Progress | None) -> int:
        told = connection.headers.get("content-length", "")
        total = int(told) if told.isdigit() else None
        head: bytes | None = b""  # kept back until it shows what comes
        while (piece := await connection.next_chunk()) is not None:
            if head is not None:
                piece = head + piece
                if len(piece) < len(_MAGIC[0]):
                    head = piece
                    continue
                self._check(piece, connection)
                head = None
            await target.write(piece)
            await notify(on_progress, target.written, total)
        if head is not None:
            self._check(head, connection)
        return target.written

    def _check(self, body: bytes, connection: OpenResponse) -> None:
        if not body.startswith(_MAGIC):
            kind = connection.headers.get("content-type", "no content type").partition(";")[0]
            raise ResponseDecodeError(
                f"{self._call.line}: expected an archive, got {kind if body else 'nothing'} ({connection.status_code})",
                status_code=connection.status_code,
                chat_id=self._call.chat_id,
            )


class _Target:
    """Where a download goes."""

    def __init__(self, file: Any, start: int | None) -> None:
        self.written = 0
        self._file = file
        self._start = start

    @property
    def may_start_again(self) -> bool:
        return not self.written or self._start is not None

    async def rewind(self) -> None:
        if self.written:
            await self._file.seek(self._start)
            await self._file.truncate()
            self.written = 0

    async def write(self, piece: bytes) -> None:
        left = piece
        while left:  # an unbuffered file may take less than it is given
            count = await self._file.write(left)
            left = left[count:] if isinstance(count, int) else b""
        self.written += len(piece)


@asynccontextmanager
async def _opened(to: object) -> AsyncGenerator[_Target]:
    if isinstance(to, (str, os.PathLike)):
        path = Path(os.fspath(to))
        if await anyio.Path(path).is_dir():
            raise InvalidRequestError(f"to is a folder: name the file, such as {path / 'app.zip'}", field="to")
        if not await anyio.Path(path.parent).is_dir():
            raise InvalidRequestError(f"to lies in a folder that is not there: make {path.parent} first", field="to")
        part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        try:
            async with await anyio.open_file(part, "xb") as file:
                yield _Target(file, 0)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    elif isinstance(to, io.TextIOBase) or not hasattr(to, "write"):
        raise InvalidRequestError("to must be a path, or a file open for binary writing (mode 'wb')", field="to")
    else:
        file = _asynchronous(to)
        yield _Target(file, await file.tell() if await _is_seekable(to) else None)


async def _is_seekable(file: Any) -> bool:
    told = file.seekable() if hasattr(file, "seekable") else False
    return bool(await told if inspect.isawaitable(told) else told)


def _asynchronous(file: Any) -> Any:
    """A file whose methods are async: a caller's own, or one that works in a thread."""
    return file if inspect.iscoroutinefunction(file.write) else anyio.wrap_file(file)
