"""The sandbox against the document: to every valid request it returns a response that the document describes.

The sandbox is written from the description of the API and never reads the document, so each checks the other. (All
other tests of the sandbox check its responses against the document too, see the fixture `http`.)
"""

from __future__ import annotations

from typing import Any

import httpx
import pytest

pytest.importorskip("schemathesis", reason="checking responses against the document needs schemathesis")

from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.support.contract import EVENTS, check_events, documented_only, operations
from tests.support.sandbox_tools import create_v1, create_v2, ids_of

OAUTH = {
    "type": "oauth",
    "config": {"authorizationUrl": "https://a.example", "tokenUrl": "https://a.example/token", "clientId": "us"},
}
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def existing_ids(http: httpx.Client, label: str) -> dict[str, str]:
    """Ids of what exists, so that requests do not end with 404; a blocked chat where a task is resolved."""
    return {**_chat_ids(http, label), **_resource_ids(http)}


def _resource_ids(http: httpx.Client) -> dict[str, str]:
    def create(path: str, **body: Any) -> str:
        created: str = http.post(path, json=body).json()["id"]
        return created

    chat = create_v1(http, "a page")
    project = create("/v1/projects", name="Mine", environmentVariables=[{"key": "KEY", "value": "1"}])
    return {
        "projectId": project,
        "environmentVariableId": http.get(f"/v1/projects/{project}/env-vars").json()["data"][0]["id"],
        "deploymentId": create("/v1/deployments", chatId=chat["id"], versionId=chat["latestVersion"]["id"]),
        "hookId": create("/v1/hooks", name="Mine", events=[], url="https://example.com"),
        "mcpServerId": create("/v1/mcp-servers", name="Mine", url="https://example.com", auth=OAUTH),
    }


def _chat_ids(http: httpx.Client, label: str) -> dict[str, str]:
    directive = " sandbox:ask" if label.endswith("resolve") or "/resolve/" in label else ""
    if " /v1/" in label:
        chat = create_v1(http, f"a page{directive}", projectId="prj_1")
        version = chat.get("latestVersion", {"id": "none"})["id"]
        return {"chatId": chat["id"], "messageId": chat["messages"][-1]["id"], "versionId": version}
    chat_id, message_id = ids_of(create_v2(http, f"a page{directive}"))
    return {"chatId": chat_id, "messageId": message_id}


@pytest.mark.parametrize("label", operations())
def test_responses_match_the_document(http: httpx.Client, label: str) -> None:
    operation = operations()[label]
    ids = existing_ids(http, label)
    body = (
        operation.definition.raw.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    )
    statuses: set[int] = set()

    @seed(2)  # derandomize would choose other requests after each edit of this function
    @given(case=operation.as_strategy())
    @settings(
        max_examples=12,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def send(case: Any) -> None:
        for values in (case.path_parameters, case.query, case.body):
            if isinstance(values, dict):
                values.update({name: value for name, value in ids.items() if name in values})
        if isinstance(case.body, dict):
            case.body = documented_only(case.body, body)
        response = case.call(base_url=str(http.base_url), headers={"authorization": http.headers["authorization"]})
        statuses.add(response.status_code)
        assert b"unrecognized key" not in response.content, "the sandbox does not know what the document names"
        if response.status_code == 200 and EVENTS in str(response.headers["content-type"]):
            assert check_events(operation, response.text) >= 1
        elif response.content != b"null":
            case.validate_response(response, checks=CHECKS)

    send()
    # Generated requests succeed unless they need what only the server knows: a task's kind, a version's files.
    assert any(status < 300 for status in statuses) or label in NEVER_SUCCEED, statuses


NEVER_SUCCEED = {
    "PATCH /v2/chats/{chatId}/files",
    "POST /v1/chats/{chatId}/tasks/resolve",
    "POST /v1/chats/{chatId}/versions/{versionId}/files/delete",
    "POST /v2/chats/{chatId}/messages/resolve",
    "POST /v2/chats/{chatId}/messages/resolve/async",
    "POST /v2/chats/{chatId}/messages/resolve/stream",
    "POST /v2/chats/{chatId}/restore-message",
    "GET /v2/chats/{chatId}/connect/status",
    "POST /v2/chats/from-zip",
}
