"""Text of models and servers made safe to print: nothing that is left can steer a terminal."""

from __future__ import annotations

import re

__all__ = ["Cleaner", "clean", "join_surrogates", "one_line"]

# A control sequence (CSI), a command string (OSC, DCS and their like), or another escape sequence.
_ESCAPE = r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*(?![\[\]PX^_])[0-~])"
# A colour that can be seen on a dark and on a light background, a weight, or the end of one. No background, and none of
# the colours that may be the terminal's own background: text could be hidden in them.
_SHADE = r"(?:0?[0-4]|2[2-4]|39|[39][1-6])?"
_COLOUR = rf"\x1b\[{_SHADE}(?:;{_SHADE}){{0,9}}m"
# C0 but tab and line feed, DEL, C1, and the characters that override the direction of text.
_CONTROL = r"[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
_UNSAFE = re.compile(f"{_ESCAPE}|{_CONTROL}", re.DOTALL)
_UNSAFE_BUT_COLOUR = re.compile(f"(?!{_COLOUR})(?:{_ESCAPE}|{_CONTROL})", re.DOTALL)
_UNFINISHED = re.compile(f"(?!{_ESCAPE})\x1b[^\x1b]{{0,64}}\\Z", re.DOTALL)


def clean(value: object, *, keep_colour: bool = False) -> str:
    """The text of a value without what a terminal would obey; colours may stay.

    A field of the API may hold another type than it documents, so any value is accepted.
    """
    text = value if isinstance(value, str) else str(value)
    return join_surrogates((_UNSAFE_BUT_COLOUR if keep_colour else _UNSAFE).sub("", text))


def one_line(value: object) -> str:
    """The same on one line."""
    return " ".join(clean(value).split())


def join_surrogates(text: str) -> str:
    """Text with surrogate pairs joined; a lone surrogate becomes U+FFFD."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class Cleaner:
    """Cleans text that arrives in chunks; what may be the beginning of an escape sequence waits for the rest."""

    def __init__(self) -> None:
        self._pending = ""

    def feed(self, chunk: str, *, is_last: bool = False) -> str:
        text = self._pending + chunk
        unfinished = None if is_last else _UNFINISHED.search(text)
        end = unfinished.start() if unfinished is not None else len(text)
        self._pending = text[end:]
        return clean(text[:end])
