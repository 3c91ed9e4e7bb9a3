"""Archives of the API: as bytes, or written to a file with no more than a chunk in memory."""

from __future__ import annotations

import inspect
import io
import os
import secrets
import stat
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol, TypeAlias, cast

import anyio
from attrs import evolve, frozen

from ._callbacks import notify
from ._http.archive_end import archive_end, begins_archive
from ._http.request import ARCHIVE, PreparedRequest
from ._http.response import OpenResponse
from ._http.transport import Transport
from .config import Options
from .errors import APIConnectionError, InvalidRequestError, ResponseDecodeError

__all__ = ["Destination", "Download", "Progress"]

_HEAD_SIZE = 4  # bytes that show which archive it is


class _Writer(Protocol):
    def write(self, data: bytes, /) -> object: ...


Destination: TypeAlias = str | os.PathLike[str] | _Writer
"""A path, or a file open for binary writing; its methods may be async."""

Progress: TypeAlias = Callable[[int, int | None], object]
"""Called with the bytes received so far and the size, None where the server does not declare it; may be async."""


class Download:
    """An archive that was not requested yet: await it for its bytes, or :meth:`save` it.

    Either raises:
        ResponseDecodeError: The response is not an archive, or exceeds ``max_download_size``; awaited, also where it
            exceeds ``max_response_size``.
        APIConnectionError: The response was interrupted. One that does not declare its length, or that is a part (206),
            is complete only if the archive ends as its format says.
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
            to: A path, whose file appears only when it is complete (a link is followed); or a file open for binary
                writing.
            on_progress: Called after every chunk with the bytes received and the total, None where the server does not
                declare it; may be async. A retry counts from the start.

        Returns:
            The size in bytes.

        Raises:
            InvalidRequestError: ``to`` cannot be written to; no request is sent then.
            OSError: Writing failed.
        """
        async with _opened(to) as target:
            return await self._receive(target, on_progress, _download_limit(self._transport.options))

    async def _read(self) -> bytes:
        memory, options = _Memory(), self._transport.options
        limits = [_Limit(options.max_response_size, "max_response_size"), _download_limit(options)]
        smallest = min(limits, key=lambda each: float("inf") if each.size is None else each.size)
        await self._receive(_Target(memory, 0), None, smallest)
        return b"".join(memory.chunks)

    async def _receive(self, target: _Target, on_progress: Progress | None, limit: _Limit) -> int:
        """Write the archive to a target, and again from its start where that is safe. Returns the size."""
        exchange = self._transport.exchange(self._request)
        while True:
            async with exchange as response:
                await target.rewind()
                try:
                    return await self._receive_once(response, target, on_progress, limit)
                except APIConnectionError:
                    if not target.can_rewind:
                        exchange.max_retries = 0
                    raise

    async def _receive_once(
        self, response: OpenResponse, target: _Target, on_progress: Progress | None, limit: _Limit
    ) -> int:
        total, end = response.declared_size, None
        is_certain = total is not None and response.status_code != 206  # the request names no range
        limit.check(total or 0, response)
        head: bytes | None = b""  # kept back until it shows what the response is
        while (chunk := await response.next_chunk()) is not None:
            if head is not None:
                chunk = head + chunk
                if len(chunk) < _HEAD_SIZE:
                    head = chunk
                    continue
                if (error := self._not_an_archive(chunk, response)) is not None:
                    del (
                        chunk,
                        head,
                    )  # the server may repeat the key there, and a frame of the error would show it
                    raise error
                head, end = None, None if is_certain else archive_end(chunk)
            limit.check(target.written + len(chunk), response)
            if end is not None:
                await end.feed(chunk)
            await target.write(chunk)
            await notify(on_progress, target.written, total)
        if head is not None and (error := self._not_an_archive(head, response)) is not None:
            raise error
        if head is not None or (end is not None and not end.is_reached()):
            raise response.interrupted("the archive ends before its format says")
        return target.written

    def _not_an_archive(self, body: bytes, response: OpenResponse) -> ResponseDecodeError | None:
        """The error for a body that does not begin as an archive does."""
        if begins_archive(body):
            return None
        content_type = response.redacted_headers().get("content-type", "no content type").partition(";")[0]
        found = content_type if body else "an empty body"
        return ResponseDecodeError(
            f"{self._request.line}: expected an archive, got {found} ({response.status_code})",
            status_code=response.status_code,
            chat_id=self._request.chat_id,
        )


@frozen
class _Limit:
    """The most bytes that an archive may have, and the setting that says so."""

    size: int | None
    name: str

    def check(self, size: int, response: OpenResponse) -> None:
        if self.size is not None and size > self.size:
            raise response.too_large(self.size, self.name)


def _download_limit(options: Options) -> _Limit:
    return _Limit(options.max_download_size, "max_download_size")


class _Memory:
    """A file of bytes in memory; an asynchronous one of anyio would work in a thread."""

    def __init__(self) -> None:
        self.chunks: list[bytes] = []

    async def write(self, data: bytes, /) -> None:
        self.chunks.append(data)

    async def seek(self, _position: int, /) -> None:
        pass

    async def truncate(self) -> None:
        self.chunks.clear()


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
        path = await anyio.to_thread.run_sync(_final_path, cast("str | os.PathLike[str]", to))
        part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        try:
            # Opened and closed in place: a cancellation while a thread does it would leave the file open.
            with part.open("xb") as file:
                yield _Target(anyio.wrap_file(file), 0)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    elif isinstance(to, io.TextIOBase) or not hasattr(to, "write") or not await _is_writable(to):
        raise InvalidRequestError("to must be a path, or a file open for binary writing (mode 'wb')", field="to")
    else:
        file = _asynchronous(to)
        yield _Target(file, await file.tell() if await _is(to, "seekable", by_default=False) else None)


def _final_path(to: str | os.PathLike[str]) -> Path:
    """Where the file of a path is, behind the caller's own links. Raises InvalidRequestError where none can be."""
    path, mode = Path(os.fsdecode(to)), None
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        pass
    except ValueError:
        raise InvalidRequestError(f"to is not a path: {str(path)!r}", field="to") from None
    if mode is not None and stat.S_ISDIR(mode):
        raise InvalidRequestError(f"to is a folder: name the file, such as {path / 'app.zip'}", field="to")
    if mode is not None and not stat.S_ISREG(mode):  # to replace it would take a device or a pipe away
        raise InvalidRequestError(
            f"to is not a regular file: pass an open one, such as open({str(path)!r}, 'wb')", field="to"
        )
    path = Path(os.path.realpath(path))
    if not path.parent.is_dir():
        raise InvalidRequestError(f"to is in a folder that does not exist: create {path.parent} first", field="to")
    return path


async def _is_writable(file: Any) -> bool:
    try:
        return await _is(file, "writable", by_default=True)
    except ValueError:  # it is closed
        return False


async def _is(file: Any, ability: str, *, by_default: bool) -> bool:
    """What a file says of itself; not every one does."""
    answer = getattr(file, ability)() if hasattr(file, ability) else by_default
    return bool(await answer if inspect.isawaitable(answer) else answer)


def _asynchronous(file: Any) -> Any:
    """A file whose methods are async: the caller's own, or one that works in a thread."""
    return file if inspect.iscoroutinefunction(file.write) else anyio.wrap_file(file)


def __dir__() -> list[str]:
    return __all__
