"""Version 2 of the API: ``client.v2``."""

from __future__ import annotations

from ..._http.transport import Transport
from .chats import Chats
from .messages import Messages

__all__ = ["V2"]


class V2:
    """Version 2 of the API: ``client.v2``.

    Attributes:
        chats: Chats.
        messages: Their messages.
    """

    def __init__(self, transport: Transport) -> None:
        self.chats: Chats = Chats(transport)
        self.messages: Messages = Messages(transport)

    def __repr__(self) -> str:
        return "<client.v2>"
