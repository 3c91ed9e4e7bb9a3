"""The request that every operation sends and the response that it returns."""

from __future__ import annotations

import inspect
import io
import json
from collections.abc import AsyncIterator, Iterator
from itertools import product
from operator import attrgetter
from pathlib import Path
from typing import Any, Required, get_origin, get_type_hints
from urllib.parse import parse_qsl, unquote
from uuid import uuid4

import anyio
import attrs
import httpx
import pytest
import respx

from tests.support import sample_responses as samples
from tests.support.clock import waits
from tests.support.failures import collect_failures
from tests.support.operations import (
    BINDINGS,
    INITS,
    OPERATIONS,
    Binding,
    Operation,
    both_bindings,
    by_method,
    each,
    run,
)
from v0_client import (
    UNSET,
    BadRequestError,
    InvalidRequestError,
    PermissionDeniedError,
    ResponseDecodeError,
    ServerError,
    UnprocessableEntityError,
    V0Client,
    api,
    models,
)

__all__ = ["waits"]

pytestmark = [pytest.mark.anyio, pytest.mark.filterwarnings("ignore:Deprecated by the API")]

KEY = "key-of-the-test"

# ------------------------------------------------------------------------------------------------------ the network


class Network:
    """Responds to every request as the API does, or with the next of `responses`; records the requests."""

    def __init__(self) -> None:
        self.sent: list[httpx.Request] = []
        self.responses: list[httpx.Response] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        return self.responses.pop(0) if self.responses else _respond(request)

    def clear(self) -> None:
        self.sent.clear()

    @property
    def last(self) -> httpx.Request:
        return self.sent[-1]

    @property
    def bodies(self) -> list[Any]:
        return [json.loads(request.content) for request in self.sent]


def _respond(request: httpx.Request) -> httpx.Response:
    operation = next(operation for operation in OPERATIONS.values() if _fits(operation, request))
    if operation.is_archive:  # version 2 says that it is JSON
        return httpx.Response(200, headers={"content-type": "application/json"}, content=operation.response)
    if request.headers["accept"] == "application/json":
        return httpx.Response(operation.status, json=operation.response)
    # Version 1 streams where the body asks for it.
    events = operation.response if operation.streams else samples.V1_STREAM
    return httpx.Response(
        200,
        headers={"content-type": "text/event-stream"},
        content="".join(f"data: {json.dumps(event)}\n\n" for event in events),
    )


def _fits(operation: Operation, request: httpx.Request) -> bool:
    own, asked = operation.path.split("/"), request.url.raw_path.decode().partition("?")[0].split("/")
    same = len(own) == len(asked) and all(a.startswith("{") or a == b for a, b in zip(own, asked, strict=True))
    return same and operation.method == request.method


@pytest.fixture
def network() -> Iterator[Network]:
    with respx.mock(assert_all_called=False) as router:
        network = Network()
        router.route().mock(side_effect=network)
        yield network


@pytest.fixture
def origin() -> str:
    """A new host for each test: what a client learns about an origin is kept for the process."""
    return f"https://{uuid4().hex}.test"


@pytest.fixture
async def client(origin: str, network: Network) -> AsyncIterator[V0Client]:  # noqa: ARG001 - no network but this one
    async with V0Client(api_key=KEY, base_url=origin) as v0_client:
        yield v0_client


def query_of(request: httpx.Request) -> dict[str, str]:
    pairs = parse_qsl(request.url.query.decode("ascii"), keep_blank_values=True, strict_parsing=bool(request.url.query))
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


# ---------------------------------------------------------------------------------------------------------- mapping


def test_the_table_has_every_operation_and_parameter() -> None:
    functions = {name: getattr(api, name) for name in dir(api) if inspect.isfunction(getattr(api, name))}
    assert functions.keys() == OPERATIONS.keys()
    for name, function in functions.items():
        operation = OPERATIONS[name]
        _, *parameters = inspect.signature(function).parameters.values()
        positional = [p.name for p in parameters if p.kind is not p.KEYWORD_ONLY]
        assert positional == ([*operation.ids] if operation.whole_body is None else ["body"]), name
        by_keyword = {p.name: p.default is p.empty for p in parameters if p.kind is p.KEYWORD_ONLY}
        assert by_keyword.keys() == {p.keyword for p in operation.parameters}, name
        required = {p.name for p in parameters if p.default is p.empty and p.name not in operation.ids}
        assert required == operation.mandatory, name


@each(lambda operation: operation.body is not None)
def test_the_parameters_have_a_typed_dict(operation: Operation) -> None:
    params = getattr(api, f"{''.join(word.title() for word in operation.name.split('_'))}Params")
    hints = get_type_hints(params, include_extras=True)
    assert hints.keys() == {p.keyword for p in operation.body or ()}
    assert {name for name, hint in hints.items() if get_origin(hint) is Required} == {
        p.keyword for p in operation.body or () if p.keyword in operation.mandatory
    }


@each()
async def test_request_and_response(client: V0Client, network: Network, operation: Operation) -> None:
    with collect_failures() as case:
        for bind in BINDINGS:
            with case(call=bind.__name__):
                network.clear()
                read = await run(bind(client, operation.name)(*operation.ids.values(), **operation.required))
                assert len(network.sent) == 1
                _check_request(network.last, operation)
                if operation.is_archive:
                    assert read == operation.response
                elif operation.is_json:
                    bare = operation.is_bare_list
                    entries, expected = (read, operation.response) if bare else ([read], [operation.response])
                    assert {type(entry) for entry in entries} == {getattr(models, operation.response_class)}
                    assert [entry.to_dict() for entry in entries] == expected
                    assert not list(unknown_fields(read))


def _check_request(request: httpx.Request, operation: Operation) -> None:
    assert request.method == operation.method
    assert request.url.raw_path.decode().partition("?")[0] == operation.path.format(**operation.ids)
    assert query_of(request) == operation.required_query
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.headers["user-agent"].startswith("v0-client-python/")
    assert "x-session-token" not in request.headers
    if operation.takes_body:
        assert request.headers["content-type"] == "application/json"
        assert json.loads(request.content) == operation.required_body
    else:
        assert request.content == b""
        assert "content-type" not in request.headers
    if operation.streams:
        assert request.headers["accept"] == "text/event-stream"
    elif operation.is_archive:
        assert {"application/zip", "application/gzip"} <= set(request.headers["accept"].split(", "))
        assert request.headers["accept-encoding"] == "identity"  # a tarball must not be decompressed on the way
    else:
        assert request.headers["accept"] == "application/json"


def unknown_fields(value: Any) -> Iterator[str]:
    """Yield the fields of a response, at any depth, that are not in the models."""
    if isinstance(value, list):
        for item in value:
            yield from unknown_fields(item)
    elif attrs.has(type(value)):
        yield from (f"{type(value).__name__}.{name}" for name in getattr(value, "additional_properties", ["raw"]))
        for own in attrs.fields(type(value)):
            yield from unknown_fields(getattr(value, own.name))


@both_bindings
@each(lambda operation: operation.streams)
async def test_every_event_of_a_stream(client: V0Client, bind: Binding, operation: Operation) -> None:
    async with bind(client, operation.name)(*operation.ids.values(), **operation.required) as stream:
        events = [event async for event in stream]
    assert [type(event).__name__ for event in events] == operation.response_class
    assert [event.to_dict() for event in events] == operation.response
    assert not list(unknown_fields(events))


@each(lambda operation: bool(operation.body))
async def test_each_member_of_a_body(client: V0Client, network: Network, operation: Operation) -> None:
    ids, required = operation.ids.values(), operation.required
    with collect_failures() as case:
        for bind, parameter in product(BINDINGS, operation.body or ()):
            with case(call=bind.__name__, parameter=parameter):
                network.clear()
                call = bind(client, operation.name)
                await run(call(*ids, **{**required, parameter.keyword: parameter.value}))
                assert network.bodies == [{**operation.required_body, parameter.wire_name: parameter.value}]
                if parameter.as_models is not None:
                    await run(call(*ids, **{**required, parameter.keyword: parameter.as_models}))
                    assert network.sent[1].content == network.sent[0].content
                await run(call(*ids, **{parameter.keyword: UNSET} | required))
                assert json.loads(network.last.content) == operation.required_body


@each(lambda operation: bool(operation.query))
async def test_each_query(client: V0Client, network: Network, operation: Operation) -> None:
    ids, required = operation.ids.values(), operation.required
    with collect_failures() as case:
        for bind, query in product(BINDINGS, operation.query):
            with case(call=bind.__name__, query=query):
                call = bind(client, operation.name)
                await run(call(*ids, **{**required, query.keyword: query.value}))
                assert query_of(network.last) == {**operation.required_query, **query.wire}
                sent = network.last.content
                assert json.loads(sent) == operation.required_body if operation.takes_body else sent == b""
                await run(call(*ids, **{query.keyword: UNSET} | required))
                assert query_of(network.last) == operation.required_query


async def test_an_empty_filter_sends_no_query(client: V0Client, network: Network) -> None:
    await client.v1.chats.find(metadata={})
    await client.v2.chats.list(metadata={})
    assert [request.url.raw_path for request in network.sent] == [b"/v1/chats", b"/v2/chats"]


@both_bindings
@pytest.mark.parametrize(("model", "body"), INITS, ids=[body["type"] for _, body in INITS])
async def test_each_way_to_init(client: V0Client, network: Network, bind: Binding, model: Any, body: Any) -> None:
    await run(bind(client, "init_chat")(model))
    await run(bind(client, "init_chat")(body))
    assert network.bodies[0] == body
    assert network.sent[0].content == network.sent[1].content


async def test_models_and_dicts_may_be_mixed(client: V0Client, network: Network) -> None:
    await client.v1.chats.init({"type": "files", "files": [models.InitFile(name="a", content="x")]})
    await client.v1.chats.init(models.InitChatFromFiles(files=({"name": "a", "content": "x"},)))
    assert network.sent[0].content == network.sent[1].content


async def test_absent_null_and_empty_are_distinct(client: V0Client, network: Network) -> None:
    await client.v1.chats.create(message="Hi", mcp_server_ids=[], design_system_id=None)
    await client.v1.chats.create(message="Hi", mcp_server_ids=UNSET, design_system_id=UNSET)
    await client.v1.chats.create(message="Hi", model_configuration=models.ModelConfiguration(thinking_effort=UNSET))
    await client.v1.chats.create(message="Hi", model_configuration={"thinkingEffort": None}, metadata={})
    await client.v2.chats.update("chat_1", metadata=None)
    await client.v2.chats.update("chat_1", metadata={})
    await client.v2.chats.update("chat_1", title="")
    assert network.bodies == [
        {"message": "Hi", "mcpServerIds": [], "designSystemId": None},
        {"message": "Hi"},
        {"message": "Hi", "modelConfiguration": {}},
        {"message": "Hi", "modelConfiguration": {"thinkingEffort": None}, "metadata": {}},
        {"metadata": None},
        {"metadata": {}},
        {"title": ""},
    ]


async def test_unknown_values_and_members_are_sent(client: V0Client, network: Network) -> None:
    """New enum values, new members of dicts and of models."""
    file = models.InitFile(name="a", content="x", additional_properties={"mode": "0755"})
    await client.v1.chats.init({"type": "files", "files": [file], "chatPrivacy": "galactic", "more": [file]})
    sent = {"name": "a", "content": "x", "mode": "0755"}
    assert network.bodies == [{"type": "files", "files": [sent], "chatPrivacy": "galactic", "more": [sent]}]


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


@each(lambda operation: bool(operation.ids))
async def test_an_odd_id_stays_one_segment(client: V0Client, network: Network, operation: Operation) -> None:
    with collect_failures() as case:
        for bind, odd, name in product(BINDINGS, ODD_IDS, operation.ids):
            with case(call=bind.__name__, odd=odd, name=name):
                ids = {**operation.ids, name: odd}
                await run(bind(client, operation.name)(*ids.values(), **operation.required))
                segments = network.last.url.raw_path.decode("ascii").partition("?")[0].split("/")
                assert [unquote(segment) for segment in segments] == [
                    ids[own[1:-1]] if own.startswith("{") else own for own in operation.path.split("/")
                ]
                assert query_of(network.last) == operation.required_query


# ---------------------------------------------------------------------------------------------------- other responses


@both_bindings
@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("get_connect_status", {"status": "pending", "progress": "Waiting"}),
        ("get_connect_status", {"status": "error", "message": "Refused"}),
        ("get_billing", samples.LEGACY_BILLING),
        *(("get_mcp_server_v2", {"id": "mcp_1", "auth": auth}) for auth in samples.MCP_AUTHS),
        ("list_messages", {"messages": [], "cursor": "c2"}),
        ("list_chats", {"chats": [], "cursor": None}),
        ("find_versions", {"object": "list", "data": [], "pagination": {"hasMore": False}}),
        ("get_message_v2", {"id": "msg_1", "chatId": "chat_1", "finishReason": None, "authorId": "user_1"}),
    ],
)
async def test_another_response(client: V0Client, network: Network, bind: Binding, name: str, body: Any) -> None:
    network.responses = [httpx.Response(200, json=body)]
    operation = OPERATIONS[name]
    read = await run(bind(client, name)(*operation.ids.values(), **operation.required))
    assert read.to_dict() == body
    assert not list(unknown_fields(read))


@both_bindings
@pytest.mark.parametrize("body", [{"status": "pondering"}, {"billingType": "barter"}, {}, [], "ready", None])
async def test_an_unknown_member_of_a_union(client: V0Client, network: Network, bind: Binding, body: Any) -> None:
    network.responses = [httpx.Response(200, json=body), httpx.Response(200, json=body)]
    status = await bind(client, "get_connect_status")("chat_1", request_id="req_1")
    billing = await bind(client, "get_billing")()
    assert isinstance(status, models.UnknownConnectStatus)
    assert isinstance(billing, models.UnknownBilling)
    assert status.raw == billing.raw == body


OPEN_UNIONS = ("get_connect_status", "get_billing")  # operations whose response may be anything


@both_bindings
async def test_a_preview_that_is_not_ready(client: V0Client, network: Network, bind: Binding) -> None:
    network.responses = [httpx.Response(200, json=None), httpx.Response(204)]
    assert await bind(client, "get_preview")("chat_1") is None
    assert await bind(client, "get_preview")("chat_1") is None


@each(lambda operation: operation.is_json and operation.name not in (*OPEN_UNIONS, "get_preview"))
async def test_an_empty_response(client: V0Client, network: Network, operation: Operation) -> None:
    empty = [httpx.Response(204), httpx.Response(200), httpx.Response(200, json=None)]
    with collect_failures() as case:
        for bind, response in product(BINDINGS, empty):
            with case(call=bind.__name__, response=response, content=response.content):
                network.responses = [response]
                call = bind(client, operation.name)(*operation.ids.values(), **operation.required)
                if not operation.may_be_empty:
                    with pytest.raises(ResponseDecodeError):
                        await call
                    continue
                read = await call
                assert type(read) is getattr(models, operation.response_class)
                present = {own.name for own in attrs.fields(type(read)) if getattr(read, own.name) is not UNSET}
                assert present <= {"object", "additional_properties"}


@each(lambda operation: operation.is_json and operation.name not in OPEN_UNIONS)
async def test_a_response_of_another_type(client: V0Client, network: Network, operation: Operation) -> None:
    with collect_failures() as case:
        others = ({} if operation.is_bare_list else [], "x", 1, False)
        for bind, body in product(BINDINGS, others):
            with case(call=bind.__name__, body=body):
                network.responses = [httpx.Response(200, json=body)]
                with pytest.raises(ResponseDecodeError) as caught:
                    await bind(client, operation.name)(*operation.ids.values(), **operation.required)
                assert caught.value.status_code == 200
                assert caught.value.chat_id == operation.ids.get("chat_id")
                assert caught.value.body == body


@both_bindings
@pytest.mark.parametrize("body", [{}, {"id": None}, {"id": "c", "messages": {}}])
async def test_a_malformed_response(client: V0Client, network: Network, bind: Binding, body: Any) -> None:
    network.responses = [httpx.Response(200, json=body)]
    with pytest.raises(ResponseDecodeError) as caught:
        await bind(client, "get_chat")("chat_1")
    assert caught.value.status_code == 200
    assert caught.value.chat_id == "chat_1"


@both_bindings
@each(lambda operation: operation.is_archive)
async def test_an_archive_is_recognized_by_its_first_bytes(
    client: V0Client, network: Network, bind: Binding, operation: Operation
) -> None:
    call = bind(client, operation.name)
    for body in (samples.ZIP, samples.TARBALL):
        for kind in ("application/zip", "application/gzip", "application/json", "text/plain", ""):
            network.responses = [httpx.Response(200, headers={"content-type": kind} if kind else {}, content=body)]
            assert await call(*operation.ids.values()) == body
    for body, kind in ((b"", ""), (b"{}", "application/json"), (b"<html>", "text/html"), (b"P", "application/zip")):
        network.responses = [httpx.Response(200, headers={"content-type": kind} if kind else {}, content=body)]
        with pytest.raises(ResponseDecodeError, match="expected an archive") as caught:
            await call(*operation.ids.values())
        assert caught.value.chat_id == "chat_1"
        assert not caught.value.may_have_been_processed


@each(lambda operation: "chat_id" in operation.ids)
async def test_an_error_response_names_the_chat(client: V0Client, network: Network, operation: Operation) -> None:
    with collect_failures() as case:
        for bind in BINDINGS:
            with case(call=bind.__name__):
                network.responses = [httpx.Response(403, json={"message": "not yours"})]
                with pytest.raises(PermissionDeniedError, match="not yours") as caught:
                    await run(bind(client, operation.name)(*operation.ids.values(), **operation.required))
                assert caught.value.chat_id == "chat_1"
                assert caught.value.request_method == operation.method
                assert not caught.value.may_have_been_processed


@each()
async def test_only_free_operations_are_retried(
    client: V0Client, network: Network, waits: list[float], operation: Operation
) -> None:
    """A second create would be a second bill: only what reads, stops or is idempotent is retried."""
    with collect_failures() as case:
        for bind in BINDINGS:
            with case(call=bind.__name__):
                network.clear()
                waits.clear()
                network.responses = [httpx.Response(500)]
                call = bind(client, operation.name)(*operation.ids.values(), **operation.required)
                if operation.costs_nothing or operation.method in ("GET", "PUT", "DELETE"):
                    await run(call)
                    assert len(network.sent) == 2
                    assert len(waits) == 1
                    assert network.sent[0].content == network.sent[1].content
                else:
                    with pytest.raises(ServerError) as caught:
                        await run(call)
                    assert len(network.sent) == 1
                    assert caught.value.may_have_been_processed


# ---------------------------------------------------------------------------------------------------------- helpers

ASYNC, STREAM = {"responseMode": "async"}, {"responseMode": "experimental_stream"}
# the helper, the operation whose parameters it takes, what it adds to the body
HELPERS = [
    ("v1.chats.stream", "create_chat", STREAM),
    ("v1.chats.send_stream", "send_message", STREAM),
    ("v1.chats.resolve_stream", "resolve_task", STREAM),
    ("v1.chats.create_and_wait", "create_chat", ASYNC),
    ("v1.chats.send_and_wait", "send_message", ASYNC),
    ("v1.chats.resolve_and_wait", "resolve_task", ASYNC),
    ("v2.chats.create_and_wait", "create_chat_async", {}),
    ("v2.messages.send_and_wait", "send_message_async", {}),
]


@pytest.mark.usefixtures("waits")
@pytest.mark.parametrize(("helper", "name", "adds"), HELPERS, ids=[helper for helper, *_ in HELPERS])
async def test_a_helper_takes_what_its_operation_takes(
    client: V0Client, network: Network, helper: str, name: str, adds: dict[str, str]
) -> None:
    operation = OPERATIONS[name]
    taken = [p for p in operation.body or () if p.keyword != "response_mode"]
    if helper in ("v1.chats.send_and_wait", "v1.chats.resolve_and_wait"):  # the chat as it was before
        network.responses = [httpx.Response(200, json={"id": "chat_1"})]
    await run(attrgetter(helper)(client)(*operation.ids.values(), **{p.keyword: p.value for p in taken}))
    [sent] = [request for request in network.sent if request.method == "POST"]
    assert sent.url.raw_path.decode() == operation.path.format(**operation.ids)
    assert sent.headers["accept"] == ("text/event-stream" if adds == STREAM else "application/json")
    assert json.loads(sent.content) == {p.wire_name: p.value for p in taken} | adds


async def test_downloads_to_an_open_file(client: V0Client, tmp_path: Path) -> None:
    place = io.BytesIO(b"before ")
    place.seek(7)
    assert await client.v2.chats.download("chat_1", place) == len(samples.ZIP)
    assert place.getvalue() == b"before " + samples.ZIP
    async with await anyio.open_file(tmp_path / "a.zip", "wb") as file:
        await client.v2.chats.download_files("chat_1").save(file)
    assert (tmp_path / "a.zip").read_bytes() == samples.ZIP


async def test_downloads_to_a_file(client: V0Client, network: Network, tmp_path: Path) -> None:
    place = tmp_path / "archive"
    written = await client.v1.chats.download("chat_1", "v_1", place, format="tarball", include_default_files=True)
    assert place.read_bytes() == samples.TARBALL
    assert written == len(samples.TARBALL)
    assert network.last.url.path == "/v1/chats/chat_1/versions/v_1/download"
    assert query_of(network.last) == {"format": "tarball", "includeDefaultFiles": "true"}
    await client.v1.chats.download("chat_1", "v_1", place)
    assert query_of(network.last) == {}
    assert await client.v2.chats.download("chat_1", place) == len(samples.ZIP)
    assert network.last.url.raw_path == b"/v2/chats/chat_1/files/download"
    assert place.read_bytes() == samples.ZIP


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
    ("headers", "name"),
    [({"Authorization": "x"}, "Authorization"), ({"X-A": "a\r\nX-B: b"}, "X-A"), ({"X A": "a"}, "X A")],
)
async def test_headers_that_would_replace_or_break_those_of_the_client(
    client: V0Client, headers: dict[str, str], name: str
) -> None:
    with pytest.raises(InvalidRequestError, match=f"extra_headers.*{name}|{name}.*extra_headers"):
        client.with_options(extra_headers=headers)


async def test_session_token_is_sent_back_on_version_1_only(client: V0Client, network: Network) -> None:
    def respond(token: str) -> httpx.Response:
        return httpx.Response(200, json=samples.CHAT_DETAIL, headers={"x-session-token": token})

    network.responses = [respond("first"), respond("of version 2"), respond("second")]
    await client.v1.chats.get("chat_1")
    await client.v2.chats.get("chat_1")
    await client.v1.chats.get("chat_1")
    await client.with_options(max_retries=0).v1.chats.get("chat_1")
    assert [r.headers.get("x-session-token") for r in network.sent] == [None, None, "first", "second"]


async def test_session_token_of_an_error_response_is_kept(client: V0Client, network: Network) -> None:
    network.responses = [httpx.Response(400, headers={"x-session-token": "t"})]
    with pytest.raises(BadRequestError) as caught:
        await client.v1.chats.create(message="Hi")
    assert "x-session-token" not in caught.value.headers
    await client.v1.chats.get("chat_1")
    assert network.last.headers["x-session-token"] == "t"


async def test_session_token_is_sent_with_its_key_and_client_only(origin: str, network: Network) -> None:
    keys = iter(["one", "two", "one"])
    async with V0Client(lambda: next(keys), base_url=origin) as client, V0Client("one", base_url=origin) as other:
        network.responses = [httpx.Response(200, json=samples.CHAT_DETAIL, headers={"x-session-token": "t"})]
        for _ in range(3):
            await client.v1.chats.get("chat_1")
        await other.v1.chats.get("chat_1")
    assert [r.headers.get("x-session-token") for r in network.sent] == [None, None, "t", None]


# ------------------------------------------------------------------------------------------------------- extra body


@each(lambda operation: operation.takes_body)
async def test_extra_body(client: V0Client, network: Network, operation: Operation) -> None:
    ids, required, body = operation.ids.values(), operation.required, operation.required_body
    view = client.with_options(extra_body={"a": 1}).with_options(extra_body={"b": [None]})
    with collect_failures() as case:
        for bind in BINDINGS:
            with case(call=bind.__name__):
                network.clear()
                await run(bind(view, operation.name)(*ids, **required))
                await run(bind(client, operation.name)(*ids, **required))
                assert network.bodies == [{**body, "a": 1, "b": [None]}, body]


@each(lambda operation: not operation.takes_body)
async def test_extra_body_adds_no_body(client: V0Client, network: Network, operation: Operation) -> None:
    view = client.with_options(extra_body={"a": 1})
    await run(by_method(view, operation.name)(*operation.ids.values(), **operation.required))
    assert network.last.content == b""


async def test_request_sends_any_path(client: V0Client, network: Network) -> None:
    network.responses = [httpx.Response(200, json=[1])]
    assert await client.request("patch", "/v1/x", params={"a": True, "b": 2}, json={"name": None}) == [1]
    assert (network.last.method, network.last.url.raw_path) == ("PATCH", b"/v1/x?a=true&b=2")
    assert network.bodies == [{"name": None}]


# --------------------------------------------------------------------- `type: "prompt"`, on which revisions differ


def unprocessable(message: str) -> httpx.Response:
    return httpx.Response(422, json={"message": message})


async def send(client: V0Client, bind: Binding, **arguments: Any) -> None:
    await run(bind(client, "create_chat_stream")(message="Hi", **arguments))


def types_sent(network: Network) -> list[str | None]:
    return [body.get("type") for body in network.bodies]


@both_bindings
async def test_type_is_omitted_after_it_was_refused_once(client: V0Client, network: Network, bind: Binding) -> None:
    network.responses = [unprocessable("Unrecognized key: type")]
    once = client.with_options(max_retries=0)  # the second request does not count as a retry
    await send(once, bind)
    await send(once, bind)
    assert types_sent(network) == ["prompt", None, None]
    assert network.bodies[1] == {"message": "Hi"}


async def test_type_is_sent_to_an_origin_that_accepted_it(client: V0Client, network: Network) -> None:
    await send(client, by_method)
    network.responses = [unprocessable("message: too long")]
    with pytest.raises(UnprocessableEntityError, match="too long"):
        await send(client, by_method)
    assert types_sent(network) == ["prompt", "prompt"]


async def test_each_origin_is_remembered_separately(client: V0Client, network: Network, origin: str) -> None:
    network.responses = [unprocessable("type")]
    await send(client, by_method)
    async with V0Client(KEY, base_url=f"https://{uuid4().hex}.test") as other_origin:
        await send(other_origin, by_method)
    async with V0Client("another-key", base_url=origin) as same:
        await send(same, by_method)
    assert types_sent(network) == ["prompt", None, "prompt", None]


async def test_a_second_refusal_reports_both_and_is_not_remembered(client: V0Client, network: Network) -> None:
    network.responses = [unprocessable("unknown key type"), unprocessable("message: too long")]
    with pytest.raises(UnprocessableEntityError) as caught:
        await send(client, by_method)
    for text in (str(caught.value), caught.value.message):
        assert "unknown key type" in text
        assert "too long" in text
    await send(client, by_method)
    assert types_sent(network) == ["prompt", None, "prompt"]


async def test_a_refusal_followed_by_a_failure_is_not_remembered(client: V0Client, network: Network) -> None:
    network.responses = [unprocessable("type"), httpx.Response(500)]
    with pytest.raises(ServerError):
        await send(client, by_method)
    await send(client, by_method)
    assert types_sent(network) == ["prompt", None, "prompt"]


async def test_other_error_responses_are_raised_immediately(client: V0Client, network: Network) -> None:
    network.responses = [httpx.Response(400, json={"message": "type"})]
    with pytest.raises(BadRequestError):
        await send(client, by_method)
    assert len(network.sent) == 1


@both_bindings
async def test_a_type_set_by_the_caller_is_always_sent(client: V0Client, network: Network, bind: Binding) -> None:
    network.responses = [unprocessable("type"), unprocessable("type")]
    with pytest.raises(UnprocessableEntityError):
        await send(client, bind, type="prompt")
    with pytest.raises(UnprocessableEntityError):
        await send(client.with_options(extra_body={"type": "later"}), bind)
    assert types_sent(network) == ["prompt", "later"]
    network.responses = [unprocessable("type")]
    await send(client, bind)  # remembers that this origin refuses it
    await send(client, bind, type="prompt")
    assert types_sent(network)[2:] == ["prompt", None, "prompt"]
