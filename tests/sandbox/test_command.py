"""The command `python -m v0_client.sandbox`: its help, its log in a pipe and in a terminal, its exit."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import httpx
import pytest

from tests.support.sandbox_tools import plain_client
from v0_client.sandbox import RecordedRequest, Sandbox
from v0_client.sandbox.__main__ import line, main
from v0_client.sandbox.turn_selection import DIRECTIVES, PromptDirectives

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-W", "error", "-m", "v0_client.sandbox"]

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent another way there")


@contextmanager
def running(stdout: int, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen(  # noqa: S603 - our own command
        [*COMMAND, "--port", "0", *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def client_of(output: IO[str]) -> httpx.Client:
    """A client with the settings in the first two lines."""
    url = output.readline().strip().removeprefix("V0_BASE_URL=")
    key = output.readline().strip().removeprefix("V0_API_KEY=")
    return plain_client(url, key)


def interrupt(process: subprocess.Popen[str]) -> str:
    """Press Ctrl-C and return the standard error."""
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0 and process.stderr is not None
    return process.stderr.read()


@on_posix
def test_in_a_pipe_requests_are_plain_lines_and_ctrl_c_exits_cleanly() -> None:
    with running(subprocess.PIPE, "--pace", "0", "--seed", "1") as process:
        assert process.stdout is not None
        with client_of(process.stdout) as http:
            http.post("/v1/chats", json={"message": "a page"})
            http.get("/v2/chats/none%1b%0a", params={"a": "é"})
            with http.stream("POST", "/v2/chats/stream", json={"message": "sandbox:never_finish"}) as response:
                chunks = response.iter_raw()  # kept: garbage collection would close the connection
                next(chunks)
                assert interrupt(process) == ""
        lines = process.stdout.read().splitlines()
    shown = [re.sub(r"^\d\d:\d\d:\d\d (\d{3}) +\d+(\.\d)? m?s ", r"\1 ", each) for each in lines]
    assert shown == [
        "200 POST   /v1/chats",
        "404 GET    /v2/chats/none%1B%0A?a=%C3%A9",
        "200 POST   /v2/chats/stream",
    ]


@on_posix
def test_in_a_terminal_the_status_is_coloured() -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    with running(theirs) as process, os.fdopen(ours, encoding="utf-8") as output:
        os.close(theirs)
        with client_of(output) as http:
            http.get("/v1/chats/none")
            shown = output.readline()
        assert re.fullmatch(r"\033\[2m[\d:]{8}\033\[0m \033\[33m404\033\[0m +\d+ ms GET    /v1/chats/none\n", shown)
        assert interrupt(process) == ""


@on_posix
def test_it_continues_when_the_reader_of_the_pipe_exits() -> None:
    with running(subprocess.PIPE) as process:
        assert process.stdout is not None
        with client_of(process.stdout) as http:
            process.stdout.close()
            assert [http.get("/v1/chats").status_code for _ in range(3)] == [200] * 3
        assert interrupt(process) == ""


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["sandbox", *arguments])
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # this process keeps its own handlers
    return main()


def test_help_fits_a_terminal_and_lists_every_directive(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as ended:
        run(monkeypatch, "--help")
    shown = capsys.readouterr().out
    assert ended.value.code == 0 and all(len(each) < 80 for each in shown.splitlines())
    flat = " ".join(shown.split())
    for directive, effect in DIRECTIVES.items():
        assert f"sandbox:{directive} {effect.replace('`', '')}" in flat


def test_every_directive_in_the_help_is_valid() -> None:
    for directive in DIRECTIVES:
        PromptDirectives.parse(f"a page sandbox:{directive.replace('=N', '=3')}")


def test_an_unavailable_port_is_one_line_of_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Sandbox() as sandbox:
        port = sandbox.base_url.rpartition(":")[2]
        assert run(monkeypatch, "--port", port) == 1
    errors = capsys.readouterr().err
    assert re.fullmatch(rf"Port {port} is not available: [\w ]+\. Choose another with --port\.\n", errors)
    for port in ("65536", "-1", "http"):
        with pytest.raises(SystemExit):
            run(monkeypatch, f"--port={port}")
        assert "must be from 0 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("status", "seconds", "shown"),
    [(200, 0.0124, "200   12 ms"), (None, 1.26, "---   1.3 s"), (503, 125.0, "503 125.0 s")],
)
def test_a_line_is_aligned(status: int | None, seconds: float, shown: str) -> None:
    record: dict[str, Any] = {"query": "", "headers": {}, "body": None, "status": status, "seconds": seconds}
    request = RecordedRequest("PATCH", "/v1/chats", **record)
    assert line(request, colour=False)[8:] == f" {shown} PATCH  /v1/chats"
    assert ("\033[31m" in line(request, colour=True)) == (status != 200)
