"""Lists in pages: one page, every entry, every page; what is asked for, when, and what ends it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from attrs import field, frozen, mutable

from tests.support.operations import OPERATIONS, Binding, both_bindings, by_method
from v0_client import (
    InvalidRequestError,
    NotFoundError,
    Pages,
    PermissionDeniedError,
    ResponseDecodeError,
    ServerError,
    V0Client,
    api,
    models,
)

pytestmark = pytest.mark.anyio

# ------------------------------------------------------------------------------------------------------- a service


@mutable
class Service:
    """Answers by the query's `cursor` or `offset`, "" where there is none; keeps the queries it was asked."""

    pages: dict[str, Any] = field(factory=dict)
    refusals: list[int] = field(factory=list)  # statuses, given out first
    asked: list[dict[str, str]] = field(factory=list)
    paths: list[str] = field(factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        query = dict(parse_qsl(request.url.query.decode("ascii"), keep_blank_values=True))
        self.asked.append(query)
        self.paths.append(request.url.path)
        if self.refusals:
            return httpx.Response(self.refusals.pop(0), json={"message": "refused"})
        return httpx.Response(200, json=self.pages[query.get("cursor", query.get("offset", ""))])

    @property
    def cursors(self) -> list[str | None]:
        return [query.get("cursor") for query in self.asked]

    @property
    def offsets(self) -> list[str | None]:
        return [query.get("offset") for query in self.asked]


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
async def client(service: Service) -> AsyncIterator[V0Client]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(service)) as http:
        yield V0Client("key-of-the-test", base_url="https://pages.test", http_client=http, max_retries=0)


def entries(*ids: str) -> list[dict[str, str]]:
    return [{"id": one} for one in ids]


def v1_page(*ids: str, cursor: str | None = None, more: bool | None = None) -> dict[str, Any]:
    told = {"hasMore": more if more is not None else cursor is not None, "nextCursor": cursor}
    pagination = {key: value for key, value in told.items() if value is not None}
    return {"object": "list", "data": entries(*ids), "pagination": pagination}


def chats_page(*ids: str, cursor: str | None = None) -> dict[str, Any]:
    return {"chats": entries(*ids), "cursor": cursor}


def messages_page(*ids: str, cursor: str | None = None) -> dict[str, Any]:
    return {"messages": entries(*ids), "cursor": cursor}


def offset_page(*ids: str) -> dict[str, Any]:
    return {"object": "list", "data": entries(*ids)}


@frozen
class List:
    """A list that goes by cursor."""

    operation: str
    page: Callable[..., dict[str, Any]]
    member: str
    entry_class: str

    def pages(self, client: V0Client, **query: Any) -> Pages[Any, Any]:
        return self.of(by_method, client, **query)

    def of(self, bind: Binding, client: V0Client, **query: Any) -> Pages[Any, Any]:
        pages: Pages[Any, Any] = bind(client, self.operation)(*OPERATIONS[self.operation].ids.values(), **query)
        return pages


LISTS = [
    List("find_messages", v1_page, "data", "MessageSummary"),
    List("find_versions", v1_page, "data", "VersionSummary"),
    List("list_chats", chats_page, "chats", "Chat"),
    List("list_messages", messages_page, "messages", "Message"),
]
each_list = pytest.mark.parametrize("listed", LISTS, ids=[one.operation for one in LISTS])


async def ids_of(pages: Pages[Any, Any]) -> list[str]:
    return [entry.id async for entry in pages]


# --------------------------------------------------------------------------------------------------------- by cursor


@each_list
@both_bindings
async def test_one_page_every_entry_every_page(client: V0Client, service: Service, listed: List, bind: Binding) -> None:
    service.pages = {
        "": listed.page("a", "b", cursor="c2"),
        "c2": listed.page("c", cursor="c3"),
        "c3": listed.page("d"),
    }
    operation = OPERATIONS[listed.operation]
    pages = listed.of(bind, client)
    assert isinstance(pages, Pages)
    assert service.asked == []  # nothing is sent before it is awaited or iterated

    page = await pages
    assert type(page).__name__ == operation.response_class
    assert [entry.id for entry in getattr(page, listed.member)] == ["a", "b"]
    assert service.cursors == [None]

    service.asked.clear()
    read = [entry async for entry in pages]
    assert [entry.id for entry in read] == ["a", "b", "c", "d"]
    assert {type(entry).__name__ for entry in read} == {listed.entry_class}
    assert service.cursors == [None, "c2", "c3"]

    service.asked.clear()
    assert [type(page).__name__ async for page in pages.pages()] == 3 * [operation.response_class]
    assert service.cursors == [None, "c2", "c3"]
    assert set(service.paths) == {operation.path.format(**operation.ids)}


@each_list
async def test_a_cursor_of_the_callers_is_where_it_begins(client: V0Client, service: Service, listed: List) -> None:
    service.pages = {"c2": listed.page("c", cursor="c3"), "c3": listed.page("d")}
    assert await ids_of(listed.pages(client, cursor="c2")) == ["c", "d"]
    assert service.cursors == ["c2", "c3"]


@each_list
async def test_an_empty_page_in_the_middle_is_no_end(client: V0Client, service: Service, listed: List) -> None:
    service.pages = {"": listed.page(cursor="c2"), "c2": listed.page(cursor="c3"), "c3": listed.page("a")}
    assert await ids_of(listed.pages(client)) == ["a"]
    assert len([page async for page in listed.pages(client).pages()]) == 3


@each_list
async def test_an_empty_list(client: V0Client, service: Service, listed: List) -> None:
    service.pages = {"": listed.page()}
    assert await ids_of(listed.pages(client)) == []
    assert len([page async for page in listed.pages(client).pages()]) == 1


@each_list
@pytest.mark.parametrize("last", ["left out", "null", "empty"])
async def test_what_says_that_there_is_no_more(client: V0Client, service: Service, listed: List, last: str) -> None:
    page = listed.page("a", cursor="x")
    holder, name = (page["pagination"], "nextCursor") if "pagination" in page else (page, "cursor")
    match last:
        case "left out":
            del holder[name]
        case "null":
            holder[name] = None
        case _:
            holder[name] = ""
    service.pages = {"": page}
    assert await ids_of(listed.pages(client)) == ["a"]
    assert service.cursors == [None]


@pytest.mark.parametrize("listed", LISTS[:2], ids=["find_messages", "find_versions"])
async def test_has_more_of_version_1(client: V0Client, service: Service, listed: List) -> None:
    """It alone ends a list whose last page still has a cursor; where it is not told, the cursor decides."""
    untold = listed.page("a", cursor="c2")
    del untold["pagination"]["hasMore"]
    service.pages = {"": untold, "c2": listed.page("b", cursor="c3", more=False)}
    assert await ids_of(listed.pages(client)) == ["a", "b"]
    assert service.cursors == [None, "c2"]

    service.pages = {"": {"object": "list", "data": entries("a")}}  # no word of pages at all
    assert await ids_of(listed.pages(client)) == ["a"]
    service.pages = {"": listed.page("a", more=True)}  # more, but no way to it
    assert await ids_of(listed.pages(client)) == ["a"]


@each_list
async def test_the_limit_is_kept_on_every_page(client: V0Client, service: Service, listed: List) -> None:
    service.pages = {"": listed.page("a", cursor="c/2 é&x=1"), "c/2 é&x=1": listed.page("b")}
    assert await ids_of(listed.pages(client, limit=1)) == ["a", "b"]
    assert service.asked == [{"limit": "1"}, {"limit": "1", "cursor": "c/2 é&x=1"}]


async def test_filters_are_kept_on_every_page(client: V0Client, service: Service) -> None:
    service.pages = {"": chats_page("a", cursor="c2"), "c2": chats_page("b")}
    filters = {"limit": 1, "author_id": "user_1", "vercel_project_id": "vp_1", "metadata": {"team": "core", "k": ""}}
    assert await ids_of(client.v2.chats.list(**filters)) == ["a", "b"]
    sent = {
        "limit": "1",
        "authorId": "user_1",
        "vercelProjectId": "vp_1",
        "metadata[team]": "core",
        "metadata[k]": "",
    }
    assert service.asked == [sent, {**sent, "cursor": "c2"}]


# --------------------------------------------------------------------------------------------------------- by offset


async def test_an_offset_list_ends_at_an_empty_page(client: V0Client, service: Service) -> None:
    service.pages = {"": offset_page("a", "b"), "2": offset_page("c"), "3": offset_page()}
    pages = client.v1.chats.find(limit=2, is_favorite=False, metadata={"team": "core"})
    read = [entry async for entry in pages]
    assert [entry.id for entry in read] == ["a", "b", "c"]
    assert {type(entry) for entry in read} == {models.ChatSummary}
    assert service.offsets == [None, "2", "3"]
    filters = {"limit": "2", "isFavorite": "false", "metadata[team]": "core"}
    assert [{k: v for k, v in query.items() if k != "offset"} for query in service.asked] == 3 * [filters]
    assert [len(page.data or ()) async for page in pages.pages()] == [2, 1, 0]


async def test_an_offset_of_the_callers_is_where_it_begins(client: V0Client, service: Service) -> None:
    service.pages = {"5": offset_page("f"), "6": offset_page()}
    assert await ids_of(api.find_chats(client, offset=5)) == ["f"]
    assert service.offsets == ["5", "6"]
    page = await client.v1.chats.find(offset=6)
    assert page.data == []


async def test_an_offset_list_without_its_entries_ends(client: V0Client, service: Service) -> None:
    service.pages = {"": {"object": "list"}}
    assert await ids_of(client.v1.chats.find()) == []
    assert service.offsets == [None]


# ----------------------------------------------------------------------------------------------------- what goes wrong


@each_list
@pytest.mark.parametrize("names", ["itself", "the one before"])
async def test_a_list_that_goes_round_in_a_circle(client: V0Client, service: Service, listed: List, names: str) -> None:
    back = "c3" if names == "itself" else "c2"
    service.pages = {
        "": listed.page("a", cursor="c2"),
        "c2": listed.page("b", cursor="c3"),
        "c3": listed.page("c", cursor=back),
    }
    iterator = aiter(listed.pages(client))
    assert [(await anext(iterator)).id for _ in range(3)] == ["a", "b", "c"]  # nothing that came is lost
    with pytest.raises(ResponseDecodeError, match="round in a circle"):
        await anext(iterator)
    assert service.cursors == [None, "c2", "c3", back]
    page = await listed.pages(client, cursor="c3")  # by itself it is as good as any
    assert [entry.id for entry in getattr(page, listed.member)] == ["c"]


@each_list
@pytest.mark.parametrize(
    "wrong", [[], "x", {"data": 1, "chats": 1, "messages": 1}, {"data": [{}], "chats": [{}], "messages": [{}]}]
)
async def test_a_page_that_is_none(client: V0Client, service: Service, listed: List, wrong: Any) -> None:
    service.pages = {"": listed.page("a", cursor="c2"), "c2": wrong}
    iterator = aiter(listed.pages(client))
    assert (await anext(iterator)).id == "a"
    with pytest.raises(ResponseDecodeError):
        await anext(iterator)


@each_list
async def test_a_failing_page_is_asked_for_again_by_the_next_step(
    client: V0Client, service: Service, listed: List
) -> None:
    service.pages = {"": listed.page("a", cursor="c2"), "c2": listed.page("b")}
    iterator = aiter(listed.pages(client))
    service.refusals = [403]
    with pytest.raises(PermissionDeniedError):
        await anext(iterator)
    assert (await anext(iterator)).id == "a"
    service.refusals = [500, 404]
    with pytest.raises(ServerError):
        await anext(iterator)
    with pytest.raises(NotFoundError):
        await anext(iterator)
    assert (await anext(iterator)).id == "b"
    for _ in range(2):
        with pytest.raises(StopAsyncIteration):
            await anext(iterator)
    assert service.cursors == [None, None, "c2", "c2", "c2"]


@each_list
async def test_pages_that_fail_are_asked_for_again_too(client: V0Client, service: Service, listed: List) -> None:
    service.pages = {"": listed.page("a", cursor="c2"), "c2": listed.page("b")}
    iterator = aiter(listed.pages(client).pages())
    await anext(iterator)
    service.refusals = [500]
    with pytest.raises(ServerError):
        await anext(iterator)
    await anext(iterator)
    for _ in range(2):
        with pytest.raises(StopAsyncIteration):
            await anext(iterator)
    assert service.cursors == [None, "c2", "c2"]


async def test_what_is_refused_is_refused_by_the_first_step(client: V0Client, service: Service) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        await ids_of(client.v2.chats.list(limit=0))
    assert caught.value.field == "limit"
    assert service.asked == []


# ------------------------------------------------------------------------------------------------ how much is asked for


@each_list
async def test_a_page_is_asked_for_when_it_is_due(client: V0Client, service: Service, listed: List) -> None:
    service.pages = {"": listed.page("a", "b", cursor="c2"), "c2": listed.page("c", cursor="c3")}
    iterator = aiter(listed.pages(client))
    assert service.asked == []
    for _ in range(2):
        await anext(iterator)
        assert service.cursors == [None]
    await anext(iterator)
    assert service.cursors == [None, "c2"]


@each_list
async def test_leaving_early_asks_for_no_more(client: V0Client, service: Service, listed: List) -> None:
    service.pages = {"": listed.page("a", "b", cursor="c2")}
    async for entry in listed.pages(client):
        if entry.id == "b":
            break
    async for _ in listed.pages(client).pages():
        break
    assert service.cursors == [None, None]


@each_list
async def test_iterating_twice_asks_anew(client: V0Client, service: Service, listed: List) -> None:
    pages = listed.pages(client)
    service.pages = {"": listed.page("a", cursor="c2"), "c2": listed.page("b")}
    assert await ids_of(pages) == ["a", "b"]
    service.pages = {"": listed.page("c")}
    assert await ids_of(pages) == ["c"]
    assert (await pages).to_dict() == (await pages).to_dict()
    assert service.cursors == [None, "c2", None, None, None]


@each_list
async def test_two_at_once_are_apart(client: V0Client, service: Service, listed: List) -> None:
    service.pages = {"": listed.page("a", cursor="c2"), "c2": listed.page("b")}
    pages = listed.pages(client)
    first, second = aiter(pages), aiter(pages)
    read = [(await anext(one)).id for one in (first, second, second, first)]
    assert read == ["a", "a", "b", "b"]
