"""Every class, enum and union of the document."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .added_messages import AddedMessages as AddedMessages
    from .agent_action_data import AgentActionData as AgentActionData
    from .agent_action_part import AgentActionPart as AgentActionPart
    from .answered_questions_task import AnsweredQuestionsTask as AnsweredQuestionsTask
    from .answered_questions_task import AnsweredQuestionsTaskDict as AnsweredQuestionsTaskDict
    from .archive_format import ArchiveFormat as ArchiveFormat
    from .ask_user_questions_data import AskUserQuestionsData as AskUserQuestionsData
    from .async_chat import AsyncChat as AsyncChat
    from .async_message import AsyncMessage as AsyncMessage
    from .attachment import Attachment as Attachment
    from .attachment import AttachmentDict as AttachmentDict
    from .attachment_input import AttachmentInput as AttachmentInput
    from .bash_part import BashPart as BashPart
    from .chat import Chat as Chat
    from .chat_detail import ChatDetail as ChatDetail
    from .chat_file import ChatFile as ChatFile
    from .chat_list import ChatList as ChatList
    from .chat_permissions import ChatPermissions as ChatPermissions
    from .chat_preview import ChatPreview as ChatPreview
    from .chat_privacy import ChatPrivacy as ChatPrivacy
    from .chat_state_event import ChatStateEvent as ChatStateEvent
    from .chat_stream_event import ChatStreamEvent as ChatStreamEvent
    from .chat_summary import ChatSummary as ChatSummary
    from .chat_summary_list import ChatSummaryList as ChatSummaryList
    from .chat_title_event import ChatTitleEvent as ChatTitleEvent
    from .chat_with_usage import ChatWithUsage as ChatWithUsage
    from .confirmed_permission import ConfirmedPermission as ConfirmedPermission
    from .confirmed_permission import ConfirmedPermissionDict as ConfirmedPermissionDict
    from .confirmed_permissions_task import ConfirmedPermissionsTask as ConfirmedPermissionsTask
    from .confirmed_permissions_task import ConfirmedPermissionsTaskDict as ConfirmedPermissionsTaskDict
    from .confirmed_steps_task import ConfirmedStepsTask as ConfirmedStepsTask
    from .confirmed_steps_task import ConfirmedStepsTaskDict as ConfirmedStepsTaskDict
    from .connect_action import ConnectAction as ConnectAction
    from .connect_authorization_data import ConnectAuthorizationData as ConnectAuthorizationData
    from .connect_completed_data import ConnectCompletedData as ConnectCompletedData
    from .connect_data import ConnectData as ConnectData
    from .connect_failed import ConnectFailed as ConnectFailed
    from .connect_pending import ConnectPending as ConnectPending
    from .connect_ready import ConnectReady as ConnectReady
    from .connect_setup_data import ConnectSetupData as ConnectSetupData
    from .connect_status import ConnectStatus as ConnectStatus
    from .connector_subject_type import ConnectorSubjectType as ConnectorSubjectType
    from .created_vercel_project import CreatedVercelProject as CreatedVercelProject
    from .credential_access import CredentialAccess as CredentialAccess
    from .credential_access import CredentialAccessDict as CredentialAccessDict
    from .deleted_chat import DeletedChat as DeletedChat
    from .deleted_chat_v2 import DeletedChatV2 as DeletedChatV2
    from .deployed_chat import DeployedChat as DeployedChat
    from .error_detail_v1 import ErrorDetailV1 as ErrorDetailV1
    from .error_issue_v2 import ErrorIssueV2 as ErrorIssueV2
    from .error_v1 import ErrorV1 as ErrorV1
    from .error_v2 import ErrorV2 as ErrorV2
    from .exit_plan_mode_data import ExitPlanModeData as ExitPlanModeData
    from .favorite_result import FavoriteResult as FavoriteResult
    from .file_detail import FileDetail as FileDetail
    from .file_edit_operation import FileEditOperation as FileEditOperation
    from .file_edit_part import FileEditPart as FileEditPart
    from .file_encoding import FileEncoding as FileEncoding
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
    from .list_meta import ListMeta as ListMeta
    from .mcp_preset_name import McpPresetName as McpPresetName
    from .memory_scope import MemoryScope as MemoryScope
    from .memory_skill import MemorySkill as MemorySkill
    from .memory_skill import MemorySkillDict as MemorySkillDict
    from .message import Message as Message
    from .message_action import MessageAction as MessageAction
    from .message_action import MessageActionDict as MessageActionDict
    from .message_attachment import MessageAttachment as MessageAttachment
    from .message_attachment_type import MessageAttachmentType as MessageAttachmentType
    from .message_detail import MessageDetail as MessageDetail
    from .message_list import MessageList as MessageList
    from .message_part import MessagePart as MessagePart
    from .message_parts_chunk_event import MessagePartsChunkEvent as MessagePartsChunkEvent
    from .message_role import MessageRole as MessageRole
    from .message_state_event import MessageStateEvent as MessageStateEvent
    from .message_stream_event import MessageStreamEvent as MessageStreamEvent
    from .message_summary import MessageSummary as MessageSummary
    from .message_summary_list import MessageSummaryList as MessageSummaryList
    from .message_type import MessageType as MessageType
    from .message_usage_event import MessageUsageEvent as MessageUsageEvent
    from .model_choice_v2 import ModelChoiceV2 as ModelChoiceV2
    from .model_choice_v2 import ModelChoiceV2Dict as ModelChoiceV2Dict
    from .model_configuration import ModelConfiguration as ModelConfiguration
    from .model_configuration import ModelConfigurationDict as ModelConfigurationDict
    from .model_configuration_v2 import ModelConfigurationV2 as ModelConfigurationV2
    from .model_configuration_v2 import ModelConfigurationV2Dict as ModelConfigurationV2Dict
    from .model_id import ModelId as ModelId
    from .model_id_v2 import ModelIdV2 as ModelIdV2
    from .new_source_file import NewSourceFile as NewSourceFile
    from .new_source_file import NewSourceFileDict as NewSourceFileDict
    from .pagination import Pagination as Pagination
    from .plan_decision import PlanDecision as PlanDecision
    from .plan_exit_response_task import PlanExitResponseTask as PlanExitResponseTask
    from .plan_exit_response_task import PlanExitResponseTaskDict as PlanExitResponseTaskDict
    from .project_skill import ProjectSkill as ProjectSkill
    from .project_skill import ProjectSkillDict as ProjectSkillDict
    from .question import Question as Question
    from .question_answer import QuestionAnswer as QuestionAnswer
    from .question_answer import QuestionAnswerDict as QuestionAnswerDict
    from .question_option import QuestionOption as QuestionOption
    from .remote_skill import RemoteSkill as RemoteSkill
    from .remote_skill import RemoteSkillDict as RemoteSkillDict
    from .request_integration_data import RequestIntegrationData as RequestIntegrationData
    from .resolve_task import ResolveTask as ResolveTask
    from .response_mode import ResponseMode as ResponseMode
    from .search_part import SearchPart as SearchPart
    from .search_scope import SearchScope as SearchScope
    from .skill import Skill as Skill
    from .source_file import SourceFile as SourceFile
    from .source_file_change import SourceFileChange as SourceFileChange
    from .source_file_change import SourceFileChangeDict as SourceFileChangeDict
    from .source_files import SourceFiles as SourceFiles
    from .stop_message_result import StopMessageResult as StopMessageResult
    from .stopped_message import StoppedMessage as StoppedMessage
    from .suggested_permission import SuggestedPermission as SuggestedPermission
    from .text_attachment import TextAttachment as TextAttachment
    from .text_attachment import TextAttachmentDict as TextAttachmentDict
    from .text_part import TextPart as TextPart
    from .thinking_effort import ThinkingEffort as ThinkingEffort
    from .thinking_part import ThinkingPart as ThinkingPart
    from .tool_call_part import ToolCallPart as ToolCallPart
    from .tool_call_status import ToolCallStatus as ToolCallStatus
    from .unknown_action_data import UnknownActionData as UnknownActionData
    from .unknown_connect_status import UnknownConnectStatus as UnknownConnectStatus
    from .unknown_event import UnknownEvent as UnknownEvent
    from .unknown_part import UnknownPart as UnknownPart
    from .usage import Usage as Usage
    from .usage_amounts import UsageAmounts as UsageAmounts
    from .v1_chat_event import V1ChatEvent as V1ChatEvent
    from .v1_chat_stream_event import V1ChatStreamEvent as V1ChatStreamEvent
    from .v1_content_chunk_event import V1ContentChunkEvent as V1ContentChunkEvent
    from .v1_name_event import V1NameEvent as V1NameEvent
    from .v1_title_event import V1TitleEvent as V1TitleEvent
    from .vercel_connect_authorization_task import VercelConnectAuthorizationTask as VercelConnectAuthorizationTask
    from .vercel_connect_authorization_task import (
        VercelConnectAuthorizationTaskDict as VercelConnectAuthorizationTaskDict,
    )
    from .vercel_connect_setup_task import VercelConnectSetupTask as VercelConnectSetupTask
    from .vercel_connect_setup_task import VercelConnectSetupTaskDict as VercelConnectSetupTaskDict
    from .vercel_connector import VercelConnector as VercelConnector
    from .vercel_environment import VercelEnvironment as VercelEnvironment
    from .vercel_project_ref import VercelProjectRef as VercelProjectRef
    from .version_detail import VersionDetail as VersionDetail
    from .version_file import VersionFile as VersionFile
    from .version_file import VersionFileDict as VersionFileDict
    from .version_status import VersionStatus as VersionStatus
    from .version_summary import VersionSummary as VersionSummary
    from .version_summary_list import VersionSummaryList as VersionSummaryList

_MODULES = {
    "AddedMessages": "added_messages",
    "AgentActionData": "agent_action_data",
    "AgentActionPart": "agent_action_part",
    "AnsweredQuestionsTask": "answered_questions_task",
    "AnsweredQuestionsTaskDict": "answered_questions_task",
    "ArchiveFormat": "archive_format",
    "AskUserQuestionsData": "ask_user_questions_data",
    "AsyncChat": "async_chat",
    "AsyncMessage": "async_message",
    "Attachment": "attachment",
    "AttachmentDict": "attachment",
    "AttachmentInput": "attachment_input",
    "BashPart": "bash_part",
    "Chat": "chat",
    "ChatDetail": "chat_detail",
    "ChatFile": "chat_file",
    "ChatList": "chat_list",
    "ChatPermissions": "chat_permissions",
    "ChatPreview": "chat_preview",
    "ChatPrivacy": "chat_privacy",
    "ChatStateEvent": "chat_state_event",
    "ChatStreamEvent": "chat_stream_event",
    "ChatSummary": "chat_summary",
    "ChatSummaryList": "chat_summary_list",
    "ChatTitleEvent": "chat_title_event",
    "ChatWithUsage": "chat_with_usage",
    "ConfirmedPermission": "confirmed_permission",
    "ConfirmedPermissionDict": "confirmed_permission",
    "ConfirmedPermissionsTask": "confirmed_permissions_task",
    "ConfirmedPermissionsTaskDict": "confirmed_permissions_task",
    "ConfirmedStepsTask": "confirmed_steps_task",
    "ConfirmedStepsTaskDict": "confirmed_steps_task",
    "ConnectAction": "connect_action",
    "ConnectAuthorizationData": "connect_authorization_data",
    "ConnectCompletedData": "connect_completed_data",
    "ConnectData": "connect_data",
    "ConnectFailed": "connect_failed",
    "ConnectPending": "connect_pending",
    "ConnectReady": "connect_ready",
    "ConnectSetupData": "connect_setup_data",
    "ConnectStatus": "connect_status",
    "ConnectorSubjectType": "connector_subject_type",
    "CreatedVercelProject": "created_vercel_project",
    "CredentialAccess": "credential_access",
    "CredentialAccessDict": "credential_access",
    "DeletedChat": "deleted_chat",
    "DeletedChatV2": "deleted_chat_v2",
    "DeployedChat": "deployed_chat",
    "ErrorDetailV1": "error_detail_v1",
    "ErrorIssueV2": "error_issue_v2",
    "ErrorV1": "error_v1",
    "ErrorV2": "error_v2",
    "ExitPlanModeData": "exit_plan_mode_data",
    "FavoriteResult": "favorite_result",
    "FileDetail": "file_detail",
    "FileEditOperation": "file_edit_operation",
    "FileEditPart": "file_edit_part",
    "FileEncoding": "file_encoding",
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
    "ListMeta": "list_meta",
    "McpPresetName": "mcp_preset_name",
    "MemoryScope": "memory_scope",
    "MemorySkill": "memory_skill",
    "MemorySkillDict": "memory_skill",
    "Message": "message",
    "MessageAction": "message_action",
    "MessageActionDict": "message_action",
    "MessageAttachment": "message_attachment",
    "MessageAttachmentType": "message_attachment_type",
    "MessageDetail": "message_detail",
    "MessageList": "message_list",
    "MessagePart": "message_part",
    "MessagePartsChunkEvent": "message_parts_chunk_event",
    "MessageRole": "message_role",
    "MessageStateEvent": "message_state_event",
    "MessageStreamEvent": "message_stream_event",
    "MessageSummary": "message_summary",
    "MessageSummaryList": "message_summary_list",
    "MessageType": "message_type",
    "MessageUsageEvent": "message_usage_event",
    "ModelChoiceV2": "model_choice_v2",
    "ModelChoiceV2Dict": "model_choice_v2",
    "ModelConfiguration": "model_configuration",
    "ModelConfigurationDict": "model_configuration",
    "ModelConfigurationV2": "model_configuration_v2",
    "ModelConfigurationV2Dict": "model_configuration_v2",
    "ModelId": "model_id",
    "ModelIdV2": "model_id_v2",
    "NewSourceFile": "new_source_file",
    "NewSourceFileDict": "new_source_file",
    "Pagination": "pagination",
    "PlanDecision": "plan_decision",
    "PlanExitResponseTask": "plan_exit_response_task",
    "PlanExitResponseTaskDict": "plan_exit_response_task",
    "ProjectSkill": "project_skill",
    "ProjectSkillDict": "project_skill",
    "Question": "question",
    "QuestionAnswer": "question_answer",
    "QuestionAnswerDict": "question_answer",
    "QuestionOption": "question_option",
    "RemoteSkill": "remote_skill",
    "RemoteSkillDict": "remote_skill",
    "RequestIntegrationData": "request_integration_data",
    "ResolveTask": "resolve_task",
    "ResponseMode": "response_mode",
    "SearchPart": "search_part",
    "SearchScope": "search_scope",
    "Skill": "skill",
    "SourceFile": "source_file",
    "SourceFileChange": "source_file_change",
    "SourceFileChangeDict": "source_file_change",
    "SourceFiles": "source_files",
    "StopMessageResult": "stop_message_result",
    "StoppedMessage": "stopped_message",
    "SuggestedPermission": "suggested_permission",
    "TextAttachment": "text_attachment",
    "TextAttachmentDict": "text_attachment",
    "TextPart": "text_part",
    "ThinkingEffort": "thinking_effort",
    "ThinkingPart": "thinking_part",
    "ToolCallPart": "tool_call_part",
    "ToolCallStatus": "tool_call_status",
    "UnknownActionData": "unknown_action_data",
    "UnknownConnectStatus": "unknown_connect_status",
    "UnknownEvent": "unknown_event",
    "UnknownPart": "unknown_part",
    "Usage": "usage",
    "UsageAmounts": "usage_amounts",
    "V1ChatEvent": "v1_chat_event",
    "V1ChatStreamEvent": "v1_chat_stream_event",
    "V1ContentChunkEvent": "v1_content_chunk_event",
    "V1NameEvent": "v1_name_event",
    "V1TitleEvent": "v1_title_event",
    "VercelConnectAuthorizationTask": "vercel_connect_authorization_task",
    "VercelConnectAuthorizationTaskDict": "vercel_connect_authorization_task",
    "VercelConnectSetupTask": "vercel_connect_setup_task",
    "VercelConnectSetupTaskDict": "vercel_connect_setup_task",
    "VercelConnector": "vercel_connector",
    "VercelEnvironment": "vercel_environment",
    "VercelProjectRef": "vercel_project_ref",
    "VersionDetail": "version_detail",
    "VersionFile": "version_file",
    "VersionFileDict": "version_file",
    "VersionStatus": "version_status",
    "VersionSummary": "version_summary",
    "VersionSummaryList": "version_summary_list",
}

__all__ = [
    "AddedMessages",
    "AgentActionData",
    "AgentActionPart",
    "AnsweredQuestionsTask",
    "AnsweredQuestionsTaskDict",
    "ArchiveFormat",
    "AskUserQuestionsData",
    "AsyncChat",
    "AsyncMessage",
    "Attachment",
    "AttachmentDict",
    "AttachmentInput",
    "BashPart",
    "Chat",
    "ChatDetail",
    "ChatFile",
    "ChatList",
    "ChatPermissions",
    "ChatPreview",
    "ChatPrivacy",
    "ChatStateEvent",
    "ChatStreamEvent",
    "ChatSummary",
    "ChatSummaryList",
    "ChatTitleEvent",
    "ChatWithUsage",
    "ConfirmedPermission",
    "ConfirmedPermissionDict",
    "ConfirmedPermissionsTask",
    "ConfirmedPermissionsTaskDict",
    "ConfirmedStepsTask",
    "ConfirmedStepsTaskDict",
    "ConnectAction",
    "ConnectAuthorizationData",
    "ConnectCompletedData",
    "ConnectData",
    "ConnectFailed",
    "ConnectPending",
    "ConnectReady",
    "ConnectSetupData",
    "ConnectStatus",
    "ConnectorSubjectType",
    "CreatedVercelProject",
    "CredentialAccess",
    "CredentialAccessDict",
    "DeletedChat",
    "DeletedChatV2",
    "DeployedChat",
    "ErrorDetailV1",
    "ErrorIssueV2",
    "ErrorV1",
    "ErrorV2",
    "ExitPlanModeData",
    "FavoriteResult",
    "FileDetail",
    "FileEditOperation",
    "FileEditPart",
    "FileEncoding",
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
    "ListMeta",
    "McpPresetName",
    "MemoryScope",
    "MemorySkill",
    "MemorySkillDict",
    "Message",
    "MessageAction",
    "MessageActionDict",
    "MessageAttachment",
    "MessageAttachmentType",
    "MessageDetail",
    "MessageList",
    "MessagePart",
    "MessagePartsChunkEvent",
    "MessageRole",
    "MessageStateEvent",
    "MessageStreamEvent",
    "MessageSummary",
    "MessageSummaryList",
    "MessageType",
    "MessageUsageEvent",
    "ModelChoiceV2",
    "ModelChoiceV2Dict",
    "ModelConfiguration",
    "ModelConfigurationDict",
    "ModelConfigurationV2",
    "ModelConfigurationV2Dict",
    "ModelId",
    "ModelIdV2",
    "NewSourceFile",
    "NewSourceFileDict",
    "Pagination",
    "PlanDecision",
    "PlanExitResponseTask",
    "PlanExitResponseTaskDict",
    "ProjectSkill",
    "ProjectSkillDict",
    "Question",
    "QuestionAnswer",
    "QuestionAnswerDict",
    "QuestionOption",
    "RemoteSkill",
    "RemoteSkillDict",
    "RequestIntegrationData",
    "ResolveTask",
    "ResponseMode",
    "SearchPart",
    "SearchScope",
    "Skill",
    "SourceFile",
    "SourceFileChange",
    "SourceFileChangeDict",
    "SourceFiles",
    "StopMessageResult",
    "StoppedMessage",
    "SuggestedPermission",
    "TextAttachment",
    "TextAttachmentDict",
    "TextPart",
    "ThinkingEffort",
    "ThinkingPart",
    "ToolCallPart",
    "ToolCallStatus",
    "UnknownActionData",
    "UnknownConnectStatus",
    "UnknownEvent",
    "UnknownPart",
    "Usage",
    "UsageAmounts",
    "V1ChatEvent",
    "V1ChatStreamEvent",
    "V1ContentChunkEvent",
    "V1NameEvent",
    "V1TitleEvent",
    "VercelConnectAuthorizationTask",
    "VercelConnectAuthorizationTaskDict",
    "VercelConnectSetupTask",
    "VercelConnectSetupTaskDict",
    "VercelConnector",
    "VercelEnvironment",
    "VercelProjectRef",
    "VersionDetail",
    "VersionFile",
    "VersionFileDict",
    "VersionStatus",
    "VersionSummary",
    "VersionSummaryList",
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
