"""An event loop in a thread of its own, which synchronous callers share.

Every call is a task of that loop, and its caller waits for it in a queue. Callbacks travel back through the same queue,
so that they run where their owner expects them: in the thread that made the call.
"""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import os
import threading
import weakref
from collections.abc import Awaitable, Callable
from queue import SimpleQueue
from typing import Any, TypeVar, cast

from attrs import frozen

from ..errors import InvalidRequestError, V0Error

__all__ = ["LoopThread"]

T = TypeVar("T")


@frozen
class _Finished:
    """A task is done; it returned `value` unless it raised `error`."""

    value: Any
    error: BaseException | None


@frozen
class _Callback:
    """A task wants a function of the caller run, and waits for `reply`."""

    function: Callable[..., object]
    arguments: tuple[object, ...]
    reply: asyncio.Future[object]


_Messages = SimpleQueue[_Finished | _Callback]


class LoopThread:
    """Runs coroutines for any number of threads.

    The thread is a daemon, so that a program which forgets to close its client ends all the same.
    """

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._starting = threading.Lock()
        self._pid = 0
        self._closed = False

    def run(self, function: Callable[..., Awaitable[T]], /, *args: Any, **kwargs: Any) -> T:
        """Await `function(*args, **kwargs)` in the loop and return its result.

        KeyboardInterrupt, or whatever else ends the caller's wait, cancels the call and is raised once it has ended; a
        second one is raised at once.

        Raises:
            V0Error: The client is closed, or was used before this process was forked.
        """
        messages: _Messages = SimpleQueue()
        loop = self._running()
        if _runs_here(loop):
            raise V0Error("a SyncV0Client cannot be used by code that its own event loop runs: use V0Client there")
        for name, value in kwargs.items():
            if name.startswith("on_") and callable(value):
                kwargs[name] = _in_caller(value, messages, loop)
        call = _Call(function, args, kwargs, messages)
        context = contextvars.copy_context()
        loop.call_soon_threadsafe(call.start, loop, context)
        try:
            return cast("T", _wait(messages, loop))
        except BaseException:
            if not call.is_finished:
                loop.call_soon_threadsafe(call.cancel)
                _wait_for_end(messages)
            raise

    def close(self) -> None:
        """Stop the loop and end its thread."""
        with self._starting:
            self._closed = True
            loop, self._loop = self._loop, None
        if loop is not None and self._pid == os.getpid():
            _stop(loop)

    def _running(self) -> asyncio.AbstractEventLoop:
        loop = self._loop
        if loop is not None and self._pid == os.getpid():
            return loop
        with self._starting:
            if self._closed:
                raise V0Error("the client is closed: make a new SyncV0Client, or keep this one open while it is used")
            if self._loop is None:
                self._pid = os.getpid()
                self._loop = _start()
                weakref.finalize(self, _stop, self._loop)  # at the latest when the interpreter exits
            elif self._pid != os.getpid():
                raise V0Error("the client was used before this process was forked: make a SyncV0Client in each process")
            return self._loop


class _Call:
    """One call, as the loop sees it."""

    def __init__(
        self,
        function: Callable[..., Awaitable[Any]],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        messages: _Messages,
    ) -> None:
        self._function = function
        self._args = args
        self._kwargs = kwargs
        self._messages = messages
        self._task: asyncio.Task[None] | None = None
        self.is_finished = False

    def start(self, loop: asyncio.AbstractEventLoop, context: contextvars.Context) -> None:
        self._task = loop.create_task(self._run(), context=context)

    def cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    async def _run(self) -> None:
        value, error = None, None
        try:
            value = await self._function(*self._args, **self._kwargs)
        except BaseException as exc:  # noqa: BLE001 - it is raised again in the caller's thread
            error = exc
        self.is_finished = True
        self._messages.put(_Finished(value, error))
        del error  # its traceback holds this frame, which would hold it


def _wait(messages: _Messages) -> Any:
    """Run callbacks until the call has finished, then return or raise what it did."""
    while True:
        message = messages.get()
        if isinstance(message, _Callback):
            _reply(message)
        elif message.error is not None:
            raise message.error
        else:
            return message.value


def _wait_for_end(messages: _Messages) -> None:
    while not isinstance(messages.get(), _Finished):
        pass  # nobody is left to run a callback: its task is being cancelled


def _reply(callback: _Callback) -> None:
    loop = callback.reply.get_loop()
    try:
        result = callback.function(*callback.arguments)
        if inspect.isawaitable(result):
            raise InvalidRequestError("a callback of a synchronous call must not be async")
    except Exception as exc:  # noqa: BLE001 - the call raises it again, as it does for its asynchronous twin
        loop.call_soon_threadsafe(_settle, callback.reply, None, exc)
    else:
        loop.call_soon_threadsafe(_settle, callback.reply, result, None)


def _settle(reply: asyncio.Future[object], result: object, error: Exception | None) -> None:
    if reply.done():  # its call was cancelled meanwhile
        return
    if error is not None:
        reply.set_exception(error)
    else:
        reply.set_result(result)


def _in_caller(
    function: Callable[..., object], messages: _Messages, loop: asyncio.AbstractEventLoop
) -> Callable[..., Awaitable[object]]:
    """A callback that runs in the thread of the caller."""

    async def call(*arguments: object) -> object:
        reply: asyncio.Future[object] = loop.create_future()
        messages.put(_Callback(function, arguments, reply))
        return await reply

    return call


def _runs_here(loop: asyncio.AbstractEventLoop) -> bool:
    try:
        return asyncio.get_running_loop() is loop
    except RuntimeError:
        return False


def _start() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=_serve, args=(loop,), name="v0-client", daemon=True).start()
    return loop


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


def _stop(loop: asyncio.AbstractEventLoop) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(loop.stop)
