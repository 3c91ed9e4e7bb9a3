"""Reports on usage and activity."""

from __future__ import annotations

from .. import models
from ..client import Request, Transport
from ..pagination import AsyncPaginator, Paging
from ..types import UNSET, Check, Unset

_GET_USAGE_REPORT_QUERY: Check = {
    "type": "object",
    "properties": {
        "startDate": {"type": "string"},
        "endDate": {"type": "string"},
        "chatId": {"type": "string"},
        "messageId": {"type": "string"},
        "userId": {"type": "string"},
        "limit": {"type": "integer", "minimum": 1},
        "cursor": {"type": "string"},
    },
    "names": {
        "start_date": "startDate",
        "end_date": "endDate",
        "chat_id": "chatId",
        "message_id": "messageId",
        "user_id": "userId",
    },
}
_GET_AI_USAGE_REPORT_QUERY: Check = {
    "type": "object",
    "properties": {
        "start": {"type": "string"},
        "end": {"type": "string"},
        "limit": {"type": "integer", "minimum": 1},
        "cursor": {"type": "string"},
    },
}
_GET_USER_ACTIVITY_REPORT_QUERY: Check = {
    "type": "object",
    "properties": {"startDate": {"type": "string"}, "endDate": {"type": "string"}},
    "names": {"start_date": "startDate", "end_date": "endDate"},
}


def get_usage_report(
    client: Transport,
    /,
    *,
    start_date: str | Unset = UNSET,
    end_date: str | Unset = UNSET,
    chat_id: str | Unset = UNSET,
    message_id: str | Unset = UNSET,
    user_id: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> AsyncPaginator[models.UsageReport, models.UsageReportEvent]:
    """List what was used and what it cost, newest first.

    One page. A filtered page may be empty while more follow, so that `pagination.hasMore` decides; on large teams the
    order holds within a page only.

    Args:
        start_date: From this time on, ISO 8601.
        end_date: Until this time, ISO 8601.
        chat_id: Only events of this chat.
        message_id: Only events of this message.
        user_id: Only events of this user.
        limit: Transactions scanned for a page, 1 to 150; the server's default is 20. It does not count events.
        cursor: Where the page begins, from the page before it.

    Returns:
        The list, not requested yet: await it for one page, or iterate it with ``async for`` for the entries of all
        pages.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/reports/usage`, https://v0.app/docs/api/platform/reference/reports/get-usage
    """
    return AsyncPaginator(
        client,
        Request(
            operation="get_usage_report",
            method="GET",
            template="/v1/reports/usage",
            query={
                "start_date": start_date,
                "end_date": end_date,
                "chat_id": chat_id,
                "message_id": message_id,
                "user_id": user_id,
                "limit": limit,
                "cursor": cursor,
            },
            query_check=_GET_USAGE_REPORT_QUERY,
            is_safe=True,
        ),
        models.UsageReport.from_dict,
        Paging(
            lambda page: page.data or (),
            "cursor",
            lambda page: (
                (None if page.pagination.has_more is False else page.pagination.next_cursor or None)
                if page.pagination
                else None
            ),
        ),
    )


def get_ai_usage_report(
    client: Transport,
    /,
    *,
    start: str | Unset = UNSET,
    end: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> AsyncPaginator[models.AiUsageReport, models.AiUsageEvent]:
    """List model calls with their tokens.

    One page; `pagination.nextCursor` is null on the last.

    Args:
        start: From this time on, ISO 8601.
        end: Before this time, ISO 8601.
        limit: Rows on a page, 1 to 5000; the server's default is 1000.
        cursor: Where the page begins, from the page before it.

    Returns:
        The list, not requested yet: await it for one page, or iterate it with ``async for`` for the entries of all
        pages.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/reports/usage/ai`, https://v0.app/docs/api/platform/reference/reports/get-ai-usage
    """
    return AsyncPaginator(
        client,
        Request(
            operation="get_ai_usage_report",
            method="GET",
            template="/v1/reports/usage/ai",
            query={
                "start": start,
                "end": end,
                "limit": limit,
                "cursor": cursor,
            },
            query_check=_GET_AI_USAGE_REPORT_QUERY,
            is_safe=True,
        ),
        models.AiUsageReport.from_dict,
        Paging(
            lambda page: page.data or (),
            "cursor",
            lambda page: (page.pagination.next_cursor or None) if page.pagination else None,
        ),
    )


async def get_user_activity_report(
    client: Transport,
    /,
    *,
    start_date: str | Unset = UNSET,
    end_date: str | Unset = UNSET,
) -> models.UserActivityReport:
    """Read how active each member of a team was.

    Enterprise teams only, for owners and billing members. The whole report in one response.

    Args:
        start_date: From this time on, ISO 8601.
        end_date: Before this time, ISO 8601; name the end of the last day to include it.

    Returns:
        How active each member of a team was.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/reports/user-activity`, https://v0.app/docs/api/platform/reference/reports/get-user-activity
    """
    return await client.send_request(
        Request(
            operation="get_user_activity_report",
            method="GET",
            template="/v1/reports/user-activity",
            query={
                "start_date": start_date,
                "end_date": end_date,
            },
            query_check=_GET_USER_ACTIVITY_REPORT_QUERY,
            is_safe=True,
        ),
        models.UserActivityReport.from_dict,
    )
