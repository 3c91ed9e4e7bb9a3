"""Lists in pages: what operations such as ``client.v2.chats.list()`` return."""

from __future__ import annotations

from ._generated.pagination import AsyncPaginator, EntryIterator, PageIterator

__all__ = ["AsyncPaginator", "EntryIterator", "PageIterator"]


def __dir__() -> list[str]:
    return __all__
