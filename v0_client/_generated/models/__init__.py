"""Every class, enum and union of the document."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, is_typeddict

if TYPE_CHECKING:
    from .activity_chat_kind import ActivityChatKind as ActivityChatKind
    from .activity_project_kind import ActivityProjectKind as ActivityProjectKind
    from .activity_totals import ActivityTotals as ActivityTotals
    from .added_messages import AddedMessages as AddedMessages
    from .agent_action_data import AgentActionData as AgentActionData
    from .agent_action_part import AgentActionPart as AgentActionPart
    from .ai_usage_event import AiUsageEvent as AiUsageEvent
    from .ai_usage_report import AiUsageReport as AiUsageReport
    from .answered_questions_task import AnsweredQuestionsTask as AnsweredQuestionsTask
    from .answered_questions_task import AnsweredQuestionsTaskDict as AnsweredQuestionsTaskDict
    from .archive_format import ArchiveFormat as ArchiveFormat
    from .ask_user_questions_data import AskUserQuestionsData as AskUserQuestionsData
    from .assigned_project import AssignedProject as AssignedProject
    from .async_chat import AsyncChat as AsyncChat
    from .async_message import AsyncMessage as AsyncMessage
    from .attachment import Attachment as Attachment
    from .attachment import AttachmentDict as AttachmentDict
    from .attachment_input import AttachmentInput as AttachmentInput
    from .bash_part import BashPart as BashPart
    from .bearer_mcp_auth import BearerMcpAuth as BearerMcpAuth
    from .bearer_mcp_auth import BearerMcpAuthDict as BearerMcpAuthDict
    from .bearer_mcp_auth_detail import BearerMcpAuthDetail as BearerMcpAuthDetail
    from .billing import Billing as Billing
    from .billing_cycle import BillingCycle as BillingCycle
    from .changed_environment_variable import ChangedEnvironmentVariable as ChangedEnvironmentVariable
    from .changed_environment_variable import ChangedEnvironmentVariableDict as ChangedEnvironmentVariableDict
    from .chat import Chat as Chat
    from .chat_activity import ChatActivity as ChatActivity
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
    from .credit_balance import CreditBalance as CreditBalance
    from .credit_block import CreditBlock as CreditBlock
    from .cursor_pagination import CursorPagination as CursorPagination
    from .daily_limit import DailyLimit as DailyLimit
    from .daily_usage import DailyUsage as DailyUsage
    from .deleted_chat import DeletedChat as DeletedChat
    from .deleted_chat_v2 import DeletedChatV2 as DeletedChatV2
    from .deleted_deployment import DeletedDeployment as DeletedDeployment
    from .deleted_env_var import DeletedEnvVar as DeletedEnvVar
    from .deleted_env_var_list import DeletedEnvVarList as DeletedEnvVarList
    from .deleted_hook import DeletedHook as DeletedHook
    from .deleted_mcp_server import DeletedMcpServer as DeletedMcpServer
    from .deleted_mcp_server_v2 import DeletedMcpServerV2 as DeletedMcpServerV2
    from .deleted_project import DeletedProject as DeletedProject
    from .deleted_webhook import DeletedWebhook as DeletedWebhook
    from .deployed_chat import DeployedChat as DeployedChat
    from .deployment_detail import DeploymentDetail as DeploymentDetail
    from .deployment_errors import DeploymentErrors as DeploymentErrors
    from .deployment_list import DeploymentList as DeploymentList
    from .deployment_log import DeploymentLog as DeploymentLog
    from .deployment_log_list import DeploymentLogList as DeploymentLogList
    from .environment_variable import EnvironmentVariable as EnvironmentVariable
    from .environment_variable_list import EnvironmentVariableList as EnvironmentVariableList
    from .environment_variable_result import EnvironmentVariableResult as EnvironmentVariableResult
    from .error_detail_v1 import ErrorDetailV1 as ErrorDetailV1
    from .error_issue_v2 import ErrorIssueV2 as ErrorIssueV2
    from .error_v1 import ErrorV1 as ErrorV1
    from .error_v2 import ErrorV2 as ErrorV2
    from .event_credits_cost import EventCreditsCost as EventCreditsCost
    from .event_tokens import EventTokens as EventTokens
    from .exit_plan_mode_data import ExitPlanModeData as ExitPlanModeData
    from .favorite_result import FavoriteResult as FavoriteResult
    from .file_detail import FileDetail as FileDetail
    from .file_edit_operation import FileEditOperation as FileEditOperation
    from .file_edit_part import FileEditPart as FileEditPart
    from .file_encoding import FileEncoding as FileEncoding
    from .file_read_part import FileReadPart as FileReadPart
    from .finish_reason import FinishReason as FinishReason
    from .headers_mcp_auth import HeadersMcpAuth as HeadersMcpAuth
    from .headers_mcp_auth import HeadersMcpAuthDict as HeadersMcpAuthDict
    from .headers_mcp_auth_detail import HeadersMcpAuthDetail as HeadersMcpAuthDetail
    from .hook_detail import HookDetail as HookDetail
    from .hook_list import HookList as HookList
    from .hook_summary import HookSummary as HookSummary
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
    from .legacy_billing import LegacyBilling as LegacyBilling
    from .linked_vercel_project import LinkedVercelProject as LinkedVercelProject
    from .list_meta import ListMeta as ListMeta
    from .log_level import LogLevel as LogLevel
    from .log_stream import LogStream as LogStream
    from .mcp_auth import McpAuth as McpAuth
    from .mcp_auth_input import McpAuthInput as McpAuthInput
    from .mcp_auth_input_v2 import McpAuthInputV2 as McpAuthInputV2
    from .mcp_auth_summary import McpAuthSummary as McpAuthSummary
    from .mcp_auth_type import McpAuthType as McpAuthType
    from .mcp_preset_name import McpPresetName as McpPresetName
    from .mcp_server import McpServer as McpServer
    from .mcp_server_authorization import McpServerAuthorization as McpServerAuthorization
    from .mcp_server_list_v1 import McpServerListV1 as McpServerListV1
    from .mcp_server_scope import McpServerScope as McpServerScope
    from .mcp_server_v1 import McpServerV1 as McpServerV1
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
    from .new_environment_variable import NewEnvironmentVariable as NewEnvironmentVariable
    from .new_environment_variable import NewEnvironmentVariableDict as NewEnvironmentVariableDict
    from .new_source_file import NewSourceFile as NewSourceFile
    from .new_source_file import NewSourceFileDict as NewSourceFileDict
    from .no_mcp_auth import NoMcpAuth as NoMcpAuth
    from .no_mcp_auth import NoMcpAuthDict as NoMcpAuthDict
    from .o_auth_config import OAuthConfig as OAuthConfig
    from .o_auth_config import OAuthConfigDict as OAuthConfigDict
    from .o_auth_config_detail import OAuthConfigDetail as OAuthConfigDetail
    from .o_auth_config_v2 import OAuthConfigV2 as OAuthConfigV2
    from .o_auth_config_v2 import OAuthConfigV2Dict as OAuthConfigV2Dict
    from .o_auth_mcp_auth import OAuthMcpAuth as OAuthMcpAuth
    from .o_auth_mcp_auth import OAuthMcpAuthDict as OAuthMcpAuthDict
    from .o_auth_mcp_auth_detail import OAuthMcpAuthDetail as OAuthMcpAuthDetail
    from .o_auth_mcp_auth_v2 import OAuthMcpAuthV2 as OAuthMcpAuthV2
    from .o_auth_mcp_auth_v2 import OAuthMcpAuthV2Dict as OAuthMcpAuthV2Dict
    from .on_demand_credits import OnDemandCredits as OnDemandCredits
    from .page_meta import PageMeta as PageMeta
    from .pagination import Pagination as Pagination
    from .plan import Plan as Plan
    from .plan_decision import PlanDecision as PlanDecision
    from .plan_exit_response_task import PlanExitResponseTask as PlanExitResponseTask
    from .plan_exit_response_task import PlanExitResponseTaskDict as PlanExitResponseTaskDict
    from .project_activity import ProjectActivity as ProjectActivity
    from .project_detail import ProjectDetail as ProjectDetail
    from .project_list import ProjectList as ProjectList
    from .project_privacy import ProjectPrivacy as ProjectPrivacy
    from .project_skill import ProjectSkill as ProjectSkill
    from .project_skill import ProjectSkillDict as ProjectSkillDict
    from .project_summary import ProjectSummary as ProjectSummary
    from .question import Question as Question
    from .question_answer import QuestionAnswer as QuestionAnswer
    from .question_answer import QuestionAnswerDict as QuestionAnswerDict
    from .question_option import QuestionOption as QuestionOption
    from .quota_data import QuotaData as QuotaData
    from .rate_limits import RateLimits as RateLimits
    from .remote_skill import RemoteSkill as RemoteSkill
    from .remote_skill import RemoteSkillDict as RemoteSkillDict
    from .report_range import ReportRange as ReportRange
    from .request_integration_data import RequestIntegrationData as RequestIntegrationData
    from .resolve_task import ResolveTask as ResolveTask
    from .response_mode import ResponseMode as ResponseMode
    from .scope_list import ScopeList as ScopeList
    from .scope_summary import ScopeSummary as ScopeSummary
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
    from .team_member import TeamMember as TeamMember
    from .team_role import TeamRole as TeamRole
    from .text_attachment import TextAttachment as TextAttachment
    from .text_attachment import TextAttachmentDict as TextAttachmentDict
    from .text_part import TextPart as TextPart
    from .thinking_effort import ThinkingEffort as ThinkingEffort
    from .thinking_part import ThinkingPart as ThinkingPart
    from .token_billing import TokenBilling as TokenBilling
    from .token_billing_data import TokenBillingData as TokenBillingData
    from .tool_call_part import ToolCallPart as ToolCallPart
    from .tool_call_status import ToolCallStatus as ToolCallStatus
    from .trusted_preview_hosts import TrustedPreviewHosts as TrustedPreviewHosts
    from .unknown_action_data import UnknownActionData as UnknownActionData
    from .unknown_billing import UnknownBilling as UnknownBilling
    from .unknown_connect_status import UnknownConnectStatus as UnknownConnectStatus
    from .unknown_event import UnknownEvent as UnknownEvent
    from .unknown_mcp_auth import UnknownMcpAuth as UnknownMcpAuth
    from .unknown_part import UnknownPart as UnknownPart
    from .usage import Usage as Usage
    from .usage_activity import UsageActivity as UsageActivity
    from .usage_amounts import UsageAmounts as UsageAmounts
    from .usage_credits import UsageCredits as UsageCredits
    from .usage_event import UsageEvent as UsageEvent
    from .usage_event_list import UsageEventList as UsageEventList
    from .usage_pagination import UsagePagination as UsagePagination
    from .usage_range import UsageRange as UsageRange
    from .usage_report import UsageReport as UsageReport
    from .usage_report_event import UsageReportEvent as UsageReportEvent
    from .usage_scope import UsageScope as UsageScope
    from .usage_scope_type import UsageScopeType as UsageScopeType
    from .usage_source import UsageSource as UsageSource
    from .usage_summary import UsageSummary as UsageSummary
    from .usage_type import UsageType as UsageType
    from .user import User as User
    from .user_activity_event import UserActivityEvent as UserActivityEvent
    from .user_activity_meta import UserActivityMeta as UserActivityMeta
    from .user_activity_report import UserActivityReport as UserActivityReport
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
    from .vercel_project_list import VercelProjectList as VercelProjectList
    from .vercel_project_ref import VercelProjectRef as VercelProjectRef
    from .version_detail import VersionDetail as VersionDetail
    from .version_file import VersionFile as VersionFile
    from .version_file import VersionFileDict as VersionFileDict
    from .version_status import VersionStatus as VersionStatus
    from .version_summary import VersionSummary as VersionSummary
    from .version_summary_list import VersionSummaryList as VersionSummaryList
    from .webhook import Webhook as Webhook
    from .webhook_event_type import WebhookEventType as WebhookEventType
    from .webhook_summary import WebhookSummary as WebhookSummary

_MODULES = {
    "ActivityChatKind": "activity_chat_kind",
    "ActivityProjectKind": "activity_project_kind",
    "ActivityTotals": "activity_totals",
    "AddedMessages": "added_messages",
    "AgentActionData": "agent_action_data",
    "AgentActionPart": "agent_action_part",
    "AiUsageEvent": "ai_usage_event",
    "AiUsageReport": "ai_usage_report",
    "AnsweredQuestionsTask": "answered_questions_task",
    "AnsweredQuestionsTaskDict": "answered_questions_task",
    "ArchiveFormat": "archive_format",
    "AskUserQuestionsData": "ask_user_questions_data",
    "AssignedProject": "assigned_project",
    "AsyncChat": "async_chat",
    "AsyncMessage": "async_message",
    "Attachment": "attachment",
    "AttachmentDict": "attachment",
    "AttachmentInput": "attachment_input",
    "BashPart": "bash_part",
    "BearerMcpAuth": "bearer_mcp_auth",
    "BearerMcpAuthDetail": "bearer_mcp_auth_detail",
    "BearerMcpAuthDict": "bearer_mcp_auth",
    "Billing": "billing",
    "BillingCycle": "billing_cycle",
    "ChangedEnvironmentVariable": "changed_environment_variable",
    "ChangedEnvironmentVariableDict": "changed_environment_variable",
    "Chat": "chat",
    "ChatActivity": "chat_activity",
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
    "CreditBalance": "credit_balance",
    "CreditBlock": "credit_block",
    "CursorPagination": "cursor_pagination",
    "DailyLimit": "daily_limit",
    "DailyUsage": "daily_usage",
    "DeletedChat": "deleted_chat",
    "DeletedChatV2": "deleted_chat_v2",
    "DeletedDeployment": "deleted_deployment",
    "DeletedEnvVar": "deleted_env_var",
    "DeletedEnvVarList": "deleted_env_var_list",
    "DeletedHook": "deleted_hook",
    "DeletedMcpServer": "deleted_mcp_server",
    "DeletedMcpServerV2": "deleted_mcp_server_v2",
    "DeletedProject": "deleted_project",
    "DeletedWebhook": "deleted_webhook",
    "DeployedChat": "deployed_chat",
    "DeploymentDetail": "deployment_detail",
    "DeploymentErrors": "deployment_errors",
    "DeploymentList": "deployment_list",
    "DeploymentLog": "deployment_log",
    "DeploymentLogList": "deployment_log_list",
    "EnvironmentVariable": "environment_variable",
    "EnvironmentVariableList": "environment_variable_list",
    "EnvironmentVariableResult": "environment_variable_result",
    "ErrorDetailV1": "error_detail_v1",
    "ErrorIssueV2": "error_issue_v2",
    "ErrorV1": "error_v1",
    "ErrorV2": "error_v2",
    "EventCreditsCost": "event_credits_cost",
    "EventTokens": "event_tokens",
    "ExitPlanModeData": "exit_plan_mode_data",
    "FavoriteResult": "favorite_result",
    "FileDetail": "file_detail",
    "FileEditOperation": "file_edit_operation",
    "FileEditPart": "file_edit_part",
    "FileEncoding": "file_encoding",
    "FileReadPart": "file_read_part",
    "FinishReason": "finish_reason",
    "HeadersMcpAuth": "headers_mcp_auth",
    "HeadersMcpAuthDetail": "headers_mcp_auth_detail",
    "HeadersMcpAuthDict": "headers_mcp_auth",
    "HookDetail": "hook_detail",
    "HookList": "hook_list",
    "HookSummary": "hook_summary",
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
    "LegacyBilling": "legacy_billing",
    "LinkedVercelProject": "linked_vercel_project",
    "ListMeta": "list_meta",
    "LogLevel": "log_level",
    "LogStream": "log_stream",
    "McpAuth": "mcp_auth",
    "McpAuthInput": "mcp_auth_input",
    "McpAuthInputV2": "mcp_auth_input_v2",
    "McpAuthSummary": "mcp_auth_summary",
    "McpAuthType": "mcp_auth_type",
    "McpPresetName": "mcp_preset_name",
    "McpServer": "mcp_server",
    "McpServerAuthorization": "mcp_server_authorization",
    "McpServerListV1": "mcp_server_list_v1",
    "McpServerScope": "mcp_server_scope",
    "McpServerV1": "mcp_server_v1",
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
    "NewEnvironmentVariable": "new_environment_variable",
    "NewEnvironmentVariableDict": "new_environment_variable",
    "NewSourceFile": "new_source_file",
    "NewSourceFileDict": "new_source_file",
    "NoMcpAuth": "no_mcp_auth",
    "NoMcpAuthDict": "no_mcp_auth",
    "OAuthConfig": "o_auth_config",
    "OAuthConfigDetail": "o_auth_config_detail",
    "OAuthConfigDict": "o_auth_config",
    "OAuthConfigV2": "o_auth_config_v2",
    "OAuthConfigV2Dict": "o_auth_config_v2",
    "OAuthMcpAuth": "o_auth_mcp_auth",
    "OAuthMcpAuthDetail": "o_auth_mcp_auth_detail",
    "OAuthMcpAuthDict": "o_auth_mcp_auth",
    "OAuthMcpAuthV2": "o_auth_mcp_auth_v2",
    "OAuthMcpAuthV2Dict": "o_auth_mcp_auth_v2",
    "OnDemandCredits": "on_demand_credits",
    "PageMeta": "page_meta",
    "Pagination": "pagination",
    "Plan": "plan",
    "PlanDecision": "plan_decision",
    "PlanExitResponseTask": "plan_exit_response_task",
    "PlanExitResponseTaskDict": "plan_exit_response_task",
    "ProjectActivity": "project_activity",
    "ProjectDetail": "project_detail",
    "ProjectList": "project_list",
    "ProjectPrivacy": "project_privacy",
    "ProjectSkill": "project_skill",
    "ProjectSkillDict": "project_skill",
    "ProjectSummary": "project_summary",
    "Question": "question",
    "QuestionAnswer": "question_answer",
    "QuestionAnswerDict": "question_answer",
    "QuestionOption": "question_option",
    "QuotaData": "quota_data",
    "RateLimits": "rate_limits",
    "RemoteSkill": "remote_skill",
    "RemoteSkillDict": "remote_skill",
    "ReportRange": "report_range",
    "RequestIntegrationData": "request_integration_data",
    "ResolveTask": "resolve_task",
    "ResponseMode": "response_mode",
    "ScopeList": "scope_list",
    "ScopeSummary": "scope_summary",
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
    "TeamMember": "team_member",
    "TeamRole": "team_role",
    "TextAttachment": "text_attachment",
    "TextAttachmentDict": "text_attachment",
    "TextPart": "text_part",
    "ThinkingEffort": "thinking_effort",
    "ThinkingPart": "thinking_part",
    "TokenBilling": "token_billing",
    "TokenBillingData": "token_billing_data",
    "ToolCallPart": "tool_call_part",
    "ToolCallStatus": "tool_call_status",
    "TrustedPreviewHosts": "trusted_preview_hosts",
    "UnknownActionData": "unknown_action_data",
    "UnknownBilling": "unknown_billing",
    "UnknownConnectStatus": "unknown_connect_status",
    "UnknownEvent": "unknown_event",
    "UnknownMcpAuth": "unknown_mcp_auth",
    "UnknownPart": "unknown_part",
    "Usage": "usage",
    "UsageActivity": "usage_activity",
    "UsageAmounts": "usage_amounts",
    "UsageCredits": "usage_credits",
    "UsageEvent": "usage_event",
    "UsageEventList": "usage_event_list",
    "UsagePagination": "usage_pagination",
    "UsageRange": "usage_range",
    "UsageReport": "usage_report",
    "UsageReportEvent": "usage_report_event",
    "UsageScope": "usage_scope",
    "UsageScopeType": "usage_scope_type",
    "UsageSource": "usage_source",
    "UsageSummary": "usage_summary",
    "UsageType": "usage_type",
    "User": "user",
    "UserActivityEvent": "user_activity_event",
    "UserActivityMeta": "user_activity_meta",
    "UserActivityReport": "user_activity_report",
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
    "VercelProjectList": "vercel_project_list",
    "VercelProjectRef": "vercel_project_ref",
    "VersionDetail": "version_detail",
    "VersionFile": "version_file",
    "VersionFileDict": "version_file",
    "VersionStatus": "version_status",
    "VersionSummary": "version_summary",
    "VersionSummaryList": "version_summary_list",
    "Webhook": "webhook",
    "WebhookEventType": "webhook_event_type",
    "WebhookSummary": "webhook_summary",
}

__all__ = [
    "ActivityChatKind",
    "ActivityProjectKind",
    "ActivityTotals",
    "AddedMessages",
    "AgentActionData",
    "AgentActionPart",
    "AiUsageEvent",
    "AiUsageReport",
    "AnsweredQuestionsTask",
    "AnsweredQuestionsTaskDict",
    "ArchiveFormat",
    "AskUserQuestionsData",
    "AssignedProject",
    "AsyncChat",
    "AsyncMessage",
    "Attachment",
    "AttachmentDict",
    "AttachmentInput",
    "BashPart",
    "BearerMcpAuth",
    "BearerMcpAuthDetail",
    "BearerMcpAuthDict",
    "Billing",
    "BillingCycle",
    "ChangedEnvironmentVariable",
    "ChangedEnvironmentVariableDict",
    "Chat",
    "ChatActivity",
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
    "CreditBalance",
    "CreditBlock",
    "CursorPagination",
    "DailyLimit",
    "DailyUsage",
    "DeletedChat",
    "DeletedChatV2",
    "DeletedDeployment",
    "DeletedEnvVar",
    "DeletedEnvVarList",
    "DeletedHook",
    "DeletedMcpServer",
    "DeletedMcpServerV2",
    "DeletedProject",
    "DeletedWebhook",
    "DeployedChat",
    "DeploymentDetail",
    "DeploymentErrors",
    "DeploymentList",
    "DeploymentLog",
    "DeploymentLogList",
    "EnvironmentVariable",
    "EnvironmentVariableList",
    "EnvironmentVariableResult",
    "ErrorDetailV1",
    "ErrorIssueV2",
    "ErrorV1",
    "ErrorV2",
    "EventCreditsCost",
    "EventTokens",
    "ExitPlanModeData",
    "FavoriteResult",
    "FileDetail",
    "FileEditOperation",
    "FileEditPart",
    "FileEncoding",
    "FileReadPart",
    "FinishReason",
    "HeadersMcpAuth",
    "HeadersMcpAuthDetail",
    "HeadersMcpAuthDict",
    "HookDetail",
    "HookList",
    "HookSummary",
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
    "LegacyBilling",
    "LinkedVercelProject",
    "ListMeta",
    "LogLevel",
    "LogStream",
    "McpAuth",
    "McpAuthInput",
    "McpAuthInputV2",
    "McpAuthSummary",
    "McpAuthType",
    "McpPresetName",
    "McpServer",
    "McpServerAuthorization",
    "McpServerListV1",
    "McpServerScope",
    "McpServerV1",
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
    "NewEnvironmentVariable",
    "NewEnvironmentVariableDict",
    "NewSourceFile",
    "NewSourceFileDict",
    "NoMcpAuth",
    "NoMcpAuthDict",
    "OAuthConfig",
    "OAuthConfigDetail",
    "OAuthConfigDict",
    "OAuthConfigV2",
    "OAuthConfigV2Dict",
    "OAuthMcpAuth",
    "OAuthMcpAuthDetail",
    "OAuthMcpAuthDict",
    "OAuthMcpAuthV2",
    "OAuthMcpAuthV2Dict",
    "OnDemandCredits",
    "PageMeta",
    "Pagination",
    "Plan",
    "PlanDecision",
    "PlanExitResponseTask",
    "PlanExitResponseTaskDict",
    "ProjectActivity",
    "ProjectDetail",
    "ProjectList",
    "ProjectPrivacy",
    "ProjectSkill",
    "ProjectSkillDict",
    "ProjectSummary",
    "Question",
    "QuestionAnswer",
    "QuestionAnswerDict",
    "QuestionOption",
    "QuotaData",
    "RateLimits",
    "RemoteSkill",
    "RemoteSkillDict",
    "ReportRange",
    "RequestIntegrationData",
    "ResolveTask",
    "ResponseMode",
    "ScopeList",
    "ScopeSummary",
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
    "TeamMember",
    "TeamRole",
    "TextAttachment",
    "TextAttachmentDict",
    "TextPart",
    "ThinkingEffort",
    "ThinkingPart",
    "TokenBilling",
    "TokenBillingData",
    "ToolCallPart",
    "ToolCallStatus",
    "TrustedPreviewHosts",
    "UnknownActionData",
    "UnknownBilling",
    "UnknownConnectStatus",
    "UnknownEvent",
    "UnknownMcpAuth",
    "UnknownPart",
    "Usage",
    "UsageActivity",
    "UsageAmounts",
    "UsageCredits",
    "UsageEvent",
    "UsageEventList",
    "UsagePagination",
    "UsageRange",
    "UsageReport",
    "UsageReportEvent",
    "UsageScope",
    "UsageScopeType",
    "UsageSource",
    "UsageSummary",
    "UsageType",
    "User",
    "UserActivityEvent",
    "UserActivityMeta",
    "UserActivityReport",
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
    "VercelProjectList",
    "VercelProjectRef",
    "VersionDetail",
    "VersionFile",
    "VersionFileDict",
    "VersionStatus",
    "VersionSummary",
    "VersionSummaryList",
    "Webhook",
    "WebhookEventType",
    "WebhookSummary",
]


def __getattr__(name: str) -> Any:
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{module}", __name__), name)
    if is_typeddict(value):
        value.__get_pydantic_core_schema__ = _core_schema
    globals()[name] = value
    return value


def _core_schema(source: type[Any], _handler: Any, /) -> dict[str, Any]:
    """The hook of a TypedDict, which has no methods of its own; without it pydantic takes none before Python 3.12."""
    from ..schemas import dict_schema

    return dict_schema(source)


def __dir__() -> list[str]:
    return sorted(_MODULES)
