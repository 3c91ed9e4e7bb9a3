"""Streams of generations, read by synchronous code."""

from __future__ import annotations

import inspect
import threading
import weakref
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Concatenate, Final, Generic, ParamSpec, Protocol, Self, TypeVar, overload

from .. import models
from .._generated.client import StreamOpener
from .._resources.resource import Resource
from .._streaming.chat_stream import ChatStream, Resumed, TextDeltas
from .._streaming.chat_stream_v1 import ChatStreamV1
from ..errors import V0Error
from .blocking import Mirror, as_method, blocking, described_by, mirroring
from .loop_thread import LoopThread

__all__ = ["SyncChatStream", "SyncChatStreamV1", "SyncTextDeltas", "streaming"]

E = TypeVar("E")
P = ParamSpec("P")
R = TypeVar("R", bound=Resource)
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class _Readable(Protocol[T_co]):
    """What a stream is iterated by: itself, or its text."""

    def next_now(self) -> T_co | None: ...
    async def __anext__(self) -> T_co: ...


def reading(method: Callable[Concatenate[Any, P], Awaitable[T]]) -> Callable[Concatenate[Any, P], T]:
    """A method that reads a stream, as its only reader."""
    read = blocking(method)

    def call(self: Any, *args: P.args, **kwargs: P.kwargs) -> T:
        with self._as_only_reader():
            return read(self, *args, **kwargs)

    return as_method(call, method)


class SyncStream(Mirror, Generic[T]):
    """A stream of either version. Its connection is closed at the latest when it is dropped."""

    def __init__(self, original: Any, thread: LoopThread) -> None:
        super().__init__(original, thread)
        self._home: object = None  # the loop in which it was entered
        self._finalizer: weakref.finalize[..., Any] | None = None
        self._reader = threading.Lock()

    # ------------------------------------------------------------------ use

    def __enter__(self) -> Self:
        stream = self._original
        try:
            self._thread.run(stream.__aenter__)
            self._home = self._thread.loop
            self._finalizer = weakref.finalize(self, self._thread.run_later, stream.aclose)
            self._finalizer.atexit = False
        except Exception:
            raise
        except BaseException:  # an interruption may arrive when the stream is open already
            self._thread.run(stream.aclose)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection. The generation continues at the server.

        A thread that is reading the stream gets a V0Error at once.
        """
        if self._home is not None and self._home is self._thread.loop:  # otherwise it was closed with the loop
            self._thread.run(self._original.aclose)
        if self._finalizer is not None:
            self._finalizer.detach()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> T:
        event: T = self._next_of(self._original)
        return event

    def _next_of(self, readable: _Readable[E]) -> E:
        """The next of the stream's events or texts; those that have arrived already cost no switch of threads."""
        try:
            with self._as_only_reader():
                self._check_entered()
                item = readable.next_now()
                return item if item is not None else self._thread.run(readable.__anext__)
        except StopAsyncIteration:
            pass
        raise StopIteration

    @contextmanager
    def _as_only_reader(self) -> Generator[None]:
        if not self._reader.acquire(blocking=False):
            raise V0Error("the stream is being read elsewhere: a stream has one reader at a time")
        try:
            yield
        finally:
            self._reader.release()

    def _run(self, function: Callable[..., Awaitable[E]], /, *args: Any, **kwargs: Any) -> E:
        self._check_entered()
        return super()._run(function, *args, **kwargs)

    def _check_entered(self) -> None:
        if self._home is None:
            raise V0Error("the stream cannot be read: enter it first, with `with ... as stream`")
        if self._home is not self._thread.loop:
            raise V0Error(
                "the stream cannot be read: since it was entered, its client was closed or this process was forked; "
                "resume it with a client of its own",
                chat_id=self._original.chat_id,
            )

    # ------------------------------------------------------------------ the state so far

    @property
    def chat_id(self) -> str | None:
        """The chat's id, once it is known."""
        chat_id: str | None = self._original.chat_id
        return chat_id

    @property
    def last_event(self) -> Any:
        """The last event as plain JSON; None before the first."""
        return self._original.last_event


@described_by(ChatStream)
class SyncChatStream(SyncStream[E | Resumed], Generic[E]):
    """A version 2 chat being generated; returned by ``client.v2.chats.stream(...)`` and ``resume(...)``.

    Enter it with ``with``, then read it in one of three ways, which may be mixed but share one pass: iterate it for
    events, iterate :meth:`text_deltas` for text, or call :meth:`final` for the result. Leaving the block closes the
    connection and leaves the generation running; :meth:`stop` ends it.

    Reading raises:
        StreamError: The server reported an error.
        StreamIncompleteError: The stream was interrupted and the generation could not be followed to its end.
        StreamDecodeError: An event could not be applied, and reading the message failed too.
    """

    _original: ChatStream[E]

    final: Final = reading(ChatStream[Any].final)
    stop: Final = blocking(ChatStream[Any].stop)

    def text_deltas(self) -> SyncTextDeltas:
        return SyncTextDeltas(self._next_of, self._original.text_deltas())

    @property
    def chat(self) -> models.Chat | None:
        return self._original.chat

    @property
    def title(self) -> str | None:
        return self._original.title

    @property
    def message_id(self) -> str | None:
        return self._original.message_id

    @property
    def usage(self) -> models.Usage | None:
        return self._original.usage

    @property
    def text(self) -> str:
        return self._original.text

    @property
    def raw_parts(self) -> list[Any]:
        return self._original.raw_parts

    @property
    def parts(self) -> list[models.MessagePart]:
        return self._original.parts

    @property
    def is_replaying(self) -> bool:
        return self._original.is_replaying

    @property
    def cursor(self) -> dict[str, Any]:
        return self._original.cursor


@described_by(ChatStreamV1)
class SyncChatStreamV1(SyncStream[E]):
    """A version 1 chat being generated; returned by ``client.v1.chats.stream(...)``, ``send_stream``,
    ``resolve_stream`` and ``resume``.

    Enter it with ``with``, then iterate it for events or call :meth:`final` for the chat. What follows an interruption,
    and what reading raises, is as for :class:`ChatStreamV1`.
    """

    _original: ChatStreamV1[E]

    final: Final = reading(ChatStreamV1[Any].final)
    stop: Final = blocking(ChatStreamV1[Any].stop)

    @property
    def chat(self) -> models.ChatDetail | None:
        return self._original.chat

    @property
    def title(self) -> str | None:
        return self._original.title

    @property
    def name(self) -> str | None:
        return self._original.name

    @property
    def message_id(self) -> str | None:
        return self._original.message_id

    @property
    def content(self) -> list[Any]:
        return self._original.content


class SyncTextDeltas:
    """Iterates over the new text of a stream, in pieces."""

    def __init__(self, next_of: Callable[[TextDeltas], str], original: TextDeltas) -> None:
        self._next_of = next_of
        self._original = original

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        return self._next_of(self._original)


# ------------------------------------------------------------------ operations that stream


@overload
def streaming(
    operation: Callable[Concatenate[StreamOpener[E, Any], P], Any],
) -> Callable[Concatenate[Any, P], SyncChatStream[E]]: ...
@overload
def streaming(
    operation: Callable[Concatenate[R, P], ChatStream[E]],
) -> Callable[Concatenate[Any, P], SyncChatStream[E]]: ...
@overload
def streaming(
    operation: Callable[Concatenate[R, P], ChatStreamV1[E]],
) -> Callable[Concatenate[Any, P], SyncChatStreamV1[E]]: ...
def streaming(operation: Callable[..., Any]) -> Any:
    """A method that returns a stream, entered with ``with``."""
    returns = "Sync" + str(inspect.signature(operation).return_annotation).removeprefix("deferred.")
    mirror = SyncChatStreamV1 if returns.startswith(SyncChatStreamV1.__name__) else SyncChatStream
    return mirroring(operation, mirror, returns, __name__)
