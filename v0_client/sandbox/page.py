"""The page at `/`: chats, messages and requests as they come, for a person who would rather look than read a log."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .entities import Api, Chat, Message
from .generation import ContentFormat
from .json_api import JsonObject, JsonResponse
from .request_log import RecordedRequest, RequestLog
from .store import Store
from .v1.turn_format import CONTENT_FORMAT as V1
from .v2.representations import CONTENT_FORMAT as V2

SHOWN_CHATS = 50
SHOWN_REQUESTS = 200

_PAGE = Path(__file__).with_name("page.html")
_FORMATS: dict[Api, ContentFormat] = {"v1": V1, "v2": V2}

# The page shows what programs sent: nothing in it may load or run anything else.
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:"
    ),
}


def page_routes(store: Store, log: RequestLog) -> list[Route]:
    """The routes of the page, which need no key and are not logged."""

    async def page(_: Request) -> Response:
        return Response(_PAGE.read_bytes(), media_type="text/html", headers=_HEADERS)

    async def state(_: Request) -> Response:
        # Read from the store itself, so that watching does not advance an asynchronous turn.
        chats = sorted((*store.chats("v1"), *store.chats("v2")), key=lambda chat: chat.created_at, reverse=True)
        requests = enumerate(reversed(log[-SHOWN_REQUESTS:]))
        return JsonResponse(
            {
                "chats": [_chat(chat) for chat in chats[:SHOWN_CHATS]],
                "requests": [_request(len(log) - index, request) for index, request in requests],
            },
            headers=_HEADERS,
        )

    return [Route("/", page), Route("/_sandbox/state", state)]


def _chat(chat: Chat) -> JsonObject:
    return {
        "id": chat.id,
        "api": chat.api,
        "title": chat.title,
        "messages": [_message(chat.api, message) for message in chat.messages],
    }


def _message(api: Api, message: Message) -> JsonObject:
    return {
        "id": message.id,
        "role": message.role,
        "text": message.content if message.finished else _FORMATS[api].to_text(message.live),
        "state": message.role if message.role == "user" else message.finish_reason or "running",
        "files": list(message.version.files) if message.version is not None else [],
    }


def _request(number: int, request: RecordedRequest) -> JsonObject:
    return {
        "number": number,
        "method": request.method,
        "target": f"{request.path}?{request.query}" if request.query else request.path,
        "operation": request.operation,
        "status": request.status,
        "seconds": request.seconds,
        "body": request.body,
    }
