"""Version 1 of the API for synchronous code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..resource import SyncGroup, SyncVersion

if TYPE_CHECKING:
    from .chats import SyncChats

__all__ = ["SyncV1"]


class SyncV1(SyncVersion):
    """Version 1 of the API: ``client.v1``.

    Attributes:
        chats: Chats, their messages and versions.
    """

    chats: Final = SyncGroup["SyncChats"]()
