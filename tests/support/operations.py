"""A table of every operation with its request and response, as in the vendor's reference pages.

It is written by hand, so that the SDK's document is checked against an independent source.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import Any

import pytest

from tests.support import sample_responses as samples
from tests.support.group_operations import GROUP_OPERATIONS
from tests.support.operation import Operation, Parameter, Query
from v0_client import V0Client, api, models

# ------------------------------------------------------------------------------------------------------- parameters

SKILLS = [
    {"type": "remote", "id": "vercel/next"},
    {"type": "memory", "scope": "team", "skillName": "brand"},
    {"type": "project", "skillName": "tests"},
]
SKILL_MODELS = [
    models.RemoteSkill(id="vercel/next"),
    models.MemorySkill(scope="team", skill_name="brand"),
    models.ProjectSkill(skill_name="tests"),
]
METADATA = Parameter("metadata", "metadata", {"team": "core", "k" * 40: "v" * 500})
# Merged with the existing pairs: a null value removes its pair, and null instead of an object removes all pairs.
METADATA_CHANGES = (
    Parameter("metadata", "metadata", {"team": None, "stage": "", "k" * 40: "v" * 500}),
    Parameter("metadata", "metadata", None),
)
PRIVACY = Parameter("privacy", "privacy", "team-edit")
TITLE = Parameter("title", "title", "Bakery")
MODEL_V1 = Parameter(
    "model_configuration",
    "modelConfiguration",
    {"modelId": "v0-max", "imageGenerations": True, "thinking": False, "thinkingEffort": None, "fast": True},
    models.ModelConfiguration(
        model_id="v0-max", image_generations=True, thinking=False, thinking_effort=None, fast=True
    ),
)
MODEL_V2 = Parameter(
    "model_configuration",
    "modelConfiguration",
    {"modelId": "v0-mini", "imageGenerations": False},
    models.ModelConfigurationV2(model_id="v0-mini", image_generations=False),
)
MODE = Parameter("response_mode", "responseMode", "async")
PROMPT_V1 = (
    Parameter("message", "message", "Füge „x“ hinzu \U0001f600", required=True),
    Parameter("system", "system", "Use Svelte"),
    Parameter(
        "attachments",
        "attachments",
        [{"url": "data:text/plain;base64,aGk="}],
        [models.Attachment(url="data:text/plain;base64,aGk=")],
    ),
    MODEL_V1,
    MODE,
    Parameter("mcp_server_ids", "mcpServerIds", ["mcp_1", "mcp_2"]),
    Parameter("attached_skill_ids", "attachedSkillIds", ["a/b"]),
    Parameter("skills", "skills", SKILLS, SKILL_MODELS),
)
PROMPT_V2 = (
    Parameter("message", "message", "Füge „x“ hinzu \U0001f600", required=True),
    Parameter("system_prompt", "systemPrompt", "Use Svelte"),
    MODEL_V2,
    Parameter(
        "attachments",
        "attachments",
        [{"url": "https://x.test/a.png"}, {"content": "notes", "name": "notes.txt"}],
        [models.Attachment(url="https://x.test/a.png"), models.TextAttachment(content="notes", name="notes.txt")],
    ),
    Parameter("mcp_server_ids", "mcpServerIds", ["mcp_1"]),
    Parameter("skills", "skills", SKILLS, SKILL_MODELS),
)
SEND_V2 = (*PROMPT_V2, Parameter("design_mode", "designMode", {"changes": [1, None]}))
SEND_NEEDS = ("message", "design_mode")
NEW_CHAT_V2 = (
    PRIVACY,
    TITLE,
    METADATA,
    Parameter("metadata", "metadata", {"team": ""}),
    Parameter(
        "credential_access",
        "credentialAccess",
        {"sharedNpm": True, "vercel": {"projects": ["p"]}, "github": None},
        models.CredentialAccess(shared_npm=True, vercel={"projects": ["p"]}, github=None),
    ),
)
PERMISSION = {
    "type": "ALLOW_DYNAMIC_TOOL_STRICT",
    "toolName": "deploy",
    "toolDisplayName": "Deploy",
    "input": None,
    "taskNameActive": None,
    "taskNameComplete": "Deployed",
    "userMessage": "May I?",
}
TASKS: list[tuple[dict[str, Any], Any]] = [
    (
        {
            "type": "answered-questions",
            "answers": [
                {"questionId": "q", "questionText": "Which?", "selectedLabels": ["Red"], "customText": "dark"},
                {"questionId": "r", "questionText": "Why?", "selectedLabels": []},
            ],
        },
        models.AnsweredQuestionsTask(
            answers=[
                models.QuestionAnswer(
                    question_id="q", question_text="Which?", selected_labels=["Red"], custom_text="dark"
                ),
                models.QuestionAnswer(question_id="r", question_text="Why?", selected_labels=[]),
            ]
        ),
    ),
    (
        {
            "type": "confirmed-steps",
            "connectedIntegrationNames": ["n" * 64],
            "connectedMcpPresetNames": ["Linear", "Notion"],
            "connectedNpmRegistryIds": ["npm:https://registry.test/"],
            "appliedScripts": [],
            "addedEnvVars": ["DATABASE_URL"],
        },
        models.ConfirmedStepsTask(
            connected_integration_names=["n" * 64],
            connected_mcp_preset_names=["Linear", "Notion"],
            connected_npm_registry_ids=["npm:https://registry.test/"],
            applied_scripts=[],
            added_env_vars=["DATABASE_URL"],
        ),
    ),
    (
        {"type": "plan-exit-response", "status": "request-changes", "content": "Smaller"},
        models.PlanExitResponseTask(status="request-changes", content="Smaller"),
    ),
    (
        {"type": "confirmed-permissions", "permissions": [PERMISSION], "userMessage": "Go"},
        models.ConfirmedPermissionsTask(
            permissions=[
                models.ConfirmedPermission(
                    type="ALLOW_DYNAMIC_TOOL_STRICT",
                    tool_name="deploy",
                    tool_display_name="Deploy",
                    input=None,
                    task_name_active=None,
                    task_name_complete="Deployed",
                    user_message="May I?",
                )
            ],
            user_message="Go",
        ),
    ),
    ({"type": "vercel-connect-setup"}, models.VercelConnectSetupTask()),
    ({"type": "vercel-connect-authorization"}, models.VercelConnectAuthorizationTask()),
]
FIRST_TASK, *MORE_TASKS = TASKS
TASK = (
    Parameter("task", "task", *FIRST_TASK, required=True),
    *(Parameter("task", "task", *task) for task in MORE_TASKS),
)
PRO = models.ModelChoiceV2(model_id="v0-pro")
RESOLVE_V2 = (
    *TASK,
    MODEL_V2,
    # Without imageGenerations, which only a new chat or message requires.
    Parameter("model_configuration", "modelConfiguration", {"modelId": "v0-pro"}, PRO),
)
INIT = {"name": "Site", "chatPrivacy": "team", "projectId": "prj_1", "metadata": {"a": "b"}}
INITS: list[tuple[Any, dict[str, Any]]] = [
    (
        models.InitChatFromFiles(
            name="Site",
            chat_privacy="team",
            project_id="prj_1",
            metadata={"a": "b"},
            files=[
                models.InitFile(name="a.tsx", content="", locked=True),
                models.InitFile(name="b.png", url="https://x.test/b.png"),
            ],
        ),
        {
            **INIT,
            "type": "files",
            "files": [
                {"name": "a.tsx", "content": "", "locked": True},
                {"name": "b.png", "url": "https://x.test/b.png"},
            ],
        },
    ),
    (
        models.InitChatFromRepo(repo=models.InitRepo(url="https://github.com/a/b", branch="dev"), lock_all_files=True),
        {"type": "repo", "repo": {"url": "https://github.com/a/b", "branch": "dev"}, "lockAllFiles": True},
    ),
    (
        models.InitChatFromRegistry(registry=models.InitRegistry(url="https://x.test/r.json"), lock_all_files=False),
        {"type": "registry", "registry": {"url": "https://x.test/r.json"}, "lockAllFiles": False},
    ),
    (
        models.InitChatFromZip(zip=models.InitZip(url="data:application/zip;base64,UEs="), lock_all_files=True),
        {"type": "zip", "zip": {"url": "data:application/zip;base64,UEs="}, "lockAllFiles": True},
    ),
    (models.InitChatFromTemplate(template_id="tpl_1"), {"type": "template", "templateId": "tpl_1"}),
]

METADATA_FILTER = Query(
    "metadata",
    {"team": "core", "stage": "", "a b": "c&d=é"},
    {"metadata[team]": "core", "metadata[stage]": "", "metadata[a b]": "c&d=é"},
)
CURSOR = Query("cursor", "a b&limit=1+é%2F#", {"cursor": "a b&limit=1+é%2F#"})
PAGE_V1 = (Query("limit", 150, {"limit": "150"}), CURSOR)
PAGE_V2 = (Query("limit", 100, {"limit": "100"}), CURSOR, Query("cursor", "", {"cursor": ""}))
DEFAULT_FILES = (
    Query("include_default_files", True, {"includeDefaultFiles": "true"}),
    Query("include_default_files", False, {"includeDefaultFiles": "false"}),
)

# ------------------------------------------------------------------------------------------------------- operations

V1_CHAT, V2_CHAT = "/v1/chats/{chat_id}", "/v2/chats/{chat_id}"
V1_MESSAGE, V2_MESSAGE = f"{V1_CHAT}/messages/{{message_id}}", f"{V2_CHAT}/messages/{{message_id}}"
V1_VERSION = f"{V1_CHAT}/versions/{{version_id}}"
V1_EVENTS = ["V1ChatEvent", "V1TitleEvent", "V1NameEvent", "V1ContentChunkEvent", "V1ChatEvent"]
CHAT_EVENTS = ["ChatStateEvent", "ChatTitleEvent", "MessagePartsChunkEvent", "MessageUsageEvent", "ChatStateEvent"]
MESSAGE_EVENTS = ["MessageStateEvent", "MessagePartsChunkEvent", "MessageUsageEvent", "MessageStateEvent"]
ADDED = {"messages": [samples.MESSAGE]}
_OPERATIONS = (
    Operation(
        "create_chat",
        "v1.chats.create",
        "POST",
        "/v1/chats",
        samples.CHAT_DETAIL,
        "ChatDetail",
        body=(
            *PROMPT_V1,
            Parameter("chat_privacy", "chatPrivacy", "team-edit"),
            Parameter("project_id", "projectId", "prj_1"),
            Parameter("design_system_id", "designSystemId", "ds_1"),
            Parameter("design_system_id", "designSystemId", None),
            METADATA,
        ),
    ),
    Operation(
        "init_chat",
        "v1.chats.init",
        "POST",
        "/v1/chats/init",
        samples.CHAT_DETAIL,
        "ChatDetail",
        whole_body={"type": "template", "templateId": "t"},
    ),
    Operation(
        "find_chats",
        "v1.chats.find",
        "GET",
        "/v1/chats",
        samples.CHAT_SUMMARY_LIST,
        "ChatSummaryList",
        query=(
            Query("limit", 60, {"limit": "60"}),
            Query("offset", 0, {"offset": "0"}),
            Query("is_favorite", True, {"isFavorite": "true"}),
            Query("is_favorite", False, {"isFavorite": "false"}),
            Query("vercel_project_id", "vp_1", {"vercelProjectId": "vp_1"}),
            Query("branch", "feature/a", {"branch": "feature/a"}),
            METADATA_FILTER,
        ),
    ),
    Operation("get_chat", "v1.chats.get", "GET", V1_CHAT, samples.CHAT_DETAIL, "ChatDetail"),
    Operation(
        "update_chat",
        "v1.chats.update",
        "PATCH",
        V1_CHAT,
        samples.CHAT_DETAIL,
        "ChatDetail",
        body=(Parameter("name", "name", "Bakery"), PRIVACY, *METADATA_CHANGES),
    ),
    Operation(
        "delete_chat",
        "v1.chats.delete",
        "DELETE",
        V1_CHAT,
        {"id": "chat_1", "object": "chat", "deleted": True},
        "DeletedChat",
        may_be_empty=True,
    ),
    Operation(
        "favorite_chat",
        "v1.chats.favorite",
        "PUT",
        f"{V1_CHAT}/favorite",
        {"id": "chat_1", "object": "chat", "favorited": True},
        "FavoriteResult",
        body=(
            Parameter("is_favorite", "isFavorite", True, required=True),
            Parameter("is_favorite", "isFavorite", False),
        ),
        may_be_empty=True,
    ),
    Operation(
        "fork_chat",
        "v1.chats.fork",
        "POST",
        f"{V1_CHAT}/fork",
        samples.CHAT_DETAIL,
        "ChatDetail",
        body=(Parameter("version_id", "versionId", "v" * 32), PRIVACY),
    ),
    Operation(
        "find_messages",
        "v1.chats.find_messages",
        "GET",
        f"{V1_CHAT}/messages",
        samples.MESSAGE_SUMMARY_LIST,
        "MessageSummaryList",
        query=PAGE_V1,
    ),
    Operation(
        "send_message",
        "v1.chats.send_message",
        "POST",
        f"{V1_CHAT}/messages",
        samples.CHAT_DETAIL,
        "ChatDetail",
        body=(*PROMPT_V1, Parameter("action", "action", {"type": "fix-with-v0"}, models.MessageAction())),
    ),
    Operation("get_message", "v1.chats.get_message", "GET", V1_MESSAGE, samples.MESSAGE_DETAIL, "MessageDetail"),
    Operation(
        "resume_message",
        "v1.chats.resume",
        "POST",
        f"{V1_MESSAGE}/resume",
        samples.V1_STREAM,
        V1_EVENTS,
        costs_nothing=True,
    ),
    Operation(
        "stop_message",
        "v1.chats.stop",
        "POST",
        f"{V1_MESSAGE}/stop",
        {"success": True},
        "StopMessageResult",
        may_be_empty=True,
        costs_nothing=True,
    ),
    Operation(
        "resolve_task",
        "v1.chats.resolve_task",
        "POST",
        f"{V1_CHAT}/tasks/resolve",
        samples.CHAT_DETAIL,
        "ChatDetail",
        body=(*TASK, MODE, MODEL_V1),
    ),
    Operation(
        "find_versions",
        "v1.chats.find_versions",
        "GET",
        f"{V1_CHAT}/versions",
        samples.VERSION_SUMMARY_LIST,
        "VersionSummaryList",
        query=PAGE_V1,
    ),
    Operation(
        "get_version",
        "v1.chats.get_version",
        "GET",
        V1_VERSION,
        samples.VERSION_DETAIL,
        "VersionDetail",
        query=DEFAULT_FILES,
    ),
    Operation(
        "update_version",
        "v1.chats.update_version",
        "PATCH",
        V1_VERSION,
        samples.VERSION_DETAIL,
        "VersionDetail",
        body=(
            Parameter(
                "files",
                "files",
                [{"name": "a.tsx", "content": "", "locked": True}, {"name": "b.tsx", "content": "x"}],
                [
                    models.VersionFile(name="a.tsx", content="", locked=True),
                    models.VersionFile(name="b.tsx", content="x"),
                ],
                required=True,
            ),
        ),
    ),
    Operation(
        "download_version",
        "v1.chats.download_version",
        "GET",
        f"{V1_VERSION}/download",
        samples.TARBALL,
        query=(
            Query("format", "zip", {"format": "zip"}),
            Query("format", "tarball", {"format": "tarball"}),
            *DEFAULT_FILES,
        ),
    ),
    Operation(
        "delete_version_files",
        "v1.chats.delete_version_files",
        "POST",
        f"{V1_VERSION}/files/delete",
        samples.VERSION_DETAIL,
        "VersionDetail",
        body=(Parameter("file_paths", "filePaths", ["a.tsx", "b/c.tsx"], required=True),),
    ),
    Operation(
        "restore_version", "v1.chats.restore", "POST", f"{V1_VERSION}/restore", samples.VERSION_DETAIL, "VersionDetail"
    ),
    Operation(
        "create_chat_v2",
        "v2.chats.create",
        "POST",
        "/v2/chats",
        samples.CHAT_WITH_USAGE,
        "ChatWithUsage",
        body=(*PROMPT_V2, *NEW_CHAT_V2),
    ),
    Operation(
        "create_chat_stream",
        "v2.chats.stream",
        "POST",
        "/v2/chats/stream",
        samples.CHAT_STREAM,
        CHAT_EVENTS,
        body=(
            *PROMPT_V2,
            *NEW_CHAT_V2,
            Parameter("skill_ids", "skillIds", ["a/b"]),
            Parameter("type", "type", "prompt"),
        ),
        adds={"type": "prompt"},
    ),
    Operation(
        "create_chat_async",
        "v2.chats.create_async",
        "POST",
        "/v2/chats/async",
        {"chatId": "chat_1", "messageId": "msg_1"},
        "AsyncChat",
        body=(*PROMPT_V2, *NEW_CHAT_V2),
        status=202,
    ),
    Operation(
        "create_chat_from_files",
        "v2.chats.create_from_files",
        "POST",
        "/v2/chats/from-files",
        samples.CHAT_WITH_USAGE,
        "ChatWithUsage",
        body=(
            Parameter(
                "files",
                "files",
                [{"name": "a.tsx", "content": ""}, {"name": "b.png", "content": "AA==", "encoding": "base64"}],
                [
                    models.NewSourceFile(name="a.tsx", content=""),
                    models.NewSourceFile(name="b.png", content="AA==", encoding="base64"),
                ],
                required=True,
            ),
            *NEW_CHAT_V2,
        ),
    ),
    Operation(
        "create_chat_from_zip",
        "v2.chats.create_from_zip",
        "POST",
        "/v2/chats/from-zip",
        samples.CHAT_WITH_USAGE,
        "ChatWithUsage",
        body=(Parameter("url", "url", "https://x.test/a.zip", required=True), *NEW_CHAT_V2),
    ),
    Operation(
        "create_chat_from_repo",
        "v2.chats.create_from_repo",
        "POST",
        "/v2/chats/from-repo",
        samples.CHAT_WITH_USAGE,
        "ChatWithUsage",
        body=(
            Parameter(
                "repo",
                "repo",
                {"url": "https://github.com/a/b", "branch": "b" * 250},
                models.InitRepo(url="https://github.com/a/b", branch="b" * 250),
                required=True,
            ),
            *NEW_CHAT_V2,
        ),
    ),
    Operation(
        "create_chat_from_vercel_project",
        "v2.chats.create_from_vercel_project",
        "POST",
        "/v2/chats/from-vercel-project",
        samples.CHAT_WITH_USAGE,
        "ChatWithUsage",
        body=(
            Parameter("vercel_project_id", "vercelProjectId", "vp_1", required=True),
            Parameter("base_branch", "baseBranch", "b" * 250),
            *NEW_CHAT_V2,
        ),
    ),
    Operation(
        "list_chats",
        "v2.chats.list",
        "GET",
        "/v2/chats",
        {"chats": [samples.CHAT], "cursor": "c2"},
        "ChatList",
        query=(
            *PAGE_V2,
            Query("author_id", "user_1", {"authorId": "user_1"}),
            Query("vercel_project_id", "vp_1", {"vercelProjectId": "vp_1"}),
            METADATA_FILTER,
        ),
    ),
    Operation("get_chat_v2", "v2.chats.get", "GET", V2_CHAT, samples.CHAT, "Chat"),
    Operation(
        "update_chat_v2",
        "v2.chats.update",
        "PATCH",
        V2_CHAT,
        samples.CHAT,
        "Chat",
        body=(TITLE, PRIVACY, *METADATA_CHANGES, Parameter("metadata", "metadata", {"k" * 50: "v"})),
    ),
    Operation(
        "delete_chat_v2",
        "v2.chats.delete",
        "DELETE",
        V2_CHAT,
        {"chatId": "chat_1"},
        "DeletedChatV2",
        may_be_empty=True,
    ),
    Operation(
        "duplicate_chat",
        "v2.chats.duplicate",
        "POST",
        f"{V2_CHAT}/duplicate",
        samples.CHAT,
        "Chat",
        body=(Parameter("privacy", "privacy", "private", required=True), TITLE),
        status=201,
    ),
    Operation(
        "get_files",
        "v2.chats.get_files",
        "GET",
        f"{V2_CHAT}/files",
        {"files": [{"path": "a.png", "content": "AA==", "encoding": "base64"}]},
        "SourceFiles",
    ),
    Operation(
        "update_files",
        "v2.chats.update_files",
        "PATCH",
        f"{V2_CHAT}/files",
        ADDED,
        "AddedMessages",
        body=(
            Parameter(
                "files",
                "files",
                [{"path": "a.tsx", "content": None}, {"path": "b.png", "content": "AA==", "encoding": "base64"}],
                [
                    models.SourceFileChange(path="a.tsx", content=None),
                    models.SourceFileChange(path="b.png", content="AA==", encoding="base64"),
                ],
                required=True,
            ),
        ),
    ),
    Operation("download_files", "v2.chats.download_files", "GET", f"{V2_CHAT}/files/download", samples.ZIP),
    Operation(
        "restore_message",
        "v2.chats.restore_message",
        "POST",
        f"{V2_CHAT}/restore-message",
        ADDED,
        "AddedMessages",
        body=(Parameter("message_id", "messageId", "msg_1", required=True),),
    ),
    Operation("get_preview", "v2.chats.get_preview", "GET", f"{V2_CHAT}/preview", samples.PREVIEW, "ChatPreview"),
    Operation(
        "get_connect_status",
        "v2.chats.get_connect_status",
        "GET",
        f"{V2_CHAT}/connect/status",
        samples.CONNECT_READY,
        "ConnectReady",
        query=(Query("request_id", "r" * 128, {"requestId": "r" * 128}, required=True),),
    ),
    Operation(
        "deploy_chat",
        "v2.chats.deploy",
        "POST",
        f"{V2_CHAT}/deploy",
        {"deploymentId": "dpl_1", "vercelProjectId": "vp_1"},
        "DeployedChat",
    ),
    Operation(
        "create_vercel_project",
        "v2.chats.create_vercel_project",
        "POST",
        f"{V2_CHAT}/vercel-project",
        {"vercelProjectId": "vp_1"},
        "CreatedVercelProject",
        body=(Parameter("name", "name", "bakery"),),
        status=201,
    ),
    Operation(
        "resume_chat",
        "v2.chats.resume",
        "POST",
        f"{V2_CHAT}/resume",
        samples.CHAT_STREAM,
        CHAT_EVENTS,
        costs_nothing=True,
    ),
    Operation(
        "list_messages",
        "v2.messages.list",
        "GET",
        f"{V2_CHAT}/messages",
        {"messages": [samples.MESSAGE], "cursor": None},
        "MessageList",
        query=PAGE_V2,
    ),
    Operation(
        "send_message_v2",
        "v2.messages.send",
        "POST",
        f"{V2_CHAT}/messages",
        samples.MESSAGE,
        "Message",
        body=SEND_V2,
        either=SEND_NEEDS,
    ),
    Operation(
        "send_message_stream",
        "v2.messages.send_stream",
        "POST",
        f"{V2_CHAT}/messages/stream",
        samples.MESSAGE_STREAM,
        MESSAGE_EVENTS,
        body=SEND_V2,
        either=SEND_NEEDS,
    ),
    Operation(
        "send_message_async",
        "v2.messages.send_async",
        "POST",
        f"{V2_CHAT}/messages/async",
        {"messageId": "msg_1"},
        "AsyncMessage",
        body=SEND_V2,
        either=SEND_NEEDS,
        status=202,
    ),
    Operation(
        "resolve_task_v2",
        "v2.messages.resolve",
        "POST",
        f"{V2_CHAT}/messages/resolve",
        samples.MESSAGE,
        "Message",
        body=RESOLVE_V2,
    ),
    Operation(
        "resolve_task_stream",
        "v2.messages.resolve_stream",
        "POST",
        f"{V2_CHAT}/messages/resolve/stream",
        samples.MESSAGE_STREAM,
        MESSAGE_EVENTS,
        body=RESOLVE_V2,
    ),
    Operation(
        "resolve_task_async",
        "v2.messages.resolve_async",
        "POST",
        f"{V2_CHAT}/messages/resolve/async",
        {"messageId": "msg_1"},
        "AsyncMessage",
        body=RESOLVE_V2,
        status=202,
    ),
    Operation("get_message_v2", "v2.messages.get", "GET", V2_MESSAGE, samples.MESSAGE, "Message"),
    Operation(
        "stop_message_v2",
        "v2.messages.stop",
        "POST",
        f"{V2_MESSAGE}/stop",
        {"messageId": "msg_1"},
        "StoppedMessage",
        may_be_empty=True,
        costs_nothing=True,
    ),
)
OPERATIONS = {operation.name: operation for operation in (*_OPERATIONS, *GROUP_OPERATIONS)}

# --------------------------------------------------------------------------------------------------------- bindings

Binding = Callable[[V0Client, str], Callable[..., Any]]


def by_method(client: V0Client, operation: str) -> Callable[..., Any]:
    """The method of the client, such as `client.v2.chats.create`."""
    method: Callable[..., Any] = attrgetter(OPERATIONS[operation].method_path)(client)
    return method


def by_function(client: V0Client, operation: str) -> Callable[..., Any]:
    """The function of `v0_client.api`, such as `create_chat_v2`, with the client as its first argument."""
    return partial(getattr(api, operation), client)


BINDINGS: tuple[Binding, ...] = (by_method, by_function)
both_bindings = pytest.mark.parametrize("bind", BINDINGS)


async def run(made: Any) -> Any:
    """Await a response, or enter a stream, which sends its request."""
    if hasattr(made, "__aenter__"):
        async with made:
            return None
    return await made


def each(condition: Callable[[Operation], bool] = lambda _: True) -> pytest.MarkDecorator:
    """Parametrize a test over every operation that meets the condition."""
    chosen = [operation for operation in OPERATIONS.values() if condition(operation)]
    return pytest.mark.parametrize("operation", chosen, ids=[operation.name for operation in chosen])
