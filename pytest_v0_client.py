"""The pytest plugin of v0-client: the fixture `v0_sandbox`.

A module beside the package that imports nothing of it until the fixture is used: pytest loads the plugin in every run
where the package is installed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from v0_client.sandbox import Sandbox


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    options = "options of `Sandbox` for the fixture `v0_sandbox`, such as seed=1 or pending_reads=2"
    config.addinivalue_line("markers", f"v0_sandbox(**options): {options}")


@pytest.fixture
def v0_sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """A local v0 server for this test alone, a running `v0_client.sandbox.Sandbox`.

    While the test runs, V0_API_KEY and V0_BASE_URL are set to it, so that a `V0Client()` in the code under test uses
    it, and NO_PROXY exempts it from any proxy. It serves synchronous tests and those on any event loop.
    `@pytest.mark.v0_sandbox(...)` on the test, its class or its module passes options; the closest one wins.
    """
    try:
        from v0_client.sandbox import Sandbox  # noqa: PLC0415 - loaded only when used
    except ModuleNotFoundError as error:
        raise pytest.fail.Exception(str(error), pytrace=False) from None
    markers = [*request.node.iter_markers("v0_sandbox")][::-1]
    arguments = [argument for marker in markers for argument in marker.args]  # always an error, which `Sandbox` raises
    options = {name: value for marker in markers for name, value in marker.kwargs.items()}
    with Sandbox(*arguments, **options) as sandbox, pytest.MonkeyPatch.context() as environment:
        environment.setenv("V0_API_KEY", sandbox.api_key)
        environment.setenv("V0_BASE_URL", sandbox.base_url)
        exempt = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
        for name in ("NO_PROXY", "no_proxy"):
            environment.setenv(name, f"{exempt},127.0.0.1" if exempt else "127.0.0.1")
        yield sandbox
