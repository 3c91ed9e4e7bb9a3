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
