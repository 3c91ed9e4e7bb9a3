"""Webhooks of both versions: kept, not called."""

from __future__ import annotations

from typing import Any

import httpx

from tests.support.sandbox_tools import create_v1, create_v2, ids_of

HOOK: dict[str, Any] = {"name": "mine", "events": ["message.finished"], "url": "https://example.com/hook"}


def test_a_hook_can_be_read_back_updated_and_deleted(http: httpx.Client) -> None:
    created = http.post("/v1/hooks", json=HOOK).json()
    assert created == {"id": created["id"], "object": "hook", **HOOK}
    path = f"/v1/hooks/{created['id']}"
    assert http.get(path).json() == created
    assert http.get("/v1/hooks").json()["data"] == [{"id": created["id"], "object": "hook", "name": "mine"}]
    assert http.patch(path, json={"events": []}).json() == {**created, "events": []}
    assert http.delete(path).json() == {"id": created["id"], "object": "hook", "deleted": True}
    assert http.get(path).json()["error"]["code"] == "webhook_not_found"
    assert http.get("/v1/hooks").json()["data"] == []


def test_a_webhook_can_be_read_back_updated_and_deleted(http: httpx.Client) -> None:
    created = http.post("/v2/hooks", json={**HOOK, "chatId": None}).json()
    assert created == {"id": created["id"], "createdAt": created["createdAt"], **HOOK, "chatId": None}
    path = f"/v2/hooks/{created['id']}"
    assert http.get(path).json() == created
    assert http.get("/v2/hooks").json() == [{"id": created["id"], "name": "mine"}]
    assert http.patch(path, json={"name": "yours"}).json() == {**created, "name": "yours"}
    assert http.delete(path).json() == {"id": created["id"], "deleted": True}
    assert [http.request(method, path).status_code for method in ("GET", "DELETE")] == [404, 404]


def test_a_webhook_may_be_for_one_existing_chat(http: httpx.Client) -> None:
    v1, (v2, _) = create_v1(http, "a page")["id"], ids_of(create_v2(http, "a page"))
    assert http.post("/v1/hooks", json={**HOOK, "chatId": v1}).json()["chatId"] == v1
    assert http.post("/v2/hooks", json={**HOOK, "chatId": v2}).json()["chatId"] == v2
    assert [http.post(f"/{api}/hooks", json={**HOOK, "chatId": "none"}).status_code for api in ("v1", "v2")] == [
        404
    ] * 2


def test_invalid_webhooks_are_rejected(http: httpx.Client) -> None:
    for wrong in ({"events": ["chat.opened"]}, {"url": "nowhere"}, {"name": ""}, {"surprise": 1}):
        assert http.post("/v1/hooks", json={**HOOK, **wrong}).status_code == 422, wrong
        assert http.post("/v2/hooks", json={**HOOK, "chatId": None, **wrong}).status_code == 422, wrong
    assert http.post("/v2/hooks", json=HOOK).json()["message"] == "chatId: is required"
