"""What every operation puts on the wire, what it reads back, and what it refuses before anything is sent."""

from __future__ import annotations

import inspect
import json
import math
from collections.abc import AsyncIterator, Callable, Iterator
from operator import attrgetter
from typing import Any
from urllib.parse import parse_qsl, unquote
from uuid import uuid4

import httpx
import pytest
import respx
from attrs import field, frozen

from v0_client import (
    UNSET,
    BadRequestError,
    InvalidRequestError,
    ResponseDecodeError,
    ServerError,
    UnprocessableEntityError,
    V0Client,
    api,
    models,
)

pytestmark = pytest.mark.anyio

KEY = "key-of-the-test"

# ------------------------------------------------------------------------------------------------ the wire, by hand


@frozen
class Operation:
    """One operation as the vendor's reference pages have it."""

    name: str
    door: str
    method: str
    path: str
    ids: tuple[str, ...] = ()
    reads_as: str = ""
    answer: dict[str, Any] = field(factory=dict)
    streams: bool = False
    least: dict[str, Any] = field(factory=dict)
    """The arguments it cannot do without."""
    least_body: Any = None


CHAT = {
    "id": "chat_1",
    "object": "chat",
    "webUrl": "https://v0.app/chat/chat_1",
    "latestVersion": {"id": "v_1", "object": "version"},
}
MESSAGE = {"id": "msg_1", "finishReason": None, "parts": [{"type": "text", "text": "Hi"}]}
OPERATIONS = {
    operation.name: operation
    for operation in (
        Operation(
            "create_chat",
            "v1.chats.create",
            "POST",
            "/v1/chats",
            reads_as="ChatDetail",
            answer=CHAT,
            least={"message": "Hi"},
            least_body={"message": "Hi"},
        ),
        Operation(
            "init_chat",
            "v1.chats.init",
            "POST",
            "/v1/chats/init",
            reads_as="ChatDetail",
            answer=CHAT,
            least={"body": {"type": "template", "templateId": "t"}},
            least_body={"type": "template", "templateId": "t"},
        ),
        Operation(
            "get_chat", "v1.chats.get", "GET", "/v1/chats/{}", ids=("chat_1",), reads_as="ChatDetail", answer=CHAT
        ),
        Operation(
            "stop_message",
            "v1.chats.stop",
            "POST",
            "/v1/chats/{}/messages/{}/stop",
            ids=("chat_1", "msg_1"),
            reads_as="StopMessageResult",
            answer={"success": True},
        ),
        Operation(
            "create_chat_stream",
            "v2.chats.stream",
            "POST",
            "/v2/chats/stream",
            streams=True,
            least={"message": "Hi"},
            least_body={"message": "Hi", "type": "prompt"},
        ),
        Operation(
            "get_chat_v2",
            "v2.chats.get",
            "GET",
            "/v2/chats/{}",
            ids=("chat_1",),
            reads_as="Chat",
            answer={"id": "chat_1", "title": "Bakery", "writePermission": True},
        ),
        Operation("resume_chat", "v2.chats.resume", "POST", "/v2/chats/{}/resume", ids=("chat_1",), streams=True),
        Operation(
            "list_messages",
            "v2.messages.list",
            "GET",
            "/v2/chats/{}/messages",
            ids=("chat_1",),
            reads_as="MessageList",
            answer={"messages": [MESSAGE], "cursor": None},
        ),
        Operation(
            "get_message_v2",
            "v2.messages.get",
            "GET",
            "/v2/chats/{}/messages/{}",
            ids=("chat_1", "msg_1"),
            reads_as="Message",
            answer=MESSAGE,
        ),
        Operation(
            "stop_message_v2",
            "v2.messages.stop",
            "POST",
            "/v2/chats/{}/messages/{}/stop",
            ids=("chat_1", "msg_1"),
            reads_as="StoppedMessage",
            answer={"messageId": "msg_1"},
        ),
    )
}


@frozen
class Parameter:
    """A keyword parameter, the body member it becomes, and the same value given as models."""

    operation: str
    keyword: str
    wire_name: str
    value: Any
    as_models: Any = None


def _skills() -> Any:
    return [
        models.RemoteSkill(id="vercel/next"),
        models.MemorySkill(scope="team", skill_name="brand"),
        models.ProjectSkill(skill_name="tests"),
    ]


SKILLS = [
    {"type": "remote", "id": "vercel/next"},
    {"type": "memory", "scope": "team", "skillName": "brand"},
    {"type": "project", "skillName": "tests"},
]
PARAMETERS = [
    Parameter("create_chat", "message", "message", "Füge „x“ hinzu \U0001f600"),
    Parameter("create_chat", "system", "system", "Use Svelte"),
    Parameter(
        "create_chat",
        "attachments",
        "attachments",
        [{"url": "data:text/plain;base64,aGk="}],
        [models.Attachment(url="data:text/plain;base64,aGk=")],
    ),
    Parameter("create_chat", "chat_privacy", "chatPrivacy", "team-edit"),
    Parameter("create_chat", "project_id", "projectId", "prj_1"),
    Parameter(
        "create_chat",
        "model_configuration",
        "modelConfiguration",
        {"modelId": "v0-max", "imageGenerations": True, "thinking": False, "thinkingEffort": None, "fast": True},
        models.ModelConfiguration(
            model_id="v0-max", image_generations=True, thinking=False, thinking_effort=None, fast=True
        ),
    ),
    Parameter("create_chat", "response_mode", "responseMode", "async"),
    Parameter("create_chat", "design_system_id", "designSystemId", "ds_1"),
    Parameter("create_chat", "mcp_server_ids", "mcpServerIds", ["mcp_1", "mcp_2"]),
    Parameter("create_chat", "attached_skill_ids", "attachedSkillIds", ["a/b"]),
    Parameter("create_chat", "skills", "skills", SKILLS, _skills()),
    Parameter("create_chat", "metadata", "metadata", {"team": "core", "k" * 40: "v" * 500}),
    Parameter("create_chat_stream", "message", "message", "Hi"),
    Parameter("create_chat_stream", "system_prompt", "systemPrompt", "Use Svelte"),
    Parameter(
        "create_chat_stream",
        "model_configuration",
        "modelConfiguration",
        {"modelId": "v0-mini", "imageGenerations": False},
        models.ModelConfigurationV2(model_id="v0-mini", image_generations=False),
    ),
    Parameter(
        "create_chat_stream",
        "attachments",
        "attachments",
        [{"url": "https://x.test/a.png"}, {"content": "notes", "name": "notes.txt"}],
        [models.Attachment(url="https://x.test/a.png"), models.TextAttachment(content="notes", name="notes.txt")],
    ),
    Parameter("create_chat_stream", "mcp_server_ids", "mcpServerIds", ["mcp_1"]),
    Parameter("create_chat_stream", "skill_ids", "skillIds", ["a/b"]),
    Parameter("create_chat_stream", "skills", "skills", SKILLS, _skills()),
    Parameter("create_chat_stream", "type_", "type", "prompt"),
    Parameter("create_chat_stream", "privacy", "privacy", "unlisted"),
    Parameter("create_chat_stream", "title", "title", "Bakery"),
    Parameter("create_chat_stream", "metadata", "metadata", {"team": "", "k" * 40: "v" * 500}),
    Parameter(
        "create_chat_stream",
        "credential_access",
        "credentialAccess",
        {"sharedNpm": True, "vercel": {"projects": ["p"]}, "github": None},
        models.CredentialAccess(shared_npm=True, vercel={"projects": ["p"]}, github=None),
    ),
]
PRIVACY = {"name": "Site", "chatPrivacy": "team", "projectId": "prj_1", "metadata": {"a": "b"}}
INITS = [
    (
        models.InitChatFromFiles(
            name="Site",
            chat_privacy="team",
            project_id="prj_1",
            metadata={"a": "b"},
            files=[
                models.InitFile(name="a.tsx", content="", locked=True),
                models.InitFile(name="b.png", url="https://x.test/b.png"),
            ],
        ),
        {
            **PRIVACY,
            "type": "files",
            "files": [
                {"name": "a.tsx", "content": "", "locked": True},
                {"name": "b.png", "url": "https://x.test/b.png"},
            ],
        },
    ),
    (
        models.InitChatFromRepo(repo=models.InitRepo(url="https://github.com/a/b", branch="dev"), lock_all_files=True),
        {"type": "repo", "repo": {"url": "https://github.com/a/b", "branch": "dev"}, "lockAllFiles": True},
    ),
    (
        models.InitChatFromRegistry(registry=models.InitRegistry(url="https://x.test/r.json"), lock_all_files=False),
        {"type": "registry", "registry": {"url": "https://x.test/r.json"}, "lockAllFiles": False},
    ),
    (
        models.InitChatFromZip(zip_=models.InitZip(url="data:application/zip;base64,UEs="), lock_all_files=True),
        {"type": "zip", "zip": {"url": "data:application/zip;base64,UEs="}, "lockAllFiles": True},
    ),
    (models.InitChatFromTemplate(template_id="tpl_1"), {"type": "template", "templateId": "tpl_1"}),
]

# ------------------------------------------------------------------------------------------------------ the network


class Network:
    """Answers every request as the API would, or as told; keeps what was sent."""

    def __init__(self) -> None:
        self.sent: list[httpx.Request] = []
        self.answers: list[httpx.Response] = []  # given out first

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        if self.answers:
            return self.answers.pop(0)
        if request.headers["accept"] == "text/event-stream":
            chat = 'data: {"object": "chat", "id": "chat_1"}\n\n'
            return httpx.Response(200, headers={"content-type": "text/event-stream"}, content=2 * chat)
        return httpx.Response(200, json=next(o.answer for o in OPERATIONS.values() if _fits(o, request)))

    @property
    def last(self) -> httpx.Request:
        return self.sent[-1]

    @property
    def bodies(self) -> list[Any]:
        return [json.loads(request.content) for request in self.sent]


def _fits(operation: Operation, request: httpx.Request) -> bool:
    own, asked = operation.path.split("/"), request.url.raw_path.decode().partition("?")[0].split("/")
    same = len(own) == len(asked) and all(a in ("{}", b) for a, b in zip(own, asked, strict=True))
    return same and operation.method == request.method and not operation.streams


@pytest.fixture
def network() -> Iterator[Network]:
    with respx.mock(assert_all_called=False) as router:
        network = Network()
        router.route().mock(side_effect=network)
        yield network


@pytest.fixture
def origin() -> str:
    """A host of the test's own: what a client learns of an origin is kept for the process."""
    return f"https://{uuid4().hex}.test"


@pytest.fixture
async def client(origin: str, network: Network) -> AsyncIterator[V0Client]:  # noqa: ARG001 - no network but this one
    async with V0Client(api_key=KEY, base_url=origin) as made:
        yield made


def by_method(client: V0Client, operation: str) -> Callable[..., Any]:
    function: Callable[..., Any] = attrgetter(OPERATIONS[operation].door)(client)
    return function


def by_function(client: V0Client, operation: str) -> Callable[..., Any]:
    function = getattr(api, operation)
    return lambda *args, **kwargs: function(client, *args, **kwargs)


async def run(made: Any) -> Any:
    """Await an answer, or enter a stream, which is what sends it."""
    if hasattr(made, "__aenter__"):
        async with made:
            return None
    return await made


Door = Callable[[V0Client, str], Callable[..., Any]]
both_doors = pytest.mark.parametrize("door", [by_method, by_function])
every_operation = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=list(OPERATIONS))
WITH_IDS = [operation for operation in OPERATIONS.values() if operation.ids]
every_operation_with_ids = pytest.mark.parametrize("operation", WITH_IDS, ids=[o.name for o in WITH_IDS])
POSTS_A_BODY = ["create_chat", "init_chat", "create_chat_stream"]


# ---------------------------------------------------------------------------------------------------------- mapping


def test_the_tables_hold_every_operation_and_every_parameter() -> None:
    functions = {name: getattr(api, name) for name in dir(api) if inspect.isfunction(getattr(api, name))}
    assert functions.keys() == OPERATIONS.keys()
    for name, function in functions.items():
        _, *parameters = inspect.signature(function).parameters.values()
        by_keyword = {p.name for p in parameters if p.kind is p.KEYWORD_ONLY}
        known = {p.keyword for p in PARAMETERS if p.operation == name}
        assert by_keyword == ({"limit", "cursor"} if name == "list_messages" else known)
        positional = [p.name for p in parameters if p.kind is not p.KEYWORD_ONLY]
        assert positional == (["body"] if name == "init_chat" else ["chat_id", "message_id"][: len(positional)])
        assert len(OPERATIONS[name].ids) == len([p for p in positional if p.endswith("_id")])


@both_doors
@every_operation
async def test_request_and_answer(client: V0Client, network: Network, door: Door, operation: Operation) -> None:
    answer = await run(door(client, operation.name)(*operation.ids, **operation.least))
    request = network.last
    assert len(network.sent) == 1
    assert request.method == operation.method
    assert request.url.raw_path.decode() == operation.path.format(*operation.ids)
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.headers["accept"] == ("text/event-stream" if operation.streams else "application/json")
    assert request.headers["user-agent"].startswith("v0-client-python/")
    assert "x-session-token" not in request.headers
    if operation.least_body is None:
        assert request.content == b""
        assert "content-type" not in request.headers
    else:
        assert request.headers["content-type"] == "application/json"
        assert json.loads(request.content) == operation.least_body
    if not operation.streams:
        assert type(answer) is getattr(models, operation.reads_as)
        assert answer.to_dict() == operation.answer


@both_doors
@pytest.mark.parametrize("parameter", PARAMETERS, ids=[f"{p.operation}-{p.keyword}" for p in PARAMETERS])
async def test_each_parameter(client: V0Client, network: Network, door: Door, parameter: Parameter) -> None:
    operation = OPERATIONS[parameter.operation]
    call = door(client, operation.name)
    await run(call(**{**operation.least, parameter.keyword: parameter.value}))
    assert json.loads(network.last.content) == {**operation.least_body, parameter.wire_name: parameter.value}
    if parameter.as_models is not None:
        await run(call(**{**operation.least, parameter.keyword: parameter.as_models}))
        assert network.sent[1].content == network.sent[0].content


@both_doors
@pytest.mark.parametrize(("model", "body"), INITS, ids=[body["type"] for _, body in INITS])
async def test_each_way_to_init(client: V0Client, network: Network, door: Door, model: Any, body: Any) -> None:
    await run(door(client, "init_chat")(model))
    await run(door(client, "init_chat")(body))
    assert network.bodies[0] == body
    assert network.sent[0].content == network.sent[1].content


async def test_models_and_dicts_may_be_mixed(client: V0Client, network: Network) -> None:
    await client.v1.chats.init({"type": "files", "files": [models.InitFile(name="a", content="x")]})
    await client.v1.chats.init(models.InitChatFromFiles(files=({"name": "a", "content": "x"},)))
    assert network.sent[0].content == network.sent[1].content


async def test_absent_null_and_empty_are_three_things(client: V0Client, network: Network) -> None:
    await client.v1.chats.create(message="Hi", mcp_server_ids=[], design_system_id=None)
    await client.v1.chats.create(message="Hi", mcp_server_ids=UNSET, design_system_id=UNSET)
    await client.v1.chats.create(message="Hi", model_configuration=models.ModelConfiguration(thinking_effort=UNSET))
    await client.v1.chats.create(message="Hi", model_configuration={"thinkingEffort": None}, metadata={})
    assert network.bodies == [
        {"message": "Hi", "mcpServerIds": [], "designSystemId": None},
        {"message": "Hi"},
        {"message": "Hi", "modelConfiguration": {}},
        {"message": "Hi", "modelConfiguration": {"thinkingEffort": None}, "metadata": {}},
    ]


async def test_what_the_sdk_does_not_know_is_sent(client: V0Client, network: Network) -> None:
    """New enum values, new members of dicts and of models."""
    file = models.InitFile(name="a", content="x", additional_properties={"mode": "0755"})
    await client.v1.chats.init({"type": "files", "files": [file], "chatPrivacy": "galactic", "more": [file]})
    sent = {"name": "a", "content": "x", "mode": "0755"}
    assert network.bodies == [{"type": "files", "files": [sent], "chatPrivacy": "galactic", "more": [sent]}]


async def test_query(client: V0Client, network: Network) -> None:
    await client.v2.messages.list("chat_1", limit=100, cursor="a b&limit=1+é%2F#")
    await client.v2.messages.list("chat_1", cursor="")
    await client.v2.messages.list("chat_1", limit=UNSET)
    assert [parse_qsl(r.url.query.decode(), keep_blank_values=True, strict_parsing=True) for r in network.sent[:2]] == [
        [("limit", "100"), ("cursor", "a b&limit=1+é%2F#")],
        [("cursor", "")],
    ]
    assert network.last.url.raw_path == b"/v2/chats/chat_1/messages"


ODD_IDS = [
    "a/b",
    "../../user",
    "a b",
    "ключ",
    "a?b#c",
    "%2e%2e",
    "a%2Fb",
    "...",
    "~",
    "a+b",
    "a:b@c;d",
    "\n",
    "{chat_id}",
]


@both_doors
@every_operation_with_ids
@pytest.mark.parametrize("odd", ODD_IDS)
async def test_an_odd_id_stays_one_segment(
    client: V0Client, network: Network, door: Door, operation: Operation, odd: str
) -> None:
    for place in range(len(operation.ids)):
        ids = [odd if i == place else one for i, one in enumerate(operation.ids)]
        await run(door(client, operation.name)(*ids))
        segments = network.last.url.raw_path.decode("ascii").split("/")
        assert [unquote(segment) for segment in segments] == [
            ids.pop(0) if own == "{}" else own for own in operation.path.split("/")
        ]
        assert network.last.url.query == b""


@both_doors
@pytest.mark.parametrize("answer", [[], "x", 1, None, {}, {"id": None}, {"id": "c", "messages": {}}])
async def test_an_answer_of_another_shape(client: V0Client, network: Network, door: Door, answer: Any) -> None:
    network.answers = [httpx.Response(200, json=answer)]
    with pytest.raises(ResponseDecodeError) as caught:
        await door(client, "get_chat")("chat_1")
    assert caught.value.status_code == 200
    assert caught.value.chat_id == "chat_1"


# ---------------------------------------------------------------------------------------------------------- headers


async def test_headers_of_the_caller(origin: str, network: Network) -> None:
    async with V0Client(KEY, base_url=origin, user_agent="app/1", default_headers={"X-Scope": "team"}) as client:
        view = client.with_options(extra_headers={"X-Trace": "1"})
        await view.with_options(extra_headers={"x-scope": "other"}).v1.chats.get("chat_1")
        await view.v2.chats.get("chat_1")
        await client.v2.chats.get("chat_1")
    both, one, none = (request.headers for request in network.sent)
    assert (both["x-scope"], both["x-trace"], both["user-agent"]) == ("other", "1", "app/1")
    assert (one["x-scope"], one["x-trace"]) == ("team", "1")
    assert none["x-scope"] == "team"
    assert "x-trace" not in none


@pytest.mark.parametrize(
    ("headers", "at_fault"),
    [({"Authorization": "x"}, "Authorization"), ({"X-A": "a\r\nX-B: b"}, "X-A"), ({"X A": "a"}, "X A")],
)
async def test_headers_that_would_replace_or_break_ours(
    client: V0Client, headers: dict[str, str], at_fault: str
) -> None:
    with pytest.raises(InvalidRequestError, match=f"extra_headers.*{at_fault}|{at_fault}.*extra_headers"):
        client.with_options(extra_headers=headers)


async def test_session_token_is_sent_back_on_version_1_only(client: V0Client, network: Network) -> None:
    def answer(token: str) -> httpx.Response:
        return httpx.Response(200, json=CHAT, headers={"x-session-token": token})

    network.answers = [answer("first"), answer("of version 2"), answer("second")]
    await client.v1.chats.get("chat_1")
    await client.v2.chats.get("chat_1")
    await client.v1.chats.get("chat_1")
    await client.with_options(max_retries=0).v1.chats.get("chat_1")
    assert [r.headers.get("x-session-token") for r in network.sent] == [None, None, "first", "second"]


async def test_session_token_of_a_refusal_is_kept(client: V0Client, network: Network) -> None:
    network.answers = [httpx.Response(400, headers={"x-session-token": "t"})]
    with pytest.raises(BadRequestError) as caught:
        await client.v1.chats.create(message="Hi")
    assert "x-session-token" not in caught.value.headers
    await client.v1.chats.get("chat_1")
    assert network.last.headers["x-session-token"] == "t"


async def test_session_token_stays_with_its_key_and_client(origin: str, network: Network) -> None:
    keys = iter(["one", "two", "one"])
    async with V0Client(lambda: next(keys), base_url=origin) as client, V0Client("one", base_url=origin) as other:
        network.answers = [httpx.Response(200, json=CHAT, headers={"x-session-token": "t"})]
        for _ in range(3):
            await client.v1.chats.get("chat_1")
        await other.v1.chats.get("chat_1")
    assert [r.headers.get("x-session-token") for r in network.sent] == [None, None, "t", None]


# ------------------------------------------------------------------------------------------------------- extra body


@both_doors
@pytest.mark.parametrize("name", POSTS_A_BODY)
async def test_extra_body(client: V0Client, network: Network, door: Door, name: str) -> None:
    view = client.with_options(extra_body={"a": 1}).with_options(extra_body={"b": [None]})
    await run(door(view, name)(**OPERATIONS[name].least))
    await run(door(client, name)(**OPERATIONS[name].least))
    assert network.bodies == [{**OPERATIONS[name].least_body, "a": 1, "b": [None]}, OPERATIONS[name].least_body]


@pytest.mark.parametrize("name", sorted(OPERATIONS.keys() - set(POSTS_A_BODY)))
async def test_extra_body_makes_no_body(client: V0Client, network: Network, name: str) -> None:
    await run(by_method(client.with_options(extra_body={"a": 1}), name)(*OPERATIONS[name].ids))
    assert network.last.content == b""


async def test_request_reaches_any_path(client: V0Client, network: Network) -> None:
    network.answers = [httpx.Response(200, json=[1])]
    assert await client.request("patch", "/v1/x", params={"a": True, "b": 2}, json={"name": None}) == [1]
    assert (network.last.method, network.last.url.raw_path) == ("PATCH", b"/v1/x?a=true&b=2")
    assert network.bodies == [{"name": None}]


# --------------------------------------------------------------------- `type: "prompt"`, which revisions disagree on


def refusal(message: str) -> httpx.Response:
    return httpx.Response(422, json={"message": message})


async def send(client: V0Client, door: Door, **arguments: Any) -> None:
    await run(door(client, "create_chat_stream")(message="Hi", **arguments))


def types_sent(network: Network) -> list[str | None]:
    return [body.get("type") for body in network.bodies]


@both_doors
async def test_type_is_left_out_from_the_first_refusal_on(client: V0Client, network: Network, door: Door) -> None:
    network.answers = [refusal("Unrecognized key: type")]
    once = client.with_options(max_retries=0)  # the second request is no retry
    await send(once, door)
    await send(once, door)
    assert types_sent(network) == ["prompt", None, None]
    assert network.bodies[1] == {"message": "Hi"}


async def test_an_origin_that_took_type_is_believed(client: V0Client, network: Network) -> None:
    await send(client, by_method)
    network.answers = [refusal("message: too long")]
    with pytest.raises(UnprocessableEntityError, match="too long"):
        await send(client, by_method)
    assert types_sent(network) == ["prompt", "prompt"]


async def test_origins_are_remembered_apart(client: V0Client, network: Network, origin: str) -> None:
    network.answers = [refusal("type")]
    await send(client, by_method)
    async with V0Client(KEY, base_url=f"https://{uuid4().hex}.test") as elsewhere:
        await send(elsewhere, by_method)
    async with V0Client("another-key", base_url=origin) as same:
        await send(same, by_method)
    assert types_sent(network) == ["prompt", None, "prompt", None]


async def test_a_second_refusal_says_both_and_teaches_nothing(client: V0Client, network: Network) -> None:
    network.answers = [refusal("unknown key type"), refusal("message: too long")]
    with pytest.raises(UnprocessableEntityError) as caught:
        await send(client, by_method)
    for text in (str(caught.value), caught.value.message):
        assert "unknown key type" in text
        assert "too long" in text
    await send(client, by_method)
    assert types_sent(network) == ["prompt", None, "prompt"]


async def test_a_failure_after_the_refusal_teaches_nothing(client: V0Client, network: Network) -> None:
    network.answers = [refusal("type"), httpx.Response(500)]
    with pytest.raises(ServerError):
        await send(client, by_method)
    await send(client, by_method)
    assert types_sent(network) == ["prompt", None, "prompt"]


async def test_other_refusals_are_raised_at_once(client: V0Client, network: Network) -> None:
    network.answers = [httpx.Response(400, json={"message": "type"})]
    with pytest.raises(BadRequestError):
        await send(client, by_method)
    assert len(network.sent) == 1


@both_doors
async def test_a_type_the_caller_set_is_never_left_out(client: V0Client, network: Network, door: Door) -> None:
    network.answers = [refusal("type"), refusal("type")]
    with pytest.raises(UnprocessableEntityError):
        await send(client, door, type_="prompt")
    with pytest.raises(UnprocessableEntityError):
        await send(client.with_options(extra_body={"type": "later"}), door)
    assert types_sent(network) == ["prompt", "later"]
    network.answers = [refusal("type")]
    await send(client, door)  # learns that this origin refuses it
    await send(client, door, type_="prompt")
    assert types_sent(network)[2:] == ["prompt", None, "prompt"]


# ------------------------------------------------------------------------------------------ refused before the wire


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


def holding_itself() -> dict[str, Any]:
    value: dict[str, Any] = {}
    value["self"] = value
    return value


FILE = {"name": "a.tsx", "content": "x"}
STREAM = "create_chat_stream"
# operation, positional arguments, keyword arguments, field, what the text must say beside the field
BAD: list[tuple[str, tuple[Any, ...], dict[str, Any], str, str]] = [
    ("create_chat", (), {"message": ""}, "message", "must not be empty"),
    (STREAM, (), {"message": ""}, "message", "must not be empty"),
    ("create_chat", (), {"message": None}, "message", "a string, got None"),
    ("create_chat", (), {"message": UNSET}, "message", "is missing"),
    ("create_chat", (), {"message": 7}, "message", "a string, got int"),
    ("create_chat", (), {"message": b"Hi"}, "message", "a string, got bytes"),
    ("create_chat", (), {"system": None}, "system", "leave it out"),
    ("create_chat", (), {"attachments": "https://x.test"}, "attachments", "a list, got str"),
    ("create_chat", (), {"attachments": ["https://x.test"]}, "attachments[0]", "an object, got str"),
    ("create_chat", (), {"attachments": [{"url": "x"}, {}]}, "attachments[1].url", "is missing"),
    ("create_chat", (), {"attachments": [{"url": ""}]}, "attachments[0].url", "must not be empty"),
    ("create_chat", (), {"mcp_server_ids": "mcp_1"}, "mcp_server_ids", "a list, got str"),
    ("create_chat", (), {"mcp_server_ids": None}, "mcp_server_ids", "leave it out"),
    ("create_chat", (), {"mcp_server_ids": [1]}, "mcp_server_ids[0]", "a string, got int"),
    ("create_chat", (), {"chat_privacy": 1}, "chat_privacy", "a string, got int"),
    ("create_chat", (), {"skills": 4 * SKILLS[:1]}, "skills", "at most 3"),
    ("create_chat", (), {"attached_skill_ids": list("abcd")}, "attached_skill_ids", "at most 3"),
    (STREAM, (), {"skill_ids": list("abcd")}, "skill_ids", "at most 3"),
    ("create_chat", (), {"skills": [{"id": "x"}]}, "skills[0].type", "'remote'"),
    ("create_chat", (), {"skills": [{"type": "magic"}]}, "skills[0].type", "'memory'"),
    ("create_chat", (), {"skills": [{"type": "memory", "scope": "team"}]}, "skills[0].skillName", "is missing"),
    ("create_chat", (), {"skills": ["x"]}, "skills[0]", "RemoteSkill"),
    ("create_chat", (), {"model_configuration": "v0-max"}, "model_configuration", "an object, got str"),
    ("create_chat", (), {"model_configuration": {"fast": 1}}, "model_configuration.fast", "True or False, got int"),
    (STREAM, (), {"model_configuration": {"modelId": "v0-pro"}}, "model_configuration.imageGenerations", "missing"),
    (STREAM, (), {"model_configuration": {"imageGenerations": True}}, "model_configuration.modelId", "missing"),
    ("create_chat", (), {"metadata": {str(i): "v" for i in range(51)}}, "metadata", "at most 50"),
    ("create_chat", (), {"metadata": {"k" * 41: "v"}}, "metadata", "at most 40"),
    ("create_chat", (), {"metadata": {"": "v"}}, "metadata", "must not be empty"),
    ("create_chat", (), {"metadata": {"k": "v" * 501}}, "metadata.k", "at most 500"),
    ("create_chat", (), {"metadata": {"k": ""}}, "metadata.k", "must not be empty"),
    ("create_chat", (), {"metadata": {"k": 1}}, "metadata.k", "a string, got int"),
    ("create_chat", (), {"metadata": {1: "v"}}, "metadata", "strings, got int"),
    ("create_chat", (), {"metadata": [("k", "v")]}, "metadata", "an object, got list"),
    (STREAM, (), {"metadata": {"k": "v" * 501}}, "metadata.k", "at most 500"),
    (STREAM, (), {"metadata": {"k" * 41: "v"}}, "metadata", "at most 40"),
    (STREAM, (), {"type_": "repo"}, "type_", "'prompt'"),
    (STREAM, (), {"attachments": [{"name": "x"}]}, "attachments[0]", "TextAttachment"),
    (STREAM, (), {"attachments": [models.RemoteSkill(id="x")]}, "attachments[0]", "Attachment"),
    ("create_chat", (), {"response_mode": "experimental_stream"}, "response_mode", "stream("),
    ("init_chat", (None,), {}, "body", "InitChatFromFiles"),
    ("init_chat", (UNSET,), {}, "body", "InitChatFromFiles"),
    ("init_chat", ([FILE],), {}, "body", "InitChatFromFiles"),
    ("init_chat", ({"files": [FILE]},), {}, "body.type", "'files' (InitChatFromFiles)"),
    ("init_chat", ({"type": "svn"},), {}, "body.type", "'files' (InitChatFromFiles)"),
    ("init_chat", (models.RemoteSkill(id="x"),), {}, "body.type", "'files' (InitChatFromFiles)"),
    ("init_chat", ({"type": "files"},), {}, "body.files", "is missing"),
    ("init_chat", ({"type": "files", "files": []},), {}, "body.files", "must not be empty"),
    ("init_chat", ({"type": "files", "files": [{**FILE, "url": "u"}]},), {}, "body.files[0]", "exactly one"),
    ("init_chat", ({"type": "files", "files": [FILE, {"name": "b"}]},), {}, "body.files[1]", "exactly one"),
    ("init_chat", ({"type": "files", "files": [{"content": ""}]},), {}, "body.files[0].name", "is missing"),
    ("init_chat", (models.InitChatFromTemplate(template_id=""),), {}, "body.templateId", "must not be empty"),
    ("init_chat", ({"type": "repo", "repo": {"url": "u", "branch": "b" * 251}},), {}, "body.repo.branch", "250"),
    ("list_messages", ("chat_1",), {"limit": 0}, "limit", "1 to 100"),
    ("list_messages", ("chat_1",), {"limit": 101}, "limit", "1 to 100"),
    ("list_messages", ("chat_1",), {"limit": True}, "limit", "an integer, got bool"),
    ("list_messages", ("chat_1",), {"limit": 1.5}, "limit", "an integer, got float"),
    ("list_messages", ("chat_1",), {"cursor": None}, "cursor", "leave it out"),
    ("list_messages", ("chat_1",), {"cursor": "\udc00"}, "cursor", "surrogate"),
    ("create_chat", (), {"message": "\ud83d"}, "message", "surrogate"),
    ("create_chat", (), {"metadata": {"k": "a\udc00"}}, "metadata.k", "surrogate"),
    ("create_chat", (), {"metadata": {"\ud800": "v"}}, "metadata", "surrogate"),
    ("init_chat", ({"type": "files", "files": [{"name": "a", "content": "\ud800"}]},), {}, "files[0].content", "surro"),
    (STREAM, (), {"credential_access": {"github": math.nan}}, "credentialAccess.github", "finite"),
    (STREAM, (), {"credential_access": {"github": [math.inf]}}, "credentialAccess.github[0]", "finite"),
    (STREAM, (), {"credential_access": {"github": object()}}, "credentialAccess.github", "no JSON"),
    (STREAM, (), {"credential_access": {"github": {1, 2}}}, "credentialAccess.github", "no JSON"),
    (STREAM, (), {"credential_access": {"github": nested(100_000)}}, "credential_access.github", "too deep"),
    (STREAM, (), {"credential_access": {"github": holding_itself()}}, "credential_access.github", "holds itself"),
    (STREAM, (), {"credential_access": models.CredentialAccess(vercel=nested(100_000))}, "credential_access", "deep"),
]


@both_doors
@pytest.mark.parametrize("case", BAD, ids=[f"{case[0]}-{case[3]}" for case in BAD])
async def test_bad_arguments_are_refused_before_the_wire(
    client: V0Client, network: Network, door: Door, case: tuple[str, tuple[Any, ...], dict[str, Any], str, str]
) -> None:
    name, args, kwargs, at_fault, remedy = case
    least = {} if name == "init_chat" else OPERATIONS[name].least
    with pytest.raises(InvalidRequestError) as caught:
        await run(door(client, name)(*args, **{**least, **kwargs}))
    assert isinstance(caught.value, ValueError)
    assert caught.value.field == at_fault
    assert at_fault.partition(".")[0] in str(caught.value)
    assert remedy in str(caught.value)
    assert len(str(caught.value)) < 500
    assert network.sent == []


@both_doors
@every_operation_with_ids
@pytest.mark.parametrize("bad", ["", ".", "..", None, 7, b"x", "\ud800"])
async def test_what_is_no_id_is_refused(
    client: V0Client, network: Network, door: Door, operation: Operation, bad: Any
) -> None:
    for place, name in enumerate(["chat_id", "message_id"][: len(operation.ids)]):
        ids = [bad if i == place else one for i, one in enumerate(operation.ids)]
        with pytest.raises(InvalidRequestError, match=name) as caught:
            await run(door(client, operation.name)(*ids))
        assert caught.value.field == name
    assert network.sent == []


@both_doors
@pytest.mark.parametrize("name", ["create_chat", "create_chat_stream", "get_chat", "init_chat"])
async def test_missing_and_unknown_arguments_stay_type_errors(
    client: V0Client, network: Network, door: Door, name: str
) -> None:
    for arguments in ({}, {**OPERATIONS[name].least, "colour": "red"}):
        with pytest.raises(TypeError):
            await run(door(client, name)(**arguments))
    assert network.sent == []


@pytest.mark.parametrize("mode", ["sync", "async", "experimental_stream"])
async def test_create_and_wait_chooses_the_mode_itself(client: V0Client, network: Network, mode: Any) -> None:
    with pytest.raises(InvalidRequestError, match="leave it out") as caught:
        await client.v1.chats.create_and_wait(message="Hi", response_mode=mode)
    assert caught.value.field == "response_mode"
    assert network.sent == []


STREAMABLE = [p for p in PARAMETERS if p.operation == "create_chat" and p.keyword != "response_mode"]


@pytest.mark.parametrize("parameter", STREAMABLE, ids=lambda p: p.keyword)
async def test_streaming_version_1_takes_what_create_takes(
    client: V0Client, network: Network, parameter: Parameter
) -> None:
    given = {"message": "Hi", parameter.keyword: parameter.value}
    await run(client.v1.chats.stream(**given))
    assert (network.last.method, network.last.url.raw_path) == ("POST", b"/v1/chats")
    assert network.last.headers["accept"] == "text/event-stream"
    wire = {"message": "Hi", parameter.wire_name: parameter.value, "responseMode": "experimental_stream"}
    assert network.bodies == [wire]


async def test_streaming_version_1_refuses_what_create_refuses(client: V0Client, network: Network) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        await run(client.v1.chats.stream(message=""))
    assert caught.value.field == "message"
    with pytest.raises(InvalidRequestError, match="leave it out") as caught:
        await run(client.v1.chats.stream(message="Hi", response_mode="sync"))
    assert caught.value.field == "response_mode"
    with pytest.raises(TypeError):
        await run(client.v1.chats.stream(messag="Hi"))  # type: ignore[call-arg] - misspelt
    assert network.sent == []


async def test_extra_body_is_checked_too(client: V0Client, network: Network) -> None:
    for extra, at_fault in (({"a": {"b": math.nan}}, "a.b"), ({"a": "\ud800"}, "a"), ({"a": object()}, "a")):
        with pytest.raises(InvalidRequestError) as caught:
            await client.with_options(extra_body=extra).v1.chats.create(message="Hi")
        assert caught.value.field == at_fault
    with pytest.raises(InvalidRequestError, match="stream"):
        await client.with_options(extra_body={"responseMode": "experimental_stream"}).v1.chats.create(message="Hi")
    assert network.sent == []
