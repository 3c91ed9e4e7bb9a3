"""The tables of operations as their users see them: completion, signatures, and the names in errors."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable
from operator import attrgetter
from typing import Any

import httpx
import pytest

from tests.support.operations import OPERATIONS
from tests.support.resources import resources_of
from v0_client import ChatStream, Download, InvalidRequestError, StreamError, V0Client, api, models

GROUPS = tuple(resources_of(V0Client("key")))
PLUMBING = {"send_request", "open_stream", "open_download"}


@pytest.fixture
def client() -> V0Client:
    return V0Client("key")


def call(client: V0Client, name: str, *arguments: Any, **params: Any) -> Any:
    """Call a method; one that is async is run until it first waits."""
    result = attrgetter(name)(client)(*arguments, **params)
    if inspect.iscoroutine(result):
        try:
            result.send(None)
        finally:
            result.close()
    return result


@pytest.mark.parametrize("group", GROUPS)
def test_completion_offers_operations_and_helpers_only(client: V0Client, group: str) -> None:
    resource = attrgetter(group)(client)
    offered = dir(resource)
    assert offered
    assert PLUMBING & {*dir(type(resource))}  # operations still find them
    assert not PLUMBING & set(offered)
    assert all(callable(getattr(resource, name)) and not name.startswith("_") for name in offered)
    public = {name for name in vars(type(resource)) if not name.startswith("_")}
    assert public - PLUMBING == set(offered)
    assert repr(resource) == f"<client.{group}>"


def test_completion_offers_every_group(client: V0Client) -> None:
    assert dir(client.v1) == [
        "chats",
        "deployments",
        "hooks",
        "integrations",
        "mcp_servers",
        "projects",
        "rate_limits",
        "reports",
        "user",
    ]
    assert dir(client.v2) == ["chats", "mcp_servers", "messages", "settings", "usage", "webhooks"]
    assert (repr(client.v1), repr(client.v2)) == ("<client.v1>", "<client.v2>")
    assert (repr(client.v1.integrations), repr(client.v1.integrations.vercel)) == (
        "<client.v1.integrations>",
        "<client.v1.integrations.vercel>",
    )


def test_a_group_is_made_once(client: V0Client) -> None:
    assert client.v1.projects is client.v1.projects
    assert client.v1.mcp_servers is not client.v2.mcp_servers
    with pytest.raises(AttributeError):
        _ = client.v2.projects  # type: ignore[attr-defined]  # of version 1 only


# ------------------------------------------------------------------------------------------------------ signatures

HELPERS = [
    ("v1.chats.create_and_wait", api.create_chat, {"response_mode"}, models.ChatDetail),
    ("v1.chats.send_and_wait", api.send_message, {"response_mode"}, models.ChatDetail),
    ("v1.chats.resolve_and_wait", api.resolve_task, {"response_mode"}, models.ChatDetail),
    ("v2.chats.create_and_wait", api.create_chat_async, set(), models.Message),
    ("v2.messages.send_and_wait", api.send_message_async, set(), models.Message),
]


@pytest.mark.parametrize(("name", "operation", "chosen", "returned"), HELPERS, ids=[h[0] for h in HELPERS])
def test_helpers_show_the_keywords_they_take(
    client: V0Client, name: str, operation: Callable[..., Any], chosen: set[str], returned: type
) -> None:
    helper = attrgetter(name)(client)
    shown = inspect.signature(helper).parameters
    keywords = {p.name: p for p in inspect.signature(operation).parameters.values() if p.kind is p.KEYWORD_ONLY}
    for keyword in keywords.keys() - chosen:
        assert shown[keyword].default is keywords[keyword].default
        assert shown[keyword].annotation == keywords[keyword].annotation
    assert not chosen & shown.keys()
    defaults = {key: shown[key].default for key in ("timeout", "on_update", "on_timeout")}
    assert defaults == {"timeout": 900, "on_update": None, "on_timeout": "leave"}
    assert shown["on_update"].annotation == f"Callable[[models.{returned.__name__}], object] | None"
    assert not [p for p in shown.values() if p.kind is p.VAR_KEYWORD]
    assert typing.get_type_hints(helper)["return"] is returned


@pytest.mark.parametrize(
    ("name", "shown", "cls"),
    [
        ("v2.chats.stream", "ChatStream[models.ChatStreamEvent]", ChatStream),
        ("v2.messages.send_stream", "ChatStream[models.MessageStreamEvent]", ChatStream),
        ("v2.messages.resolve_stream", "ChatStream[models.MessageStreamEvent]", ChatStream),
        ("v2.chats.download_files", "Download", Download),
        ("v1.chats.download_version", "Download", Download),
    ],
)
def test_methods_show_the_class_they_return(client: V0Client, name: str, shown: str, cls: type) -> None:
    method = attrgetter(name)(client)
    assert inspect.signature(method).return_annotation == shown
    hint = typing.get_type_hints(method)["return"]
    assert (typing.get_origin(hint) or hint) is cls


def test_generated_functions_are_left_as_they_are(client: V0Client) -> None:
    assert client.v2.chats.stream.__qualname__ == "client.v2.chats.stream"
    assert api.create_chat_stream.__qualname__ == "create_chat_stream"
    assert inspect.signature(api.create_chat_stream).return_annotation == "S"


# ---------------------------------------------------------------------------------------------------- names in errors


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("v1.chats.create", ()),
        ("v1.chats.stream", ()),
        ("v1.chats.send_stream", ("chat_1",)),
        ("v2.chats.create", ()),
        ("v2.chats.stream", ()),
        ("v2.chats.create_async", ()),
        ("v2.messages.send", ("chat_1",)),
        ("v2.messages.send_stream", ("chat_1",)),
    ],
)
def test_an_invalid_argument_names_the_method(client: V0Client, name: str, arguments: tuple[str, ...]) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        call(client, name, *arguments, message="")
    assert str(caught.value) == f"client.{name}: message must not be empty"


@pytest.mark.parametrize("name", ["v2.chats.get", "v1.chats.resume", "v2.chats.resume"])
def test_an_invalid_id_names_the_method(client: V0Client, name: str) -> None:
    with pytest.raises(InvalidRequestError, match=f"client.{name}: chat_id must be an id"):
        call(client, name, *([".."] if name[1] == "2" else ["..", "m"]))


def test_an_invalid_argument_names_the_function(client: V0Client) -> None:
    with pytest.raises(InvalidRequestError, match=r"^api\.create_chat_stream: message must not be empty$"):
        api.create_chat_stream(client, message="")


BY_PATH = {operation.method_path: operation for operation in OPERATIONS.values()}


@pytest.mark.filterwarnings("ignore:Deprecated by the API")
@pytest.mark.parametrize("group", GROUPS)
def test_a_wrong_call_names_the_method(client: V0Client, group: str) -> None:
    resource = attrgetter(group)(client)
    for name in dir(resource):
        path = f"{group}.{name}"
        with pytest.raises(TypeError, match=rf"^client\.{path}\(\) "):
            call(client, path, *10 * ["x"])
        operation = BY_PATH.get(path)
        if operation is not None and operation.mandatory - {"body"}:
            with pytest.raises(TypeError, match=rf"^client\.{path}\(\) missing \d required keyword-only argument"):
                call(client, path, *operation.ids.values())


HELPERS_BY_PATH = [
    "v1.chats.stream",
    "v1.chats.send_stream",
    "v1.chats.resolve_stream",
    "v1.chats.create_and_wait",
    "v1.chats.send_and_wait",
    "v1.chats.resolve_and_wait",
    "v2.chats.create_and_wait",
    "v2.chats.create_once",
    "v2.messages.send_and_wait",
]


@pytest.mark.anyio
@pytest.mark.parametrize("path", HELPERS_BY_PATH)
async def test_a_wrong_call_names_the_helper_and_not_the_operation_behind_it(client: V0Client, path: str) -> None:
    helper = attrgetter(path)(client)
    first = [] if path.endswith(("chats.stream", "create_and_wait")) else ["chat_1"]
    task = {"task": {"type": "none"}} if "resolve" in path else {"message": "A bakery"}
    with pytest.raises(TypeError, match=rf"^client\.{path}\(\) got an unexpected keyword argument 'nope'"):
        await helper(*first, **task, nope=1)
    wrong = {"task": 5} if "resolve" in path else {"message": 5}
    with pytest.raises(InvalidRequestError, match=rf"^client\.{path}: {next(iter(wrong))} must be"):
        await helper(*first, **wrong)


# -------------------------------------------------------------------------------------------------- the plain functions


@pytest.mark.anyio
async def test_the_plain_stream_of_a_function_raises_an_error_event_too() -> None:
    events = b'data: {"object":"chat","id":"c"}\n\ndata: {"object":"error","message":"No.","code":"e"}\n\n'
    response = httpx.Response(200, headers={"content-type": "text/event-stream"}, content=events)
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: response)) as http:
        client = V0Client("key", base_url="https://plain.test", http_client=http)
        async with api.create_chat_stream(client, message="x") as stream:
            assert isinstance(await anext(stream), models.ChatStateEvent)
            with pytest.raises(StreamError) as caught:
                await anext(stream)
    assert caught.value.code == "e"
