"""The user that a key belongs to."""

from __future__ import annotations

from .. import models, unions
from ..client import Request, Transport
from ..types import UNSET, Check, Unset

_GET_BILLING_QUERY: Check = {"type": "object", "properties": {"scope": {"type": "string"}}}


async def get_user(
    client: Transport,
    /,
) -> models.User:
    """Read the user that the key belongs to.

    Name, address and picture.

    Returns:
        A user of v0.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/user`, https://v0.app/docs/api/platform/reference/user/get
    """
    return await client.send_request(
        Request(
            operation="get_user",
            method="GET",
            template="/v1/user",
            is_safe=True,
        ),
        models.User.from_dict,
    )


async def get_billing(
    client: Transport,
    /,
    *,
    scope: str | Unset = UNSET,
) -> models.Billing:
    """Read credits and quota.

    Its shape depends on how the account is billed; `billingType` says which it is.

    Args:
        scope: The workspace to ask about; the key's own if absent.

    Returns:
        Credits and quota of an account, by how it is billed.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/user/billing`, https://v0.app/docs/api/platform/reference/user/get-billing
    """
    return await client.send_request(
        Request(
            operation="get_billing",
            method="GET",
            template="/v1/user/billing",
            query={
                "scope": scope,
            },
            query_check=_GET_BILLING_QUERY,
            is_safe=True,
        ),
        unions.parse_billing,
    )


async def get_plan(
    client: Transport,
    /,
) -> models.Plan:
    """Read the plan that the user subscribes to.

    With its billing cycle and balance.

    Returns:
        The plan that a user subscribes to.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/user/plan`, https://v0.app/docs/api/platform/reference/user/get-plan
    """
    return await client.send_request(
        Request(
            operation="get_plan",
            method="GET",
            template="/v1/user/plan",
            is_safe=True,
        ),
        models.Plan.from_dict,
    )


async def get_scopes(
    client: Transport,
    /,
) -> models.ScopeList:
    """List the workspaces that the user may act in.

    Personal ones and those of teams.

    Returns:
        Workspaces that the user may act in.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/user/scopes`, https://v0.app/docs/api/platform/reference/user/get-scopes
    """
    return await client.send_request(
        Request(
            operation="get_scopes",
            method="GET",
            template="/v1/user/scopes",
            is_safe=True,
        ),
        models.ScopeList.from_dict,
    )
