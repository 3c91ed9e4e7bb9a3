"""Clients of other HTTP libraries and transports, for the tests marked `transports`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from v0_client import V0Client

TRANSPORTS = ["httpx", "httpx2", "aiohttp"]


def new_client(name: str, *, max_connections: int = 100) -> Any:
    """An ``AsyncClient`` as a caller may pass it; a test whose library is missing is skipped."""
    if name == "httpx":
        return httpx.AsyncClient(trust_env=False, limits=httpx.Limits(max_connections=max_connections))
    if name == "httpx2":
        httpx2 = pytest.importorskip("httpx2", reason="httpx2 is not installed")
        return httpx2.AsyncClient(trust_env=False, limits=httpx2.Limits(max_connections=max_connections))
    aiohttp = pytest.importorskip("httpx_aiohttp", reason="httpx-aiohttp is not installed")
    limits = httpx.Limits(max_connections=max_connections)
    return httpx.AsyncClient(transport=aiohttp.AiohttpTransport(limits=limits))


def busy(http: Any) -> list[str]:
    """What a client's pool holds that is neither idle nor closed; no library shows that."""
    transport = http._transport
    if hasattr(transport, "_pool"):
        pool = transport._pool
        connections = [repr(each) for each in pool.connections if not (each.is_idle() or each.is_closed())]
        return connections + [repr(each) for each in pool._requests]
    return [] if transport.client is None else [repr(each) for each in transport.client.connector._acquired]


@contextmanager
def clients_on(name: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let each `V0Client` that a test creates without `http_client` use a caller's client, closed with it."""
    init, aclose = V0Client.__init__, V0Client.aclose

    def init_on(self: Any, *arguments: Any, http_client: Any = None, **settings: Any) -> None:
        self.made = None if http_client is not None else new_client(name)
        init(self, *arguments, http_client=http_client or self.made, **settings)

    async def close_both(self: Any) -> None:
        await aclose(self)
        if (made := getattr(self, "made", None)) is not None:  # a view has none
            await made.aclose()

    with monkeypatch.context() as patch:
        patch.setattr(V0Client, "__init__", init_on)
        patch.setattr(V0Client, "aclose", close_both)
        yield
