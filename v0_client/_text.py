"""Text of a message that grows: what of it is new, per text part, beyond what was emitted already.

Sans-I/O. What was emitted is remembered by length, not by text, so that no second reference keeps CPython from growing
the live strings in place. Text that was emitted is never taken back: a part that is rewritten instead of extended
emits nothing more.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from ._json import is_list, is_object

__all__ = ["SEPARATOR", "TextTracker", "replace_surrogates", "text_of", "texts_of"]

SEPARATOR = "\n\n"
"""Stands between the texts of two parts."""

_DIGEST_SIZE = 12  # bytes
_MISMATCH = "rewritten"  # in place of a digest: equals that of no text


def text_of(parts: list[Any]) -> str:
    """The text of a message: its text parts that are not empty, joined by a blank line."""
    return SEPARATOR.join(filter(None, map(replace_surrogates, texts_of(parts))))


def texts_of(parts: list[Any]) -> list[str]:
    """The text of each part of type ``text``."""
    return [text for part in parts if (text := _part_text(part)) is not None]


def replace_surrogates(text: str) -> str:
    """Join surrogate pairs, and replace halves without a partner by U+FFFD: the result can be encoded."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


class TextTracker:
    """Finds the text that is new.

    Around each delta call :meth:`prepare` and :meth:`commit`; where the parts come from elsewhere (a replay, a message
    that was read), call :meth:`reset_base`; call :meth:`pop_new` for the new pieces.
    """

    __slots__ = (
        "_before",
        "_digest",
        "_dirty",
        "_emitted",
        "_length",
        "_named",
        "_ordinals",
        "_prior",
        "_rewritten",
        "_unverified",
    )

    def __init__(self) -> None:
        self._emitted: list[int] = []  # characters emitted, per text part
        self._rewritten: set[int] = set()  # text parts that no longer begin with what was emitted
        self._digest = blake2b(digest_size=_DIGEST_SIZE)  # of everything emitted here
        self._length = 0
        self._prior: tuple[int, str] = (0, "")  # length and digest of what another tracker emitted before
        self._unverified: dict[int, str] = {}  # digests that text parts must match before they emit more
        self._dirty: set[int] | None = None  # parts that may hold new text; None: any of them
        self._ordinals: dict[int, int] = {}  # index of a part: its number among the text parts
        self._named: list[int] | None = None  # parts that the present delta names; None: it may change any
        self._before: dict[int, str] = {}  # the text of those parts before it

    def prepare(self, parts: list[Any], delta: Any) -> None:
        """Keep what the parts that a delta names hold, before it is applied."""
        if self._dirty is None and not self._emitted:  # nobody reads text
            return
        self._before = {}  # left over from a delta that failed
        self._named = _named_parts(delta, len(parts))
        if self._named is None:
            self._before = {i: text for i, part in enumerate(parts) if (text := _part_text(part)) is not None}
        elif not is_list(delta):  # an append can only extend, and a reference held meanwhile would make it copy
            for index in self._named:
                if index < len(parts) and (text := _part_text(parts[index])) is not None:
                    self._before[index] = text

    def commit(self, parts: list[Any]) -> None:
        """Compare with what the parts hold after the delta was applied."""
        if self._dirty is None and not self._emitted:  # nobody reads text
            return
        before, self._before = self._before, {}
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

    def reset_base(self, old_texts: list[str], parts: list[Any]) -> None:
        """Continue with other parts, which may be behind what was emitted, as a replay is that has just begun."""
        self._dirty = None
        self._number(parts)
        texts = texts_of(parts)
        for ordinal, emitted in enumerate(self._emitted):
            old = _nth(old_texts, ordinal)[:emitted]
            settled = ordinal in self._rewritten or ordinal in self._unverified
            if not settled and not _nth(texts, ordinal).startswith(old):
                self._unverified[ordinal] = _digest(replace_surrogates(old))

    def pop_new(self, parts: list[Any], *, final: bool = False) -> list[str]:
        """The new pieces in list order; they count as emitted from now on.

        A high surrogate at the end of a part waits for its partner; `final` emits it as U+FFFD.
        """
        if self._dirty is None or final:
            self._number(parts)
            indexes = list(self._ordinals)
        else:
            indexes = sorted(self._dirty)
        self._dirty = set()
        return [piece for index in indexes if (piece := self._pop(parts, index, final=final))]

    def cursor(self, parts: list[Any]) -> list[list[int | str]]:
        """What was emitted, for :meth:`restore`: length and digest of the whole and of each text part."""
        marks: list[list[int | str]] = [self._whole(parts)]
        texts = texts_of(parts)
        for ordinal, emitted in enumerate(self._emitted):
            if ordinal in self._unverified:
                digest = self._unverified[ordinal]
            elif ordinal in self._rewritten or ordinal >= len(texts):
                digest = _MISMATCH
            else:
                digest = _digest(replace_surrogates(texts[ordinal][:emitted]))
            marks.append([emitted, digest])
        return marks

    def _whole(self, parts: list[Any]) -> list[int | str]:
        """Length and digest of everything emitted, here and by an earlier tracker."""
        prior, digest = self._prior
        if not self._length:
            return [prior, digest]
        if not prior:
            return [self._length, self._digest.hexdigest()]
        # Digests cannot be joined, so the text itself must still begin with all of it.
        whole = prior + self._length
        return [whole, _MISMATCH if self.is_rewritten(parts, exhausted=False) else _digest(text_of(parts)[:whole])]

    def restore(self, marks: object) -> bool:
        """Continue where another tracker was. False where the marks are not what :meth:`cursor` returned."""
        if not is_list(marks) or not marks or not all(_is_mark(mark) for mark in marks):
            return False
        self._prior = (marks[0][0], marks[0][1])
        self._emitted = [mark[0] for mark in marks[1:]]
        self._unverified = {ordinal: mark[1] for ordinal, mark in enumerate(marks[1:]) if mark[0]}
        return True

    def is_rewritten(self, parts: list[Any], *, exhausted: bool) -> bool:
        """Whether the pieces, joined, differ from the text, or, before the last piece, from its beginning."""
        text = text_of(parts)
        prior, digest = self._prior
        emitted = prior + self._length
        if (exhausted and len(text) != emitted) or (prior and _digest(text[:prior]) != digest):
            return True
        return _digest(text[prior:emitted]) != self._digest.hexdigest()

    def _number(self, parts: list[Any]) -> None:
        self._ordinals = {}
        for index, part in enumerate(parts):
            if _part_text(part) is not None:
                self._ordinals[index] = len(self._ordinals)

    def _pop(self, parts: list[Any], index: int, *, final: bool) -> str:
        ordinal = self._ordinals.get(index)
        if ordinal is None:
            return ""
        text = _part_text(parts[index]) or ""
        while len(self._emitted) <= ordinal:
            self._emitted.append(0)
        emitted = self._emitted[ordinal]
        if len(text) <= emitted or ordinal in self._rewritten:
            return ""
        if ordinal in self._unverified and self._unverified.pop(ordinal) != _digest(replace_surrogates(text[:emitted])):
            self._rewritten.add(ordinal)
            return ""
        end = len(text)
        if not final and "\ud800" <= text[-1] <= "\udbff":
            end -= 1
        piece = replace_surrogates(text[emitted:end])
        if piece and not emitted and self._follows_text(parts, index):
            piece = SEPARATOR + piece
        self._emitted[ordinal] = end
        self._length += len(piece)
        self._digest.update(piece.encode())
        return piece

    def _follows_text(self, parts: list[Any], index: int) -> bool:
        """Whether a text part before this one is not empty; the first one usually is not."""
        return any(_part_text(parts[other]) for other in self._ordinals if other < index)

    def _compare(self, ordinal: int, old: str, new: str) -> None:
        emitted = self._emitted[ordinal] if ordinal < len(self._emitted) else 0
        if not emitted or ordinal in self._unverified or new is old or new.startswith(old):
            return
        if old[:emitted] != new[:emitted]:
            self._rewritten.add(ordinal)


def _part_text(part: object) -> str | None:
    """The text of a part of type ``text``; None for any other part."""
    if is_object(part) and part.get("type") == "text":
        text = part.get("text")
        return text if isinstance(text, str) else ""
    return None


def _nth(texts: list[str], ordinal: int) -> str:
    return texts[ordinal] if ordinal < len(texts) else ""


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=_DIGEST_SIZE).hexdigest()


def _is_mark(mark: object) -> bool:
    return is_list(mark) and len(mark) == 2 and type(mark[0]) is int and mark[0] >= 0 and isinstance(mark[1], str)


def _named_parts(delta: Any, count: int) -> list[int] | None:
    """Indexes of the parts that a delta extends or adds at the end; None where it may change any part."""
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
