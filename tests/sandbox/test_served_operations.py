"""Every operation of the document is served: one valid request to each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeAlias

import httpx
import pytest
import yaml

from tests.support.sandbox_tools import create_v1, create_v2, ids_of

Operation: TypeAlias = tuple[str, str, dict[str, Any] | None, int]
"""Method, path, body and the status of success."""

DOCUMENT = Path(__file__).parents[2] / "openapi" / "v0.yaml"

MESSAGE = {"message": "a page"}
HOOK = {"name": "mine", "events": ["message.finished"], "url": "https://example.com/hook"}
SERVER = {"name": "mine", "url": "https://example.com/mcp", "auth": {"type": "none"}, "scope": "user"}
VARIABLES = {"environmentVariables": [{"key": "NEW", "value": "1"}]}
HOSTS = {"hosts": ["example.com"]}
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
    ("GET", "/projects", None, 200),
    ("POST", "/projects", {"name": "Mine"}, 200),
    ("GET", "/projects/{project}", None, 200),
    ("PATCH", "/projects/{project}", {"name": "Mine"}, 200),
    ("POST", "/projects/{project}/assign", {"chatId": "{chat}"}, 200),
    ("GET", "/chats/{chat}/project", None, 200),
    ("GET", "/projects/{project}/env-vars", None, 200),
    ("POST", "/projects/{project}/env-vars", {**VARIABLES, "upsert": True}, 200),
    ("PATCH", "/projects/{project}/env-vars", {"environmentVariables": [{"id": "{variable}", "value": "2"}]}, 200),
    ("GET", "/projects/{project}/env-vars/{variable}", None, 200),
    ("POST", "/projects/{project}/env-vars/delete", {"environmentVariableIds": ["{variable}"]}, 200),
    ("GET", "/integrations/vercel/projects", None, 200),
    ("POST", "/integrations/vercel/projects", {"projectId": "{project}", "name": "mine"}, 200),
    ("GET", "/deployments?chatId={chat}&versionId={version}", None, 200),
    ("POST", "/deployments", {"chatId": "{chat}", "versionId": "{version}"}, 200),
    ("GET", "/deployments/{deployment}", None, 200),
    ("GET", "/deployments/{deployment}/logs", None, 200),
    ("GET", "/deployments/{deployment}/errors", None, 200),
    ("DELETE", "/deployments/{deployment}", None, 200),
    ("GET", "/hooks", None, 200),
    ("POST", "/hooks", HOOK, 200),
    ("GET", "/hooks/{hook}", None, 200),
    ("PATCH", "/hooks/{hook}", {"name": "yours"}, 200),
    ("DELETE", "/hooks/{hook}", None, 200),
    ("GET", "/mcp-servers", None, 200),
    ("POST", "/mcp-servers", SERVER, 200),
    ("GET", "/mcp-servers/{server}", None, 200),
    ("PATCH", "/mcp-servers/{server}", {"name": "yours"}, 200),
    ("POST", "/mcp-servers/{server}/oauth/authorize", {"returnUrl": "https://example.com"}, 200),
    ("DELETE", "/mcp-servers/{server}", None, 200),
    ("GET", "/user", None, 200),
    ("GET", "/user/billing", None, 200),
    ("GET", "/user/plan", None, 200),
    ("GET", "/user/scopes", None, 200),
    ("GET", "/rate-limits", None, 200),
    ("GET", "/reports/usage", None, 200),
    ("GET", "/reports/usage/ai", None, 200),
    ("GET", "/reports/user-activity", None, 200),
    ("DELETE", "/projects/{project}", None, 200),
    ("DELETE", "/chats/{chat}", None, 200),
]

V2: list[Operation] = [
    ("POST", "/chats", MESSAGE, 200),
    ("GET", "/chats", None, 200),
    ("POST", "/chats/from-files", {"files": [{"name": "a", "content": "A"}]}, 200),
    ("POST", "/chats/from-zip", {"url": "https://example.com/a.zip"}, 200),
    ("POST", "/chats/from-repo", {"repo": {"url": "https://github.com/a/b"}}, 200),
    ("POST", "/chats/from-vercel-project", {"vercelProjectId": "prj_1"}, 200),
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
    ("GET", "/hooks", None, 200),
    ("POST", "/hooks", {**HOOK, "chatId": None}, 200),
    ("GET", "/hooks/{hook}", None, 200),
    ("PATCH", "/hooks/{hook}", {"name": "yours"}, 200),
    ("DELETE", "/hooks/{hook}", None, 200),
    ("GET", "/mcp-servers", None, 200),
    ("POST", "/mcp-servers", SERVER, 200),
    ("GET", "/mcp-servers/{server}", None, 200),
    ("PATCH", "/mcp-servers/{server}", {"name": "yours"}, 200),
    ("DELETE", "/mcp-servers/{server}", None, 200),
    ("GET", "/settings/preview-hosts", None, 200),
    ("PUT", "/settings/preview-hosts", HOSTS, 200),
    ("PATCH", "/settings/preview-hosts", HOSTS, 200),
    ("DELETE", "/settings/preview-hosts", HOSTS, 200),
    ("GET", "/usage/summary", None, 200),
    ("GET", "/usage/events", None, 200),
    ("GET", "/usage/activity", None, 200),
    ("DELETE", "/chats/{chat}", None, 200),
]


def test_the_lists_are_complete() -> None:
    paths = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))["paths"]
    documented = {(method.upper(), _shape(path)) for path, item in paths.items() for method in item}
    listed = [
        (method, _shape(prefix + path)) for prefix, each in (("/v1", V1), ("/v2", V2)) for method, path, *_ in each
    ]
    assert sorted(listed) == sorted(documented)


@pytest.mark.parametrize(("prefix", "operations"), [("/v1", V1), ("/v2", V2), ("/api/v2", V2)])
def test_every_operation_is_served(http: httpx.Client, prefix: str, operations: list[Operation]) -> None:
    ids = {**(_v1_chats(http) if prefix == "/v1" else _v2_chats(http)), **_resources(http)}
    for method, path, body, status in operations:
        response = http.request(method, prefix + path.format(**ids), json=_fill(body, ids))
        assert response.status_code == status, (method, path, response.text)
        assert http.request("TRACE", prefix + path.format(**ids)).status_code == 405


def _shape(path: str) -> str:
    """The path with unnamed parameters."""
    return re.sub(r"{\w+}", "{}", path.partition("?")[0])


def _fill(value: Any, ids: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _fill(member, ids) for name, member in value.items()}
    if isinstance(value, list):
        return [_fill(item, ids) for item in value]
    return value.format(**ids) if isinstance(value, str) else value


def _resources(http: httpx.Client) -> dict[str, str]:
    chat = create_v1(http, "a page")
    version = chat["latestVersion"]["id"]
    project = http.post("/v1/projects", json={"name": "Mine", **VARIABLES}).json()["id"]
    client = {"authorizationUrl": "https://a.example", "tokenUrl": "https://b.example", "clientId": "c"}
    server = {**SERVER, "auth": {"type": "oauth", "config": client}}
    return {
        "project": project,
        "variable": http.get(f"/v1/projects/{project}/env-vars").json()["data"][0]["id"],
        "deployment": http.post("/v1/deployments", json={"chatId": chat["id"], "versionId": version}).json()["id"],
        "hook": http.post("/v1/hooks", json=HOOK).json()["id"],
        "server": http.post("/v1/mcp-servers", json=server).json()["id"],
    }


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
