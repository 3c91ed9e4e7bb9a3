"""An event loop in a thread of its own, which any number of synchronous callers share.

Every call is a task of that loop, and its caller waits for it in a queue. Callbacks travel back through the same queue,
so that they run where their owner expects them: in the thread that made the call.
"""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import os
import sys
import threading
import weakref
from collections.abc import Awaitable, Callable
from contextlib import suppress
from importlib import import_module
from queue import Empty, SimpleQueue
from typing import Any, TypeAlias, TypeVar, cast

from attrs import frozen

from ..errors import InvalidRequestError, V0Error

__all__ = ["LoopThread", "in_calling_thread"]

T = TypeVar("T")

_CANCEL_TIMEOUT = 5.0  # seconds that an interrupted caller waits for the clean-up of its call
_CLOSE_TIMEOUT = 10.0  # seconds that `close` waits for the thread to end
# Ctrl-C does not end a wait for a lock on Windows, so that it has to end by itself.
_LONGEST_WAIT = 0.1 if os.name == "nt" else None


_Reply: TypeAlias = "asyncio.Future[tuple[object, Exception | None]]"


@frozen
class _Finished:
    """A task is done: it returned `value` unless it raised `error`."""

    value: Any
    error: BaseException | None


@frozen
class _Callback:
    """A task wants a function of the caller run, and waits for `reply`."""

    function: Callable[..., object]
    arguments: tuple[object, ...]
    reply: _Reply


_Messages: TypeAlias = SimpleQueue[_Finished | _Callback]

# Where the call that is running finds its caller.
_caller: contextvars.ContextVar[_Messages] = contextvars.ContextVar("v0_client_caller")


class LoopThread:
    """Runs coroutines for any number of threads.

    The thread starts at the first call. It is a daemon, so that a program that forgets to close its client ends all the
    same, and it ends once nobody refers to this object.

    Args:
        release: Closes what the calls have opened; runs in the loop before it ends.
        forget: Drops what the calls have opened without closing it; runs in a process that was forked, where all of it
            belongs to the parent.
    """

    def __init__(self, release: Callable[[], Awaitable[object]], forget: Callable[[], object]) -> None:
        self._release = release
        self._forget = forget
        self._running: _Running | None = None
        self._finalizer: weakref.finalize[..., LoopThread] | None = None
        self._is_closed = False
        self._starting = threading.Lock()
        _loop_threads.add(self)

    @property
    def loop(self) -> object:
        """The event loop that runs now, None where none does. In a forked process it is another one."""
        return self._running

    def run(self, function: Callable[..., Awaitable[T]], /, *args: Any, **kwargs: Any) -> T:
        """Await `function(*args, **kwargs)` in the loop and return its result.

        What ends the caller's wait (KeyboardInterrupt, SystemExit, an exception of a callback's) cancels the call, and
        is raised once that has ended. A second KeyboardInterrupt is raised at once.

        Raises:
            V0Error: The client is closed, or the caller is run by the client's own loop.
        """
        running = self._running or self._start()
        if running.ident == threading.get_ident():
            raise V0Error(
                "a synchronous client cannot be called from its own event loop, which runs functions such as observer: "
                "hand the work to another thread"
            )
        call = _Call(function, args, kwargs, running.calls)
        try:
            running.start(call)
            finished = self._wait(call, running)
        except BaseException:
            running.cancel(call)
            raise
        if finished.error is None:
            return cast("T", finished.value)
        try:
            if isinstance(finished.error, asyncio.CancelledError):  # nobody but the end of the loop has cancelled it
                raise V0Error("the client was closed during the call", may_have_been_processed=True) from None
            raise finished.error
        finally:
            del finished  # the error's traceback holds this frame, which would hold the error

    def run_later(self, function: Callable[..., Awaitable[object]]) -> None:
        """Await `function()` in the loop, if that runs, without waiting for its end: for what is dropped unclosed."""
        if (running := self._running) is not None:
            with suppress(V0Error):
                running.start(_Call(function, (), {}, running.calls))

    def close(self) -> None:
        """End the thread, and what still runs in it."""
        with self._starting:
            self._is_closed = True
            running, self._running = self._running, None
        if running is not None:
            running.stop()
            if running.ident != threading.get_ident():
                running.thread.join(_CLOSE_TIMEOUT)

    def _start(self) -> _Running:
        with self._starting:
            if self._is_closed:
                raise V0Error(_CLOSED)
            if self._running is None:
                self._running = _Running(self._release)
                self._finalizer = weakref.finalize(self, self._running.stop)
                self._finalizer.atexit = False  # a daemon thread ends with the interpreter
            return self._running

    def _wait(self, call: _Call, running: _Running) -> _Finished:
        """Run callbacks until the call has finished."""
        while isinstance(message := call.next_message(), _Callback):
            _reply(message)
            if self._running is not running and not self._is_closed:
                raise V0Error("this process was forked during the call, which continues in the parent only")
        return message

    def after_fork(self) -> None:
        """Begin again in a forked process, which has no thread but the one that forked."""
        self._starting = threading.Lock()
        running, self._running = self._running, None
        if running is not None:
            _left_by_fork.append(running)
            if self._finalizer is not None:
                self._finalizer.detach()
            self._forget()


_CLOSED = "the client is closed: create a new SyncV0Client, or keep this one open as long as it is used"

_loop_threads: weakref.WeakSet[LoopThread] = weakref.WeakSet()
# Sockets and selectors of the parent's loops. Closing one here would unregister it in the parent, too.
_left_by_fork: list[_Running] = []


def _after_fork() -> None:
    for loop_thread in list(_loop_threads):
        loop_thread.after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


class _Running:
    """The loop while its thread runs."""

    def __init__(self, release: Callable[[], Awaitable[object]]) -> None:
        self._loop = asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self.calls: set[_Call] = set()
        self._release = release
        self.thread = threading.Thread(target=self._serve, name="v0-client", daemon=True)
        try:
            self.thread.start()
        except RuntimeError as error:  # the interpreter is shutting down
            self._loop.close()
            raise V0Error(f"a synchronous client cannot be used any more: {error}") from None
        self.ident = self.thread.ident

    def start(self, call: _Call) -> None:
        """Begin a call. Raises V0Error where the loop has ended."""
        self.calls.add(call)  # first, so that the end of the loop ends the call
        if not self._submit(self._start, call, contextvars.copy_context()):
            raise V0Error(_CLOSED)

    def cancel(self, call: _Call) -> None:
        """End a call, unless it has ended, and wait until its clean-up is done."""
        if not call.is_finished and self._submit(call.cancel):
            call.wait_for_end()

    def stop(self) -> None:
        self._submit(self._stopping.set)

    def _start(self, call: _Call, context: contextvars.Context) -> None:
        if self._stopping.is_set():
            call.abandon()
        else:
            call.start(self._loop, context)

    def _submit(self, callback: Callable[..., object], *arguments: Any) -> bool:
        """Have a function called in the loop. Returns whether there still is one."""
        if sys.is_finalizing():  # the thread does not run any more
            return False
        try:
            self._loop.call_soon_threadsafe(callback, *arguments)
        except RuntimeError:
            return False
        return True

    def _serve(self) -> None:
        with suppress(ImportError):
            # The context of a call is its caller's, who may run under trio: the thread's own name is asked first.
            sniffio: Any = import_module("sniffio")
            sniffio.thread_local.name = "asyncio"
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._until_stopped())
        finally:
            for call in tuple(self.calls):  # those that came too late to be cancelled
                call.abandon()

    async def _until_stopped(self) -> None:
        await self._stopping.wait()
        # First the calls: the pool does not close a connection that is still being opened.
        for call in tuple(self.calls):
            call.cancel()
        if tasks := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(tasks, timeout=_CANCEL_TIMEOUT)
        with suppress(Exception):
            await self._release()


class _Call:
    """One call. The caller's thread waits for its messages, the loop's thread runs it."""

    __slots__ = ("_args", "_function", "_has_begun", "_kwargs", "_messages", "_task", "_unfinished", "is_finished")

    def __init__(
        self,
        function: Callable[..., Awaitable[Any]],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        unfinished: set[_Call],
    ) -> None:
        self._function = function
        self._args = args
        self._kwargs = kwargs
        self._unfinished = unfinished  # this call too, until it has finished
        self._messages: _Messages = SimpleQueue()
        self._task: asyncio.Task[None] | None = None
        self._has_begun = False
        self.is_finished = False

    # ------------------------------------------------------------------ in the caller's thread

    def next_message(self) -> _Finished | _Callback:
        while True:
            with suppress(Empty):
                return self._messages.get(timeout=_LONGEST_WAIT)

    def wait_for_end(self) -> None:
        """Wait until the call has finished; nobody is left to run its callbacks."""
        with suppress(Empty):  # something in the loop blocks it
            while not isinstance(self._messages.get(timeout=_CANCEL_TIMEOUT), _Finished):
                pass

    # ------------------------------------------------------------------ in the loop's thread

    def start(self, loop: asyncio.AbstractEventLoop, context: contextvars.Context) -> None:
        self._task = loop.create_task(self._run(), context=context)

    def cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
        if not self._has_begun:  # nor will it, so that it cannot say that it has finished
            self.abandon()

    def abandon(self) -> None:
        """Finish a call that never began, or whose loop has ended."""
        self._finish(None, asyncio.CancelledError())

    async def _run(self) -> None:
        self._has_begun = True
        _caller.set(self._messages)
        value, error = None, None
        try:
            value = await self._function(*self._args, **self._kwargs)
        except BaseException as exc:  # noqa: BLE001 - it is raised again in the caller's thread
            error = exc
        self._finish(value, error)
        del value, error  # the error's traceback holds this frame, which would hold the error

    def _finish(self, value: Any, error: BaseException | None) -> None:
        self._unfinished.discard(self)
        self.is_finished = True
        self._messages.put(_Finished(value, error))


# ------------------------------------------------------------------ callbacks


def in_calling_thread(function: Callable[..., object], *, refuse_async: str = "") -> Callable[..., Awaitable[Any]]:
    """A function of the caller's that runs in the thread that makes the call, whoever calls it in the loop.

    Args:
        function: May be async, unless that is refused: what it returns is then awaited in the loop.
        refuse_async: The name of the argument that must not be async.

    Raises:
        InvalidRequestError: The function is async and must not be.
    """
    hint = (
        f"{refuse_async} must not be async in a synchronous client: pass a function, which runs in the calling thread"
    )
    if refuse_async and inspect.iscoroutinefunction(function):
        raise InvalidRequestError(hint, field=refuse_async)

    async def call(*arguments: object) -> object:
        reply: _Reply = asyncio.get_running_loop().create_future()
        _caller.get().put(_Callback(function, arguments, reply))
        result, error = await reply
        if error is not None:
            raise error
        if inspect.isawaitable(result):
            if refuse_async:
                if inspect.iscoroutine(result):
                    result.close()
                raise TypeError(hint)
            return await result
        return result

    return call


def _reply(callback: _Callback) -> None:
    result, error = None, None
    try:
        result = callback.function(*callback.arguments)
    except Exception as exc:  # noqa: BLE001 - the call raises it again, as it does for its asynchronous twin
        error = exc
    with suppress(RuntimeError):  # the loop has ended meanwhile
        callback.reply.get_loop().call_soon_threadsafe(_settle, callback.reply, (result, error))
    del result, error


def _settle(reply: _Reply, outcome: tuple[object, Exception | None]) -> None:
    if not reply.done():  # unless its call was cancelled meanwhile
        reply.set_result(outcome)
