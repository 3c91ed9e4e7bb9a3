"""The settings of a client: what is accepted, what is refused, and what never shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.raw_server import RawServer, Request, always, json_response
from v0_client import ConfigurationError, InvalidRequestError, Poll, Timeouts, V0Client, V0Error, __version__

KEY = "v1:team:made-up-key"


async def sent_by(client_of: Callable[[str], V0Client]) -> Request:
    """What a client sends for one GET."""
    async with RawServer(always(json_response({}))) as server:
        async with client_of(server.base_url) as client:
            await client.request("GET", "/v1/user")
        return server.requests[0]


def base_url_of(client: V0Client) -> str:
    return client._transport.options.base_url


# ------------------------------------------------------------------ key


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("given", "environment", "used"),
    [
        ("mine", {"V0_API_KEY": "env", "VERCEL_OIDC_TOKEN": "oidc"}, "mine"),
        (None, {"V0_API_KEY": "env", "VERCEL_OIDC_TOKEN": "oidc"}, "env"),
        (None, {"VERCEL_OIDC_TOKEN": "oidc"}, "oidc"),
        (None, {"V0_API_KEY": "  ", "VERCEL_OIDC_TOKEN": "oidc"}, "oidc"),
        (" \tmine\r\n", {}, "mine"),
        (None, {"V0_API_KEY": "env\n"}, "env"),
        (None, {"VERCEL_OIDC_TOKEN": " oidc\n"}, "oidc"),
        (lambda: "called\n", {"V0_API_KEY": "env"}, "called"),
    ],
)
async def test_key_sources(given: Any, environment: dict[str, str], used: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    request = await sent_by(lambda base_url: V0Client(given, base_url=base_url))
    assert request.headers["authorization"] == f"Bearer {used}"


@pytest.mark.parametrize("environment", [{}, {"V0_API_KEY": "", "VERCEL_OIDC_TOKEN": " "}])
def test_no_key_names_both_variables(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=r"V0_API_KEY.*VERCEL_OIDC_TOKEN"):
        V0Client()


@pytest.mark.anyio
@pytest.mark.parametrize("asynchronous", [False, True])
async def test_a_callable_key_is_called_for_every_request(asynchronous: bool) -> None:
    keys = iter(["first", "second"])

    async def later() -> str:
        return next(keys)

    async with (
        RawServer(always(json_response({}))) as server,
        V0Client(later if asynchronous else lambda: next(keys), base_url=server.base_url) as client,
    ):
        await client.request("GET", "/v1/user")
        await client.request("GET", "/v1/user")
    assert [r.headers["authorization"] for r in server.requests] == ["Bearer first", "Bearer second"]


@pytest.mark.anyio
async def test_oidc_token_is_read_for_every_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERCEL_OIDC_TOKEN", "first")
    async with RawServer(always(json_response({}))) as server, V0Client(base_url=server.base_url) as client:
        await client.request("GET", "/v1/user")
        monkeypatch.setenv("VERCEL_OIDC_TOKEN", "second")
        await client.request("GET", "/v1/user")
        monkeypatch.delenv("VERCEL_OIDC_TOKEN")
        with pytest.raises(InvalidRequestError):
            await client.request("GET", "/v1/user")
    assert [r.headers["authorization"] for r in server.requests] == ["Bearer first", "Bearer second"]


BAD_KEYS: list[Any] = [
    "",
    "  \n",
    "sec ret",
    "sec\nret",
    "sec\x00ret",
    "sec\x7fret",
    "secrét",
    "sec\u200bret",
    5,
    b"secret",
]


@pytest.mark.parametrize("key", BAD_KEYS)
def test_unusable_key(key: Any) -> None:
    with pytest.raises(ConfigurationError) as caught:
        V0Client(key)
    assert "sec" not in str(caught.value)


@pytest.mark.parametrize("key", [k for k in BAD_KEYS if isinstance(k, str) and k.strip() and "\0" not in k])
def test_unusable_key_in_the_environment(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("V0_API_KEY", key)
    with pytest.raises(ConfigurationError, match="V0_API_KEY") as caught:
        V0Client()
    assert "sec" not in str(caught.value)


@pytest.mark.anyio
@pytest.mark.parametrize("key", [*BAD_KEYS, None])
async def test_unusable_key_from_a_callable(key: Any) -> None:
    async with (
        RawServer(always(json_response({}))) as server,
        V0Client(lambda: key, base_url=server.base_url) as client,
    ):
        with pytest.raises(InvalidRequestError) as caught:
            await client.request("GET", "/v1/user")
    assert "sec" not in str(caught.value)
    assert server.requests == []


def test_repr_never_shows_the_key() -> None:
    client = V0Client(KEY)
    shown = [
        repr(x) for x in (client, client._transport.session.credentials, client._transport.options, client.v1.chats)
    ]
    assert KEY not in " ".join([*shown, str(client), f"{vars(client)}"])
    assert "https://api.v0.dev" in repr(client)


# ------------------------------------------------------------------ address


@pytest.mark.parametrize(
    ("given", "used"),
    [
        (None, "https://api.v0.dev"),
        ("https://api.v0.dev/", "https://api.v0.dev"),
        (" http://localhost:8787// ", "http://localhost:8787"),
        ("https://proxy.example/v0/api/", "https://proxy.example/v0/api"),
        ("https://proxy.example/a%2Fb/", "https://proxy.example/a%2Fb"),
        ("https://proxy.example/v1/team", "https://proxy.example/v1/team"),
        ("http://[::1]:80/x", "http://[::1]/x"),
    ],
)
def test_base_url(given: str | None, used: str) -> None:
    assert base_url_of(V0Client(KEY, base_url=given)) == used


def test_base_url_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("V0_BASE_URL", "http://localhost:1/")
    assert base_url_of(V0Client(KEY)) == "http://localhost:1"
    assert base_url_of(V0Client(KEY, base_url="http://localhost:2")) == "http://localhost:2"
    for blank in ("", " \n"):
        monkeypatch.setenv("V0_BASE_URL", blank)
        assert base_url_of(V0Client(KEY)) == "https://api.v0.dev"


@pytest.mark.parametrize(
    "given", ["nonsense", "https://a@api.v0.dev", "https://api.v0.dev/v1", "https://api.v0.dev:0", "https://a\nb"]
)
def test_a_bad_base_url_of_the_environment_names_the_variable(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("V0_BASE_URL", given)
    with pytest.raises(ConfigurationError, match=r"^V0_BASE_URL "):
        V0Client(KEY)
    with pytest.raises(ConfigurationError, match=r"^base_url "):
        V0Client(KEY, base_url=given)


def test_a_base_url_of_the_environment_without_tls_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("V0_BASE_URL", "http://api.example")
    with pytest.warns(UserWarning, match=r"^V0_BASE_URL .* clear text"):
        V0Client(KEY)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("https://api.v0.dev/v1", "'https://api.v0.dev'"),
        ("https://api.v0.dev/v2/", "'https://api.v0.dev'"),
        ("https://proxy.example/v0/v2", "'https://proxy.example/v0'"),
        ("https://user:hunter2@api.v0.dev", "api_key"),
        ("https://hunter2@api.v0.dev", "api_key"),
        ("https://api.v0.dev?key=hunter2", "query"),
        ("https://api.v0.dev/?", "query"),
        ("https://api.v0.dev/#hunter2", "fragment"),
        ("ftp://api.v0.dev", "http or https"),
        ("api.v0.dev", "http or https"),
        ("https://", "http or https"),
        ("", "http or https"),
        ("https://user:hunter2@host:port", "http or https"),
        ("https://a\x00b", "http or https"),
        (f"https://{'a' * 64}.dev", "http or https"),
        ("https://api.v0.dev:99999", "65535"),
        ("https://api.v0.dev:0", "65535"),
        (5, "string"),
    ],
)
def test_an_invalid_base_url_is_refused_with_the_remedy(given: Any, said: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        V0Client(KEY, base_url=given)
    assert said in str(caught.value)
    assert "hunter2" not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.anyio
async def test_a_path_prefix_is_kept() -> None:
    request = await sent_by(lambda base_url: V0Client(KEY, base_url=f"{base_url}/gate%2Fway/"))
    assert request.line == "GET /gate%2Fway/v1/user"


# ------------------------------------------------------------------ numbers


@pytest.mark.parametrize("limit", ["connect", "pool", "write", "read", "idle", "progress"])
@pytest.mark.parametrize("value", [0, -1, float("nan"), True, "10"])
def test_timeouts_are_checked(limit: str, value: Any) -> None:
    with pytest.raises(ConfigurationError, match=limit):
        Timeouts(**{limit: value})


@pytest.mark.anyio
async def test_a_number_is_the_read_timeout() -> None:
    client = V0Client(KEY, timeouts=30)
    assert client._transport.options.timeouts == Timeouts(read=30)
    assert client.with_options(timeouts=0.5)._transport.options.timeouts == Timeouts(read=0.5)


@pytest.mark.parametrize("value", [10**400, 10**5000], ids=["large", "too large to print"])
def test_numbers_too_large_for_a_clock_are_refused(value: int) -> None:
    for make in (lambda: Timeouts(read=value), lambda: V0Client(KEY, timeouts=value), lambda: Poll(interval=value)):
        with pytest.raises(ConfigurationError, match="must be a number") as caught:
            make()
        assert len(str(caught.value)) < 200


@pytest.mark.parametrize("name", ["interval", "max_interval"])
def test_a_poll_that_never_comes_is_refused(name: str) -> None:
    with pytest.raises(ConfigurationError, match=f"Poll.{name} must be a number"):
        Poll(**{name: float("inf")})


def test_timeouts() -> None:
    assert Timeouts() == Timeouts(connect=10, pool=30, write=60, read=900, idle=90, progress=None)
    assert Timeouts(read=None, progress=0.5).read is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("max_retries", v) for v in (-1, 1.5, True, None, "2")],
        *[("max_concurrency", v) for v in (0, -1, 1.5, True, "2")],
        *[("max_response_size", v) for v in (0, -1, 1.5, True, "2")],
        *[("max_event_size", v) for v in (0, -1, 1.5, True, "2")],
        *[("timeouts", v) for v in (None, 0, -1, True, float("nan"), "60", {"read": 60})],
        ("http_client", object()),
        ("default_headers", [("a", "b")]),
    ],
)
def test_settings_are_checked(name: str, value: Any) -> None:
    with pytest.raises(ConfigurationError, match=name):
        V0Client(KEY, **{name: value})


@pytest.mark.parametrize(("name", "value"), [("max_retries", -1), ("timeouts", 0)])
def test_settings_of_a_view_are_checked(name: str, value: Any) -> None:
    with pytest.raises(ConfigurationError, match=name):
        V0Client(KEY).with_options(**{name: value})


# ------------------------------------------------------------------ headers

BAD_HEADERS: list[tuple[Any, Any]] = [
    ("x-a", "b\r\nx-injected: 1"),
    ("x-a", "b\n"),
    ("x-a", "b\x00"),
    ("x-a", "né"),
    ("x-a", 5),
    ("x a", "b"),
    ("x-a:", "b"),
    ("", "b"),
    ("x-ä", "b"),
    (5, "b"),
    ("Authorization", "Bearer other"),
    ("x-session-token", "t"),
    ("Content-Length", "5"),
    ("Host", "elsewhere"),
]


@pytest.mark.parametrize(("name", "value"), BAD_HEADERS)
def test_headers_are_checked(name: Any, value: Any) -> None:
    with pytest.raises(ConfigurationError, match="default_headers"):
        V0Client(KEY, default_headers={name: value})
    with pytest.raises(InvalidRequestError, match="extra_headers"):
        V0Client(KEY).with_options(extra_headers={name: value})


@pytest.mark.parametrize("agent", ["a\r\nx-injected: 1", "né", 5])
def test_user_agent_is_checked(agent: Any) -> None:
    with pytest.raises(ConfigurationError, match="user_agent"):
        V0Client(KEY, user_agent=agent)


@pytest.mark.anyio
async def test_headers_of_every_request() -> None:
    request = await sent_by(lambda base_url: V0Client(KEY, base_url=base_url, default_headers={"X-Team": " blue "}))
    assert request.headers["user-agent"] == f"v0-client-python/{__version__}"
    assert request.headers["accept"] == "application/json"
    assert request.headers["x-team"] == "blue"
    named = await sent_by(lambda base_url: V0Client(KEY, base_url=base_url, user_agent="shop/1"))
    assert named.headers["user-agent"] == "shop/1"


# ------------------------------------------------------------------ views


@pytest.mark.anyio
async def test_views_change_only_what_they_name() -> None:
    async with (
        RawServer(always(json_response({}))) as server,
        V0Client(KEY, base_url=server.base_url, default_headers={"x-a": "1", "x-b": "1"}) as client,
    ):
        view = client.with_options(extra_headers={"X-A": "2"}, extra_body={"newField": 1})
        second = view.with_options(extra_headers={"x-c": "3"}, extra_body={"other": 2})
        for each in (client, view, second):
            await each.request("POST", "/v1/things", json={"a": 0})
            await each.request("POST", "/v1/things", json=[1])
    headers = [{k: v for k, v in r.headers.items() if k.startswith("x-")} for r in server.requests[::2]]
    assert headers == [{"x-a": "1", "x-b": "1"}, {"x-a": "2", "x-b": "1"}, {"x-a": "2", "x-b": "1", "x-c": "3"}]
    bodies = [r.json() for r in server.requests]
    assert bodies[::2] == [{"a": 0}, {"a": 0, "newField": 1}, {"a": 0, "newField": 1, "other": 2}]
    assert bodies[1::2] == [[1], [1], [1]]


@pytest.mark.anyio
async def test_extra_query_of_views() -> None:
    async with (
        RawServer(always(json_response({"id": "chat_1"}))) as server,
        V0Client(KEY, base_url=server.base_url) as client,
    ):
        view = client.with_options(extra_query={"new": True, "n": 1}).with_options(extra_query={"n": 2.5, "q": "a&b"})
        await view.request("GET", "/v1/user", params={"own": 1, "q": "theirs"})
        await view.v1.chats.get("chat_1")
        await client.v1.chats.get("chat_1")
    assert [request.target for request in server.requests] == [
        "/v1/user?own=1&q=a%26b&new=true&n=2.5",
        "/v1/chats/chat_1?new=true&n=2.5&q=a%26b",
        "/v1/chats/chat_1",
    ]


@pytest.mark.parametrize("query", [[("a", "b")], {1: "a"}, {"a": None}, {"a": ["b"]}])
def test_extra_query_is_checked(query: Any) -> None:
    with pytest.raises(InvalidRequestError, match="extra_query") as caught:
        V0Client(KEY).with_options(extra_query=query)
    assert caught.value.field == "extra_query"


@pytest.mark.parametrize("body", [[("a", "b")], {1: "a"}, 5, "a"])
def test_extra_body_is_checked(body: Any) -> None:
    with pytest.raises(InvalidRequestError, match="extra_body") as caught:
        V0Client(KEY).with_options(extra_body=body)
    assert caught.value.field == "extra_body"


@pytest.mark.anyio
@pytest.mark.parametrize(("method", "path", "field"), [(5, "/v1/user", "method"), ("GET", None, "path")])
async def test_a_request_is_of_strings(method: Any, path: Any, field: str) -> None:
    with pytest.raises(InvalidRequestError, match=f"{field} must be a string") as caught:
        await V0Client(KEY).request(method, path)
    assert caught.value.field == field


@pytest.mark.anyio
async def test_views_share_the_pool_and_close_nothing() -> None:
    async with RawServer(always(json_response({}))) as server:
        async with V0Client(KEY, base_url=server.base_url) as client:
            await client.request("GET", "/v1/user")
            async with client.with_options(max_retries=0) as view:
                await view.request("GET", "/v1/user")
            await view.aclose()
            await client.request("GET", "/v1/user")
            assert server.connections == 1
        with pytest.raises(V0Error, match="closed"):
            await view.request("GET", "/v1/user")
        await server.all_closed()


def test_creating_a_client_needs_no_event_loop_and_no_network() -> None:
    client = V0Client(KEY)
    assert client._transport.session._http is None
    assert client.with_options()._transport.session is client._transport.session
