"""The v1 reports: what was used, and who was active."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..entities import Api
from ..json_api import JsonObject, JsonResponse
from ..route_group import RouteGroup, integer_param, operation, page, time_param
from ..store import AUTHOR, format_time
from ..usage import UsageRecord, between
from .serializers import USER_EMAIL, list_to_json, page_to_json, user_to_json


class Reports(RouteGroup):
    api: ClassVar[Api] = "v1"

    def routes(self) -> list[Route]:
        reports = "/v1/reports"
        return [
            operation("get_usage_report", "GET", f"{reports}/usage", self.usage),
            operation("get_ai_usage_report", "GET", f"{reports}/usage/ai", self.ai_usage),
            operation("get_user_activity_report", "GET", f"{reports}/user-activity", self.activity),
        ]

    async def usage(self, request: Request) -> Response:
        limit = integer_param(request, "limit", default=20, at_least=1, at_most=150)
        start, end = time_param(request, "startDate"), time_param(request, "endDate")
        # As at the service the limit counts what is scanned: a page may be empty while more follow.
        scanned, cursor = page(request, reversed(self._records(start, end)), limit)
        chat, message, user = (request.query_params.get(name) for name in ("chatId", "messageId", "userId"))
        found = [
            self._event(record)
            for record in scanned
            if chat in (None, record.chat_id) and message in (None, record.message_id) and user in (None, AUTHOR)
        ]
        query = {name: value for name, value in request.query_params.items() if name != "cursor"}
        result = page_to_json(found, f"{self.base_url}{request.url.path}", query, cursor)
        return JsonResponse({**result, "meta": {"totalCount": len(found)}})

    async def ai_usage(self, request: Request) -> Response:
        limit = integer_param(request, "limit", default=1000, at_least=1, at_most=5000)
        start, end = time_param(request, "start"), time_param(request, "end")
        records, cursor = page(request, reversed(self._records(start, end)), limit)
        result = list_to_json([_model_call(record) for record in records])
        return JsonResponse({**result, "pagination": {"nextCursor": cursor}, "dateRange": _range(start, end)})

    async def activity(self, request: Request) -> Response:
        start, end = time_param(request, "startDate"), time_param(request, "endDate")
        records = self._records(start, end)
        entry = {
            "id": f"activity_{AUTHOR}",
            "object": "user_activity",
            "user": {**user_to_json(), "teamV0Role": "V0Builder"},
            "chatCount": len({record.chat_id for record in records}),
            "messageCount": len(records),
            "activeDays": len({record.day for record in records}),
            "firstActivity": records[0].created_at if records else None,
            "lastActivity": records[-1].created_at if records else None,
        }
        return JsonResponse({**list_to_json([entry]), "meta": {"totalCount": 1, "dateRange": _range(start, end)}})

    def _records(self, start: datetime | None, end: datetime | None) -> list[UsageRecord]:
        return between(self.store.workspace.usage, start, end)

    def _event(self, record: UsageRecord) -> JsonObject:
        return {
            "id": record.id,
            "object": "usage_event",
            "type": "message",
            "promptCost": f"{record.input_credits:f}",
            "completionCost": f"{record.output_credits:f}",
            "totalCost": f"{record.credits:f}",
            "chatId": record.chat_id,
            "messageId": record.message_id,
            "userId": AUTHOR,
            "user": user_to_json(),
            "createdAt": record.created_at,
        }


def _model_call(record: UsageRecord) -> JsonObject:
    return {
        "eventId": record.id,
        "modelId": record.model,
        "inputTokens": record.input_tokens,
        "outputTokens": record.output_tokens,
        "totalTokens": record.total_tokens,
        "cacheCreationInputTokens": 0,
        "cacheCreationInputTokens1h": 0,
        "cacheReadInputTokens": 0,
        "timestamp": record.created_at,
        "requestId": f"request_{record.id}",
        "useCase": "chat",
        "chatId": record.chat_id,
        "messageId": record.message_id,
        "userId": AUTHOR,
        "userEmail": USER_EMAIL,
    }


def _range(start: datetime | None, end: datetime | None) -> JsonObject:
    return {"start": start and format_time(start), "end": end and format_time(end)}
