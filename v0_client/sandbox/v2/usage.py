"""The v2 operations on usage: credits by day, events, activity. They count the turns of both API versions."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..entities import Api
from ..json_api import JsonObject, JsonResponse, RejectError
from ..route_group import RouteGroup, integer_param, operation, page, time_param
from ..store import AUTHOR, TEAM, format_time
from ..usage import UsageRecord, between
from .representations import tokens_and_credits

_DEFAULT_RANGE = timedelta(days=7)
_FIRST = datetime.min.replace(tzinfo=UTC)


class Usage(RouteGroup):
    api: ClassVar[Api] = "v2"

    def routes(self) -> list[Route]:
        usage = "/v2/usage"
        return [
            operation("get_usage_summary", "GET", f"{usage}/summary", self.summary),
            operation("list_usage_events", "GET", f"{usage}/events", self.events),
            operation("get_usage_activity", "GET", f"{usage}/activity", self.activity),
        ]

    async def summary(self, request: Request) -> Response:
        head, records = self._select(request)
        by_day: dict[str, float] = defaultdict(float)
        for record in records:
            by_day[record.day] += record.credits
        return JsonResponse(
            {
                "object": "usage_summary",
                **head,
                "credits": _credits(sum(by_day.values())),
                "daily": [{"date": day, "credits": _credits(used)} for day, used in by_day.items()],
                "dataAsOf": head["range"]["end"],
            }
        )

    async def events(self, request: Request) -> Response:
        request = _restored(request)
        limit = integer_param(request, "limit", default=50, at_least=1, at_most=100)
        chat, message = (request.query_params.get(name) for name in ("chatId", "messageId"))
        head, records = self._select(request)
        # As at the service the limit counts what is scanned: a page may be empty while more follow.
        scanned, cursor = page(request, reversed(records), limit)
        found = [
            _event(record)
            for record in scanned
            if chat in (None, record.chat_id) and message in (None, record.message_id)
        ]
        following = None if cursor is None else _cursor(request, cursor)
        pagination = {"hasMore": cursor is not None, "cursor": following}
        return JsonResponse({"object": "list", **head, "data": found, "pagination": pagination})

    async def activity(self, request: Request) -> Response:
        head, records = self._select(request)
        by_chat: dict[str, list[UsageRecord]] = defaultdict(list)
        by_project: dict[str | None, list[UsageRecord]] = defaultdict(list)
        for record in records:
            by_chat[record.chat_id].append(record)
            by_project[self._project_of(record)].append(record)
        return JsonResponse(
            {
                "object": "usage_activity",
                **head,
                "summary": {
                    "activeUsers": 1 if records else 0,
                    "activeDays": len({record.day for record in records}),
                    "chatCount": len(by_chat),
                    "messageCount": len(records),
                },
                "projects": [self._project_activity(*each) for each in by_project.items()],
                "chats": [self._chat_activity(*each) for each in by_chat.items()],
            }
        )

    def _select(self, request: Request) -> tuple[JsonObject, list[UsageRecord]]:
        """The range and the scope that the query asks for, and the usage in them, oldest first.

        Raises:
            RejectError: 422 for an invalid range.
        """
        end = time_param(request, "end") or self.store.clock.now()
        start = time_param(request, "start") or end - min(_DEFAULT_RANGE, end - _FIRST)
        if start >= end:
            raise RejectError(422, "start: must be before end")
        user = request.query_params.get("userId")
        scope: JsonObject = {"id": TEAM, "type": "team", "isTeamWide": user is None}
        if user is not None:
            scope["userId"] = user
        times = {"start": format_time(start), "end": format_time(end)}
        records = between(self.store.workspace.usage, start, end) if user in (None, AUTHOR) else []
        return {"range": times, "scope": scope}, records

    def _project_of(self, record: UsageRecord) -> str | None:
        chat = self.store.find_chat(record.chat_id)
        return None if chat is None else chat.vercel_project_id

    def _project_activity(self, project_id: str | None, records: Sequence[UsageRecord]) -> JsonObject:
        return {
            "kind": "drafts" if project_id is None else "project",
            "vercelProjectId": project_id,
            "name": "Drafts" if project_id is None else self._project_name(project_id),
            "chatCount": len({record.chat_id for record in records}),
            **_activity(records),
        }

    def _chat_activity(self, chat_id: str, records: Sequence[UsageRecord]) -> JsonObject:
        chat = self.store.find_chat(chat_id)
        project_id = None if chat is None else chat.vercel_project_id
        return {
            "kind": "unavailable" if chat is None else "chat",
            "chatId": chat_id,
            "title": "Deleted chat" if chat is None else chat.title or "Untitled",
            "vercelProjectId": project_id,
            "projectName": None if project_id is None else self._project_name(project_id),
            **_activity(records),
        }

    def _project_name(self, project_id: str) -> str:
        name: str = self.store.workspace.vercel_projects.get(project_id)["name"]
        return name


def _cursor(request: Request, position: str) -> str:
    """A cursor that holds the whole query, so that the next request needs no other parameter."""
    query = urlencode({**request.query_params, "cursor": position})
    return base64.urlsafe_b64encode(query.encode()).decode()


def _restored(request: Request) -> Request:
    """The request with the query that its cursor holds.

    Raises:
        RejectError: 422 for an invalid cursor.
    """
    if (cursor := request.query_params.get("cursor")) is None:
        return request
    try:
        query = base64.b64decode(cursor, altchars=b"-_", validate=True)
    except ValueError:
        query = b""
    if b"cursor=" not in query:
        raise RejectError(422, "cursor: invalid; pass one from a previous page")
    return Request({**request.scope, "query_string": query})


def _activity(records: Sequence[UsageRecord]) -> JsonObject:
    return {
        "messageCount": len(records),
        "activeDays": len({record.day for record in records}),
        "firstActivity": records[0].created_at,
        "lastActivity": records[-1].created_at,
    }


def _event(record: UsageRecord) -> JsonObject:
    usage = tokens_and_credits(record)
    return {
        "id": record.id,
        "object": "usage_event",
        "type": "message",
        "createdAt": record.created_at,
        "userId": AUTHOR,
        "chatId": record.chat_id,
        "messageId": record.message_id,
        "model": record.model,
        "sources": ["plan"],
        "waived": False,
        **usage,
        "creditsCost": {**usage["creditsCost"], "charged": record.credits},
    }


def _credits(used: float) -> JsonObject:
    return {"plan": used, "onDemand": 0, "total": used}
