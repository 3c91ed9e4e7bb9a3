"""Operations and helpers of the asynchronous client as methods of the synchronous one, with the same signatures."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import wraps
from types import TracebackType
from typing import Any, Concatenate, Generic, ParamSpec, Self, TypeVar, cast

from .._generated.pages import AsyncPaginator
from .._streaming.chat_stream import ChatStream
from .._streaming.chat_stream_v1 import ChatStreamV1
from ..downloads import Destination, Download, Progress
from ..results import StreamResult
from .loop_thread import LoopThread

P = ParamSpec("P")
E = TypeVar("E")
T = TypeVar("T")
Page = TypeVar("Page")


class SyncResource:
    """A group of operations of a synchronous client."""

    def __init__(self, resource: Any, thread: LoopThread) -> None:
        self._resource = resource
        self._thread = thread

    def __repr__(self) -> str:
        return f"<synchronous {self._resource!r}>"


def blocking(operation: Callable[Concatenate[Any, P], Awaitable[T]]) -> Callable[Concatenate[Any, P], T]:
    """An operation that returns once its response is there."""

    @wraps(operation)
    def call(self: SyncResource, *args: P.args, **kwargs: P.kwargs) -> T:
        return self._thread.run(operation, self._resource, *args, **kwargs)

    return call
