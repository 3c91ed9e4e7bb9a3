"""Server-sent events from bytes, without I/O, decoded as the WHATWG HTML standard says.

Line ends become LF as the bytes come in, and bytes wait until a blank line completes them: no event is ever half read.
Complete blocks are then decoded many at a time, by the quickest of three ways that gives the exact result.
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
_RETRY_LINE = re.compile(rb"^retry: ?([0-9]{1,%d})\n" % _MAX_RETRY_DIGITS, re.MULTILINE)

# A block as servers commonly write it: one line of data, before it perhaps an id and an event name in either order.
# Whatever else comes is caught whole by the last group. An empty id is left to that too: it is not the same as no id.
# Possessive, since there is never a second way to match.
_COMMON_BLOCK = re.compile(
    r"(?:id: (.++)\n)?+(?:event: (.++)\n)?+(?:id: (.++)\n)?+data: (.*+)\n\n"
    r"|((?s:.+))"
)


class ServerSentEvent(NamedTuple):
    """One event of a stream.

    Attributes:
        event: Its name; ``"message"`` where the stream gives none.
        data: Its data lines, joined by LF.
        id: The last event id as of this event: its own or an earlier one's, ``""`` where there was none.
        retry: Reconnection time in milliseconds, where a ``retry`` field came with this very event.
    """

    event: str
    data: str
    id: str
    retry: int | None


# Makes an event of its four values at half the cost of calling the class, whose __new__ is Python code.
_new: Callable[[type[ServerSentEvent], tuple[str, str, str, int | None]], ServerSentEvent]
_new = tuple.__new__  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # It is generic.


class EventStreamDecoder:
    """Decodes one event stream, fed in pieces of any size; the cuts never change the outcome.

    Invalid UTF-8 becomes U+FFFD, and nothing in a stream is an error but an event over the cap. A ``retry`` of more
    than 640 digits is ignored, as one that is no number is. What still lacks its blank line when the stream ends is no
    event.

    The size of an event is the number of bytes between two blank lines, comments included, where a line end counts 1
    and the last one 0.

    Attributes:
        last_event_id: The id to resume from. An id counts once the blank line of its block has come.

    Args:
        max_event_size: Most bytes one event may have; None for no limit.
    """

    def __init__(self, max_event_size: int | None = None) -> None:
        self.last_event_id: str = ""
        self._max_event_size = sys.maxsize if max_event_size is None else max_event_size
        self._too_large = False
        self._retry: int | None = None
        # Where the stream begins with a part of a byte order mark: that part. None once past the beginning.
        self._beginning: bytes | None = b""
        self._after_cr = False
        # Whether what comes next begins an event, and nothing before it is to be remembered.
        self._between_events = False
        # The unfinished block, its line ends LF: never begins with a blank line, never holds one.
        self._pending = bytearray()

    @property
    def retry(self) -> int | None:
        """The reconnection time in milliseconds last told, or None. It counts as soon as its line has ended.

        Reading it takes a pass over the unfinished block.
        """
        unfinished = _RETRY_LINE.findall(self._pending)
        return int(unfinished[-1]) if unfinished else self._retry

    def feed(self, chunk: bytes) -> list[ServerSentEvent]:
        """Takes the next bytes of the stream.

        Args:
            chunk: Any number of bytes, also none; feed ``b""`` at the end to hear of an event over the cap.

        Returns:
            The events these bytes complete.

        Raises:
            EventTooLargeError: An event is over the cap. Events before it are returned first, and then the next call
                raises; so does every later one.
        """
        if self._between_events:
            if not chunk:
                return []
            # Most often a chunk is whole events. Telling so in few steps is half the work where it is one event.
            lines = chunk.replace(b"\r\n", b"\n") if 13 in chunk else chunk  # 13 is CR, found quicker than b"\r"
            if lines.endswith(b"\n\n") and 13 not in lines and len(lines) <= self._max_event_size:
                return self._decode(lines.decode("utf-8", "replace"))
        self._between_events = False
        events = self._take(chunk)
        self._between_events = self._beginning is None and not (self._pending or self._after_cr or self._too_large)
        return events

    def _take(self, chunk: bytes) -> list[ServerSentEvent]:
        """Takes bytes that may begin or end anywhere."""
        if self._too_large:
            raise self._too_large_error()
        if self._beginning is not None:
            chunk = self._without_bom(self._beginning + chunk)
        if 13 in chunk or self._after_cr:
            chunk = self._with_lf(chunk)
        pending = self._pending
        if not pending:
            chunk = chunk.lstrip(b"\n")
        if not chunk:
            return []
        if (
            len(pending) + len(chunk) > self._max_event_size  # Else no event can be over the cap.
            and (events := self._stop_at_cap(pending + chunk)) is not None
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
        """The stream from its beginning on without a byte order mark; nothing while that cannot be told yet."""
        if len(beginning) < len(_BOM) and _BOM.startswith(beginning):
            self._beginning = beginning
            return b""
        self._beginning = None
        return beginning.removeprefix(_BOM)

    def _with_lf(self, chunk: bytes) -> bytes:
        """The chunk with every line end made LF; a CR ends its line at once, and a LF after it is dropped."""
        if not chunk:
            return chunk
        if self._after_cr:
            chunk = chunk.removeprefix(b"\n")
        last = chunk[-1:]
        self._after_cr = last == b"\r"
        lines = chunk.splitlines()  # Of bytes, unlike of str, it splits at CR, LF and CRLF only.
        if last in (b"\n", b"\r"):
            lines.append(b"")
        return b"\n".join(lines)

    def _too_large_error(self) -> EventTooLargeError:
        return EventTooLargeError(f"a server-sent event is larger than max_event_size ({self._max_event_size} bytes)")

    def _stop_at_cap(self, data: bytearray) -> list[ServerSentEvent] | None:
        """Looks for the first block over the cap; None where there is none.

        Where there is one, the stream is over: decodes what comes before it, and raises if no event does.
        """
        cap = self._max_event_size
        start = 0
        for block in data.split(b"\n\n"):
            content = block.strip(b"\n")
            if len(content) > cap:
                break
            start += len(block) + 2
        else:
            return None
        self._too_large = True
        events = self._decode(data[:start].decode("utf-8", "replace"))
        # Of the block itself, a retry counts if its line had ended by the byte that is one too many.
        self._pending = content[: cap + 1]
        self._retry = self.retry
        self._pending.clear()
        if not events:
            raise self._too_large_error()
        return events

    def _decode(self, text: str) -> list[ServerSentEvent]:
        """Decodes whole blocks: text that ends with one."""
        if text.startswith("data: "):
            value = text[6:-2]
            if "\n" not in value:
                return [_new(ServerSentEvent, ("message", value, self.last_event_id, None))]
            values = value.split("\n\ndata: ")
            if "\n" not in "".join(values):  # Then every block is one line of data.
                last_id = self.last_event_id
                return [_new(ServerSentEvent, ("message", value, last_id, None)) for value in values]
        if "\0" in text:  # Perhaps in an id.
            return self._decode_lines(text)

        events: list[ServerSentEvent] = []
        last_id = self.last_event_id
        for id_before, name, id_after, data, uncommon in _COMMON_BLOCK.findall(text):
            if uncommon:
                self.last_event_id = last_id
                return events + self._decode_lines(uncommon)
            last_id = id_after or id_before or last_id
            events.append(_new(ServerSentEvent, (name or "message", data, last_id, None)))
        self.last_event_id = last_id
        return events

    def _decode_lines(self, text: str) -> list[ServerSentEvent]:
        """Decodes whole blocks line by line, whatever they hold."""
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
