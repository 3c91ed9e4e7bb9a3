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
    from .v2_chats import CreateChatAsyncParams as CreateChatAsyncParams
    from .v2_chats import CreateChatFromFilesParams as CreateChatFromFilesParams
    from .v2_chats import CreateChatFromRepoParams as CreateChatFromRepoParams
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

_MODULES = {
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
    "list_chats": "v2_chats",
    "create_chat_v2": "v2_chats",
    "CreateChatV2Params": "v2_chats",
    "create_chat_async": "v2_chats",
    "CreateChatAsyncParams": "v2_chats",
    "create_chat_from_files": "v2_chats",
    "CreateChatFromFilesParams": "v2_chats",
    "create_chat_from_repo": "v2_chats",
    "CreateChatFromRepoParams": "v2_chats",
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
    "list_chats",
    "create_chat_v2",
    "CreateChatV2Params",
    "create_chat_async",
    "CreateChatAsyncParams",
    "create_chat_from_files",
    "CreateChatFromFilesParams",
    "create_chat_from_repo",
    "CreateChatFromRepoParams",
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
