"""What type checkers make of the SDK. Checked by mypy and basedpyright, never run.

Every `type: ignore` below marks a mistake the checkers must find: both report one that is not needed.
"""

from __future__ import annotations

from typing import Any, Literal, assert_type

from v0_client import (
    UNSET,
    APIStatusError,
    ChatStream,
    ChatStreamV1,
    EventStream,
    GenerationFailedError,
    InvalidRequestError,
    PendingTask,
    Poll,
    Resumed,
    StreamIncompleteError,
    StreamResult,
    Timeouts,
    Unset,
    V0Client,
    WaitTimeoutError,
    api,
    models,
)
from v0_client.sandbox import Plan, Question, Questions, RecordedRequest, Refusal, RequestLog, Sandbox, Turn


async def version_1(client: V0Client) -> None:
    chat = await client.v1.chats.create(message="Hi", chat_privacy="team", mcp_server_ids=[], design_system_id=None)
    assert_type(chat, models.ChatDetail)
    assert_type(await client.v1.chats.get("chat_1"), models.ChatDetail)
    assert_type(await client.v1.chats.stop("chat_1", "msg_1"), models.StopMessageResult)
    assert_type(await client.v1.chats.create_and_wait(message="Hi", poll=Poll(interval=2)), models.ChatDetail)
    assert_type(await client.v1.chats.wait(chat.id, after=chat, on_timeout="stop"), models.ChatDetail)
    async for changed in client.v1.chats.poll(chat.id):
        assert_type(changed, models.ChatDetail)
    async with client.v1.chats.stream(message="Hi", chat_privacy="team") as stream:
        assert_type(stream, ChatStreamV1[models.V1ChatStreamEvent])
        assert_type(await stream.final(), models.ChatDetail)


async def optional_values(chat: models.ChatDetail, message: models.MessageSummary) -> None:
    assert_type(chat.id, str)
    assert_type(chat.latest_version, models.VersionDetail | Unset)
    if chat.latest_version:
        assert_type(chat.latest_version, models.VersionDetail)
        assert_type(chat.latest_version.demo_url, str | Unset)
    if chat.latest_version is not UNSET:
        assert_type(chat.latest_version, models.VersionDetail)
    if chat.messages:
        assert_type(chat.messages[0], models.MessageSummary)
    assert_type(message.author_id, str | None | Unset)  # null has a meaning of its own
    assert_type(chat.additional_properties, dict[str, Any])
    print(chat.latest_version.id)  # type: ignore[union-attr]  # it may be absent


async def tags_and_open_enums(part: models.TextPart, chat: models.ChatDetail) -> None:
    assert_type(part.type_, Literal["text"])
    assert_type(chat.privacy, models.ChatPrivacy | Unset)
    if chat.privacy:
        wide: str = chat.privacy  # whatever the API may add is a readable string
        wide.upper()
    newer: models.ChatPrivacy = "galactic"
    known: models.FinishReason = "stop"
    print(newer, known)


async def streams(client: V0Client) -> None:
    async with client.v2.chats.stream(message="Hi", skills=[{"type": "remote", "id": "a/b"}]) as stream:
        assert_type(stream, ChatStream[models.ChatStreamEvent])
        async for event in stream:
            assert_type(event, models.ChatStreamEvent | Resumed)
            if isinstance(event, models.MessagePartsChunkEvent):
                assert_type(event.object_, Literal["message.parts.chunk"])
            elif isinstance(event, models.UnknownEvent):
                assert_type(event.raw, Any)
        async for text in stream.text_deltas():
            assert_type(text, str)
        result = await stream.final()
        assert_type(stream.chat, models.Chat | None)
        assert_type(stream.usage, models.Usage | None)
        assert_type(stream.parts, list[models.MessagePart])
        await stream.stop()
    assert_type(result, StreamResult)
    assert_type(result.message, models.Message | None)
    assert_type(result.finish_reason, models.FinishReason | None)
    assert_type(result.pending_task, PendingTask | None)
    for part in result.parts:
        if isinstance(part, models.TextPart):
            assert_type(part.text, str | Unset)
    async with client.v2.chats.resume("chat_1") as joined:
        assert_type(joined, ChatStream[models.ChatStreamEvent])


async def version_2(client: V0Client) -> None:
    assert_type(await client.v2.chats.get("chat_1"), models.Chat)
    message = await client.v2.messages.get("chat_1", "msg_1")
    assert_type(message, models.Message)
    assert_type(message.finish_reason, models.FinishReason | None | Unset)
    page = await client.v2.messages.list("chat_1", limit=50)
    assert_type(page, models.MessageList)
    if page.cursor:
        assert_type(page.cursor, str)


async def functions(client: V0Client) -> None:
    assert_type(await api.create_chat(client, message="Hi"), models.ChatDetail)
    assert_type(await api.list_messages(client, "chat_1"), models.MessageList)
    async with api.create_chat_stream(client, message="Hi") as events:
        assert_type(events, EventStream[models.ChatStreamEvent])
        async for event in events:
            assert_type(event, models.ChatStreamEvent)
    params: api.CreateChatParams = {"message": "Hi", "response_mode": "async"}
    await api.create_chat(client, **params)


async def models_and_dicts(client: V0Client) -> None:
    file = models.InitFile(name="a.tsx", content="x", locked=True)
    await client.v1.chats.init(models.InitChatFromFiles(files=[file, {"name": "b.tsx", "url": "https://x.test"}]))
    await client.v1.chats.init({"type": "files", "files": [file, {"name": "b.tsx", "content": ""}]})
    await client.v1.chats.init({"type": "repo", "repo": {"url": "https://github.com/a/b"}, "lockAllFiles": True})
    await client.v1.chats.create(message="Hi", model_configuration={"modelId": "v0-max", "thinkingEffort": None})
    await client.v1.chats.create(message="Hi", attachments=(models.Attachment(url="x"), {"url": "y"}), metadata={})
    client.v2.chats.stream(
        message="Hi",
        model_configuration=models.ModelConfigurationV2(model_id="v0-pro", image_generations=False),
        attachments=[{"content": "notes"}, {"url": "x"}],
    )


async def settings(client: V0Client) -> None:
    async def asked() -> str:
        return "key"

    V0Client(asked, timeouts=Timeouts(read=None, idle=30), max_response_size=None)
    V0Client(lambda: "key")
    async with client as same:
        assert_type(same, V0Client)
    assert_type(client.with_options(max_retries=0, extra_body={"new": 1}), V0Client)


def failures(
    status: APIStatusError,
    invalid: InvalidRequestError,
    timeout: WaitTimeoutError,
    cut: StreamIncompleteError,
    failed: GenerationFailedError,
) -> None:
    assert_type(status.retry_after, float | None)
    assert_type(invalid.field, str | None)
    assert_type(timeout.last, models.ChatDetail | models.Message | None)
    assert_type(cut.result, StreamResult | None)
    assert_type(failed.chat, models.ChatDetail | None)
    error: ValueError = invalid
    late: TimeoutError = timeout
    print(error, late)


async def mistakes(client: V0Client) -> None:
    await client.v1.chats.create()  # type: ignore[call-arg]
    await client.v1.chats.create("Hi")  # type: ignore[call-arg]
    await client.v1.chats.create(message=1)  # type: ignore[arg-type]
    await client.v1.chats.create(message="Hi", systm="x")  # type: ignore[call-arg]
    await client.v1.chats.create(message="Hi", system=None)  # type: ignore[arg-type]
    await client.v1.chats.create(message="Hi", skills=[{"type": "remote"}])  # type: ignore[list-item]
    await client.v1.chats.create_and_wait()  # type: ignore[call-arg]
    await client.v1.chats.create_and_wait(message="Hi", on_timeout="halt")  # type: ignore[arg-type]
    await client.v1.chats.init({"type": "zip"})  # type: ignore[arg-type]
    await client.v1.chats.init("https://github.com/a/b")  # type: ignore[arg-type]
    await client.v2.messages.get("chat_1")  # type: ignore[call-arg]
    client.v2.chats.stream(message="Hi", model_configuration={"modelId": "v0-pro"})  # type: ignore[arg-type]
    async with client.v1.chats.get("chat_1"):  # type: ignore[attr-defined]
        pass
    await api.get_chat("chat_1")  # type: ignore[call-arg, arg-type]
    V0Client(api_key=7)  # type: ignore[arg-type]
    models.Chat(title="x")  # type: ignore[call-arg]
    models.InitChatFromTemplate("tpl_1")  # type: ignore[call-arg]


def sandbox(v0_sandbox: Sandbox, parts: list[dict[str, str]]) -> None:
    v0_sandbox.script(
        Refusal(status=429, retry_after=1),
        Turn(text="Hi", files={"a.txt": "A", "b.png": b"", "c.txt": None}, parts=parts, finish_reason="length"),
        Turn(task=Questions([Question("Which?", ["This", "That"]), Question("Sure?", {"Yes": "Do it"})]), cut=3),
        when=lambda prompt: prompt.endswith("?"),
        repeat=True,
    )
    v0_sandbox.script(Turn(finish_reason="stopped"))  # type: ignore[arg-type]
    v0_sandbox.script(Turn(task=Plan))  # type: ignore[arg-type]
    v0_sandbox.script("Hi")  # type: ignore[arg-type]
    v0_sandbox.async_seconds = None
    v0_sandbox.async_polls = 2
    assert_type(v0_sandbox.finish("chat_1"), None)
    assert_type(v0_sandbox.requests.filter("create_chat", path="/v1/*"), RequestLog)
    assert_type(v0_sandbox.requests.last, RecordedRequest)
    assert_type(v0_sandbox.requests.last.operation, str | None)
