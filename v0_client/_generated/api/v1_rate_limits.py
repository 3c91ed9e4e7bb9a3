"""Rate limits."""

from __future__ import annotations

from .. import models
from ..client import Request, Transport
from ..types import UNSET, Check, Unset

_FIND_RATE_LIMITS_QUERY: Check = {"type": "object", "properties": {"scope": {"type": "string"}}}


async def find_rate_limits(
    client: Transport,
    /,
    *,
    scope: str | Unset = UNSET,
) -> models.RateLimits:
    """Read how many requests are left.

    The only place where version 1 shows its quota.

    Args:
        scope: The workspace to ask about; the key's own if absent.

    Returns:
        How many requests are left.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/rate-limits`, https://v0.app/docs/api/platform/reference/rate-limits/find
    """
    return await client.send_request(
        Request(
            operation="find_rate_limits",
            method="GET",
            template="/v1/rate-limits",
            query={
                "scope": scope,
            },
            query_check=_FIND_RATE_LIMITS_QUERY,
            is_safe=True,
        ),
        models.RateLimits.from_dict,
    )
