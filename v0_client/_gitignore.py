"""Patterns with the rules of gitignore: https://git-scm.com/docs/gitignore. No input, no output.

The documentation leaves corner cases open; these follow git's own matcher (``dir.c`` and ``wildmatch.c``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from attrs import frozen

__all__ = ["Pattern", "last_match", "parse_file", "parse_pattern", "parse_patterns"]

_NEVER: Final = "(?!)"
_POSIX_CLASSES: Final = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": " \\t",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": "!-/:-@\\[-`{-~",
    "space": "\\t-\\r ",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}


@frozen
class Pattern:
    """One line of a gitignore file.

    Attributes:
        text: The line.
        is_negated: Whether it begins with ``!``: what it matches is not ignored after all.
        is_folder_only: Whether it ends in a slash.
        regex: The relative paths it matches, without a slash at their end.
    """

    text: str
    is_negated: bool
    is_folder_only: bool
    regex: re.Pattern[str]

    def matches(self, path: str) -> bool:
        """Whether a relative path matches; that of a folder ends in a slash."""
        if self.is_folder_only and not path.endswith("/"):
            return False
        return self.regex.fullmatch(path.removesuffix("/")) is not None


def parse_file(content: bytes) -> list[Pattern]:
    """The patterns of a gitignore file."""
    lines = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape").split("\n")
    return parse_patterns(line.removesuffix("\r") for line in lines)


def parse_patterns(lines: Iterable[str], *, ignore_case: bool = False) -> list[Pattern]:
    """The patterns of lines; blank lines and comments have none."""
    return [pattern for line in lines if (pattern := parse_pattern(line, ignore_case=ignore_case)) is not None]


@lru_cache(maxsize=512)
def parse_pattern(line: str, *, ignore_case: bool = False) -> Pattern | None:
    """The pattern of a line; None for a blank line or a comment."""
    text = _without_trailing_spaces(line)
    if not text or text.startswith("#"):
        return None
    glob = text.removeprefix("!")
    is_folder_only = glob.endswith("/")
    glob = glob.removesuffix("/")
    is_anchored = "/" in glob
    source = _translate(glob.removeprefix("/"))
    if not is_anchored:
        source = f"(?:.*/)?(?:{source})"
    flags = re.DOTALL | re.IGNORECASE if ignore_case else re.DOTALL
    return Pattern(line, text.startswith("!"), is_folder_only, re.compile(source, flags))


def last_match(patterns: Sequence[Pattern], *paths: str) -> Pattern | None:
    """The last pattern that matches one of the paths: it decides."""
    return next((pattern for pattern in reversed(patterns) if any(map(pattern.matches, paths))), None)


def _without_trailing_spaces(line: str) -> str:
    end, index = 0, 0
    while index < len(line):
        if line[index] == "\\":
            index += 2
            end = min(index, len(line))  # an escaped space stays
            continue
        index += 1
        if line[index - 1] != " ":
            end = index
    return line[:end]


def _translate(glob: str) -> str:
    """The regular expression of a glob; one that git cannot read matches nothing."""
    source: list[str] = []
    at = 0
    while at < len(glob):
        character = glob[at]
        if character == "*":
            after = at + len(glob[at:]) - len(glob[at:].lstrip("*"))
            is_whole_name = (at == 0 or glob[at - 1] == "/") and glob[after : after + 1] in ("", "/")
            if after - at == 1 or not is_whole_name:
                source.append("[^/]*")
            elif after == len(glob):
                source.append(".*")
            else:
                source.append("(?:.*/)?")
                after += 1
            at = after
        elif character == "?":
            source.append("[^/]")
            at += 1
        elif character == "[":
            bracket = _translate_bracket(glob, at)
            if bracket is None:
                return _NEVER
            at = bracket[1]
            source.append(bracket[0])
        else:
            at += character == "\\"
            if at == len(glob):
                return _NEVER
            source.append(re.escape(glob[at]))
            at += 1
    return "".join(source)


def _translate_bracket(glob: str, start: int) -> tuple[str, int] | None:
    """The expression of a bracket and the index after it; None if it does not end or names an unknown class."""
    at = start + 1
    is_negated = glob[at : at + 1] in ("!", "^")
    at += is_negated
    members: list[str] = []
    low = ""  # the character that a range could begin with
    first = at
    while at < len(glob) and (glob[at] != "]" or at == first):
        character = glob[at]
        if character == "[" and glob[at + 1 : at + 2] == ":" and (end := glob.find("]", at + 2)) != -1:
            name = glob[at + 2 : end]
            if name.endswith(":"):
                if name[:-1] not in _POSIX_CLASSES:
                    return None
                members.append(_POSIX_CLASSES[name[:-1]])
                low, at = "", end + 1
                continue
        if character == "-" and low and glob[at + 1 : at + 2] not in ("", "]"):
            at += 1
            if glob[at] == "\\":
                at += 1
                if at == len(glob):
                    return None
            if low <= glob[at]:
                members.append(f"{_escaped(low)}-{_escaped(glob[at])}")
            low, at = "", at + 1
            continue
        if character == "\\":
            at += 1
            if at == len(glob):
                return None
        low = glob[at]
        members.append(_escaped(low))
        at += 1
    if at >= len(glob):
        return None
    if is_negated:
        return f"[^/{''.join(members)}]", at + 1
    return (f"(?!/)[{''.join(members)}]" if members else _NEVER), at + 1


def _escaped(character: str) -> str:
    return "\\" + character if character in "\\]^-[&~|" else character
