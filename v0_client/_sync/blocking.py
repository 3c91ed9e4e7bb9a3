"""Methods of asynchronous objects as blocking methods, with the signatures they have there.

A class of the synchronous client is a table: ``create: Final = blocking(Chats.create)``. Types, ``inspect.signature``
and ``help()`` come from the asynchronous method, so that there is no second signature.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Awaitable, Callable
from functools import update_wrapper
from types import FunctionType
from typing import Any, Concatenate, ForwardRef, Never, ParamSpec, TypeVar

from .._generated.types import deprecated
from .loop_thread import LoopThread, in_calling_thread

__all__ = [
    "Mirror",
    "as_method",
    "blocking",
    "described_as",
    "described_by",
    "downloading",
    "mirroring",
    "takes_arguments_of",
]

C = TypeVar("C", bound=type)
P = ParamSpec("P")
T = TypeVar("T")


class Mirror:
    """A synchronous object that stands for an asynchronous one.

    Args:
        original: The asynchronous object.
        thread: Runs its coroutines.
    """

    def __init__(self, original: Any, thread: LoopThread) -> None:
        self._original = original
        self._thread = thread

    def __repr__(self) -> str:
        return repr(self._original)

    def __reduce_ex__(self, protocol: object) -> Never:
        raise TypeError(
            "a client cannot be pickled or copied: create a SyncV0Client where it is needed, one in each process"
        )

    def _run(self, function: Callable[..., Awaitable[T]], /, *args: Any, **kwargs: Any) -> T:
        """Await a method of the original."""
        return self._thread.run(function, self._original, *args, **kwargs)


def blocking(operation: Callable[Concatenate[Any, P], Awaitable[T]]) -> Callable[Concatenate[Any, P], T]:
    """A method that returns once the asynchronous one has; functions passed as ``on_...`` run in the calling thread."""
    function = _without_warning(operation)

    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        for name, value in kwargs.items():
            if name.startswith("on_") and callable(value):
                kwargs[name] = in_calling_thread(value, refuse_async=name)
        return self._run(function, *args, **kwargs)

    return as_method(call, operation)


def downloading(operation: Callable[Concatenate[Any, P], Any]) -> Callable[Concatenate[Any, P], bytes]:
    """A method that returns the bytes of a download."""
    function = _without_warning(operation)

    async def read(*args: Any, **kwargs: Any) -> Any:
        return await function(*args, **kwargs)

    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        return self._run(read, *args, **kwargs)

    return as_method(call, operation, "bytes", __name__)


def mirroring(
    operation: Callable[..., Any], mirror: Callable[[Any, LoopThread], Any], returns: str, home: str
) -> Callable[..., Any]:
    """A method that returns the mirror of what the asynchronous one returns; neither sends anything.

    Args:
        operation: The asynchronous method.
        mirror: The class of the mirror.
        returns: The annotation of what is returned.
        home: The module in which it resolves.
    """
    function = _without_warning(operation)

    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        original = function(self._original, *args, **kwargs)
        return mirror(original, self._thread)

    return as_method(call, operation, returns, home)


# ------------------------------------------------------------------ names, signatures and texts

# Phrases of docstrings that are about asynchronous code, and what holds here.
_PHRASES = tuple(
    (re.compile(phrase), here)
    for phrase, here in (
        (r"\basync (with|for)\b", r"\1"),
        (r"\bawait it\b", "call its ``page()``"),
        (r"\bawait (?=:meth:)", "call "),
        (r"; may be\s+async\b", "; it runs in the calling thread"),
    )
)


def as_method(
    call: Callable[..., Any], operation: Callable[..., Any], returns: str = "", home: str = ""
) -> Callable[..., Any]:
    """A function under the name, the signature and the docstring of an asynchronous method.

    Args:
        call: The function.
        operation: The asynchronous method.
        returns: What the function returns, where that is not what awaiting the method gives; as an annotation.
        home: The module in which that annotation resolves.
    """
    name, path = operation.__name__, operation.__qualname__
    if isinstance(call, FunctionType):  # tracebacks show the code's name
        call.__code__ = call.__code__.replace(co_name=name, co_qualname=path)
    update_wrapper(call, operation)
    call.__doc__ = described_as(operation)
    if returns:
        call.__annotations__ = {**operation.__annotations__, "return": ForwardRef(returns, module=home)}
        signature = inspect.signature(operation).replace(return_annotation=returns)
        vars(call)["__signature__"] = signature
    message = vars(operation).get("__deprecated__")
    return call if message is None else deprecated(message)(call)


def _without_warning(operation: Callable[..., Any]) -> Callable[..., Any]:
    """The function of a deprecated operation, whose mirror warns at the line of the caller."""
    return vars(operation)["__wrapped__"] if "__deprecated__" in vars(operation) else operation


def described_as(documented: Any) -> str:
    """The docstring of an asynchronous object, for its synchronous mirror."""
    text = documented.__doc__ or ""
    for phrase, here in _PHRASES:
        text = phrase.sub(here, text)
    return text


def described_by(documented: type) -> Callable[[C], C]:
    """A class whose members have the docstrings of an asynchronous one, where they have none of their own."""

    def decorate(cls: C) -> C:
        for name, member in vars(cls).items():
            if not name.startswith("_") and hasattr(member, "__doc__") and not member.__doc__:
                member.__doc__ = described_as(vars(documented).get(name) or getattr(documented, name))
        return cls

    return decorate


def takes_arguments_of(
    operation: Callable[Concatenate[Any, P], Any],
) -> Callable[[Callable[..., T]], Callable[Concatenate[Any, P], T]]:
    """Show a method with the parameters of another, which it passes on."""

    def decorate(method: Callable[..., T]) -> Callable[Concatenate[Any, P], T]:
        returned = inspect.signature(method).return_annotation
        vars(method)["__signature__"] = inspect.signature(operation).replace(return_annotation=returned)
        return method

    return decorate
