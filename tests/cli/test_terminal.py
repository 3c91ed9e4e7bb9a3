"""The command line in a terminal: what a person sees on the screen, and how they answer."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from tests.cli.test_commands import ASKS, QUESTION, TEXT
from tests.support.command_line import environment, settings
from tests.support.fake_service import CHAT, FakeResponse, Service, as_json, message
from tests.support.terminal import Terminal
from v0_client.cli.exit_codes import ExitCode
from v0_client.cli.views.terminal_view import TerminalView

WIDE = "wide" * 60
PROSE = f"# Plan\n\nA site for a **bakery** [x]\n\n- クロワッサン、バゲット、食パン、メロンパン\n- {WIDE}\n"
OUTPUT = f"\x1b[2J\x1b[31mred\x1b[0m {WIDE}\n日本語{WIDE}\nlast"
PARTS = [
    {"type": "thinking", "text": "A bakery it is. " * 30},
    {"type": "text", "text": PROSE},
    {"type": "file-read", "paths": [f"app/[slug]/{WIDE}.tsx"]},
    {"type": "file-edit", "operation": "create", "path": "app/page.tsx"},
    {"type": "bash", "command": "make", "output": OUTPUT, "exitCode": 1},
    {"type": "text", "text": "Done 🎉"},
]
SPINNER = "[\u2800-\u28ff]"


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as running:
        yield running


def terminal(service: Service, *arguments: str, columns: int = 80, lines: int = 24, **more: str) -> Terminal:
    program = [sys.executable, "-m", "v0_client", *arguments]
    return Terminal(program, environment(**settings(service), **more), columns=columns, lines=lines)


def flat(text: str) -> str:
    """Text without the line breaks of the terminal."""
    return "".join(text.split())


# ------------------------------------------------------------------ output


@pytest.mark.parametrize(("columns", "lines"), [(120, 40), (80, 24), (40, 10), (24, 6)])
def test_a_turn_leaves_each_part_on_the_screen_once(service: Service, columns: int, lines: int) -> None:
    service.create(PARTS)
    with terminal(service, "chat", "A bakery", columns=columns, lines=lines) as seen:
        assert seen.wait() == 0
        shown = flat(seen.shown)

    for text in ("Asiteforabakery[x]", "クロワッサン、バゲット、食パン、メロンパン", f"app/[slug]/{WIDE}.tsx"):
        assert text in shown
    assert shown.count("Abakeryitis.") == 30
    for text in ("createapp/page.tsx", "runmake", "exitcode1", "Done🎉", "1,234tokens"):
        assert shown.count(text) == 1, text
    assert not re.search(SPINNER, shown)
    assert b"\x1b[2J" not in seen.written


def test_nothing_is_drawn_while_something_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise what is printed would land on lines that the live part has left meanwhile."""
    drawn = Event()

    class Slow:
        """Leaves the drawing thread all the time it needs to draw."""

        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            del console, options
            drawn.clear()
            assert not drawn.wait(0.1)
            yield "printed"

    def draw(view: TerminalView) -> Text:
        drawn.set()
        return view._status_line()

    monkeypatch.setattr("v0_client.cli.views.terminal_view.REDRAW", 0.0001)
    monkeypatch.setattr("v0_client.cli.views.terminal_view.markdown", lambda _: Slow())
    monkeypatch.setattr(TerminalView, "_draw", draw)
    written = io.StringIO()
    view = TerminalView(Console(file=written, force_terminal=True, width=40, height=10, _environ={}))
    with view.live():
        assert drawn.wait(10)
        # Printing redraws the live part too, after what is printed.
        view.part_done(0, {"type": "text", "text": "anything"})
    assert written.getvalue().count("printed") == 1


def test_the_part_in_progress_is_drawn_below_the_finished_ones(service: Service) -> None:
    service.create(PARTS[:2], holds=True)
    with terminal(service, "chat", "A bakery") as seen:
        seen.wait_for("メロンパン")
        seen.wait_for("chat_1")
        assert re.search(rf"メロンパン.*\n(.*\n)*  {SPINNER} \d+ s  chat_1\Z", seen.shown)
        assert max(map(len, seen.shown.splitlines())) <= 80
        assert seen.interrupt() == ExitCode.INTERRUPTED
        assert "Interrupted;resumethegenerationwith`v0-clientresumechat_1`" in flat(seen.shown)
        assert not re.search(SPINNER, seen.shown)
    assert seen.written.count(b"\x1b[?25l") == seen.written.count(b"\x1b[?25h")  # the cursor is back


def test_waiting_shows_the_progress(service: Service) -> None:
    service.responses["POST /v2/chats/async"] = as_json({"chatId": "chat_1", "messageId": "msg_2"}, 202)
    pending, complete = as_json(message(PARTS[:4], None)), as_json(message([TEXT]))
    service.responses["GET /v2/chats/chat_1/messages/msg_2"] = [pending, complete]
    with terminal(service, "chat", "hi", "--wait") as seen:
        seen.wait_for("4 parts, create app/page.tsx")
        assert seen.wait() == 0
        assert "I build a bakery." in seen.shown
        assert "4 parts" not in seen.shown


def test_a_folder_that_is_sent_shows_its_size_meanwhile(service: Service, tmp_path: Path) -> None:
    (tmp_path / "page.tsx").write_bytes(os.urandom(300_000))
    service.responses["POST /v2/chats/from-zip"] = FakeResponse(holds=True)
    with terminal(service, "chat", "hi", "--init", str(tmp_path), columns=200) as seen:
        seen.wait_for(f"sending 0.3 MB from {tmp_path}")
        assert seen.interrupt() == ExitCode.INTERRUPTED


def test_numbers_are_aligned_and_an_empty_table_says_so(service: Service) -> None:
    files = [{"path": "a.ts", "content": "x" * size} for size in (5, 12345)]
    service.responses["GET /v2/chats/chat_1/files"] = [as_json({"files": files}), as_json({"files": []})]
    with terminal(service, "files", "chat_1") as seen:
        assert seen.wait() == 0
    assert seen.shown.splitlines() == ["path   bytes", "a.ts       5", "a.ts  12,345"]
    with terminal(service, "files", "chat_1") as seen:
        assert seen.wait() == 0
    assert seen.shown == "None."


def test_tables_and_messages_are_complete_in_a_narrow_terminal(service: Service) -> None:
    chats = [{**CHAT, "id": f"chat_{index}abcdefghijklmn", "title": "パン屋 " * 9} for index in range(3)]
    service.responses["GET /v2/chats"] = as_json({"chats": chats, "cursor": None})
    with terminal(service, "list", columns=34) as seen:
        assert seen.wait() == 0
    assert max(map(len, seen.shown.splitlines())) <= 34
    with terminal(service, "list") as seen:
        assert seen.wait() == 0
    assert "chat_2abcdefghijklmn  2026-11-01" in seen.shown

    service.responses["GET /v2/chats/chat_1/messages"] = as_json({"messages": [message(PARTS)], "cursor": None})
    with terminal(service, "messages", "chat_1", columns=40) as seen:
        assert seen.wait() == 0
    assert flat(seen.shown).count("Done🎉") == 1


@pytest.mark.parametrize(("settings_", "codes"), [({"TERM": "dumb"}, False), ({"NO_COLOR": "1"}, True)])
def test_a_terminal_without_colours_gets_none(service: Service, settings_: dict[str, str], codes: bool) -> None:
    service.create(PARTS)
    with terminal(service, "chat", "hi", **settings_) as seen:
        assert seen.wait() == 0
    assert (b"\x1b" in seen.written) is codes
    assert not re.search(rb"\x1b\[[0-9;]*3[0-9]m", seen.written)  # no colour


def test_colours_of_a_command_are_kept(service: Service) -> None:
    service.create([{"type": "bash", "command": "make", "output": OUTPUT}])
    with terminal(service, "chat", "hi") as seen:
        assert seen.wait() == 0
    assert re.search(rb"\x1b\[[0-9;]*31mred", seen.written)


def test_the_output_of_a_command_cannot_hide_text(service: Service) -> None:
    output = f"\x1b[8mhidden \x1b[5m\x1b[31mblinking\x1b[0m \x1b[30;40mblack\x1b[{'1' * 4301}m long\x1b[0m"
    service.create([{"type": "bash", "command": "make", "output": output}])
    with terminal(service, "chat", "hi") as seen:
        assert seen.wait() == 0
    styles = {code for codes in re.findall(rb"\x1b\[([0-9;]*)m", seen.written) for code in codes.split(b";")}
    assert b"31" in styles and not styles & {b"5", b"6", b"8", b"30", b"40"}
    assert "hidden blinking black long" in seen.shown


# ------------------------------------------------------------------ prompts


def resolved_task(service: Service) -> Any:
    return service.body_of("POST /v2/chats/chat_1/messages/resolve/stream")["task"]


def answered(service: Service, part: dict[str, Any], *replies: tuple[str, str]) -> Any:
    """Let a turn end with a pending task; wait for each prompt and type the reply. Returns the resolved task."""
    service.create([part], "tool-calls")
    service.reply("messages/resolve", [TEXT])
    with terminal(service, "chat", "hi") as seen:
        for prompt, reply in replies:
            seen.wait_for(prompt)
            seen.type(reply)
        assert seen.wait() == 0, seen.shown
        assert "I build a bakery." in seen.shown
    return resolved_task(service)


@pytest.mark.parametrize(
    ("reply", "labels", "words"),
    [("2\n", ["Dark"], None), ("light\n", ["Light"], None), ("\nRather green\n", [], "Rather green")],
)
def test_a_question_is_answered_by_number_by_name_or_in_other_words(
    service: Service, reply: str, labels: list[str], words: str | None
) -> None:
    task = answered(service, ASKS, ("your own words:", reply))

    own = {"customText": words} if words else {}
    answer = {"questionId": "q1", "questionText": "Which colours?", "selectedLabels": labels, **own}
    assert task == {"type": "answered-questions", "answers": [answer]}


def test_several_questions_and_several_answers(service: Service) -> None:
    many = {**QUESTION, "id": "q2", "question": "Which [pages]?", "multiSelect": True}
    open_ = {"id": "q3", "question": "Whose bakery?"}
    part = {**ASKS, "data": {"questions": [QUESTION, many, open_]}}
    replies = [("Dark: easier at night", "1\n"), ("Which [pages]?", "2, light\n"), ("Your answer:", "1\n")]
    task = answered(service, part, *replies)

    assert [answer["selectedLabels"] for answer in task["answers"]] == [["Light"], ["Dark", "Light"], []]
    assert task["answers"][2]["customText"] == "1"


@pytest.mark.parametrize(
    ("replies", "status", "content"),
    [
        (["x\na\n"], "approved", "Approved."),
        (["change\n", "Fewer steps\n"], "request-changes", "Fewer steps"),
        (["r\n", "Too dear\n"], "rejected", "Too dear"),
    ],
)
def test_a_plan_is_shown_and_answered(service: Service, replies: list[str], status: str, content: str) -> None:
    part = {"type": "agent-action", "name": "exit_plan_mode", "data": {"plan": "1. Bake\n2. Sell"}}
    prompts = ["Carry it out?", "What should change:" if status == "request-changes" else "Why:"]
    task = answered(service, part, *zip(prompts, replies, strict=False))

    assert task == {"type": "plan-exit-response", "status": status, "content": content}


def test_permissions_are_granted_one_by_one(service: Service) -> None:
    asked = [
        {"type": "ALLOW_DYNAMIC_TOOL_STRICT", "toolName": name, "input": {"to": name}} for name in ("deploy", "delete")
    ]
    part = {"type": "tool-call", "name": "tools", "suggestedPermissions": asked}
    task = answered(service, part, ('deploy with {"to": "deploy"}', "y\n"), ('delete with {"to": "delete"}', "\n"))

    assert task == {"type": "confirmed-permissions", "permissions": [asked[0]]}


@pytest.mark.parametrize(("reply", "names"), [("c\n", ["Neon"]), ("d\n", [])])
def test_an_integration_is_connected_or_declined(service: Service, reply: str, names: list[str]) -> None:
    data = {"requestedIntegrations": ["Neon"], "requestedMcpPresets": []}
    part = {"type": "agent-action", "name": "get_or_request_integration", "data": data}
    task = answered(service, part, ("They are?", reply))

    assert task["type"] == "confirmed-steps"
    assert task["connectedIntegrationNames"] == names


def test_a_connector_is_confirmed_once_the_service_says_it_is_ready(service: Service) -> None:
    data = {"status": "setup-required", "requestId": "r1", "service": "Slack", "setupUrl": "https://v0.app/c/1"}
    part = {"type": "agent-action", "name": "configure_vercel_connect", "data": data}
    service.responses["GET /v2/chats/chat_1/connect/status"] = [
        as_json({"status": "pending", "progress": "Installing"}),
        as_json({"status": "error", "message": "Refused"}),
        as_json({"status": "ready", "connector": {}}),
    ]
    replies = [("https://v0.app/c/1", "d\n"), ("not done yet. Installing", "d\n"), ("it failed. Refused", "d\n")]
    task = answered(service, part, *replies)

    assert task == {"type": "vercel-connect-setup"}


@pytest.mark.parametrize("key", ["Ctrl-C", "Ctrl-D"])
def test_a_question_can_be_left_for_later(service: Service, key: str) -> None:
    service.create([ASKS], "tool-calls")
    with terminal(service, "chat", "hi", columns=200) as seen:
        seen.wait_for("your own words:")
        if key == "Ctrl-C":
            assert seen.interrupt() == ExitCode.INTERRUPTED
        else:
            seen.type("\x04")
            assert seen.wait() == ExitCode.WAITING
        assert "answer in a terminal with `v0-client resume chat_1`" in seen.shown
        assert "Traceback" not in seen.shown
    assert not any("resolve" in line for line, _ in service.requests)


def test_a_question_is_answered_later_with_resume(service: Service) -> None:
    service.create([ASKS], "tool-calls")
    service.responses["POST /v2/chats/chat_1/resume"] = service.responses["POST /v2/chats/stream"]
    service.reply("messages/resolve", [TEXT])
    with terminal(service, "resume", "chat_1") as seen:
        seen.wait_for("your own words:")
        seen.type("1\n")
        assert seen.wait() == 0
    assert resolved_task(service)["answers"][0]["selectedLabels"] == ["Light"]


def test_waiting_continues_after_an_answer(service: Service) -> None:
    started = as_json({"chatId": "chat_1", "messageId": "msg_2"}, 202)
    service.responses["POST /v2/chats/async"] = started
    service.responses["POST /v2/chats/chat_1/messages/resolve/async"] = as_json({"messageId": "msg_3"}, 202)
    service.responses["GET /v2/chats/chat_1/messages/msg_2"] = as_json(message([ASKS], "tool-calls"))
    service.responses["GET /v2/chats/chat_1/messages/msg_3"] = as_json(message([TEXT], id="msg_3"))
    with terminal(service, "chat", "hi", "--wait") as seen:
        seen.wait_for("your own words:")
        seen.type("1\n")
        assert seen.wait() == 0
        assert "I build a bakery." in seen.shown


def test_with_json_there_are_no_prompts(service: Service) -> None:
    service.create([ASKS], "tool-calls")
    with terminal(service, "chat", "hi", "--json", columns=400) as seen:
        assert seen.wait() == ExitCode.WAITING
        assert '{"event":"waiting","kind":"questions"' in seen.shown
