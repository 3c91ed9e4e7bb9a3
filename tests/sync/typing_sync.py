"""What type checkers make of the synchronous client. Checked by mypy and basedpyright, never run.

Every `type: ignore` below marks a mistake the checkers must find: both report one that is not needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, assert_type

from v0_client import (
    Poll,
    Resumed,
    StreamResult,
    SyncChatStream,
    SyncChatStreamV1,
    SyncPaginator,
    SyncRelay,
    SyncV0Client,
    Timeouts,
    Unset,
    models,
)


def version_1(client: SyncV0Client) -> None:
    chats = client.v1.chats
    chat = chats.create(message="Hi", chat_privacy="team", mcp_server_ids=[], design_system_id=None)
    assert_type(chat, models.ChatDetail)
    assert_type(chats.get("chat_1").latest_version, models.VersionDetail | Unset)
    assert_type(chats.create_and_wait(message="Hi", poll=Poll(interval=2), on_update=print), models.ChatDetail)
    assert_type(chats.wait(chat.id, after=chat, on_timeout="stop"), models.ChatDetail)
    assert_type(chats.poll(chat.id), Iterator[models.ChatDetail])
    for changed in chats.poll(chat.id):
        assert_type(changed, models.ChatDetail)
    assert_type(chats.find(limit=60), SyncPaginator[models.ChatSummaryList, models.ChatSummary])
    assert_type(chats.find_versions("chat_1").page(), models.VersionSummaryList)
    assert_type(chats.download_version("chat_1", "v_1", format="zip"), bytes)
    assert_type(chats.download("chat_1", "v_1", "app.zip"), int)
    with chats.stream(message="Hi", chat_privacy="team") as stream:
        assert_type(stream, SyncChatStreamV1[models.V1ChatStreamEvent])
        for event in stream:
            assert_type(event, models.V1ChatStreamEvent)
        assert_type(stream.content, list[Any])
        assert_type(stream.final(), models.ChatDetail)
    assert_type(client.v1.user.get(), models.User)


def version_2(client: SyncV0Client) -> None:
    chats = client.v2.chats
    assert_type(chats.create(message="Hi"), models.ChatWithUsage)
    assert_type(chats.create_and_wait(message="Hi", timeout=None), models.Message)
    assert_type(chats.create_once("job-17", message="Hi"), models.AsyncChat)
    assert_type(chats.find_once("job-17"), models.AsyncChat | None)
    assert_type(chats.download_files("chat_1"), bytes)
    for chat in chats.list(limit=50):
        assert_type(chat, models.Chat)
    for page in chats.list().iter_pages():
        assert_type(page, models.ChatList)
    with chats.stream(message="Hi", skills=[{"type": "remote", "id": "a/b"}]) as stream:
        assert_type(stream, SyncChatStream[models.ChatStreamEvent])
        for event in stream:
            assert_type(event, models.ChatStreamEvent | Resumed)
        for text in stream.text_deltas():
            assert_type(text, str)
        assert_type(stream.final(verify=False), StreamResult)
        assert_type(stream.parts, list[models.MessagePart])
        assert_type(stream.chat, models.Chat | None)
        stream.stop()
    with chats.resume("chat_1", cursor=stream.cursor) as resumed:
        assert_type(resumed, SyncChatStream[models.ChatStreamEvent])
    with client.v2.messages.send_stream("chat_1", message="Hi") as sent:
        assert_type(sent, SyncChatStream[models.MessageStreamEvent])
    for piece in SyncRelay(chats.stream(message="Hi"), snapshots=True):
        assert_type(piece, bytes)


def settings() -> None:
    SyncV0Client(lambda: "key", timeouts=Timeouts(read=None, idle=30), max_response_size=None)
    with SyncV0Client("key", base_url="https://api.test") as client:
        assert_type(client, SyncV0Client)
        assert_type(client.with_options(max_retries=0, extra_body={"new": 1}), SyncV0Client)
        client.request("GET", "/v1/user", params={"limit": 1})


def mistakes(client: SyncV0Client) -> None:
    client.v1.chats.create()  # type: ignore[call-arg]  # no message
    client.v1.chats.create("Hi")  # type: ignore[call-arg]  # positional
    client.v1.chats.create(message=1)  # type: ignore[arg-type]  # not a text
    client.v1.chats.create(message="Hi", systm="x")  # type: ignore[call-arg]  # misspelt
    client.v2.chats.create_and_wait(message="Hi", tiemout=60)  # type: ignore[call-arg]  # misspelt
    client.v2.chats.create_and_wait(message="Hi", on_timeout="explode")  # type: ignore[arg-type]  # unknown value
    client.v2.messages.get("chat_1")  # type: ignore[call-arg]  # no message id
    client.v2.chats.list("chat_1")  # type: ignore[call-arg, arg-type]  # takes no id
    client.v2.chats.download("chat_1")  # type: ignore[call-arg]  # no destination
    client.request("GET")  # type: ignore[call-arg]  # no path
    client.with_options(max_retry=1)  # type: ignore[call-arg]  # misspelt
    SyncV0Client(api_key=7)  # type: ignore[arg-type]  # not a text
    SyncV0Client(base_ul="https://api.test")  # type: ignore[call-arg]  # misspelt
    SyncRelay(client.v2.chats.stream(message="Hi"), snapshot=True)  # type: ignore[call-arg]  # misspelt


async def not_to_be_awaited(client: SyncV0Client) -> None:
    await client.v2.chats.get("chat_1")  # type: ignore[misc]  # not awaitable
    async for _ in client.v2.chats.list():  # type: ignore[attr-defined]  # not asynchronous
        pass
