"""Credits used, and what for."""

from __future__ import annotations

from .. import models
from ..client import Request, Transport
from ..pages import Pages, Paging
from ..types import UNSET, Check, Unset

_GET_USAGE_SUMMARY_QUERY: Check = {
    "type": "object",
    "properties": {
        "start": {"type": "string"},
        "end": {"type": "string"},
        "userId": {"type": "string", "argument": "user_id"},
    },
}
_LIST_USAGE_EVENTS_QUERY: Check = {
    "type": "object",
    "properties": {
        "start": {"type": "string"},
        "end": {"type": "string"},
        "userId": {"type": "string", "argument": "user_id"},
        "chatId": {"type": "string", "argument": "chat_id"},
        "messageId": {"type": "string", "argument": "message_id"},
        "limit": {"minimum": 1, "maximum": 100, "type": "integer"},
        "cursor": {"type": "string"},
    },
}
_GET_USAGE_ACTIVITY_QUERY: Check = {
    "type": "object",
    "properties": {
        "start": {"type": "string"},
        "end": {"type": "string"},
        "userId": {"type": "string", "argument": "user_id"},
    },
}


async def get_usage_summary(
    client: Transport,
    /,
    *,
    start: str | Unset = UNSET,
    end: str | Unset = UNSET,
    user_id: str | Unset = UNSET,
) -> models.UsageSummary:
    """Read how many credits were used, by day.

    Owners and billing members of a team see the team's usage, others their own.

    Args:
        start: From this time on, ISO 8601.
        end: Until this time, ISO 8601.
        user_id: Only what this user did.

    Returns:
        Credits used, by day.

    Raises:
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        ResponseDecodeError: The answer is not what the API documents.

    API: `GET /v2/usage/summary`, https://v0.app/docs/api/v2/reference/usage/get-usage-summary
    """
    return await client.send_request(
        Request(
            operation="get_usage_summary",
            method="GET",
            template="/v2/usage/summary",
            query={
                "start": start,
                "end": end,
                "userId": user_id,
            },
            query_check=_GET_USAGE_SUMMARY_QUERY,
            reads=True,
        ),
        models.UsageSummary.from_dict,
    )


def list_usage_events(
    client: Transport,
    /,
    *,
    start: str | Unset = UNSET,
    end: str | Unset = UNSET,
    user_id: str | Unset = UNSET,
    chat_id: str | Unset = UNSET,
    message_id: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Pages[models.UsageEventList, models.UsageEvent]:
    """List what was used and what it cost.

    One page; a page may be empty while more follow, so that `pagination.hasMore` decides.

    Args:
        start: From this time on, ISO 8601.
        end: Until this time, ISO 8601.
        user_id: Only what this user did.
        chat_id: Only events of this chat.
        message_id: Only events of this message.
        limit: Events on a page, 1 to 100; the server's default is 50.
        cursor: The cursor that the page before names for the next.

    Returns:
        The list, not asked for yet: await it for one page, or iterate it with ``async for`` for every entry of every page.

    Raises:
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        ResponseDecodeError: The answer is not what the API documents.

    API: `GET /v2/usage/events`, https://v0.app/docs/api/v2/reference/usage/list-usage-events
    """
    return Pages(
        client,
        Request(
            operation="list_usage_events",
            method="GET",
            template="/v2/usage/events",
            query={
                "start": start,
                "end": end,
                "userId": user_id,
                "chatId": chat_id,
                "messageId": message_id,
                "limit": limit,
                "cursor": cursor,
            },
            query_check=_LIST_USAGE_EVENTS_QUERY,
            reads=True,
        ),
        models.UsageEventList.from_dict,
        Paging(
            lambda page: page.data or (),
            "cursor",
            lambda page: (
                (None if page.pagination.has_more is False else page.pagination.cursor or None)
                if page.pagination
                else None
            ),
        ),
    )


async def get_usage_activity(
    client: Transport,
    /,
    *,
    start: str | Unset = UNSET,
    end: str | Unset = UNSET,
    user_id: str | Unset = UNSET,
) -> models.UsageActivity:
    """Read which projects and chats were worked on.

    Owners and billing members of a team see the team's activity, others their own.

    Args:
        start: From this time on, ISO 8601.
        end: Until this time, ISO 8601.
        user_id: Only what this user did.

    Returns:
        Projects and chats that were worked on.

    Raises:
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        ResponseDecodeError: The answer is not what the API documents.

    API: `GET /v2/usage/activity`, https://v0.app/docs/api/v2/reference/usage/get-usage-activity
    """
    return await client.send_request(
        Request(
            operation="get_usage_activity",
            method="GET",
            template="/v2/usage/activity",
            query={
                "start": start,
                "end": end,
                "userId": user_id,
            },
            query_check=_GET_USAGE_ACTIVITY_QUERY,
            reads=True,
        ),
        models.UsageActivity.from_dict,
    )
