"""Commands that show, open, deploy and delete chats, and those on the account."""

from __future__ import annotations

import sys
import webbrowser
from typing import Any

import pytest

from tests.support.command_line import environment, json_lines, run, service, settings
from tests.support.fake_service import CHAT, Service, as_json
from tests.support.terminal import Terminal
from v0_client.cli.completions import complete_chat, complete_model, complete_privacy
from v0_client.cli.exit_codes import ExitCode

__all__ = ["service"]

PREVIEW = {"url": "https://preview.invalid", "token": "secret", "expiresAt": "2026-11-02T00:00:00Z"}
NONE_YET = as_json(None, 200)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses that a browser was asked to open."""
    addresses: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: addresses.append(address) or True)
    return addresses


# ------------------------------------------------------------------ open and preview


@pytest.mark.parametrize("command", [["open", "chat_1", "--preview"], ["preview", "chat_1", "--open"]])
def test_a_preview_is_opened_and_its_token_is_not_shown(
    service: Service, opened: list[str], command: list[str]
) -> None:
    service.responses["GET /v2/chats/chat_1/preview"] = as_json(PREVIEW)
    code, output, errors = run(*command)

    assert (code, errors) == (0, "")
    assert opened == ["https://preview.invalid"]
    assert output.startswith("preview: https://preview.invalid\n") and "secret" not in output


def test_a_chat_is_opened_if_it_exists(service: Service, opened: list[str]) -> None:
    assert run("open", "chat_1")[0] == ExitCode.ERROR
    service.responses["GET /v2/chats/chat_1"] = as_json(CHAT)
    assert run("open", "chat_1") == (0, "address: https://v0.app/chat/chat_1\n", "")
    assert opened == ["https://v0.app/chat/chat_1"]


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "-version", "javascript:alert(1)", "https://a.b/\x1b[2J", "https:a b", "http://"]
)
def test_only_addresses_on_the_web_are_opened(service: Service, opened: list[str], address: str) -> None:
    service.responses["GET /v2/chats/chat_1/preview"] = as_json({**PREVIEW, "url": address})
    code, _, errors = run("preview", "chat_1", "--open")

    assert code == ExitCode.ERROR
    assert "was not opened" in errors and errors.count("\n") == 1
    assert opened == []


def test_without_a_browser_the_address_is_named(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _: False)
    service.responses["GET /v2/chats/chat_1"] = as_json(CHAT)
    code, _, errors = run("open", "chat_1")
    assert code == ExitCode.ERROR
    assert errors == "Error: no browser was found; open https://v0.app/chat/chat_1 yourself\n"


def test_a_preview_that_is_not_ready_is_an_error_or_waited_for(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("v0_client.cli.chat_address.POLL_INTERVAL", 0.01)
    service.responses["GET /v2/chats/chat_1/preview"] = NONE_YET
    code, output, errors = run("preview", "chat_1")
    assert (code, output) == (ExitCode.ERROR, "")
    assert errors == "Error: the chat has no preview yet: wait for it with `v0-client preview chat_1 --wait`\n"

    code, _, errors = run("preview", "chat_1", "--wait", "--timeout", "0.1")
    assert code == ExitCode.TIMED_OUT
    assert errors == "Error: the preview is not ready after 0.1 s; the chat is chat_1\n"

    service.responses["GET /v2/chats/chat_1/preview"] = [NONE_YET, NONE_YET, as_json(PREVIEW)]
    code, output, _ = run("preview", "chat_1", "--wait", "--json")
    assert code == 0
    shown = {"chatId": "chat_1", "previewUrl": PREVIEW["url"], "expiresAt": PREVIEW["expiresAt"]}
    assert json_lines(output) == [shown]


# ------------------------------------------------------------------ deploy and delete


def test_deploy_shows_what_was_started(service: Service) -> None:
    service.responses["POST /v2/chats/chat_1/deploy"] = as_json({"deploymentId": "dpl_1", "vercelProjectId": "prj_1"})
    code, output, errors = run("deploy", "chat_1")
    assert (code, errors) == (0, "")
    address = "address: https://v0.app/chat/chat_1\n"
    assert output == f"deploying: chat_1\ndeployment: dpl_1\nproject: prj_1\n{address}"
    assert json_lines(run("deploy", "chat_1", "--json")[1])[0]["deploymentId"] == "dpl_1"


def test_delete_needs_a_confirmation(service: Service) -> None:
    service.responses["DELETE /v2/chats/chat_1"] = as_json({"chatId": "chat_1"})
    code, output, errors = run("delete", "chat_1")
    assert (code, output) == (ExitCode.USAGE, "")
    assert errors == "Error: nobody can be asked here: repeat with --yes to delete the chat\n"
    assert service.requests == []

    assert run("delete", "chat_1", "--yes") == (0, "deleted: chat_1\n", "")
    assert [line for line, _ in service.requests] == ["DELETE /v2/chats/chat_1"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("reply", "code"),
    [("y\n", 0), ("\n", ExitCode.ERROR), ("\x04", ExitCode.ERROR), ("Ctrl-C", ExitCode.INTERRUPTED)],
)
def test_a_person_is_asked_before_a_chat_is_deleted(service: Service, reply: str, code: int) -> None:
    service.responses["GET /v2/chats/chat_1"] = as_json({**CHAT, "title": "Bakery\x1b[2J"})
    service.responses["DELETE /v2/chats/chat_1"] = as_json({"chatId": "chat_1"})
    program = [sys.executable, "-m", "v0_client", "delete", "chat_1"]
    with Terminal(program, environment(**settings(service))) as seen:
        seen.wait_for("Delete Bakery (chat_1) with all its messages? It cannot be undone.")
        seen.wait_for("[y/n]")
        if reply == "Ctrl-C":
            assert seen.interrupt() == code, seen.shown
        else:
            seen.type(reply)
            assert seen.wait() == code, seen.shown
    assert any(line.startswith("DELETE") for line, _ in service.requests) is (code == 0)
    assert b"\x1b[2J" not in seen.written


# ------------------------------------------------------------------ the account


def test_usage_by_day_and_of_a_chat(service: Service) -> None:
    credits_ = {"plan": 1.5, "onDemand": 0.25, "total": 1.75}
    summary: dict[str, Any] = {
        "object": "usage_summary",
        "credits": credits_,
        "daily": [{"date": "2026-11-01", "credits": credits_}],
    }
    service.responses["GET /v2/usage/summary"] = as_json(summary)
    code, output, errors = run("usage", "--since", "2026-11-01")
    assert (code, errors) == (0, "")
    assert output == "2026-11-01\t1.50\t0.25\t1.75\ntotal\t1.50\t0.25\t1.75\n"
    assert "start=2026-11-01T00%3A00%3A00" in service.requests[0][0]
    assert json_lines(run("usage", "--json")[1]) == [summary]

    event = {
        "id": "u1",
        "object": "usage_event",
        "type": "message",
        "createdAt": "soon",
        "model": "v0-pro",
        "tokens": {"total": 1138},
        "creditsCost": {"total": 0.5, "charged": 0.4},
    }
    service.responses["GET /v2/usage/events"] = as_json({"data": [event], "pagination": {"hasMore": False}})
    assert run("usage", "--chat", "chat_1") == (0, "soon\tmessage\tv0-pro\t1,138\t0.40\n", "")
    assert "chatId=chat_1" in service.requests[-1][0]


@pytest.mark.parametrize("option", ["--since", "--until"])
def test_a_time_that_is_none_sends_nothing(service: Service, option: str) -> None:
    assert run("usage", option, "yesterday")[0] == ExitCode.USAGE
    assert service.requests == []


def test_projects_are_listed(service: Service) -> None:
    project = {"id": "p1", "object": "project", "name": "Two\nwords", "privacy": "team", "updatedAt": "soon"}
    service.responses["GET /v1/projects"] = as_json({"object": "list", "data": [project]})
    assert run("projects") == (0, "p1\tsoon\tteam\tTwo words\n", "")


# ------------------------------------------------------------------ completion


def test_values_are_completed(service: Service) -> None:
    chats = [{**CHAT, "title": "A\x1b[2J\nbakery"}, {**CHAT, "id": "chat_\x1b[2J"}, {**CHAT, "id": "other"}]
    service.responses["GET /v2/chats"] = as_json({"chats": chats, "cursor": None})
    assert complete_chat("chat") == [("chat_1", "A bakery")]
    assert list(complete_model("v0-max")) == ["v0-max", "v0-max-fast"]
    assert [name for name, _ in complete_privacy("team")] == ["team", "team-edit"]


@pytest.mark.parametrize("broken", [{"V0_API_KEY": ""}, {"V0_API_KEY": "wrong"}, {"V0_BASE_URL": "http://127.0.0.1:9"}])
def test_a_completion_that_fails_is_silent(
    service: Service, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], broken: dict[str, str]
) -> None:
    del service
    for name, value in broken.items():
        monkeypatch.setenv(name, value)
    assert complete_chat("") == []
    assert capsys.readouterr() == ("", "")
