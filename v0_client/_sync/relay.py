"""A running stream passed on by synchronous code, such as a WSGI application."""

from __future__ import annotations

import inspect
import weakref
from collections.abc import Callable
from typing import Any, ClassVar, Concatenate, ParamSpec, Self

from .._streaming.chat_stream import ChatStream
from ..relay import Relay
from .blocking import Mirror
from .iterators import PlainIterator
from .streams import SyncChatStream

__all__ = ["SyncRelay"]

P = ParamSpec("P")


def _takes_options_of(
    relay: Callable[Concatenate[Any, ChatStream[Any], P], None],
) -> Callable[[Callable[..., None]], Callable[Concatenate[Any, SyncChatStream[Any], P], None]]:
    """Show a constructor with the parameters of `Relay`, whose stream is a synchronous one."""

    def decorate(init: Callable[..., None]) -> Callable[Concatenate[Any, SyncChatStream[Any], P], None]:
        stream, *options = list(inspect.signature(relay).parameters.values())[1:]
        own = inspect.signature(init)
        shown = [*list(own.parameters.values())[:1], stream.replace(annotation="SyncChatStream[Any]"), *options]
        vars(init)["__signature__"] = own.replace(parameters=shown)
        return init

    return decorate


class SyncRelay(Mirror):
    """The events of a version 2 stream as bytes in event-stream format, for a streaming response of WSGI.

        relay = SyncRelay(client.v2.chats.stream(message=...))
        relay.open()  # raises before the response begins
        return Response(relay, content_type=relay.media_type, headers=relay.headers)

    It sends what a :class:`Relay` sends and takes the same options. Leaving early closes the upstream connection: WSGI
    servers call :meth:`close`, and a relay that is dropped does the same. The generation continues at the server.

    Args:
        stream: A stream that is not entered yet.
    """

    _original: Relay

    media_type: ClassVar[str] = Relay.media_type
    headers: ClassVar[dict[str, str]] = Relay.headers
    """Headers that keep proxies from holding events back."""

    @_takes_options_of(Relay.__init__)
    def __init__(self, stream: SyncChatStream[Any], **options: Any) -> None:
        mirror: Any = stream
        super().__init__(Relay(mirror._original, **options), mirror._thread)  # noqa: SLF001 - of a mirror, as this is
        self.stream: SyncChatStream[Any] = stream
        self._generator = aiter(self._original)
        self._chunks = PlainIterator[bytes](self._generator, self._thread)
        self._is_closed = False
        weakref.finalize(self, self._thread.run_later, self._original.aclose).atexit = False

    def open(self) -> Self:
        """Send the request. Raises V0Error as entering the stream does."""
        self._run(Relay.open)
        return self

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        # A generator whose clean-up was cancelled inside may count as running for ever (CPython 3.11).
        if self._is_closed:
            raise StopIteration
        return next(self._chunks)

    def close(self) -> None:
        """Close the upstream connection."""
        self._is_closed = True
        if self._thread.loop is not None:
            self._thread.run(self._generator.aclose)
            self._run(Relay.aclose)  # where it was never iterated
