"""The demo, run as a user runs it: in a pipe, in a terminal, without a key, interrupted, rejected."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from v0_client.sandbox import Sandbox

ROOT = Path(__file__).parents[2]
DEMO = str(ROOT / "scripts" / "demo.py")


def environment(**more: str) -> dict[str, str]:
    """The environment of the demo, without the machine's own settings."""
    ours = ("V0_", "VERCEL_", "NO_COLOR", "COLUMNS", "PYTHONIOENCODING")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    path = os.pathsep.join([str(ROOT), str(ROOT / "scripts")])
    return {**inherited, "PYTHONPATH": path, "PYTHONUTF8": "1", **more}


def run(*arguments: str, **more: str) -> tuple[int, str, str]:
    """Run in a pipe; the output is read as bytes, so that carriage returns stay visible."""
    command = [sys.executable, *(arguments or [DEMO])]
    done = subprocess.run(  # noqa: S603 - our own script
        command, capture_output=True, env=environment(**more), check=False, timeout=120
    )
    line_end = os.linesep.encode()
    return done.returncode, done.stdout.replace(line_end, b"\n").decode(), done.stderr.decode()


def run_in_terminal(**more: str) -> str:
    """Run with a pseudo-terminal as standard output; line ends stay as written."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    with subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, DEMO], stdout=theirs, stderr=theirs, env=environment(**more)
    ) as process:
        os.close(theirs)
        written = b""
        try:
            while chunk := os.read(ours, 65536):
                written += chunk
        except OSError:  # how Linux reports the end of a terminal
            pass
        finally:
            os.close(ours)
    assert process.returncode == 0, written.decode()
    return written.decode().replace("\r\n", "\n")


def assert_in_order(text: str, *expected: str) -> None:
    position = 0
    for part in expected:
        found = text.find(part, position)
        assert found >= 0, f"{part!r} is missing or out of order in:\n{text}"
        position = found + len(part)


def test_in_a_pipe_it_prints_all_three_parts_in_plain_lines() -> None:
    status, output, errors = run()

    assert (status, errors) == (0, "")
    assert_in_order(
        output,
        "local sandbox",
        "1. Stream a chat",
        "client.v2.chats.stream(",
        "thinking  The user asks for",
        "text      I'll build this",
        "read      package.json, app/layout.tsx",
        "create    app/page.tsx",
        "run       npm run build",
        "Compiled successfully",
        "exit code 0",
        "text      Done",
        "title     A landing page for a bakery",
        "finished  stop",
        "usage     ",
        "2. Create a chat and poll it",
        "client.v1.chats.create_and_wait(",
        "pending",
        "completed",
        "files     app/page.tsx, package.json",
        "3. Start a chat from a folder",
        "client.v1.chats.init(",
        "free      app/page.tsx",
        "locked    lib/prices.ts",
        "not sent  .env",
        "received  3 of the 3",
    )
    assert "\033" not in output
    assert "\r" not in output
    assert "[32m" not in output  # no remainder of an escape code either
    lines = output.splitlines()
    assert max(map(len, lines)) < 80
    assert [line for line in lines if line != line.rstrip()] == []


def test_in_a_terminal_the_status_is_one_line_that_changes() -> None:
    output = run_in_terminal(TERM="xterm")

    assert "\033[1m1. Stream a chat\033[0m" in output
    (live,) = [line for line in output.split("\n") if "\r" in line]
    assert_in_order(live, "\r", "pending", "\r", "completed")
    assert max(len(shown) for shown in live.split("\r")) < 80
    # It sends only colours: the output of the model's commands cannot control the terminal.
    assert set(re.findall(r"\033.[^m]*m?", output)) <= {"\033[0m", "\033[1m", "\033[2m"}


def test_without_colour_a_terminal_gets_no_escape_codes() -> None:
    output = run_in_terminal(TERM="xterm", NO_COLOR="1")

    assert "\033" not in output
    assert "\r" in output


def test_in_a_pipe_the_status_takes_one_line_for_each_change() -> None:
    program = "import demo; line = demo.StatusLine(); [line.show(text) for text in ('one', 'one', 'two')]; line.end()"
    status, output, errors = run("-c", program)

    assert (status, errors) == (0, "")
    assert [line.split()[2:] for line in output.splitlines()] == [["one"], ["two"]]


def test_live_without_a_key_fails_with_one_line() -> None:
    status, output, errors = run(DEMO, "--live")

    assert (status, output) == (2, "")
    assert "V0_API_KEY" in errors and errors.count("\n") == 1


def test_live_uses_the_configured_service() -> None:
    with Sandbox() as service:
        # An encoding without the model's emoji must not end the demo.
        status, output, errors = run(
            DEMO, "--live", V0_BASE_URL=service.base_url, V0_API_KEY=service.api_key, PYTHONIOENCODING="ascii"
        )

    assert (status, errors) == (0, "")
    assert_in_order(output, "costs credits", "1. ", "2. ", "3. ", "received  3 of the 3")
    creating = [request.path for request in service.requests if request.method == "POST"]
    assert creating == ["/v2/chats/stream", "/v1/chats", "/v1/chats/init"]


def test_an_error_is_one_line() -> None:
    with Sandbox() as service:
        status, _, errors = run(DEMO, "--live", V0_BASE_URL=service.base_url, V0_API_KEY="not-the-key")

    assert status == 1
    assert "401" in errors and errors.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="sends itself SIGINT")
@pytest.mark.parametrize("call", ["client.v2.chats.resume", "client.v1.chats.wait"])
def test_ctrl_c_says_how_to_resume(call: str) -> None:
    interrupted = f"""
import os, signal, demo
remember = demo.remember
def interrupt(call):
    remember(call)
    if call.startswith({call!r}):
        os.kill(os.getpid(), signal.SIGINT)
demo.remember = interrupt
raise SystemExit(demo.main())
"""
    status, _, errors = run("-c", interrupted)

    assert status == 130
    assert re.fullmatch(rf"Stopped\. Continue with a real chat by {re.escape(call)}\('chat_\w+'\)\n", errors)
