"""Whether an archive has arrived to its end, as its format says: for responses that do not declare their length, or
that say they are only a part.
"""

from __future__ import annotations

from typing import Protocol

import anyio.lowlevel

from .decoding import decoder_for

__all__ = ["ArchiveEnd", "archive_end", "begins_archive"]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # the header of a file, and the end record of an empty archive
_GZIP = b"\x1f\x8b\x08"

_END_RECORD = b"PK\x05\x06"
_END_RECORD_SIZE = 22  # without its comment
_ZIP64_LOCATOR, _ZIP64_LOCATOR_SIZE = b"PK\x06\x07", 20
_ZIP64_RECORD, _ZIP64_RECORD_SIZE = b"PK\x06\x06", 56
_MAX_TAIL = _END_RECORD_SIZE + 0xFFFF + _ZIP64_LOCATOR_SIZE + _ZIP64_RECORD_SIZE

_DECODED_STEP = 256 * 1024  # bytes
_STEPS_WITHOUT_CHECKPOINT = 4


class ArchiveEnd(Protocol):
    """Looks at every chunk of an archive."""

    async def feed(self, chunk: bytes) -> None: ...

    def is_reached(self) -> bool:
        """Whether the archive is complete."""
        ...


def begins_archive(head: bytes) -> bool:
    """Whether a body begins as an archive does, as far as it goes: two bytes at least."""
    return len(head) > 1 and any(magic.startswith(head[: len(magic)]) for magic in (*_ZIP, _GZIP))


def archive_end(head: bytes) -> ArchiveEnd:
    """What finds the end of an archive that begins like this."""
    return _ZipEnd() if head.startswith(_ZIP) else _GzipEnd()


class _ZipEnd:
    """A zip archive ends with a record that says where its directory is, right before it."""

    def __init__(self) -> None:
        self._size = 0
        self._tail = b""

    async def feed(self, chunk: bytes) -> None:
        self._size += len(chunk)
        self._tail = (self._tail + chunk[-_MAX_TAIL:])[-_MAX_TAIL:]

    def is_reached(self) -> bool:
        tail = self._tail
        at = tail.rfind(_END_RECORD)
        while at >= 0:
            if self._is_end_record(at):
                return True
            at = tail.rfind(_END_RECORD, 0, at + len(_END_RECORD) - 1)
        return False

    def _is_end_record(self, at: int) -> bool:
        record = self._tail[at : at + _END_RECORD_SIZE]
        comment_size = int.from_bytes(record[20:], "little")
        if len(record) < _END_RECORD_SIZE or at + _END_RECORD_SIZE + comment_size != len(self._tail):
            return False
        # Of this archive, and not of one within it: the records say where they are.
        locator = self._tail[:at][-_ZIP64_LOCATOR_SIZE:]
        if locator.startswith(_ZIP64_LOCATOR):
            return self._is_zip64_record(int.from_bytes(locator[8:16], "little"))
        directory_size, directory_at = (int.from_bytes(record[i : i + 4], "little") for i in (12, 16))
        return directory_at + directory_size == self._size - len(self._tail) + at

    def _is_zip64_record(self, position: int) -> bool:
        at = position - (self._size - len(self._tail))
        record = self._tail[at : at + _ZIP64_RECORD_SIZE] if at >= 0 else b""
        directory_size, directory_at = (int.from_bytes(record[i : i + 8], "little") for i in (40, 48))
        return record.startswith(_ZIP64_RECORD) and directory_at + directory_size == position


class _GzipEnd:
    """A gzipped tarball ends where a member does: it may have several."""

    def __init__(self) -> None:
        self._decoder = decoder_for("gzip")
        self._is_malformed = False

    async def feed(self, chunk: bytes) -> None:
        if self._is_malformed:
            return
        steps = 0
        try:
            self._decoder.feed(chunk)
            while self._decoder.read(_DECODED_STEP) or self._decoder.has_pending:
                steps += 1
                if steps % _STEPS_WITHOUT_CHECKPOINT == 0:
                    await anyio.lowlevel.checkpoint()
        except ValueError:
            self._is_malformed = True

    def is_reached(self) -> bool:
        try:
            self._decoder.finish()
        except ValueError:
            return False
        return not self._is_malformed
