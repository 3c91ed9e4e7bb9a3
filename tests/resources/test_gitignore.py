"""Patterns with the rules of gitignore: a table of its documented rules, and an independent implementation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from v0_client._gitignore import last_match, parse_file, parse_pattern, parse_patterns

pathspec = pytest.importorskip("pathspec", reason="the independent implementation is not installed")


@pytest.mark.parametrize(
    ("line", "matching", "others"),
    [
        ("a", ["a", "a/", "b/a", "b/a/"], ["ab", "a/b"]),
        ("/a", ["a", "a/"], ["b/a"]),
        ("a/", ["a/", "b/a/"], ["a"]),
        ("b/a", ["b/a"], ["a", "c/b/a"]),
        ("*.ts", ["a.ts", "b/a.ts", ".ts"], ["a.tsx"]),
        ("b/*.ts", ["b/a.ts"], ["b/c/a.ts", "a.ts"]),
        ("b/*", ["b/a", "b/c/"], ["b/", "b/c/a"]),
        ("**/a", ["a", "b/a", "c/b/a"], ["ba"]),
        ("b/**", ["b/a", "b/c/a"], ["b/", "b"]),
        ("b/**/a", ["b/a", "b/c/a", "b/c/d/a"], ["ba", "b/ca"]),
        ("b**a", ["ba", "bcca"], ["b/a"]),
        ("b/c**a", ["b/ca", "b/cda"], ["b/c/a"]),
        ("?", ["a", "b/a", "é"], ["ab", ""]),
        ("a?b", ["aab"], ["a/b"]),
        ("[ab]", ["a", "b"], ["c", "[ab]"]),
        ("[!ab]", ["c"], ["a", "b"]),
        ("[^ab]", ["c"], ["a"]),
        ("x[!a]y", ["xby"], ["x/y"]),
        ("[]a]", ["]", "a"], ["[]a]"]),
        ("[a-c-]", ["b", "-"], ["d"]),
        ("[c-a]", ["c"], ["a", "b"]),
        (r"[a\]]", ["a", "]"], ["\\"]),
        ("[[:digit:]_]", ["5", "_"], ["a"]),
        ("[[:nonsense:]]", [], ["n", "["]),
        ("[a", [], ["[a", "a"]),
        (r"\[id\]", ["[id]", "app/[id]/"], ["i"]),
        (r"\#a", ["#a"], ["a"]),
        (r"\!a", ["!a"], ["a"]),
        ("a  ", ["a"], ["a  "]),
        ("a\\ ", ["a "], ["a"]),
        (" a", [" a"], ["a"]),
        ("a\t", ["a\t"], ["a"]),
        ("a\\", [], ["a", "a\\"]),
        ("a/ ", ["a/"], ["a"]),
        ("/", [], ["a", "a/"]),
        ("A", ["A"], ["a"]),
        ("a.c", ["a.c"], ["abc"]),
        ("(a|b)+$", ["(a|b)+$"], ["a"]),
    ],
)
def test_documented_rules(line: str, matching: list[str], others: list[str]) -> None:
    pattern = parse_pattern(line)
    assert pattern is not None and not pattern.is_negated
    assert [path for path in matching if not pattern.matches(path)] == []
    assert [path for path in others if pattern.matches(path)] == []


@pytest.mark.parametrize("line", ["", "   ", "# a comment", "#"])
def test_blank_lines_and_comments_are_not_patterns(line: str) -> None:
    assert parse_pattern(line) is None


def test_the_last_match_decides() -> None:
    patterns = parse_patterns(["*.log", "!keep.log", "b/keep.log"])
    decisive = {path: last_match(patterns, path) for path in ("a.log", "keep.log", "b/keep.log", "a.ts")}
    assert {path: pattern and pattern.text for path, pattern in decisive.items()} == {
        "a.log": "*.log",
        "keep.log": "!keep.log",
        "b/keep.log": "b/keep.log",
        "a.ts": None,
    }


def test_a_file_may_begin_with_a_byte_order_mark_and_end_its_lines_as_on_windows() -> None:
    content = b"\xef\xbb\xbfa\r\n\r\n# c\r\n!b \r\nlast\xff"
    assert [pattern.text for pattern in parse_file(content)] == ["a", "!b ", "last\udcff"]


# Left out is where pathspec 1.1 differs from git itself: negated sets that match a slash, three stars, `a/**/`.
NAMES = st.sampled_from(["a", "b", "ab", "a.ts", "lib", "#a", "!a", "a b", "[a]", "A"])
GLOBS = st.sampled_from(
    ["a", "b", "*", "?", "a*", "*b", "*.ts", "lib", "[ab]", "[a-c]*", r"\#a", r"\!a", r"a\ b", r"\[a\]", "a?b"]
)
LINES = st.builds(
    lambda start, globs, end: start + "/".join(globs) + end,
    st.sampled_from(["", "/", "**/"]),
    st.lists(GLOBS | st.just("**"), min_size=1, max_size=4).filter(lambda globs: globs[-1] != "**"),
    st.sampled_from(["", "/", " ", "/  ", "/*"]),
)


@given(st.lists(LINES, min_size=1, max_size=3), st.lists(NAMES, min_size=1, max_size=4).map("/".join))
def test_matches_are_those_of_an_independent_implementation(lines: list[str], path: str) -> None:
    patterns = parse_patterns(lines)
    folders = [path[:index] + "/" for index, character in enumerate(path) if character == "/"]
    ours = any(last_match(patterns, each) is not None for each in [*folders, path])
    assert ours == pathspec.GitIgnoreSpec.from_lines(lines).match_file(path)
