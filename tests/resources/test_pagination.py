"""Lists in pages: one page, all entries, all pages; which requests are sent, when, and what ends a list."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from attrs import field, frozen, mutable

from tests.support.operations import OPERATIONS, Binding, both_bindings, by_method
from v0_client import (
    AsyncPaginator,
    InvalidRequestError,
    NotFoundError,
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
    """Responds by the query's `cursor` or `offset`, "" where there is none; records the queries."""

    pages: dict[str, Any] = field(factory=dict)
    refusals: list[int] = field(factory=list)  # statuses of the first responses
    queries: list[dict[str, str]] = field(factory=list)
    paths: list[str] = field(factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        query = dict(parse_qsl(request.url.query.decode("ascii"), keep_blank_values=True))
        self.queries.append(query)
        self.paths.append(request.url.path)
        if self.refusals:
            return httpx.Response(self.refusals.pop(0), json={"message": "refused"})
        return httpx.Response(200, json=self.pages[query.get("cursor", query.get("offset", ""))])

    @property
    def cursors(self) -> list[str | None]:
        return [query.get("cursor") for query in self.queries]

    @property
    def offsets(self) -> list[str | None]:
        return [query.get("offset") for query in self.queries]


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
async def client(service: Service) -> AsyncIterator[V0Client]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(service)) as http:
        yield V0Client("key-of-the-test", base_url="https://pages.test", http_client=http, max_retries=0)


def entries(*ids: str) -> list[dict[str, str]]:
    return [{"id": one} for one in ids]


def v1_page(*ids: str, cursor: str | int | None = None, more: bool | None = None) -> dict[str, Any]:
    fields = {"hasMore": more if more is not None else cursor is not None, "nextCursor": cursor}
    pagination = {key: value for key, value in fields.items() if value is not None}
    return {"object": "list", "data": entries(*ids), "pagination": pagination}


def chats_page(*ids: str, cursor: str | int | None = None) -> dict[str, Any]:
    return {"chats": entries(*ids), "cursor": cursor}


def messages_page(*ids: str, cursor: str | int | None = None) -> dict[str, Any]:
    return {"messages": entries(*ids), "cursor": cursor}


def usage_page(*ids: str, cursor: str | int | None = None) -> dict[str, Any]:
    return {"object": "list", "data": entries(*ids), "pagination": {"hasMore": cursor is not None, "cursor": cursor}}


def offset_page(*ids: str) -> dict[str, Any]:
    return {"object": "list", "data": entries(*ids)}


@frozen
class List:
    """A list that is paged by cursor."""

    operation: str
    page: Callable[..., dict[str, Any]]
    member: str
    entry_class: str

    def paginator(self, client: V0Client, **query: Any) -> AsyncPaginator[Any, Any]:
        return self.of(by_method, client, **query)

    def of(self, bind: Binding, client: V0Client, **query: Any) -> AsyncPaginator[Any, Any]:
        ids = OPERATIONS[self.operation].ids.values()
        paginator: AsyncPaginator[Any, Any] = bind(client, self.operation)(*ids, **query)
        return paginator


LISTS = [
    List("find_messages", v1_page, "data", "MessageSummary"),
    List("find_versions", v1_page, "data", "VersionSummary"),
    List("list_chats", chats_page, "chats", "Chat"),
    List("list_messages", messages_page, "messages", "Message"),
    List("get_usage_report", v1_page, "data", "UsageReportEvent"),
    List("list_usage_events", usage_page, "data", "UsageEvent"),
]
each_list = pytest.mark.parametrize("listed", LISTS, ids=[one.operation for one in LISTS])


async def ids_of(paginator: AsyncPaginator[Any, Any]) -> list[str]:
    return [entry.id async for entry in paginator]


# --------------------------------------------------------------------------------------------------------- by cursor


@each_list
@both_bindings
async def test_one_page_all_entries_and_all_pages(
    client: V0Client, service: Service, listed: List, bind: Binding
) -> None:
    service.pages = {
        "": listed.page("a", "b", cursor="c2"),
        "c2": listed.page("c", cursor="c3"),
        "c3": listed.page("d"),
    }
    operation = OPERATIONS[listed.operation]
    paginator = listed.of(bind, client)
    assert isinstance(paginator, AsyncPaginator)
    assert service.queries == []  # nothing is sent before it is awaited or iterated

    page = await paginator
    assert type(page).__name__ == operation.response_class
    assert [entry.id for entry in getattr(page, listed.member)] == ["a", "b"]
    assert service.cursors == [None]

    service.queries.clear()
    read = [entry async for entry in paginator]
    assert [entry.id for entry in read] == ["a", "b", "c", "d"]
    assert {type(entry).__name__ for entry in read} == {listed.entry_class}
    assert service.cursors == [None, "c2", "c3"]

    service.queries.clear()
    assert [type(page).__name__ async for page in paginator.iter_pages()] == 3 * [operation.response_class]
    assert service.cursors == [None, "c2", "c3"]
    assert set(service.paths) == {operation.path.format(**operation.ids)}


@each_list
async def test_iteration_begins_at_the_callers_cursor(client: V0Client, service: Service, listed: List) -> None:
    service.pages = {"c2": listed.page("c", cursor="c3"), "c3": listed.page("d")}
    assert await ids_of(listed.paginator(client, cursor="c2")) == ["c", "d"]
    assert service.cursors == ["c2", "c3"]


@each_list
async def test_a_cursor_that_is_a_number_leads_to_the_next_page(
    client: V0Client, service: Service, listed: List
) -> None:
    service.pages = {"": listed.page("a", cursor=1_700_000_000), "1700000000": listed.page("b")}
    assert await ids_of(listed.paginator(client)) == ["a", "b"]


@each_list
async def test_an_empty_page_in_the_middle_does_not_end_the_list(
    client: V0Client, service: Service, listed: List
) -> None:
    service.pages = {"": listed.page(cursor="c2"), "c2": listed.page(cursor="c3"), "c3": listed.page("a")}
    assert await ids_of(listed.paginator(client)) == ["a"]
    assert len([page async for page in listed.paginator(client).iter_pages()]) == 3


@each_list
async def test_an_empty_list(client: V0Client, service: Service, listed: List) -> None:
    service.pages = {"": listed.page()}
    assert await ids_of(listed.paginator(client)) == []
    assert len([page async for page in listed.paginator(client).iter_pages()]) == 1


@each_list
@pytest.mark.parametrize("last", ["left out", "null", "empty"])
async def test_each_form_of_no_next_page_ends_the_list(
    client: V0Client, service: Service, listed: List, last: str
) -> None:
    page = listed.page("a", cursor="x")
    holder = page.get("pagination", page)
    name = "nextCursor" if "nextCursor" in holder else "cursor"
    match last:
        case "left out":
            del holder[name]
        case "null":
            holder[name] = None
        case _:
            holder[name] = ""
    service.pages = {"": page}
    assert await ids_of(listed.paginator(client)) == ["a"]
    assert service.cursors == [None]


@pytest.mark.parametrize("listed", LISTS[:2], ids=["find_messages", "find_versions"])
async def test_has_more_of_version_1(client: V0Client, service: Service, listed: List) -> None:
    """False ends a list whose last page still has a cursor; where it is absent, the cursor decides."""
    without = listed.page("a", cursor="c2")
    del without["pagination"]["hasMore"]
    service.pages = {"": without, "c2": listed.page("b", cursor="c3", more=False)}
    assert await ids_of(listed.paginator(client)) == ["a", "b"]
    assert service.cursors == [None, "c2"]

    service.pages = {"": {"object": "list", "data": entries("a")}}  # no pagination at all
    assert await ids_of(listed.paginator(client)) == ["a"]
    service.pages = {"": listed.page("a", more=True)}  # more, but no cursor
    assert await ids_of(listed.paginator(client)) == ["a"]


@each_list
async def test_the_limit_is_kept_on_every_page(client: V0Client, service: Service, listed: List) -> None:
    service.pages = {"": listed.page("a", cursor="c/2 é&x=1"), "c/2 é&x=1": listed.page("b")}
    assert await ids_of(listed.paginator(client, limit=1)) == ["a", "b"]
    assert service.queries == [{"limit": "1"}, {"limit": "1", "cursor": "c/2 é&x=1"}]


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
    assert service.queries == [sent, {**sent, "cursor": "c2"}]


# --------------------------------------------------------------------------------------------------------- by offset


async def test_an_offset_list_ends_at_an_empty_page(client: V0Client, service: Service) -> None:
    service.pages = {"": offset_page("a", "b"), "2": offset_page("c"), "3": offset_page()}
    paginator = client.v1.chats.find(limit=2, is_favorite=False, metadata={"team": "core"})
    read = [entry async for entry in paginator]
    assert [entry.id for entry in read] == ["a", "b", "c"]
    assert {type(entry) for entry in read} == {models.ChatSummary}
    assert service.offsets == [None, "2", "3"]
    filters = {"limit": "2", "isFavorite": "false", "metadata[team]": "core"}
    assert [{k: v for k, v in query.items() if k != "offset"} for query in service.queries] == 3 * [filters]
    assert [len(page.data or ()) async for page in paginator.iter_pages()] == [2, 1, 0]


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


# ----------------------------------------------------------------------------------------------------- errors


@each_list
@pytest.mark.parametrize("names", ["itself", "the one before"])
async def test_a_circular_list_is_an_error(client: V0Client, service: Service, listed: List, names: str) -> None:
    back = "c3" if names == "itself" else "c2"
    service.pages = {
        "": listed.page("a", cursor="c2"),
        "c2": listed.page("b", cursor="c3"),
        "c3": listed.page("c", cursor=back),
    }
    iterator = aiter(listed.paginator(client))
    assert [(await anext(iterator)).id for _ in range(3)] == ["a", "b", "c"]  # the entries received are not lost
    with pytest.raises(ResponseDecodeError, match="the list is circular"):
        await anext(iterator)
    assert service.cursors == [None, "c2", "c3", back]
    page = await listed.paginator(client, cursor="c3")  # the page itself is valid
    assert [entry.id for entry in getattr(page, listed.member)] == ["c"]


@each_list
@pytest.mark.parametrize(
    "wrong", [[], "x", {"data": 1, "chats": 1, "messages": 1}, {"data": [{}], "chats": [{}], "messages": [{}]}]
)
async def test_a_malformed_page_is_an_error(client: V0Client, service: Service, listed: List, wrong: Any) -> None:
    service.pages = {"": listed.page("a", cursor="c2"), "c2": wrong}
    iterator = aiter(listed.paginator(client))
    assert (await anext(iterator)).id == "a"
    with pytest.raises(ResponseDecodeError):
        await anext(iterator)


@each_list
async def test_the_next_step_after_an_error_requests_the_same_page(
    client: V0Client, service: Service, listed: List
) -> None:
    service.pages = {"": listed.page("a", cursor="c2"), "c2": listed.page("b")}
    iterator = aiter(listed.paginator(client))
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
async def test_the_next_step_of_iter_pages_requests_the_same_page_too(
    client: V0Client, service: Service, listed: List
) -> None:
    service.pages = {"": listed.page("a", cursor="c2"), "c2": listed.page("b")}
    iterator = aiter(listed.paginator(client).iter_pages())
    await anext(iterator)
    service.refusals = [500]
    with pytest.raises(ServerError):
        await anext(iterator)
    await anext(iterator)
    for _ in range(2):
        with pytest.raises(StopAsyncIteration):
            await anext(iterator)
    assert service.cursors == [None, "c2", "c2"]


async def test_an_invalid_argument_is_refused_by_the_first_step(client: V0Client, service: Service) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        await ids_of(client.v2.chats.list(limit=0))
    assert caught.value.field == "limit"
    assert service.queries == []


# ------------------------------------------------------------------------------------------------ how much is requested


@each_list
async def test_a_page_is_requested_when_it_is_needed(client: V0Client, service: Service, listed: List) -> None:
    service.pages = {"": listed.page("a", "b", cursor="c2"), "c2": listed.page("c", cursor="c3")}
    iterator = aiter(listed.paginator(client))
    assert service.queries == []
    for _ in range(2):
        await anext(iterator)
        assert service.cursors == [None]
    await anext(iterator)
    assert service.cursors == [None, "c2"]


@each_list
async def test_leaving_early_requests_no_more_pages(client: V0Client, service: Service, listed: List) -> None:
    service.pages = {"": listed.page("a", "b", cursor="c2")}
    async for entry in listed.paginator(client):
        if entry.id == "b":
            break
    async for _ in listed.paginator(client).iter_pages():
        break
    assert service.cursors == [None, None]


@each_list
async def test_iterating_twice_requests_again(client: V0Client, service: Service, listed: List) -> None:
    paginator = listed.paginator(client)
    service.pages = {"": listed.page("a", cursor="c2"), "c2": listed.page("b")}
    assert await ids_of(paginator) == ["a", "b"]
    service.pages = {"": listed.page("c")}
    assert await ids_of(paginator) == ["c"]
    assert (await paginator).to_dict() == (await paginator).to_dict()
    assert service.cursors == [None, "c2", None, None, None]


@each_list
async def test_two_iterators_are_independent(client: V0Client, service: Service, listed: List) -> None:
    service.pages = {"": listed.page("a", cursor="c2"), "c2": listed.page("b")}
    paginator = listed.paginator(client)
    first, second = aiter(paginator), aiter(paginator)
    read = [(await anext(one)).id for one in (first, second, second, first)]
    assert read == ["a", "a", "b", "b"]
