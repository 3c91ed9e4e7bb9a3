"""Credits used, and what for."""

from __future__ import annotations

from .. import models
from ..client import Request, Transport
from ..pagination import AsyncPaginator, Paging
from ..types import UNSET, Check, Unset

_GET_USAGE_SUMMARY_QUERY: Check = {
    "type": "object",
    "properties": {"start": {"type": "string"}, "end": {"type": "string"}, "userId": {"type": "string"}},
    "names": {"user_id": "userId"},
}
_LIST_USAGE_EVENTS_QUERY: Check = {
    "type": "object",
    "properties": {
        "start": {"type": "string"},
        "end": {"type": "string"},
        "userId": {"type": "string"},
        "chatId": {"type": "string"},
        "messageId": {"type": "string"},
        "limit": {"type": "integer", "minimum": 1},
        "cursor": {"type": "string"},
    },
    "names": {"user_id": "userId", "chat_id": "chatId", "message_id": "messageId"},
}
_GET_USAGE_ACTIVITY_QUERY: Check = {
    "type": "object",
    "properties": {"start": {"type": "string"}, "end": {"type": "string"}, "userId": {"type": "string"}},
    "names": {"user_id": "userId"},
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
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

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
                "user_id": user_id,
            },
            query_check=_GET_USAGE_SUMMARY_QUERY,
            is_safe=True,
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
) -> AsyncPaginator[models.UsageEventList, models.UsageEvent]:
    """List what was used and what it cost.

    One page; a page may be empty while more follow, so that `pagination.hasMore` decides.

    Args:
        start: From this time on, ISO 8601.
        end: Until this time, ISO 8601.
        user_id: Only what this user did.
        chat_id: Only events of this chat.
        message_id: Only events of this message.
        limit: Events on a page, 1 to 100; the server's default is 50.
        cursor: Where the page begins, from the page before it.

    Returns:
        The list, not requested yet: await it for one page, or iterate it with ``async for`` for the entries of all
        pages.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v2/usage/events`, https://v0.app/docs/api/v2/reference/usage/list-usage-events
    """
    return AsyncPaginator(
        client,
        Request(
            operation="list_usage_events",
            method="GET",
            template="/v2/usage/events",
            query={
                "start": start,
                "end": end,
                "user_id": user_id,
                "chat_id": chat_id,
                "message_id": message_id,
                "limit": limit,
                "cursor": cursor,
            },
            query_check=_LIST_USAGE_EVENTS_QUERY,
            is_safe=True,
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
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

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
                "user_id": user_id,
            },
            query_check=_GET_USAGE_ACTIVITY_QUERY,
            is_safe=True,
        ),
        models.UsageActivity.from_dict,
    )
