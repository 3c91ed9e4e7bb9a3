"""A selection of the fault matrix, through the synchronous client: the same outcomes, and the same requests."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any

import pytest

from tests.streaming.test_fault_matrix import (
    ARCHIVE,
    CELLS,
    FAULTS,
    Cell,
    Server,
    lasts,
    operation_of,
    timeouts_for,
)
from tests.support.clock import waits
from tests.support.raw_server import RawServer, refusing_address
from tests.support.stream_scripts import CHAT_ID
from v0_client import SyncV0Client, V0Error, WaitTimeoutError, errors
from v0_client._http import exchange

__all__ = ["waits"]

OPERATIONS = ("create", "get", "wait", "stream", "resume", "send_stream", "download")
# Each kind of fault once: before, in and after the head, in the body, and each kind of status.
SELECTED = (
    "connection refused",
    "reset before any byte",
    "silence before the response",
    "stale pooled connection",
    "401",
    "404",
    "422",
    "500",
    "429 with Retry-After",
    "redirect",
    "HTML with 200",
    "reset after the head",
    "disconnect inside the body",
    "silence inside the body",
    "truncated JSON",
)
CHOSEN = [cell for cell in CELLS if cell[0] in SELECTED and cell[1] in OPERATIONS]


def perform(client: SyncV0Client, operation: str, *, timeout: float | None) -> str | None:
    """Run an operation to its end and return the id of its chat."""
    match operation:
        case "create":
            return client.v1.chats.create(message="hi").id
        case "get":
            return client.v1.chats.get(CHAT_ID).id
        case "wait":
            return client.v1.chats.wait(CHAT_ID, timeout=timeout).id
        case "download":
            file = io.BytesIO()
            assert client.v2.chats.download(CHAT_ID, file) == len(ARCHIVE)
            assert file.getvalue() == ARCHIVE
            return CHAT_ID
    streams: dict[str, Callable[[], AbstractContextManager[Any]]] = {
        "stream": lambda: client.v2.chats.stream(message="hi"),
        "resume": lambda: client.v2.chats.resume(CHAT_ID),
        "send_stream": lambda: client.v2.messages.send_stream(CHAT_ID, message="hi"),
    }
    with streams[operation]() as stream:
        assert "".join(stream.text_deltas()) == "Hello"
        result = stream.final()
        assert result.text == "Hello" and result.finish_reason == "stop"
        chat_id: str | None = stream.chat_id
        return chat_id


def outcome_of(fault: str, operation: str) -> tuple[type[V0Error] | None, bool, str | None, str]:
    """The outcome of an operation: its error, may_have_been_processed, its chat's id and the requests."""
    with ExitStack() as closed, RawServer(Server(fault)) as running:
        base_url = running.base_url
        if fault == "connection refused":
            base_url = closed.enter_context(refusing_address())
        error: V0Error | None = None
        chat_id: str | None = None
        with SyncV0Client("key", base_url=base_url, timeouts=timeouts_for(fault, operation)) as client:
            if fault == "stale pooled connection":
                client.request("GET", "/v1/before")
            try:
                chat_id = perform(client, operation, timeout=0.2 if lasts(fault, operation) else None)
            except V0Error as raised:
                error, chat_id = raised, raised.chat_id
        running.wait_closed()
        operations = [operation_of(request) for request in running.requests if request.path != "/v1/before"]
    kind = next((cls for cls in type(error).__mro__ if cls.__name__ in errors.__all__), None)
    may_be_processed = error is not None and error.may_have_been_processed
    return kind, may_be_processed, chat_id, "..." if kind is WaitTimeoutError else " ".join(operations)


@pytest.fixture(autouse=True)
def _forget_what_servers_accept() -> None:
    exchange._accepts_defaults.clear()


@pytest.mark.usefixtures("waits")
@pytest.mark.parametrize("cell", CHOSEN, ids=[f"{cell[0]}-{cell[1]}" for cell in CHOSEN])
def test_a_fault_has_the_outcome_of_the_asynchronous_client(cell: Cell) -> None:
    fault, operation, *expected = cell
    assert outcome_of(fault, operation) == tuple(expected)


def test_the_selection_exists() -> None:
    assert set(SELECTED) <= FAULTS.keys()
    assert len(CHOSEN) == len(SELECTED) * len(OPERATIONS)
