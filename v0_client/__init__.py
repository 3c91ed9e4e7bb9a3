"""Async Python SDK for the v0 Platform API, which builds web apps from prompts.

    async with V0Client() as client:
        async with client.v2.chats.stream(message="A landing page for a bakery") as stream:
            async for text in stream.text_deltas():
                print(text, end="", flush=True)

`V0Client` is the way in; `models` and `api` hold the generated classes and functions, `sources` turns local files into
request bodies, `errors` is what is raised, and `sandbox` is a server to test against.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ._streaming.event_stream import EventStream
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
    from . import api, errors, models, sources
    from ._generated.types import UNSET, Unset
    from ._polling.settings import Poll
    from ._streaming.chat_stream import ChatStream
    from ._streaming.chat_stream_v1 import ChatStreamV1
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
    from .results import Resumed, StreamResult

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

# What a client needs no sooner than its first use of a version is imported when it is first asked for.
_LAZY = {
    "ChatStream": "._streaming.chat_stream",
    "ChatStreamV1": "._streaming.chat_stream_v1",
    "Download": ".downloads",
    "AsyncPaginator": ".pagination",
    "PendingConnection": ".pending_tasks",
    "PendingIntegration": ".pending_tasks",
    "PendingPermissions": ".pending_tasks",
    "PendingPlan": ".pending_tasks",
    "PendingQuestions": ".pending_tasks",
    "PendingTask": ".pending_tasks",
    "Poll": "._polling.settings",
    "Relay": ".relay",
    "Resumed": ".results",
    "StreamResult": ".results",
    "pending_task": ".pending_tasks",
    "UNSET": "._generated.types",
    "Unset": "._generated.types",
}
_LAZY_MODULES = {"api", "models", "sources"}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        value = getattr(import_module(_LAZY[name], __name__), name)
    elif name in _LAZY_MODULES:
        value = import_module(f".{name}", __name__)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value
