"""Code, messages and pages use the field's terms; CONTRIBUTING has the glossary.

A phrase that readers of other SDKs would have to translate is refused, with the standard one beside it. Comments,
docstrings, messages and names are read from the source; Markdown and the OpenAPI document as text, without inline code.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Phrase:
    """A phrase to avoid.

    Attributes:
        pattern: Matches it, in lower or upper case unless the pattern says otherwise.
        example: A text that has it.
        standard: The same in standard English.
    """

    pattern: str
    example: str
    standard: str


PHRASES = [
    Phrase(r"\btold\b", "the chat as last told", "the chat as last received"),
    Phrase(r"\btell(?:s|ing)?\b", "the server tells a failure", "the server reports a failure"),
    Phrase(
        r"(?<!there )\b(?:is|are|was|be) no (?!longer|more|less|fewer|other|different|better|worse|need)\w+",
        "the value is no list",
        "the value is not a list",
    ),
    Phrase(r"(?<!there )\b(?:is|are|was|be) (?-i:none)\b", "an object that is none", "anything but an object"),
    Phrase(r"\b(?:sent|sends?|sending) (?:\w+ )?again\b", "the request is sent again", "the request is retried"),
    Phrase(r"\bc[ao]mes? to\b", "what a stream came to", "the result of a stream"),
    Phrase(r"\bperhaps\b", "perhaps processed", "may have been processed"),
    Phrase(r"\bmisshapen\b", "a misshapen delta", "a malformed delta"),
    Phrase(r"\bmay pass\b", "an error that may pass", "a transient error"),
    Phrase(r"\boutliv(?:es?|ed|ing)\b", "a fault is outlived", "the request is retried after a fault"),
    Phrase(
        r"\bpiece by piece\b|\b(?:in|between|after) (?:one|two|every|each) pieces?\b|\bpieces? of (?:a|the) (?!text)",
        "the file is written piece by piece",
        "the file is written in chunks",
    ),
    Phrase(r"\bh(?:ang|angs|anging|ung) up\b", "the server hung up", "the server closed the connection"),
    Phrase(r"\bpick(?:s|ed|ing)? (?:\w+ ){0,3}up\b", "how to pick it up", "how to resume it"),
    Phrase(r"\b(?-i:so many)\b(?! that)", "finished after so many reads", "finished after N reads"),
    Phrase(r"\bwhat (?:was|is|were|it is|they are) asked\b", "what was asked", "recorded requests"),
    Phrase(r"\b(?:is|are|was|were|be) asked (?:again|for|of)\b", "a page is asked for", "a page is requested"),
    Phrase(r"\bbr(?:eaks?|oken?|eaking) off\b", "the connection broke off", "the connection was interrupted"),
    Phrase(r"\b(?:a|the|is|was|were|be|been|being) cut\b", "the stream was cut", "the stream was interrupted"),
    Phrase(r"\bjoin(?:s|ed|ing)? (?:\w+ )?again\b", "the stream is joined again", "the stream is resumed"),
    Phrase(r"\b(?:go|goes|going|went) on\b", "the generation goes on", "the generation continues"),
    Phrase(r"\bhand(?:s|ed|ing)? (?:\w+ )?(?:out|over)\b", "text already handed out", "text already emitted"),
    Phrase(
        r"\bgiv(?:es|ing) (?:a|an|the|its|their|what|None|one|it|them|no|back)\b(?! names?\b)",
        "the function gives a list",
        "the function returns a list",
    ),
    Phrase(
        r"\bwhole (?:answer|response|stream|body)\b|\b(?:is|are|was|were|be) whole\b",
        "once the answer is whole",
        "once the response is complete",
    ),
    Phrase(
        r"\b(?:server|service|API|sandbox|request|call)s? answer(?:s|ed)?\b"
        r"|\b(?:JSON|HTTP|API|error|empty|streamed|broken|server's) answers?\b|\banswers? (?:with )?[1-5]\d\d\b",
        "the server answers 429",
        "the server responds with 429",
    ),
    Phrase(r"\btime (?:is|was) up\b", "until the time is up", "until the timeout"),
    Phrase(r"\bof ours\b|\bone of us\b", "an error of ours", "a v0_client error"),
    Phrase(r"\b(?:stands|stood) (?:in|at|as|there|beside|where)\b", "the reason stands in the file", "see the file"),
    Phrase(r"\blets? go of\b|\bstays? (?:at )?home\b|\bleads? to the key\b", "the key stays home", "the key is safe"),
    Phrase(r"\bmend(?:s|ed|ing)?\b", "the newest release is mended", "the latest release is supported"),
    Phrase(r"\bmakes? no sense\b", "a value that makes no sense", "an invalid value"),
]
ANY = re.compile("|".join(f"(?P<n{n}>{phrase.pattern})" for n, phrase in enumerate(PHRASES)), re.IGNORECASE)

# ------------------------------------------------------------------ what is read


def python_files(*places: str) -> list[Path]:
    return sorted(file for place in places for file in (ROOT / place).rglob("*.py"))


AREAS: dict[str, list[Path]] = {
    "package": [
        *(file for file in python_files("v0_client") if "_generated" not in file.parts),
        ROOT / "pytest_v0_client.py",
    ],
    "generated": python_files("v0_client/_generated"),
    "scripts": python_files("scripts"),
    "examples": [*python_files("examples"), *sorted((ROOT / "examples").glob("*.html"))],
    "benchmarks": [*python_files("benchmarks"), ROOT / "benchmarks" / "results.md"],
    "tests": python_files("tests"),
    "pages": [
        *sorted(ROOT.glob("*.md")),
        *sorted((ROOT / "docs").rglob("*.md")),
        *sorted((ROOT / "tests").glob("*.md")),
        ROOT / "zensical.toml",
    ],
    "document": [*sorted((ROOT / "openapi" / "parts").glob("*.yaml")), ROOT / "openapi" / "drift-allowed.yaml"],
    "templates": sorted((ROOT / "openapi" / "templates").rglob("*.jinja")),
    "build": [ROOT / "Makefile", ROOT / "pyproject.toml"],
}
Texts = Iterator[tuple[int, str]]


def texts_of(file: Path) -> Texts:
    """The line and text of everything in a file that people read."""
    source = file.read_text(encoding="utf-8")
    if file.suffix == ".py":
        in_tests = file.is_relative_to(ROOT / "tests")
        yield from names(source, "test_") if in_tests else (*names(source), *comments(source), *strings(source))
    else:
        text = re.sub(r"`[^`\n]*`", "", source) if file.suffix == ".md" else source
        yield from paragraphs(text)


def paragraphs(text: str) -> Texts:
    for paragraph in re.finditer(r"(?:.+\n?)+", text):
        yield text.count("\n", 0, paragraph.start()) + 1, paragraph[0]


def names(source: str, start: str = "") -> Texts:
    """Names of functions and classes, as words; they write None in lower case."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, DEFINITIONS) and node.name.startswith(start):
            yield node.lineno, node.name.replace("_", " ").replace("none", "None").strip()


def comments(source: str) -> Texts:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def strings(source: str) -> Texts:
    """Docstrings, messages and other strings; the values in an f-string read as `{}`."""
    inside: set[ast.AST] = set()
    for node in ast.walk(ast.parse(source)):  # an f-string comes before what is in it
        if isinstance(node, ast.JoinedStr):
            inside.update(node.values)
            text = "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values)
            yield node.lineno, text
        elif node not in inside and isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def phrases_in(file: Path) -> list[str]:
    """Each phrase to avoid in a file, with its place and an example of the standard."""
    found: list[str] = []
    for line, text in texts_of(file):
        flat = re.sub(r"\s(?:#:?|//)?\s*", " ", text)  # a phrase may go over the end of a line
        for match in ANY.finditer(flat):
            phrase = PHRASES[int(str(match.lastgroup)[1:])]
            context = flat[max(match.start() - 30, 0) : match.end() + 30]
            found.append(f"{file.relative_to(ROOT)}:{line}: ...{context}... (such as: {phrase.standard})")
    return found


@pytest.mark.parametrize("area", AREAS)
def test_the_words_are_standard(area: str) -> None:
    found = [hit for file in AREAS[area] for hit in phrases_in(file)]
    assert not found, f"{len(found)} phrases in {area}:\n" + "\n".join(found)


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.example)
def test_a_phrase_is_found_and_its_standard_is_not(phrase: Phrase) -> None:
    assert re.search(phrase.pattern, phrase.example, re.IGNORECASE)
    assert not ANY.search(phrase.standard)


def test_everything_that_people_read_is_read(tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    source = [
        '"""A docstring that is\nread."""',
        'MESSAGE = f"a message with {WORD} in it"  # a comment',
        'WORD = "word"',
    ]
    file.write_text("\n".join([*source, "def a_name() -> None: ..."]), encoding="utf-8")
    assert sorted(texts_of(file)) == [
        (1, "A docstring that is\nread."),
        (3, "# a comment"),
        (3, "a message with {} in it"),
        (4, "word"),
        (5, "a name"),
    ]
    page = tmp_path / "page.md"
    page.write_text("# Page\n\nA page without `code`.", encoding="utf-8")
    assert list(texts_of(page)) == [(1, "# Page\n"), (3, "A page without .")]
