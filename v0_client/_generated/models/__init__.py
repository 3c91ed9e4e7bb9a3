"""Every class, enum and union of the document."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .agent_action_data import AgentActionData as AgentActionData
    from .agent_action_part import AgentActionPart as AgentActionPart
    from .ask_user_questions_data import AskUserQuestionsData as AskUserQuestionsData
    from .attachment import Attachment as Attachment
    from .attachment import AttachmentDict as AttachmentDict
    from .attachment_input import AttachmentInput as AttachmentInput
    from .bash_part import BashPart as BashPart
    from .chat import Chat as Chat
    from .chat_detail import ChatDetail as ChatDetail
    from .chat_file import ChatFile as ChatFile
    from .chat_permissions import ChatPermissions as ChatPermissions
    from .chat_privacy import ChatPrivacy as ChatPrivacy
    from .chat_state_event import ChatStateEvent as ChatStateEvent
    from .chat_stream_event import ChatStreamEvent as ChatStreamEvent
    from .chat_title_event import ChatTitleEvent as ChatTitleEvent
    from .connect_action import ConnectAction as ConnectAction
    from .connect_authorization_data import ConnectAuthorizationData as ConnectAuthorizationData
    from .connect_completed_data import ConnectCompletedData as ConnectCompletedData
    from .connect_data import ConnectData as ConnectData
    from .connect_setup_data import ConnectSetupData as ConnectSetupData
    from .credential_access import CredentialAccess as CredentialAccess
    from .credential_access import CredentialAccessDict as CredentialAccessDict
    from .error_detail_v1 import ErrorDetailV1 as ErrorDetailV1
    from .error_issue_v2 import ErrorIssueV2 as ErrorIssueV2
    from .error_v1 import ErrorV1 as ErrorV1
    from .error_v2 import ErrorV2 as ErrorV2
    from .exit_plan_mode_data import ExitPlanModeData as ExitPlanModeData
    from .file_detail import FileDetail as FileDetail
    from .file_edit_operation import FileEditOperation as FileEditOperation
    from .file_edit_part import FileEditPart as FileEditPart
    from .file_read_part import FileReadPart as FileReadPart
    from .finish_reason import FinishReason as FinishReason
    from .init_chat import InitChat as InitChat
    from .init_chat_from_files import InitChatFromFiles as InitChatFromFiles
    from .init_chat_from_files import InitChatFromFilesDict as InitChatFromFilesDict
    from .init_chat_from_registry import InitChatFromRegistry as InitChatFromRegistry
    from .init_chat_from_registry import InitChatFromRegistryDict as InitChatFromRegistryDict
    from .init_chat_from_repo import InitChatFromRepo as InitChatFromRepo
    from .init_chat_from_repo import InitChatFromRepoDict as InitChatFromRepoDict
    from .init_chat_from_template import InitChatFromTemplate as InitChatFromTemplate
    from .init_chat_from_template import InitChatFromTemplateDict as InitChatFromTemplateDict
    from .init_chat_from_zip import InitChatFromZip as InitChatFromZip
    from .init_chat_from_zip import InitChatFromZipDict as InitChatFromZipDict
    from .init_file import InitFile as InitFile
    from .init_file import InitFileDict as InitFileDict
    from .init_registry import InitRegistry as InitRegistry
    from .init_registry import InitRegistryDict as InitRegistryDict
    from .init_repo import InitRepo as InitRepo
    from .init_repo import InitRepoDict as InitRepoDict
    from .init_zip import InitZip as InitZip
    from .init_zip import InitZipDict as InitZipDict
    from .memory_scope import MemoryScope as MemoryScope
    from .memory_skill import MemorySkill as MemorySkill
    from .memory_skill import MemorySkillDict as MemorySkillDict
    from .message import Message as Message
    from .message_attachment import MessageAttachment as MessageAttachment
    from .message_attachment_type import MessageAttachmentType as MessageAttachmentType
    from .message_list import MessageList as MessageList
    from .message_part import MessagePart as MessagePart
    from .message_parts_chunk_event import MessagePartsChunkEvent as MessagePartsChunkEvent
    from .message_role import MessageRole as MessageRole
    from .message_state_event import MessageStateEvent as MessageStateEvent
    from .message_stream_event import MessageStreamEvent as MessageStreamEvent
    from .message_summary import MessageSummary as MessageSummary
    from .message_type import MessageType as MessageType
    from .message_usage_event import MessageUsageEvent as MessageUsageEvent
    from .model_configuration import ModelConfiguration as ModelConfiguration
    from .model_configuration import ModelConfigurationDict as ModelConfigurationDict
    from .model_configuration_v2 import ModelConfigurationV2 as ModelConfigurationV2
    from .model_configuration_v2 import ModelConfigurationV2Dict as ModelConfigurationV2Dict
    from .model_id import ModelId as ModelId
    from .model_id_v2 import ModelIdV2 as ModelIdV2
    from .project_skill import ProjectSkill as ProjectSkill
    from .project_skill import ProjectSkillDict as ProjectSkillDict
    from .question import Question as Question
    from .question_option import QuestionOption as QuestionOption
    from .remote_skill import RemoteSkill as RemoteSkill
    from .remote_skill import RemoteSkillDict as RemoteSkillDict
    from .request_integration_data import RequestIntegrationData as RequestIntegrationData
    from .response_mode import ResponseMode as ResponseMode
    from .search_part import SearchPart as SearchPart
    from .search_scope import SearchScope as SearchScope
    from .skill import Skill as Skill
    from .stop_message_result import StopMessageResult as StopMessageResult
    from .stopped_message import StoppedMessage as StoppedMessage
    from .stream_error_event import StreamErrorEvent as StreamErrorEvent
    from .suggested_permission import SuggestedPermission as SuggestedPermission
    from .text_attachment import TextAttachment as TextAttachment
    from .text_attachment import TextAttachmentDict as TextAttachmentDict
    from .text_part import TextPart as TextPart
    from .thinking_effort import ThinkingEffort as ThinkingEffort
    from .thinking_part import ThinkingPart as ThinkingPart
    from .tool_call_part import ToolCallPart as ToolCallPart
    from .tool_call_status import ToolCallStatus as ToolCallStatus
    from .unknown_action_data import UnknownActionData as UnknownActionData
    from .unknown_event import UnknownEvent as UnknownEvent
    from .unknown_part import UnknownPart as UnknownPart
    from .usage import Usage as Usage
    from .usage_amounts import UsageAmounts as UsageAmounts
    from .v1_chat_event import V1ChatEvent as V1ChatEvent
    from .v1_chat_stream_event import V1ChatStreamEvent as V1ChatStreamEvent
    from .v1_content_chunk_event import V1ContentChunkEvent as V1ContentChunkEvent
    from .v1_name_event import V1NameEvent as V1NameEvent
    from .v1_title_event import V1TitleEvent as V1TitleEvent
    from .vercel_connector import VercelConnector as VercelConnector
    from .vercel_environment import VercelEnvironment as VercelEnvironment
    from .vercel_project_ref import VercelProjectRef as VercelProjectRef
    from .version_detail import VersionDetail as VersionDetail
    from .version_status import VersionStatus as VersionStatus

_MODULES = {
    "AgentActionData": "agent_action_data",
    "AgentActionPart": "agent_action_part",
    "AskUserQuestionsData": "ask_user_questions_data",
    "Attachment": "attachment",
    "AttachmentDict": "attachment",
    "AttachmentInput": "attachment_input",
    "BashPart": "bash_part",
    "Chat": "chat",
    "ChatDetail": "chat_detail",
    "ChatFile": "chat_file",
    "ChatPermissions": "chat_permissions",
    "ChatPrivacy": "chat_privacy",
    "ChatStateEvent": "chat_state_event",
    "ChatStreamEvent": "chat_stream_event",
    "ChatTitleEvent": "chat_title_event",
    "ConnectAction": "connect_action",
    "ConnectAuthorizationData": "connect_authorization_data",
    "ConnectCompletedData": "connect_completed_data",
    "ConnectData": "connect_data",
    "ConnectSetupData": "connect_setup_data",
    "CredentialAccess": "credential_access",
    "CredentialAccessDict": "credential_access",
    "ErrorDetailV1": "error_detail_v1",
    "ErrorIssueV2": "error_issue_v2",
    "ErrorV1": "error_v1",
    "ErrorV2": "error_v2",
    "ExitPlanModeData": "exit_plan_mode_data",
    "FileDetail": "file_detail",
    "FileEditOperation": "file_edit_operation",
    "FileEditPart": "file_edit_part",
    "FileReadPart": "file_read_part",
    "FinishReason": "finish_reason",
    "InitChat": "init_chat",
    "InitChatFromFiles": "init_chat_from_files",
    "InitChatFromFilesDict": "init_chat_from_files",
    "InitChatFromRegistry": "init_chat_from_registry",
    "InitChatFromRegistryDict": "init_chat_from_registry",
    "InitChatFromRepo": "init_chat_from_repo",
    "InitChatFromRepoDict": "init_chat_from_repo",
    "InitChatFromTemplate": "init_chat_from_template",
    "InitChatFromTemplateDict": "init_chat_from_template",
    "InitChatFromZip": "init_chat_from_zip",
    "InitChatFromZipDict": "init_chat_from_zip",
    "InitFile": "init_file",
    "InitFileDict": "init_file",
    "InitRegistry": "init_registry",
    "InitRegistryDict": "init_registry",
    "InitRepo": "init_repo",
    "InitRepoDict": "init_repo",
    "InitZip": "init_zip",
    "InitZipDict": "init_zip",
    "MemoryScope": "memory_scope",
    "MemorySkill": "memory_skill",
    "MemorySkillDict": "memory_skill",
    "Message": "message",
    "MessageAttachment": "message_attachment",
    "MessageAttachmentType": "message_attachment_type",
    "MessageList": "message_list",
    "MessagePart": "message_part",
    "MessagePartsChunkEvent": "message_parts_chunk_event",
    "MessageRole": "message_role",
    "MessageStateEvent": "message_state_event",
    "MessageStreamEvent": "message_stream_event",
    "MessageSummary": "message_summary",
    "MessageType": "message_type",
    "MessageUsageEvent": "message_usage_event",
    "ModelConfiguration": "model_configuration",
    "ModelConfigurationDict": "model_configuration",
    "ModelConfigurationV2": "model_configuration_v2",
    "ModelConfigurationV2Dict": "model_configuration_v2",
    "ModelId": "model_id",
    "ModelIdV2": "model_id_v2",
    "ProjectSkill": "project_skill",
    "ProjectSkillDict": "project_skill",
    "Question": "question",
    "QuestionOption": "question_option",
    "RemoteSkill": "remote_skill",
    "RemoteSkillDict": "remote_skill",
    "RequestIntegrationData": "request_integration_data",
    "ResponseMode": "response_mode",
    "SearchPart": "search_part",
    "SearchScope": "search_scope",
    "Skill": "skill",
    "StopMessageResult": "stop_message_result",
    "StoppedMessage": "stopped_message",
    "StreamErrorEvent": "stream_error_event",
    "SuggestedPermission": "suggested_permission",
    "TextAttachment": "text_attachment",
    "TextAttachmentDict": "text_attachment",
    "TextPart": "text_part",
    "ThinkingEffort": "thinking_effort",
    "ThinkingPart": "thinking_part",
    "ToolCallPart": "tool_call_part",
    "ToolCallStatus": "tool_call_status",
    "UnknownActionData": "unknown_action_data",
    "UnknownEvent": "unknown_event",
    "UnknownPart": "unknown_part",
    "Usage": "usage",
    "UsageAmounts": "usage_amounts",
    "V1ChatEvent": "v1_chat_event",
    "V1ChatStreamEvent": "v1_chat_stream_event",
    "V1ContentChunkEvent": "v1_content_chunk_event",
    "V1NameEvent": "v1_name_event",
    "V1TitleEvent": "v1_title_event",
    "VercelConnector": "vercel_connector",
    "VercelEnvironment": "vercel_environment",
    "VercelProjectRef": "vercel_project_ref",
    "VersionDetail": "version_detail",
    "VersionStatus": "version_status",
}

__all__ = [
    "AgentActionData",
    "AgentActionPart",
    "AskUserQuestionsData",
    "Attachment",
    "AttachmentDict",
    "AttachmentInput",
    "BashPart",
    "Chat",
    "ChatDetail",
    "ChatFile",
    "ChatPermissions",
    "ChatPrivacy",
    "ChatStateEvent",
    "ChatStreamEvent",
    "ChatTitleEvent",
    "ConnectAction",
    "ConnectAuthorizationData",
    "ConnectCompletedData",
    "ConnectData",
    "ConnectSetupData",
    "CredentialAccess",
    "CredentialAccessDict",
    "ErrorDetailV1",
    "ErrorIssueV2",
    "ErrorV1",
    "ErrorV2",
    "ExitPlanModeData",
    "FileDetail",
    "FileEditOperation",
    "FileEditPart",
    "FileReadPart",
    "FinishReason",
    "InitChat",
    "InitChatFromFiles",
    "InitChatFromFilesDict",
    "InitChatFromRegistry",
    "InitChatFromRegistryDict",
    "InitChatFromRepo",
    "InitChatFromRepoDict",
    "InitChatFromTemplate",
    "InitChatFromTemplateDict",
    "InitChatFromZip",
    "InitChatFromZipDict",
    "InitFile",
    "InitFileDict",
    "InitRegistry",
    "InitRegistryDict",
    "InitRepo",
    "InitRepoDict",
    "InitZip",
    "InitZipDict",
    "MemoryScope",
    "MemorySkill",
    "MemorySkillDict",
    "Message",
    "MessageAttachment",
    "MessageAttachmentType",
    "MessageList",
    "MessagePart",
    "MessagePartsChunkEvent",
    "MessageRole",
    "MessageStateEvent",
    "MessageStreamEvent",
    "MessageSummary",
    "MessageType",
    "MessageUsageEvent",
    "ModelConfiguration",
    "ModelConfigurationDict",
    "ModelConfigurationV2",
    "ModelConfigurationV2Dict",
    "ModelId",
    "ModelIdV2",
    "ProjectSkill",
    "ProjectSkillDict",
    "Question",
    "QuestionOption",
    "RemoteSkill",
    "RemoteSkillDict",
    "RequestIntegrationData",
    "ResponseMode",
    "SearchPart",
    "SearchScope",
    "Skill",
    "StopMessageResult",
    "StoppedMessage",
    "StreamErrorEvent",
    "SuggestedPermission",
    "TextAttachment",
    "TextAttachmentDict",
    "TextPart",
    "ThinkingEffort",
    "ThinkingPart",
    "ToolCallPart",
    "ToolCallStatus",
    "UnknownActionData",
    "UnknownEvent",
    "UnknownPart",
    "Usage",
    "UsageAmounts",
    "V1ChatEvent",
    "V1ChatStreamEvent",
    "V1ContentChunkEvent",
    "V1NameEvent",
    "V1TitleEvent",
    "VercelConnector",
    "VercelEnvironment",
    "VercelProjectRef",
    "VersionDetail",
    "VersionStatus",
]


def __getattr__(name: str) -> Any:
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{module}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(_MODULES)
