"""Lists that come in pages: awaited for one page, iterated for every entry."""

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
    """How the pages of one list hang together.

    Attributes:
        entries: The entries of a page.
        parameter: The query parameter that asks for another page: ``cursor``, or ``offset`` for a number of entries.
        following: The cursor of the page after this one, None on the last; not given where ``offset`` counts.
    """

    entries: Callable[[P], Sequence[T]]
    parameter: str
    following: Callable[[P], str | None] | None = None

    def after(self, page: P, request: Request) -> Request | None:
        """The request for the page after this one; None on the last."""
        if self.following is None:
            count = len(self.entries(page))
            following: Any = (request.query.get(self.parameter) or 0) + count if count else None
        else:
            following = self.following(page)
        return None if following is None else evolve(request, query={**request.query, self.parameter: following})


class Pages(Generic[P, T]):
    """A list that comes in pages; nothing is sent before it is awaited or iterated.

        page = await client.v2.chats.list(limit=50)      # one page
        async for chat in client.v2.chats.list(): ...    # every entry of every page, each asked for when it is due
        async for page in client.v2.chats.list().pages(): ...

    An entry that moves between pages while they are read may come twice or not at all.
    """

    def __init__(self, client: Transport, request: Request, parse: Callable[[Any], P], paging: Paging[P, T], /) -> None:
        self._client = client
        self._request = request
        self._parse = parse
        self._paging = paging

    def __await__(self) -> Generator[Any, Any, P]:
        return self._client.send_request(self._request, self._parse).__await__()

    def __aiter__(self) -> EntryIterator[P, T]:
        return EntryIterator(self.pages(), self._paging.entries)

    def pages(self) -> PageIterator[P, T]:
        """Iterate over whole pages."""
        return PageIterator(self._client, self._request, self._parse, self._paging)


class PageIterator(Generic[P, T]):
    """Iterates over pages. One that could not be read is asked for again by the next step."""

    def __init__(self, client: Transport, request: Request, parse: Callable[[Any], P], paging: Paging[P, T], /) -> None:
        self._client = client
        self._parse = parse
        self._paging = paging
        self._request: Request | None = request
        self._asked: set[Any] = set()

    def __aiter__(self) -> PageIterator[P, T]:
        return self

    async def __anext__(self) -> P:
        request = self._request
        if request is None:
            raise StopAsyncIteration

        place = request.query.get(self._paging.parameter)

        def read(value: Any) -> tuple[P, Request | None]:
            if place in self._asked:
                raise FieldError("the list goes round in a circle: it names a page that came before", "cursor")
            page = self._parse(value)
            return page, self._paging.after(page, request)

        page, self._request = await self._client.send_request(request, read)
        self._asked.add(place)
        return page


class EntryIterator(Generic[P, T]):
    """Iterates over the entries of pages."""

    def __init__(self, pages: PageIterator[P, T], entries: Callable[[P], Sequence[T]], /) -> None:
        self._pages = pages
        self._entries = entries
        self._page: Sequence[T] = ()
        self._given = 0

    def __aiter__(self) -> EntryIterator[P, T]:
        return self

    async def __anext__(self) -> T:
        while self._given >= len(self._page):  # a filtered page may be empty while more follow
            self._page, self._given = self._entries(await anext(self._pages)), 0
        self._given += 1
        return self._page[self._given - 1]
