"""What type checkers make of the SDK. Checked by mypy and basedpyright, never run.

Every `type: ignore` below marks a mistake the checkers must find: both report one that is not needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, assert_never, assert_type

from v0_client import (
    UNSET,
    APIStatusError,
    AsyncPaginator,
    ChatStream,
    ChatStreamV1,
    Download,
    EventStream,
    GenerationFailedError,
    InvalidRequestError,
    PendingConnection,
    PendingIntegration,
    PendingPermissions,
    PendingPlan,
    PendingQuestions,
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
    pending_task,
)
from v0_client.sandbox import ErrorResponse, Plan, Question, Questions, RecordedRequest, RequestLog, Sandbox, Turn


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
    assert_type(await client.v1.chats.update(chat.id, metadata={"team": None}), models.ChatDetail)
    assert_type(await client.v1.chats.delete(chat.id), models.DeletedChat)
    assert_type(await client.v1.chats.favorite(chat.id, is_favorite=True), models.FavoriteResult)
    assert_type(await client.v1.chats.fork(chat.id, privacy="team"), models.ChatDetail)


async def other_groups(client: V0Client) -> None:
    project = await client.v1.projects.create(name="Shop", environment_variables=[{"key": "K", "value": "v"}])
    assert_type(project, models.ProjectDetail)
    assert_type(await client.v1.integrations.vercel.projects.find(), models.VercelProjectList)
    billing = await client.v1.user.get_billing()
    assert_type(billing, models.TokenBilling | models.LegacyBilling | models.UnknownBilling)
    async for event in client.v2.usage.list_events(limit=10):
        assert_type(event, models.UsageEvent)
    assert_type(await client.v2.webhooks.list(), list[models.WebhookSummary])
    server = await client.v2.mcp_servers.create(name="n", url="u", scope="team", auth={"type": "bearer", "token": "t"})
    assert_type(server, models.McpServer)
    await client.v2.webhooks.create(name="n", events=["chat.created"], url="u")  # type: ignore[call-arg]  # no chat_id
    _ = client.v2.projects  # type: ignore[attr-defined]  # of version 1 only


async def version_1_messages(client: V0Client) -> None:
    chats = client.v1.chats
    assert_type(await chats.send_message("chat_1", message="Hi", action={"type": "fix-with-v0"}), models.ChatDetail)
    assert_type(await chats.get_message("chat_1", "msg_1"), models.MessageDetail)
    assert_type(await chats.send_and_wait("chat_1", message="Hi", timeout=60, poll=Poll()), models.ChatDetail)
    task = models.PlanExitResponseTask(status="approved", content="Go")
    assert_type(await chats.resolve_task("chat_1", task=task, response_mode="async"), models.ChatDetail)
    assert_type(await chats.resolve_and_wait("chat_1", task=task, on_timeout="stop"), models.ChatDetail)
    async with chats.send_stream("chat_1", message="Hi") as sent:
        assert_type(sent, ChatStreamV1[models.V1ChatStreamEvent])
    async with chats.resolve_stream("chat_1", task=task) as resolved:
        assert_type(resolved, ChatStreamV1[models.V1ChatStreamEvent])
    async with chats.resume("chat_1", "msg_1") as joined:
        assert_type(joined, ChatStreamV1[models.V1ChatStreamEvent])


async def version_1_versions(client: V0Client) -> None:
    chats = client.v1.chats
    assert_type(await chats.get_version("chat_1", "v_1", include_default_files=True), models.VersionDetail)
    files: list[models.VersionFile | models.VersionFileDict] = [
        models.VersionFile(name="a.tsx", content="x", locked=True),
        {"name": "b.tsx", "content": ""},
    ]
    assert_type(await chats.update_version("chat_1", "v_1", files=files), models.VersionDetail)
    assert_type(await chats.delete_version_files("chat_1", "v_1", file_paths=("a.tsx",)), models.VersionDetail)
    assert_type(await chats.restore("chat_1", "v_1"), models.VersionDetail)


async def lists(client: V0Client) -> None:
    found = client.v1.chats.find(limit=60, is_favorite=True, metadata={"team": "core"})
    assert_type(found, AsyncPaginator[models.ChatSummaryList, models.ChatSummary])
    assert_type(await found, models.ChatSummaryList)
    async for chat in found:
        assert_type(chat, models.ChatSummary)
        assert_type(chat.latest_version, models.VersionSummary | Unset)
    async for page in found.iter_pages():
        assert_type(page, models.ChatSummaryList)
    assert_type(
        client.v1.chats.find_messages("chat_1"), AsyncPaginator[models.MessageSummaryList, models.MessageSummary]
    )
    assert_type(
        client.v1.chats.find_versions("chat_1"), AsyncPaginator[models.VersionSummaryList, models.VersionSummary]
    )
    assert_type(client.v2.chats.list(author_id="user_1"), AsyncPaginator[models.ChatList, models.Chat])
    async for message in client.v2.messages.list("chat_1", cursor="c"):
        assert_type(message, models.Message)
    assert_type(api.list_chats(client), AsyncPaginator[models.ChatList, models.Chat])
    assert_type([chat async for chat in api.find_chats(client)], list[models.ChatSummary])


async def downloads(client: V0Client) -> None:
    archive = client.v1.chats.download_version("chat_1", "v_1", format="tarball", include_default_files=False)
    assert_type(archive, Download)
    assert_type(await archive, bytes)
    assert_type(await archive.save("site.tar.gz", on_progress=print), int)
    assert_type(client.v2.chats.download_files("chat_1"), Download)
    assert_type(await api.download_files(client, "chat_1"), bytes)
    assert_type(await client.v1.chats.download("chat_1", "v_1", "site.zip", format="zip"), int)
    with open("site.zip", "wb") as file:  # noqa: ASYNC230, PTH123 - never run
        assert_type(await client.v2.chats.download("chat_1", file), int)


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
    assert_type(part.type, Literal["text"])
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
                assert_type(event.object, Literal["message.parts.chunk"])
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


async def every_event(client: V0Client) -> None:
    """A match over the classes that occur is exhaustive: an `error` event is raised."""
    async with client.v2.chats.stream(message="Hi") as stream:
        async for event in stream:
            match event:
                case models.ChatStateEvent() | models.ChatTitleEvent() | models.MessagePartsChunkEvent():
                    assert_type(event.object, Literal["chat", "chat.title", "message.parts.chunk"])
                case models.MessageUsageEvent() | models.UnknownEvent() | Resumed():
                    pass
                case _:
                    assert_never(event)
    async with api.send_message_stream(client, "chat_1", message="Hi") as plain:
        async for event_ in plain:
            match event_:
                case models.MessageStateEvent() | models.MessagePartsChunkEvent() | models.MessageUsageEvent():
                    pass
                case models.UnknownEvent():
                    pass
                case _:
                    assert_never(event_)


async def arguments(client: V0Client) -> None:
    task: models.ResolveTask = {"type": "plan-exit-response", "status": "approved", "content": "Go"}
    skill: models.Skill = models.MemorySkill(scope="team", skill_name="brand")
    await client.v2.messages.resolve("chat_1", task=task)
    await client.v2.chats.create(message="Hi", skills=[skill, {"type": "remote", "id": "a/b"}])
    await client.v2.chats.create_and_wait(message="Hi", skills=[skill], timeout=60, on_update=print)
    await client.v2.chats.create_and_wait(message="Hi", tiemout=60)  # type: ignore[call-arg]  # misspelt on purpose
    await client.v2.chats.create_and_wait(message="Hi", on_timeout="explode")  # type: ignore[arg-type]  # invalid on purpose


async def version_2(client: V0Client) -> None:
    assert_type(await client.v2.chats.get("chat_1"), models.Chat)
    message = await client.v2.messages.get("chat_1", "msg_1")
    assert_type(message, models.Message)
    assert_type(message.finish_reason, models.FinishReason | None | Unset)
    page = await client.v2.messages.list("chat_1", limit=50)
    assert_type(page, models.MessageList)
    if page.cursor:
        assert_type(page.cursor, str)
    chats = client.v2.chats
    assert_type(await chats.create(message="Hi", privacy="team"), models.ChatWithUsage)
    begun = await chats.create_async(message="Hi", attachments=[models.TextAttachment(content="notes")])
    assert_type(begun, models.AsyncChat)
    assert_type(begun.message_id, str)
    assert_type(await chats.create_and_wait(message="Hi", timeout=None), models.Message)
    new_file = models.NewSourceFile(name="a.png", content="AA==", encoding="base64")
    from_files = await chats.create_from_files(files=[new_file, {"name": "b", "content": ""}])
    assert_type(from_files, models.ChatWithUsage)
    assert_type(await chats.create_from_repo(repo={"url": "https://github.com/a/b"}), models.ChatWithUsage)
    assert_type(await chats.create_from_zip(url="https://x.test/a.zip"), models.ChatWithUsage)
    assert_type(await chats.update("chat_1", metadata=None), models.Chat)
    assert_type(await chats.delete("chat_1"), models.DeletedChatV2)
    assert_type(await chats.duplicate("chat_1", privacy="private"), models.Chat)
    assert_type(await chats.deploy("chat_1"), models.DeployedChat)
    assert_type(await chats.create_vercel_project("chat_1"), models.CreatedVercelProject)
    assert_type(await chats.get_files("chat_1"), models.SourceFiles)
    gone = models.SourceFileChange(path="a.tsx", content=None)
    added = await chats.update_files("chat_1", files=[gone, {"path": "b", "content": "", "encoding": "utf8"}])
    assert_type(added, models.AddedMessages)
    assert_type(await chats.restore_message("chat_1", message_id="msg_1"), models.AddedMessages)


async def what_is_not_ready(client: V0Client) -> None:
    preview = await client.v2.chats.get_preview("chat_1")
    assert_type(preview, models.ChatPreview | None)
    if preview is not None:
        assert_type(preview.url, str | Unset)
    status = await client.v2.chats.get_connect_status("chat_1", request_id="req_1")
    assert_type(status, models.ConnectStatus)
    match status:
        case models.ConnectReady():
            assert_type(status.connector, models.VercelConnector | Unset)
        case models.ConnectFailed():
            assert_type(status.message, str | Unset)
        case models.ConnectPending() | models.UnknownConnectStatus():
            pass
        case _:
            assert_never(status)


async def version_2_messages(client: V0Client) -> None:
    messages = client.v2.messages
    assert_type(await messages.send("chat_1", message="Hi", system_prompt="Briefly"), models.Message)
    begun = await messages.send_async("chat_1", message="Hi")
    assert_type(begun, models.AsyncMessage)
    assert_type(await messages.wait("chat_1", begun.message_id, on_update=print), models.Message)
    assert_type(await messages.send_and_wait("chat_1", message="Hi", on_timeout="stop"), models.Message)
    async for changed in messages.poll("chat_1", "msg_1"):
        assert_type(changed, models.Message)
    assert_type(await messages.stop("chat_1", "msg_1"), models.StoppedMessage)
    async with messages.send_stream("chat_1", message="Hi") as stream:
        assert_type(stream, ChatStream[models.MessageStreamEvent])
        async for event in stream:
            assert_type(event, models.MessageStreamEvent | Resumed)
            if isinstance(event, models.MessageStateEvent):
                assert_type(event.finish_reason, models.FinishReason | None | Unset)
        assert_type(await stream.final(), StreamResult)
    async with messages.resolve_stream("chat_1", task={"type": "vercel-connect-setup"}) as resolved:
        assert_type(resolved, ChatStream[models.MessageStreamEvent])
        async for text in resolved.text_deltas():
            assert_type(text, str)


async def tasks(client: V0Client, message: models.Message, result: StreamResult) -> None:
    assert_type(pending_task(message), PendingTask | None)
    assert_type(pending_task(result.parts), PendingTask | None)
    answer: (
        models.AnsweredQuestionsTask
        | models.PlanExitResponseTask
        | models.ConfirmedStepsTask
        | models.ConfirmedPermissionsTask
        | models.VercelConnectSetupTask
        | models.VercelConnectAuthorizationTask
    )
    match pending_task(message):
        case PendingQuestions() as task:
            assert_type(task.questions, Sequence[models.Question])
            assert_type(task.part, models.AgentActionPart | models.ToolCallPart)
            answer = task.answer({"q_1": "Red", "q_2": ["a", "b"]}, custom={"q_3": "Neither"})
        case PendingPlan() as task:
            assert_type(task.plan, str)
            assert_type(task.summary, str | None)
            assert_type(task.reject(), models.PlanExitResponseTask)
            answer = task.request_changes("Smaller")
        case PendingIntegration() as task:
            assert_type(task.integrations, Sequence[str])
            assert_type(task.decline(), models.ConfirmedStepsTask)
            answer = task.connected(mcp_presets=["Linear"])
        case PendingPermissions() as task:
            assert_type(task.permissions, Sequence[models.SuggestedPermission])
            answer = task.grant(list(task.permissions)[:1], user_message="Go")
        case PendingConnection() as task:
            assert_type(task.setup_url, str | None)
            answer = task.connected()
        case _:
            return
    assert_type(await client.v2.messages.resolve("chat_1", task=answer), models.Message)
    assert_type(await client.v2.messages.resolve_async("chat_1", task=answer), models.AsyncMessage)
    assert_type(await client.v1.chats.resolve_task("chat_1", task=answer), models.ChatDetail)
    await client.v2.messages.resolve(
        "chat_1",
        task={"type": "confirmed-steps", "connectedMcpPresetNames": ["Linear"]},
        model_configuration={"modelId": "v0-pro"},
    )


async def functions(client: V0Client) -> None:
    assert_type(await api.create_chat(client, message="Hi"), models.ChatDetail)
    assert_type(await api.list_messages(client, "chat_1"), models.MessageList)
    async with api.create_chat_stream(client, message="Hi") as events:
        assert_type(events, EventStream[models.ChatStreamEvent])
        async for event in events:
            assert_type(event, models.ChatStreamEvent)
    async with api.send_message_stream(client, "chat_1", message="Hi") as told:
        assert_type(told, EventStream[models.MessageStreamEvent])
    async with api.resume_message(client, "chat_1", "msg_1") as joined:
        assert_type(joined, EventStream[models.V1ChatStreamEvent])
    params: api.CreateChatParams = {"message": "Hi", "response_mode": "async"}
    await api.create_chat(client, **params)
    change: api.UpdateChatV2Params = {"metadata": {"team": None}}
    await client.v2.chats.update("chat_1", **change)


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
    await client.v1.chats.create()  # type: ignore[call-arg]  # refused, which is tested
    await client.v1.chats.create("Hi")  # type: ignore[call-arg]  # refused, which is tested
    await client.v1.chats.create(message=1)  # type: ignore[arg-type]  # refused, which is tested
    await client.v1.chats.create(message="Hi", systm="x")  # type: ignore[call-arg]  # refused, which is tested
    await client.v1.chats.create(message="Hi", system=None)  # type: ignore[arg-type]  # refused, which is tested
    await client.v1.chats.create(message="Hi", skills=[{"type": "remote"}])  # type: ignore[list-item]  # refused, which is tested
    await client.v1.chats.create_and_wait()  # type: ignore[call-arg]  # refused, which is tested
    await client.v1.chats.create_and_wait(message="Hi", on_timeout="halt")  # type: ignore[arg-type]  # refused, which is tested
    await client.v1.chats.init({"type": "zip"})  # type: ignore[arg-type]  # refused, which is tested
    await client.v1.chats.init("https://github.com/a/b")  # type: ignore[arg-type]  # refused, which is tested
    await client.v2.messages.get("chat_1")  # type: ignore[call-arg]  # refused, which is tested
    client.v2.chats.stream(message="Hi", model_configuration={"modelId": "v0-pro"})  # type: ignore[arg-type]  # refused, which is tested
    await client.v1.chats.find(is_favorite="true")  # type: ignore[arg-type]  # refused, which is tested
    await client.v1.chats.favorite("chat_1", True)  # type: ignore[call-arg]  # refused, which is tested
    await client.v1.chats.send_and_wait("chat_1")  # type: ignore[call-arg]  # refused, which is tested
    await client.v2.chats.list("chat_1")  # type: ignore[call-arg, arg-type]  # refused, which is tested
    await client.v2.chats.duplicate("chat_1")  # type: ignore[call-arg]  # refused, which is tested
    await client.v2.chats.get_connect_status("chat_1")  # type: ignore[call-arg]  # refused, which is tested
    await client.v2.chats.update("chat_1", title=None)  # type: ignore[arg-type]  # refused, which is tested
    await client.v2.chats.update_files("chat_1", files=[{"path": "a.tsx"}])  # type: ignore[list-item]  # refused, which is tested
    await client.v2.messages.resolve("chat_1", task={"type": "plan-exit-response"})  # type: ignore[arg-type]  # refused, which is tested
    await client.v2.messages.resolve("chat_1", task=models.AskUserQuestionsData())  # type: ignore[arg-type]  # refused, which is tested
    await client.v2.messages.send("chat_1", message="Hi", title="x")  # type: ignore[call-arg]  # refused, which is tested
    await client.v2.chats.download("chat_1")  # type: ignore[call-arg]  # refused, which is tested
    for _ in client.v2.chats.list():  # type: ignore[attr-defined]  # refused, which is tested
        pass
    async for _ in client.v2.chats.get_files("chat_1"):  # type: ignore[attr-defined]  # refused, which is tested
        pass
    print((await client.v2.chats.get_preview("chat_1")).url)  # type: ignore[union-attr]  # it may not be ready
    async with client.v1.chats.get("chat_1"):  # type: ignore[attr-defined]  # refused, which is tested
        pass
    await api.get_chat("chat_1")  # type: ignore[call-arg, arg-type]  # refused, which is tested
    V0Client(api_key=7)  # type: ignore[arg-type]  # refused, which is tested
    models.Chat(title="x")  # type: ignore[call-arg]  # refused, which is tested
    models.InitChatFromTemplate("tpl_1")  # type: ignore[call-arg]  # refused, which is tested


def sandbox(v0_sandbox: Sandbox, parts: list[dict[str, str]]) -> None:
    v0_sandbox.script(
        ErrorResponse(status=429, retry_after=1),
        Turn(text="Hi", files={"a.txt": "A", "b.png": b"", "c.txt": None}, parts=parts, finish_reason="length"),
        Turn(
            task=Questions([Question("Which?", ["This", "That"]), Question("Sure?", {"Yes": "Do it"})]),
            disconnect_after=3,
        ),
        when=lambda prompt: prompt.endswith("?"),
        repeat=True,
    )
    v0_sandbox.script(Turn(finish_reason="stopped"))  # type: ignore[arg-type]  # refused, which is tested
    v0_sandbox.script(Turn(task=Plan))  # type: ignore[arg-type]  # refused, which is tested
    v0_sandbox.script("Hi")  # type: ignore[arg-type]  # refused, which is tested
    v0_sandbox.async_seconds = None
    v0_sandbox.pending_reads = 2
    assert_type(v0_sandbox.finish("chat_1"), None)
    assert_type(v0_sandbox.requests.filter("create_chat", path="/v1/*"), RequestLog)
    assert_type(v0_sandbox.requests.last, RecordedRequest)
    assert_type(v0_sandbox.requests.last.operation, str | None)
