"""The ASGI application: its routes, authentication, and error responses in each version's format."""

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
from .json_api import JsonResponse, RejectError
from .page import page_routes
from .request_log import RecordedRequest, RecordRequests, RequestLog
from .store import Store

_ERROR_TYPES = {
    401: "unauthorized_error",
    404: "not_found_error",
    405: "method_not_allowed_error",
    409: "conflict_error",
    422: "unprocessable_entity_error",
    429: "too_many_requests_error",
    500: "internal_server_error",
}


def build_app(store: Store, log: RequestLog, on_request: Callable[[RecordedRequest], object] | None) -> ASGIApp:
    v1_routes = [route for group in v1.GROUPS for route in group(store).routes()]
    v2_routes = [route for group in v2.GROUPS for route in group(store).routes()]
    # The former prefix of version 2, which still works.
    former = Mount("/api", app=Router(v2_routes, redirect_slashes=False))
    routes = [*v1_routes, *v2_routes, former]
    handlers = {RejectError: _handle_error, HTTPException: _handle_error, ClientDisconnect: _handle_disconnect}
    app = Starlette(routes=routes, exception_handlers=handlers)
    app.router.redirect_slashes = False
    log.operations = frozenset(route.name for route in (*v1_routes, *v2_routes))
    api = RecordRequests(RequireKey(app, store), log, lambda scope: _operation_of(routes, scope), on_request)
    return Router([*page_routes(store, log), Mount("", api)], redirect_slashes=False)


def _operation_of(routes: Sequence[BaseRoute], scope: Scope) -> str | None:
    """The name of the operation that a request matches."""
    for route in routes:
        match, child_scope = route.matches(scope)
        if match is Match.FULL and isinstance(route, Mount):
            return _operation_of(route.routes, {**scope, **child_scope})
        if match is Match.FULL and isinstance(route, Route):
            return route.name
    return None


class RequireKey:
    """Middleware: responds 401 without the right API key, and adds a session token to v1 responses."""

    def __init__(self, app: ASGIApp, store: Store) -> None:
        self._app = app
        self._store = store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = self._store.settings.api_key
        authorization = dict(scope["headers"]).get(b"authorization", b"")

        async def send_with_token(message: Message) -> None:
            if message["type"] == "http.response.start":
                token = hashlib.sha256(key.encode()).hexdigest()[:32]
                message["headers"] = [*message["headers"], (b"x-session-token", token.encode())]
            await send(message)

        send_response = send_with_token if scope["path"].startswith("/v1/") else send
        if authorization.lower().startswith(b"bearer ") and authorization[7:].strip() == key.encode():
            self._store.workspace.request_count += 1
            await self._app(scope, receive, send_response)
        else:
            response = _error_response(scope["path"], RejectError(401, "The API key is missing or wrong"))
            await response(scope, receive, send_response)


async def _handle_error(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException):  # from the router: unknown path, or method not allowed
        error = RejectError(error.status_code, error.detail, headers=error.headers)
    assert isinstance(error, RejectError)
    return _error_response(request.url.path, error)


async def _handle_disconnect(_: Request, __: Exception) -> Response:
    """The client disconnected before its body was complete: not an error of the server, and nobody to respond to."""
    return Response(status_code=400)


def _error_response(path: str, error: RejectError) -> Response:
    if path.startswith("/v1/"):
        detail = {"message": error.message, "type": _ERROR_TYPES.get(error.status, "internal_server_error")}
        if error.code is not None:
            detail["code"] = error.code
        return JsonResponse({"success": False, "error": detail}, error.status, error.headers)
    issues = {"issues": error.issues} if error.issues else {}
    return JsonResponse({"message": error.message, **issues}, error.status, error.headers)
