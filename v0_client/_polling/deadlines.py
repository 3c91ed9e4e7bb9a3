"""A wait for a generation: what its caller chose, and one deadline for it and for the request that starts it."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Generic, Literal, Self, TypedDict, TypeVar

import anyio
from attrs import field, frozen

from .._checks import check_number
from ..errors import InvalidRequestError, WaitTimeoutError
from .settings import Poll

__all__ = ["OnTimeout", "Wait", "WaitParams", "call_with_deadline", "check_poll", "check_timeout", "deadline_after"]

S = TypeVar("S")
T = TypeVar("T")

OnTimeout = Literal["leave", "stop"]
"""What happens to the generation at the deadline."""


def check_timeout(timeout: float | None) -> None:
    """Raises InvalidRequestError for anything but None or a number of seconds."""
    check_number(timeout, "timeout", partial(InvalidRequestError, field="timeout"), minimum=0, none="no limit")


def check_poll(poll: object) -> None:
    """Raises InvalidRequestError for anything but a Poll."""
    if not isinstance(poll, Poll):
        raise InvalidRequestError(
            f"poll must be a Poll, such as Poll(interval=2); got {type(poll).__name__}", field="poll"
        )


def deadline_after(timeout: float | None) -> float:
    """The deadline of a wait that starts now. Raises InvalidRequestError for an invalid timeout."""
    check_timeout(timeout)
    return math.inf if timeout is None else anyio.current_time() + timeout


class WaitParams(TypedDict, Generic[T], total=False):
    """Keyword parameters of a wait, see :class:`Wait`."""

    timeout: float | None
    poll: Poll
    on_update: Callable[[T], object] | None
    on_timeout: OnTimeout


@frozen(kw_only=True)
class Wait(Generic[T]):
    """What a caller chose for a wait; its deadline runs from the moment it is made.

    Attributes:
        timeout: Seconds for all requests together; None for no limit.
        poll: How often to poll.
        on_update: Called with every change; may be async.
        on_timeout: ``leave`` lets the generation continue at the deadline, ``stop`` ends it.
        deadline: When the time is over, on anyio's clock.

    Raises:
        InvalidRequestError: One of them is invalid.
    """

    timeout: float | None = 900
    poll: Poll = Poll()  # noqa: RUF009 - frozen
    on_update: Callable[[T], object] | None = None
    on_timeout: OnTimeout = "leave"
    deadline: float = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if self.on_timeout not in ("leave", "stop"):
            raise InvalidRequestError(
                f"on_timeout must be 'leave' or 'stop', got {self.on_timeout!r}", field="on_timeout"
            )
        check_poll(self.poll)  # like all of these, before a request that is paid for
        if self.on_update is not None and not callable(self.on_update):
            raise InvalidRequestError(
                f"on_update must be a function of one argument, got {type(self.on_update).__name__}", field="on_update"
            )
        object.__setattr__(self, "deadline", deadline_after(self.timeout))

    @classmethod
    def split(cls, params: Mapping[str, Any]) -> tuple[Self, dict[str, Any]]:
        """The wait among a helper's parameters, and the parameters of its operation."""
        own = {name: value for name, value in params.items() if name in WaitParams.__annotations__}
        return cls(**own), {name: value for name, value in params.items() if name not in own}

    async def call(
        self, start: Callable[[], Awaitable[S]], on_expiry: str, *, chat_id: str | None = None, is_paid: bool = True
    ) -> S:
        """Make a request within the deadline; see :func:`call_with_deadline`."""
        return await call_with_deadline(self.deadline, start, on_expiry, chat_id=chat_id, is_paid=is_paid)


async def call_with_deadline(
    deadline: float,
    call: Callable[[], Awaitable[S]],
    on_expiry: str,
    *,
    chat_id: str | None = None,
    is_paid: bool = True,
) -> S:
    """Make a request that comes before the polling, within the deadline of both.

    Args:
        deadline: When the time is over.
        call: Sends the request.
        on_expiry: What has not happened when the deadline passes first, such as "the chat was not created".
        chat_id: The chat, if it is known.
        is_paid: Whether the request may start a generation.

    Raises:
        WaitTimeoutError: The deadline passed first.
    """
    with anyio.move_on_at(deadline):
        return await call()
    hint = "; the server may have processed the request, so look for the chat before you retry"
    raise WaitTimeoutError(
        f"timed out: {on_expiry} in time{hint if is_paid else ''}", may_have_been_processed=is_paid, chat_id=chat_id
    )
