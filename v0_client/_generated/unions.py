"""Decoders of the unions that responses carry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import models
from .types import is_dict, tagged_union

parse_billing: Callable[[Any], models.Billing] = tagged_union(
    "billingType",
    {
        "token": "TokenBilling",
        "legacy": "LegacyBilling",
    },
    "UnknownBilling",
)
"""Credits and quota of an account, by how it is billed."""

parse_chat_stream_event: Callable[[Any], models.ChatStreamEvent] = tagged_union(
    "object",
    {
        "chat": "ChatStateEvent",
        "chat.title": "ChatTitleEvent",
        "message.parts.chunk": "MessagePartsChunkEvent",
        "message.usage": "MessageUsageEvent",
    },
    "UnknownEvent",
)
"""An event of a chat stream."""

parse_connect_data: Callable[[Any], models.ConnectData] = tagged_union(
    "status",
    {
        "setup-required": "ConnectSetupData",
        "authorization-required": "ConnectAuthorizationData",
        "completed": "ConnectCompletedData",
    },
    "UnknownActionData",
)
"""Payload of `configure_vercel_connect`."""

parse_connect_status: Callable[[Any], models.ConnectStatus] = tagged_union(
    "status",
    {
        "pending": "ConnectPending",
        "ready": "ConnectReady",
        "error": "ConnectFailed",
    },
    "UnknownConnectStatus",
)
"""The status of a connector's set-up."""

parse_mcp_auth: Callable[[Any], models.McpAuth] = tagged_union(
    "type",
    {
        "none": "NoMcpAuth",
        "bearer": "BearerMcpAuthDetail",
        "custom-headers": "HeadersMcpAuthDetail",
        "oauth": "OAuthMcpAuthDetail",
    },
    "UnknownMcpAuth",
)
"""How v0 authenticates to an MCP server."""

parse_message_part: Callable[[Any], models.MessagePart] = tagged_union(
    "type",
    {
        "text": "TextPart",
        "thinking": "ThinkingPart",
        "file-read": "FileReadPart",
        "file-edit": "FileEditPart",
        "search": "SearchPart",
        "bash": "BashPart",
        "tool-call": "ToolCallPart",
        "agent-action": "AgentActionPart",
    },
    "UnknownPart",
)
"""One step of a message."""

parse_message_stream_event: Callable[[Any], models.MessageStreamEvent] = tagged_union(
    "object",
    {
        "message": "MessageStateEvent",
        "message.parts.chunk": "MessagePartsChunkEvent",
        "message.usage": "MessageUsageEvent",
    },
    "UnknownEvent",
)
"""An event of a message stream."""

parse_v1_chat_stream_event: Callable[[Any], models.V1ChatStreamEvent] = tagged_union(
    "object",
    {
        "chat": "V1ChatEvent",
        "chat.title": "V1TitleEvent",
        "chat.name": "V1NameEvent",
        "message.experimental_content.chunk": "V1ContentChunkEvent",
    },
    "UnknownEvent",
)
"""An event of a version 1 stream."""


def parse_agent_action_data(value: Any, name: Any) -> models.AgentActionData:
    """Payload of an agent action, discriminated by the action's name."""
    if is_dict(value):
        match name:
            case "ask_user_questions":
                return models.AskUserQuestionsData.from_dict(value)
            case "exit_plan_mode":
                return models.ExitPlanModeData.from_dict(value)
            case "get_or_request_integration":
                return models.RequestIntegrationData.from_dict(value)
            case "configure_vercel_connect":
                return parse_connect_data(value)
            case _:
                pass
    return models.UnknownActionData.from_dict(value)
