"""What v0-client brings to pytest: the fixture `v0_sandbox`.

It stands beside the package and imports nothing of it until the fixture is used, for pytest loads it in every run
wherever the package is installed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from v0_client.sandbox import Sandbox


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    options = "options of `Sandbox` for the fixture `v0_sandbox`, such as seed=1 or async_polls=2"
    config.addinivalue_line("markers", f"v0_sandbox(**options): {options}")


@pytest.fixture
def v0_sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """A local v0 server for this test alone, a running `v0_client.sandbox.Sandbox`.

    While the test runs, V0_API_KEY and V0_BASE_URL lead to it, so that code under test that makes a `V0Client()`
    reaches it. It serves synchronous tests and those of any event loop. `@pytest.mark.v0_sandbox(...)` on the test, its
    class or its module passes options; the one that is nearest to the test wins.
    """
    try:
        from v0_client.sandbox import Sandbox  # noqa: PLC0415 - nothing is loaded before it is used
    except ModuleNotFoundError as error:
        raise pytest.fail.Exception(str(error), pytrace=False) from None
    markers = [*request.node.iter_markers("v0_sandbox")][::-1]
    arguments = [argument for marker in markers for argument in marker.args]  # there are none, as Sandbox says
    options = {name: value for marker in markers for name, value in marker.kwargs.items()}
    with Sandbox(*arguments, **options) as sandbox, pytest.MonkeyPatch.context() as environment:
        environment.setenv("V0_API_KEY", sandbox.api_key)
        environment.setenv("V0_BASE_URL", sandbox.base_url)
        yield sandbox
