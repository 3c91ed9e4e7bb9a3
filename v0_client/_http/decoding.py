"""Undo the content encoding of a response in bounded steps, so that a small body cannot become a huge one unseen."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any, Protocol

__all__ = ["ContentDecoder", "accept_encoding", "decoder_for"]

_PIECE = 16 * 1024  # bytes given to a decompressor at a time: at a member's end it copies what is left of them
_MAX_PIECES = 64  # in one step; also the members of one step


class ContentDecoder(Protocol):
    """Decodes one content encoding. Raises ValueError for malformed data.

    Attributes:
        has_pending: Reading again may decode more, even where the last step decoded nothing.
    """

    has_pending: bool

    def feed(self, data: bytes) -> None:
        """Take encoded bytes, at least one; those before must have been read."""

    def read(self, limit: int) -> bytes:
        """At most `limit` decoded bytes, or about as many; empty where more must be fed first, unless `has_pending`."""
        ...

    def finish(self) -> None:
        """Raise ValueError where the encoded data is incomplete."""


@cache
def accept_encoding() -> str:
    """The encodings to ask for: those that can be decoded in bounded steps here."""
    return ", ".join(_decoders())


def decoder_for(encoding: str) -> ContentDecoder:
    """A decoder for a Content-Encoding header. Raises ValueError for any that cannot be decoded, as for two at once."""
    name = encoding.strip().lower().removeprefix("x-")
    if name not in _decoders():
        raise ValueError(f"{name[:60]!r} is not one of {accept_encoding()}")
    return _decoders()[name]()


@cache
def _decoders() -> dict[str, Callable[[], ContentDecoder]]:
    decoders: dict[str, Callable[[], ContentDecoder]] = {"gzip": _gzip, "deflate": _Deflate}
    if (brotli := _brotli()) is not None:
        decoders["br"] = brotli
    if (zstd := _zstd()) is not None:
        decoders["zstd"] = zstd
    return decoders


class _Members:
    """The members of gzip and the frames of zstd: several may follow one another, and nothing else."""

    def __init__(self, new: Callable[[], Any]) -> None:
        self.has_pending = False
        self._new = new
        self._decompressor = new()
        self._pending = b""
        self._at = 0  # how far what is pending was decoded
        self._begun = False

    def feed(self, data: bytes) -> None:
        self._begun = self.has_pending = True
        self._pending, self._at = data, 0

    def read(self, limit: int) -> bytes:
        decoded = b""
        for _ in range(_MAX_PIECES):
            if self._decompressor.eof:
                if not self.has_pending:
                    break
                self._decompressor = self._new()
            piece = self._pending[self._at : self._at + _PIECE]
            try:
                decoded += self._decompressor.decompress(piece, limit - len(decoded))
            except Exception as exc:  # noqa: BLE001 - each package has an error class of its own
                raise ValueError(str(exc)) from None
            rest = self._decompressor.unused_data or getattr(self._decompressor, "unconsumed_tail", b"")
            self._at += len(piece) - len(rest)
            self.has_pending = self._at < len(self._pending)
            if len(decoded) >= limit or not self.has_pending:
                break
        return decoded

    def finish(self) -> None:
        if self._begun and not self._decompressor.eof:
            raise ValueError("the encoded data is incomplete")


def _gzip() -> ContentDecoder:
    return _Members(lambda: zlib.decompressobj(zlib.MAX_WBITS | 16))


class _Deflate:
    """deflate: meant to have a zlib header, and sent without by some servers."""

    has_pending = False

    def __init__(self) -> None:
        self._decompressor = zlib.decompressobj()
        self._pending = b""
        self._begun = False

    def feed(self, data: bytes) -> None:
        has_header = data[0] & 0x0F == 8 and (len(data) == 1 or int.from_bytes(data[:2]) % 31 == 0)
        if not self._begun and not has_header:
            self._decompressor = zlib.decompressobj(-zlib.MAX_WBITS)
        self._begun = True
        self._pending = data

    def read(self, limit: int) -> bytes:
        if self._decompressor.eof:
            return b""  # what follows the end is ignored
        try:
            decoded = self._decompressor.decompress(self._pending, limit)
        except zlib.error as exc:
            raise ValueError(str(exc)) from None
        self._pending = self._decompressor.unconsumed_tail
        return decoded

    def finish(self) -> None:
        if self._begun and not self._decompressor.eof:
            raise ValueError("the encoded data is incomplete")


class _Pushed:
    """A decoder of another package that is pushed bytes and keeps what it has not decoded yet."""

    has_pending = False

    def __init__(self, decompress: Callable[[bytes, int], bytes], is_complete: Callable[[], bool]) -> None:
        self._decompress = decompress
        self._is_complete = is_complete
        self._pending = b""
        self._begun = False

    def feed(self, data: bytes) -> None:
        self._begun = True
        self._pending = data

    def read(self, limit: int) -> bytes:
        pending, self._pending = self._pending, b""
        if self._is_complete():
            return b""
        try:
            return self._decompress(pending, limit)
        except Exception as exc:  # noqa: BLE001 - each package has an error class of its own
            raise ValueError(str(exc)) from None

    def finish(self) -> None:
        if self._begun and not self._is_complete():
            raise ValueError("the encoded data is incomplete")


def _brotli() -> Callable[[], ContentDecoder] | None:
    for name in ("brotli", "brotlicffi"):
        module = _module(name)
        if module is None:
            continue
        method = "process" if hasattr(module.Decompressor, "process") else "decompress"
        try:
            getattr(module.Decompressor(), method)(b"", output_buffer_limit=1)
        except TypeError:
            continue  # older than 1.2, which can only decode everything at once

        def decoder(module: Any = module, method: str = method) -> ContentDecoder:
            decompressor = module.Decompressor()
            decode = getattr(decompressor, method)
            # The C library may write up to twice the amount requested.
            return _Pushed(lambda data, limit: decode(data, output_buffer_limit=limit // 2), decompressor.is_finished)

        return decoder
    return None


def _zstd() -> Callable[[], ContentDecoder] | None:
    module = _module("compression.zstd") or _module("backports.zstd")
    if module is None:
        return None

    # As browsers do: a window of 8 MiB at most, which the decoder holds in memory.
    options = {module.DecompressionParameter.window_log_max: 23}
    return lambda: _Members(lambda: module.ZstdDecompressor(options=options))


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None
