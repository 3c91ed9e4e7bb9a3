"""Mistakes that newcomers make, in Python and in the command line: each message says what, why and what to do.

A message that Python itself makes (a missing await, a keyword that does not exist) names the operation and the keyword.
"""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, cast

import anyio.to_thread
import httpx
import pytest

from tests.support.command_line import process, run
from v0_client import V0Client, sources
from v0_client.sandbox import Sandbox

Mistake = Callable[[V0Client, Sandbox], Any]


def another_loop(client: V0Client, _: Sandbox) -> Any:
    async def use() -> None:
        await client.v2.chats.list()

    async def use_it_in_two() -> None:
        await use()
        await anyio.to_thread.run_sync(lambda: asyncio.run(use()))

    return use_it_in_two()


async def closed(client: V0Client, _: Sandbox) -> None:
    await client.aclose()
    await client.v2.chats.list()


def without_await(client: V0Client, _: Sandbox) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        coroutine: Any = client.v2.chats.create(message="A shop")
        try:
            return coroutine.id
        finally:
            coroutine.close()


async def without_block(client: V0Client, _: Sandbox) -> None:
    async for _event in client.v2.chats.stream(message="A shop"):
        pass


async def wrong_key(_: V0Client, sandbox: Sandbox) -> None:
    async with V0Client("expired", base_url=sandbox.base_url) as client:
        await client.v2.chats.list()


def responding(*outcomes: httpx.Response | Exception) -> Mistake:
    """A request to a service, or to a network, that responds so."""

    def respond(_request: httpx.Request) -> httpx.Response:
        (outcome,) = outcomes
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def ask(_client: V0Client, _sandbox: Sandbox) -> Awaitable[object]:
        http_client = httpx.AsyncClient(transport=httpx.MockTransport(respond))
        return V0Client("key", http_client=http_client, max_retries=0).v2.chats.create(message="A shop")

    return ask


def refusal(status: int) -> Mistake:
    return responding(httpx.Response(status, json={"message": "Refused"}))


CERTIFICATE = httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate")
MISTAKES: dict[str, tuple[Mistake, str]] = {
    "no key": (
        lambda _c, _s: V0Client(),
        "no API key: pass api_key=, or set V0_API_KEY (create keys at v0.app/settings/keys) or VERCEL_OIDC_TOKEN",
    ),
    "a base URL of version 1": (
        lambda _c, _s: V0Client("key", base_url="https://api.v0.dev/v1"),
        "base_url must not end in /v1, which every path begins with: use 'https://api.v0.dev'",
    ),
    "no await": (without_await, "'coroutine' object has no attribute 'id'"),
    "no block": (without_block, "the stream cannot be read: enter it first, with `async with ... as stream`"),
    "a positional message": (
        lambda c, _s: cast("Any", c.v2.chats.create)("A shop"),
        "client.v2.chats.create() takes 1 positional argument but 2 were given",
    ),
    "no message": (
        lambda c, _s: cast("Any", c.v2.chats.create)(),
        "client.v2.chats.create() missing 1 required keyword-only argument: 'message'",
    ),
    "a wrong field": (
        lambda c, _s: cast("Any", c.v2.chats.create)(message="A shop", modle="v0-pro"),
        "client.v2.chats.create() got an unexpected keyword argument 'modle'",
    ),
    "camelCase": (
        lambda c, _s: cast("Any", c.v2.chats.create)(message="A shop", systemPrompt="Be brief"),
        "client.v2.chats.create() got an unexpected keyword argument 'systemPrompt'",
    ),
    "a nested field": (
        lambda c, _s: c.v2.chats.create(message="A shop", model_configuration=cast("Any", {"model": "v0-pro"})),
        "client.v2.chats.create: model_configuration.modelId is missing: model_configuration needs ",
    ),
    "a second event loop": (
        another_loop,
        "the client was used in another event loop: create a V0Client in each one",
    ),
    "a closed client": (
        closed,
        "the client is closed: create a new V0Client, or keep this one open as long as it is used",
    ),
    "a wrong chat id": (
        lambda c, _s: c.v2.chats.get("nope"),
        "GET /v2/chats/nope: 404, Chat not found\nCheck the id and the key's team; the two versions of the API do not",
    ),
    "an expired key": (
        wrong_key,
        "\nCheck the API key (v0.app/settings/keys): it may be mistyped, expired or revoked.",
    ),
    "no credits": (refusal(402), "POST /v2/chats: 402, Refused\nAdd credits to the key's team in v0's settings."),
    "a key of another team": (refusal(403), "\nUse a key of the team that may do this."),
    "a rate limit": (refusal(429), "\nSend fewer requests, or retry later."),
    "a zip that is too large": (refusal(413), "\nSend less at once."),
    "a timeout": (
        responding(httpx.ReadTimeout("")),
        "the read timeout expired (Timeouts.read); the server may have done the work, so look for the chat before you",
    ),
    "a proxy": (
        responding(httpx.ProxyError("407 Proxy Authentication Required")),
        "407 Proxy Authentication Required); check the proxy in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY",
    ),
    "TLS": (responding(CERTIFICATE), "set SSL_CERT_FILE to its certificate"),
    "no network": (
        responding(httpx.ConnectError("[Errno -2] Name or service not known")),
        "; check the network, base_url and the proxy variables",
    ),
    "a folder that does not exist": (
        lambda c, _s: c.v2.chats.download("chat_1", "/does/not/exist/a.zip"),
        "to is in a folder that does not exist: create /does/not/exist first",
    ),
    "a file that does not exist": (
        lambda _c, _s: sources.attachment_from_file("/does/not/exist.png"),
        "'/does/not/exist.png' cannot be read: No such file or directory",
    ),
    "an unknown model": (
        lambda c, _s: c.v2.chats.create(
            message="A shop", model_configuration={"model_id": "gpt", "image_generations": False}
        ),
        "422, modelConfiguration.modelId: must be one of v0-mini, v0-pro, v0-max, v0-max-fast",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_python(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    make, expected = MISTAKES[name]

    async def run_it(sandbox: Sandbox) -> None:
        async with V0Client(sandbox.api_key, base_url=sandbox.base_url, max_retries=0) as client:
            result = make(client, sandbox)
            if isinstance(result, Awaitable):
                await cast("Awaitable[object]", result)

    with Sandbox() as sandbox, pytest.raises(Exception) as caught:  # noqa: PT011 - its text is what counts
        asyncio.run(run_it(sandbox))
    shown = "\n".join([str(caught.value), *getattr(caught.value, "__notes__", [])])
    assert expected in shown


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        (
            "list",
            {},
            "no API key: set V0_API_KEY (keys are made at v0.app/settings/keys), or try it out with --sandbox",
        ),
        (
            "list",
            {"V0_API_KEY": "k", "V0_BASE_URL": "https://api.v0.dev/v1"},
            "V0_BASE_URL must not end in /v1, which every path begins with: use 'https://api.v0.dev'",
        ),
        (
            "list",
            {"V0_API_KEY": "k", "V0_BASE_URL": "https://127.0.0.1:9"},
            "check the network, V0_BASE_URL and the proxy variables",
        ),
        (
            "list",
            {"V0_API_KEY": "k", "SSL_CERT_FILE": "/nope"},
            "SSL_CERT_FILE names a file that does not exist: '/nope'; correct or unset it",
        ),
        (
            "list",
            {"V0_API_KEY": "k", "HTTPS_PROXY": "gopher://x"},
            "HTTPS_PROXY",
        ),
    ],
)
def test_a_setting_that_cannot_be_used_in_the_command_line(
    arguments: str, environment: dict[str, str], expected: str
) -> None:
    done = process(*arguments.split(), **environment)
    assert done.stderr.startswith("Error: ") and expected in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["get", "nope"], "Chat not found; check the id and the key's team"),
        (["chat", "--chat", "nope", "hi"], "Chat not found; check the id and the key's team"),
        (["chat", ""], "Error: message must not be empty"),
        (["chat", "hi", "--model", "gpt"], "must be one of v0-auto, v0-mini, v0-pro"),
        (["chat", "hi", "--privacy", "nobody"], "must be one of public, private, team"),
        (["chat", "hi", "--save", "/proc/x"], "files cannot be written to '/proc/x'"),
        (["chat", "A", "shop"], "put the message in quotes"),
        (["get", ".."], "CHAT must be an id, got '..'"),
        (["chat", "hi sandbox:ask"], "The agent asks 1 question"),
    ],
)
def test_a_mistake_in_the_command_line(arguments: list[str], expected: str) -> None:
    code, _, errors = run("--sandbox", *arguments)
    assert code != 0
    assert expected in errors
