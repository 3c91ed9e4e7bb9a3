"""One async function per operation."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .v1_chats.create_chat import CreateChatParams as CreateChatParams
    from .v1_chats.create_chat import create_chat as create_chat
    from .v1_chats.get_chat import get_chat as get_chat
    from .v1_chats.init_chat import init_chat as init_chat
    from .v1_chats.stop_message import stop_message as stop_message
    from .v2_chats.create_chat_stream import CreateChatStreamParams as CreateChatStreamParams
    from .v2_chats.create_chat_stream import create_chat_stream as create_chat_stream
    from .v2_chats.get_chat_v2 import get_chat_v2 as get_chat_v2
    from .v2_chats.resume_chat import resume_chat as resume_chat
    from .v2_messages.get_message_v2 import get_message_v2 as get_message_v2
    from .v2_messages.list_messages import list_messages as list_messages
    from .v2_messages.stop_message_v2 import stop_message_v2 as stop_message_v2

_MODULES = {
    "create_chat": "v1_chats.create_chat",
    "CreateChatParams": "v1_chats.create_chat",
    "init_chat": "v1_chats.init_chat",
    "get_chat": "v1_chats.get_chat",
    "stop_message": "v1_chats.stop_message",
    "create_chat_stream": "v2_chats.create_chat_stream",
    "CreateChatStreamParams": "v2_chats.create_chat_stream",
    "get_chat_v2": "v2_chats.get_chat_v2",
    "resume_chat": "v2_chats.resume_chat",
    "list_messages": "v2_messages.list_messages",
    "get_message_v2": "v2_messages.get_message_v2",
    "stop_message_v2": "v2_messages.stop_message_v2",
}

# Spelt out, since mypy takes a computed list for none and every star-imported function for Any.
__all__ = [
    "create_chat",
    "CreateChatParams",
    "init_chat",
    "get_chat",
    "stop_message",
    "create_chat_stream",
    "CreateChatStreamParams",
    "get_chat_v2",
    "resume_chat",
    "list_messages",
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
