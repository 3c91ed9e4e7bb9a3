"""Fixtures of the synchronous client's tests."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from v0_client import SyncV0Client
from v0_client.sandbox import Sandbox


@pytest.fixture(autouse=True)
def _nothing_left_to_collect() -> Iterator[None]:
    """Collect here what a test left open: the warning is an error of this test then."""
    yield
    gc.collect()


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(async_seconds=0.05) as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[SyncV0Client]:
    with SyncV0Client(sandbox.api_key, base_url=sandbox.base_url) as made:
        yield made
