"""One scenario written three times, as users of asyncio, of trio and of plain Python write it; all read the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
import trio

from v0_client import PendingQuestions, Poll, SyncV0Client, V0Client, models, pending_task
from v0_client.sandbox import Questions, Sandbox, Turn

POLL = Poll(interval=0.01)

TURNS = (
    Turn(text="A page.", files={"app/page.tsx": "<h1>Bread</h1>"}),
    Turn(text="A blue page."),
    Turn(task=Questions()),
    Turn(text="Red."),
)
EXPECTED = ["A page.", "A blue page.", "Red.", "1 chat", "PK", "1 project"]


def answered(message: models.Message) -> models.AnsweredQuestionsTask:
    task = pending_task(message)
    assert isinstance(task, PendingQuestions)
    return task.answer({question.id: question.options[0].label for question in task.questions})


async def asynchronously(folder: Path) -> list[str]:
    async with V0Client() as client:
        async with client.v2.chats.stream(message="A page") as stream:
            texts = ["".join([text async for text in stream.text_deltas()])]
        chat_id = stream.chat_id or ""
        texts.append((await client.v2.messages.send_and_wait(chat_id, message="Make it blue", poll=POLL)).content or "")
        asked = await client.v2.messages.send_and_wait(chat_id, message="Ask me", poll=POLL)
        answer = await client.v2.messages.resolve(chat_id, task=answered(asked))
        chats = [chat async for chat in client.v2.chats.list()]
        await client.v2.chats.download(chat_id, folder / "app.zip")
        await client.v1.projects.create(name="Bakery")
        projects = await client.v1.projects.find()
    return [*texts, answer.content or "", f"{len(chats)} chat", head(folder), f"{len(projects.data)} project"]


def synchronously(folder: Path) -> list[str]:
    with SyncV0Client() as client:
        with client.v2.chats.stream(message="A page") as stream:
            texts = ["".join(stream.text_deltas())]
        chat_id = stream.chat_id or ""
        texts.append(client.v2.messages.send_and_wait(chat_id, message="Make it blue", poll=POLL).content or "")
        asked = client.v2.messages.send_and_wait(chat_id, message="Ask me", poll=POLL)
        answer = client.v2.messages.resolve(chat_id, task=answered(asked))
        chats = list(client.v2.chats.list())
        client.v2.chats.download(chat_id, folder / "app.zip")
        client.v1.projects.create(name="Bakery")
        projects = client.v1.projects.find()
    return [*texts, answer.content or "", f"{len(chats)} chat", head(folder), f"{len(projects.data)} project"]


def head(folder: Path) -> str:
    return (folder / "app.zip").read_bytes()[:2].decode()


@pytest.mark.v0_sandbox(async_seconds=0.02)
@pytest.mark.filterwarnings("ignore:.*projects:DeprecationWarning")  # the API's own; the call is the promise here
@pytest.mark.parametrize(
    "run",
    [
        pytest.param(lambda folder: asyncio.run(asynchronously(folder)), id="asyncio"),
        pytest.param(lambda folder: trio.run(asynchronously, folder), id="trio"),
        pytest.param(synchronously, id="plain"),
    ],
)
def test_a_scenario(run: Callable[[Path], list[str]], v0_sandbox: Sandbox, tmp_path: Path) -> None:
    v0_sandbox.script(*TURNS)
    assert run(tmp_path) == EXPECTED
    v0_sandbox.assert_all_called()
