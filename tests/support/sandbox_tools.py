"""Plain HTTP clients and helpers for tests of the sandbox itself, which must not depend on the SDK's client."""

from __future__ import annotations

import base64
import copy
import io
import json
import ssl
import zipfile
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from v0_client.sandbox import Sandbox

CREATE_V2 = "/v2/chats/stream"

NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""The sandbox needs no TLS, and loading the certificate authorities for each client takes long."""


def plain_client(base_url: str, api_key: str | None = Sandbox().api_key) -> httpx.Client:
    """A client that reads no settings, such as proxies, from the environment.

    Args:
        base_url: the server's URL.
        api_key: None sends no key.
    """
    headers = {} if api_key is None else {"Authorization": f"Bearer {api_key}"}
    return httpx.Client(base_url=base_url, headers=headers, timeout=30, verify=NO_TLS, trust_env=False)


def server_log(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the server logged during the test and after it."""
    records = [*caplog.get_records("call"), *caplog.records]
    return [record.getMessage() for record in records if record.name.startswith("uvicorn")]


def events_of(body: str) -> list[Any]:
    """The data of every complete event; `[DONE]` stays a string."""
    *blocks, rest = body.split("\n\n")
    assert rest == ""
    data = [block.removeprefix("data: ") for block in blocks]
    return [each if each == "[DONE]" else json.loads(each) for each in data]


def next_event(lines: Iterator[str]) -> Any:
    return json.loads(next(line for line in lines if line).removeprefix("data: "))


def create_v2(http: httpx.Client, message: str, **body: Any) -> list[Any]:
    response = http.post(CREATE_V2, json={"message": message, **body})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/event-stream")
    return events_of(response.text)


def create_v1(http: httpx.Client, message: str, **body: Any) -> Any:
    response = http.post("/v1/chats", json={"message": message, **body})
    assert response.status_code == 200, response.text
    return response.json()


def apply(target: Any, delta: Any) -> None:
    """Apply one delta of the few forms that the sandbox sends, in place."""
    if not hasattr(delta, "items"):  # an append: [[...path, text], 9, 9]
        *path, last, text = delta[0]
        for step in path:
            target = target[step]
        target[last] += text
        return
    in_array = delta.get("_t") == "a"
    for key, change in delta.items():
        if key == "_t":
            continue
        place: Any = int(key) if in_array else key
        if isinstance(change, dict):
            apply(target[place], change)
        elif len(change) == 2:
            assert target[place] == change[0]
            target[place] = change[1]
        elif in_array:
            target.insert(place, change[0])
        else:
            target[place] = change[0]


def content_of(events: list[Any]) -> list[Any]:
    """The content that the deltas of a stream build."""
    content: list[Any] = []
    for event in events:
        if event != "[DONE]" and event["object"].endswith(".chunk"):
            apply(content, copy.deepcopy(event["delta"]))
    return content


def ids_of(events: list[Any]) -> tuple[str, str]:
    chunk = next(event for event in events if event["object"] == "message.parts.chunk")
    return events[0]["id"], chunk["id"]


def zip_data_uri(files: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> str:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return "data:application/zip;base64," + base64.b64encode(buffer.getvalue()).decode()
