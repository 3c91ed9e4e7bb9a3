"""Polls and lists in pages, iterated by synchronous code."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, Concatenate, Generic, ParamSpec, Self, TypeVar, get_args

from .. import models
from ..pagination import AsyncPaginator
from .blocking import Mirror, mirroring

__all__ = ["PlainIterator", "SyncEntryIterator", "SyncPaginator", "listing", "polling"]

P = ParamSpec("P")
Page = TypeVar("Page")
T = TypeVar("T")

_RESOLVES_IN_ANNOTATIONS = models  # of what is returned here


class PlainIterator(Mirror, Generic[T]):
    """An asynchronous iterator as a plain one. One thread at a time may iterate it."""

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> T:
        try:
            item: T = self._thread.run(self._original.__anext__)
        except StopAsyncIteration:
            pass
        else:
            return item
        raise StopIteration


class SyncPaginator(Mirror, Generic[Page, T]):
    """A list in pages. Nothing is sent before it is iterated or asked for a page.

        page = client.v2.chats.list(limit=50).page()  # one page
        for chat in client.v2.chats.list(): ...       # the entries of all pages, each page requested when needed
        for page in client.v2.chats.list().iter_pages(): ...

    An entry that moves between pages while they are read may occur twice or not at all.
    """

    _original: AsyncPaginator[Page, T]

    def __repr__(self) -> str:
        return repr(self._original).replace(type(self._original).__name__, type(self).__name__)

    def page(self) -> Page:
        """Request one page, the first unless the list was asked to begin elsewhere. Raises V0Error."""

        async def request() -> Page:
            return await self._original

        return self._thread.run(request)

    def iter_pages(self) -> PlainIterator[Page]:
        """Iterate over pages instead of entries. After an error, the next step requests the same page again."""
        return PlainIterator(self._original.iter_pages(), self._thread)

    def __iter__(self) -> SyncEntryIterator[Page, T]:
        return SyncEntryIterator(self.iter_pages(), self._original.entries_of)


class SyncEntryIterator(Generic[Page, T]):
    """Iterates over the entries of pages."""

    def __init__(self, pages: PlainIterator[Page], entries_of: Callable[[Page], Any]) -> None:
        self._pages = pages
        self._entries_of = entries_of
        self._page: Any = ()
        self._index = 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> T:
        while self._index >= len(self._page):  # a filtered page may be empty while more follow
            self._page, self._index = self._entries_of(next(self._pages)), 0
        self._index += 1
        entry: T = self._page[self._index - 1]
        return entry


def polling(operation: Callable[Concatenate[Any, P], AsyncIterator[T]]) -> Callable[Concatenate[Any, P], Iterator[T]]:
    """A method that returns an asynchronous iterator as a plain one."""
    poller = operation.__globals__[operation.__annotations__["return"]]
    (item,) = get_args(poller.__orig_bases__[0])
    return mirroring(operation, PlainIterator, f"Iterator[{item.__forward_arg__}]", __name__)


def listing(
    operation: Callable[Concatenate[Any, P], AsyncPaginator[Page, T]],
) -> Callable[Concatenate[Any, P], SyncPaginator[Page, T]]:
    """A method that returns a list in pages."""
    returned = operation.__annotations__["return"]
    returns = str(returned).replace(AsyncPaginator.__name__, SyncPaginator.__name__)
    return mirroring(operation, SyncPaginator, returns, __name__)
