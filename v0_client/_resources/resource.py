"""Operations as methods: a resource is a table that gives generated functions the names that callers type."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from types import FunctionType
from typing import Any, ClassVar, ForwardRef, TypeVar, cast

from attrs import evolve

from .._generated.client import Request
from .._generated.types import deprecated
from .._http.request import PreparedRequest
from .._http.transport import Transport
from .._json import is_object
from .._lazy import deferred

__all__ = ["Resource", "fetch_json", "json_reader", "prepare_request", "shows_keywords_of"]

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")

# What generated functions call on the client they are given. Methods need them, callers do not.
_SENDERS = frozenset({"send_request", "open_stream", "open_download"})
# In generated functions, these stand for what the client returns for a stream and for a download.
_OPENERS = {"S": "open_stream", "D": "open_download"}


class Resource:
    """A group of operations, each a generated function that becomes a method.

    In errors its operations are named by the module, as ``client.v2.chats.create`` by ``v2/chats.py``, unless the class
    is given another `path`.
    """

    _path: ClassVar[str]
    _bound_names: ClassVar[Mapping[str, str]]  # by the name of the generated function

    def __init_subclass__(cls, path: str | None = None) -> None:
        cls._path = path or f"client.{'.'.join(cls.__module__.split('.')[-2:])}"
        names: dict[str, str] = {}
        for name, member in list(vars(cls).items()):
            if not isinstance(member, FunctionType) or name.startswith("_") or name in _SENDERS:
                continue
            if member.__module__ == cls.__module__:  # a helper
                member.__qualname__ = f"{cls._path}.{name}"
            else:
                names[member.__name__] = f"{cls._path}.{name}"
                setattr(cls, name, _as_method(member, names[member.__name__], cls))
        cls._bound_names = names

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def __repr__(self) -> str:
        return f"<{self._path}>"

    def __dir__(self) -> list[str]:
        return sorted(name for name in vars(type(self)) if not name.startswith("_") and name not in _SENDERS)

    async def send_request(self, request: Request, parse: Callable[[Any], T], /) -> T:
        """Send an operation's request and return the decoded response."""
        return await self._transport.send_request(self._bind(request), parse)

    def open_download(self, request: Request, /) -> deferred.Download:
        """Return the download of an operation, not sent yet."""
        return deferred.Download(self._transport, self._transport.prepare(self._bind(request)))

    def _bind(self, request: Request) -> Request:
        """The request under the name that the caller typed."""
        return evolve(request, bound_to=self._bound_names.get(request.operation, ""))

    def _prepare(self, name: str, operation: Callable[..., Any], *arguments: Any, **params: Any) -> PreparedRequest:
        """What an operation would send for the helper `name`, checked."""
        path = f"{self._path}.{name}"
        client = _CapturingClient(self._transport, path)
        return _capture(client, _copy(cast("FunctionType", operation), path), *arguments, **params)


def _as_method(function: FunctionType, path: str, owner: type[Resource]) -> FunctionType:
    """A copy of a generated function whose errors and signature are those of the method."""
    message: str | None = vars(function).get("__deprecated__")
    if message is not None:
        return deprecated(message)(_as_method(vars(function)["__wrapped__"], path, owner))
    method = _copy(function, path)
    method.__module__ = function.__module__
    method.__doc__ = function.__doc__
    method.__annotations__ = dict(function.__annotations__)
    opener = _OPENERS.get(str(function.__annotations__.get("return")))
    if opener is not None:
        opened: FunctionType = getattr(owner, opener)
        returned = str(opened.__annotations__["return"])
        method.__annotations__["return"] = ForwardRef(returned, module=opened.__module__)
        shown = returned.removeprefix("deferred.")  # where the class is loaded when it is first used
        signature = inspect.signature(function).replace(return_annotation=shown)
        vars(method)["__signature__"] = signature
    return method


def _copy(function: FunctionType, path: str) -> FunctionType:
    """A copy of a function that Python's own errors, such as that of a missing argument, name by `path`."""
    name = path.rpartition(".")[2]
    copied = FunctionType(function.__code__, function.__globals__, name, function.__defaults__, function.__closure__)
    copied.__kwdefaults__ = function.__kwdefaults__
    copied.__qualname__ = path
    return copied


def shows_keywords_of(*sources: Callable[..., Any], without: str = "") -> Callable[[F], F]:
    """Show the keywords of other functions in a helper's signature, in place of its ``**params``."""

    def decorate(helper: F) -> F:
        own = inspect.signature(helper)
        result = str(own.return_annotation)  # what `T` of `Wait` stands for
        shown = {p.name: p for p in own.parameters.values() if p.kind is not p.VAR_KEYWORD}
        for source in sources:
            for p in inspect.signature(source).parameters.values():
                if p.kind is p.KEYWORD_ONLY and p.name != without:
                    shown[p.name] = p.replace(annotation=str(p.annotation).replace("[T]", f"[{result}]"))
        vars(helper)["__signature__"] = own.replace(parameters=list(shown.values()))
        return helper

    return decorate


# -------------------------------------------------------------------------------------- operations without decoding


async def fetch_json(operation: Callable[..., Any], transport: Transport, *arguments: Any) -> dict[str, Any]:
    """The response of an operation as a JSON object, not decoded."""
    return cast("dict[str, Any]", await operation(_JSONClient(transport), *arguments))


def json_reader(
    operation: Callable[..., Any], transport: Transport, *arguments: Any
) -> Callable[[], Awaitable[dict[str, Any]]]:
    """Reads as :func:`fetch_json` does, again and again: a body that is the same returns the same object."""
    request: PreparedRequest | None = None
    last: tuple[bytes, dict[str, Any]] | None = None

    async def read() -> dict[str, Any]:
        nonlocal request, last
        request = request or prepare_request(operation, transport, *arguments)
        response, body = await transport.read(request)
        if last is None or body != last[0]:
            try:
                last = body, transport.decode(response, body, _object)
            finally:
                del body  # the server may repeat the key there, and a frame of the error would show it
        return last[1]

    return read


def prepare_request(operation: Callable[..., Any], transport: Transport, *arguments: Any) -> PreparedRequest:
    """What an operation would send, checked."""
    return _capture(_CapturingClient(transport), operation, *arguments)


def _capture(
    client: _CapturingClient, operation: Callable[..., Any], *arguments: Any, **params: Any
) -> PreparedRequest:
    result = operation(client, *arguments, **params)
    if inspect.iscoroutine(result):  # it makes its request before it first waits
        with suppress(StopIteration):
            result.send(None)
    if client.captured is None:
        raise AssertionError("the operation made no request")
    return client.captured


class _JSONClient:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def send_request(self, request: Request, parse: Callable[[Any], Any], /) -> Any:  # noqa: ARG002 - as it is called
        return await self._transport.send_request(request, _object)


class _CapturingClient:
    def __init__(self, transport: Transport, bound_to: str = "") -> None:
        self._transport = transport
        self._bound_to = bound_to
        self.captured: PreparedRequest | None = None

    async def send_request(self, request: Request, parse: Callable[[Any], Any], /) -> None:
        self.open_stream(request, parse)

    def open_stream(self, request: Request, parse: Callable[[Any], Any], /) -> None:  # noqa: ARG002 - as it is called
        self.captured = self._transport.prepare(evolve(request, bound_to=self._bound_to))


def _object(value: Any) -> dict[str, Any]:
    if is_object(value):
        return value
    raise ValueError(f"expected an object, got {type(value).__name__}")
