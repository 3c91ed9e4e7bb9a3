"""MCP servers of both versions, and which secrets responses contain."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

SERVER: dict[str, Any] = {"name": "docs", "url": "https://example.com/mcp"}
V2 = {**SERVER, "auth": {"type": "none"}, "scope": "team"}
OAUTH = {"authorizationUrl": "https://a.example/authorize", "tokenUrl": "https://a.example/token", "clientId": "us"}
SECRETS = [
    {"type": "bearer", "token": "secret"},
    {"type": "custom-headers", "headers": {"x-key": "secret"}},
    {"type": "oauth", "config": {**OAUTH, "clientSecret": "secret"}},
]


@pytest.mark.parametrize("auth", SECRETS)
def test_version_1_returns_no_secrets(http: httpx.Client, auth: dict[str, Any]) -> None:
    created = http.post("/v1/mcp-servers", json={**SERVER, "auth": auth})
    path = f"/v1/mcp-servers/{created.json()['id']}"
    updated = http.patch(path, json={"auth": auth, "enabled": False})
    responses = [created, updated, http.get(path), http.get("/v1/mcp-servers")]
    assert not any("secret" in response.text for response in responses)
    assert updated.json()["auth"] == {"type": auth["type"]} and updated.json()["enabled"] is False
    assert responses[2].json() == updated.json() == responses[3].json()["data"][0]


def test_version_1_has_defaults(http: httpx.Client) -> None:
    created = http.post("/v1/mcp-servers", json=SERVER).json()
    assert (created["auth"], created["enabled"], created["scope"]) == ({"type": "none"}, True, "user")
    deleted = http.delete(f"/v1/mcp-servers/{created['id']}").json()
    assert deleted == {"id": created["id"], "object": "mcp_server", "deleted": True}
    assert http.get(f"/v1/mcp-servers/{created['id']}").json()["error"]["code"] == "mcp_server_not_found"


@pytest.mark.parametrize("auth", SECRETS[:2])
def test_version_2_returns_how_it_authenticates(http: httpx.Client, auth: dict[str, Any]) -> None:
    created = http.post("/v2/mcp-servers", json={**V2, "auth": auth}).json()
    path = f"/v2/mcp-servers/{created['id']}"
    assert created["auth"] == auth and http.get(path).json() == created
    assert http.get("/v2/mcp-servers").json() == [created]
    assert http.patch(path, json={"auth": {"type": "none"}}).json()["auth"] == {"type": "none"}
    assert http.delete(path).json() == {"success": True}
    assert [http.request(method, path).status_code for method in ("GET", "DELETE")] == [404, 404]


def test_version_2_requires_more_of_an_oauth_client(http: httpx.Client) -> None:
    def create(**config: Any) -> httpx.Response:
        return http.post("/v2/mcp-servers", json={**V2, "auth": {"type": "oauth", "config": {**OAUTH, **config}}})

    assert create().json()["message"] == "auth.config.scopes: is required"
    assert create(scopes=[], usePKCE=True).json()["auth"]["connected"] is False


def test_a_user_may_have_ten(http: httpx.Client) -> None:
    assert [http.post("/v2/mcp-servers", json=V2).status_code for _ in range(11)] == [200] * 10 + [403]


def test_an_oauth_server_is_authorized_in_the_browser(http: httpx.Client) -> None:
    auth = {"type": "oauth", "config": {**OAUTH, "scopes": ["read", "write"]}}
    server, plain = (
        http.post("/v1/mcp-servers", json=each).json()["id"] for each in ({**SERVER, "auth": auth}, SERVER)
    )
    begun = http.post(f"/v1/mcp-servers/{server}/oauth/authorize", json={"returnUrl": "https://b.example"}).json()
    assert begun["mcpServerId"] == server and begun["url"].startswith("https://a.example/authorize?")
    query = parse_qs(urlsplit(begun["url"]).query)
    assert (query["state"], query["client_id"], query["scope"]) == ([begun["state"]], ["us"], ["read write"])
    refused = http.post(f"/v1/mcp-servers/{plain}/oauth/authorize", json={"returnUrl": "https://b.example"})
    assert refused.status_code == 409
