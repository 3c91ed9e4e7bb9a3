"""The live connections of the server, which an answer may break and the end of the sandbox must."""

from __future__ import annotations

import anyio
import anyio.lowlevel
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol


class Connections:
    """Wraps the application, so that every request in progress can be ended from outside."""

    def __init__(self) -> None:
        self._server: uvicorn.Server | None = None
        self._requests: set[anyio.CancelScope] = set()

    def belong_to(self, server: uvicorn.Server) -> None:
        self._server = server

    def wrap(self, app: ASGIApp) -> ASGIApp:
        async def cancellable(scope: Scope, receive: Receive, send: Send) -> None:
            with anyio.CancelScope() as request:
                self._requests.add(request)
                try:
                    await app(scope, receive, send)
                finally:
                    self._requests.discard(request)

        return cancellable

    async def hang_up(self, scope: Scope, receive: Receive) -> None:
        """Close the request's connection as it stands, an unfinished body included.

        What was sent before still arrives. Returns when the server knows that the connection is gone.
        """
        for connection in self._open():
            if connection.client == scope["client"]:
                connection.transport.close()
        await gone(receive)

    async def close(self) -> None:
        """Stop listening, break every connection, end every request."""
        assert self._server is not None
        for listener in self._server.servers:
            listener.close()
        for connection in self._open():
            connection.transport.abort()
        # The server learns of the lost connections first: a request that ends before is reported as an error.
        await anyio.lowlevel.checkpoint()
        for request in list(self._requests):
            request.cancel()
        while self._requests:
            await anyio.lowlevel.checkpoint()

    def _open(self) -> list[H11Protocol]:
        assert self._server is not None
        return [each for each in self._server.server_state.connections if isinstance(each, H11Protocol)]


async def gone(receive: Receive) -> None:
    """Wait until the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
