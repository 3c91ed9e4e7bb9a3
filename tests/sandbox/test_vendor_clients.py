"""The vendor's own TypeScript clients use the sandbox and receive what it stores and what our client receives.

Skipped if node and npm, or the two packages, are not available.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.vendor_packages import run_script
from v0_client import V0Client
from v0_client.sandbox import Sandbox

SCRIPT = Path(__file__).with_name("vendor_clients.mjs")
TIMES = ("startedAt", "finishedAt")


@pytest.mark.node
def test_the_vendors_clients_receive_what_ours_receives(
    vendor_packages: Path, served: Sandbox, http: httpx.Client
) -> None:
    seen = run_script(SCRIPT, served.base_url, served.api_key, folder=vendor_packages)
    check_v1(seen["v1"], http)
    check_v2(seen["v2"], http)
    check_workspace(seen["workspace"], http)
    check_against_our_client(seen["v2"], served)
    theirs = [request.headers for request in served.requests if request.headers["user-agent"].startswith("v0-sdk")]
    assert "x-session-token" in theirs[-1], "the client returns the sandbox's token"


def check_v1(seen: Any, http: httpx.Client) -> None:
    def read(chat: Any) -> Any:
        return http.get(f"/v1/chats/{chat['id']}").json()

    for name in ("streamed", "initialised", "got"):
        received = {**seen[name], "object": "chat"}
        assert received == read(seen[name]), name
    assert seen["sent"] == seen["got"]
    assert [message["finishReason"] for message in seen["got"]["messages"][1::2]] == ["stop", "stop"]
    assert seen["created"]["messages"] == seen["got"]["messages"][:2]
    assert seen["created"]["name"] == seen["streamed"]["name"] == "a todo list"
    assert seen["streamed"]["latestVersion"]["files"] == seen["created"]["latestVersion"]["files"]
    assert [chat["id"] for chat in seen["found"]["data"]] == [seen["got"]["id"]]
    assert seen["messages"]["data"] == seen["got"]["messages"][::-1]
    assert seen["version"] == seen["created"]["latestVersion"]
    assert seen["downloaded"] > 0


def check_v2(seen: Any, http: httpx.Client) -> None:
    def read(path: str) -> Any:
        return http.get(f"/v2/chats/{path}").json()

    created, streamed, sent = seen["created"]["chat"]["id"], seen["streamed"], seen["sent"]
    assert seen["got"] == read(created) and seen["listed"]["chats"] == [seen["got"]]
    assert seen["messages"] == read(f"{created}/messages")
    assert [message["usage"] for message in seen["messages"]["messages"]][2] == seen["created"]["usage"]
    assert seen["files"] == read(f"{created}/files") and seen["downloaded"] > 0
    assert sorted(seen["preview"]) == ["expiresAt", "token", "url"]
    assert seen["resolved"]["finishReason"] == "stop" and "Dark" in seen["resolved"]["parts"][1]["text"]

    assert (streamed["status"], streamed["title"]) == ("done", "a todo list")
    assert streamed["chat"] == read(streamed["chat"]["id"])
    (message, _) = read(f"{streamed['chat']['id']}/messages")["messages"]
    assert (streamed["parts"], streamed["usage"]) == (message["parts"], message["usage"])

    assert sent["message"] == read(f"{created}/messages/{sent['message']['id']}")
    assert sent["parts"] == sent["message"]["parts"] and sent["message"]["finishReason"] == "stop"


def check_against_our_client(seen: Any, served: Sandbox) -> None:
    """Our client streams the same prompt, which generates the same turn, and reads the vendor's message."""

    async def ours() -> tuple[Any, Any]:
        async with V0Client(served.api_key, base_url=served.base_url) as client:
            async with client.v2.chats.stream(message="a todo list") as stream:
                result = await stream.final()
            message = await client.v2.messages.get(seen["sent"]["message"]["chatId"], seen["sent"]["message"]["id"])
        return (result.title, result.text, timeless([part.to_dict() for part in result.parts])), message.to_dict()

    streamed, message = asyncio.run(ours())
    theirs = seen["streamed"]
    text = "\n\n".join(part["text"] for part in theirs["parts"] if part["type"] == "text")
    assert streamed == (theirs["title"], text, timeless(theirs["parts"]))
    assert message == seen["sent"]["message"]


def check_workspace(seen: Any, http: httpx.Client) -> None:
    """What the clients created, changed and deleted is what the sandbox holds."""
    v1, v2 = seen["v1"], seen["v2"]
    hooks = http.get("/v2/hooks").json()
    assert [hook["name"] for hook in hooks] == ["yours", "yours"]
    for prefix, workspace in (("/v1", v1), ("/v2", v2)):
        for path, received in workspace["read"].items():
            if path not in ("/hooks", "/mcp-servers"):  # version 2 adds to these lists
                assert received == http.get(prefix + path).json(), path
    assert v1["read"]["/hooks"]["data"] == [{"id": hooks[1]["id"], "object": "hook", "name": "mine"}]
    assert v2["read"]["/hooks"] == hooks and v2["read"]["/mcp-servers"] == http.get("/v2/mcp-servers").json()
    assert v1["deleted"]["deleted"] and v2["deleted"]["deleted"]

    project = v1["read"][f"/projects/{v1['projectId']}"]
    assert (project["name"], project["vercelProjectId"]) == ("Brot", v1["linked"]["id"])
    assert [chat["id"] for chat in project["chats"]] == [v1["chatId"]]
    decrypted = v1["decrypted"]
    assert decrypted["updated"]["data"]["value"] == "2"
    assert [(each["key"], each["value"]) for each in decrypted["left"]["data"]] == [("KEY", "secret")]
    assert "secret" not in json.dumps(v1["read"])
    assert v1["read"]["/reports/usage?limit=1"]["data"][0]["chatId"] == v1["chatId"]
    assert v1["limits"]["remaining"] < v1["limits"]["limit"]


def timeless(parts: list[Any]) -> list[Any]:
    return [{name: value for name, value in part.items() if name not in TIMES} for part in parts]
