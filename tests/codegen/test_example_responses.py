"""Every response that the document describes is read, and no field of it is lost."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests.support.example_responses import Examples
from tests.support.failures import collect_failures
from tests.support.operation import Operation
from tests.support.operations import OPERATIONS, by_function, by_method, each
from v0_client import StreamError, V0Client

pytestmark = [pytest.mark.anyio, pytest.mark.filterwarnings("ignore:Deprecated by the API")]

PATH = Path(__file__).parents[2] / "openapi" / "v0.yaml"
JSON, EVENTS = "application/json", "text/event-stream"

Described = dict[tuple[str, str], list[tuple[int, str, Any]]]  # status, media type and body by method and path


def examples(*, undeclared_nulls: bool) -> Described:
    """Examples of every operation."""
    document = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    found: Described = defaultdict(list)
    for method, path, status, kind, example in Examples(document, undeclared_nulls=undeclared_nulls).responses():
        if kind in (JSON, EVENTS):
            found[method, path].append((status, kind, example))
    return found


def lost(example: Any, read: Any, path: str = "", *, nulls: bool) -> Iterator[str]:
    """What of an example is missing or different in what was read. A tag that is absent reads as its value."""
    if isinstance(example, dict) and isinstance(read, dict):
        for key, item in example.items():
            if item is not None or nulls:
                yield from lost(item, read.get(key, ...), f"{path}.{key}", nulls=nulls)
    elif isinstance(example, list) and isinstance(read, list) and len(example) == len(read):
        for number, (item, other) in enumerate(zip(example, read, strict=True)):
            yield from lost(item, other, f"{path}[{number}]", nulls=nulls)
    elif example != read or type(example) is not type(read):
        yield path


def plain(read: Any) -> Any:
    """What was read, as JSON again."""
    if isinstance(read, list):
        return [plain(entry) for entry in read]
    return read.to_dict() if hasattr(read, "to_dict") else read


@asynccontextmanager
async def reader(operation: Operation) -> AsyncIterator[Callable[[int, str, Any], Awaitable[Any]]]:
    """What the client reads in a response, as JSON again."""
    response = httpx.Response(500)

    async def read(status: int, kind: str, example: Any) -> Any:
        nonlocal response
        text = json.dumps(example)
        content = f"data: {text}\n\n" if kind == EVENTS else text
        response = httpx.Response(status, headers={"content-type": kind}, content=content)
        bind = by_function if kind == EVENTS else by_method  # the stream of a resource reads its message in the end
        made = bind(client, operation.name)(*operation.ids.values(), **operation.required)
        if kind != EVENTS:
            return plain(await made)
        async with made as stream:
            [event] = [event async for event in stream]
        return plain(event)

    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: response)) as http:
        client = V0Client("key", base_url="https://examples.test", http_client=http)
        yield read


def is_error(kind: str, example: Any) -> bool:
    return kind == EVENTS and "error" in (example.get("object"), example.get("type"), *example)


DECLARED, WITH_NULLS = examples(undeclared_nulls=False), examples(undeclared_nulls=True)


def test_every_operation_has_examples() -> None:
    archives = {(operation.method, operation.path) for operation in OPERATIONS.values() if operation.is_archive}
    assert len(DECLARED) == len(OPERATIONS) - len(archives)


each_operation = each(lambda operation: not operation.is_archive)


def of(operation: Operation, examples: Described) -> list[tuple[int, str, Any]]:
    """Its examples. A mode of version 1 streams the events of `resume_message`, which has their examples."""
    found = examples[operation.method, re.sub(r"_(\w)", lambda match: match[1].upper(), operation.path)]
    return [one for one in found if one[1] == JSON or operation.streams]


@each_operation
async def test_a_described_response_is_read_whole(operation: Operation) -> None:
    async with reader(operation) as read:
        with collect_failures() as case:
            for status, kind, example in of(operation, DECLARED):
                with case(example=example):
                    if is_error(kind, example):
                        with pytest.raises(StreamError):
                            await read(status, kind, example)
                    else:
                        assert [*lost(example, await read(status, kind, example), nulls=True)] == []


@each_operation
async def test_an_undeclared_null_reads_as_absent(operation: Operation) -> None:
    async with reader(operation) as read:
        with collect_failures() as case:
            for status, kind, example in of(operation, WITH_NULLS):
                with case(example=example):
                    if not is_error(kind, example):
                        assert [*lost(example, await read(status, kind, example), nulls=False)] == []
