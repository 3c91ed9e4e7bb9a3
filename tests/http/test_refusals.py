"""Invalid arguments are refused before anything is sent, with the name of the field and the remedy."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator
from itertools import product
from operator import attrgetter
from typing import Any, Never

import httpx
import pytest

from tests.support.failures import collect_failures
from tests.support.operations import (
    BINDINGS,
    OPERATIONS,
    PERMISSION,
    Binding,
    Operation,
    both_bindings,
    each,
    run,
)
from v0_client import UNSET, InvalidRequestError, V0Client, models

pytestmark = [pytest.mark.anyio, pytest.mark.filterwarnings("ignore:Deprecated by the API")]


@pytest.fixture
async def client() -> AsyncIterator[V0Client]:
    """A client whose first request fails the test."""

    def handler(request: httpx.Request) -> Never:
        pytest.fail(f"sent: {request.method} {request.url}")

    async with httpx.AsyncClient(transport=httpx.MockTransport(handler)) as http:
        yield V0Client("key-of-the-test", base_url="https://refusals.test", http_client=http)


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


def self_containing() -> dict[str, Any]:
    value: dict[str, Any] = {}
    value["self"] = value
    return value


FILE = {"name": "a.tsx", "content": "x"}
CHANGE = {"path": "a.tsx", "content": "x"}
ANSWER = {"questionId": "q", "questionText": "Which?", "selectedLabels": []}
STEPS, ANSWERS = {"type": "confirmed-steps"}, {"type": "answered-questions"}
PLAN, PERMISSIONS = {"type": "plan-exit-response"}, {"type": "confirmed-permissions"}
NO_INPUT = {key: value for key, value in PERMISSION.items() if key != "input"}

# by operations: an argument, the invalid field, a text that the error must contain
BAD: dict[tuple[str, ...], list[tuple[dict[str, Any], str, str]]] = {
    ("create_chat", "send_message"): [
        ({"message": ""}, "message", "must not be empty"),
        ({"message": None}, "message", "a string, got None"),
        ({"message": UNSET}, "message", "is missing"),
        ({"message": 7}, "message", "a string, got int"),
        ({"message": b"Hi"}, "message", "a string, got bytes"),
        ({"message": "\ud83d"}, "message", "surrogate"),
        ({"system": None}, "system", "leave it out"),
        ({"attachments": "https://x.test"}, "attachments", "a list, got str"),
        ({"attachments": ["https://x.test"]}, "attachments[0]", "an object, got str"),
        ({"attachments": [{"url": "x"}, {}]}, "attachments[1].url", "is missing"),
        ({"attachments": [{"url": ""}]}, "attachments[0].url", "must not be empty"),
        ({"mcp_server_ids": "mcp_1"}, "mcp_server_ids", "a list, got str"),
        ({"mcp_server_ids": None}, "mcp_server_ids", "leave it out"),
        ({"mcp_server_ids": [1]}, "mcp_server_ids[0]", "a string, got int"),
        ({"skills": [{"id": "x"}]}, "skills[0].type", "'remote'"),
        ({"skills": [{"type": "magic"}]}, "skills[0].type", "'memory'"),
        ({"skills": [{"type": "memory", "scope": "team"}]}, "skills[0].skillName", "is missing"),
        ({"skills": ["x"]}, "skills[0]", "RemoteSkill"),
        ({"model_configuration": "v0-max"}, "model_configuration", "an object, got str"),
        ({"model_configuration": {"fast": 1}}, "model_configuration.fast", "True or False, got int"),
        ({"response_mode": "experimental_stream"}, "response_mode", "stream("),
    ],
    ("create_chat",): [
        ({"chat_privacy": 1}, "chat_privacy", "a string, got int"),
        ({"metadata": {"k": ""}}, "metadata.k", "must not be empty"),
    ],
    ("create_chat", "create_chat_v2", "create_chat_stream", "create_chat_async", "create_chat_from_files"): [
        ({"metadata": {"": "v"}}, "metadata", "must not be empty"),
        ({"metadata": {"k": 1}}, "metadata.k", "a string, got int"),
        ({"metadata": {"k": None}}, "metadata.k", "leave it out"),
        ({"metadata": {1: "v"}}, "metadata", "strings, got int"),
        ({"metadata": [("k", "v")]}, "metadata", "an object, got list"),
        ({"metadata": {"k": "a\udc00"}}, "metadata.k", "surrogate"),
        ({"metadata": {"\ud800": "v"}}, "metadata", "surrogate"),
    ],
    ("send_message",): [
        ({"action": "fix-with-v0"}, "action", "an object, got str"),
        ({"action": {}}, "action.type", "is missing"),
        ({"action": {"type": "break-with-v0"}}, "action.type", "'fix-with-v0'"),
    ],
    ("init_chat",): [
        ({"body": None}, "body", "InitChatFromFiles"),
        ({"body": UNSET}, "body", "InitChatFromFiles"),
        ({"body": [FILE]}, "body", "InitChatFromFiles"),
        ({"body": {"files": [FILE]}}, "body.type", "'files' (InitChatFromFiles)"),
        ({"body": {"type": "svn"}}, "body.type", "'files' (InitChatFromFiles)"),
        ({"body": models.RemoteSkill(id="x")}, "body.type", "'files' (InitChatFromFiles)"),
        ({"body": {"type": "files"}}, "body.files", "is missing"),
        ({"body": {"type": "files", "files": [{**FILE, "url": "u"}]}}, "body.files[0]", "exactly one"),
        ({"body": {"type": "files", "files": [FILE, {"name": "b"}]}}, "body.files[1]", "exactly one"),
        ({"body": {"type": "files", "files": [{"content": ""}]}}, "body.files[0].name", "is missing"),
        ({"body": {"type": "files", "files": [{"name": "a", "content": "\ud800"}]}}, "files[0].content", "surrogate"),
        ({"body": models.InitChatFromTemplate(template_id="")}, "body.templateId", "must not be empty"),
    ],
    ("find_chats",): [
        ({"limit": 0}, "limit", "at least 1"),
        ({"offset": -1}, "offset", "at least 0"),
        ({"offset": "0"}, "offset", "an integer, got str"),
        ({"is_favorite": "true"}, "is_favorite", "True or False, got str"),
        ({"is_favorite": 1}, "is_favorite", "True or False, got int"),
        ({"branch": None}, "branch", "leave it out"),
    ],
    ("find_chats", "list_chats"): [
        ({"limit": True}, "limit", "an integer, got bool"),
        ({"limit": 1.5}, "limit", "an integer, got float"),
        ({"vercel_project_id": 7}, "vercel_project_id", "a string, got int"),
        ({"vercel_project_id": "\udc00"}, "vercelProjectId", "surrogate"),
        ({"metadata": "team=core"}, "metadata", "an object, got str"),
        ({"metadata": {"k": 1}}, "metadata.k", "a string, got int"),
        ({"metadata": {"k": "\udc00"}}, "metadata[k]", "surrogate"),
    ],
    ("find_messages", "find_versions", "list_chats", "list_messages"): [
        ({"limit": 0}, "limit", "at least 1"),
        ({"cursor": None}, "cursor", "leave it out"),
        ({"cursor": "\udc00"}, "cursor", "surrogate"),
    ],
    ("update_chat", "update_chat_v2"): [
        ({"privacy": None}, "privacy", "leave it out"),
        ({"metadata": {"": None}}, "metadata", "must not be empty"),
        ({"metadata": {"k": 1}}, "metadata.k", "a string, got int"),
        ({"metadata": "team=core"}, "metadata", "an object, got str"),
    ],
    ("update_chat",): [
        ({"name": None}, "name", "leave it out"),
    ],
    ("update_chat_v2", "duplicate_chat"): [({"title": None}, "title", "leave it out")],
    ("favorite_chat",): [
        ({"is_favorite": "true"}, "is_favorite", "True or False, got str"),
        ({"is_favorite": 1}, "is_favorite", "True or False, got int"),
        ({"is_favorite": UNSET}, "is_favorite", "is missing"),
    ],
    ("fork_chat",): [({"version_id": ""}, "version_id", "must not be empty")],
    ("get_version", "download_version"): [
        ({"include_default_files": "true"}, "include_default_files", "True or False, got str"),
        ({"include_default_files": None}, "include_default_files", "leave it out"),
    ],
    ("download_version",): [({"format": 7}, "format", "a string, got int")],
    ("update_version",): [
        ({"files": [{**FILE, "locked": "yes"}]}, "files[0].locked", "True or False, got str"),
        ({"files": [{**FILE, "content": None}]}, "files[0].content", "a string, got None"),
    ],
    ("update_version", "create_chat_from_files"): [
        ({"files": UNSET}, "files", "is missing"),
        ({"files": "a.tsx"}, "files", "a list, got str"),
        ({"files": [FILE, {"name": "b.tsx"}]}, "files[1].content", "is missing"),
        ({"files": [{**FILE, "name": ""}]}, "files[0].name", "must not be empty"),
    ],
    ("delete_version_files",): [
        ({"file_paths": "a.tsx"}, "file_paths", "a list, got str"),
        ({"file_paths": ["a.tsx", ""]}, "file_paths[1]", "must not be empty"),
    ],
    ("resolve_task", "resolve_task_v2", "resolve_task_stream", "resolve_task_async"): [
        ({"task": None}, "task", "ConfirmedStepsTask"),
        ({"task": "approved"}, "task", "PlanExitResponseTask"),
        ({"task": UNSET}, "task", "is missing"),
        ({"task": {}}, "task.type", "'answered-questions'"),
        ({"task": {"type": "shrug"}}, "task.type", "'plan-exit-response' (PlanExitResponseTask)"),
        ({"task": models.RemoteSkill(id="x")}, "task.type", "'confirmed-permissions'"),
        ({"task": {**STEPS, "addedEnvVars": [""]}}, "task.addedEnvVars[0]", "must not be empty"),
        ({"task": {**PLAN, "content": "Go"}}, "task.status", "is missing"),
        ({"task": {**PLAN, "status": "approved", "content": ""}}, "task.content", "must not be empty"),
        ({"task": {**ANSWERS, "answers": [{"questionId": "q"}]}}, "task.answers[0].questionText", "is missing"),
        ({"task": {**ANSWERS, "answers": [{**ANSWER, "questionId": ""}]}}, "task.answers[0].questionId", "empty"),
        ({"task": {**ANSWERS, "answers": [{**ANSWER, "customText": ""}]}}, "task.answers[0].customText", "empty"),
        ({"task": {**PERMISSIONS, "permissions": [NO_INPUT]}}, "task.permissions[0].input", "is missing"),
        ({"model_configuration": {"imageGenerations": "no"}}, "model_configuration.imageGenerations", "got str"),
    ],
    ("resolve_task",): [({"response_mode": "experimental_stream"}, "response_mode", "resolve_stream(")],
    ("create_chat_v2", "create_chat_stream", "create_chat_async", "send_message_v2", "send_message_stream"): [
        ({"message": ""}, "message", "must not be empty"),
        ({"message": None}, "message", "a string, got None"),
        ({"message": UNSET}, "message", "is missing"),
        ({"system_prompt": None}, "system_prompt", "leave it out"),
        ({"model_configuration": {"modelId": "v0-pro"}}, "model_configuration.imageGenerations", "missing"),
        ({"model_configuration": {"imageGenerations": True}}, "model_configuration.modelId", "missing"),
        ({"attachments": [{"name": "x"}]}, "attachments[0]", "TextAttachment"),
        ({"attachments": [models.RemoteSkill(id="x")]}, "attachments[0]", "Attachment"),
        ({"mcp_server_ids": "mcp_1"}, "mcp_server_ids", "a list, got str"),
    ],
    ("send_message_async",): [({"message": ""}, "message", "must not be empty")],
    ("create_chat_stream",): [
        ({"type": "repo"}, "type", "'prompt'"),
    ],
    ("create_chat_v2", "create_chat_stream", "create_chat_from_zip", "create_chat_from_repo"): [
        ({"privacy": None}, "privacy", "leave it out"),
        ({"credential_access": {"github": math.nan}}, "credentialAccess.github", "finite"),
        ({"credential_access": {"github": [math.inf]}}, "credentialAccess.github[0]", "finite"),
        ({"credential_access": {"github": object()}}, "credentialAccess.github", "not valid JSON"),
        ({"credential_access": {"github": {1, 2}}}, "credentialAccess.github", "not valid JSON"),
        ({"credential_access": {"github": nested(100_000)}}, "credential_access.github", "too deep"),
        ({"credential_access": {"github": self_containing()}}, "credential_access.github", "contains itself"),
        ({"credential_access": models.CredentialAccess(vercel=nested(100_000))}, "credential_access", "deep"),
    ],
    ("create_chat_from_vercel_project",): [
        ({"vercel_project_id": ""}, "vercel_project_id", "must not be empty"),
        ({"base_branch": ""}, "base_branch", "must not be empty"),
    ],
    ("send_message_v2", "send_message_stream", "send_message_async"): [
        ({"message": UNSET}, "message", "needs message or design_mode"),
        ({"message": UNSET, "design_mode": math.nan}, "designMode", "finite"),
    ],
    ("create_chat_from_zip",): [
        ({"url": ""}, "url", "must not be empty"),
        ({"url": UNSET}, "url", "is missing"),
    ],
    ("create_chat_from_repo",): [
        ({"repo": "https://github.com/a/b"}, "repo", "an object, got str"),
        ({"repo": {"branch": "dev"}}, "repo.url", "is missing"),
        ({"repo": {"url": ""}}, "repo.url", "must not be empty"),
    ],
    ("duplicate_chat",): [({"privacy": None}, "privacy", "a string, got None")],
    ("update_files",): [
        ({"files": [{"path": "a.tsx"}]}, "files[0].content", "is missing"),
        ({"files": [{**CHANGE, "path": ""}]}, "files[0].path", "must not be empty"),
        ({"files": [{**CHANGE, "content": b"x"}]}, "files[0].content", "a string, got bytes"),
    ],
    ("restore_message",): [({"message_id": ""}, "message_id", "must not be empty")],
    ("get_connect_status",): [
        ({"request_id": ""}, "request_id", "must not be empty"),
        ({"request_id": None}, "request_id", "a string, got None"),
        ({"request_id": UNSET}, "request_id", "is missing"),
    ],
    ("create_vercel_project",): [
        ({"name": ""}, "name", "must not be empty"),
        ({"name": None}, "name", "leave it out"),
    ],
    # ---------------------------------------------------------------- projects and deployments of version 1
    ("create_project", "update_project"): [
        ({"name": ""}, "name", "must not be empty"),
        ({"description": None}, "description", "leave it out"),
        ({"privacy": 1}, "privacy", "a string, got int"),
    ],
    ("create_project", "create_env_vars"): [
        ({"environment_variables": {"K": "v"}}, "environment_variables", "a list, got dict"),
        ({"environment_variables": [{"key": "", "value": ""}]}, "environment_variables[0].key", "must not be empty"),
        ({"environment_variables": [{"key": "K"}]}, "environment_variables[0].value", "is missing"),
    ],
    ("find_env_vars", "get_env_var", "create_env_vars", "update_env_vars"): [
        ({"decrypted": "true"}, "decrypted", "True or False, got str"),
        ({"decrypted": None}, "decrypted", "leave it out"),
    ],
    ("create_env_vars",): [({"upsert": "yes"}, "upsert", "True or False, got str")],
    ("update_env_vars",): [
        ({"environment_variables": [{"key": "K", "value": ""}]}, "environment_variables[0].id", "is missing")
    ],
    ("delete_env_vars",): [({"environment_variable_ids": [""]}, "environment_variable_ids[0]", "must not be empty")],
    ("delete_project",): [({"delete_all_chats": "true"}, "delete_all_chats", "True or False, got str")],
    ("assign_project", "find_deployments", "create_deployment"): [
        ({"chat_id": ""}, "chat_id", "must not be empty"),
        ({"chat_id": UNSET}, "chat_id", "is missing"),
    ],
    ("find_deployments", "create_deployment"): [
        ({"version_id": ""}, "version_id", "must not be empty"),
        ({"project_id": None}, "project_id", "leave it out"),
    ],
    ("find_deployment_logs",): [({"since": "yesterday"}, "since", "a number, got str")],
    ("link_vercel_project",): [
        ({"project_id": ""}, "project_id", "must not be empty"),
        ({"name": UNSET}, "name", "is missing"),
    ],
    # ---------------------------------------------------------------- webhooks and MCP servers
    ("create_hook", "update_hook", "create_webhook", "update_webhook"): [
        ({"name": ""}, "name", "must not be empty"),
        ({"url": ""}, "url", "must not be empty"),
        ({"events": "chat.created"}, "events", "a list, got str"),
    ],
    ("create_webhook",): [({"chat_id": UNSET}, "chat_id", "is missing")],
    ("create_mcp_server", "update_mcp_server", "create_mcp_server_v2", "update_mcp_server_v2"): [
        ({"name": ""}, "name", "must not be empty"),
        ({"url": ""}, "url", "must not be empty"),
        ({"enabled": "yes"}, "enabled", "True or False, got str"),
        ({"auth": "hunter2"}, "auth", "BearerMcpAuth"),
        ({"auth": {"type": "passkey"}}, "auth.type", "'bearer' (BearerMcpAuth)"),
        ({"auth": {"type": "bearer"}}, "auth.token", "is missing"),
        ({"auth": {"type": "custom-headers", "headers": {"K": 1}}}, "auth.headers.K", "a string, got int"),
        ({"auth": {"type": "oauth", "config": {}}}, "auth.config.authorizationUrl", "is missing"),
    ],
    ("create_oauth_authorization_url",): [({"return_url": ""}, "return_url", "must not be empty")],
    # ---------------------------------------------------------------- account, settings and usage
    ("get_billing", "find_rate_limits"): [({"scope": None}, "scope", "leave it out")],
    ("get_usage_report", "get_ai_usage_report", "list_usage_events"): [
        ({"limit": 0}, "limit", "at least 1"),
        ({"cursor": None}, "cursor", "leave it out"),
    ],
    ("get_user_activity_report",): [({"start_date": None}, "start_date", "leave it out")],
    ("get_usage_summary", "get_usage_activity"): [({"start": 20260807}, "start", "a string, got int")],
    ("set_preview_hosts", "append_preview_hosts", "delete_preview_hosts"): [
        ({"hosts": UNSET}, "hosts", "is missing"),
        ({"hosts": "x.test"}, "hosts", "a list, got str"),
    ],
}
CASES: dict[str, list[tuple[dict[str, Any], str, str]]] = {}
for names, cases in BAD.items():
    for name in names:
        CASES.setdefault(name, []).extend(cases)


@pytest.mark.parametrize("name", CASES)
async def test_bad_arguments(client: V0Client, name: str) -> None:
    ids, required = OPERATIONS[name].ids.values(), OPERATIONS[name].required
    with collect_failures() as case:
        for arguments, field, remedy in CASES[name]:
            for bind in BINDINGS:
                with case(call=bind.__name__, field=field, remedy=remedy):
                    with pytest.raises(InvalidRequestError) as caught:
                        await run(bind(client, name)(*ids, **{**required, **arguments}))
                    assert isinstance(caught.value, ValueError)
                    assert caught.value.field == field
                    assert field.partition(".")[0] in str(caught.value)
                    assert remedy in str(caught.value)
                    assert len(str(caught.value)) < 700


def test_every_operation_with_arguments_is_covered() -> None:
    with_arguments = {name for name, operation in OPERATIONS.items() if operation.required or operation.parameters}
    assert CASES.keys() == with_arguments


@each(lambda operation: bool(operation.ids))
async def test_an_invalid_id(client: V0Client, operation: Operation) -> None:
    with collect_failures() as case:
        for bind, bad, name in product(BINDINGS, ("", ".", "..", None, 7, b"x", "\ud800"), operation.ids):
            with case(call=bind.__name__, bad=bad, name=name):
                ids = {**operation.ids, name: bad}
                with pytest.raises(InvalidRequestError, match=name) as caught:
                    await run(bind(client, operation.name)(*ids.values(), **operation.required))
                assert caught.value.field == name


@both_bindings
@each()
async def test_missing_and_unknown_arguments_stay_type_errors(
    client: V0Client, bind: Binding, operation: Operation
) -> None:
    call, ids = bind(client, operation.name), operation.ids.values()
    with pytest.raises(TypeError):
        await run(call(*ids, **operation.required, colour="red"))
    for name in operation.required:
        with pytest.raises(TypeError if name in operation.mandatory else InvalidRequestError):
            await run(call(*ids, **{k: v for k, v in operation.required.items() if k != name}))
    if ids:
        with pytest.raises(TypeError):
            await run(call(*list(ids)[1:], **operation.required))


# ---------------------------------------------------------------------------------------------------------- helpers

WITH_FIXED_MODE = [
    ("v1.chats.stream", "create_chat"),
    ("v1.chats.send_stream", "send_message"),
    ("v1.chats.resolve_stream", "resolve_task"),
    ("v1.chats.create_and_wait", "create_chat"),
    ("v1.chats.send_and_wait", "send_message"),
    ("v1.chats.resolve_and_wait", "resolve_task"),
]
HELPERS = [
    *WITH_FIXED_MODE,
    ("v2.chats.create_and_wait", "create_chat_async"),
    ("v2.messages.send_and_wait", "send_message_async"),
]


@pytest.mark.parametrize(("helper", "name"), WITH_FIXED_MODE)
@pytest.mark.parametrize("mode", ["sync", "async", "experimental_stream"])
async def test_a_helper_refuses_a_response_mode(client: V0Client, helper: str, name: str, mode: str) -> None:
    operation = OPERATIONS[name]
    with pytest.raises(InvalidRequestError, match="leave it out") as caught:
        await run(attrgetter(helper)(client)(*operation.ids.values(), **operation.required, response_mode=mode))
    assert caught.value.field == "response_mode"


@pytest.mark.parametrize(("helper", "name"), HELPERS)
async def test_a_helper_validates_as_its_operation_does(client: V0Client, helper: str, name: str) -> None:
    operation, call = OPERATIONS[name], attrgetter(helper)(client)
    for keyword in operation.required:
        with pytest.raises(InvalidRequestError) as caught:
            await run(call(*operation.ids.values(), **{**operation.required, keyword: ""}))
        assert caught.value.field == keyword
    with pytest.raises(TypeError):
        await run(call(*operation.ids.values(), **operation.required, colour="red"))
    with pytest.raises(TypeError if operation.mandatory else InvalidRequestError):
        await run(call(*operation.ids.values()))


async def test_extra_body_is_validated(client: V0Client) -> None:
    for extra, field in (({"a": {"b": math.nan}}, "a.b"), ({"a": "\ud800"}, "a"), ({"a": object()}, "a")):
        with pytest.raises(InvalidRequestError) as caught:
            await client.with_options(extra_body=extra).v1.chats.create(message="Hi")
        assert caught.value.field == field
    view = client.with_options(extra_body={"responseMode": "experimental_stream"})
    with pytest.raises(InvalidRequestError, match="stream"):
        await view.v1.chats.create(message="Hi")
