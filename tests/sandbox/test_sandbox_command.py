"""`python -m v0_client.sandbox` as people see it: its help, its log in a pipe and in a terminal, its end."""

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


def started(told: IO[str]) -> httpx.Client:
    """A client, by the first two lines."""
    url = told.readline().strip().removeprefix("V0_BASE_URL=")
    key = told.readline().strip().removeprefix("V0_API_KEY=")
    return httpx.Client(base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=30)


def interrupted(process: subprocess.Popen[str]) -> str:
    """What it complains of when Ctrl-C is pressed."""
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0 and process.stderr is not None
    return process.stderr.read()


@on_posix
def test_in_a_pipe_each_request_is_a_plain_line_and_ctrl_c_is_a_clean_end() -> None:
    with running(subprocess.PIPE, "--pace", "0", "--seed", "1") as process:
        assert process.stdout is not None
        with started(process.stdout) as http:
            http.post("/v1/chats", json={"message": "a page"})
            http.get("/v2/chats/none%1b%0a", params={"a": "é"})
            with http.stream("POST", "/v2/chats/stream", json={"message": "sandbox:never_finish"}) as response:
                pieces = response.iter_raw()  # held on to: dropping it would close the connection
                next(pieces)
                assert interrupted(process) == ""
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
    with running(theirs) as process, os.fdopen(ours, encoding="utf-8") as told:
        os.close(theirs)
        with started(told) as http:
            http.get("/v1/chats/none")
            shown = told.readline()
        assert re.fullmatch(r"\033\[2m[\d:]{8}\033\[0m \033\[33m404\033\[0m +\d+ ms GET    /v1/chats/none\n", shown)
        assert interrupted(process) == ""


@on_posix
def test_it_goes_on_when_nobody_reads_any_more() -> None:
    with running(subprocess.PIPE) as process:
        assert process.stdout is not None
        with started(process.stdout) as http:
            process.stdout.close()
            assert [http.get("/v1/chats").status_code for _ in range(3)] == [200] * 3
        assert interrupted(process) == ""


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["sandbox", *arguments])
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # this process keeps its own handlers
    return main()


def test_help_fits_a_terminal_and_tells_every_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as ended:
        run(monkeypatch, "--help")
    shown = capsys.readouterr().out
    assert ended.value.code == 0 and all(len(each) < 80 for each in shown.splitlines())
    flat = " ".join(shown.split())
    for word, meaning in DIRECTIVES.items():
        assert f"sandbox:{word} {meaning.replace('`', '')}" in flat


def test_every_word_in_the_help_is_understood() -> None:
    for word in DIRECTIVES:
        PromptDirectives.parse(f"a page sandbox:{word.replace('=N', '=3')}")


def test_a_port_that_cannot_be_had_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Sandbox() as sandbox:
        port = sandbox.base_url.rpartition(":")[2]
        assert run(monkeypatch, "--port", port) == 1
    told = capsys.readouterr().err
    assert re.fullmatch(rf"Port {port} is not available: [\w ]+\. Choose another with --port\.\n", told)
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
