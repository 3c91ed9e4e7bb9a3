"""Projects with their chats, environment variables and Vercel projects."""

from __future__ import annotations

from typing import Any

import httpx

from tests.support.sandbox_tools import create_v1


def create_project(http: httpx.Client, **fields: Any) -> Any:
    response = http.post("/v1/projects", json={"name": "Bakery", **fields})
    assert response.status_code == 200, response.text
    return response.json()


def chats_of(http: httpx.Client, project_id: str) -> list[str]:
    return [chat["id"] for chat in http.get(f"/v1/projects/{project_id}").json()["chats"]]


def test_a_created_project_can_be_listed_read_updated_and_deleted(http: httpx.Client) -> None:
    created = create_project(http, description="Bread", instructions="Be warm", privacy="team")
    assert (created["name"], created["privacy"], created["chats"]) == ("Bakery", "team", [])
    newer = create_project(http)
    assert [each["id"] for each in http.get("/v1/projects").json()["data"]] == [newer["id"], created["id"]]
    path = f"/v1/projects/{created['id']}"
    assert http.get(path).json() == created
    updated = http.patch(path, json={"name": "Brot"}).json()
    assert updated == {**created, "name": "Brot", "updatedAt": updated["updatedAt"]}
    assert updated["updatedAt"] > created["updatedAt"]
    assert http.delete(path).json() == {"id": created["id"], "object": "project", "deleted": True}
    assert [each["id"] for each in http.get("/v1/projects").json()["data"]] == [newer["id"]]
    for method in ("GET", "PATCH", "DELETE"):
        gone = http.request(method, path, json={} if method == "PATCH" else None)
        assert (gone.status_code, gone.json()["error"]["code"]) == (404, "project_not_found")


def test_chats_belong_to_the_project_that_they_were_created_in_or_assigned_to(http: httpx.Client) -> None:
    project = create_project(http)
    created = create_v1(http, "a page", projectId=project["id"])
    assigned = create_v1(http, "another page")
    assert http.get(f"/v1/chats/{assigned['id']}/project").status_code == 404
    path = f"/v1/projects/{project['id']}"
    response = http.post(f"{path}/assign", json={"chatId": assigned["id"]})
    assert response.json() == {"id": project["id"], "object": "project", "assigned": True}
    assert chats_of(http, project["id"]) == [assigned["id"], created["id"]]
    assert http.get(f"/v1/chats/{assigned['id']}").json()["projectId"] == project["id"]
    assert http.get(f"/v1/chats/{assigned['id']}/project").json() == http.get(path).json()
    assert http.post(f"{path}/assign", json={"chatId": "none"}).json()["error"]["code"] == "chat_not_found"


def test_a_chat_may_begin_a_project_of_the_service(http: httpx.Client) -> None:
    chat = create_v1(http, "a page", projectId="prj_of_the_service")
    assert chats_of(http, "prj_of_the_service") == [chat["id"]]


def test_chats_remain_when_their_project_is_deleted_unless_asked_otherwise(http: httpx.Client) -> None:
    kept, lost = create_project(http), create_project(http)
    chats = {each["id"]: create_v1(http, "a page", projectId=each["id"])["id"] for each in (kept, lost)}
    http.delete(f"/v1/projects/{kept['id']}")
    http.delete(f"/v1/projects/{lost['id']}", params={"deleteAllChats": "true"})
    assert "projectId" not in http.get(f"/v1/chats/{chats[kept['id']]}").json()
    assert http.get(f"/v1/chats/{chats[lost['id']]}").status_code == 404


def test_environment_variables_are_encrypted_unless_decrypted(http: httpx.Client) -> None:
    project = create_project(http, environmentVariables=[{"key": "FIRST", "value": "secret-1"}])
    path = f"/v1/projects/{project['id']}/env-vars"
    added = http.post(path, json={"environmentVariables": [{"key": "SECOND", "value": "secret-2"}]}).json()["data"]
    assert [each["key"] for each in added] == ["SECOND"]
    listed = http.get(path)
    assert "secret" not in listed.text and not any(each["decrypted"] for each in listed.json()["data"])
    clear = http.get(path, params={"decrypted": "true"}).json()["data"]
    assert {each["key"]: each["value"] for each in clear} == {"FIRST": "secret-1", "SECOND": "secret-2"}
    one = http.get(f"{path}/{added[0]['id']}", params={"decrypted": "true"}).json()
    assert one == {"object": "environment_variable", "data": clear[0]}
    assert http.get(path, params={"decrypted": "yes"}).status_code == 422


def test_environment_variables_are_replaced_updated_and_deleted(http: httpx.Client) -> None:
    project = create_project(http, environmentVariables=[{"key": "A", "value": "1"}, {"key": "B", "value": "1"}])
    path, clear = f"/v1/projects/{project['id']}/env-vars", {"decrypted": "true"}
    again = {"environmentVariables": [{"key": "A", "value": "2"}, {"key": "C", "value": "2"}]}

    def values() -> dict[str, str]:
        return {each["key"]: each["value"] for each in http.get(path, params=clear).json()["data"]}

    refused = http.post(path, json=again)
    assert refused.status_code == 409 and values() == {"A": "1", "B": "1"}
    http.post(path, json={**again, "upsert": True})
    assert values() == {"A": "2", "B": "1", "C": "2"}
    ids = {each["key"]: each["id"] for each in http.get(path).json()["data"]}
    changes = [{"id": ids["B"], "value": "3"}, {"id": "none", "value": "3"}]
    assert http.patch(path, json={"environmentVariables": changes}).status_code == 404 and values()["B"] == "1"
    http.patch(path, json={"environmentVariables": changes[:1]})
    assert values()["B"] == "3"
    deleted = http.post(f"{path}/delete", json={"environmentVariableIds": [ids["A"], ids["C"]]}).json()["data"]
    assert [each["id"] for each in deleted] == [ids["A"], ids["C"]] and values() == {"B": "3"}
    assert http.get(f"{path}/{ids['A']}").json()["error"]["code"] == "environment_variable_not_found"


def test_a_vercel_project_is_linked_once(http: httpx.Client) -> None:
    project = create_project(http)
    chat = create_v1(http, "a page", projectId=project["id"])
    body = {"projectId": project["id"], "name": "bakery"}
    linked = http.post("/v1/integrations/vercel/projects", json=body).json()
    assert http.get("/v1/integrations/vercel/projects").json()["data"] == [linked]
    assert http.get(f"/v1/projects/{project['id']}").json()["vercelProjectId"] == linked["id"]
    found = http.get("/v1/chats", params={"vercelProjectId": linked["id"]}).json()["data"]
    assert [each["id"] for each in found] == [chat["id"]]
    assert http.post("/v1/integrations/vercel/projects", json=body).status_code == 409
    assert http.post("/v1/integrations/vercel/projects", json={**body, "projectId": "none"}).status_code == 404
