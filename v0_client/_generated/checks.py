"""Checks that more than one request needs, see ``Check`` in ``types``."""

from __future__ import annotations

from .types import Check

MCP_HEADERS: Check = {"type": "object", "values": {"type": "string"}}
MCP_AUTH_INPUT: Check = {
    "tag": "type",
    "members": {
        "none": "NoMcpAuth",
        "bearer": "BearerMcpAuth",
        "custom-headers": "HeadersMcpAuth",
        "oauth": "OAuthMcpAuth",
    },
}
MCP_AUTH_INPUT_V2: Check = {
    "tag": "type",
    "members": {
        "none": "NoMcpAuth",
        "bearer": "BearerMcpAuth",
        "custom-headers": "HeadersMcpAuth",
        "oauth": "OAuthMcpAuthV2",
    },
}
METADATA: Check = {"type": "object", "values": {"type": "string", "nonempty": True}, "nonempty": True}
METADATA_V2: Check = {"type": "object", "values": {"type": "string"}, "nonempty": True}
METADATA_FILTER: Check = {"type": "object", "values": {"type": "string"}, "nonempty": True}
METADATA_CHANGES: Check = {"type": "object", "values": {"nullable": True, "type": "string"}, "nonempty": True}
METADATA_CHANGES_V2: Check = {"type": "object", "values": {"nullable": True, "type": "string"}, "nonempty": True}
ATTACHMENT_INPUT: Check = {"any_of": ["Attachment", "TextAttachment"]}
SKILL: Check = {"tag": "type", "members": {"remote": "RemoteSkill", "memory": "MemorySkill", "project": "ProjectSkill"}}
RESOLVE_TASK: Check = {
    "tag": "type",
    "members": {
        "confirmed-steps": "ConfirmedStepsTask",
        "plan-exit-response": "PlanExitResponseTask",
        "answered-questions": "AnsweredQuestionsTask",
        "confirmed-permissions": "ConfirmedPermissionsTask",
        "vercel-connect-setup": "VercelConnectSetupTask",
        "vercel-connect-authorization": "VercelConnectAuthorizationTask",
    },
}
INIT_CHAT: Check = {
    "tag": "type",
    "members": {
        "files": "InitChatFromFiles",
        "repo": "InitChatFromRepo",
        "registry": "InitChatFromRegistry",
        "zip": "InitChatFromZip",
        "template": "InitChatFromTemplate",
    },
}
