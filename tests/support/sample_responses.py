"""Responses of the API with every field of the vendor's reference pages, written by hand."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

CREATED, UPDATED = "2026-08-07T10:00:00.000Z", "2026-08-07T10:00:05.000Z"
BETWEEN = {"startedAt": CREATED, "finishedAt": UPDATED}

# -------------------------------------------------------------------------------------------------------- version 1

VERSION_SUMMARY: Json = {
    "id": "v_1",
    "object": "version",
    "status": "completed",
    "demoUrl": "https://demo.test",
    "screenshotUrl": "https://demo.test/light.png",
    "createdAt": CREATED,
    "updatedAt": UPDATED,
}
VERSION_DETAIL: Json = {
    **VERSION_SUMMARY,
    "files": [{"object": "file", "name": "app/page.tsx", "content": "", "locked": False}],
}
MESSAGE_SUMMARY: Json = {
    "id": "msg_1",
    "object": "message",
    "content": "Done.",
    "experimental_content": [[0, [["text", {}, "Done."]]], [1, {}]],
    "createdAt": CREATED,
    "updatedAt": UPDATED,
    "type": "message",
    "role": "assistant",
    "finishReason": "stop",
    "apiUrl": "https://api.test/v1/chats/chat_1/messages/msg_1",
    "authorId": None,
    "parentId": None,
    "attachments": [
        {
            "url": "https://x.test/a.png",
            "name": "a.png",
            "contentType": "image/png",
            "size": 12,
            "content": "",
            "type": "screenshot",
        }
    ],
}
MESSAGE_DETAIL: Json = {**MESSAGE_SUMMARY, "chatId": "chat_1"}
CHAT_SUMMARY: Json = {
    "id": "chat_1",
    "object": "chat",
    "shareable": True,
    "privacy": "team-edit",
    "name": "Bakery",
    "title": "Bakery",
    "createdAt": CREATED,
    "updatedAt": UPDATED,
    "favorite": False,
    "authorId": "user_1",
    "projectId": "prj_1",
    "vercelProjectId": "vp_1",
    "webUrl": "https://v0.app/chat/chat_1",
    "apiUrl": "https://api.test/v1/chats/chat_1",
    "latestVersion": {**VERSION_SUMMARY, "darkScreenshotUrl": "https://demo.test/dark.png"},
    "metadata": {"team": "core"},
}
CHAT_DETAIL: Json = {
    **CHAT_SUMMARY,
    "latestVersion": VERSION_DETAIL,
    "url": "https://v0.app/chat/chat_1",
    "messages": [MESSAGE_SUMMARY],
    "files": [{"lang": "tsx", "meta": {"file": "app/page.tsx"}, "source": ""}],
    "demo": "https://demo.test",
    "text": "Done.",
    "modelConfiguration": {
        "modelId": "v0-opus-4.7",
        "imageGenerations": False,
        "thinking": True,
        "thinkingEffort": None,
        "fast": False,
    },
    "permissions": {"write": True},
}


def v1_list(*entries: Json, **more: Any) -> Json:
    return {"object": "list", "data": list(entries), **more}


PAGINATION = {"hasMore": True, "nextCursor": "c2", "nextUrl": "https://api.test/v1/next"}
CHAT_SUMMARY_LIST = v1_list(CHAT_SUMMARY)
MESSAGE_SUMMARY_LIST = v1_list(MESSAGE_SUMMARY, pagination=PAGINATION)
VERSION_SUMMARY_LIST = v1_list(VERSION_SUMMARY, pagination=PAGINATION, meta={"totalCount": 1})
V1_STREAM: list[Json] = [
    {"object": "chat", "id": "chat_1"},
    {"object": "chat.title", "id": "chat_1", "delta": "Bakery"},
    {"object": "chat.name", "id": "chat_1", "delta": "Bakery"},
    {"object": "message.experimental_content.chunk", "id": "msg_1", "delta": {"_t": "a", "0": [[0, []]]}},
    CHAT_DETAIL,
]

# -------------------------------------------------------------------------------------------------------- version 2

_AMOUNTS = {"input": 1, "output": 2, "cacheRead": 0, "cacheWrite": 0, "total": 3}
USAGE: Json = {"tokens": _AMOUNTS, "creditsCost": {**_AMOUNTS, "total": 0.25}, "model": None}
CHAT: Json = {
    "id": "chat_1",
    "title": "Bakery",
    "privacy": "unlisted",
    "createdAt": CREATED,
    "updatedAt": UPDATED,
    "authorId": "user_1",
    "vercelProjectId": "vp_1",
    "metadata": {"team": "core"},
    "writePermission": True,
}
CHAT_WITH_USAGE: Json = {"chat": CHAT, "usage": USAGE}


def _action(name: str, data: Json) -> Json:
    return {"type": "agent-action", "name": name, "summary": "Asked", "data": data, **BETWEEN}


PARTS: list[Json] = [
    {"type": "text", "text": "Hi", **BETWEEN},
    {"type": "thinking", "text": "Hm", **BETWEEN},
    {"type": "file-read", "paths": ["a.tsx"], **BETWEEN},
    {"type": "file-edit", "operation": "rename", "path": "a.tsx", "toPath": "b.tsx", **BETWEEN},
    {"type": "search", "scope": "web", "query": "ovens", **BETWEEN},
    {
        "type": "bash",
        "command": "ls",
        "output": "",
        "exitCode": None,
        "isDangerous": False,
        "timeoutMs": 1000,
        **BETWEEN,
    },
    {
        "type": "tool-call",
        "name": "deploy",
        "toolDisplayName": "Deploy",
        "status": "ok",
        "input": None,
        "output": [1],
        "suggestedPermissions": [
            {
                "type": "ALLOW_DYNAMIC_TOOL_STRICT",
                "toolName": "deploy",
                "toolDisplayName": "Deploy",
                "input": {"to": "production"},
                "taskNameActive": None,
                "taskNameComplete": "Deployed",
                "userMessage": "May I?",
            }
        ],
        **BETWEEN,
    },
    _action(
        "ask_user_questions",
        {
            "questions": [
                {
                    "id": "q_1",
                    "question": "Which colour?",
                    "header": "Colour",
                    "multiSelect": False,
                    "options": [{"id": "o_1", "label": "Red", "description": "Warm"}],
                }
            ]
        },
    ),
    _action("exit_plan_mode", {"plan": "1. Bake", "summary": "Bake", "path": "plan.md"}),
    _action("get_or_request_integration", {"requestedIntegrations": ["Neon"], "requestedMcpPresets": ["Linear"]}),
    _action(
        "configure_vercel_connect",
        {
            "status": "setup-required",
            "requestId": "req_1",
            "service": "slack",
            "serviceIconUrl": "https://x.test/slack.png",
            "connectorName": "Slack",
            "setupUrl": "https://x.test/setup",
            "environments": ["production", "preview"],
            "triggerPath": "/api/slack",
            "createdProject": {"id": "vp_1", "name": "bakery"},
        },
    ),
    _action(
        "configure_vercel_connect",
        {
            "status": "completed",
            "action": "attach",
            "summary": "Attached",
            "connectors": [{"id": "con_1", "name": "Slack", "service": "slack", "attachedToProject": True}],
            "createdProject": {"id": "vp_1", "name": "bakery"},
        },
    ),
    {"type": "agent-action", "name": "generate_image", "summary": "Drew"},
]
MESSAGE: Json = {
    "id": "msg_1",
    "chatId": "chat_1",
    "role": "assistant",
    "createdAt": CREATED,
    "updatedAt": UPDATED,
    "content": "Done.",
    "parts": PARTS,
    "finishReason": "stop",
    "restorable": True,
    "attachments": [{"url": "https://x.test/a.png", "name": "a.png", "contentType": "image/png", "size": 12}],
    "authorId": None,
    "usage": USAGE,
}
PREVIEW = {"url": "https://preview.test", "token": "made-up", "expiresAt": UPDATED}
CONNECT_READY: Json = {
    "status": "ready",
    "connector": {
        "id": "con_1",
        "uid": "slack-1",
        "name": "Slack",
        "service": "slack",
        "type": "oauth",
        "supportedSubjectTypes": ["app", "jwt-bearer"],
        "supportsInstallation": True,
        "attachedToProject": False,
    },
}
_CHANGES: list[Json] = [
    {"object": "message.parts.chunk", "id": "msg_1", "delta": {"_t": "a", "0": [PARTS[0]]}},
    {"object": "message.usage", "id": "msg_1", "usage": USAGE},
]
CHAT_STREAM: list[Json] = [
    {"object": "chat", **CHAT},
    {"object": "chat.title", "id": "chat_1", "delta": "Bakery"},
    *_CHANGES,
    {"object": "chat", **CHAT},
]
MESSAGE_STREAM: list[Json] = [
    {"object": "message", **MESSAGE, "parts": [], "finishReason": None},
    *_CHANGES,
    {"object": "message", **MESSAGE},
]

ZIP = b"PK\x03\x04 sample"
TARBALL = b"\x1f\x8b\x08 sample"

# --------------------------------------------------------------------------------- the other groups of version 1

PROJECT_SUMMARY: Json = {
    "id": "prj_1",
    "object": "project",
    "name": "Shop",
    "privacy": "team",
    "vercelProjectId": "vp_1",
    "createdAt": CREATED,
    "updatedAt": UPDATED,
    "apiUrl": "https://api.test/v1/projects/prj_1",
    "webUrl": "https://v0.app/projects/prj_1",
}
PROJECT: Json = {**PROJECT_SUMMARY, "description": "A bakery", "instructions": "Use Svelte", "chats": [CHAT_SUMMARY]}
ENV_VAR: Json = {
    "id": "env_1",
    "object": "environment_variable",
    "key": "DATABASE_URL",
    "value": "postgres://user:hunter2@db.test",
    "decrypted": True,
    "createdAt": 1786104000000,
    "updatedAt": 1786104005000.5,
}
DEPLOYMENT: Json = {
    "id": "dpl_1",
    "object": "deployment",
    "inspectorUrl": "https://vercel.test/dpl_1",
    "chatId": "chat_1",
    "projectId": "prj_1",
    "versionId": "v_1",
    "apiUrl": "https://api.test/v1/deployments/dpl_1",
    "webUrl": "https://shop.test",
}
DEPLOYMENT_LOG: Json = {
    "id": "log_1",
    "object": "deployment_log",
    "deploymentId": "dpl_1",
    "createdAt": CREATED,
    "text": "Installing",
    "type": "stderr",
    "level": "warning",
}
HOOK_SUMMARY: Json = {"id": "hook_1", "object": "hook", "name": "Builds"}
HOOK: Json = {
    **HOOK_SUMMARY,
    "events": ["chat.created", "message.finished"],
    "chatId": "chat_1",
    "url": "https://x.test/hook",
}
VERCEL_PROJECT: Json = {"id": "vp_1", "object": "vercel_project", "name": "shop"}
_MCP_SERVER: Json = {
    "id": "mcp_1",
    "name": "Issues",
    "url": "https://mcp.test",
    "description": "Our issues",
    "enabled": True,
    "scope": "team",
    "createdAt": CREATED,
    "updatedAt": UPDATED,
}
MCP_SERVER_V1: Json = {**_MCP_SERVER, "object": "mcp_server", "auth": {"type": "oauth"}}
AUTHORIZATION: Json = {
    "object": "mcp_server_oauth_authorization",
    "mcpServerId": "mcp_1",
    "url": "https://issues.test/authorize?state=hunter2",
    "state": "hunter2",
    "expiresAt": UPDATED,
}
USER: Json = {
    "id": "user_1",
    "object": "user",
    "name": "Ada",
    "email": "ada@x.test",
    "avatar": "https://x.test/ada.png",
    "createdAt": CREATED,
    "updatedAt": UPDATED,
}
_CYCLE, _BALANCE = {"start": 1785888000000, "end": 1788566400000}, {"remaining": 12.5, "total": 20}
PLAN: Json = {"object": "plan", "plan": "Pro", "billingCycle": _CYCLE, "balance": _BALANCE}
_CREDIT_BLOCK = {"expirationDate": 1788566400000, "effectiveDate": 0, "originalBalance": 5, "currentBalance": 3}
TOKEN_BILLING: Json = {
    "billingType": "token",
    "data": {
        "plan": "Pro",
        "billingMode": "test",
        "role": "owner",
        "billingCycle": _CYCLE,
        "balance": _BALANCE,
        "onDemand": {"balance": 3, "blocks": [_CREDIT_BLOCK]},
    },
}
LEGACY_BILLING: Json = {"billingType": "legacy", "data": {"remaining": 3, "reset": 1788566400000, "limit": 10}}
RATE_LIMITS: Json = {
    "limit": 100,
    "remaining": 99,
    "reset": 1786190400000,
    "dailyLimit": {"limit": 1000, "remaining": 1, "reset": 1786190400000, "isWithinGracePeriod": False},
}
USAGE_REPORT_EVENT: Json = {
    "id": "use_1",
    "object": "usage_event",
    "type": "message",
    "promptCost": "0.01",
    "completionCost": "0.02",
    "totalCost": "0.03",
    "chatId": "chat_1",
    "messageId": "msg_1",
    "userId": "user_1",
    "user": USER,
    "createdAt": CREATED,
}
AI_USAGE_EVENT: Json = {
    "eventId": "use_1",
    "modelId": "v0-max",
    "inputTokens": 10,
    "outputTokens": 20,
    "totalTokens": 30,
    "cacheCreationInputTokens": 1,
    "cacheCreationInputTokens1h": 2,
    "cacheReadInputTokens": 3,
    "timestamp": CREATED,
    "requestId": "req_1",
    "useCase": "chat",
    "chatId": "chat_1",
    "messageId": "msg_1",
    "userId": "user_1",
    "userEmail": "ada@x.test",
}
AI_USAGE_REPORT: Json = v1_list(
    AI_USAGE_EVENT, pagination={"nextCursor": "c2"}, dateRange={"start": CREATED, "end": None}
)
USER_ACTIVITY_REPORT: Json = v1_list(
    {
        "id": "act_1",
        "object": "user_activity",
        "user": {**USER, "teamV0Role": "V0Builder"},
        "chatCount": 1,
        "messageCount": 2,
        "activeDays": 1,
        "firstActivity": CREATED,
        "lastActivity": None,
    },
    meta={"totalCount": 1, "dateRange": {"start": None, "end": UPDATED}},
)

# --------------------------------------------------------------------------------- the other groups of version 2

MCP_SERVER: Json = {
    **_MCP_SERVER,
    "userId": "user_1",
    "auth": {
        "type": "oauth",
        "config": {
            "authorizationUrl": "https://issues.test/authorize",
            "tokenUrl": "https://issues.test/token",
            "registrationUrl": "https://issues.test/register",
            "clientId": "v0",
            "clientSecret": "hunter2",
            "scopes": ["read"],
            "usePKCE": True,
            "issuer": "https://issues.test",
            "resource": "https://mcp.test",
            "clientIdMetadataDocumentSupported": False,
        },
        "connected": True,
        "expiresAt": UPDATED,
    },
}
MCP_AUTHS: list[Json] = [
    {"type": "none"},
    {"type": "bearer", "token": "hunter2"},
    {"type": "custom-headers", "headers": {"X-Key": "hunter2"}},
]
WEBHOOK_SUMMARY: Json = {"id": "hook_1", "name": "Builds"}
WEBHOOK: Json = {
    **WEBHOOK_SUMMARY,
    "createdAt": CREATED,
    "events": ["message.finished"],
    "url": "https://x.test/hook",
    "chatId": None,
}
PREVIEW_HOSTS: Json = {"hosts": ["*.x.test"]}
_RANGE = {"start": CREATED, "end": UPDATED}
_SCOPE = {"id": "team_1", "type": "team", "isTeamWide": True, "userId": "user_1"}
_CREDITS = {"plan": 1.5, "onDemand": 0, "total": 1.5}
USAGE_SUMMARY: Json = {
    "object": "usage_summary",
    "range": _RANGE,
    "scope": _SCOPE,
    "credits": _CREDITS,
    "daily": [{"date": "2026-08-07", "credits": _CREDITS}],
    "dataAsOf": UPDATED,
}
USAGE_EVENT: Json = {
    "id": "use_1",
    "object": "usage_event",
    "type": "message",
    "createdAt": CREATED,
    "userId": "user_1",
    "chatId": "chat_1",
    "messageId": "msg_1",
    "model": "v0-max",
    "sources": ["plan", "on-demand"],
    "waived": False,
    "tokens": None,
    "creditsCost": {**_AMOUNTS, "charged": 2.5},
}
USAGE_EVENT_LIST: Json = {
    "object": "list",
    "range": _RANGE,
    "scope": _SCOPE,
    "data": [USAGE_EVENT, {**USAGE_EVENT, "tokens": _AMOUNTS}],
    "pagination": {"hasMore": True, "cursor": "c2"},
}
_ACTIVITY = {"messageCount": 2, "activeDays": 1, "firstActivity": CREATED, "lastActivity": UPDATED}
USAGE_ACTIVITY: Json = {
    "object": "usage_activity",
    "range": _RANGE,
    "scope": _SCOPE,
    "summary": {"activeUsers": 1, "activeDays": 1, "chatCount": 1, "messageCount": 2},
    "projects": [{"kind": "project", "vercelProjectId": "vp_1", "name": "Shop", "chatCount": 1, **_ACTIVITY}],
    "chats": [
        {
            "kind": "chat",
            "chatId": "chat_1",
            "title": "Bakery",
            "vercelProjectId": None,
            "projectName": None,
            **_ACTIVITY,
        }
    ],
}
