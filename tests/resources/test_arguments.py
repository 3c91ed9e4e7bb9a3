"""What goes out as it is: limits are the server's, dicts may be written in snake_case."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from tests.support import sample_responses as responses
from v0_client import InvalidRequestError, V0Client, models

pytestmark = pytest.mark.anyio

FILE = {"name": "a.tsx", "content": ""}
SKILL = {"type": "remote", "id": "a/b"}


@pytest.fixture
def sent() -> list[httpx.Request]:
    return []


@pytest.fixture
async def client(sent: list[httpx.Request]) -> AsyncIterator[V0Client]:
    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json={**responses.CHAT_DETAIL, "chatId": "c", "messageId": "m"})

    async with httpx.AsyncClient(transport=httpx.MockTransport(handler)) as http:
        yield V0Client("key-of-the-test", base_url="https://arguments.test", http_client=http)


BEYOND: dict[str, tuple[Callable[[V0Client], Any], Any]] = {
    "skills": (lambda c: c.v1.chats.create(message="x", skills=9 * [SKILL]), {"message": "x", "skills": 9 * [SKILL]}),
    "metadata": (
        lambda c: c.v1.chats.create(message="x", metadata={"k" * 99: "v" * 999} | {str(i): "v" for i in range(99)}),
        {"message": "x", "metadata": {"k" * 99: "v" * 999} | {str(i): "v" for i in range(99)}},
    ),
    "files": (lambda c: c.v2.chats.create_from_files(files=99 * [FILE]), {"files": 99 * [FILE]}),
    "branch": (
        lambda c: c.v2.chats.create_from_repo(repo={"url": "u", "branch": "b" * 999}),
        {"repo": {"url": "u", "branch": "b" * 999}},
    ),
    "no files": (lambda c: c.v2.chats.create_from_files(files=[]), {"files": []}),
    "no paths": (lambda c: c.v1.chats.delete_version_files("c", "v", file_paths=[]), {"filePaths": []}),
    "no answers": (
        lambda c: c.v2.messages.resolve_async("c", task={"type": "answered-questions", "answers": []}),
        {"task": {"type": "answered-questions", "answers": []}},
    ),
    "no files to start from": (
        lambda c: c.v1.chats.init(models.InitChatFromFiles(files=[])),
        {"type": "files", "files": []},
    ),
}


@pytest.mark.parametrize("case", BEYOND)
async def test_upper_limits_and_empty_lists_are_left_to_the_server(
    client: V0Client, sent: list[httpx.Request], case: str
) -> None:
    call, body = BEYOND[case]
    await call(client)
    assert json.loads(sent[0].content) == body


async def test_limits_of_a_query_are_left_to_the_server(client: V0Client, sent: list[httpx.Request]) -> None:
    await client.v2.chats.list(limit=200, metadata={"k" * 99: "v"})
    await client.v1.chats.find(limit=1_000)
    assert [request.url.query for request in sent] == [b"limit=200&metadata%5B" + b"k" * 99 + b"%5D=v", b"limit=1000"]


SPELLINGS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (
        {"model_configuration": {"model_id": "v0-pro", "image_generations": True}},
        {"modelConfiguration": {"modelId": "v0-pro", "imageGenerations": True}},
    ),
    (
        {"model_configuration": {"modelId": "v0-pro", "image_generations": False}},
        {"modelConfiguration": {"modelId": "v0-pro", "imageGenerations": False}},
    ),
    (
        {"skills": [{"type": "memory", "scope": "team", "skill_name": "a"}]},
        {"skills": [{"type": "memory", "scope": "team", "skillName": "a"}]},
    ),
    ({"attachments": [{"content": "a", "unheard_of": 1}]}, {"attachments": [{"content": "a", "unheard_of": 1}]}),
    ({"credential_access": {"shared_npm": {"a_b": 1}}}, {"credentialAccess": {"sharedNpm": {"a_b": 1}}}),
]


@pytest.mark.parametrize(("arguments", "body"), SPELLINGS)
async def test_nested_dicts_may_be_in_snake_case(
    client: V0Client, sent: list[httpx.Request], arguments: dict[str, Any], body: dict[str, Any]
) -> None:
    await client.v2.chats.create_async(message="x", **arguments)
    assert json.loads(sent[0].content) == {"message": "x", **body}


async def test_a_body_may_be_in_snake_case(client: V0Client, sent: list[httpx.Request]) -> None:
    given: Any = {"type": "template", "template_id": "t", "chat_privacy": "team"}
    await client.v1.chats.init(given)
    assert json.loads(sent[0].content) == {"type": "template", "templateId": "t", "chatPrivacy": "team"}


@pytest.mark.parametrize(
    ("configuration", "field", "text"),
    [
        ({"model_id": "v0-pro"}, "model_configuration.imageGenerations", "imageGenerations (or image_generations)"),
        ({"modelid": "x", "imageGenerations": True}, "model_configuration.modelId", "modelId (or model_id)"),
        ({"modelId": "a", "model_id": "b"}, "model_configuration.model_id", "given twice, as modelId and as model_id"),
        ({"model_id": 1, "image_generations": True}, "model_configuration.model_id", "a string, got int"),
    ],
)
async def test_errors_name_both_spellings(
    client: V0Client, sent: list[httpx.Request], configuration: Any, field: str, text: str
) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        await client.v2.chats.create_async(message="x", model_configuration=configuration)
    assert caught.value.field == field
    assert text in str(caught.value)
    assert sent == []
