"""The command line as scripts use it: in a pipe, by exit codes, as JSON lines."""

from __future__ import annotations

import base64
import io
import re
import shlex
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.main import get_command

import v0_client
from tests.support.command_line import ROOT, environment, json_lines, process, run, service, settings
from tests.support.fake_service import CHAT, Service, as_events, as_json, message
from v0_client.cli.command_session import command_to_copy
from v0_client.cli.commands import app
from v0_client.cli.exit_codes import DESCRIPTIONS, ExitCode
from v0_client.cli.printable import Cleaner, clean
from v0_client.sandbox import Sandbox

__all__ = ["service"]

QUESTION = {
    "id": "q1",
    "question": "Which colours?",
    "multiSelect": False,
    "options": [{"label": "Light"}, {"label": "Dark", "description": "easier at night"}],
}
ASKS = {"type": "agent-action", "name": "ask_user_questions", "data": {"questions": [QUESTION]}}
COMMANDS = [str(one.name or one.callback.__name__) for one in app.registered_commands if one.callback]
TEXT = {"type": "text", "text": "I build **a bakery**."}
FILES = [
    {"path": "app/page.tsx", "content": "<h1>Brot für 3 €</h1>\n", "encoding": "utf8"},
    {"path": "public/logo.png", "content": base64.b64encode(b"\x89PNG\r\n").decode(), "encoding": "base64"},
]


@pytest.fixture
def sandbox_here(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A sandbox that the environment names."""
    with Sandbox() as running:
        monkeypatch.setenv("V0_BASE_URL", running.base_url)
        monkeypatch.setenv("V0_API_KEY", running.api_key)
        yield running


# ------------------------------------------------------------------ a turn, as text


def test_a_chat_in_a_pipe_is_plain_lines(sandbox_here: Sandbox) -> None:
    done = process("chat", "A bakery", **settings(sandbox_here))

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "chat: chat_sandbox0001\n"
        "\n"
        "thinking: The user asks for: A bakery. One page with a heading will do; first I look at what is there.\n"
        "\n"
        "I'll build this for you: **A bakery**. Let me look at the project before I write the page.\n"
        "\n"
        "read: package.json, app/layout.tsx\n"
        "create: app/page.tsx\n"
        "run: npm run build\n"
        "  > next build\n"
        "     ▲ Next.js 16.0.0\n"
        "   ✓ Compiled successfully\n"
        "\n"
        "Done: `app/page.tsx` now shows “A bakery”. 🎉\n"
        "\n"
        "title: A bakery\n"
        "finished: stop\n"
        "usage: 1,138 tokens, 0.57 credits\n"
        "address: https://v0.app/chat/chat_sandbox0001\n"
        "preview: https://chat-sandbox0001.invalid\n"
    )


def test_text_is_written_as_it_arrives(service: Service) -> None:
    service.create([{"type": "text", "text": "Half of an answer"}], holds=True)
    with subprocess.Popen(
        [sys.executable, "-m", "v0_client", "chat", "hi", "--quiet"],
        stdout=subprocess.PIPE,
        env=environment(**settings(service)),
    ) as running:
        assert running.stdout is not None
        assert running.stdout.read(4) == b"Half"  # though the stream goes on
        running.kill()


def test_control_sequences_are_removed(service: Service) -> None:
    service.create(
        [
            {"type": "text", "text": "\x1b[2Jclear \x1b]0;title\x07and \x9b31mred \u202eback \ud83d"},
            {
                "type": "bash",
                "command": "npm\x1b[8m run\nbuild",
                "output": "\x1b[31mred\x1b[0m\n10%\r20%\r100% done\n\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\",
                "exitCode": 2,
            },
            {"type": "file-edit", "operation": "rename", "path": "a\x1b[0m", "toPath": "b"},
        ]
    )
    code, output, _ = run("chat", "hi")

    assert code == 0
    assert "clear and 31mred back \ufffd\n" in output
    assert "run: npm run build\n  red\n  100% done\n  link\n  exit code 2\nrename: a -> b\n" in output
    assert not any(character in output for character in "\x1b\r\x9b\x07\u202e")


def test_every_kind_of_part_is_a_line(service: Service) -> None:
    service.create(
        [
            {"type": "search", "scope": "web", "query": "bakeries"},
            {"type": "tool-call", "name": "query", "toolDisplayName": "Database", "status": "error"},
            {"type": "agent-action", "name": "manage_todos", "summary": "Updated the list"},
            {"type": "bash", "command": "make", "output": "\n".join(map(str, range(30)))},
            {"type": "hologram"},
        ]
    )
    _, output, _ = run("chat", "hi")

    shown = output.partition("\n\n")[0].splitlines()[1:]
    assert shown[:4] == ["search: bakeries (web)", "tool: Database", "  failed", "agent: Updated the list"]
    assert shown[4:7] == ["run: make", "  (20 lines before)", "  20"]
    assert shown[-1] == "new: a part of an unknown type: hologram"


@pytest.mark.usefixtures("sandbox_here")
def test_quiet_is_the_text_alone() -> None:
    code, output, errors = run("chat", "A bakery", "--quiet")

    assert (code, errors) == (0, "")
    assert output == (
        "I'll build this for you: **A bakery**. Let me look at the project before I write the page.\n"
        "\n"
        "Done: `app/page.tsx` now shows “A bakery”. 🎉\n"
    )


@pytest.mark.usefixtures("sandbox_here")
def test_an_interrupted_stream_is_resumed_and_says_so() -> None:
    _, complete, _ = run("chat", "A bakery", "--quiet")
    code, output, _ = run("chat", "A bakery sandbox:disconnect_after=7")

    assert code == 0
    assert "resumed: 1, after: " in output
    assert all(line in output for line in complete.splitlines())
    assert output.count("thinking: ") == 1


def test_an_encoding_without_an_emoji_is_not_an_error(sandbox_here: Sandbox) -> None:
    done = process("chat", "A bakery", PYTHONIOENCODING="ascii", PYTHONUTF8="0", **settings(sandbox_here))

    assert (done.returncode, done.stderr) == (0, "")
    assert "now shows ?A bakery?. ?\n" in done.stdout


ESCAPED = st.text(
    st.sampled_from(["a", "é", "\n", "\x1b", "\r", "[", "3", "1", ";", "m", "]", "\x07", "\\", "(", "\x9b"])
)


@given(ESCAPED, st.lists(st.integers(0, 40)))
def test_chunks_are_cleaned_as_the_complete_text_is(text: str, cuts: list[int]) -> None:
    ends = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    cleaner = Cleaner()
    chunks = [cleaner.feed(text[start:end]) for start, end in pairwise(ends)]
    shown = "".join([*chunks, cleaner.feed("", is_last=True)])

    assert shown == clean(text)
    assert not set(shown) & {"\x1b", "\x9b", "\x07"}
    assert "\x1b" not in re.sub(r"\x1b\[[0-9;:]*m", "", clean(text, keep_colour=True))


# ------------------------------------------------------------------ a turn, as JSON


@pytest.mark.usefixtures("sandbox_here")
def test_json_is_one_event_per_line_and_its_deltas_add_up() -> None:
    code, output, errors = run("chat", "A bakery", "--json")

    assert (code, errors) == (0, "")
    assert output.isascii()
    events = json_lines(output)
    assert events[0] == {"event": "chat", "chatId": "chat_sandbox0001"}
    result = events[-1]
    assert result["event"] == "result"
    assert (result["messageId"], result["finishReason"]) == ("msg_sandbox0002", "stop")
    assert result["usage"]["tokens"]["total"] > 0
    deltas = [event["text"] for event in events if event["event"] == "delta" and event["type"] == "text"]
    assert len(deltas) > 2
    assert "".join(deltas) == result["text"]
    parts = [event["part"]["type"] for event in events if event["event"] == "part"]
    assert parts == ["thinking", "text", "file-read", "file-edit", "bash", "text"]


def test_json_has_events_for_a_task_and_an_error(service: Service) -> None:
    service.create([TEXT, ASKS], "tool-calls")
    code, output, errors = run("chat", "hi", "--json")
    assert code == ExitCode.WAITING
    *_, waiting, error = json_lines(output)
    assert waiting == {"event": "waiting", "kind": "questions", "part": ASKS}
    assert error == {"event": "error", "code": 4, "message": errors.rstrip("\n"), "chatId": "chat_1"}


# ------------------------------------------------------------------ requests


def test_options_reach_the_service(service: Service, tmp_path: Path) -> None:
    service.create([TEXT])
    picture = tmp_path / "look.png"
    picture.write_bytes(b"\x89PNG")
    options = ["--system", "Be brief", "--model", "v0-pro", "--privacy", "team", "--title", "Bakery"]
    code, _, errors = run("chat", "-", *options, "--attach", str(picture), "--attach", "https://a.b/c.png", stdin="Hi!")

    assert (code, errors) == (0, "")
    body = service.body_of("POST /v2/chats/stream")
    assert body.pop("type") == "prompt"
    assert body == {
        "message": "Hi!",
        "systemPrompt": "Be brief",
        "modelConfiguration": {"modelId": "v0-pro", "imageGenerations": False},
        "privacy": "team",
        "title": "Bakery",
        "attachments": [{"url": "data:image/png;base64,iVBORw=="}, {"url": "https://a.b/c.png"}],
    }


def test_a_message_to_an_existing_chat(service: Service) -> None:
    service.reply("messages", [TEXT])
    code, output, _ = run("chat", "More bread", "--chat", "chat_1")

    assert code == 0
    assert output.startswith("chat: chat_1\n\nI build **a bakery**.\n")
    assert service.body_of("POST /v2/chats/chat_1/messages/stream") == {"message": "More bread"}


@pytest.mark.parametrize("options", [(), ("--chat", "chat_1")], ids=["new", "existing"])
def test_waiting_polls_and_shows_the_message_at_the_end(service: Service, options: tuple[str, ...]) -> None:
    line = "POST /v2/chats/chat_1/messages/async" if options else "POST /v2/chats/async"
    service.responses[line] = as_json({"chatId": "chat_1", "messageId": "msg_2"}, 202)
    service.responses["GET /v2/chats/chat_1/messages/msg_2"] = as_json(message([ASKS, TEXT]))
    code, output, errors = run("chat", "Bread", "--wait", *options)

    assert (code, errors) == (ExitCode.WAITING, errors)  # the question is the newest task
    assert "progress: started\nprogress: 2 parts, writing\n" in output
    assert "I build **a bakery**.\n" in output
    assert "usage: 1,234 tokens, 0.56 credits\n" in output
    assert service.body_of(line) == {"message": "Bread"}


@pytest.mark.parametrize("kind", ["folder", "archive"])
def test_init_from_local_code_sends_an_archive_and_then_the_message(
    service: Service, tmp_path: Path, kind: str
) -> None:
    service.responses["POST /v2/chats/from-zip"] = as_json({"chat": CHAT})
    service.reply("messages", [TEXT])
    source = tmp_path / "shop"
    source.mkdir()
    (source / "page.tsx").write_text("<h1/>", encoding="utf-8")
    (source / ".env").write_text("SECRET=1", encoding="utf-8")
    if kind == "archive":
        with zipfile.ZipFile(tmp_path / "shop.zip", "w") as archive:
            archive.write(source / "page.tsx", "page.tsx")
        source = tmp_path / "shop.zip"
    code, output, errors = run("chat", "Add prices", "--init", str(source), "--privacy", "team")

    assert (code, errors) == (0, "")
    assert output.startswith("chat: chat_1\n\n")
    body = service.body_of("POST /v2/chats/from-zip")
    assert body["privacy"] == "team"
    sent = base64.b64decode(body["url"].removeprefix("data:application/zip;base64,"))
    assert zipfile.ZipFile(io.BytesIO(sent)).namelist() == ["page.tsx"]
    assert service.body_of("POST /v2/chats/chat_1/messages/stream") == {"message": "Add prices"}


@pytest.mark.parametrize(
    ("source", "path", "body"),
    [
        ("me/shop", "from-repo", {"repo": {"url": "https://github.com/me/shop"}}),
        ("me/shop#next", "from-repo", {"repo": {"url": "https://github.com/me/shop", "branch": "next"}}),
        ("https://github.com/me/shop", "from-repo", {"repo": {"url": "https://github.com/me/shop"}}),
        ("https://a.b/shop.zip", "from-zip", {"url": "https://a.b/shop.zip"}),
    ],
)
def test_init_from_elsewhere(service: Service, source: str, path: str, body: Any) -> None:
    service.responses[f"POST /v2/chats/{path}"] = as_json({"chat": CHAT})
    service.reply("messages", [TEXT])

    assert run("chat", "hi", "--init", source)[0] == 0
    assert service.body_of(f"POST /v2/chats/{path}") == body


def test_init_from_nothing_is_refused_before_anything_is_sent(service: Service) -> None:
    code, output, errors = run("chat", "hi", "--init", "no-such-folder")

    assert (code, output) == (ExitCode.USAGE, "")
    assert "no-such-folder" in errors and errors.count("\n") == 1
    assert service.requests == []


# ------------------------------------------------------------------ files


def test_save_writes_the_files_of_the_chat(service: Service, tmp_path: Path) -> None:
    service.create([TEXT])
    service.responses["GET /v2/chats/chat_1/files"] = as_json({"files": FILES})
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "page.tsx").write_text("old", encoding="utf-8")
    code, output, errors = run("chat", "hi", "--save", str(tmp_path))

    assert (code, errors) == (0, "")
    assert output.endswith(f"saved: {tmp_path / 'app/page.tsx'}\nsaved: {tmp_path / 'public/logo.png'}\n")
    assert (tmp_path / "app" / "page.tsx").read_bytes() == "<h1>Brot für 3 €</h1>\n".encode()
    assert (tmp_path / "public" / "logo.png").read_bytes() == b"\x89PNG\r\n"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["app", "logo.png", "page.tsx", "public"]


@pytest.mark.parametrize(
    "path",
    [
        "../out.txt",
        "/etc/passwd",
        "a/../../out.txt",
        "a//b",
        "./a",
        "a/",
        "",
        "C:\\out.txt",
        "a\\..\\out",
        "c:out",
        "a\x00b",
        "a\x1b[2J",
        ".git/hooks/post-checkout",
        "sub/.GIT./config",
        "git~1/config",
        "a\u202egpj.exe",
        "a\x9b2J",
        "lone\ud83d",
        "raw\udcff",
        "a/" * 2000 + "b",
        "x" * 5000,
        "CON",
        "app/nul.txt",
        "LPT1 .",
        "app/page.tsx/below-a-file",
    ],
)
def test_an_unusable_path_is_refused_and_the_other_files_are_written(
    service: Service, tmp_path: Path, path: str
) -> None:
    folder = tmp_path / "shop"
    service.responses["GET /v2/chats/chat_1/files"] = as_json(
        {"files": [*FILES, {"path": path, "content": "x", "encoding": "utf8"}]}
    )
    code, output, errors = run("files", "chat_1", "--save", str(folder))

    assert code == ExitCode.ERROR
    assert output.count("saved: ") == len(FILES)
    assert errors.startswith("Error: 1 of 3 files was not written: '") and errors.count("\n") == 1
    assert len(errors) < 250 and errors.rstrip("\n").isprintable()
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["logo.png", "page.tsx"]


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ({"path": "a", "content": "%%%", "encoding": "base64"}, "not valid base64"),
        ({"path": "a", "content": "x", "encoding": "rot13"}, "rot13"),
        ({"path": "app/page.tsx", "content": "x"}, "twice"),
        ({"path": "a"}, "has no content"),
        ({"path": "a", "content": None, "encoding": "base64"}, "has no content"),
        ({"path": "a", "content": 5}, "has no content"),
    ],
)
def test_unreadable_content_is_refused_and_the_other_files_are_written(
    service: Service, tmp_path: Path, file: dict[str, Any], why: str
) -> None:
    service.responses["GET /v2/chats/chat_1/files"] = as_json({"files": [*FILES, file]})
    code, _, errors = run("files", "chat_1", "--save", str(tmp_path))

    assert code == ExitCode.ERROR
    assert why in errors
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["logo.png", "page.tsx"]


@pytest.mark.parametrize("content", [None, 5, ["x"]])
def test_a_file_without_content_does_not_replace_what_is_there(
    service: Service, tmp_path: Path, content: object
) -> None:
    (tmp_path / "a.ts").write_text("mine", encoding="utf-8")
    files = [{"path": "a.ts", "content": content}, {"path": "empty.ts", "content": ""}]
    service.responses["GET /v2/chats/chat_1/files"] = as_json({"files": files})
    code, output, errors = run("files", "chat_1", "--save", str(tmp_path))

    assert (code, output) == (ExitCode.ERROR, f"saved: {tmp_path / 'empty.ts'}\n")
    assert errors == "Error: 1 of 2 files was not written: 'a.ts' has no content\n"
    assert (tmp_path / "a.ts").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "empty.ts").read_bytes() == b""
    assert run("files", "chat_1")[1] == "a.ts\thas no content\nempty.ts\t0\n"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_that_leads_to_itself_is_one_line(service: Service, tmp_path: Path) -> None:
    (tmp_path / "public").symlink_to("public")
    service.responses["GET /v2/chats/chat_1/files"] = as_json({"files": FILES[::-1]})
    code, output, errors = run("files", "chat_1", "--save", str(tmp_path))

    assert (code, output) == (ExitCode.ERROR, f"saved: {tmp_path / 'app/page.tsx'}\n")
    assert errors.startswith("Error: 1 of 2 files was not written: 'public/logo.png' ") and errors.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_in_the_folder_are_not_followed(service: Service, tmp_path: Path) -> None:
    folder, outside = tmp_path / "shop", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (outside / "page.tsx").write_text("mine", encoding="utf-8")
    service.responses["GET /v2/chats/chat_1/files"] = as_json({"files": FILES})
    (folder / "app").symlink_to(outside)
    code, _, errors = run("files", "chat_1", "--save", str(folder))
    assert code == ExitCode.ERROR
    assert "through a link" in errors

    (folder / "app").unlink()
    (folder / "app").mkdir()
    (folder / "app" / "page.tsx").symlink_to(outside / "page.tsx")
    assert run("files", "chat_1", "--save", str(folder))[0] == 0
    assert not (folder / "app" / "page.tsx").is_symlink()
    assert (outside / "page.tsx").read_text(encoding="utf-8") == "mine"


def test_a_file_in_the_way_is_one_line(service: Service, tmp_path: Path) -> None:
    service.responses["GET /v2/chats/chat_1/files"] = as_json({"files": FILES})
    (tmp_path / "public").write_text("in the way", encoding="utf-8")
    code, _, errors = run("files", "chat_1", "--save", str(tmp_path))

    assert code == ExitCode.ERROR
    assert errors.startswith("Error: 1 of 2 files was not written: 'public/logo.png' ") and errors.count("\n") == 1
    assert (tmp_path / "app" / "page.tsx").exists()


def test_files_are_listed_or_downloaded(service: Service, tmp_path: Path) -> None:
    service.responses["GET /v2/chats/chat_1/files"] = as_json({"files": FILES})
    assert run("files", "chat_1") == (0, "app/page.tsx\t25\npublic/logo.png\t6\n", "")
    assert json_lines(run("files", "chat_1", "--json")[1]) == FILES

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "x" * 100)
    service.responses["GET /v2/chats/chat_1/files/download"] = as_json(None)
    service.responses["GET /v2/chats/chat_1/files/download"].body = buffer.getvalue()
    to = tmp_path / "shop.zip"
    code, output, errors = run("files", "chat_1", "--zip", str(to))
    assert (code, output, errors) == (0, f"saved: {to} ({len(buffer.getvalue())} bytes)\n", "")
    assert to.read_bytes() == buffer.getvalue()

    code, _, errors = run("files", "chat_1", "--zip", str(tmp_path / "nowhere" / "shop.zip"))
    assert code != 0
    assert errors.count("\n") == 1


# ------------------------------------------------------------------ reading


def test_get_shows_a_chat(service: Service) -> None:
    service.responses["GET /v2/chats/chat_1"] = as_json({**CHAT, "metadata": {"team": "web"}})
    code, output, _ = run("get", "chat_1")
    assert code == 0
    assert output.startswith("chat: chat_1\ntitle: A bakery\nprivacy: private\ncreated: 2026-11-01 ")
    assert output.endswith("address: https://v0.app/chat/chat_1\nmetadata: team=web\n")
    shown = {**CHAT, "metadata": {"team": "web"}, "webUrl": "https://v0.app/chat/chat_1"}
    assert json_lines(run("get", "chat_1", "--json")[1]) == [shown]

    preview = {"url": "https://preview.invalid", "token": "secret", "expiresAt": "2026-11-02T00:00:00Z"}
    service.responses["GET /v2/chats/chat_1/preview"] = as_json(preview)
    output = run("get", "chat_1")[1]
    assert "preview: https://preview.invalid\n" in output and "secret" not in output
    assert json_lines(run("get", "chat_1", "--json")[1]) == [{**shown, "previewUrl": "https://preview.invalid"}]


def test_messages_are_shown_oldest_first(service: Service) -> None:
    prompt = {**message([{"type": "text", "text": "A bakery"}]), "id": "msg_1", "role": "user"}
    service.responses["GET /v2/chats/chat_1/messages"] = as_json(
        {"messages": [message([TEXT]), prompt], "cursor": None}
    )
    code, output, _ = run("messages", "chat_1")
    assert code == 0
    time = CHAT["createdAt"]
    assert output == f"user: msg_1 {time}\n\nA bakery\n\nassistant: msg_2 {time}\n\nI build **a bakery**.\n"
    assert [one["id"] for one in json_lines(run("messages", "chat_1", "--json", "-n", "1")[1])] == ["msg_2"]


def test_list_requests_no_more_than_it_shows(service: Service) -> None:
    pages = [
        {
            "chats": [{**CHAT, "id": f"chat_{page}{index}", "title": "Two\twords"} for index in range(2)],
            "cursor": cursor,
        }
        for page, cursor in enumerate(["next", None])
    ]
    service.responses["GET /v2/chats"] = [as_json(page) for page in pages]
    code, output, _ = run("list", "--limit", "3")

    assert code == 0
    rows = [line.split("\t") for line in output.splitlines()]
    assert [row[0] for row in rows] == ["chat_00", "chat_01", "chat_10"]
    assert rows[0][2:] == ["private", "Two words"]
    assert json_lines(run("list", "-n", "1", "--json")[1])[0]["webUrl"] == "https://v0.app/chat/chat_10"
    assert [line for line, _ in service.requests][:2] == ["GET /v2/chats?limit=3", "GET /v2/chats?limit=3&cursor=next"]


@pytest.mark.usefixtures("sandbox_here")
def test_resume_shows_a_finished_generation() -> None:
    _, complete, _ = run("chat", "A bakery", "--quiet")

    assert run("resume", "chat_sandbox0001", "--quiet") == (0, complete, "")


@pytest.mark.usefixtures("sandbox_here")
def test_stop_ends_a_running_generation() -> None:
    assert run("chat", "A bakery sandbox:never_finish", "--timeout", "0.5")[0] == ExitCode.TIMED_OUT
    assert run("stop", "chat_sandbox0001") == (0, "stopped: msg_sandbox0002\n", "")
    assert run("resume", "chat_sandbox0001", "-q")[0] == 0


# ------------------------------------------------------------------ doctor


def test_doctor_passes_and_does_not_show_the_key(service: Service) -> None:
    service.responses["GET /v2/chats"] = as_json({"chats": [], "cursor": None})
    code, output, errors = run("doctor")

    assert (code, errors) == (0, "")
    found = {name: (state, what) for state, name, what in (line.split("\t") for line in output.splitlines())}
    assert {state for state, _ in found.values()} == {"ok"}
    assert found["key"] == ("ok", "set by V0_API_KEY")
    assert service.base_url in found["address"][1]
    assert "typer " in found["extra cli"][1]
    assert "the key is accepted" in found["connection"][1]
    assert service.api_key not in output


@pytest.mark.parametrize(
    ("name", "value", "check"),
    [
        ("V0_API_KEY", "v1:wrong", "connection"),
        ("V0_API_KEY", "", "key"),
        ("V0_BASE_URL", "ftp://user:secret@a.b", "address"),
        ("V0_BASE_URL", "http://127.0.0.1:9", "connection"),
        ("V0_API_KEY", "a key with spaces", "key"),
    ],
)
def test_doctor_reports_what_is_wrong(
    service: Service, monkeypatch: pytest.MonkeyPatch, name: str, value: str, check: str
) -> None:
    monkeypatch.setenv(name, value)
    code, output, errors = run("doctor", "--json")

    assert code == ExitCode.ERROR
    assert errors.count("\n") == 1
    assert [one["check"] for one in json_lines(output) if not one["ok"]] == [check]
    assert service.api_key not in output + errors
    assert "v1:wrong" not in output + errors and "secret" not in output + errors


# ------------------------------------------------------------------ how commands end


@pytest.mark.parametrize(
    ("prompt", "expected", "text"),
    [
        ("sandbox:fail", ExitCode.FAILED, "failed"),
        ("sandbox:error-event", ExitCode.FAILED, "as the prompt asked"),
        ("sandbox:ask", ExitCode.WAITING, "v0-client resume chat_sandbox0001"),
        ("sandbox:500", ExitCode.ERROR, "500"),
        ("sandbox:nonsense", ExitCode.ERROR, "422"),
    ],
)
@pytest.mark.usefixtures("sandbox_here")
def test_exit_codes_of_a_turn(prompt: str, expected: ExitCode, text: str) -> None:
    code, _, errors = run("chat", f"A bakery {prompt}")

    assert code == expected
    assert text in errors and errors.count("\n") == 1
    assert "client." not in errors  # the next step is a command, not Python


def test_a_turn_that_ended_early_is_not_a_success(service: Service, tmp_path: Path) -> None:
    service.create([TEXT], "length")
    service.responses["GET /v2/chats/chat_1/files"] = as_json({"files": FILES})
    code, output, errors = run("chat", "hi", "--save", str(tmp_path))

    assert code == ExitCode.FAILED
    assert errors == "The generation ended before its end: length\n"
    assert "finished: length\n" in output
    assert (tmp_path / "app").is_dir()  # the files are saved all the same


def test_a_task_is_printed_where_nobody_can_answer(service: Service) -> None:
    service.create([ASKS], "tool-calls")
    code, output, errors = run("chat", "hi")

    assert code == ExitCode.WAITING
    assert output.endswith(
        "\nwaiting: The agent asks 1 question\n  Which colours?\n    1. Light\n    2. Dark: easier at night\n"
    )
    assert errors == (
        "The agent asks 1 question; answer in a terminal with `v0-client resume chat_1`, in a script with its "
        "--answer, or decline by sending a message: `v0-client chat --chat chat_1 ...`\n"
    )


@pytest.mark.parametrize("options", [(), ("--wait",)], ids=["stream", "wait"])
def test_a_time_limit_names_the_next_step(service: Service, options: tuple[str, ...]) -> None:
    service.create([TEXT], holds=True)
    service.responses["POST /v2/chats/async"] = as_json({"chatId": "chat_1", "messageId": "msg_2"}, 202)
    service.responses["GET /v2/chats/chat_1/messages/msg_2"] = as_json(message([TEXT], None))
    code, output, errors = run("chat", "hi", "--timeout", "0.5", *options)

    assert code == ExitCode.TIMED_OUT
    assert output.startswith("chat: chat_1\n")
    assert errors.startswith("Error: not finished within 0.5 s")
    assert errors.endswith("; resume the generation with `v0-client resume chat_1`\n")
    assert errors.count("\n") == 1 and "client.v2" not in errors


@pytest.mark.parametrize("command", [["get", "chat_1"], ["chat", "hi"], ["list"], ["resume", "chat_1"]])
def test_without_a_key_a_command_says_what_to_do(command: list[str]) -> None:
    code, output, errors = run(*command)

    assert (code, output) == (ExitCode.USAGE, "")
    assert errors.startswith("Error: no API key: set V0_API_KEY") and "--sandbox" in errors and errors.count("\n") == 1


@pytest.mark.parametrize("command", [["get", "chat_1"], ["chat", "hi", "--json"], ["resume", "chat_1", "--json"]])
@pytest.mark.usefixtures("service")
def test_a_refusal_of_the_service_is_one_line(command: list[str]) -> None:
    code, output, errors = run(*command)

    assert code == ExitCode.ERROR
    assert "404" in errors and errors.count("\n") == 1
    assert [event["event"] for event in json_lines(output)] == (["error"] if "--json" in command else [])


@pytest.mark.parametrize(
    "arguments",
    [
        ["chat"],
        ["chat", "hi", "--json", "--quiet"],
        ["chat", "hi", "--chat", "chat_1", "--init", "."],
        ["chat", "hi", "--chat", "chat_1", "--title", "x"],
        ["files", "chat_1", "--zip", "a.zip", "--save", "a"],
        ["chat", "hi", "--timeout", "soon"],
        ["chat", "hi", "--timeout", "nan"],
        ["chat", "hi", "--timeout", "-1"],
        ["nonsense"],
    ],
)
def test_wrong_usage_sends_nothing(service: Service, arguments: list[str]) -> None:
    code, output, errors = run(*arguments)

    assert (code, output) == (ExitCode.USAGE, "")
    assert "Error" in errors or "Missing" in errors
    assert service.requests == []


TEXT_OPTIONS = [
    (name, option.opts[0])
    for name, command in get_command(app).commands.items()
    for option in command.params
    if option.param_type_name == "option" and not option.is_flag
]


@pytest.mark.parametrize(("name", "option"), TEXT_OPTIONS)
def test_an_empty_option_is_wrong_usage_and_sends_nothing(service: Service, name: str, option: str) -> None:
    argument = {"chat": ["hi"], "list": [], "projects": [], "usage": [], "mcp": [], "doctor": []}.get(name, ["chat_1"])
    for spelled in ([option, ""], [f"{option}="]):
        code, output, errors = run(name, *argument, *spelled)
        assert (code, output) == (ExitCode.USAGE, "")
        assert f"'{option}'" in errors and "empty" in errors
    assert service.requests == []


@pytest.mark.parametrize("chat_id", ["-rf", "--json", "chat 1"])
def test_a_next_step_can_be_copied_whatever_the_id_of_the_chat(service: Service, chat_id: str) -> None:
    steps = [
        ("resume", command_to_copy("resume", chat_id), f"POST /v2/chats/{quote(chat_id)}/resume"),
        ("files", command_to_copy("files", chat_id, "--save", "."), f"GET /v2/chats/{quote(chat_id)}/files"),
        ("preview", command_to_copy("preview", chat_id, "--wait"), f"GET /v2/chats/{quote(chat_id)}/preview"),
    ]
    for name, step, request in steps:
        service.requests.clear()
        program, *words = shlex.split(step.strip("`"))
        assert (program, words[0]) == ("v0-client", name)
        run(*words)
        assert service.requests[0][0] == request
    assert f"with {command_to_copy('preview', chat_id, '--wait')}" in missing_preview(service, chat_id)


def missing_preview(service: Service, chat_id: str) -> str:
    service.responses[f"GET /v2/chats/{quote(chat_id)}/preview"] = as_json(None)
    return run("preview", "--", chat_id)[2]


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
@pytest.mark.parametrize("module", ["typer", "v0_client.cli.commands"])
def test_ctrl_c_while_the_command_line_is_loaded_is_one_line(module: str) -> None:
    program = """
import os, signal, sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)  # the parent may ignore it
sys.meta_path.insert(0, Interrupting())
from v0_client.cli import main
main()
"""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program, module],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (ExitCode.INTERRUPTED, "", "Interrupted\n")


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_ctrl_c_closes_the_stream_and_names_the_next_step(service: Service) -> None:
    service.create([TEXT], holds=True)
    with subprocess.Popen(
        [sys.executable, "-m", "v0_client", "chat", "hi"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(**settings(service)),
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - the parent may ignore it
    ) as running:
        assert running.stdout is not None
        shown = ""
        while "bakery**." not in shown:  # the line ends only when the turn continues
            shown += (character := running.stdout.read(1))
            assert character, shown
        running.send_signal(signal.SIGINT)
        output, errors = running.communicate(timeout=60)

    assert running.returncode == ExitCode.INTERRUPTED
    assert output in ("", "\n")
    assert errors == "Interrupted; resume the generation with `v0-client resume chat_1`\n"
    assert service.disconnected.wait(60)


# ------------------------------------------------------------------ the program


def test_any_command_runs_against_a_sandbox_of_its_own() -> None:
    done = process("chat", "A bakery", "--sandbox", "--json")

    assert (done.returncode, done.stderr) == (0, "")
    assert json_lines(done.stdout)[-1]["text"].startswith("I'll build this for you: **A bakery**.")


@pytest.mark.parametrize(
    "arguments", [("--sandbox", "list"), ("list", "--sandbox"), ("--sandbox", "list", "--sandbox")]
)
def test_sandbox_is_an_option_of_all_commands(arguments: tuple[str, ...]) -> None:
    assert run(*arguments) == (0, "", "")


def test_no_next_step_is_named_for_a_chat_that_is_gone_with_its_sandbox() -> None:
    code, _, errors = run("chat", "A bakery sandbox:ask", "--sandbox", "--quiet")

    assert code == ExitCode.WAITING
    assert errors == "The agent asks 1 question; the sandbox is gone, and the chat with it\n"


def test_help_lists_the_exit_codes_and_loads_no_more_than_it_needs() -> None:
    program = """
import sys
from v0_client.cli import main
try:
    main()
finally:
    print(sorted({"rich.console", "rich.markdown", "starlette", "v0_client.sources"} & set(sys.modules)))
"""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program, "--help"],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    for code, description in DESCRIPTIONS.items():
        assert f"{code.value:>3}  {description}\n" in done.stdout
    assert set(DESCRIPTIONS) == set(ExitCode)
    page = (ROOT / "docs" / "how-to" / "command-line.md").read_text(encoding="utf-8").replace("`", "")
    assert all(f"| {code.value} | {description} |" in page for code, description in DESCRIPTIONS.items())
    loaded = done.stdout.splitlines()[-1]
    # httpx has a command line too, and loads rich for it if it finds click.
    assert loaded in ("[]", "['rich.console']")


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
def test_every_help_fits_a_terminal(command: list[str]) -> None:
    code, output, _ = run(*command, "--help")

    assert code == 0
    assert max(map(len, output.splitlines())) <= 80
    assert "..." not in output.partition("Commands:")[2]  # no summary is truncated


def test_the_version() -> None:
    assert process("--version").stdout == f"v0-client {v0_client.__version__}\n"


WITHOUT = """
import sys
absent = sys.argv.pop(1)

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == absent:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

import v0_client  # httpx loads rich by itself where it can
for name in [name for name in sys.modules if name.partition(".")[0] == absent]:
    del sys.modules[name]
sys.meta_path.insert(0, Absent())
from v0_client.cli import main
main()
"""


@pytest.mark.parametrize(
    ("absent", "expected", "text"),
    [
        ("typer", 2, "The command line needs typer: pip install 'v0-client[cli]'\n"),
        ("rich", 2, "The command line needs rich: pip install 'v0-client[cli]'\n"),
        ("starlette", 2, "Error: --sandbox needs starlette: pip install 'v0-client[sandbox]'\n"),
    ],
)
def test_without_an_extra_one_line_says_what_to_install(absent: str, expected: int, text: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", WITHOUT, absent, "chat", "hi", "--sandbox"],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (expected, "", text)


@pytest.mark.skipif(sys.platform == "win32", reason="bash")
def test_completion_completes(service: Service) -> None:
    program = [sys.executable, "-c", "from v0_client.cli import main; main()"]
    service.responses["GET /v2/chats"] = as_json({"chats": [CHAT], "cursor": None})
    for words, expected in {
        "v0-client me": ["messages"],
        "v0-client chat --model v0-m": ["v0-mini", "v0-max", "v0-max-fast"],
        "v0-client get chat": ["chat_1"],
    }.items():
        cursor = str(words.count(" "))
        asked = {"_V0_CLIENT_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": cursor, **settings(service)}
        done = subprocess.run(program, capture_output=True, text=True, env=environment(**asked), check=False)  # noqa: S603 - our own
        assert done.stdout.split() == expected, done.stderr

    asked = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    for shell in ("bash", "zsh", "fish"):
        done = subprocess.run(  # noqa: S603 - our own program
            [*program, "--show-completion", shell],
            capture_output=True,
            text=True,
            env=environment(**asked),
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "_V0_CLIENT_COMPLETE=complete_" in done.stdout


def test_an_unsafe_address_is_one_line_of_warning() -> None:
    done = process("get", "chat_1", V0_BASE_URL="http://v0.invalid", V0_API_KEY="key")

    assert done.returncode == ExitCode.ERROR
    warning, error = done.stderr.splitlines()
    assert warning.startswith("Warning: V0_BASE_URL http://v0.invalid is not https")
    assert error.startswith("Error: GET /v2/chats/chat_1: ")


def test_an_error_in_a_stream_ends_the_line_that_was_written(service: Service) -> None:
    failing = [{"object": "chat", **CHAT}, {"object": "error", "message": "It broke"}]
    service.create([TEXT])
    service.responses["POST /v2/chats/stream"] = as_events(failing)
    code, output, errors = run("chat", "hi")

    assert (code, output) == (ExitCode.FAILED, "chat: chat_1\n")
    assert "It broke" in errors
