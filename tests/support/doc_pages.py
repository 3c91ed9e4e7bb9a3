"""The code on a page of Markdown, run as its reader would: in a notebook, or in files and a terminal."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, cast

ROOT = Path(__file__).parents[2]
PORT = "127.0.0.1:8787"  # where pages let the sandbox listen; a test takes a free port instead

# What a reader's pytest has, the extra installed; plugins that only these tests need are not loaded.
_PLUGINS = ("-p", "no:cacheprovider", "-p", "pytest_v0_client")

_FENCE = re.compile(
    r'(?:^<!-- (?P<mark>[a-z]+) -->\n)?^```(?P<language>[a-z]*)(?: title="(?P<title>[^"]+)")?\n(?P<code>.*?)^```$',
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """A block of code.

    Attributes:
        language: As the fence names it.
        title: The file it is to be saved as, None for none.
        continues: Whether it goes on where the Python block before it ended; a comment above the fence says so.
        code: What is in it.
    """

    language: str
    title: str | None
    continues: bool
    code: str


def blocks_of(page: Path) -> list[Block]:
    """All blocks of a page, in order."""
    blocks: list[Block] = []
    for fence in _FENCE.finditer(page.read_text(encoding="utf-8")):
        if fence["mark"] not in (None, "continues"):
            raise AssertionError(f"{page.name}: unknown mark {fence['mark']!r}")
        blocks.append(Block(fence["language"], fence["title"], fence["mark"] is not None, fence["code"]))
    return blocks


# ------------------------------------------------------------------ a notebook


def cells_of(page: Path) -> list[str]:
    """The Python blocks that are neither saved as files nor tests, each with those that go on where it ended."""
    cells: list[str] = []
    for block in blocks_of(page):
        if block.language == "python" and block.title is None and "def test_" not in block.code:
            if block.continues:
                cells[-1] += block.code
            else:
                cells.append(block.code)
    return cells


def suites_of(page: Path) -> list[str]:
    """The Python blocks that are tests, for the reader's own pytest."""
    return [b.code for b in blocks_of(page) if b.language == "python" and b.title is None and "def test_" in b.code]


def runs_on(cell: str, backend: str) -> bool:
    """Whether a cell is for an event loop; one that names another is not."""
    other = {"asyncio": "trio", "trio": "asyncio"}[backend]
    return re.search(rf"\b{other}\b", cell) is None


async def run_cell(cell: str) -> None:
    """Run a cell, which may await at its top level."""
    scope: dict[str, Any] = {}
    exec(f"async def run():\n{textwrap.indent(cell, '    ')}", scope)  # noqa: S102 - the page's own code
    await cast("Callable[[], Awaitable[None]]", scope["run"])()


# ------------------------------------------------------------------ files and a terminal


def has_terminal(page: Path) -> bool:
    """Whether a page tells its reader to type commands."""
    return any(block.language == "sh" for block in blocks_of(page))


def walk(page: Path, folder: Path) -> None:
    """Do what a page tells its reader: save its files, type its commands, and see what it shows of their output."""
    saved: dict[str, str] = {}
    output = ""
    with Terminal(folder) as terminal:
        for block in blocks_of(page):
            if block.title is not None:
                file = folder / block.title
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(block.code, encoding="utf-8")
                saved[block.title] = block.code
            elif block.language == "sh":
                output = "".join(terminal.type(line) for line in block.code.splitlines())
            elif block.language == "text":
                expected = ".*".join(map(re.escape, block.code.split("…")))
                assert re.fullmatch(expected, output, re.DOTALL), f"{output!r} is not {block.code!r}"
    for name in saved.keys() - terminal.ran:
        used = name == "conftest.py" or any(f"from {Path(name).stem} import" in code for code in saved.values())
        assert used, f"{name} is neither run nor imported"


class Terminal:
    """A terminal that knows the few commands which pages use, and no others."""

    def __init__(self, folder: Path) -> None:
        self.ran: set[str] = set()
        self._folder = folder
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("V0_", "VERCEL_", "PYTEST_"))},
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # a reader has none of ours, and loading them takes its time
        }
        self._address = PORT
        self._background = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._background.close()

    def type(self, line: str) -> str:  # noqa: PLR0912 - a case for each command
        """Run a command and give what it prints."""
        match shlex.split(line.replace(PORT, self._address), comments=True):
            case []:
                return ""
            case ["export", setting]:
                name, _, value = setting.partition("=")
                self._environment[name] = value
            case ["unset", *names]:
                for name in names:
                    self._environment.pop(name, None)
            case ["pip", "install", *packages]:
                for package in packages:
                    _check_package(package)
            case ["make", target, *_]:
                assert re.search(rf"^{re.escape(target)}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE), line
            case ["python", "-m", "v0_client.sandbox", "--port", "8787", *options]:
                return self._start_sandbox(options)
            case ["python", *arguments]:
                self.ran.add(arguments[0])
                return self._run(sys.executable, *arguments)
            case ["pytest", *arguments]:
                self.ran.update(arguments)
                return self._run(sys.executable, "-m", "pytest", "-q", *_PLUGINS, *arguments)
            case ["v0-client", *arguments]:
                return self._run(sys.executable, "-m", "v0_client", *arguments)
            case ["mkdir" | "cp" as program, *arguments]:
                return self._run(program, *(str(ROOT / a) if a == "v0_client" else a for a in arguments))
            case _:
                raise AssertionError(f"no command that a page may use: {line}")
        return ""

    def _run(self, *command: str) -> str:
        done = subprocess.run(  # noqa: S603 - what the page says
            command, cwd=self._folder, env=self._environment, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def _start_sandbox(self, options: list[str]) -> str:
        command = [sys.executable, "-m", "v0_client.sandbox", "--port", "0", *options]
        process = self._background.enter_context(
            subprocess.Popen(command, env=self._environment, stdout=subprocess.PIPE, encoding="utf-8")  # noqa: S603
        )
        self._background.callback(process.terminate)
        assert process.stdout is not None
        printed = process.stdout.readline() + process.stdout.readline()
        address = re.search(r"http://(\S+)", printed)
        assert address is not None
        self._address = address[1]
        return printed.replace(self._address, PORT)


def _check_package(package: str) -> None:
    """A package that a page tells to install: ours with extras that are there, or one that the tests have."""
    name, _, extras = package.partition("[")
    if name == "v0-client":
        offered = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
        assert set(filter(None, extras.rstrip("]").split(","))) <= set(offered), package
    else:
        assert importlib.util.find_spec(name.replace("-", "_")) is not None, package


def pages() -> list[Path]:
    """README and every page of the documentation."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
