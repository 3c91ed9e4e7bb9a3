"""Lists in pages: awaited for one page, iterated for every entry."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Any, Generic, TypeVar

from attrs import evolve, frozen

from .client import Request, Transport
from .errors import FieldError

P = TypeVar("P")
T = TypeVar("T")


@frozen
class Paging(Generic[P, T]):
    """How one page of a list leads to the next.

    Attributes:
        entries: The entries of a page.
        parameter: The query parameter that requests another page: ``cursor``, or ``offset`` for a number of entries.
        next_cursor: The cursor of the next page, None on the last; not given where ``offset`` counts.
    """

    entries: Callable[[P], Sequence[T]]
    parameter: str
    next_cursor: Callable[[P], str | None] | None = None

    def after(self, page: P, request: Request) -> Request | None:
        """The request for the next page; None on the last."""
        if self.next_cursor is None:
            count = len(self.entries(page))
            position: Any = (request.query.get(self.parameter) or 0) + count if count else None
        else:
            position = self.next_cursor(page)
            if isinstance(position, (int, float)):  # a scalar of another type than declared is kept as it came
                position = str(position)
        return None if position is None else evolve(request, query={**request.query, self.parameter: position})


class AsyncPaginator(Generic[P, T]):
    """A list in pages. Nothing is sent before it is awaited or iterated.

        page = await client.v2.chats.list(limit=50)      # one page
        async for chat in client.v2.chats.list(): ...    # the entries of all pages, each page requested when needed
        async for page in client.v2.chats.list().iter_pages(): ...

    An entry that moves between pages while they are read may occur twice or not at all.
    """

    def __init__(self, client: Transport, request: Request, parse: Callable[[Any], P], paging: Paging[P, T], /) -> None:
        self._client = client
        self._request = request
        self._parse = parse
        self._paging = paging

    def __await__(self) -> Generator[Any, Any, P]:
        return self._client.send_request(self._request, self._parse).__await__()

    def __aiter__(self) -> EntryIterator[P, T]:
        return EntryIterator(self.iter_pages(), self._paging.entries)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._request.method} {self._request.template}>"

    def entries_of(self, page: P) -> Sequence[T]:
        """The entries of a page."""
        return self._paging.entries(page)

    def iter_pages(self) -> PageIterator[P, T]:
        """Iterate over pages instead of entries."""
        return PageIterator(self._client, self._request, self._parse, self._paging)


class PageIterator(Generic[P, T]):
    """Iterates over pages. After an error, the next step requests the same page again."""

    def __init__(self, client: Transport, request: Request, parse: Callable[[Any], P], paging: Paging[P, T], /) -> None:
        self._client = client
        self._parse = parse
        self._paging = paging
        self._request: Request | None = request
        self._visited: set[Any] = set()

    def __aiter__(self) -> PageIterator[P, T]:
        return self

    async def __anext__(self) -> P:
        request = self._request
        if request is None:
            raise StopAsyncIteration

        position = request.query.get(self._paging.parameter)

        def parse(value: Any) -> tuple[P, Request | None]:
            if position in self._visited:
                raise FieldError("the list is circular: its cursor leads back to an earlier page", "cursor")
            page = self._parse(value)
            return page, self._paging.after(page, request)

        page, self._request = await self._client.send_request(request, parse)
        self._visited.add(position)
        return page


class EntryIterator(Generic[P, T]):
    """Iterates over the entries of pages."""

    def __init__(self, pages: PageIterator[P, T], entries: Callable[[P], Sequence[T]], /) -> None:
        self._pages = pages
        self._entries = entries
        self._page: Sequence[T] = ()
        self._index = 0

    def __aiter__(self) -> EntryIterator[P, T]:
        return self

    async def __anext__(self) -> T:
        while self._index >= len(self._page):  # a filtered page may be empty while more follow
            self._page, self._index = self._entries(await anext(self._pages)), 0
        self._index += 1
        return self._page[self._index - 1]
