"""Version 2 of the API for synchronous code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..resource import SyncGroup, SyncVersion

if TYPE_CHECKING:
    from .chats import SyncChats
    from .messages import SyncMessages

__all__ = ["SyncV2"]


class SyncV2(SyncVersion):
    """Version 2 of the API: ``client.v2``.

    Attributes:
        chats: Chats.
        messages: Their messages.
    """

    chats: Final = SyncGroup["SyncChats"]()
    messages: Final = SyncGroup["SyncMessages"]()
