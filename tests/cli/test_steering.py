"""No text of a model or server steers a terminal: control sequences in every string of every response and event.

All strings of a response are hostile at once, except those that decide how it is read: these are hostile one after the
other. This is done for every command and every view; what reaches standard output and standard error is searched for
anything that a terminal would obey.
"""

from __future__ import annotations

import copy
import logging
import re
import warnings
import webbrowser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_commands import COMMANDS
from tests.support.command_line import run
from tests.support.fake_service import CHAT, USAGE, FakeResponse, Service, as_events, as_json, chunks, message
from v0_client.cli import command_session
from v0_client.cli.completions import complete_chat
from v0_client.cli.views.safe_console import SafeConsole

HOSTILE = (
    "\x1b]52;c;ZXZpbA==\x07"  # writes the clipboard
    "\x1b]0;title\x1b\\\x1b]8;;http://evil.invalid\x07link\x1b]8;;\x07"
    "\x1b[2J\x1b[H\x1b[8mhidden\x1b[?1049h\x1bc\x1b(0\x1bP+q544e\x1b\\\x1b_apc\x1b\\"
    "\x9b2J\x9d52;c;ZXZpbA==\x9c\x90dcs\x9c"  # the same as C1 characters
    "\u202ereversed\u2066isolated\u2069 \x07\x08\x7f\x00\x0e\r\x1b"  # ends in half an escape sequence
)
PLAIN = re.compile(r"[^\n\t -~\u00a0-\u2029\u202f-\u2065\u206a-\U0010ffff]")
OURS = re.compile(r"\x1b\[[0-9;]*m|\x1b\[\?25[lh]|\x1b\[1?[AB]|\x1b\[2K|\r")  # colours, the cursor, lines redrawn

CREDITS = {"plan": 1.5, "onDemand": 0.25, "total": 1.75}
QUESTION = {"id": "q1", "question": "Which?", "header": "h", "options": [{"label": "Light", "description": "why"}]}
TASKS: dict[str, dict[str, Any]] = {
    "questions": {"type": "agent-action", "name": "ask_user_questions", "data": {"questions": [QUESTION]}},
    "plan": {"type": "agent-action", "name": "exit_plan_mode", "data": {"plan": "1. Bake\n&#x202e;2", "summary": "s"}},
    "integration": {
        "type": "agent-action",
        "name": "get_or_request_integration",
        "data": {"requestedIntegrations": ["Neon"], "requestedMcpPresets": ["Linear"]},
    },
    "permissions": {
        "type": "tool-call",
        "name": "tools",
        "suggestedPermissions": [{"type": "T", "toolName": "deploy", "toolDisplayName": "d", "input": {"to": "x"}}],
    },
    "connect": {
        "type": "agent-action",
        "name": "configure_vercel_connect",
        "data": {"status": "setup-required", "requestId": "r1", "service": "Slack", "setupUrl": "https://v0.app/c/1"},
    },
}
PARTS: list[dict[str, Any]] = [
    {"type": "thinking", "text": "A bakery it is.", "finishedAt": "2026-11-01T08:00:00Z"},
    {"type": "text", "text": "# Plan\n\n&#27;[2J &#x202e; `code`\n\n```html\n<b>\n```\n\n[a](http://b.c) ![d](e)"},
    {"type": "file-read", "paths": ["package.json"]},
    {"type": "file-edit", "operation": "rename", "path": "a", "toPath": "b"},
    {"type": "search", "scope": "web", "query": "bread"},
    {"type": "bash", "command": "make", "output": "\x1b[31mred\x1b[0m\n10%\r20%", "exitCode": 1},
    {"type": "tool-call", "name": "query", "toolDisplayName": "Database", "status": "error"},
    {"type": "agent-action", "name": "manage_todos", "summary": "Updated"},
    {"type": "hologram", "text": "new"},
]
Responses = dict[str, Any]


def streamed(*parts: dict[str, Any]) -> Responses:
    """The responses to a new chat; a list of events is a stream."""
    events = [
        {"object": "chat", **CHAT, "title": "Bakery"},
        {"object": "chat.title", "id": "chat_1", "delta": "A bakery"},
        *chunks([*PARTS, *parts]),
        {"object": "message.usage", "id": "msg_2", "usage": USAGE},
        {"object": "chat", **CHAT},
    ]
    return {
        "POST /v2/chats/stream": events,
        "POST /v2/chats/chat_1/resume": events,
        "GET /v2/chats/chat_1/messages/msg_2": message([*PARTS, *parts], "tool-calls" if parts else "length"),
        "GET /v2/chats/chat_1/preview": {"url": "https://p.invalid", "token": "t", "expiresAt": "2026"},
        "GET /v2/chats/chat_1/files": {"files": [{"path": "a.ts", "content": "x", "encoding": "utf8"}]},
        "GET /v2/chats/chat_1/connect/status": {"status": "pending", "progress": "Installing"},
        "GET /v2/chats/chat_1": {**CHAT, "vercelProjectId": "prj_1", "metadata": {"team": "web"}},
        "GET /v2/chats": {"chats": [CHAT], "cursor": None},
        "GET /v2/chats/chat_1/messages": {"messages": [message([*PARTS, *parts])], "cursor": None},
        "POST /v2/chats/chat_1/messages/msg_2/stop": {"messageId": "msg_2"},
        "POST /v2/chats/async": {"chatId": "chat_1", "messageId": "msg_2"},
        "POST /v2/chats/from-repo": {"chat": CHAT, "usage": USAGE},
        "POST /v2/chats/chat_1/deploy": {"deploymentId": "dpl_1", "vercelProjectId": "prj_1"},
        "DELETE /v2/chats/chat_1": {"chatId": "chat_1"},
        "GET /v2/usage/summary": {"credits": CREDITS, "daily": [{"date": "2026-11-01", "credits": CREDITS}]},
        "GET /v2/usage/events": {
            "data": [{"id": "use_1", "type": "message", "createdAt": "2026-11-01", "model": "v0-pro"}],
            "pagination": {"hasMore": False, "cursor": None},
        },
        "GET /v1/projects": {"data": [{"id": "p1", "name": "Shop", "privacy": "team", "updatedAt": "2026"}]},
    }


FAILING: Responses = {
    "POST /v2/chats/stream": [
        {"object": "chat", **CHAT},
        {"object": "error", "id": "msg_2", "code": "overloaded", "message": "It failed"},
    ],
    "GET /v2/chats/chat_1": (402, {"error": {"message": "No credits", "type": "t", "code": "c"}}),
    "GET /v2/chats": (422, {"message": "Bad", "issues": [{"path": "a", "error": "b"}]}),
    "GET /v2/chats/chat_1/files": {"files": [{"path": "../a", "content": "%", "encoding": "base64"}]},
    "GET /v2/chats/chat_1/messages": {"messages": [{"id": 5, "role": "assistant"}], "cursor": None},
}
CASES: dict[str, tuple[Responses, list[list[str]]]] = {
    "everything": (
        streamed(),
        [
            ["chat", "hi", "--save", "DIR"],
            ["chat", "hi", "--init", "me/shop"],
            ["chat", "hi", "--wait"],
            ["resume", "chat_1"],
            ["stop", "chat_1"],
            ["get", "chat_1"],
            ["list"],
            ["messages", "chat_1"],
            ["files", "chat_1"],
            ["files", "chat_1", "--save", "DIR"],
            ["open", "chat_1"],
            ["open", "chat_1", "--preview"],
            ["preview", "chat_1", "--wait", "--open"],
            ["deploy", "chat_1"],
            ["delete", "chat_1"],
            ["delete", "chat_1", "--yes"],
            ["usage"],
            ["usage", "--chat", "chat_1"],
            ["projects"],
            ["doctor"],
        ],
    ),
    "failures": (
        FAILING,
        [["chat", "hi"], ["get", "chat_1"], ["list"], ["messages", "chat_1"], ["files", "chat_1", "--save", "DIR"]],
    ),
    **{
        kind: (streamed(part), [["chat", "hi"], ["chat", "hi", "--answer", "no"], ["messages", "chat_1"]])
        for kind, part in TASKS.items()
    },
}


class Router(Service):
    """Finds its chat and message by any id that contains theirs."""

    def _respond(self, line: str, authorization: str | None) -> FakeResponse:
        return super()._respond(re.sub(r"(?<=/)[^/?]*(chat_1|msg_2)[^/?]*", r"\1", line), authorization)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    with Router() as running:
        monkeypatch.setenv("V0_BASE_URL", running.base_url)
        monkeypatch.setenv("V0_API_KEY", running.api_key)
        yield running


def response(content: Any) -> FakeResponse:
    if isinstance(content, list):
        return as_events(content)
    return as_json(content[1], content[0]) if isinstance(content, tuple) else as_json(content)


def strings(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every string in a JSON value, those in deltas included."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, (list, tuple, dict)):
        for key, member in value.items() if isinstance(value, dict) else enumerate(value):
            yield from strings(member, (*path, key))


def poisoned(responses: Responses, *paths: tuple[Any, ...]) -> Responses:
    """The responses with hostile text at the beginning and the end of these strings."""
    copied = copy.deepcopy(responses)
    for path in paths:
        owner = copied
        for key in path[:-1]:
            owner = owner[key]
            if isinstance(owner, tuple):
                continue
        owner[path[-1]] = f"{HOSTILE}{owner[path[-1]]}{HOSTILE}"
    return copied


def structural(path: tuple[Any, ...]) -> bool:
    """Whether a string decides how a response is read, so that it must stay while all others are hostile."""
    return path[-1] in ("object", "type", "id", "chatId", "messageId", "role", "_t", "encoding", "status", "name")


def one_of_each_kind(paths: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The last path of each shape: the events of a stream are many, and alike."""
    return list({tuple("*" if isinstance(key, int) else key for key in path): path for path in paths}.values())


def check(view: str, *texts: str) -> None:
    for text in texts:
        shown = OURS.sub("", text) if view == "terminal" else text
        found = PLAIN.search(shown)
        assert found is None, (found, shown[max(0, (found.start() if found else 0) - 80) :][:160])


@pytest.fixture(params=["plain", "json", "terminal"])
def view(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """One of the views; a terminal's person answers `d`, whatever the prompt."""
    if request.param == "terminal":
        for name, value in {"FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "40"}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(command_session, "_terminal", SafeConsole)
        monkeypatch.setattr(command_session.CommandSession, "is_interactive", True)
    return request.param


@pytest.mark.parametrize("case", CASES)
def test_nothing_that_a_terminal_obeys_is_printed(
    service: Service, view: str, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda address: check("plain", address) or True)
    responses, commands = CASES[case]
    every = list(strings(responses))
    assert len(every) > 10
    for command in commands:
        arguments = [str(tmp_path) if word == "DIR" else word for word in command]
        arguments += ["--json"] if view == "json" and command[0] != "open" else []
        arguments += ["--timeout", "0.5"] if command[0] in ("chat", "resume") else []

        def shows(content: Responses, arguments: list[str] = arguments) -> tuple[str, str]:
            service.responses.clear()
            service.responses.update((line, response(each)) for line, each in content.items())
            service.requests.clear()
            _, output, errors = run(*arguments, stdin="d\n" * 3)
            check(view, output, errors)
            return output, errors

        assert any(shows(responses))
        lines = {line.partition("?")[0] for line, _ in service.requests}
        read = [path for path in every if path[0] in lines]
        shows(poisoned(responses, *(path for path in read if not structural(path))))
        for path in one_of_each_kind(filter(structural, read)):
            shows(poisoned(responses, path))


def test_every_command_is_tried() -> None:
    tried = {command[0] for _, commands in CASES.values() for command in commands}
    assert tried == set(COMMANDS) - {"mcp"}  # whose standard output belongs to the protocol


def test_a_shell_that_completes_ids_shows_no_control_sequence(service: Service) -> None:
    service.responses["GET /v2/chats"] = as_json({"chats": [CHAT, {**CHAT, "title": HOSTILE}, {**CHAT, "id": HOSTILE}]})
    completed = complete_chat("")
    assert len(completed) == 2
    check("plain", *(text for pair in completed for text in pair))


@pytest.mark.filterwarnings("always")
def test_warnings_and_log_records_are_clean_too(capsys: pytest.CaptureFixture[str]) -> None:
    with command_session.open_session(needs_key=False):
        logging.getLogger("v0_client.streaming").warning("chat %s: lost", HOSTILE)
        warnings.warn(f"base_url {HOSTILE}", stacklevel=1)
    errors = capsys.readouterr().err
    check("plain", errors)
    assert [line[:14] for line in errors.splitlines()] == ["Warning: chat ", "Warning: base_"]
