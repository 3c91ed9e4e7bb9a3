"""The error tree: the fields of each error, that it pickles and copies, and that no secret is in it."""

from __future__ import annotations

import copy
import json
import pickle
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from traceback import walk_tb
from typing import Any, get_type_hints
from urllib.parse import quote

import anyio
import httpx
import pytest

from tests.support.raw_server import (
    CLOSE,
    RESET,
    Action,
    RawServer,
    Request,
    always,
    head,
    json_response,
    response,
)
from tests.support.reach import texts_in
from v0_client import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    GenerationFailedError,
    InvalidRequestError,
    NotFoundError,
    PayloadTooLargeError,
    PaymentRequiredError,
    PermissionDeniedError,
    RateLimitError,
    ResponseDecodeError,
    ServerError,
    StreamIdleTimeoutError,
    StreamIncompleteError,
    StreamResult,
    Timeouts,
    UnprocessableEntityError,
    V0Client,
    V0Error,
    WaitTimeoutError,
    api,
    errors,
    models,
)
from v0_client._http import retries
from v0_client._http.credentials import Secret
from v0_client._http.error_responses import ids_in

KEY = "v1:team:made-up-key"
MIB = 1024 * 1024
CHAT = models.ChatDetail.from_dict({"id": "chat_1", "messages": [{"id": "m", "role": "assistant"}], "new": [1]})

FIELDS: dict[str, dict[str, Any]] = {
    "InvalidRequestError": {"field": "metadata.a", "chat_id": "chat_1"},
    "ResponseDecodeError": {"status_code": 200, "body": {"a": [1]}, "may_have_been_processed": True},
    "StreamError": {"code": "c", "id": "i", "result": {"text": "so far"}, "chat_id": "chat_1"},
    "GenerationFailedError": {"chat": CHAT, "message": None, "chat_id": "chat_1"},
    "WaitTimeoutError": {"last": CHAT, "chat_id": "chat_1", "may_have_been_processed": True},
}
STATUS_FIELDS = {
    "status_code": 418,
    "message": "no\nway",
    "type": "t",
    "code": "c",
    "body": {"a": [1]},
    "headers": {"x": "y"},
    "retry_after": 1.5,
    "request_method": "GET",
    "request_url": "https://api.v0.dev/v1/user",
    "may_have_been_processed": True,
    "chat_id": "chat_1",
}
STREAM_FIELDS = {"result": {"text": "so far"}, "may_have_been_processed": True, "chat_id": "chat_1"}
CLASSES: list[type[V0Error]] = [*(getattr(errors, name) for name in errors.__all__), retries.RedirectError]


def made(cls: type[V0Error]) -> tuple[V0Error, dict[str, Any]]:
    fields: dict[str, Any] = {"may_have_been_processed": True, "chat_id": "chat_1"}
    if issubclass(cls, APIStatusError):
        fields = STATUS_FIELDS
    elif cls.__name__ in FIELDS:
        fields = FIELDS[cls.__name__]
    elif issubclass(cls, (errors.StreamDecodeError, StreamIncompleteError)):
        fields = STREAM_FIELDS
    return cls("the text", **fields), fields


@pytest.mark.parametrize("cls", CLASSES)
def test_errors_pickle_and_copy_with_all_fields(cls: type[V0Error]) -> None:
    error, fields = made(cls)
    error.add_note("seen in a worker")
    copies = [copy.copy(error), copy.deepcopy(error)]
    copies += [pickle.loads(pickle.dumps(error, protocol)) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]  # noqa: S301 - written by this test
    for other in copies:
        assert type(other) is cls
        assert other is not error
        assert other.args == ("the text",)
        assert str(other) == "the text"
        assert vars(other) == vars(error)
        assert {name: getattr(other, name) for name in fields} == fields
        assert other.__notes__ == ["seen in a worker"]


@pytest.mark.parametrize("cls", CLASSES)
def test_every_error_has_its_defaults(cls: type[V0Error]) -> None:
    status = {"status_code": 500} if issubclass(cls, APIStatusError) else {}
    error = cls("text", **status)  # type: ignore[arg-type]  # each class has fields of its own
    assert error.may_have_been_processed is False
    assert error.chat_id is None
    assert isinstance(error, V0Error)


def test_a_deep_copy_shares_nothing() -> None:
    error = ServerError("x", status_code=500, body={"a": [1]})
    other = copy.deepcopy(error)
    other.body["a"].append(2)
    assert error.body == {"a": [1]}


def test_unset_stays_unset_in_a_copy() -> None:
    error = GenerationFailedError("x", chat=CHAT)
    for other in (copy.deepcopy(error), pickle.loads(pickle.dumps(error))):  # noqa: S301 - written by this test
        assert other.chat is not None and not other.chat.latest_version
        assert other.chat.to_dict() == CHAT.to_dict()


@pytest.mark.parametrize(
    ("cls", "bases"),
    [
        (InvalidRequestError, (ValueError,)),
        (APITimeoutError, (APIConnectionError, TimeoutError)),
        (StreamIdleTimeoutError, (StreamIncompleteError, TimeoutError)),
        (WaitTimeoutError, (TimeoutError,)),
        (errors.DeltaError, (errors.StreamDecodeError,)),
        (errors.EventTooLargeError, (errors.StreamDecodeError,)),
    ],
)
def test_errors_have_the_builtin_base_classes(cls: type[V0Error], bases: tuple[type, ...]) -> None:
    assert all(issubclass(cls, base) for base in (V0Error, *bases))
    assert not issubclass(APIConnectionError, TimeoutError)


def test_every_error_is_a_public_name() -> None:
    import v0_client

    assert set(errors.__all__) <= set(v0_client.__all__)


# ------------------------------------------------------------------ an error status


async def refused(answer: bytes, *, method: str = "POST", key: str = KEY) -> APIStatusError:
    async with RawServer(always(answer)) as server, V0Client(key, base_url=server.base_url, max_retries=0) as client:
        with pytest.raises(APIStatusError) as caught:
            await client.request(method, "/v1/things", params={"q": "1"}, json={} if method == "POST" else None)
        assert caught.value.request_url == f"{server.base_url}/v1/things"
    return caught.value


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("code", "cls", "maybe_processed"),
    [
        (400, BadRequestError, False),
        (401, AuthenticationError, False),
        (402, PaymentRequiredError, False),
        (403, PermissionDeniedError, False),
        (404, NotFoundError, False),
        (405, APIStatusError, False),
        (408, APIStatusError, True),
        (409, ConflictError, False),
        (413, PayloadTooLargeError, False),
        (422, UnprocessableEntityError, False),
        (429, RateLimitError, False),
        (499, APIStatusError, False),
        (500, ServerError, True),
        (503, ServerError, True),
        (599, ServerError, True),
    ],
)
async def test_each_status_has_its_class(code: int, cls: type[APIStatusError], maybe_processed: bool) -> None:
    error = await refused(json_response({"message": "no"}, code))
    assert type(error) is cls
    assert error.status_code == code
    assert error.may_have_been_processed is maybe_processed
    assert str(error) == f"POST /v1/things: {code}, no"
    assert not (await refused(json_response({}, code), method="GET")).may_have_been_processed


ISSUES = [{"path": ["message"], "message": "Required"}]


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("body", "message", "kind", "code"),
    [
        (
            {"error": {"message": "gone", "userMessage": "It is gone", "type": "not_found_error", "code": "x"}},
            "gone",
            "not_found_error",
            "x",
        ),
        ({"error": {"userMessage": "It is gone"}}, "It is gone", None, None),
        ({"message": "gone", "code": "chat_not_found"}, "gone", None, "chat_not_found"),
        ({"error": "gone"}, "gone", None, None),
        ({"message": "bad", "issues": ISSUES}, f"bad ({json.dumps(ISSUES)})", None, None),
        ({"error": {"message": 5, "type": 6, "code": 7}}, "5", None, None),
        ({}, "the body is not an API error (application/json, 2 bytes)", None, None),
        ([1], "the body is not an API error (application/json, 3 bytes)", None, None),
        (None, "the body is not an API error (application/json, 4 bytes)", None, None),
    ],
)
async def test_bodies_of_both_versions(body: Any, message: str, kind: str | None, code: str | None) -> None:
    error = await refused(json_response(body, 404))
    assert (error.message, error.type, error.code) == (message, kind, code)
    assert error.body == body
    assert message in str(error)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("content", "content_type", "expected_text"),
    [
        (
            b"<html>\n<h1>Bad gateway</h1>\n</html>",
            "text/html; charset=utf-8",
            "not an API error (text/html, 35 bytes)",
        ),
        (b"", "application/json", "an empty body"),
        (b"{", "application/json", "not an API error (application/json, 1 bytes)"),
        (b"\xff\xfe", "application/json", "not an API error"),
        (b"[" * 50_000, "application/json", "not an API error"),
        (b'{"message": "expected_text as text"}', "text/plain", "expected_text as text"),
    ],
)
async def test_bodies_that_are_not_an_api_error(content: bytes, content_type: str, expected_text: str) -> None:
    error = await refused(response(content, 502, content_type=content_type))
    assert type(error) is ServerError
    assert expected_text in str(error)
    assert error.body == content.decode("utf-8", "replace") or isinstance(error.body, dict)


@pytest.mark.anyio
@pytest.mark.parametrize(
    "content",
    [
        b"x" * 3_000_000,
        json.dumps({"message": "m" * 3_000_000}).encode(),
        json.dumps({"message": "m\n" * 20_000}).encode(),
    ],
    ids=["text", "one value", "many lines"],
)
async def test_huge_bodies_are_truncated(content: str) -> None:
    error = await refused(response(content, 500))
    assert len(str(error)) < 1000 and "\n" not in str(error)
    assert sum(map(len, texts_in(error))) < 400_000
    assert len(pickle.dumps(error)) < 200_000


@pytest.mark.anyio
async def test_private_headers_are_dropped() -> None:
    given = {"X-Request-Id": "r", "Set-Cookie": "session=secret", "X-Session-Token": "secret", "Retry-After": "2"}
    error = await refused(json_response({}, 429, given))
    assert error.headers == {
        "content-type": "application/json",
        "content-length": "2",
        "x-request-id": "r",
        "retry-after": "2",
    }
    assert error.retry_after == 2
    assert str(error).endswith("retry after 2 s")
    assert not [text for text in texts_in(error) if "secret" in text]


# ------------------------------------------------------------------ the key


@pytest.mark.anyio
@pytest.mark.parametrize("code", [200, 201, 307, 401, 422, 500])
@pytest.mark.parametrize("shape", ["{}", '{"error": {"message": "%s"}}', '{"%s": ["%s"]}', "<p>%s</p>", '{"id": %s}'])
async def test_a_server_that_echoes_the_key_does_not_put_it_in_an_error(code: int, shape: str) -> None:
    def echo(request: Request) -> Iterable[Action]:
        key = request.headers["authorization"]
        return [response(shape.replace("%s", key), code, {"x-echo": key, "location": f"/{key.replace(' ', '')}"})]

    async with RawServer(echo) as server, V0Client(KEY, base_url=server.base_url, max_retries=0) as client:
        with pytest.raises(V0Error) as caught:
            await client.v1.chats.create(message="hi")
    assert not [text for text in texts_in(caught.value) if KEY in text]
    assert "\n" not in str(caught.value)


def test_the_search_for_the_key_finds_it() -> None:
    """The other tests would pass if this search found nothing anywhere."""
    inner = RuntimeError()
    inner.__context__ = ValueError({"a": [b"Bearer " + KEY.encode()]})
    outer = ResponseDecodeError("x", body=CHAT)
    outer.__cause__ = inner
    assert [text for text in texts_in(outer) if KEY in text]
    noted = V0Error()
    noted.add_note(KEY)
    assert KEY in texts_in(noted)


def shown_by_frames(error: BaseException) -> list[str]:
    """What an error tracker shows of the package's frames: local variables, and their attributes."""
    frames = [frame for frame, _ in walk_tb(error.__traceback__) if "/v0_client/" in frame.f_code.co_filename]
    assert frames
    variables = [value for frame in frames for value in frame.f_locals.values()]
    attributes = [value for variable in variables for value in getattr(variable, "__dict__", {}).values()]
    return [repr(value) for value in variables + attributes]


@pytest.mark.anyio
@pytest.mark.parametrize("given", [KEY, lambda: KEY], ids=["text", "function"])
@pytest.mark.parametrize("script", [[json_response({}, 404)], [RESET], [response(b"<html>")], [response(b"", 302)]])
async def test_no_frame_holds_the_key(given: Any, script: list[Action]) -> None:
    async with RawServer(always(*script)) as server, V0Client(given, base_url=server.base_url, max_retries=0) as client:
        with pytest.raises(V0Error) as caught:
            await client.v1.chats.create(message="hi")
    assert not [text for text in shown_by_frames(caught.value) if KEY in text]


async def fail_to_decode(client: V0Client) -> None:
    await client.v1.chats.create(message="hi")


async def fail_to_poll(client: V0Client) -> None:
    await client.v2.messages.wait("chat_1", "msg_1")


async def fail_to_download(client: V0Client) -> None:
    await client.v2.chats.download_files("chat_1")


async def fail_to_read_events(client: V0Client) -> None:
    async with api.create_chat_stream(client, message="hi") as events:
        await anext(events)


async def fail_to_stream(client: V0Client) -> None:
    async with client.v2.chats.stream(message="hi") as stream:
        await stream.final()


@pytest.mark.anyio
@pytest.mark.parametrize(
    "body", [f'["{KEY}"]', f'data: ["{KEY}\n\n', f'data: {{"object": "error", "code": "{KEY}"}}\n\n']
)
@pytest.mark.parametrize("use", [fail_to_decode, fail_to_poll, fail_to_download, fail_to_read_events, fail_to_stream])
@pytest.mark.parametrize("max_size", [None, 10])
async def test_no_frame_holds_a_key_that_the_server_repeats(
    use: Callable[[V0Client], Awaitable[None]], body: str, max_size: int | None
) -> None:
    is_streamed = use in (fail_to_read_events, fail_to_stream)
    script = response(body, content_type="text/event-stream" if is_streamed else "application/json")
    async with RawServer(always(script)) as server:
        settings = {"max_response_size": max_size, "max_event_size": max_size, "max_retries": 0}
        async with V0Client(KEY, base_url=server.base_url, **settings) as client:
            with pytest.raises((V0Error, StopAsyncIteration)) as caught:
                await use(client)
    assert not [text for text in shown_by_frames(caught.value) if KEY in text]


@pytest.mark.anyio
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
async def test_no_frame_holds_a_key_of_an_interrupted_body(encoding: str) -> None:
    begun = head(200, {"content-type": "application/json", "content-length": "999", "content-encoding": encoding})
    async with (
        RawServer(always(begun, f'["{KEY}", "'.encode(), CLOSE)) as server,
        V0Client(KEY, base_url=server.base_url) as client,
    ):
        with pytest.raises((APIConnectionError, ResponseDecodeError)) as caught:
            await fail_to_decode(client)
    assert not [text for text in shown_by_frames(caught.value) if KEY in text]


@pytest.mark.parametrize(
    "settings",
    [{}, {"max_retries": -1}, {"base_url": "nonsense"}, {"default_headers": {"host": "x"}}, {"http_client": object()}],
)
def test_no_frame_of_a_refused_setting_holds_the_key(settings: dict[str, Any]) -> None:
    key = KEY if settings else f"{KEY} with a space"
    with pytest.raises(errors.ConfigurationError) as caught:
        V0Client(key, **settings)
    assert not [text for text in shown_by_frames(caught.value) if KEY in text]


@pytest.mark.anyio
async def test_no_frame_holds_a_key_that_a_function_returned_and_that_cannot_be_used() -> None:
    async with V0Client(lambda: f"{KEY} with a space") as client:
        with pytest.raises(InvalidRequestError) as caught:
            await client.v1.chats.create(message="hi")
    assert not [text for text in shown_by_frames(caught.value) if KEY in text]


BACKSLASH = "\\"
SLASHED = "v1/team-made_up\\key"


@pytest.mark.anyio
@pytest.mark.parametrize("code", [200, 404])
@pytest.mark.parametrize(
    "echo",
    [
        json.dumps({"message": SLASHED}),
        json.dumps({"message": SLASHED}).replace("/", "\\/"),
        f'{{"message": "{"".join(f"{BACKSLASH}u{ord(c):04x}" for c in SLASHED)}"}}',
        f'{{"message": "{"".join(f"{BACKSLASH}u{ord(c):04X}" for c in SLASHED)}"}}',
        json.dumps({"message": json.dumps([SLASHED])}),
        json.dumps({"message": json.dumps([SLASHED]).replace("-", "\\u002d").replace("/", "\\/")}),
        json.dumps({"message": quote(SLASHED, safe="")}),
        json.dumps({"message": quote(SLASHED, safe="").lower()}),
        json.dumps({"message": quote(quote(SLASHED, safe=""))}),
        *(json.dumps({"message": SLASHED}).encode(name) for name in ("utf-8-sig", "utf-16", "utf-16-be", "utf-32")),
    ],
)
async def test_an_escaped_echo_of_the_key_is_redacted(code: int, echo: bytes | str) -> None:
    async with (
        RawServer(always(response(echo, code))) as server,
        V0Client(SLASHED, base_url=server.base_url, max_retries=0) as client,
    ):
        with pytest.raises(V0Error) as caught:
            await client.v1.chats.create(message="hi")
    shown = texts_in(caught.value)
    for text in [*shown, *map(unescaped, shown)]:
        assert "made_up" not in text.replace("\0", "")


@pytest.mark.anyio
@pytest.mark.parametrize("version", [1, 2])
async def test_a_poll_of_what_cannot_be_read_does_not_keep_the_key(version: int) -> None:
    answer = {"id": "id_1", "messages" if version == 1 else "parts": KEY}
    async with RawServer(always(json_response(answer))) as server, V0Client(KEY, base_url=server.base_url) as client:
        waiting = client.v1.chats.wait("chat_1") if version == 1 else client.v2.messages.wait("chat_1", "msg_1")
        with pytest.raises(ResponseDecodeError) as caught:
            await waiting
    assert caught.value.body["id"] == "id_1"
    assert not [text for text in texts_in(caught.value) + shown_by_frames(caught.value) if KEY in text]


@pytest.mark.anyio
@pytest.mark.parametrize("use", [fail_to_download, fail_to_stream])
async def test_a_content_type_that_echoes_the_key_is_redacted(use: Callable[[V0Client], Awaitable[None]]) -> None:
    answer = response(b"text", content_type=f"x/{KEY.upper()}")
    async with (
        RawServer(always(answer)) as server,
        V0Client(KEY.upper(), base_url=server.base_url) as client,
    ):
        with pytest.raises(ResponseDecodeError, match=r"got x/\.\.\. \(200\)"):
            await use(client)


def unescaped(text: str) -> str:
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    return re.sub(r"\\(.)", r"\1", text)


def test_redaction_is_linear() -> None:
    secret = Secret(KEY)
    assert secret.redact(b"\\" * MIB + b"a") == b"\\" * MIB + b"a"


@pytest.mark.anyio
@pytest.mark.parametrize("copied", [pickle.dumps, copy.copy, copy.deepcopy])
@pytest.mark.parametrize("used", [False, True])
async def test_a_client_is_neither_pickled_nor_copied(copied: Any, used: bool) -> None:
    async with (
        RawServer(always(json_response({"id": "chat_1"}))) as server,
        V0Client(KEY, base_url=server.base_url) as client,
    ):
        if used:
            await client.v1.chats.get("chat_1")
        for each in (client, client.with_options(max_retries=0)):
            with pytest.raises(TypeError, match="V0Client where it is needed"):
                copied(each)
        for part in (client.v1, client.v2.chats, client._transport, client._transport.session.credentials):
            if copied is not copy.copy:
                with pytest.raises(TypeError, match="cannot be pickled or copied"):
                    copied(part)


# ------------------------------------------------------------------ request ids


@pytest.mark.anyio
async def test_a_request_id_for_the_vendor() -> None:
    error = await refused(json_response({}, 500, {"x-vercel-id": "fra1::abc"}))
    assert error.request_id == "fra1::abc"
    assert (await refused(json_response({}, 500))).request_id is None


# ------------------------------------------------------------------ ids in a response that cannot be read


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("body", "chat_id", "shown"),
    [
        ({"id": "chat_1", "assistantMessageId": "msg_1"}, "chat_1", "message 'msg_1'"),
        ({"chat": {"id": "chat_1"}, "message": {"id": "msg_1"}}, "chat_1", "message 'msg_1'"),
        ({"chatId": "chat_1"}, "chat_1", "chat 'chat_1'"),
        ({"data": {"chatId": "chat_1", "message": {"id": "msg_1"}}}, "chat_1", "message 'msg_1'"),
        ([{"id": "chat_1"}], "chat_1", "chat 'chat_1'"),
        ({"id": 5}, None, "does not match"),
        ([], None, "does not match"),
    ],
)
async def test_the_ids_of_paid_work_are_not_lost(body: Any, chat_id: str | None, shown: str) -> None:
    async with RawServer(always(json_response(body))) as server, V0Client(KEY, base_url=server.base_url) as client:
        with pytest.raises(ResponseDecodeError) as caught:
            await client.v2.chats.create_async(message="hi")
        assert caught.value.chat_id == chat_id and shown in str(caught.value)
        assert caught.value.may_have_been_processed
        with pytest.raises(ResponseDecodeError) as caught:
            await client.v2.messages.send_async("chat_0", message="hi")
        assert caught.value.chat_id == "chat_0"


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("cut", "chat_id", "shown"),
    [
        ('{"id": "chat_1", "object": "chat", "messages": [{"id": "msg_1", "con', "chat_1", "chat 'chat_1'"),
        ('{"chat":{"id":"chat_1","title":"A ba', "chat_1", "chat 'chat_1'"),
        ('{"chatId":"chat_1","messageId":"msg_1"', "chat_1", "message 'msg_1'"),
        (r'{"text": "{\"chatId\": \"other\"}", "chatId": "chat_1", "n": {"chatId": "later"', "chat_1", "chat 'chat_1'"),
        ('{"object":"chat","id":"chat_1","messages":[{"id":"msg_1"', "chat_1", "chat 'chat_1'"),
        ('{"messages":[{"object":"message","id":"msg_1"}],"id":"chat_1"', "chat_1", "chat 'chat_1'"),
        ('{"chat":{"object":"chat","id":"chat_1"', "chat_1", "chat 'chat_1'"),
        ('{"data":{"object":"chat","id":"chat_1"', "chat_1", "chat 'chat_1'"),
        (')]}\',\n{"id":"chat_1"}', "chat_1", "chat 'chat_1'"),
        (r'{"text":"\"}, {\"id\": \"a\"","id":"chat_1"', "chat_1", "chat 'chat_1'"),
        ('<script>{"id":"page_1"}</script>', None, "does not match"),
        ('{"chatId": "cha', None, "does not match"),
        ('{"id": "cha\\', None, "does not match"),
    ],
)
async def test_the_ids_of_paid_work_are_read_from_an_incomplete_body(cut: str, chat_id: str | None, shown: str) -> None:
    until_closed = head(200, {"content-type": "application/json", "connection": "close"})
    async with (
        RawServer(always(until_closed, cut.encode(), CLOSE)) as server,
        V0Client(KEY, base_url=server.base_url) as client,
    ):
        with pytest.raises(ResponseDecodeError) as caught:
            await client.v1.chats.create(message="hi")
        assert caught.value.chat_id == chat_id and shown in str(caught.value)


@pytest.mark.anyio
@pytest.mark.parametrize(
    "rest", ['"metadata": 7, "messages": 7}', '"messages": [', '"from": {"chatId": "chat_0"}, "a": [']
)
async def test_a_copy_is_known_by_its_own_id(rest: str) -> None:
    body = f'{{"object": "chat", "id": "chat_1", {rest}'
    async with RawServer(always(response(body))) as server, V0Client(KEY, base_url=server.base_url) as client:
        for call in (client.v1.chats.fork("chat_0"), client.v2.chats.duplicate("chat_0", privacy="private")):
            with pytest.raises(ResponseDecodeError, match="chat 'chat_1'") as caught:
                await call
            assert caught.value.chat_id == "chat_1"


@pytest.mark.anyio
async def test_the_id_of_anything_but_a_chat_is_not_a_chats() -> None:
    body = '{"id": "other_1", '
    async with RawServer(always(response(body))) as server, V0Client(KEY, base_url=server.base_url) as client:
        for path in ("/v1/projects", "/v1/deployments", "/v2/chats/chat_0/messages"):
            with pytest.raises(ResponseDecodeError) as caught:
                await client.request("POST", path, json={})
            assert caught.value.chat_id is None


class Unfinished(httpx.AsyncByteStream):
    """A body that begins, and then fails, or stays silent."""

    def __init__(self, begun: bytes, fault: Exception | None) -> None:
        self._begun = begun
        self._fault = fault

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._begun
        if self._fault is not None:
            raise self._fault
        await anyio.sleep_forever()


def unfinished(fault: Exception | None, **settings: Any) -> V0Client:
    """A client whose every response is a chat that is not complete."""
    text = f'{{"object":"chat","id":"chat_1","messageId":"msg_1","text":"{KEY}'.encode()
    headers = {"content-type": "application/json"}
    transport = httpx.MockTransport(lambda _: httpx.Response(200, headers=headers, stream=Unfinished(text, fault)))
    return V0Client(KEY, http_client=httpx.AsyncClient(transport=transport), timeouts=Timeouts(read=0.1), **settings)


@pytest.mark.anyio
@pytest.mark.parametrize("fault", [httpx.ReadError("reset"), httpx.ReadTimeout(""), None])
@pytest.mark.parametrize("max_size", [None, 20])
async def test_the_ids_of_paid_work_are_read_from_an_unfinished_body(
    fault: Exception | None, max_size: int | None
) -> None:
    client = unfinished(fault, max_response_size=max_size)
    for call in (client.v1.chats.create(message="hi"), client.v2.chats.create_async(message="hi")):
        with pytest.raises((APIConnectionError, ResponseDecodeError), match="'chat_1', message 'msg_1'") as caught:
            await call
        assert caught.value.chat_id == "chat_1"
        assert caught.value.may_have_been_processed
        assert not [text for text in shown_by_frames(caught.value) if KEY in text]


@pytest.mark.anyio
@pytest.mark.parametrize("fault", [httpx.ReadError("reset"), None])
async def test_the_ids_of_paid_work_are_read_from_json_in_place_of_events(fault: Exception | None) -> None:
    client = unfinished(fault)
    for stream in (client.v1.chats.stream(message="hi"), client.v2.chats.stream(message="hi")):
        with pytest.raises(ResponseDecodeError, match="'chat_1', message 'msg_1'") as caught:
            await stream.__aenter__()
        assert caught.value.chat_id == "chat_1"
        assert caught.value.may_have_been_processed
        assert not [text for text in shown_by_frames(caught.value) if KEY in text]


def test_reading_ids_is_linear() -> None:
    for text in ('{"a' + '\\"' * 100_000, '{"id"' + " " * 200_000, '"' * 200_001, "[" * 200_000 + "]" * 200_000):
        assert ids_in(text, "/v1/chats", None) == (None, None)


@pytest.mark.anyio
@pytest.mark.parametrize("code", [500, 504])
async def test_an_error_status_shows_the_chat_that_it_left_behind(code: int) -> None:
    for body in ({"message": "slow", "chatId": "chat_1"}, {"id": "err_1", "chat": {"id": "chat_1"}}):
        error = await refused(json_response(body, code))
        assert error.chat_id == "chat_1" and error.may_have_been_processed
    assert (await refused(json_response({"id": "err_1"}, code))).chat_id is None
    assert (await refused(json_response({"chatId": "chat_1"}, code), method="GET")).chat_id is None


# ------------------------------------------------------------------ what hints say


def test_hints_resolve_to_the_real_classes() -> None:
    hints = {name: get_type_hints(getattr(errors, name).__init__) for name in errors.__all__}
    assert hints["GenerationFailedError"]["chat"] == models.ChatDetail | None
    assert hints["GenerationFailedError"]["message"] == models.Message | None
    assert hints["StreamError"]["result"] == StreamResult | None
    assert hints["WaitTimeoutError"]["last"] == models.ChatDetail | models.Message | None


def test_errors_name_their_public_module() -> None:
    assert {getattr(errors, name).__module__ for name in errors.__all__} == {"v0_client.errors"}
