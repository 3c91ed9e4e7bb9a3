"""A tool: an async function with a name, a description and a JSON Schema, whose errors are results."""

from __future__ import annotations

import inspect
import json
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, Protocol, cast, get_type_hints, runtime_checkable

from ..client import V0Client
from ..errors import APIStatusError, InvalidRequestError, V0Error
from .input_schema import check_arguments, without_nulls
from .shortening import shorten_text

__all__ = ["Tool", "check_client", "make_tool"]

ERROR_CHARACTERS = 1_000


@runtime_checkable
class Tool(Protocol):
    """An operation that an agent can call: an async function with these attributes.

    ``await tool(**arguments)`` and ``await tool.call(arguments)`` return a small JSON-ready dict. An error is a result
    too, ``{"error": {"type": ..., "message": ..., "may_have_been_processed": ...}}``, unless the tools were created
    with ``raise_errors=True``.

    Attributes:
        name: The tool's name, of letters, digits and underscores.
        description: What it does and when to use it, for the model.
        input_schema: JSON Schema of the arguments, self-contained.
        read_only: Whether it changes nothing at the server.
        generates: Whether it starts a generation, which costs credits and counts towards ``max_generations``.
    """

    name: str
    description: str
    input_schema: dict[str, Any]
    read_only: bool
    generates: bool

    def __call__(self, *args: Any, **arguments: Any) -> Coroutine[Any, Any, dict[str, Any]]:
        """Call the tool with keyword arguments."""
        ...

    def call(self, arguments: Mapping[str, Any] | None = None, /) -> Awaitable[dict[str, Any]]:
        """Call the tool with arguments as a model sends them; invalid ones are an error like any other."""
        ...


def check_client(client: object) -> None:
    """Raises InvalidRequestError for anything but a V0Client: with the synchronous one a tool would pay, then fail."""
    if not isinstance(client, V0Client):
        raise InvalidRequestError(f"client must be a V0Client, got {type(client).__name__}", field="client")


def make_tool(
    function: Callable[..., Awaitable[dict[str, Any]]],
    *,
    name: str,
    description: str,
    input_schema: dict[str, Any],
    read_only: bool,
    generates: bool,
    raise_errors: bool,
    accepts: inspect.Signature | None = None,
) -> Tool:
    """Make a tool of an async function that raises.

    Args:
        function: Does the work and returns a JSON-ready dict.
        name: As in :class:`Tool`, and so the following three.
        description: Shown to the model.
        input_schema: JSON Schema of the arguments.
        read_only: Whether it only reads.
        generates: Whether it starts a generation.
        raise_errors: Raise errors instead of returning them.
        accepts: The arguments that fit, where the function's own signature does not say.
    """
    signature = inspect.signature(function)
    accepted = accepts or signature

    async def tool(*args: Any, **arguments: Any) -> dict[str, Any]:
        try:
            accepted.bind(*args, **arguments)
        except TypeError as error:  # a model named an argument that does not exist, or left one out
            if raise_errors:
                raise
            return _Result(error=describe_error(InvalidRequestError(f"{name}: {error}")))
        try:
            return _Result(await function(*args, **arguments))
        except V0Error as error:
            if raise_errors:
                raise
            return _Result(error=describe_error(error))

    async def call(arguments: Mapping[str, Any] | None = None, /) -> dict[str, Any]:
        try:
            given = without_nulls(arguments or {}, input_schema, name)
            check_arguments(given, input_schema, name)
        except InvalidRequestError as error:
            if raise_errors:
                raise
            return _Result(error=describe_error(error))
        return await tool(**given)

    # Frameworks read a function's name, docstring, signature and annotations.
    tool.__name__ = tool.__qualname__ = name
    tool.__module__ = function.__module__
    tool.__doc__ = inspect.getdoc(function) or description
    tool.__annotations__ = get_type_hints(function)
    parameters = [p.replace(annotation=tool.__annotations__.get(p.name, Any)) for p in signature.parameters.values()]
    vars(tool).update(
        __signature__=signature.replace(parameters=parameters, return_annotation=dict[str, Any]),
        name=name,
        description=description,
        input_schema=input_schema,
        read_only=read_only,
        generates=generates,
        call=call,
    )
    return cast("Tool", tool)


class _Result(dict[str, Any]):
    """A dict that is shown as JSON: some frameworks pass ``str`` of a result to the model."""

    def __str__(self) -> str:
        return json.dumps(self, ensure_ascii=False)


def describe_error(error: V0Error) -> dict[str, Any]:
    """An error for a model: what happened, and whether the work may have been done all the same."""
    described: dict[str, Any] = {
        "type": type(error).__name__,
        "message": shorten_text(str(error), ERROR_CHARACTERS),
        "may_have_been_processed": error.may_have_been_processed,
    }
    if error.chat_id is not None:
        described["chat_id"] = error.chat_id
    if isinstance(error, APIStatusError):
        described["status_code"] = error.status_code
        if error.retry_after is not None:
            described["retry_after_seconds"] = error.retry_after
    if error.may_have_been_processed:
        described["advice"] = "The server may have done the work, and billed it. Look before you try again."
    return described
