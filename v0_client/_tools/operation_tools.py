"""Any operation of the API as a tool, with the schema that the document declares."""

from __future__ import annotations

import difflib
import inspect
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from fnmatch import fnmatchcase
from types import FunctionType
from typing import Any, cast

from attrs import frozen

from .._generated import api
from .._generated.schemas import OperationSchema, load_schemas
from .._json import is_list, is_object
from ..client import V0Client
from ..errors import InvalidRequestError
from .budget import GenerationBudget
from .shortening import shorten_json
from .tool import Tool, check_client, make_tool

__all__ = ["operation_tools"]

GENERATED = api.__name__
RESULT_CHARACTERS = 40_000
LIMITS = ((4_000, 50), (1_000, 20), (200, 10), (100, 3))
"""Characters of a text and entries of a list, tried in turn until a result fits."""


def operation_tools(
    client: V0Client,
    names: Iterable[str],
    *,
    max_generations: int | None = 5,
    raise_errors: bool = False,
) -> list[Tool]:
    """Operations of the API as tools, under their own names and with their own arguments.

    A tool is called ``v2_chats_list`` for ``client.v2.chats.list``, and so on. Its ``input_schema`` is that of the
    operation's arguments; pass it to the framework with ``tool.call``. Lists return one page. A result that is too long
    is shortened and says where. It holds what the operation returns, secrets included: choose operations with care.

    Args:
        client: The client whose key is used.
        names: Operations, such as ``v2.chats.list``, or patterns, such as ``v2.usage.*``. A pattern leaves out streams
            and downloads, which a tool cannot return.
        max_generations: How many generations the tools may start together, as for :func:`app_tools`.
        raise_errors: Raise errors instead of returning them as ``{"error": ...}``.

    Returns:
        The tools in the order of the names, each once.

    Raises:
        InvalidRequestError: A name matches no operation, or one that a tool cannot return.
    """
    check_client(client)
    if isinstance(names, str):
        raise InvalidRequestError(f"names must be a list of names, such as [{names!r}]", field="names")
    patterns = _strings(names)
    budget = GenerationBudget(max_generations)
    operations = {operation.name: operation for operation in _operations(client)}
    chosen = {name: operations[name] for pattern in patterns for name in _matches(pattern, operations)}
    return [operation.as_tool(budget, raise_errors=raise_errors) for operation in chosen.values()]


@frozen
class _Operation:
    """An operation of a client.

    Attributes:
        name: As in ``v2.chats.list``.
        method: The client's method.
        function: The generated function behind it.
        schema: What the document says of it.
    """

    name: str
    method: Callable[..., Any]
    function: FunctionType
    schema: OperationSchema

    @property
    def returns_a_value(self) -> bool:
        """Whether it returns a value or a page of a list, rather than a stream or a file."""
        returned = str(self.function.__annotations__["return"])
        return inspect.iscoroutinefunction(inspect.unwrap(self.function)) or returned.startswith("AsyncPaginator")

    @property
    def generates(self) -> bool:
        """Whether it starts a generation: it takes a prompt, or the answer to a question."""
        return self.schema["method"] == "POST" and not {"message", "task"}.isdisjoint(
            self.schema["parameters"]["properties"]
        )

    def as_tool(self, budget: GenerationBudget, *, raise_errors: bool) -> Tool:
        async def run(**arguments: Any) -> dict[str, Any]:
            with budget.take_one() if self.generates else nullcontext():
                return _result(await self.method(**arguments))

        return make_tool(
            run,
            name=self.name.replace(".", "_"),
            description=self.schema["description"],
            input_schema=_self_contained(self.schema["parameters"]),
            read_only=self.schema["method"] == "GET",
            generates=self.generates,
            raise_errors=raise_errors,
            accepts=inspect.signature(self.method),
        )


def _operations(client: V0Client) -> Iterator[_Operation]:
    """Every operation of a client."""
    schemas = load_schemas()["operations"]
    groups: list[tuple[str, Any]] = [("v1", client.v1), ("v2", client.v2)]
    for path, group in groups:  # grows by the groups of each group
        for name in [name for name in dir(group) if not name.startswith("_")]:
            member = getattr(group, name)
            if not inspect.ismethod(member):
                groups.append((f"{path}.{name}", member))
                continue
            function = inspect.unwrap(member.__func__)  # a deprecated one is wrapped
            if isinstance(function, FunctionType) and function.__module__.startswith(GENERATED):
                yield _Operation(f"{path}.{name}", member, function, schemas[function.__code__.co_name])


def _strings(names: object) -> list[str]:
    given: list[object] = list(cast("Iterable[object]", names)) if isinstance(names, Iterable) else [names]
    strings = [name for name in given if isinstance(name, str)]
    if len(strings) < len(given):
        raise InvalidRequestError("names must be a list of names, such as ['v2.chats.list']", field="names")
    return strings


def _matches(pattern: str, operations: Mapping[str, _Operation]) -> list[str]:
    """The names that a name or a pattern stands for."""
    if "*" in pattern:
        matching = [n for n, each in operations.items() if fnmatchcase(n, pattern) and each.returns_a_value]
        if matching:
            return matching
    elif pattern in operations:
        if operations[pattern].returns_a_value:
            return [pattern]
        raise InvalidRequestError(
            f"names: {pattern} returns a stream or a file, which a tool cannot return", field="names"
        )
    close = difflib.get_close_matches(pattern, operations, n=3)
    hint = f"; did you mean {' or '.join(close)}?" if close else "; operations are named as v2.chats.list"
    raise InvalidRequestError(f"names: {pattern!r} matches no operation{hint}", field="names")


def _self_contained(parameters: dict[str, Any]) -> dict[str, Any]:
    """The schema with the components that it refers to, directly or through others, in ``$defs``."""
    components = load_schemas()["components"]
    definitions: dict[str, Any] = {}

    def copy(value: Any) -> Any:
        if is_list(value):
            return [copy(entry) for entry in value]
        if not is_object(value):
            return value
        reference = value.get("$ref")
        if not isinstance(reference, str):
            return {key: copy(entry) for key, entry in value.items()}
        name = reference.removeprefix("#/components/")
        if name not in definitions:
            definitions[name] = {}  # a component may contain itself
            definitions[name] = copy(components[name])
        return {**{key: copy(entry) for key, entry in value.items()}, "$ref": f"#/$defs/{name}"}

    schema = copy(parameters)
    return {**schema, "$defs": definitions} if definitions else schema


def _result(value: Any) -> dict[str, Any]:
    """What an operation returned, as a JSON object that is not too long."""
    value = [_to_json(entry) for entry in value] if is_list(value) else _to_json(value)
    result: dict[str, Any] = value if is_object(value) else {"result": value}
    for characters, entries in LIMITS:
        shortened: dict[str, Any] = shorten_json(result, characters=characters, entries=entries)
        if len(json.dumps(shortened)) <= RESULT_CHARACTERS:
            return shortened
    return {"result": "[too long to show]"}


def _to_json(value: Any) -> Any:
    return value.to_dict() if hasattr(value, "to_dict") else value
