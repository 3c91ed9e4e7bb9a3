"""Situations and their exit codes: every code of the table, by every way that leads to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import field, frozen

from tests.cli.test_commands import ASKS, TEXT
from tests.support.command_line import run, service
from tests.support.fake_service import CHAT, FakeResponse, Service, as_events, as_json
from v0_client.cli.exit_codes import ExitCode

__all__ = ["service"]

OK, ERROR, USAGE, FAILED, WAITING, TIMED_OUT = 0, 1, 2, 3, 4, 5


@frozen
class Situation:
    """A command, what the service does, and how the command ends."""

    name: str
    code: int
    command: str
    prepare: Callable[[Service], object] = lambda _: None
    environment: dict[str, str] = field(factory=dict[str, str])
    says: str = ""


def turn(*parts: Any, finish_reason: str = "stop", holds: bool = False) -> Callable[[Service], None]:
    return lambda service: service.create(list(parts), finish_reason, holds=holds)


def responds(line: str, response: FakeResponse) -> Callable[[Service], None]:
    return lambda service: service.responses.update({line: response})


def refuses(status: int) -> Callable[[Service], None]:
    return responds("GET /v2/chats/chat_1", as_json({"message": "no"}, status))


ERROR_EVENT = as_events([{"object": "chat", **CHAT}, {"object": "error", "message": "It broke"}])
SITUATIONS = [
    Situation("a finished turn", OK, "chat hi", turn(TEXT)),
    Situation(
        "an answered question", OK, "chat hi --answer 1", lambda s: (turn(ASKS)(s), s.reply("messages/resolve", [TEXT]))
    ),
    Situation("a chat that exists", OK, "get chat_1", responds("GET /v2/chats/chat_1", as_json(CHAT))),
    Situation("help", OK, "chat --help"),
    Situation("a sandbox", OK, "--sandbox list"),
    Situation("no such chat", ERROR, "get chat_1", refuses(404), says="check the id"),
    Situation("an expired key", ERROR, "get chat_1", refuses(401), says="check the API key"),
    Situation("no credits", ERROR, "get chat_1", refuses(402), says="add credits"),
    Situation("not a teapot", ERROR, "get chat_1", refuses(418), says="418"),
    Situation("not allowed", ERROR, "get chat_1", refuses(403), says="use a key"),
    Situation("a field refused", ERROR, "get chat_1", refuses(422)),
    Situation("no service", ERROR, "list", environment={"V0_BASE_URL": "http://127.0.0.1:9"}, says="V0_BASE_URL"),
    Situation("a response that is not JSON", ERROR, "list", responds("GET /v2/chats", FakeResponse(body=b"<html>"))),
    Situation(
        "no message to stop", ERROR, "stop chat_1", responds("GET /v2/chats/chat_1/messages", as_json({"messages": []}))
    ),
    Situation("no preview yet", ERROR, "preview chat_1", responds("GET /v2/chats/chat_1/preview", as_json(None))),
    Situation("a folder that cannot be written", ERROR, "chat hi --save FILE/below", turn(TEXT)),
    Situation("an archive that cannot be written", ERROR, "files chat_1 --zip FILE/a.zip"),
    Situation("a failed check", ERROR, "doctor", environment={"V0_API_KEY": ""}),
    Situation("no such command", USAGE, "chats", says="Did you mean"),
    Situation("no such option", USAGE, "chat hi --modle x", says="--model"),
    Situation("no argument", USAGE, "get", says="CHAT"),
    Situation("options that exclude each other", USAGE, "chat hi --json --quiet"),
    Situation("a limit of nothing", USAGE, "list -n 0"),
    Situation("no key", USAGE, "list", environment={"V0_API_KEY": ""}, says="set V0_API_KEY"),
    Situation("a key of two lines", USAGE, "list", environment={"V0_API_KEY": "a\nb"}),
    Situation("an address with a version", USAGE, "list", environment={"V0_BASE_URL": "https://api.v0.dev/v1"}),
    Situation(
        "a certificate file that is missing",
        USAGE,
        "list",
        environment={"SSL_CERT_FILE": "/does/not/exist", "V0_BASE_URL": "https://127.0.0.1:9"},
        says="SSL_CERT_FILE",
    ),
    Situation("an empty message", USAGE, "chat ''", says="message must not be empty"),
    Situation("an id that is none", USAGE, "get ..", says="CHAT"),
    Situation("an attachment that is missing", USAGE, "chat hi --attach /does/not/exist.png"),
    Situation("nothing to start from", USAGE, "chat hi --init /does/not/exist"),
    Situation(
        "an answer to another question", USAGE, "chat hi --answer 1 --answer 2", turn(ASKS, finish_reason="tool-calls")
    ),
    Situation("nobody to confirm", USAGE, "delete chat_1", says="--yes"),
    Situation(
        "a failed generation", FAILED, "chat hi", turn(TEXT, finish_reason="error"), says="v0-client chat --chat"
    ),
    Situation(
        "an error in the stream", FAILED, "chat hi", responds("POST /v2/chats/stream", ERROR_EVENT), says="It broke"
    ),
    Situation("a turn that ended early", FAILED, "chat hi", turn(TEXT, finish_reason="length")),
    Situation("a question", WAITING, "chat hi", turn(ASKS, finish_reason="tool-calls"), says="--answer"),
    Situation("a question, without text", WAITING, "chat hi -q", turn(ASKS, finish_reason="tool-calls")),
    Situation("a turn that takes too long", TIMED_OUT, "chat hi --timeout 0.3", turn(TEXT, holds=True), says="resume"),
    Situation(
        "a preview that takes too long",
        TIMED_OUT,
        "preview chat_1 --wait --timeout 0.1",
        responds("GET /v2/chats/chat_1/preview", as_json(None)),
    ),
]


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.name.replace(" ", "-"))
def test_a_situation_has_its_exit_code_and_one_line(
    service: Service, situation: Situation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "FILE").write_text("in the way", encoding="utf-8")
    for name, value in situation.environment.items():
        monkeypatch.setenv(name, value)
    situation.prepare(service)
    words = ["" if word == "''" else word.replace("FILE", str(tmp_path / "FILE")) for word in situation.command.split()]
    code, _, errors = run(*words)

    assert code == situation.code, errors
    assert situation.says in errors
    lines = [line for line in errors.splitlines() if line and not line.startswith(("Usage: ", "Try "))]
    assert len(lines) == (0 if code == OK else 1), errors
    for python in ("client.", "api_key", "base_url", "chat_id", "Timeouts", "Traceback"):
        assert python not in errors


def test_the_situations_cover_the_table() -> None:
    # The two others need a process: see test_commands.py and test_failing_output.py.
    assert {situation.code for situation in SITUATIONS} == set(ExitCode) - {ExitCode.INTERRUPTED, ExitCode.BROKEN_PIPE}
