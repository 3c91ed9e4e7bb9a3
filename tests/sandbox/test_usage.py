"""What was used: usage, reports, balances and quotas follow from the turns that ran."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.support.sandbox_tools import create_v1, create_v2, ids_of
from v0_client.sandbox import Sandbox


def messages_of(http: httpx.Client, chat_id: str) -> list[Any]:
    messages: list[Any] = http.get(f"/v2/chats/{chat_id}/messages").json()["messages"]
    return messages


def event_pages(http: httpx.Client, **query: Any) -> Iterator[list[Any]]:
    """The pages of usage events; each cursor is the only parameter of the next request."""
    while True:
        response = http.get("/v2/usage/events", params=query).json()
        yield response["data"]
        if not response["pagination"]["hasMore"]:
            return
        query = {"cursor": response["pagination"]["cursor"]}


def test_events_cost_what_the_messages_say(http: httpx.Client) -> None:
    chat_id, message_id = ids_of(create_v2(http, "a page"))
    v1 = create_v1(http, "a page", modelConfiguration={"modelId": "v0-max"})
    (newer, older) = http.get("/v2/usage/events").json()["data"]
    assert (newer["chatId"], newer["model"]) == (v1["id"], "v0-max")
    assert (older["chatId"], older["messageId"]) == (chat_id, message_id)
    usage = messages_of(http, chat_id)[0]["usage"]
    assert (older["tokens"], older["model"]) == (usage["tokens"], usage["model"])
    assert older["creditsCost"] == {**usage["creditsCost"], "charged": usage["creditsCost"]["total"]}
    (ai_newer, ai_older) = http.get("/v1/reports/usage/ai").json()["data"]
    assert (ai_newer["messageId"], ai_older["outputTokens"]) == (newer["messageId"], older["tokens"]["output"])
    (_, reported) = http.get("/v1/reports/usage").json()["data"]
    assert float(reported["totalCost"]) == pytest.approx(older["creditsCost"]["charged"])


def test_an_unfinished_turn_has_used_nothing_yet(served: Sandbox, http: httpx.Client) -> None:
    served.async_seconds = None
    http.post("/v2/chats/async", json={"message": "a page"})
    assert http.get("/v2/usage/events").json()["data"] == []
    served.finish()
    assert len(http.get("/v2/usage/events").json()["data"]) == 1


def test_the_summary_adds_up(http: httpx.Client) -> None:
    for _ in range(3):
        create_v2(http, "a page")
    summary = http.get("/v2/usage/summary").json()
    charged = sum(event["creditsCost"]["charged"] for event in http.get("/v2/usage/events").json()["data"])
    assert summary["credits"]["total"] == pytest.approx(charged) and charged > 0
    assert sum(day["credits"]["total"] for day in summary["daily"]) == pytest.approx(charged)
    nothing = http.get("/v2/usage/summary", params={"end": summary["range"]["start"]}).json()
    assert (nothing["credits"]["total"], nothing["daily"]) == (0, [])
    other = http.get("/v2/usage/summary", params={"userId": "someone"}).json()
    assert other["credits"]["total"] == 0 and other["scope"]["isTeamWide"] is False


def test_events_are_paged_and_filtered(http: httpx.Client) -> None:
    first, second = (ids_of(create_v2(http, "a page")) for _ in range(2))
    for _ in range(2):
        http.post(f"/v2/chats/{second[0]}/messages", json={"message": "more"})
    pages = list(event_pages(http, limit=1))
    assert [len(page) for page in pages] == [1, 1, 1, 1]
    assert len({event["id"] for page in pages for event in page}) == 4
    assert [len(page) for page in event_pages(http, limit=1, chatId=first[0])] == [0, 0, 0, 1]
    assert [len(page) for page in event_pages(http, limit=3, messageId=second[1])] == [1, 0]


def test_the_report_is_paged_and_filtered(http: httpx.Client) -> None:
    first, second = (create_v1(http, "a page")["id"] for _ in range(2))
    page = http.get("/v1/reports/usage", params={"limit": 1, "chatId": first}).json()
    assert (page["data"], page["meta"], page["pagination"]["hasMore"]) == ([], {"totalCount": 0}, True)
    following = http.get(page["pagination"]["nextUrl"]).json()
    assert [event["chatId"] for event in following["data"]] == [first] and not following["pagination"]["hasMore"]
    ai = http.get("/v1/reports/usage/ai", params={"limit": 1}).json()
    assert [event["chatId"] for event in ai["data"]] == [second]
    end = {"limit": 1, "cursor": ai["pagination"]["nextCursor"]}
    assert http.get("/v1/reports/usage/ai", params=end).json()["pagination"] == {"nextCursor": None}


def test_activity_names_chats_and_projects(http: httpx.Client) -> None:
    draft, project_chat, deleted = (ids_of(create_v2(http, "a page"))[0] for _ in range(3))
    body = {"name": "bakery"}
    project = http.post(f"/v2/chats/{project_chat}/vercel-project", json=body).json()["vercelProjectId"]
    http.delete(f"/v2/chats/{deleted}")
    activity = http.get("/v2/usage/activity").json()
    assert activity["summary"] == {"activeUsers": 1, "activeDays": 1, "chatCount": 3, "messageCount": 3}
    assert {chat["chatId"]: chat["kind"] for chat in activity["chats"]} == {
        draft: "chat",
        project_chat: "chat",
        deleted: "unavailable",
    }
    projects = {each["vercelProjectId"]: (each["kind"], each["name"]) for each in activity["projects"]}
    assert projects == {None: ("drafts", "Drafts"), project: ("project", "bakery")}
    (user,) = http.get("/v1/reports/user-activity").json()["data"]
    assert (user["chatCount"], user["messageCount"]) == (3, 3)
    later = {"startDate": "2999-01-01T00:00:00Z"}
    (user,) = http.get("/v1/reports/user-activity", params=later).json()["data"]
    assert (user["messageCount"], user["firstActivity"]) == (0, None)


@pytest.mark.parametrize(
    "query",
    [
        {"start": "yesterday"},
        {"start": "2026-01-01T00:00:00"},
        {"end": "0001-01-01T00:00:00+10:00"},
        {"start": "2026-01-02T00:00:00Z", "end": "2026-01-01T00:00:00Z"},
        {"cursor": "%"},
        {"cursor": base64.b64encode(b"limit=1").decode()},
        {"limit": "0"},
    ],
)
def test_invalid_queries_are_rejected(http: httpx.Client, query: dict[str, str]) -> None:
    assert http.get("/v2/usage/events", params=query).status_code == 422


def test_balances_and_quotas_shrink(served: Sandbox, http: httpx.Client) -> None:
    def read() -> tuple[Any, ...]:
        billing, limits = http.get("/v1/user/billing").json(), http.get("/v1/rate-limits").json()
        assert billing["billingType"] == "token"
        assert http.get("/v1/user/plan").json()["balance"] == billing["data"]["balance"]
        return billing["data"]["balance"]["remaining"], limits["dailyLimit"]["remaining"], limits["remaining"]

    before = read()
    create_v1(http, "a page")
    credits_left, messages_left, requests_left = read()
    (event,) = http.get("/v2/usage/events").json()["data"]
    assert credits_left == pytest.approx(before[0] - event["creditsCost"]["charged"])
    assert (messages_left, requests_left) == (before[1] - 1, before[2] - 4)
    served.billing = "legacy"
    billing = http.get("/v1/user/billing", params={"scope": "team_sandbox"}).json()
    assert billing["billingType"] == "legacy" and billing["data"]["remaining"] == billing["data"]["limit"] - 1
    assert billing["data"]["reset"] > datetime.now(UTC).timestamp() * 1000
    for path in ("/v1/user/billing", "/v1/rate-limits"):
        assert http.get(path, params={"scope": "none"}).json()["error"]["code"] == "scope_not_found"


def test_the_user_has_two_scopes(http: httpx.Client) -> None:
    user = http.get("/v1/user").json()
    scopes = {scope["id"]: scope["name"] for scope in http.get("/v1/user/scopes").json()["data"]}
    assert scopes == {"team_sandbox": "Sandbox", user["id"]: user["name"]}


def test_the_way_of_billing_is_validated() -> None:
    with pytest.raises(ValueError, match=r"Sandbox\.billing: must be one of token, legacy"):
        Sandbox(billing="credits")  # type: ignore[arg-type]  # unknown on purpose
