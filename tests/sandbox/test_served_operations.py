"""Every operation on chats and messages is served: one valid request to each."""

from __future__ import annotations

from typing import Any, TypeAlias

import httpx
import pytest

from tests.support.sandbox_tools import create_v1, create_v2, ids_of

Operation: TypeAlias = tuple[str, str, dict[str, Any] | None, int]
"""Method, path, body and the status of success."""

MESSAGE = {"message": "a page"}
PLAN = {"task": {"type": "plan-exit-response", "status": "approved", "content": "Go on"}}

V1: list[Operation] = [
    ("POST", "/chats", MESSAGE, 200),
    ("GET", "/chats", None, 200),
    ("POST", "/chats/init", {"type": "template", "templateId": "t"}, 200),
    ("GET", "/chats/{chat}", None, 200),
    ("PATCH", "/chats/{chat}", {"name": "Mine"}, 200),
    ("PUT", "/chats/{chat}/favorite", {"isFavorite": True}, 200),
    ("POST", "/chats/{chat}/fork", {}, 200),
    ("GET", "/chats/{chat}/messages", None, 200),
    ("POST", "/chats/{chat}/messages", MESSAGE, 200),
    ("GET", "/chats/{chat}/messages/{message}", None, 200),
    ("GET", "/chats/{chat}/versions", None, 200),
    ("GET", "/chats/{chat}/versions/{version}", None, 200),
    ("PATCH", "/chats/{chat}/versions/{version}", {"files": [{"name": "a", "content": ""}]}, 200),
    ("GET", "/chats/{chat}/versions/{version}/download", None, 200),
    ("POST", "/chats/{chat}/versions/{version}/files/delete", {"filePaths": ["package.json"]}, 200),
    ("POST", "/chats/{chat}/messages/{message}/resume", None, 200),
    ("POST", "/chats/{chat}/messages/{message}/stop", None, 200),
    ("POST", "/chats/{blocked}/tasks/resolve", PLAN, 200),
    ("POST", "/chats/{chat}/versions/{version}/restore", None, 200),
    ("GET", "/chats/{chat}/project", None, 200),
    ("DELETE", "/chats/{chat}", None, 200),
]

V2: list[Operation] = [
    ("POST", "/chats", MESSAGE, 200),
    ("GET", "/chats", None, 200),
    ("POST", "/chats/from-files", {"files": [{"name": "a", "content": "A"}]}, 200),
    ("POST", "/chats/from-zip", {"url": "https://example.com/a.zip"}, 200),
    ("POST", "/chats/from-repo", {"repo": {"url": "https://github.com/a/b"}}, 200),
    ("POST", "/chats/stream", MESSAGE, 200),
    ("POST", "/chats/async", MESSAGE, 202),
    ("GET", "/chats/{chat}/messages", None, 200),
    ("POST", "/chats/{chat}/messages", MESSAGE, 200),
    ("GET", "/chats/{chat}/messages/{message}", None, 200),
    ("POST", "/chats/{chat}/messages/stream", MESSAGE, 200),
    ("POST", "/chats/{chat}/messages/async", MESSAGE, 202),
    ("POST", "/chats/{blocked}/messages/resolve", PLAN, 200),
    ("POST", "/chats/{blocked_too}/messages/resolve/stream", PLAN, 200),
    ("POST", "/chats/{blocked_as_well}/messages/resolve/async", PLAN, 202),
    ("POST", "/chats/{chat}/messages/{message}/stop", None, 200),
    ("GET", "/chats/{chat}", None, 200),
    ("PATCH", "/chats/{chat}", {"title": "Mine"}, 200),
    ("GET", "/chats/{chat}/preview", None, 200),
    ("GET", "/chats/{chat}/files", None, 200),
    ("PATCH", "/chats/{chat}/files", {"files": [{"path": "a", "content": "A"}]}, 200),
    ("GET", "/chats/{chat}/files/download", None, 200),
    ("GET", "/chats/{connecting}/connect/status?requestId={setup}", None, 200),
    ("POST", "/chats/{chat}/restore-message", {"messageId": "{old}"}, 200),
    ("POST", "/chats/{chat}/duplicate", {"privacy": "team"}, 201),
    ("POST", "/chats/{chat}/vercel-project", {}, 201),
    ("POST", "/chats/{chat}/deploy", None, 200),
    ("POST", "/chats/{chat}/resume", None, 200),
    ("DELETE", "/chats/{chat}", None, 200),
]


def test_the_lists_are_complete() -> None:
    assert [len({each[:2] for each in operations}) for operations in (V1, V2)] == [21, 29]


@pytest.mark.parametrize(("prefix", "operations"), [("/v1", V1), ("/v2", V2), ("/api/v2", V2)])
def test_every_operation_is_served(http: httpx.Client, prefix: str, operations: list[Operation]) -> None:
    ids = _v1_chats(http) if prefix == "/v1" else _v2_chats(http)
    for method, path, body, status in operations:
        payload = {name: _fill(value, ids) for name, value in body.items()} if body is not None else None
        response = http.request(method, prefix + path.format(**ids), json=payload)
        assert response.status_code == status, (method, path, response.text)
        assert http.request("TRACE", prefix + path.format(**ids)).status_code == 405


def _fill(value: Any, ids: dict[str, str]) -> Any:
    return value.format(**ids) if isinstance(value, str) else value


def _v1_chats(http: httpx.Client) -> dict[str, str]:
    chat = create_v1(http, "a page", projectId="prj_1")
    blocked = create_v1(http, "a page sandbox:plan")
    return {
        "chat": chat["id"],
        "message": chat["messages"][-1]["id"],
        "version": chat["latestVersion"]["id"],
        "blocked": blocked["id"],
    }


def _v2_chats(http: httpx.Client) -> dict[str, str]:
    chat_id, old = ids_of(create_v2(http, "a page"))
    new = http.post(f"/v2/chats/{chat_id}/messages", json={"message": "another page"}).json()
    connecting, asking = ids_of(create_v2(http, "a page sandbox:connect"))
    blocking = http.get(f"/v2/chats/{connecting}/messages/{asking}").json()
    return {
        "chat": chat_id,
        "old": old,
        "message": new["id"],
        **{name: _blocked(http) for name in ("blocked", "blocked_too", "blocked_as_well")},
        "connecting": connecting,
        "setup": blocking["parts"][-1]["data"]["requestId"],
    }


def _blocked(http: httpx.Client) -> str:
    return ids_of(create_v2(http, "a page sandbox:plan"))[0]
