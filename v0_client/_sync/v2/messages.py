"""Messages of version 2 chats: ``client.v2.messages``."""

from __future__ import annotations

from typing import Final

from ..._resources.v2.messages import Messages
from ..blocking import blocking
from ..iterators import listing, polling
from ..resource import SyncResource
from ..streams import streaming

__all__ = ["SyncMessages"]


class SyncMessages(SyncResource):
    """Messages of version 2 chats: ``client.v2.messages``."""

    send: Final = blocking(Messages.send)
    send_stream: Final = streaming(Messages.send_stream)
    send_async: Final = blocking(Messages.send_async)
    resolve: Final = blocking(Messages.resolve)
    resolve_stream: Final = streaming(Messages.resolve_stream)
    resolve_async: Final = blocking(Messages.resolve_async)
    list: Final = listing(Messages.list)
    get: Final = blocking(Messages.get)
    stop: Final = blocking(Messages.stop)
    send_and_wait: Final = blocking(Messages.send_and_wait)
    wait: Final = blocking(Messages.wait)
    poll: Final = polling(Messages.poll)
