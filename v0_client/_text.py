"""Which text of a growing message is new: per text part, what goes beyond what was handed out already.

No input, no output. What was handed out is remembered by length, not by text, so that no second reference keeps CPython
from growing the live strings in place. A part that was rewritten instead of extended is not taken back: it hands out
nothing more.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from ._json import is_list, is_object

__all__ = ["TextTracker", "text_of", "texts_of"]

_DIGEST = 12  # bytes
_NEVER = "rewritten"  # stands for the digest of what no text has any more


def text_of(parts: list[Any]) -> str:
    """The text of a message: that of its parts of type ``text``, joined; lone half surrogates become U+FFFD."""
    return "".join(map(_clean, texts_of(parts)))


class TextTracker:
    """Tells new text from old.

    Around each delta call :meth:`before` and :meth:`after`; where the parts come from elsewhere (a replay, a message
    that was read), call :meth:`rebase`; call :meth:`take` for the new pieces.
    """

    __slots__ = (
        "_before",
        "_digest",
        "_dirty",
        "_earlier",
        "_handed",
        "_length",
        "_named",
        "_ordinals",
        "_rewritten",
        "_unchecked",
    )

    def __init__(self) -> None:
        self._handed: list[int] = []  # characters handed out, per text part
        self._rewritten: set[int] = set()  # text parts that no longer begin with what was handed out
        self._digest = blake2b(digest_size=_DIGEST)  # of everything handed out here
        self._length = 0
        self._earlier: tuple[int, str] = (0, "")  # length and digest of what was handed out before, elsewhere
        self._unchecked: dict[int, str] = {}  # digests of text parts that must first come to what was handed out
        self._dirty: set[int] | None = None  # parts that may hold new text; None: any of them
        self._ordinals: dict[int, int] = {}  # index of a part: which text part it is
        self._named: list[int] | None = None  # what the delta under way names; None: it may do anything
        self._before: dict[int, str] = {}  # the text of those parts before it

    def before(self, parts: list[Any], delta: Any) -> None:
        """Note what the parts that a delta names hold, before it is applied."""
        if self._dirty is None and not self._handed:  # nobody reads text
            return
        self._before = {}  # what a delta that failed has left
        self._named = _named_parts(delta, len(parts))
        if self._named is None:
            self._before = {i: text for i, part in enumerate(parts) if (text := _part_text(part)) is not None}
        elif not is_list(delta):  # an append can only extend, and a reference held meanwhile would make it copy
            for index in self._named:
                if index < len(parts) and (text := _part_text(parts[index])) is not None:
                    self._before[index] = text

    def after(self, parts: list[Any]) -> None:
        """Compare with what the parts hold now that the delta is applied."""
        if self._dirty is None and not self._handed:  # nobody reads text
            return
        before, self._before = self._before, {}
        if self._named is None:
            self._dirty = None
            self._number(parts)
            olds, news = list(before.values()), texts_of(parts)
            for ordinal in range(len(self._handed)):
                self._compare(ordinal, _nth(olds, ordinal), _nth(news, ordinal))
            return
        for index, old in before.items():
            self._compare(self._ordinals[index], old, _part_text(parts[index]) or "")
        for index in self._named:
            if index not in self._ordinals and index < len(parts) and _part_text(parts[index]) is not None:
                self._ordinals[index] = len(self._ordinals)  # only new parts at the end get here
        if self._dirty is not None:
            self._dirty.update(self._named)

    def rebase(self, old_texts: list[str], parts: list[Any]) -> None:
        """Go on with other parts, which may be behind what was handed out, as a replay is that has just begun."""
        self._dirty = None
        self._number(parts)
        texts = texts_of(parts)
        for ordinal, handed in enumerate(self._handed):
            old = _nth(old_texts, ordinal)[:handed]
            settled = ordinal in self._rewritten or ordinal in self._unchecked
            if not settled and not _nth(texts, ordinal).startswith(old):
                self._unchecked[ordinal] = _digest(_clean(old))

    def take(self, parts: list[Any], *, final: bool = False) -> list[str]:
        """The new pieces in list order, handed out from now on.

        A half surrogate at the end of a part waits for its other half; `final` hands it out as U+FFFD.
        """
        if self._dirty is None or final:
            self._number(parts)
            indexes = list(self._ordinals)
        else:
            indexes = sorted(self._dirty)
        self._dirty = set()
        pieces: list[str] = []
        for index in indexes:
            ordinal = self._ordinals.get(index)
            if ordinal is not None and (piece := self._take(ordinal, _part_text(parts[index]) or "", final=final)):
                pieces.append(piece)
        return pieces

    def cursor(self, parts: list[Any]) -> list[list[int | str]]:
        """What was handed out, for :meth:`restore`: for the whole and for each text part, length and digest."""
        marks: list[list[int | str]] = [self._whole(parts)]
        texts = texts_of(parts)
        for ordinal, handed in enumerate(self._handed):
            if ordinal in self._unchecked:
                digest = self._unchecked[ordinal]
            elif ordinal in self._rewritten or ordinal >= len(texts):
                digest = _NEVER
            else:
                digest = _digest(_clean(texts[ordinal][:handed]))
            marks.append([handed, digest])
        return marks

    def _whole(self, parts: list[Any]) -> list[int | str]:
        """Length and digest of everything handed out, here and elsewhere."""
        earlier, digest = self._earlier
        if not self._length:
            return [earlier, digest]
        if not earlier:
            return [self._length, self._digest.hexdigest()]
        # Digests cannot be joined, so only text that still holds all of it tells.
        whole = earlier + self._length
        return [whole, _NEVER if self.is_rewritten(parts, exhausted=False) else _digest(text_of(parts)[:whole])]

    def restore(self, marks: object) -> bool:
        """Go on where another tracker stood. False where the marks are not what :meth:`cursor` gave."""
        if not is_list(marks) or not marks or not all(_is_mark(mark) for mark in marks):
            return False
        self._earlier = (marks[0][0], marks[0][1])
        self._handed = [mark[0] for mark in marks[1:]]
        self._unchecked = {ordinal: mark[1] for ordinal, mark in enumerate(marks[1:]) if mark[0]}
        return True

    def is_rewritten(self, parts: list[Any], *, exhausted: bool) -> bool:
        """Whether the pieces do not add up to the text; before the last piece, whether they are not its beginning."""
        text = text_of(parts)
        earlier, digest = self._earlier
        handed = earlier + self._length
        if (exhausted and len(text) != handed) or (earlier and _digest(text[:earlier]) != digest):
            return True
        return _digest(text[earlier:handed]) != self._digest.hexdigest()

    def _number(self, parts: list[Any]) -> None:
        self._ordinals = {}
        for index, part in enumerate(parts):
            if _part_text(part) is not None:
                self._ordinals[index] = len(self._ordinals)

    def _take(self, ordinal: int, text: str, *, final: bool) -> str:
        while len(self._handed) <= ordinal:
            self._handed.append(0)
        handed = self._handed[ordinal]
        if len(text) <= handed or ordinal in self._rewritten:
            return ""
        if ordinal in self._unchecked and self._unchecked.pop(ordinal) != _digest(_clean(text[:handed])):
            self._rewritten.add(ordinal)
            return ""
        end = len(text)
        if not final and "\ud800" <= text[-1] <= "\udbff":
            end -= 1
        piece = _clean(text[handed:end])
        self._handed[ordinal] = end
        self._length += len(piece)
        self._digest.update(piece.encode())
        return piece

    def _compare(self, ordinal: int, old: str, new: str) -> None:
        handed = self._handed[ordinal] if ordinal < len(self._handed) else 0
        if not handed or ordinal in self._unchecked or new is old or new.startswith(old):
            return
        if old[:handed] != new[:handed]:
            self._rewritten.add(ordinal)


def texts_of(parts: list[Any]) -> list[str]:
    """The text of each part of type ``text``, as it stands."""
    return [text for part in parts if (text := _part_text(part)) is not None]


def _part_text(part: object) -> str | None:
    """The text of a part of type ``text``; None for any other part."""
    if is_object(part) and part.get("type") == "text":
        text = part.get("text")
        return text if isinstance(text, str) else ""
    return None


def _nth(texts: list[str], ordinal: int) -> str:
    return texts[ordinal] if ordinal < len(texts) else ""


def _clean(text: str) -> str:
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=_DIGEST).hexdigest()


def _is_mark(mark: object) -> bool:
    return is_list(mark) and len(mark) == 2 and type(mark[0]) is int and mark[0] >= 0 and isinstance(mark[1], str)


def _named_parts(delta: Any, count: int) -> list[int] | None:
    """Indexes of the parts that a delta extends or adds at the end; None where it may do anything else."""
    if is_list(delta):
        path: Any = delta[0] if len(delta) > 2 and delta[1] == 9 and delta[2] == 9 else None
        grows_text = is_list(path) and len(path) == 3 and path[1] == "text" and type(path[0]) is int
        return [path[0]] if grows_text else None
    named: list[int] = []
    for key, change in delta.items() if is_object(delta) else ():
        if key == "_t":
            continue
        index = int(key) if key.isascii() and key.isdigit() and len(key) < 10 else -1
        adds = is_list(change) and len(change) == 1 and index == count
        extends = 0 <= index < count and not is_list(change) and not (is_object(change) and "type" in change)
        if not (adds or extends):
            return None
        count += adds
        named.append(index)
    return named
