"""Version 1 of the API: ``client.v1``."""

from __future__ import annotations

from ..._http.transport import Transport
from .chats import Chats

__all__ = ["V1"]


class V1:
    """Version 1 of the API: ``client.v1``.

    Attributes:
        chats: Chats.
    """

    def __init__(self, transport: Transport) -> None:
        self.chats: Chats = Chats(transport)

    def __repr__(self) -> str:
        return "<client.v1>"
