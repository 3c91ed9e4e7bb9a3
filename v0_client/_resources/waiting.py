"""What the helpers that begin a generation and wait for it have in common: their arguments."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Generic, Self, TypedDict, TypeVar

from attrs import field, frozen

from .. import models
from .._polling.poller import OnTimeout, Poll, Polling, call_with_deadline, deadline_after, wait_for

__all__ = ["Wait", "WaitParams"]

R = TypeVar("R")
T = TypeVar("T", bound="models.ChatDetail | models.Message")


class WaitParams(TypedDict, Generic[T], total=False):
    """Keyword parameters of a wait, see :class:`Wait`."""

    timeout: float | None
    poll: Poll
    on_update: Callable[[T], object] | None
    on_timeout: OnTimeout


@frozen(kw_only=True)
class Wait(Generic[T]):
    """One wait, whose deadline runs from the moment it is made.

    Attributes:
        timeout: Seconds for all requests together; None for no limit.
        poll: How often to ask.
        on_update: Called with every change; may be async.
        on_timeout: ``leave`` lets the generation go on when the timeout expires, ``stop`` ends it.

    Raises:
        InvalidRequestError: ``timeout`` or ``on_timeout`` is invalid.
    """

    timeout: float | None = 900
    poll: Poll = Poll()  # noqa: RUF009 - frozen
    on_update: Callable[[T], object] | None = None
    on_timeout: OnTimeout = "leave"
    _deadline: float = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_deadline", deadline_after(self.timeout, self.on_timeout))

    @classmethod
    def split(cls, params: Mapping[str, Any]) -> tuple[Self, dict[str, Any]]:
        """The wait among a helper's parameters, and the parameters of its operation."""
        own = {name: value for name, value in params.items() if name in WaitParams.__annotations__}
        return cls(**own), {name: value for name, value in params.items() if name not in own}

    async def call(
        self, start: Callable[[], Awaitable[R]], undone: str, *, chat_id: str | None = None, pays: bool = True
    ) -> R:
        """Make a request within the deadline. Raises WaitTimeoutError where that expires first."""
        return await call_with_deadline(self._deadline, start, undone, chat_id=chat_id, pays=pays)

    async def finish(self, polling: Polling[T], stop: Callable[[str], Awaitable[object]], first: T | None = None) -> T:
        """Poll until the generation is finished. `first` is what is known before anything was read."""
        ends = stop if self.on_timeout == "stop" else None
        return await wait_for(polling, self.on_update, ends, deadline=self._deadline, first=first)
