"""The life of a chat through the client, against the sandbox: from its creation through its tasks to its deletion."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from v0_client import (
    UNSET,
    ConflictError,
    NotFoundError,
    PendingConnection,
    PendingIntegration,
    PendingPermissions,
    PendingPlan,
    PendingQuestions,
    PendingTask,
    Poll,
    V0Client,
    models,
    pending_task,
    sources,
)
from v0_client.sandbox import Sandbox

pytestmark = pytest.mark.anyio

QUICK = Poll(interval=0.01, max_interval=0.05)


def answer_to(task: PendingTask | None) -> models.AnsweredQuestionsTask | models.PlanExitResponseTask:
    match task:
        case PendingQuestions():
            return task.answer({question.id or "": "Dark" for question in task.questions})
        case PendingPlan():
            return task.approve()
        case _:
            raise AssertionError(f"unexpected task: {task}")


async def test_version_2(client: V0Client, sandbox: Sandbox, tmp_path: Path) -> None:  # noqa: PLR0915 - the steps depend on each other
    chats, messages = client.v2.chats, client.v2.messages

    # Made as a stream, whose connection breaks off; in one call; and without waiting.
    async with chats.stream(message="A bakery sandbox:disconnect_after=6", metadata={"team": "web"}) as stream:
        made = await stream.final()
    assert made.chat and made.message_id and made.finish_reason == "stop"
    chat_id = made.chat.id
    whole = await chats.create(message="A florist", privacy="unlisted")
    assert whole.chat and whole.chat.privacy == "unlisted" and whole.usage and whole.usage.tokens
    begun = await chats.create_async(message="A butcher", metadata={"team": "web"})
    first = await messages.wait(begun.chat_id, begun.message_id, poll=QUICK)
    assert (first.id, first.finish_reason, first.chat_id) == (begun.message_id, "stop", begun.chat_id)
    updates: list[models.Message] = []
    waited = await chats.create_and_wait(message="A baker", poll=QUICK, on_update=updates.append)
    assert updates[0] == models.Message(id=waited.id, chat_id=waited.chat_id)
    assert updates[-1] == waited and waited.finish_reason == "stop"

    # Sent messages: in one call, as a stream, in the background.
    said = await messages.send(chat_id, message="Make it blue")
    assert said.finish_reason == "stop" and "blue" in (said.content or "")
    async with messages.send_stream(chat_id, message="Make it green sandbox:eof_after=4") as stream:
        text = "".join([piece async for piece in stream.text_deltas()])
        told = await stream.final()
    assert told.text == text and told.finish_reason == "stop" and told.message_id != said.id
    later = await messages.send_and_wait(chat_id, message="Make it red", poll=QUICK)
    assert later.finish_reason == "stop" and later.id not in (said.id, told.message_id)

    # Blocked by a task, and resolved in each of the three ways.
    asked = await messages.send(chat_id, message="Which colour? sandbox:ask")
    assert asked.finish_reason == "tool-calls"
    task = pending_task(asked)
    with pytest.raises(ConflictError) as refused:
        await messages.resolve(chat_id, task=models.PlanExitResponseTask(status="approved", content="Go."))
    assert refused.value.chat_id == chat_id
    resolved = await messages.resolve(chat_id, task=answer_to(task))
    assert resolved.finish_reason == "stop" and "Dark" in str(resolved.to_dict()) and pending_task(resolved) is None
    planned = await messages.send(chat_id, message="Plan it sandbox:plan")
    async with messages.resolve_stream(chat_id, task=answer_to(pending_task(planned))) as stream:
        assert (await stream.final()).finish_reason == "stop"
    planned = await messages.send(chat_id, message="Plan it again sandbox:plan")
    task = pending_task(planned)
    assert isinstance(task, PendingPlan)
    begun_again = await messages.resolve_async(chat_id, task=task.request_changes("Smaller."))
    assert (await messages.wait(chat_id, begun_again.message_id, poll=QUICK)).finish_reason == "stop"

    # Listed in pages.
    replies = [m async for m in messages.list(chat_id, limit=2) if m.role == "assistant"]
    assert len(replies) == 10 and replies[0].id == begun_again.message_id
    assert len(replies) == len({m.id for m in replies})
    team = [chat.id async for chat in chats.list(limit=1, metadata={"team": "web"})]
    assert team == [begun.chat_id, chat_id]
    assert {chat_id, whole.chat.id} < {chat.id async for chat in chats.list()}

    # Files: read, changed, downloaded, restored.
    files = (await chats.get_files(chat_id)).files or []
    assert "app/page.tsx" in {file.path for file in files}
    await chats.update_files(
        chat_id,
        files=[{"path": "notes.md", "content": "# Notes"}, models.SourceFileChange(path="app/page.tsx", content=None)],
    )
    changed = {file.path: file.content for file in (await chats.get_files(chat_id)).files or []}
    assert changed["notes.md"] == "# Notes" and "app/page.tsx" not in changed
    progress: list[tuple[int, int | None]] = []
    size = await chats.download(chat_id, tmp_path / "app.zip", on_progress=lambda got, of: progress.append((got, of)))
    assert progress[-1] == (size, size) and (tmp_path / "app.zip").stat().st_size == size
    with zipfile.ZipFile(io.BytesIO(await chats.download_files(chat_id))) as archive:
        assert set(archive.namelist()) == changed.keys()
    await chats.restore_message(chat_id, message_id=made.message_id)
    restored = (await chats.get_files(chat_id)).files or []
    assert "app/page.tsx" in {file.path for file in restored}

    # Previewed, duplicated, deployed.
    preview = await chats.get_preview(chat_id)
    assert preview and preview.url and preview.token
    copy = await chats.duplicate(chat_id, privacy="team", title="Copy")
    assert (copy.title, copy.privacy) == ("Copy", "team") and copy.id != chat_id
    assert (await chats.deploy(chat_id)).deployment_id
    assert (await chats.create_vercel_project(copy.id, name="bakery")).vercel_project_id

    # Stopped, and joined again.
    async with chats.stream(message="A slow one sandbox:never_finish") as stream:
        await anext(stream)
        await stream.stop()
        assert (await stream.final()).finish_reason
    async with chats.resume(chat_id) as stream:
        assert (await stream.final()).message_id == begun_again.message_id

    # Updated and deleted.
    updated = await chats.update(chat_id, title="Bakery", metadata={"team": None, "stage": "done"})
    assert (updated.title, updated.metadata) == ("Bakery", {"stage": "done"})
    assert (await chats.get(chat_id)).title == "Bakery"
    assert (await chats.delete(chat_id)).chat_id == chat_id
    with pytest.raises(NotFoundError):
        await chats.get(chat_id)
    assert {r.status for r in sandbox.requests if r.path.endswith(("/resume", "/stop"))} == {200}


async def test_version_2_from_existing_files(client: V0Client, tmp_path: Path) -> None:
    page = {"name": "app/page.tsx", "content": "export default () => null\n"}
    with zipfile.ZipFile(tmp_path / "app.zip", "w") as archive:
        archive.writestr(page["name"], page["content"])
    by_files = await client.v2.chats.create_from_files(files=[models.NewSourceFile.from_dict(page)], title="Mine")
    by_zip = await client.v2.chats.create_from_zip(url=sources.zip_from_file(tmp_path / "app.zip"))
    by_repo = await client.v2.chats.create_from_repo(repo={"url": "https://github.com/acme/app", "branch": "main"})
    for made in (by_files, by_zip, by_repo):
        assert made.chat
        assert (await client.v2.chats.get_files(made.chat.id)).files
    assert by_files.chat and by_files.chat.title == "Mine"
    files = (await client.v2.chats.get_files(by_files.chat.id)).files or []
    assert (files[0].path, files[0].content) == (page["name"], page["content"])


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("ask", PendingQuestions),
        ("plan", PendingPlan),
        ("integration", PendingIntegration),
        ("permission", PendingPermissions),
        ("connect", PendingConnection),
    ],
)
async def test_every_kind_of_task_can_be_resolved(client: V0Client, word: str, kind: type[PendingTask]) -> None:
    async with client.v2.chats.stream(message=f"A bakery sandbox:{word}") as stream:
        result = await stream.final()
    task, chat_id = result.pending_task, stream.chat_id
    assert isinstance(task, kind) and chat_id
    match task:
        case PendingQuestions() | PendingPlan():
            answer: models.ResolveTask = answer_to(task)
        case PendingIntegration():
            assert task.integrations
            answer = task.connected()
        case PendingPermissions():
            assert task.permissions[0].tool_name
            answer = task.grant(user_message="Once.")
        case PendingConnection():
            assert task.request_id and task.setup_url
            while isinstance(
                await client.v2.chats.get_connect_status(chat_id, request_id=task.request_id), models.ConnectPending
            ):
                pass
            answer = task.connected()
    done = await client.v2.messages.resolve(chat_id, task=answer)
    assert done.finish_reason == "stop" and pending_task(done) is None


async def test_an_integration_may_be_declined(client: V0Client) -> None:
    made = await client.v2.chats.create_and_wait(message="A bakery sandbox:integration", poll=QUICK)
    task = pending_task(made)
    assert isinstance(task, PendingIntegration) and made.chat_id
    assert task.decline().connected_integration_names == []
    assert (await client.v2.messages.resolve(made.chat_id, task=task.decline())).finish_reason == "stop"


async def test_version_1(client: V0Client, tmp_path: Path) -> None:  # noqa: PLR0915 - the steps depend on each other
    chats = client.v1.chats

    # Created: in one call, in the background, as a stream, from files.
    chat = await chats.create(message="A bakery", metadata={"team": "web"})
    chat_id = chat.id
    assert chat.latest_version and chat.latest_version.status == "completed"
    waited = await chats.create_and_wait(message="A florist", poll=QUICK)
    assert waited.latest_version and waited.latest_version.files
    async with chats.stream(message="A butcher sandbox:disconnect_after=4") as stream:
        streamed = await stream.final()
    assert streamed.messages and streamed.messages[-1].finish_reason == "stop"
    init = await chats.init({"type": "files", "name": "Mine", "files": [{"name": "a.md", "content": "A"}]})
    assert init.name == "Mine"

    # Sent messages: in one call, in the background, as a stream, also interrupted.
    said = await chats.send_message(chat_id, message="Make it blue", action={"type": "fix-with-v0"})
    assert said.messages and said.messages[-1].finish_reason == "stop" and len(said.messages) == 4
    updates: list[models.ChatDetail] = []
    later = await chats.send_and_wait(chat_id, message="Make it red", poll=QUICK, on_update=updates.append)
    assert later.messages and len(later.messages) == 6 and later.messages[-1].finish_reason == "stop"
    assert updates[0].messages and not updates[0].messages[-1].finish_reason
    for word in ("", " sandbox:disconnect_after=6", " sandbox:eof_after=6"):
        async with chats.send_stream(chat_id, message=f"Make it green{word}") as stream:
            told = await stream.final()
        assert told.messages and told.messages[-1].finish_reason == "stop"
        assert stream.message_id == told.messages[-1].id
        assert stream.content
    count = len(told.messages)

    # Blocked by a task, and resolved in each of the three ways.
    answer = models.PlanExitResponseTask(status="approved", content="Go.")
    await chats.send_message(chat_id, message="Plan it sandbox:plan")
    resolved = await chats.resolve_task(chat_id, task=answer)
    assert resolved.messages and resolved.messages[-1].finish_reason == "stop"
    await chats.send_message(chat_id, message="Plan it sandbox:plan")
    resolved = await chats.resolve_and_wait(chat_id, task=answer, poll=QUICK)
    assert resolved.messages and resolved.messages[-1].finish_reason == "stop"
    await chats.send_message(chat_id, message="Plan it sandbox:plan")
    async with chats.resolve_stream(chat_id, task=answer) as stream:
        resolved = await stream.final()
    assert resolved.messages and resolved.messages[-1].finish_reason == "stop"

    # Listed in pages.
    listed = [m async for m in chats.find_messages(chat_id, limit=4)]
    assert len(listed) > count and len({m.id for m in listed}) == len(listed)
    assert (await chats.get_message(chat_id, listed[0].id)).chat_id == chat_id
    versions = [v async for v in chats.find_versions(chat_id, limit=2)]
    page = await chats.find_versions(chat_id, limit=1)
    assert page.meta and page.meta.total_count == len(versions) > 3
    assert [c.id async for c in chats.find(limit=2, metadata={"team": "web"})] == [chat_id]
    assert len([c async for c in chats.find(limit=2)]) == 4

    # Files of a version.
    newest = versions[0]
    changed = await chats.update_version(chat_id, newest.id, files=[{"name": "a.md", "content": "A", "locked": True}])
    assert "a.md" in {file.name for file in changed.files or []}
    without = await chats.delete_version_files(chat_id, newest.id, file_paths=["a.md"])
    assert "a.md" not in {file.name for file in without.files or []}
    shown = await chats.get_version(chat_id, without.id, include_default_files=True)
    assert len(shown.files or []) > len(without.files or [])
    with zipfile.ZipFile(io.BytesIO(await chats.download_version(chat_id, without.id))) as archive:
        assert set(archive.namelist()) == {file.name for file in without.files or []}
    size = await chats.download(chat_id, without.id, tmp_path / "app.tar.gz", format="tarball")
    with tarfile.open(tmp_path / "app.tar.gz", "r:gz") as tarball:
        assert tarball.getnames() and (tmp_path / "app.tar.gz").stat().st_size == size
    back = await chats.restore(chat_id, versions[-1].id)
    assert (await chats.get(chat_id)).latest_version is not UNSET and back.id

    # Stopped, joined, kept, copied, changed, deleted.
    async with chats.stream(message="A slow one sandbox:never_finish") as stream:
        async for _ in stream:
            if stream.message_id:
                break
        message_id, slow_id = stream.message_id, stream.chat_id
        assert message_id and slow_id
        async with chats.resume(slow_id, message_id) as joined:
            await chats.stop(slow_id, message_id)
            finished = await joined.final()
    assert finished.messages and finished.messages[-1].id == message_id
    async with chats.resume(slow_id, message_id) as stream:  # finished by now
        assert (await stream.final()).id == slow_id
    assert (await chats.favorite(chat_id, is_favorite=True)).favorited is True
    assert [c.id async for c in chats.find(is_favorite=True)] == [chat_id]
    fork = await chats.fork(chat_id, privacy="unlisted")
    assert fork.id != chat_id and fork.privacy == "unlisted"
    updated = await chats.update(chat_id, name="Bakery", metadata=None)
    assert (updated.name, updated.metadata) == ("Bakery", {})
    assert (await chats.delete(chat_id)).deleted is True
    with pytest.raises(NotFoundError):
        await chats.get(chat_id)
