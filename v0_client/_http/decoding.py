"""Undo the content encoding of a response in bounded steps, so that a small body cannot become a huge one unseen."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any, Protocol

__all__ = ["ContentDecoder", "accept_encoding", "decoder_for"]


class ContentDecoder(Protocol):
    """Decodes one content encoding. Raises ValueError for malformed data."""

    def feed(self, data: bytes) -> None:
        """Take encoded bytes, at least one; those before must have been read."""

    def read(self, limit: int) -> bytes:
        """At most `limit` decoded bytes, or about as many; empty where more must be fed first."""
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
    decoders: dict[str, Callable[[], ContentDecoder]] = {"gzip": _Zlib, "deflate": _Deflate}
    if (brotli := _brotli()) is not None:
        decoders["br"] = brotli
    if (zstd := _zstd()) is not None:
        decoders["zstd"] = zstd
    return decoders


class _Zlib:
    """gzip."""

    _window = zlib.MAX_WBITS | 16

    def __init__(self) -> None:
        self._decompressor = zlib.decompressobj(self._window)
        self._pending = b""
        self._begun = False

    def feed(self, data: bytes) -> None:
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


class _Deflate(_Zlib):
    """deflate: meant to have a zlib header, and sent without by some servers."""

    _window = zlib.MAX_WBITS

    def feed(self, data: bytes) -> None:
        has_header = data[0] & 0x0F == 8 and (len(data) == 1 or int.from_bytes(data[:2]) % 31 == 0)
        if not self._begun and not has_header:
            self._decompressor = zlib.decompressobj(-zlib.MAX_WBITS)
        super().feed(data)


class _Pushed:
    """A decoder of another package that is pushed bytes and keeps what it has not decoded yet."""

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

    def decoder() -> ContentDecoder:
        # As browsers do: a window of 8 MiB at most, which the decoder holds in memory.
        decompressor = module.ZstdDecompressor(options={module.DecompressionParameter.window_log_max: 23})
        return _Pushed(decompressor.decompress, lambda: decompressor.eof)

    return decoder


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None
