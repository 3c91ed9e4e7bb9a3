"""Decode server-sent events from bytes, without I/O, as the WHATWG HTML standard says.

Line ends become LF as bytes arrive, and bytes wait until a blank line completes their block. Complete blocks are then
decoded many at a time, by the fastest of three ways whose result is exact.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import NamedTuple

from .errors import EventTooLargeError

__all__ = ["EventStreamDecoder", "ServerSentEvent"]

_BOM = b"\xef\xbb\xbf"

# The fewest digits that Python may be set to refuse is one more than this (sys.int_info.str_digits_check_threshold).
_MAX_RETRY_DIGITS = 640
_RETRY = b"retry:"
_RETRY_LINE = re.compile(rb"^retry: ?([0-9]{1,%d})\n" % _MAX_RETRY_DIGITS, re.MULTILINE)

_LONE_CR = re.compile(rb"\r(?!\n)")

# A block as servers commonly write it: one line of data, optionally after an id and an event name in either order.
# Possessive, since there is never a second way to match.
_COMMON = r"(?:id: (.++)\n)?+(?:event: (.++)\n)?+(?:id: (.++)\n)?+data: (.*+)\n\n"
_COMMON_BLOCK = re.compile(_COMMON)
# The last group catches everything else, an empty id included, which is not the same as no id.
_BLOCKS = re.compile(_COMMON + r"|((?s:.+))")


class ServerSentEvent(NamedTuple):
    """One event of a stream.

    Attributes:
        event: Its name; ``"message"`` where the stream names none.
        data: Its data lines, joined by LF.
        id: The last event id as of this event: its own or an earlier one's, ``""`` where there was none.
        retry: Reconnection time in milliseconds, where this event has a ``retry`` field.
    """

    event: str
    data: str
    id: str
    retry: int | None


# Creates an event from its four values at half the cost of calling the class, whose __new__ is Python code.
_new: Callable[[type[ServerSentEvent], tuple[str, str, str, int | None]], ServerSentEvent]
_new = tuple.__new__  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # It is generic.


class EventStreamDecoder:
    """Decodes one event stream, fed in chunks of any size; how the bytes are split never changes the result.

    Invalid UTF-8 becomes U+FFFD; the only error is an event over the cap. A ``retry`` that is not a number, or has more
    than 640 digits, is ignored. A block without its blank line at the end of the stream is not an event.

    The size of an event is the number of bytes between two blank lines, comments included, where a line end counts 1
    and the last one 0.

    Attributes:
        last_event_id: The id to resume from. An id counts once the blank line of its block has arrived.
        is_over_cap: Whether an event was over the cap, so that the next call raises.

    Args:
        max_event_size: Largest event in bytes; None for no limit.
    """

    def __init__(self, max_event_size: int | None = None) -> None:
        self.last_event_id: str = ""
        self._max_event_size = sys.maxsize if max_event_size is None else max_event_size
        self.is_over_cap: bool = False
        self._retry: int | None = None
        # The part of a byte order mark that the stream has begun with so far; None once past the beginning.
        self._beginning: bytes | None = b""
        self._after_cr = False
        # Whether the next byte begins an event and nothing is pending.
        self._between_events = False
        # The incomplete block, its line ends LF: it never begins with or contains a blank line.
        self._pending = bytearray()

    @property
    def retry(self) -> int | None:
        """The last reconnection time in milliseconds, or None. It counts as soon as its line has ended.

        Reading it takes a pass over the incomplete block.
        """
        pending = self._pending
        at = pending.rfind(_RETRY)  # from the end, since a block may be large and its last line counts
        while at >= 0:
            if line := _RETRY_LINE.match(pending, at):
                return int(line[1])
            at = pending.rfind(_RETRY, 0, at)
        return self._retry

    def feed(self, chunk: bytes) -> list[ServerSentEvent]:
        """Decode the next bytes of the stream.

        Args:
            chunk: Any number of bytes, also none; feed ``b""`` at the end so that an event over the cap is raised.

        Returns:
            The events these bytes complete.

        Raises:
            EventTooLargeError: An event is over the cap. Events before it are returned first, and then the next call
                raises; so does every later one.
        """
        # 13 is CR and 10 is LF, found faster than b"\r" and b"\n".
        if 13 in chunk and not self._after_cr and _LONE_CR.search(chunk) is None:
            chunk = chunk.replace(b"\r", b"")  # far faster than to replace CRLF
        elif 13 in chunk or self._after_cr:
            chunk = self._with_lf(chunk)
        if self._between_events:
            if not chunk:
                return []
            # Most chunks are complete events. Finding that out in few steps is half the work where it is one event.
            if chunk[-1] == 10 and len(chunk) <= self._max_event_size:
                if chunk[:6] == b"data: " and chunk.find(b"\n") + 2 == len(chunk):
                    value = chunk[6:-2].decode("utf-8", "replace")
                    return [_new(ServerSentEvent, ("message", value, self.last_event_id, None))]
                if chunk.endswith(b"\n\n"):
                    return self._decode(chunk.decode("utf-8", "replace"))
        self._between_events = False
        events = self._take(chunk)
        self._between_events = self._beginning is None and not (self._pending or self.is_over_cap)
        return events

    def _take(self, chunk: bytes) -> list[ServerSentEvent]:
        """Decode bytes that may begin or end anywhere, their line ends LF."""
        if self.is_over_cap:
            raise self._too_large_error()
        if self._beginning is not None:
            chunk = self._without_bom(self._beginning + chunk)
        pending = self._pending
        if not pending:
            chunk = chunk.lstrip(b"\n")
        if not chunk:
            return []
        if (
            len(pending) + len(chunk) > self._max_event_size  # else no event can be over the cap
            and (events := self._stop_at_cap(chunk)) is not None
        ):
            return events

        # Where the last blank line's own line end is: at the first byte if the line before it ended the chunk before.
        blank_line = chunk.rfind(b"\n\n") + 1
        if not blank_line and not (chunk[0] == 10 and pending[-1] == 10):
            pending += chunk
            return []
        end = blank_line + 1
        if pending:
            pending += chunk[:end]
            self._pending = bytearray(chunk[end:])
            return self._decode(pending.decode("utf-8", "replace"))
        if end < len(chunk):
            pending += chunk[end:]
        return self._decode(chunk[:end].decode("utf-8", "replace"))

    def _without_bom(self, beginning: bytes) -> bytes:
        """The beginning of the stream without a byte order mark; nothing while that is not known yet."""
        if len(beginning) < len(_BOM) and _BOM.startswith(beginning):
            self._beginning = beginning
            return b""
        self._beginning = None
        return beginning.removeprefix(_BOM)

    def _with_lf(self, chunk: bytes) -> bytes:
        """The chunk with LF for every line end; a CR ends its line at once, and a LF after it is dropped."""
        if not chunk:
            return chunk
        if self._after_cr:
            chunk = chunk.removeprefix(b"\n")
        last = chunk[-1:]
        self._after_cr = last == b"\r"
        lines = chunk.splitlines()  # bytes are split at CR, LF and CRLF only, unlike str
        if last in (b"\n", b"\r"):
            lines.append(b"")
        return b"\n".join(lines)

    def _too_large_error(self) -> EventTooLargeError:
        return EventTooLargeError(f"a server-sent event is larger than max_event_size ({self._max_event_size} bytes)")

    def _stop_at_cap(self, chunk: bytes) -> list[ServerSentEvent] | None:
        """Find the first block over the cap; None where there is none.

        Where there is one, the stream is over: decode what is before it, and raise where that has no event.
        """
        cap, pending = self._max_event_size, self._pending
        # The pending block may be as large as the cap, so it is not copied: its length and its last byte will do.
        shared = pending[-1:]
        before, start = len(pending) - len(shared), 0
        for block in (shared + chunk).split(b"\n\n"):
            content = block.rstrip(b"\n") if before else block.strip(b"\n")
            if before + len(content) > cap:
                break
            before, start = 0, start + len(block) + 2
        else:
            return None
        self.is_over_cap = True
        events: list[ServerSentEvent] = []
        if start:
            pending += chunk[: start - len(shared)]
            events = self._decode(pending.decode("utf-8", "replace"))
            pending[:] = content[: cap + 1]
        else:
            pending += chunk[: cap + 1 - len(pending)]
        # Of the block itself, a retry counts if its line had ended by the byte that is one too many.
        self._retry = self.retry
        pending.clear()
        if not events:
            raise self._too_large_error()
        return events

    def _decode(self, text: str) -> list[ServerSentEvent]:
        """Decode complete blocks."""
        if text.startswith("data: "):
            values = text[6:-2].split("\n\ndata: ")
            if "\n" not in "".join(values):  # then every block is one line of data
                last_id = self.last_event_id
                return [_new(ServerSentEvent, ("message", value, last_id, None)) for value in values]
        if "\0" in text:  # an id may contain it
            return self._decode_lines(text)

        if block := _COMMON_BLOCK.fullmatch(text):
            id_before, name, id_after, data = block.groups()
            self.last_event_id = last_id = id_after or id_before or self.last_event_id
            return [_new(ServerSentEvent, (name or "message", data, last_id, None))]
        events: list[ServerSentEvent] = []
        last_id = self.last_event_id
        for id_before, name, id_after, data, uncommon in _BLOCKS.findall(text):
            if uncommon:
                self.last_event_id = last_id
                return events + self._decode_lines(uncommon)
            last_id = id_after or id_before or last_id
            events.append(_new(ServerSentEvent, (name or "message", data, last_id, None)))
        self.last_event_id = last_id
        return events

    def _decode_lines(self, text: str) -> list[ServerSentEvent]:
        """Decode complete blocks line by line, whatever they contain."""
        events: list[ServerSentEvent] = []
        name, data, last_id, retry = "", list[str](), self.last_event_id, None
        for line in text[:-1].split("\n"):
            if not line:
                if data:
                    events.append(ServerSentEvent(name or "message", "\n".join(data), last_id, retry))
                name, data, retry = "", [], None
                continue
            field, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if field == "data":
                data.append(value)
            elif field == "event":
                name = value
            elif field == "id":
                if "\0" not in value:
                    last_id = value
            elif field == "retry" and value.isascii() and value.isdigit() and len(value) <= _MAX_RETRY_DIGITS:
                self._retry = retry = int(value)
        self.last_event_id = last_id
        return events


def __dir__() -> list[str]:
    return __all__
