"""Decoders of the unions that responses carry."""

from __future__ import annotations

from typing import Any

from . import models
from .types import TaggedUnion, is_dict

_billing = TaggedUnion(
    "billingType",
    {
        "token": "TokenBilling",
        "legacy": "LegacyBilling",
    },
    "UnknownBilling",
)


def parse_billing(value: Any) -> models.Billing:
    """Credits and quota of an account, by how it is billed."""
    member: models.Billing = _billing(value)
    return member


_chat_stream_event = TaggedUnion(
    "object",
    {
        "chat": "ChatStateEvent",
        "chat.title": "ChatTitleEvent",
        "message.parts.chunk": "MessagePartsChunkEvent",
        "message.usage": "MessageUsageEvent",
    },
    "UnknownEvent",
)


def parse_chat_stream_event(value: Any) -> models.ChatStreamEvent:
    """An event of a chat stream."""
    member: models.ChatStreamEvent = _chat_stream_event(value)
    return member


_connect_data = TaggedUnion(
    "status",
    {
        "setup-required": "ConnectSetupData",
        "authorization-required": "ConnectAuthorizationData",
        "completed": "ConnectCompletedData",
    },
    "UnknownActionData",
)


def parse_connect_data(value: Any) -> models.ConnectData:
    """Payload of `configure_vercel_connect`."""
    member: models.ConnectData = _connect_data(value)
    return member


_connect_status = TaggedUnion(
    "status",
    {
        "pending": "ConnectPending",
        "ready": "ConnectReady",
        "error": "ConnectFailed",
    },
    "UnknownConnectStatus",
)


def parse_connect_status(value: Any) -> models.ConnectStatus:
    """The status of a connector's set-up."""
    member: models.ConnectStatus = _connect_status(value)
    return member


_mcp_auth = TaggedUnion(
    "type",
    {
        "none": "NoMcpAuth",
        "bearer": "BearerMcpAuthDetail",
        "custom-headers": "HeadersMcpAuthDetail",
        "oauth": "OAuthMcpAuthDetail",
    },
    "UnknownMcpAuth",
)


def parse_mcp_auth(value: Any) -> models.McpAuth:
    """How v0 authenticates to an MCP server."""
    member: models.McpAuth = _mcp_auth(value)
    return member


_message_part = TaggedUnion(
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


def parse_message_part(value: Any) -> models.MessagePart:
    """One step of a message."""
    member: models.MessagePart = _message_part(value)
    return member


_message_stream_event = TaggedUnion(
    "object",
    {
        "message": "MessageStateEvent",
        "message.parts.chunk": "MessagePartsChunkEvent",
        "message.usage": "MessageUsageEvent",
    },
    "UnknownEvent",
)


def parse_message_stream_event(value: Any) -> models.MessageStreamEvent:
    """An event of a message stream."""
    member: models.MessageStreamEvent = _message_stream_event(value)
    return member


_v1_chat_stream_event = TaggedUnion(
    "object",
    {
        "chat": "V1ChatEvent",
        "chat.title": "V1TitleEvent",
        "chat.name": "V1NameEvent",
        "message.experimental_content.chunk": "V1ContentChunkEvent",
    },
    "UnknownEvent",
)


def parse_v1_chat_stream_event(value: Any) -> models.V1ChatStreamEvent:
    """An event of a version 1 stream."""
    member: models.V1ChatStreamEvent = _v1_chat_stream_event(value)
    return member


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
