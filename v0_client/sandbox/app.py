"""The application: who may come in, where requests go, and how refusals look."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Mount, Route, Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from . import v1, v2
from .connections import Connections
from .recording import RecordedRequest, RecordRequests, RequestLog
from .store import Settings, Store
from .wire import Json, RejectError

_TYPES = {
    401: "unauthorized_error",
    404: "not_found_error",
    405: "method_not_allowed_error",
    409: "conflict_error",
    422: "unprocessable_entity_error",
    429: "too_many_requests_error",
    500: "internal_server_error",
}


def build_app(
    settings: Settings,
    store: Store,
    connections: Connections,
    log: RequestLog,
    on_request: Callable[[RecordedRequest], object] | None,
) -> ASGIApp:
    v2_routes = v2.routes(store, connections)
    operations = [*v1.routes(store, connections), *v2_routes]
    # The address of version 2 before it had a host of its own, which still works.
    former = Mount("/api", app=Router(v2_routes, redirect_slashes=False))
    routes = [*operations, former]
    handlers = {RejectError: _refused, HTTPException: _refused, ClientDisconnect: _nobody_left}
    app = Starlette(routes=routes, exception_handlers=handlers)
    app.router.redirect_slashes = False
    log.operations = frozenset(route.name for route in operations)
    recorder = RecordRequests(RequireKey(app, settings), log, lambda scope: _operation(routes, scope), on_request)
    return connections.wrap(recorder)


def _operation(routes: Sequence[BaseRoute], scope: Scope) -> str | None:
    """The name of the operation that a request asks for."""
    for route in routes:
        match, found = route.matches(scope)
        if match is Match.FULL and isinstance(route, Mount):
            return _operation(route.routes, {**scope, **found})
        if match is Match.FULL and isinstance(route, Route):
            return route.name
    return None


class RequireKey:
    """Answers 401 without the right key; gives v1 answers their session token."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = self._settings.api_key
        given = dict(scope["headers"]).get(b"authorization", b"")

        async def send_with_token(message: Message) -> None:
            if message["type"] == "http.response.start":
                token = hashlib.sha256(key.encode()).hexdigest()[:32]
                message["headers"] = [*message["headers"], (b"x-session-token", token.encode())]
            await send(message)

        answer = send_with_token if scope["path"].startswith("/v1/") else send
        if given.lower().startswith(b"bearer ") and given[7:].strip() == key.encode():
            await self._app(scope, receive, answer)
        else:
            refusal = _refusal(scope["path"], RejectError(401, "The API key is missing or wrong"))
            await refusal(scope, receive, answer)


async def _refused(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException):  # the router's: no such path, or not this method
        error = RejectError(error.status_code, error.detail, headers=error.headers)
    assert isinstance(error, RejectError)
    return _refusal(request.url.path, error)


async def _nobody_left(_: Request, __: Exception) -> Response:
    """The client went away before its body was read; there is nobody to answer, and nothing went wrong here."""
    return Response(status_code=400)


def _refusal(path: str, error: RejectError) -> Response:
    if path.startswith("/v1/"):
        detail = {"message": error.message, "type": _TYPES.get(error.status, "internal_server_error")}
        if error.code is not None:
            detail["code"] = error.code
        return Json({"success": False, "error": detail}, error.status, error.headers)
    issues = {"issues": error.issues} if error.issues else {}
    return Json({"message": error.message, **issues}, error.status, error.headers)
