"""What all groups of operations share: route entries, look-ups, request bodies, query parameters, pages."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import ClassVar, Protocol, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .agent_tasks import RESOLVED_KIND
from .entities import Api, Chat, Message
from .json_api import JsonObject, RejectError, decode_object
from .store import Store
from .validation import Validator

_METADATA = re.compile(r"metadata\[(.+)\]", re.DOTALL)


class RouteGroup:
    """The operations on one kind of resource in one API version.

    A subclass lists its operations in `routes` and keeps the state of its resource in attributes of its own: one
    instance serves all requests of one run of the server. It joins the API in the list `GROUPS` of its version.
    """

    api: ClassVar[Api]

    def __init__(self, store: Store) -> None:
        self.store = store

    def routes(self) -> list[Route]:
        raise NotImplementedError

    @property
    def base_url(self) -> str:
        return self.store.settings.base_url

    def chat(self, request: Request) -> Chat:
        """The chat in the path. A GET of it or of anything in it counts as a read of its asynchronous turns.

        Raises:
            RejectError: 404.
        """
        chat = self.store.chat(self.api, request.path_params["chat_id"])
        if request.method == "GET":
            for turn in chat.turns:
                turn.record_read()
        return chat

    def message(self, chat: Chat, request: Request) -> Message:
        """The message in the path.

        Raises:
            RejectError: 404.
        """
        return self.store.message(chat, request.path_params["message_id"])


def operation(name: str, method: str, path: str, handler: Callable[[Request], Awaitable[Response]]) -> Route:
    """The route of an operation.

    Args:
        name: the operation's name in the request log: that of the client's function.
        method: the HTTP method.
        path: the path with `{parameters}`.
        handler: handles its requests.
    """
    return Route(path, handler, methods=[method], name=name)


# --- bodies


async def read_body(request: Request, schema: Validator, *, default: JsonObject | None = None) -> JsonObject:
    """The validated body of a request; the default where it is empty.

    Raises:
        RejectError: 422 for an invalid or compressed body. The sandbox inflates none.
    """
    encoding = request.headers.get("content-encoding", "identity")
    if encoding.lower() != "identity":
        raise RejectError(422, f"The request body must not be compressed (Content-Encoding: {encoding})")
    raw = await request.body()
    body = decode_object(raw) if raw or default is None else default
    schema(body, "")
    return body


def blocked_message(chat: Chat, answer: JsonObject) -> Message:
    """The message whose pending task the answer of a resolve request resolves.

    Raises:
        RejectError: 409 where no task is pending, or one of another kind.
    """
    message = chat.newest_assistant
    pending = None if message is None else message.task
    if message is None or pending is None:
        raise RejectError(409, "No task is pending in this chat")
    if pending.kind != RESOLVED_KIND.get(answer["type"]):
        raise RejectError(409, f"The pending task is of another kind: {pending.kind}")
    return message


# --- query parameters


def integer_param(request: Request, name: str, *, default: int, at_least: int, at_most: int | None = None) -> int:
    """An integer in the query.

    Raises:
        RejectError: 422 where it is not an integer or out of range.
    """
    text = request.query_params.get(name, str(default))
    is_integer = re.fullmatch("[0-9]{1,15}", text) is not None
    if not (is_integer and int(text) >= at_least and (at_most is None or int(text) <= at_most)):
        limits = f"from {at_least} to {at_most}" if at_most is not None else f"of at least {at_least}"
        raise RejectError(422, f"{name}: must be an integer {limits}")
    return int(text)


def choice_param(request: Request, name: str, choices: Sequence[str]) -> str | None:
    """One of several values in the query; None where it is absent.

    Raises:
        RejectError: 422 for another value.
    """
    text = request.query_params.get(name)
    if text is not None and text not in choices:
        raise RejectError(422, f"{name}: must be one of {', '.join(choices)}")
    return text


def flag_param(request: Request, name: str) -> bool | None:
    """`true` or `false` in the query; None where it is absent."""
    text = choice_param(request, name, ("true", "false"))
    return None if text is None else text == "true"


def time_param(request: Request, name: str) -> datetime | None:
    """A time in the query, in UTC; None where it is absent.

    Raises:
        RejectError: 422 for anything else.
    """
    text = request.query_params.get(name)
    if text is None:
        return None
    try:
        time = datetime.fromisoformat(text)
        if time.tzinfo is not None:
            return time.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise RejectError(422, f"{name}: must be an ISO 8601 time with its zone, such as 2026-01-01T00:00:00Z")


def metadata_params(request: Request) -> dict[str, str]:
    """The pairs of `metadata[key]=value` in the query.

    Raises:
        RejectError: 422 for metadata in another form.
    """
    pairs: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if not name.startswith("metadata"):
            continue
        match = _METADATA.fullmatch(name)
        if match is None:
            raise RejectError(422, "metadata: must be given as metadata[key]=value")
        pairs[match[1]] = value
    return pairs


# --- pages


class _Dated(Protocol):
    @property
    def created_at(self) -> str: ...


T = TypeVar("T", bound=_Dated)


def page(request: Request, newest_first: Iterable[T], limit: int) -> tuple[list[T], str | None]:
    """The page of a list that the query asks for, and the cursor of the next page.

    A cursor contains the time of the last item before it, so that it stays valid when items are added or deleted.

    Raises:
        RejectError: 422 for an invalid cursor.
    """
    items = list(newest_first)
    if (cursor := request.query_params.get("cursor")) is not None:
        before = _decode_cursor(cursor)
        items = [item for item in items if item.created_at < before]
    shown = items[:limit]
    return shown, base64.urlsafe_b64encode(shown[-1].created_at.encode()).decode() if items[limit:] else None


def _decode_cursor(cursor: str) -> str:
    try:
        time = base64.b64decode(cursor, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        time = ""
    if not re.fullmatch(r"\d{4}-[\d-]+T[\d:.]+Z", time):
        raise RejectError(422, "cursor: invalid; pass one from a previous page")
    return time
