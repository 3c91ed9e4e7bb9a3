"""Settings of a team."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Required, TypedDict

from .. import models
from ..client import Request, Transport
from ..types import Check

_PREVIEW_HOSTS_REQUEST: Check = {
    "type": "object",
    "properties": {"hosts": {"type": "array", "items": {"type": "string"}}},
    "required": ["hosts"],
}


async def get_preview_hosts(
    client: Transport,
    /,
) -> models.TrustedPreviewHosts:
    """Read the hosts that may embed previews.

    A team within an organization has the organization's hosts.

    Returns:
        Hosts that may embed previews.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v2/settings/preview-hosts`, https://v0.app/docs/api/v2/reference/settings/get-trusted-preview-hosts
    """
    return await client.send_request(
        Request(
            operation="get_preview_hosts",
            method="GET",
            template="/v2/settings/preview-hosts",
            is_safe=True,
        ),
        models.TrustedPreviewHosts.from_dict,
    )


class SetPreviewHostsParams(TypedDict, total=False):
    """Keyword parameters of :func:`set_preview_hosts`."""

    hosts: Required[Sequence[str]]


async def set_preview_hosts(
    client: Transport,
    /,
    *,
    hosts: Sequence[str],
) -> models.TrustedPreviewHosts:
    """Replace the hosts that may embed previews.

    For a team of its own or a whole organization; a team within one cannot have others.

    Args:
        hosts: Host names. `*.example.com` stands for one label before the domain, `**.example.com` for one or more;
            neither includes example.com itself. At most 5.

    Returns:
        Hosts that may embed previews.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `PUT /v2/settings/preview-hosts`, https://v0.app/docs/api/v2/reference/settings/set-trusted-preview-hosts
    """
    return await client.send_request(
        Request(
            operation="set_preview_hosts",
            method="PUT",
            template="/v2/settings/preview-hosts",
            body={
                "hosts": hosts,
            },
            body_check=_PREVIEW_HOSTS_REQUEST,
        ),
        models.TrustedPreviewHosts.from_dict,
    )


class DeletePreviewHostsParams(TypedDict, total=False):
    """Keyword parameters of :func:`delete_preview_hosts`."""

    hosts: Required[Sequence[str]]


async def delete_preview_hosts(
    client: Transport,
    /,
    *,
    hosts: Sequence[str],
) -> models.TrustedPreviewHosts:
    """Remove hosts that may embed previews.

    Later servers only, which take all of them or none; one that is not there is refused.

    Args:
        hosts: Host names. `*.example.com` stands for one label before the domain, `**.example.com` for one or more;
            neither includes example.com itself. At most 5.

    Returns:
        Hosts that may embed previews.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `DELETE /v2/settings/preview-hosts`, https://v0.app/docs/api/v2/reference/settings/delete-trusted-preview-hosts
    """
    return await client.send_request(
        Request(
            operation="delete_preview_hosts",
            method="DELETE",
            template="/v2/settings/preview-hosts",
            body={
                "hosts": hosts,
            },
            body_check=_PREVIEW_HOSTS_REQUEST,
        ),
        models.TrustedPreviewHosts.from_dict,
    )


class AppendPreviewHostsParams(TypedDict, total=False):
    """Keyword parameters of :func:`append_preview_hosts`."""

    hosts: Required[Sequence[str]]


async def append_preview_hosts(
    client: Transport,
    /,
    *,
    hosts: Sequence[str],
) -> models.TrustedPreviewHosts:
    """Add hosts that may embed previews.

    Later servers only, which take all of them or none; one that is there already is refused.

    Args:
        hosts: Host names. `*.example.com` stands for one label before the domain, `**.example.com` for one or more;
            neither includes example.com itself. At most 5.

    Returns:
        Hosts that may embed previews.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `PATCH /v2/settings/preview-hosts`, https://v0.app/docs/api/v2/reference/settings/append-trusted-preview-hosts
    """
    return await client.send_request(
        Request(
            operation="append_preview_hosts",
            method="PATCH",
            template="/v2/settings/preview-hosts",
            body={
                "hosts": hosts,
            },
            body_check=_PREVIEW_HOSTS_REQUEST,
        ),
        models.TrustedPreviewHosts.from_dict,
    )
