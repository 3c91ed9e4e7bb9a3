"""Operations that the API calls deprecated: each call warns once, at the line of the caller, and works as before."""

from __future__ import annotations

import asyncio
import inspect
import sys
import warnings
from operator import attrgetter
from typing import get_type_hints

import httpx
import pytest

from tests.support.operations import OPERATIONS, Binding, both_bindings, by_function, by_method
from v0_client import SyncV0Client, V0Client, api, models
from v0_client.sandbox import Sandbox

DEPRECATED = {name for name, operation in OPERATIONS.items() if operation.deprecated}


def line_here() -> int:
    return sys._getframe(1).f_lineno


@pytest.fixture
def client() -> V0Client:
    """A client to which every project, deployment and list is empty."""
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json={"object": "list", "data": []}))
    return V0Client("key", base_url="https://old.test", http_client=httpx.AsyncClient(transport=transport))


SEE = r"^Deprecated by the API: see https://v0\.app/\S+/find$"


@both_bindings
@pytest.mark.anyio
async def test_a_call_warns_at_the_line_of_the_caller(client: V0Client, bind: Binding) -> None:
    with pytest.warns(DeprecationWarning, match=SEE) as caught:
        read, line = await bind(client, "find_projects")(), line_here()
    [warning] = caught
    assert (warning.filename, warning.lineno) == (__file__, line)
    assert read.data == []


def test_a_task_warns_where_it_was_made(client: V0Client) -> None:
    async def main() -> models.DeploymentList:
        with pytest.warns(DeprecationWarning, match=SEE) as caught:
            making, line = asyncio.create_task(client.v1.deployments.find(chat_id="c", version_id="v")), line_here()
        [warning] = caught
        assert (warning.filename, warning.lineno) == (__file__, line)
        return await making

    assert asyncio.run(main()).data == []


def test_a_synchronous_call_warns_at_the_line_of_the_caller() -> None:
    with (
        Sandbox() as sandbox,
        SyncV0Client(sandbox.api_key, base_url=sandbox.base_url) as client,
        pytest.warns(DeprecationWarning, match=SEE) as caught,
    ):
        read, line = client.v1.projects.find(), line_here()
    [warning] = caught
    assert (warning.filename, warning.lineno) == (__file__, line)
    assert read.data == []


@pytest.mark.anyio
async def test_a_warning_made_an_error_sends_nothing(client: V0Client) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(DeprecationWarning):
            await client.v1.projects.get("prj_1")


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_what_is_deprecated_says_so(client: V0Client, name: str) -> None:
    path = OPERATIONS[name].method_path
    for function in (getattr(api, name), attrgetter(path)(client)):
        says = "\n    Deprecated. " in (function.__doc__ or "")
        assert says == hasattr(function, "__deprecated__") == (name in DEPRECATED)


@pytest.mark.parametrize("name", sorted(DEPRECATED))
def test_a_deprecated_operation_keeps_its_signature(client: V0Client, name: str) -> None:
    method, function = by_method(client, name), by_function(client, name).func
    (_, *parameters), shown = inspect.signature(function).parameters.values(), inspect.signature(method).parameters
    assert [*shown.values()] == parameters
    assert get_type_hints(method)["return"] is get_type_hints(function)["return"]
    assert method.__qualname__ == f"client.{OPERATIONS[name].method_path}"
    if sys.version_info >= (3, 12):
        assert inspect.iscoroutinefunction(method)
