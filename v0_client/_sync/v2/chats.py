"""Chats of version 2: ``client.v2.chats``."""

from __future__ import annotations

from typing import Final

from ..._resources.v2.chats import Chats
from ..blocking import blocking, downloading
from ..iterators import listing
from ..resource import SyncResource
from ..streams import streaming

__all__ = ["SyncChats"]


class SyncChats(SyncResource):
    """Chats of version 2: ``client.v2.chats``."""

    create: Final = blocking(Chats.create)
    create_async: Final = blocking(Chats.create_async)
    create_from_files: Final = blocking(Chats.create_from_files)
    create_from_repo: Final = blocking(Chats.create_from_repo)
    create_from_vercel_project: Final = blocking(Chats.create_from_vercel_project)
    create_from_zip: Final = blocking(Chats.create_from_zip)
    stream: Final = streaming(Chats.stream)
    list: Final = listing(Chats.list)
    get: Final = blocking(Chats.get)
    update: Final = blocking(Chats.update)
    delete: Final = blocking(Chats.delete)
    duplicate: Final = blocking(Chats.duplicate)
    get_files: Final = blocking(Chats.get_files)
    update_files: Final = blocking(Chats.update_files)
    download_files: Final = downloading(Chats.download_files)
    restore_message: Final = blocking(Chats.restore_message)
    get_preview: Final = blocking(Chats.get_preview)
    get_connect_status: Final = blocking(Chats.get_connect_status)
    deploy: Final = blocking(Chats.deploy)
    create_vercel_project: Final = blocking(Chats.create_vercel_project)
    create_and_wait: Final = blocking(Chats.create_and_wait)
    create_once: Final = blocking(Chats.create_once)
    find_once: Final = blocking(Chats.find_once)
    resume: Final = streaming(Chats.resume)
    download: Final = blocking(Chats.download)
