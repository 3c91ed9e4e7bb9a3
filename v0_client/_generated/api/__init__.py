"""One function per operation."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .v1_chats import CreateChatParams as CreateChatParams
    from .v1_chats import DeleteVersionFilesParams as DeleteVersionFilesParams
    from .v1_chats import FavoriteChatParams as FavoriteChatParams
    from .v1_chats import ForkChatParams as ForkChatParams
    from .v1_chats import ResolveTaskParams as ResolveTaskParams
    from .v1_chats import SendMessageParams as SendMessageParams
    from .v1_chats import UpdateChatParams as UpdateChatParams
    from .v1_chats import UpdateVersionParams as UpdateVersionParams
    from .v1_chats import create_chat as create_chat
    from .v1_chats import delete_chat as delete_chat
    from .v1_chats import delete_version_files as delete_version_files
    from .v1_chats import download_version as download_version
    from .v1_chats import favorite_chat as favorite_chat
    from .v1_chats import find_chats as find_chats
    from .v1_chats import find_messages as find_messages
    from .v1_chats import find_versions as find_versions
    from .v1_chats import fork_chat as fork_chat
    from .v1_chats import get_chat as get_chat
    from .v1_chats import get_message as get_message
    from .v1_chats import get_version as get_version
    from .v1_chats import init_chat as init_chat
    from .v1_chats import resolve_task as resolve_task
    from .v1_chats import restore_version as restore_version
    from .v1_chats import resume_message as resume_message
    from .v1_chats import send_message as send_message
    from .v1_chats import stop_message as stop_message
    from .v1_chats import update_chat as update_chat
    from .v1_chats import update_version as update_version
    from .v1_deployments import CreateDeploymentParams as CreateDeploymentParams
    from .v1_deployments import create_deployment as create_deployment
    from .v1_deployments import delete_deployment as delete_deployment
    from .v1_deployments import find_deployment_errors as find_deployment_errors
    from .v1_deployments import find_deployment_logs as find_deployment_logs
    from .v1_deployments import find_deployments as find_deployments
    from .v1_deployments import get_deployment as get_deployment
    from .v1_hooks import CreateHookParams as CreateHookParams
    from .v1_hooks import UpdateHookParams as UpdateHookParams
    from .v1_hooks import create_hook as create_hook
    from .v1_hooks import delete_hook as delete_hook
    from .v1_hooks import find_hooks as find_hooks
    from .v1_hooks import get_hook as get_hook
    from .v1_hooks import update_hook as update_hook
    from .v1_integrations import LinkVercelProjectParams as LinkVercelProjectParams
    from .v1_integrations import find_vercel_projects as find_vercel_projects
    from .v1_integrations import link_vercel_project as link_vercel_project
    from .v1_mcp_servers import CreateMcpServerParams as CreateMcpServerParams
    from .v1_mcp_servers import CreateOauthAuthorizationUrlParams as CreateOauthAuthorizationUrlParams
    from .v1_mcp_servers import UpdateMcpServerParams as UpdateMcpServerParams
    from .v1_mcp_servers import create_mcp_server as create_mcp_server
    from .v1_mcp_servers import create_oauth_authorization_url as create_oauth_authorization_url
    from .v1_mcp_servers import delete_mcp_server as delete_mcp_server
    from .v1_mcp_servers import find_mcp_servers as find_mcp_servers
    from .v1_mcp_servers import get_mcp_server as get_mcp_server
    from .v1_mcp_servers import update_mcp_server as update_mcp_server
    from .v1_projects import AssignProjectParams as AssignProjectParams
    from .v1_projects import CreateEnvVarsParams as CreateEnvVarsParams
    from .v1_projects import CreateProjectParams as CreateProjectParams
    from .v1_projects import DeleteEnvVarsParams as DeleteEnvVarsParams
    from .v1_projects import UpdateEnvVarsParams as UpdateEnvVarsParams
    from .v1_projects import UpdateProjectParams as UpdateProjectParams
    from .v1_projects import assign_project as assign_project
    from .v1_projects import create_env_vars as create_env_vars
    from .v1_projects import create_project as create_project
    from .v1_projects import delete_env_vars as delete_env_vars
    from .v1_projects import delete_project as delete_project
    from .v1_projects import find_env_vars as find_env_vars
    from .v1_projects import find_projects as find_projects
    from .v1_projects import get_chat_project as get_chat_project
    from .v1_projects import get_env_var as get_env_var
    from .v1_projects import get_project as get_project
    from .v1_projects import update_env_vars as update_env_vars
    from .v1_projects import update_project as update_project
    from .v1_rate_limits import find_rate_limits as find_rate_limits
    from .v1_reports import get_ai_usage_report as get_ai_usage_report
    from .v1_reports import get_usage_report as get_usage_report
    from .v1_reports import get_user_activity_report as get_user_activity_report
    from .v1_user import get_billing as get_billing
    from .v1_user import get_plan as get_plan
    from .v1_user import get_scopes as get_scopes
    from .v1_user import get_user as get_user
    from .v2_chats import CreateChatAsyncParams as CreateChatAsyncParams
    from .v2_chats import CreateChatFromFilesParams as CreateChatFromFilesParams
    from .v2_chats import CreateChatFromRepoParams as CreateChatFromRepoParams
    from .v2_chats import CreateChatFromVercelProjectParams as CreateChatFromVercelProjectParams
    from .v2_chats import CreateChatFromZipParams as CreateChatFromZipParams
    from .v2_chats import CreateChatStreamParams as CreateChatStreamParams
    from .v2_chats import CreateChatV2Params as CreateChatV2Params
    from .v2_chats import CreateVercelProjectParams as CreateVercelProjectParams
    from .v2_chats import DuplicateChatParams as DuplicateChatParams
    from .v2_chats import RestoreMessageParams as RestoreMessageParams
    from .v2_chats import UpdateChatV2Params as UpdateChatV2Params
    from .v2_chats import UpdateFilesParams as UpdateFilesParams
    from .v2_chats import create_chat_async as create_chat_async
    from .v2_chats import create_chat_from_files as create_chat_from_files
    from .v2_chats import create_chat_from_repo as create_chat_from_repo
    from .v2_chats import create_chat_from_vercel_project as create_chat_from_vercel_project
    from .v2_chats import create_chat_from_zip as create_chat_from_zip
    from .v2_chats import create_chat_stream as create_chat_stream
    from .v2_chats import create_chat_v2 as create_chat_v2
    from .v2_chats import create_vercel_project as create_vercel_project
    from .v2_chats import delete_chat_v2 as delete_chat_v2
    from .v2_chats import deploy_chat as deploy_chat
    from .v2_chats import download_files as download_files
    from .v2_chats import duplicate_chat as duplicate_chat
    from .v2_chats import get_chat_v2 as get_chat_v2
    from .v2_chats import get_connect_status as get_connect_status
    from .v2_chats import get_files as get_files
    from .v2_chats import get_preview as get_preview
    from .v2_chats import list_chats as list_chats
    from .v2_chats import restore_message as restore_message
    from .v2_chats import resume_chat as resume_chat
    from .v2_chats import update_chat_v2 as update_chat_v2
    from .v2_chats import update_files as update_files
    from .v2_mcp_servers import CreateMcpServerV2Params as CreateMcpServerV2Params
    from .v2_mcp_servers import UpdateMcpServerV2Params as UpdateMcpServerV2Params
    from .v2_mcp_servers import create_mcp_server_v2 as create_mcp_server_v2
    from .v2_mcp_servers import delete_mcp_server_v2 as delete_mcp_server_v2
    from .v2_mcp_servers import get_mcp_server_v2 as get_mcp_server_v2
    from .v2_mcp_servers import list_mcp_servers as list_mcp_servers
    from .v2_mcp_servers import update_mcp_server_v2 as update_mcp_server_v2
    from .v2_messages import ResolveTaskAsyncParams as ResolveTaskAsyncParams
    from .v2_messages import ResolveTaskStreamParams as ResolveTaskStreamParams
    from .v2_messages import ResolveTaskV2Params as ResolveTaskV2Params
    from .v2_messages import SendMessageAsyncParams as SendMessageAsyncParams
    from .v2_messages import SendMessageStreamParams as SendMessageStreamParams
    from .v2_messages import SendMessageV2Params as SendMessageV2Params
    from .v2_messages import get_message_v2 as get_message_v2
    from .v2_messages import list_messages as list_messages
    from .v2_messages import resolve_task_async as resolve_task_async
    from .v2_messages import resolve_task_stream as resolve_task_stream
    from .v2_messages import resolve_task_v2 as resolve_task_v2
    from .v2_messages import send_message_async as send_message_async
    from .v2_messages import send_message_stream as send_message_stream
    from .v2_messages import send_message_v2 as send_message_v2
    from .v2_messages import stop_message_v2 as stop_message_v2
    from .v2_settings import AppendPreviewHostsParams as AppendPreviewHostsParams
    from .v2_settings import DeletePreviewHostsParams as DeletePreviewHostsParams
    from .v2_settings import SetPreviewHostsParams as SetPreviewHostsParams
    from .v2_settings import append_preview_hosts as append_preview_hosts
    from .v2_settings import delete_preview_hosts as delete_preview_hosts
    from .v2_settings import get_preview_hosts as get_preview_hosts
    from .v2_settings import set_preview_hosts as set_preview_hosts
    from .v2_usage import get_usage_activity as get_usage_activity
    from .v2_usage import get_usage_summary as get_usage_summary
    from .v2_usage import list_usage_events as list_usage_events
    from .v2_webhooks import CreateWebhookParams as CreateWebhookParams
    from .v2_webhooks import UpdateWebhookParams as UpdateWebhookParams
    from .v2_webhooks import create_webhook as create_webhook
    from .v2_webhooks import delete_webhook as delete_webhook
    from .v2_webhooks import get_webhook as get_webhook
    from .v2_webhooks import list_webhooks as list_webhooks
    from .v2_webhooks import update_webhook as update_webhook

_MODULES = {
    "find_mcp_servers": "v1_mcp_servers",
    "create_mcp_server": "v1_mcp_servers",
    "CreateMcpServerParams": "v1_mcp_servers",
    "get_mcp_server": "v1_mcp_servers",
    "delete_mcp_server": "v1_mcp_servers",
    "update_mcp_server": "v1_mcp_servers",
    "UpdateMcpServerParams": "v1_mcp_servers",
    "create_oauth_authorization_url": "v1_mcp_servers",
    "CreateOauthAuthorizationUrlParams": "v1_mcp_servers",
    "list_mcp_servers": "v2_mcp_servers",
    "create_mcp_server_v2": "v2_mcp_servers",
    "CreateMcpServerV2Params": "v2_mcp_servers",
    "get_mcp_server_v2": "v2_mcp_servers",
    "delete_mcp_server_v2": "v2_mcp_servers",
    "update_mcp_server_v2": "v2_mcp_servers",
    "UpdateMcpServerV2Params": "v2_mcp_servers",
    "get_user": "v1_user",
    "get_billing": "v1_user",
    "get_plan": "v1_user",
    "get_scopes": "v1_user",
    "find_rate_limits": "v1_rate_limits",
    "get_usage_report": "v1_reports",
    "get_ai_usage_report": "v1_reports",
    "get_user_activity_report": "v1_reports",
    "find_chats": "v1_chats",
    "create_chat": "v1_chats",
    "CreateChatParams": "v1_chats",
    "init_chat": "v1_chats",
    "get_chat": "v1_chats",
    "delete_chat": "v1_chats",
    "update_chat": "v1_chats",
    "UpdateChatParams": "v1_chats",
    "favorite_chat": "v1_chats",
    "FavoriteChatParams": "v1_chats",
    "fork_chat": "v1_chats",
    "ForkChatParams": "v1_chats",
    "find_messages": "v1_chats",
    "send_message": "v1_chats",
    "SendMessageParams": "v1_chats",
    "get_message": "v1_chats",
    "resume_message": "v1_chats",
    "stop_message": "v1_chats",
    "resolve_task": "v1_chats",
    "ResolveTaskParams": "v1_chats",
    "find_versions": "v1_chats",
    "get_version": "v1_chats",
    "update_version": "v1_chats",
    "UpdateVersionParams": "v1_chats",
    "download_version": "v1_chats",
    "delete_version_files": "v1_chats",
    "DeleteVersionFilesParams": "v1_chats",
    "restore_version": "v1_chats",
    "find_deployments": "v1_deployments",
    "create_deployment": "v1_deployments",
    "CreateDeploymentParams": "v1_deployments",
    "get_deployment": "v1_deployments",
    "delete_deployment": "v1_deployments",
    "find_deployment_logs": "v1_deployments",
    "find_deployment_errors": "v1_deployments",
    "find_hooks": "v1_hooks",
    "create_hook": "v1_hooks",
    "CreateHookParams": "v1_hooks",
    "get_hook": "v1_hooks",
    "delete_hook": "v1_hooks",
    "update_hook": "v1_hooks",
    "UpdateHookParams": "v1_hooks",
    "find_vercel_projects": "v1_integrations",
    "link_vercel_project": "v1_integrations",
    "LinkVercelProjectParams": "v1_integrations",
    "find_projects": "v1_projects",
    "create_project": "v1_projects",
    "CreateProjectParams": "v1_projects",
    "get_project": "v1_projects",
    "delete_project": "v1_projects",
    "update_project": "v1_projects",
    "UpdateProjectParams": "v1_projects",
    "assign_project": "v1_projects",
    "AssignProjectParams": "v1_projects",
    "find_env_vars": "v1_projects",
    "create_env_vars": "v1_projects",
    "CreateEnvVarsParams": "v1_projects",
    "update_env_vars": "v1_projects",
    "UpdateEnvVarsParams": "v1_projects",
    "delete_env_vars": "v1_projects",
    "DeleteEnvVarsParams": "v1_projects",
    "get_env_var": "v1_projects",
    "get_chat_project": "v1_projects",
    "list_webhooks": "v2_webhooks",
    "create_webhook": "v2_webhooks",
    "CreateWebhookParams": "v2_webhooks",
    "get_webhook": "v2_webhooks",
    "delete_webhook": "v2_webhooks",
    "update_webhook": "v2_webhooks",
    "UpdateWebhookParams": "v2_webhooks",
    "get_preview_hosts": "v2_settings",
    "set_preview_hosts": "v2_settings",
    "SetPreviewHostsParams": "v2_settings",
    "delete_preview_hosts": "v2_settings",
    "DeletePreviewHostsParams": "v2_settings",
    "append_preview_hosts": "v2_settings",
    "AppendPreviewHostsParams": "v2_settings",
    "get_usage_summary": "v2_usage",
    "list_usage_events": "v2_usage",
    "get_usage_activity": "v2_usage",
    "list_chats": "v2_chats",
    "create_chat_v2": "v2_chats",
    "CreateChatV2Params": "v2_chats",
    "create_chat_async": "v2_chats",
    "CreateChatAsyncParams": "v2_chats",
    "create_chat_from_files": "v2_chats",
    "CreateChatFromFilesParams": "v2_chats",
    "create_chat_from_repo": "v2_chats",
    "CreateChatFromRepoParams": "v2_chats",
    "create_chat_from_vercel_project": "v2_chats",
    "CreateChatFromVercelProjectParams": "v2_chats",
    "create_chat_from_zip": "v2_chats",
    "CreateChatFromZipParams": "v2_chats",
    "create_chat_stream": "v2_chats",
    "CreateChatStreamParams": "v2_chats",
    "get_chat_v2": "v2_chats",
    "delete_chat_v2": "v2_chats",
    "update_chat_v2": "v2_chats",
    "UpdateChatV2Params": "v2_chats",
    "get_connect_status": "v2_chats",
    "deploy_chat": "v2_chats",
    "duplicate_chat": "v2_chats",
    "DuplicateChatParams": "v2_chats",
    "get_files": "v2_chats",
    "update_files": "v2_chats",
    "UpdateFilesParams": "v2_chats",
    "download_files": "v2_chats",
    "get_preview": "v2_chats",
    "restore_message": "v2_chats",
    "RestoreMessageParams": "v2_chats",
    "resume_chat": "v2_chats",
    "create_vercel_project": "v2_chats",
    "CreateVercelProjectParams": "v2_chats",
    "list_messages": "v2_messages",
    "send_message_v2": "v2_messages",
    "SendMessageV2Params": "v2_messages",
    "send_message_async": "v2_messages",
    "SendMessageAsyncParams": "v2_messages",
    "resolve_task_v2": "v2_messages",
    "ResolveTaskV2Params": "v2_messages",
    "resolve_task_async": "v2_messages",
    "ResolveTaskAsyncParams": "v2_messages",
    "resolve_task_stream": "v2_messages",
    "ResolveTaskStreamParams": "v2_messages",
    "send_message_stream": "v2_messages",
    "SendMessageStreamParams": "v2_messages",
    "get_message_v2": "v2_messages",
    "stop_message_v2": "v2_messages",
}

# Spelled out: mypy reads a computed list as empty, and every star-imported function as Any.
__all__ = [
    "find_mcp_servers",
    "create_mcp_server",
    "CreateMcpServerParams",
    "get_mcp_server",
    "delete_mcp_server",
    "update_mcp_server",
    "UpdateMcpServerParams",
    "create_oauth_authorization_url",
    "CreateOauthAuthorizationUrlParams",
    "list_mcp_servers",
    "create_mcp_server_v2",
    "CreateMcpServerV2Params",
    "get_mcp_server_v2",
    "delete_mcp_server_v2",
    "update_mcp_server_v2",
    "UpdateMcpServerV2Params",
    "get_user",
    "get_billing",
    "get_plan",
    "get_scopes",
    "find_rate_limits",
    "get_usage_report",
    "get_ai_usage_report",
    "get_user_activity_report",
    "find_chats",
    "create_chat",
    "CreateChatParams",
    "init_chat",
    "get_chat",
    "delete_chat",
    "update_chat",
    "UpdateChatParams",
    "favorite_chat",
    "FavoriteChatParams",
    "fork_chat",
    "ForkChatParams",
    "find_messages",
    "send_message",
    "SendMessageParams",
    "get_message",
    "resume_message",
    "stop_message",
    "resolve_task",
    "ResolveTaskParams",
    "find_versions",
    "get_version",
    "update_version",
    "UpdateVersionParams",
    "download_version",
    "delete_version_files",
    "DeleteVersionFilesParams",
    "restore_version",
    "find_deployments",
    "create_deployment",
    "CreateDeploymentParams",
    "get_deployment",
    "delete_deployment",
    "find_deployment_logs",
    "find_deployment_errors",
    "find_hooks",
    "create_hook",
    "CreateHookParams",
    "get_hook",
    "delete_hook",
    "update_hook",
    "UpdateHookParams",
    "find_vercel_projects",
    "link_vercel_project",
    "LinkVercelProjectParams",
    "find_projects",
    "create_project",
    "CreateProjectParams",
    "get_project",
    "delete_project",
    "update_project",
    "UpdateProjectParams",
    "assign_project",
    "AssignProjectParams",
    "find_env_vars",
    "create_env_vars",
    "CreateEnvVarsParams",
    "update_env_vars",
    "UpdateEnvVarsParams",
    "delete_env_vars",
    "DeleteEnvVarsParams",
    "get_env_var",
    "get_chat_project",
    "list_webhooks",
    "create_webhook",
    "CreateWebhookParams",
    "get_webhook",
    "delete_webhook",
    "update_webhook",
    "UpdateWebhookParams",
    "get_preview_hosts",
    "set_preview_hosts",
    "SetPreviewHostsParams",
    "delete_preview_hosts",
    "DeletePreviewHostsParams",
    "append_preview_hosts",
    "AppendPreviewHostsParams",
    "get_usage_summary",
    "list_usage_events",
    "get_usage_activity",
    "list_chats",
    "create_chat_v2",
    "CreateChatV2Params",
    "create_chat_async",
    "CreateChatAsyncParams",
    "create_chat_from_files",
    "CreateChatFromFilesParams",
    "create_chat_from_repo",
    "CreateChatFromRepoParams",
    "create_chat_from_vercel_project",
    "CreateChatFromVercelProjectParams",
    "create_chat_from_zip",
    "CreateChatFromZipParams",
    "create_chat_stream",
    "CreateChatStreamParams",
    "get_chat_v2",
    "delete_chat_v2",
    "update_chat_v2",
    "UpdateChatV2Params",
    "get_connect_status",
    "deploy_chat",
    "duplicate_chat",
    "DuplicateChatParams",
    "get_files",
    "update_files",
    "UpdateFilesParams",
    "download_files",
    "get_preview",
    "restore_message",
    "RestoreMessageParams",
    "resume_chat",
    "create_vercel_project",
    "CreateVercelProjectParams",
    "list_messages",
    "send_message_v2",
    "SendMessageV2Params",
    "send_message_async",
    "SendMessageAsyncParams",
    "resolve_task_v2",
    "ResolveTaskV2Params",
    "resolve_task_async",
    "ResolveTaskAsyncParams",
    "resolve_task_stream",
    "ResolveTaskStreamParams",
    "send_message_stream",
    "SendMessageStreamParams",
    "get_message_v2",
    "stop_message_v2",
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
