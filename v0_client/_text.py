"""Find the new text of a growing message: for each text part, whatever goes beyond the text already emitted. Sans-I/O.

Emitted text is remembered by its length and a digest. A second reference to the live strings would keep CPython from
growing them in place. A part that is rewritten instead of extended is not taken back: it emits nothing more.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from ._json import is_list, is_object

__all__ = ["SEPARATOR", "TextTracker", "text_of", "texts_of"]

SEPARATOR = "\n\n"
"""Stands between two text parts of a message."""

_DIGEST = 12  # bytes
_MISMATCH = "rewritten"  # equals no digest: the text this mark stands for is gone


def text_of(parts: list[Any]) -> str:
    """The text of a message: its text parts that are not empty, joined by a blank line.

    A lone surrogate becomes U+FFFD.
    """
    return SEPARATOR.join(_clean(text) for text in texts_of(parts) if text)


class TextTracker:
    """Separates new text from text already emitted.

    Call :meth:`prepare` before and :meth:`commit` after a delta is applied, and :meth:`reset_base` when the parts come
    from elsewhere (a replay, a message that was read). :meth:`pop_new` returns the new pieces.

    A text part is known by its ordinal, its position among the text parts.

    Attributes:
        is_read: Whether text was emitted or asked for. Before, :meth:`prepare` and :meth:`commit` do nothing.
    """

    __slots__ = (
        "_digest",
        "_dirty",
        "_emitted",
        "_leading",
        "_length",
        "_named",
        "_ordinals",
        "_prior",
        "_rewritten",
        "_texts_before",
        "_unverified",
        "is_read",
    )

    def __init__(self) -> None:
        self.is_read: bool = False
        self._emitted: list[int] = []  # characters emitted, by ordinal
        self._rewritten: frozenset[int] = frozenset()  # ordinals of parts that no longer begin with what was emitted
        self._unverified: dict[int, str] = {}  # digests of parts that have yet to reach what was emitted, by ordinal
        self._digest: blake2b | None = None  # of everything this tracker emitted; None before anything was
        self._length = 0
        self._prior: tuple[int, str] = (0, "")  # length and digest of what another tracker emitted before
        self._dirty: set[int] | None = None  # indexes of parts that may hold new text; None: any part may
        self._ordinals: dict[int, int] = {}  # ordinals by index
        self._leading: int | None = None  # index of the first text part that is not empty, as far as pieces need it
        self._named: list[int] | None = None  # indexes that the current delta names; None: it may do anything
        self._texts_before: dict[int, str] = {}  # the text of those parts before the delta

    def prepare(self, parts: list[Any], delta: Any) -> None:
        """Note the text of the parts that a delta names, before it is applied."""
        if not self.is_read:
            return
        self._texts_before = {}  # a delta that failed leaves its own
        self._named = _named_parts(delta, len(parts))
        if self._named is None:
            self._texts_before = {i: text for i, part in enumerate(parts) if (text := _part_text(part)) is not None}
        elif not is_list(delta):  # an append can only extend, and holding the text would make it copy
            for index in self._named:
                if index < len(parts) and (text := _part_text(parts[index])) is not None:
                    self._texts_before[index] = text

    def commit(self, parts: list[Any]) -> None:
        """Compare with the text of the parts now that the delta is applied."""
        if not self.is_read:
            return
        before, self._texts_before = self._texts_before, {}
        if self._named is None:
            self._dirty = None
            self._number(parts)
            olds, news = list(before.values()), texts_of(parts)
            for ordinal in range(len(self._emitted)):
                self._compare(ordinal, _nth(olds, ordinal), _nth(news, ordinal))
            return
        for index, old in before.items():
            self._compare(self._ordinals[index], old, _part_text(parts[index]) or "")
        for index in self._named:
            if index not in self._ordinals and index < len(parts) and _part_text(parts[index]) is not None:
                self._ordinals[index] = len(self._ordinals)  # only new parts at the end get here
        if self._dirty is not None:
            self._dirty.update(self._named)

    def note_append(self, index: int, key: str) -> None:
        """Note that an append has extended a string of a part: as :meth:`prepare` and :meth:`commit`, in one step."""
        if key == "text" and self._dirty is not None:
            self._dirty.add(index)

    def reset_base(self, old_texts: list[str], parts: list[Any]) -> None:
        """Continue with other parts, which may be behind what was emitted: a replay that has just begun is."""
        self._dirty = None
        self._number(parts)
        texts = texts_of(parts)
        for ordinal, emitted in enumerate(self._emitted):
            old = _nth(old_texts, ordinal)[:emitted]
            settled = ordinal in self._rewritten or ordinal in self._unverified
            if not settled and not _nth(texts, ordinal).startswith(old):
                self._unverified[ordinal] = _digest(_clean(old))

    @property
    def has_more(self) -> bool:
        """Whether the last :meth:`pop_new` left parts for the next one."""
        return bool(self._dirty)

    def pop_new(self, parts: list[Any], *, final: bool = False, limit: int | None = None) -> list[str]:
        """Return the new pieces in list order, at most `limit`; from now on they count as emitted.

        A part's first text begins with a blank line unless the part is the first one with text. Half of a
        surrogate pair at the end of a part waits for its other half; `final` emits it as U+FFFD.
        """
        self.is_read = True
        if self._dirty is None or final:
            self._number(parts)
            indexes = list(self._ordinals)
        else:
            indexes = sorted(self._dirty)
        self._dirty = set()
        pieces: list[str] = []
        for at, index in enumerate(indexes):
            if len(pieces) == limit:
                self._dirty.update(indexes[at:])
                break
            ordinal = self._ordinals.get(index)
            if ordinal is None:
                continue
            text = _part_text(parts[index]) or ""
            self._note_leading(index, text, parts)
            if piece := self._pop(ordinal, text, final=final, follows=self._leading != index):
                pieces.append(piece)
        return pieces

    def cursor(self, parts: list[Any]) -> list[list[int | str]]:
        """What was emitted, for :meth:`restore`: length and digest of everything, then of each text part."""
        marks: list[list[int | str]] = [self._overall_mark(parts)]
        texts = texts_of(parts)
        for ordinal, emitted in enumerate(self._emitted):
            if ordinal in self._unverified:
                digest = self._unverified[ordinal]
            elif ordinal in self._rewritten or ordinal >= len(texts):
                digest = _MISMATCH
            else:
                digest = _digest(_clean(texts[ordinal][:emitted]))
            marks.append([emitted, digest])
        return marks

    def _overall_mark(self, parts: list[Any]) -> list[int | str]:
        """Length and digest of everything emitted, by this tracker and before."""
        prior, digest = self._prior
        if self._digest is None:
            return [prior, digest]
        if not prior:
            return [self._length, self._digest.hexdigest()]
        # Digests cannot be joined, so only text that still holds all of it yields one.
        total = prior + self._length
        return [total, _MISMATCH if self.is_rewritten(parts, exhausted=False) else _digest(text_of(parts)[:total])]

    def restore(self, marks: object) -> bool:
        """Continue where another tracker stopped. Returns False for marks that :meth:`cursor` cannot have returned."""
        if not is_list(marks) or not marks or not all(_is_mark(mark) for mark in marks):
            return False
        self._prior = (marks[0][0], marks[0][1])
        self._emitted = [mark[0] for mark in marks[1:]]
        self.is_read = bool(self._emitted)
        self._unverified = {ordinal: mark[1] for ordinal, mark in enumerate(marks[1:]) if mark[0]}
        return True

    def is_rewritten(self, parts: list[Any], *, exhausted: bool) -> bool:
        """Whether the pieces, joined, differ from the text; until `exhausted`, whether they are not its beginning."""
        text = text_of(parts)
        prior, digest = self._prior
        emitted = prior + self._length
        if (exhausted and len(text) != emitted) or (prior and _digest(text[:prior]) != digest):
            return True
        return self._digest is not None and _digest(text[prior:emitted]) != self._digest.hexdigest()

    def _number(self, parts: list[Any]) -> None:
        self._ordinals = {}
        self._leading = None
        for index, part in enumerate(parts):
            if _part_text(part) is not None:
                self._ordinals[index] = len(self._ordinals)

    def _note_leading(self, index: int, text: str, parts: list[Any]) -> None:
        """Keep the index of the first text part that is not empty. Every part that changed passes here, in order."""
        if text:
            if self._leading is None or index < self._leading:
                self._leading = index
        elif index == self._leading:  # rewritten to nothing
            self._leading = next((i for i in self._ordinals if i > index and _part_text(parts[i])), None)

    def _pop(self, ordinal: int, text: str, *, final: bool, follows: bool) -> str:
        """The new piece of one text part; `follows` says whether there is text before that part."""
        while len(self._emitted) <= ordinal:
            self._emitted.append(0)
        emitted = self._emitted[ordinal]
        if len(text) <= emitted or ordinal in self._rewritten:
            return ""
        if ordinal in self._unverified and self._unverified.pop(ordinal) != _digest(_clean(text[:emitted])):
            self._rewritten |= {ordinal}
            return ""
        end = len(text)
        if not final and "\ud800" <= text[-1] <= "\udbff":
            end -= 1
        if end == emitted:
            return ""
        piece = _clean(text[emitted:end])
        if follows and not emitted:
            piece = SEPARATOR + piece
        self._emitted[ordinal] = end
        self._length += len(piece)
        self._digest = self._digest or blake2b(digest_size=_DIGEST)
        self._digest.update(piece.encode())
        return piece

    def _compare(self, ordinal: int, old: str, new: str) -> None:
        emitted = self._emitted[ordinal] if ordinal < len(self._emitted) else 0
        if not emitted or ordinal in self._unverified or new is old or new.startswith(old):
            return
        if old[:emitted] != new[:emitted]:
            self._rewritten |= {ordinal}


def texts_of(parts: list[Any]) -> list[str]:
    """The text of each part of type ``text``, lone surrogates included."""
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
        is_of_part = is_list(path) and len(path) == 3 and type(path[0]) is int and path[0] >= 0
        if not is_of_part or not isinstance(path[1], str) or path[1] == "type":
            return None
        return [path[0]] if path[1] == "text" else []  # other members hold no text
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
