"""Chats of version 1, which respond at once, later, or as a stream: ``client.v1.chats``."""

from __future__ import annotations

from typing import Final

from ..._resources.v1.chats import Chats
from ..blocking import blocking, downloading
from ..iterators import listing, polling
from ..resource import SyncResource
from ..streams import streaming

__all__ = ["SyncChats"]


class SyncChats(SyncResource):
    """Chats of version 1, which respond at once, later, or as a stream: ``client.v1.chats``."""

    create: Final = blocking(Chats.create)
    init: Final = blocking(Chats.init)
    find: Final = listing(Chats.find)
    get: Final = blocking(Chats.get)
    update: Final = blocking(Chats.update)
    delete: Final = blocking(Chats.delete)
    favorite: Final = blocking(Chats.favorite)
    fork: Final = blocking(Chats.fork)
    send_message: Final = blocking(Chats.send_message)
    find_messages: Final = listing(Chats.find_messages)
    get_message: Final = blocking(Chats.get_message)
    stop: Final = blocking(Chats.stop)
    resolve_task: Final = blocking(Chats.resolve_task)
    find_versions: Final = listing(Chats.find_versions)
    get_version: Final = blocking(Chats.get_version)
    update_version: Final = blocking(Chats.update_version)
    delete_version_files: Final = blocking(Chats.delete_version_files)
    download_version: Final = downloading(Chats.download_version)
    restore: Final = blocking(Chats.restore)
    stream: Final = streaming(Chats.stream)
    send_stream: Final = streaming(Chats.send_stream)
    resolve_stream: Final = streaming(Chats.resolve_stream)
    resume: Final = streaming(Chats.resume)
    create_and_wait: Final = blocking(Chats.create_and_wait)
    send_and_wait: Final = blocking(Chats.send_and_wait)
    resolve_and_wait: Final = blocking(Chats.resolve_and_wait)
    wait: Final = blocking(Chats.wait)
    poll: Final = polling(Chats.poll)
    download: Final = blocking(Chats.download)
