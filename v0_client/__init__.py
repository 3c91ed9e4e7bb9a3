"""Async Python SDK for the v0 Platform API, which builds web apps from prompts.

    async with V0Client() as client:
        async with client.v2.chats.stream(message="A landing page for a bakery") as stream:
            async for text in stream.text_deltas():
                print(text, end="", flush=True)

Start with `V0Client`, or with `SyncV0Client` in synchronous code. `models` and `api` contain the generated classes and
functions, `sources` turns local files into request bodies, `errors` contains what is raised, and `sandbox` is a server
to test against.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import errors, models
from ._lazy import lazy_attributes
from ._version import __version__
from .client import V0Client
from .config import Timeouts
from .errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    ConflictError,
    DeltaError,
    EventTooLargeError,
    GenerationFailedError,
    InvalidRequestError,
    NotFoundError,
    PayloadTooLargeError,
    PaymentRequiredError,
    PermissionDeniedError,
    RateLimitError,
    ResponseDecodeError,
    ServerError,
    StreamDecodeError,
    StreamError,
    StreamIdleTimeoutError,
    StreamIncompleteError,
    UnprocessableEntityError,
    V0Error,
    WaitTimeoutError,
)

if TYPE_CHECKING:
    from . import api, sources
    from ._generated.types import UNSET, Unset
    from ._polling.settings import Poll
    from ._streaming.chat_stream import ChatStream
    from ._streaming.chat_stream_v1 import ChatStreamV1
    from ._streaming.event_stream import EventStream
    from ._streaming.resumable import Resumed
    from .downloads import Download
    from .pagination import AsyncPaginator
    from .pending_tasks import (
        PendingConnection,
        PendingIntegration,
        PendingPermissions,
        PendingPlan,
        PendingQuestions,
        PendingTask,
        pending_task,
    )
    from .relay import Relay
    from .results import StreamResult
    from .sync import SyncChatStream, SyncChatStreamV1, SyncPaginator, SyncRelay, SyncV0Client
else:
    # Imported when it is first used.
    __getattr__ = lazy_attributes(
        __name__,
        {
            "AsyncPaginator": ".pagination",
            "ChatStream": "._streaming.chat_stream",
            "ChatStreamV1": "._streaming.chat_stream_v1",
            "Download": ".downloads",
            "EventStream": "._streaming.event_stream",
            "PendingConnection": ".pending_tasks",
            "PendingIntegration": ".pending_tasks",
            "PendingPermissions": ".pending_tasks",
            "PendingPlan": ".pending_tasks",
            "PendingQuestions": ".pending_tasks",
            "PendingTask": ".pending_tasks",
            "Poll": "._polling.settings",
            "Relay": ".relay",
            "Resumed": "._streaming.resumable",
            "StreamResult": ".results",
            "SyncChatStream": ".sync",
            "SyncChatStreamV1": ".sync",
            "SyncPaginator": ".sync",
            "SyncRelay": ".sync",
            "SyncV0Client": ".sync",
            "UNSET": "._generated.types",
            "Unset": "._generated.types",
            "api": ".api",
            "pending_task": ".pending_tasks",
            "sources": ".sources",
        },
    )

__all__ = [
    "UNSET",
    "APIConnectionError",
    "APIStatusError",
    "APITimeoutError",
    "AsyncPaginator",
    "AuthenticationError",
    "BadRequestError",
    "ChatStream",
    "ChatStreamV1",
    "ConfigurationError",
    "ConflictError",
    "DeltaError",
    "Download",
    "EventStream",
    "EventTooLargeError",
    "GenerationFailedError",
    "InvalidRequestError",
    "NotFoundError",
    "PayloadTooLargeError",
    "PaymentRequiredError",
    "PendingConnection",
    "PendingIntegration",
    "PendingPermissions",
    "PendingPlan",
    "PendingQuestions",
    "PendingTask",
    "PermissionDeniedError",
    "Poll",
    "RateLimitError",
    "Relay",
    "ResponseDecodeError",
    "Resumed",
    "ServerError",
    "StreamDecodeError",
    "StreamError",
    "StreamIdleTimeoutError",
    "StreamIncompleteError",
    "StreamResult",
    "SyncChatStream",
    "SyncChatStreamV1",
    "SyncPaginator",
    "SyncRelay",
    "SyncV0Client",
    "Timeouts",
    "UnprocessableEntityError",
    "Unset",
    "V0Client",
    "V0Error",
    "WaitTimeoutError",
    "__version__",
    "api",
    "errors",
    "models",
    "pending_task",
    "sources",
]


def __dir__() -> list[str]:
    return __all__
