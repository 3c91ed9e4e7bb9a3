"""The v1 operations on the account: user, plan, billing, scopes, rate limits.

Balances and quotas shrink with what was used.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..entities import Api
from ..json_api import JsonObject, JsonResponse, not_found
from ..route_group import RouteGroup, operation
from ..store import AUTHOR, TEAM, format_time
from .serializers import list_to_json, user_to_json

PLAN = "Team"
PLAN_CREDITS = 1_000
MESSAGES_PER_MONTH = 1_000
MESSAGES_PER_DAY = 200
REQUESTS_PER_DAY = 10_000

_SCOPES = {TEAM: "Sandbox", AUTHOR: "Sandbox User"}


class Account(RouteGroup):
    api: ClassVar[Api] = "v1"

    def routes(self) -> list[Route]:
        user = "/v1/user"
        return [
            operation("get_user", "GET", user, self.user),
            operation("get_billing", "GET", f"{user}/billing", self.billing),
            operation("get_plan", "GET", f"{user}/plan", self.plan),
            operation("get_scopes", "GET", f"{user}/scopes", self.scopes),
            operation("find_rate_limits", "GET", "/v1/rate-limits", self.rate_limits),
        ]

    async def user(self, _: Request) -> Response:
        return JsonResponse(user_to_json())

    async def scopes(self, _: Request) -> Response:
        scopes = [{"id": scope, "object": "scope", "name": name} for scope, name in _SCOPES.items()]
        return JsonResponse(list_to_json(scopes))

    async def plan(self, _: Request) -> Response:
        return JsonResponse({"object": "plan", "plan": PLAN, **self._cycle_and_balance()})

    async def billing(self, request: Request) -> Response:
        _check_scope(request)
        if self.store.settings.billing == "token":
            data: JsonObject = {
                "plan": PLAN,
                "billingMode": "test",
                "role": "OWNER",
                **self._cycle_and_balance(),
                "onDemand": {"balance": 0, "blocks": []},
            }
        else:
            _, end = _month(self.store.clock.now())
            data = self._quota(MESSAGES_PER_MONTH, len(self.store.workspace.usage), end)
        return JsonResponse({"billingType": self.store.settings.billing, "data": data})

    async def rate_limits(self, request: Request) -> Response:
        _check_scope(request)
        now = self.store.clock.now()
        tomorrow = _midnight(now) + timedelta(days=1)
        messages = sum(record.day == format_time(now)[:10] for record in self.store.workspace.usage)
        daily = self._quota(MESSAGES_PER_DAY, messages, tomorrow)
        requests = self._quota(REQUESTS_PER_DAY, self.store.workspace.request_count, tomorrow)
        return JsonResponse({**requests, "dailyLimit": {**daily, "isWithinGracePeriod": False}})

    def _cycle_and_balance(self) -> JsonObject:
        start, end = _month(self.store.clock.now())
        used = sum(record.credits for record in self.store.workspace.usage)
        return {
            "billingCycle": {"start": _milliseconds(start), "end": _milliseconds(end)},
            "balance": {"remaining": max(0.0, PLAN_CREDITS - used), "total": PLAN_CREDITS},
        }

    def _quota(self, limit: int, used: int, reset: datetime) -> JsonObject:
        return {"limit": limit, "remaining": max(0, limit - used), "reset": _milliseconds(reset)}


def _check_scope(request: Request) -> None:
    if request.query_params.get("scope", TEAM) not in _SCOPES:
        raise not_found("scope")


def _midnight(time: datetime) -> datetime:
    return time.replace(hour=0, minute=0, second=0, microsecond=0)


def _month(now: datetime) -> tuple[datetime, datetime]:
    """The first moments of this month and of the next."""
    start = _midnight(now).replace(day=1)
    return start, (start + timedelta(days=32)).replace(day=1)


def _milliseconds(time: datetime) -> int:
    return round(time.timestamp() * 1000)
