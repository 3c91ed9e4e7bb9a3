"""The code on a Markdown page, run as its reader would run it: saved as a file, or typed in a terminal."""

from __future__ import annotations

import importlib.util
import os
import re
import runpy
import shlex
import subprocess
import sys
import tomllib
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[2]
PORT = "127.0.0.1:8787"  # the sandbox's address on the pages; a test uses a free port instead

# The plugin that the sandbox extra brings; the plugins that only this project's tests need are not loaded.
_PLUGINS = ("-p", "no:cacheprovider", "-p", "pytest_v0_client")

_FENCE = re.compile(
    r'^```(?P<language>[a-z]*)(?: title="(?P<title>[^"]+)")?\n(?P<code>.*?)^```$', re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Block:
    """A fenced block of code.

    Attributes:
        language: The language after the opening fence.
        title: The name of the file to save it as; None when the page names none.
        code: The text between the fences.
    """

    language: str
    title: str | None
    code: str


def blocks_of(page: Path) -> list[Block]:
    """All blocks of a page, in order."""
    fences = _FENCE.finditer(page.read_text(encoding="utf-8"))
    return [Block(fence["language"], fence["title"], fence["code"]) for fence in fences]


# ------------------------------------------------------------------ programs and tests


def programs_of(page: Path) -> list[str]:
    """The untitled Python blocks that are not tests. Each is a complete program."""
    return [code for code in _untitled_python(page) if "def test_" not in code]


def suites_of(page: Path) -> list[str]:
    """The untitled Python blocks that are tests for the reader's own pytest."""
    return [code for code in _untitled_python(page) if "def test_" in code]


def _untitled_python(page: Path) -> list[str]:
    return [block.code for block in blocks_of(page) if block.language == "python" and block.title is None]


def run_program(code: str, folder: Path) -> None:
    """Save a program as a file and run it, as `python program.py` does."""
    file = folder / "program.py"
    file.write_text(code, encoding="utf-8")
    runpy.run_path(str(file), run_name="__main__")


# ------------------------------------------------------------------ files and a terminal


def has_terminal(page: Path) -> bool:
    """Whether a page has commands to type."""
    return any(block.language == "sh" for block in blocks_of(page))


def walk(page: Path, folder: Path) -> None:
    """Follow a page: save its files, run its commands, and compare their output with what the page shows."""
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
                assert re.fullmatch(expected, output, re.DOTALL), f"{output!r} does not match {block.code!r}"
    for name in saved.keys() - terminal.ran:
        used = name == "conftest.py" or any(f"from {Path(name).stem} import" in code for code in saved.values())
        assert used, f"{name} is never run or imported"


class Terminal:
    """A terminal that accepts only the few commands that pages use."""

    def __init__(self, folder: Path) -> None:
        self.ran: set[str] = set()
        self._folder = folder
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("V0_", "VERCEL_", "PYTEST_"))},
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # a reader has none of ours, and they are slow to load
        }
        self._address = PORT
        self._background = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._background.close()

    def type(self, line: str) -> str:  # noqa: PLR0912 - a case for each command
        """Run a command and return its output."""
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
                return self._run(sys.executable, "-W", "error", *arguments)
            case ["pytest", *arguments]:
                self.ran.update(arguments)
                return self._run(sys.executable, "-m", "pytest", "-q", *_PLUGINS, *arguments)
            case ["v0-client", *arguments]:
                return self._run(sys.executable, "-m", "v0_client", *arguments)
            case ["mkdir" | "cp" as program, *arguments]:
                return self._run(program, *(str(ROOT / a) if a == "v0_client" else a for a in arguments))
            case _:
                raise AssertionError(f"pages must not use this command: {line}")
        return ""

    def _run(self, *command: str) -> str:
        done = subprocess.run(  # noqa: S603 - the page's own command
            command, cwd=self._folder, env=self._environment, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def _start_sandbox(self, options: list[str]) -> str:
        command = [sys.executable, "-m", "v0_client.sandbox", "--port", "0", *options]
        process = self._background.enter_context(
            subprocess.Popen(command, env=self._environment, stdout=subprocess.PIPE, encoding="utf-8")  # noqa: S603 - our own
        )
        self._background.callback(process.terminate)
        assert process.stdout is not None
        printed = process.stdout.readline() + process.stdout.readline()
        address = re.search(r"http://(\S+)", printed)
        assert address is not None
        self._address = address[1]
        return printed.replace(self._address, PORT)


def _check_package(package: str) -> None:
    """Check a package that a page installs: ours with extras that exist, or one that the tests have."""
    name, _, extras = package.partition("[")
    if name == "v0-client":
        offered = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
        assert set(filter(None, extras.rstrip("]").split(","))) <= set(offered), package
    else:
        assert importlib.util.find_spec(name.replace("-", "_")) is not None, package


def pages() -> list[Path]:
    """README and every page of the documentation."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
