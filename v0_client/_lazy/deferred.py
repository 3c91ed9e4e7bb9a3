"""Classes that annotations refer to and that are imported when they are first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import lazy_attributes

if TYPE_CHECKING:
    from .._generated.client import Request
    from .._resources.v1 import V1
    from .._resources.v2 import V2
    from .._streaming.chat_stream import ChatOperations, ChatStream
    from .._streaming.chat_stream_v1 import ChatOperationsV1, ChatStreamV1
    from .._streaming.event_stream import EventStream
    from .._sync.v1 import SyncV1
    from .._sync.v2 import SyncV2
    from ..downloads import Destination, Download, Progress
    from ..observe import ObservedEvent
    from ..results import StreamResult
else:
    __getattr__ = lazy_attributes(
        __name__,
        {
            "ChatOperations": ".._streaming.chat_stream",
            "ChatOperationsV1": ".._streaming.chat_stream_v1",
            "ChatStream": ".._streaming.chat_stream",
            "ChatStreamV1": ".._streaming.chat_stream_v1",
            "Destination": "..downloads",
            "Download": "..downloads",
            "EventStream": ".._streaming.event_stream",
            "ObservedEvent": "..observe",
            "Progress": "..downloads",
            "Request": ".._generated.client",
            "StreamResult": "..results",
            "SyncV1": ".._sync.v1",
            "SyncV2": ".._sync.v2",
            "V1": ".._resources.v1",
            "V2": ".._resources.v2",
        },
    )

__all__ = [
    "V1",
    "V2",
    "ChatOperations",
    "ChatOperationsV1",
    "ChatStream",
    "ChatStreamV1",
    "Destination",
    "Download",
    "EventStream",
    "ObservedEvent",
    "Progress",
    "Request",
    "StreamResult",
    "SyncV1",
    "SyncV2",
]
