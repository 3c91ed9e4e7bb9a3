"""The synchronous client, for scripts, notebooks, Flask, Django and Celery: the same names without `await`."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Final, Self

from ._lazy import deferred
from ._sync.blocking import Mirror, blocking, takes_arguments_of
from ._sync.iterators import SyncPaginator
from ._sync.loop_thread import LoopThread, in_calling_thread
from ._sync.relay import SyncRelay
from ._sync.streams import SyncChatStream, SyncChatStreamV1
from .client import V0Client
from .config import APIKey

__all__ = ["SyncChatStream", "SyncChatStreamV1", "SyncPaginator", "SyncRelay", "SyncV0Client"]


class SyncV0Client(Mirror):
    """A client of the v0 Platform API for synchronous code.

    Use it as ``with SyncV0Client() as client: ...``, or call :meth:`close` when done. Its operations have the names and
    arguments of :class:`V0Client` and block until they are done. The requests are made in a thread with its own event
    loop, so that the client works anywhere: in any number of threads at once, inside a running event loop such as a
    notebook's, and in a forked process, which begins with new connections.

    Ctrl-C ends the call under way and leaves nothing open. Functions passed to a call as ``on_...``, and a function
    passed as `api_key`, run in the thread that makes the call. It cannot be pickled or copied.

    Args:
        api_key: As for :class:`V0Client`, as are all others.
        http_client: An ``AsyncClient`` of httpx or httpx2 that nothing else uses: its connections belong to this
            client's thread. It is never closed here; what it holds open ends with it.
        observer: Called in the client's own thread: it must not block, and cannot use this client.

    Raises:
        ConfigurationError: A setting or a variable of the environment cannot be used; the text names it and the remedy.
    """

    _original: V0Client

    @takes_arguments_of(V0Client.__init__)
    def __init__(self, api_key: APIKey | None = None, **settings: Any) -> None:
        try:
            if callable(api_key):
                api_key = in_calling_thread(api_key)
            original: Any = V0Client(api_key, **settings)
        finally:
            del api_key  # so that an error does not show it in its frames
        session = original._transport.session  # noqa: SLF001 - what it stands for
        super().__init__(original, LoopThread(original.aclose, session.forget_connections))
        self._owns = True
        self._v1: deferred.SyncV1 | None = None
        self._v2: deferred.SyncV2 | None = None

    def __repr__(self) -> str:
        return f"Sync{self._original!r}" if hasattr(self, "_original") else "SyncV0Client(...)"

    @property
    def v1(self) -> deferred.SyncV1:
        """Version 1: chats created from prompts or existing code, projects, deployments."""
        if self._v1 is None:
            self._v1 = deferred.SyncV1(self._original.v1, self._thread)
        return self._v1

    @property
    def v2(self) -> deferred.SyncV2:
        """Version 2: chats that stream, and their messages."""
        if self._v2 is None:
            self._v2 = deferred.SyncV2(self._original.v2, self._thread)
        return self._v2

    request: Final = blocking(V0Client.request)

    @takes_arguments_of(V0Client.with_options)
    def with_options(self, **options: Any) -> SyncV0Client:
        """A cheap view on the same connections with other options, as :meth:`V0Client.with_options` describes them.

        Closing it closes nothing.
        """
        view = SyncV0Client.__new__(type(self))
        Mirror.__init__(view, self._original.with_options(**options), self._thread)
        view._owns, view._v1, view._v2 = False, None, None  # noqa: SLF001 - the same class
        return view

    def close(self) -> None:
        """Close the client's connections and end its thread.

        That ends running streams, and calls of other threads with an error. A caller's ``http_client`` stays open.
        """
        if self._owns:
            self._thread.close()

    def __enter__(self) -> Self:
        try:
            self._run(V0Client.__aenter__)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def __dir__() -> list[str]:
    return __all__
