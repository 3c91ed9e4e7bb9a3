"""A chat created at most once for a key, which is kept in the chat's metadata: looked for first, then created."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar, cast

import anyio

from ... import models
from ..._generated.api import v2_chats
from ..._http.request import PreparedRequest
from ..._http.transport import Transport
from ..._json import is_object
from ..._polling.settings import Poll, poll_delays
from ...errors import InvalidRequestError, NotFoundError, V0Error, WaitTimeoutError
from .follow_up_requests import chat_operations

__all__ = ["create_once", "find_once", "with_key"]

_ENTRY = "v0_client_key"
_PAGE = 100  # the most that a page may have

T = TypeVar("T")


def with_key(key: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a creation, with the key in their metadata. Raises InvalidRequestError for an unusable key."""
    _check(key)
    given: object = params.get("metadata") or {}
    if not isinstance(given, Mapping):  # refused by the check of the request
        return dict(params)
    metadata = cast("Mapping[str, Any]", given)
    if metadata.get(_ENTRY, key) != key:
        raise InvalidRequestError(
            f"metadata.{_ENTRY} is where the key is kept: leave it out", field=f"metadata.{_ENTRY}"
        )
    return {**params, "metadata": {**metadata, _ENTRY: key}}


async def find_once(transport: Transport, key: str) -> models.AsyncChat | None:
    """The newest chat of a key with its newest reply; None if there is none."""
    _check(key)
    # A server may ignore the filter, so each entry is checked again.
    async for chat in v2_chats.list_chats(transport, limit=_PAGE, metadata={_ENTRY: key}):
        if (chat.metadata or {}).get(_ENTRY) == key:
            return await _begun(transport, chat.id)
    return None


async def create_once(transport: Transport, key: str, request: PreparedRequest) -> models.AsyncChat:
    """Send the request unless its chat exists, and look again where the server may have created it all the same."""
    metadata = request.body.get("metadata")
    if not is_object(metadata) or metadata.get(_ENTRY) != key:
        raise InvalidRequestError("extra_body replaces the metadata that the key is kept in", field="metadata")
    if (found := await find_once(transport, key)) is not None:
        return found
    try:
        return await transport.send(request, models.AsyncChat.from_dict)
    except V0Error as error:
        if not error.may_have_been_processed:
            raise
        failure = error

    async def look() -> models.AsyncChat | None:
        try:
            return await find_once(transport, key)
        except V0Error:  # the error of the creation says more
            return None

    if (found := await _until_found(look)) is not None:
        return found
    failure.add_note(f"No chat of the key {key!r} was found. Repeat create_once with it: it looks for the chat first.")
    raise failure


async def _begun(transport: Transport, chat_id: str) -> models.AsyncChat:
    """A chat with its newest reply, which may become visible later than the chat."""
    newest = chat_operations(transport).newest

    async def look() -> models.AsyncChat | None:
        try:
            message = await newest(chat_id)
        except NotFoundError:
            return None
        except V0Error as error:
            error.chat_id = chat_id
            raise
        message_id = message.get("id") if message is not None else None
        return models.AsyncChat(chat_id=chat_id, message_id=message_id) if isinstance(message_id, str) else None

    if (found := await _until_found(look)) is not None:
        return found
    raise WaitTimeoutError(
        f"the chat {chat_id!r} has no reply yet: look later, or delete it to create another for its key",
        chat_id=chat_id,
    )


async def _until_found(look: Callable[[], Awaitable[T | None]]) -> T | None:
    """What a look finds: the first at once, the others as `Poll()` says, for as long as it lets something be absent."""
    poll = Poll()
    deadline = anyio.current_time() + poll.not_found_grace
    for delay in poll_delays(poll):
        found = await look()
        left = deadline - anyio.current_time()
        if found is not None or left <= 0:
            return found
        await anyio.sleep(min(delay, left))
    raise AssertionError("the delays have no end")


def _check(key: object) -> None:
    if not isinstance(key, str):
        raise InvalidRequestError(f"key must be a string, got {type(key).__name__}", field="key")
    # A server may trim or reject other strings, and then it would not find the chat again.
    if not key or key != key.strip() or not key.isprintable():
        raise InvalidRequestError("key must be printable characters, without white space around them", field="key")
