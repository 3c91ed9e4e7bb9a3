"""Deployments, their logs and errors."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import httpx
import pytest

from tests.support.sandbox_tools import create_v1
from v0_client.sandbox import Sandbox, Turn


def deploy(http: httpx.Client, chat: Any, **fields: Any) -> httpx.Response:
    return http.post("/v1/deployments", json={"chatId": chat["id"], "versionId": chat["latestVersion"]["id"], **fields})


def test_a_deployment_can_be_found_read_and_deleted(http: httpx.Client) -> None:
    chat = create_v1(http, "a page", projectId="prj_1")
    created = deploy(http, chat).json()
    assert (created["chatId"], created["projectId"]) == (chat["id"], "prj_1")
    path, version = f"/v1/deployments/{created['id']}", {"chatId": chat["id"], "versionId": chat["latestVersion"]["id"]}
    assert http.get(path).json() == created
    assert http.get("/v1/deployments", params=version).json()["data"] == [created]
    assert http.get("/v1/deployments", params={**version, "projectId": "other"}).json()["data"] == []
    assert http.get("/v1/deployments", params={"chatId": chat["id"]}).status_code == 422
    assert http.delete(path).json() == {"id": created["id"], "object": "deployment", "deleted": True}
    assert http.get(path).json()["error"]["code"] == "deployment_not_found"
    assert http.get("/v1/deployments", params=version).json()["data"] == []


def test_only_what_exists_and_is_complete_can_be_deployed(served: Sandbox, http: httpx.Client) -> None:
    chat = create_v1(http, "a page")
    assert deploy(http, chat, versionId="none").json()["error"]["code"] == "version_not_found"
    assert deploy(http, chat, projectId="none").json()["error"]["code"] == "project_not_found"
    served.async_seconds = None
    assert deploy(http, create_v1(http, "a page", responseMode="async")).status_code == 409


def test_logs_are_read_on_from_where_the_last_response_ended(http: httpx.Client) -> None:
    path = f"/v1/deployments/{deploy(http, create_v1(http, 'a page')).json()['id']}"
    response = http.get(f"{path}/logs").json()
    assert [entry["text"] for entry in response["logs"]][-1] == "Deployment completed"
    assert http.get(f"{path}/errors").json() == {}
    later = http.get(f"{path}/logs", params={"since": response["nextSince"]}).json()
    assert later == {"object": "list", "logs": [], "nextSince": response["nextSince"]}
    second = datetime.fromisoformat(response["logs"][1]["createdAt"]).timestamp()
    since = http.get(f"{path}/logs", params={"since": second}).json()
    assert since["logs"] == response["logs"][2:]
    for invalid in ("soon", "nan"):
        assert http.get(f"{path}/logs", params={"since": invalid}).status_code == 422


@pytest.mark.parametrize("package", ["{", '{"name": '])
def test_a_package_that_is_not_json_fails_the_build(served: Sandbox, http: httpx.Client, package: str) -> None:
    served.script(Turn(files={"package.json": package}))
    path = f"/v1/deployments/{deploy(http, create_v1(http, 'a page')).json()['id']}"
    errors = http.get(f"{path}/errors").json()
    assert errors["errorType"] == "build_error" and "package.json" in errors["formattedError"]
    entries = http.get(f"{path}/logs").json()["logs"]
    assert {(entry["type"], entry["level"]) for entry in entries[1:]} == {("stderr", "error")}
    assert errors["fullErrorText"].splitlines() == [entry["text"] for entry in entries]
