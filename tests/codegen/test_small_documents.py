"""Names and shapes that collide with Python or with the generated code: they work, or are refused with the place."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytest.importorskip("openapi_python_client", reason="generating needs openapi-python-client, of the `check` group")
pytest.importorskip("yaml", reason="reading the document needs PyYAML")

from tests.codegen.small_documents import OK, Client, Package, field, obj, operation, query, ref, write_document

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def building() -> Iterator[ModuleType]:
    """scripts/codegen/building.py; its changes to the process are undone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "scripts"))
        patch.setenv("PATH", "/usr/bin:/bin")
        from codegen import building

        yield building


# ------------------------------------------------------------------------------------------------------ what works

UNLUCKY = {
    **dict.fromkeys(("field", "to_dict", "from_dict", "additional_properties", "wire_check", "self"), "string"),
    **dict.fromkeys(("models", "unions", "checks", "property", "list", "dict", "str", "from", "class"), "string"),
    **dict.fromkeys(("type", "object", "format", "input", "id", "zip", "billingType", "_id", "x-odd"), "string"),
}
MEMBERS = (
    "client",
    "models",
    "timeout",
    "poll",
    "on_update",
    "on_timeout",
    "unions",
    "body",
    "nullable",
    "from",
    "type",
)
PATHS = {
    "/names": {"post": operation("send_names", ref("Names"), body=ref("Names"))},
    "/members": {"post": operation("send_members", ref("Ok"), body=ref("Members"))},
    "/hooks": {"get": operation("list_hooks", {"type": "array", "items": ref("Hook")})},
    "/hooks/ids": {"get": operation("list_hook_ids", ref("Ids"))},
    "/hooks/all": {
        "get": operation("list_named_hooks", ref("Hooks")),
        "delete": operation("delete_hooks", status="204"),
    },
    "/hooks/maybe": {
        "get": {
            **operation("list_maybe", {"type": "array", "items": ref("Hook")}),
            "responses": {
                "200": {
                    "description": "Them.",
                    "content": {"application/json": {"schema": {"type": "array", "items": ref("Hook")}}},
                },
                "204": {"description": "None."},
            },
        }
    },
    "/hooks/counts": {"get": operation("count_hooks", ref("Counts"))},
    "/hooks/by-name": {"get": operation("hooks_by_name", ref("HooksByName"))},
    "/hooks/{hookId}": {
        "parameters": [query("hookId", {"type": "string"}, required=True, place="path")],
        "delete": operation("delete_hook", ref("Ok"), body=ref("Reason"), deprecated=True),
    },
    "/billing": {
        "get": operation(
            "get_billing",
            ref("Billing"),
            parameters=[query("decrypted", {"type": "boolean"}), query("since", {"type": "integer"})],
        )
    },
    "/servers": {"post": operation("create_server", ref("Server"), body=ref("Server"))},
    "/list": {"get": operation("get_list", ref("List"))},
}
SCHEMAS = {
    "Names": obj(**{name: field(kind) for name, kind in UNLUCKY.items()}),
    "Nested": obj(names=field(ref("Names")), many=field({"type": "array", "items": ref("Names")})),
    "Members": obj(("client",), nested=field(ref("Nested")), **{name: field("string") for name in MEMBERS}),
    "Hook": obj(("id",), id=field("string"), createdAt=field("integer")),
    "Hooks": {"type": "array", "items": ref("Hook"), "description": "Hooks."},
    "Ids": {"type": "array", "items": {"type": "string"}, "description": "Ids."},
    "Counts": {"type": "object", "description": "Counts.", "additionalProperties": {"type": "integer"}},
    "HooksByName": {"type": "object", "description": "Hooks.", "additionalProperties": ref("Hook")},
    "Reason": obj(why=field("string")),
    "Flat": obj(("billingType",), billingType={"const": "flat"}, limit=field("number")),
    "Token": obj(("billingType",), billingType={"const": "token"}, credits=field("number")),
    "UnknownBilling": {"type": "object", "x-catch-all": True, "description": "Another."},
    "Billing": {"description": "Either.", "anyOf": [ref("Flat"), ref("Token"), ref("UnknownBilling")]},
    "Bearer": obj(("authType", "token"), authType={"const": "bearer"}, token=field("string", **{"x-secret": True})),
    "OAuth": obj(("authType",), authType={"const": "oauth"}, scope=field("string")),
    "Auth": {"description": "Either.", "oneOf": [ref("Bearer"), ref("OAuth")]},
    "Server": obj(
        ("id",), id=field("string"), auth=field(ref("AuthOrUnknown")), key=field("string", **{"x-secret": True})
    ),
    "UnknownAuth": {"type": "object", "x-catch-all": True, "description": "Another."},
    "AuthOrUnknown": {"description": "Either.", "anyOf": [ref("Bearer"), ref("OAuth"), ref("UnknownAuth")]},
    "List": obj(items=field({"type": "array", "items": ref("List")})),
}


@pytest.fixture(scope="module")
def package(building: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("small")
    building.build(write_document(folder / "small.yaml", PATHS, **SCHEMAS), folder / "small_package")
    package = Package(folder / "small_package")
    yield package
    package.unload()


async def test_unlucky_properties_are_renamed(package: Any) -> None:
    names = package.models.Names
    wire = {name: f"the {name}" for name in UNLUCKY}
    read = names.from_dict(wire)
    assert read.to_dict() == wire
    attributes = {a.name for a in names.__attrs_attrs__}
    assert {"field_", "to_dict_", "from_dict_", "additional_properties_", "self_", "from_", "class_"} < attributes
    # The wire's own names wherever Python allows them.
    assert {"type", "object", "format", "input", "id", "zip", "billing_type", "field_id", "x_odd"} < attributes
    assert read.additional_properties == {}
    client, send = Client(wire), package.api.send_names
    arguments = [*inspect.signature(send).parameters][1:]
    assert await send(client, **dict(zip(arguments, wire.values(), strict=True))) == read
    assert client.request.content() == wire
    await package.api.send_members(client, client_="x", nested={"names": read})
    assert client.request.content()["nested"] == {"names": wire}


async def test_unlucky_members_of_a_body_are_arguments(package: Any) -> None:
    send = package.api.send_members
    arguments = [*inspect.signature(send).parameters][1:]
    assert {"client_", "models_", "timeout_", "poll_", "on_update_", "on_timeout_", "from_", "type"} < set(arguments)
    client = Client({})
    values = {name: name.removesuffix("_") for name in arguments if name != "nested"}
    await send(client, **values)
    assert client.request.content() == {name: name for name in MEMBERS}
    await send(client, client_=1)
    with pytest.raises(package.errors.FieldError) as caught:
        client.request.content()
    assert caught.value.field == "client_"


async def test_a_dict_may_have_either_spelling(package: Any) -> None:
    client = Client({})
    nested = {"names": {"billing_type": "flat", "from_": "a", "unheard_of": 1}, "many": [{"billingType": "b"}]}
    await package.api.send_members(client, client_="x", nested=nested)
    assert client.request.content()["nested"] == {
        "names": {"billingType": "flat", "from": "a", "unheard_of": 1},
        "many": [{"billingType": "b"}],
    }


async def test_lists_and_maps_are_responses(package: Any) -> None:
    api, models = package.api, package.models
    hooks = [{"id": "a"}, {"id": "b", "createdAt": 1_700_000_000}]
    for list_them in (api.list_hooks, api.list_named_hooks, api.list_maybe):
        read = await list_them(Client(hooks))
        assert read == [models.Hook(id="a"), models.Hook(id="b", created_at=1_700_000_000)]
        with pytest.raises(ValueError, match="must be a list"):
            await list_them(Client({"data": hooks}))
    assert await api.list_maybe(Client(None)) == []
    assert await api.list_hook_ids(Client(["a"])) == ["a"]
    assert await api.count_hooks(Client({"a": 1})) == {"a": 1}
    assert await api.hooks_by_name(Client({"x": {"id": "a"}})) == {"x": models.Hook(id="a")}
    assert await api.delete_hooks(Client(None)) is None
    assert (await api.get_list(Client({"items": [{"items": []}]}))).items == [models.List(items=[])]


async def test_delete_may_have_a_body(package: Any) -> None:
    client = Client({"ok": True})
    with pytest.warns(DeprecationWarning, match="Deprecated by the API"):
        await package.api.delete_hook(client, "a/b", why="old")
    assert (client.request.method, client.request.path()) == ("DELETE", "/hooks/a%2Fb")
    assert client.request.content() == {"why": "old"}
    assert "Deprecated." in package.api.delete_hook.__doc__
    assert "Deprecated." not in package.api.ping.__doc__


async def test_any_constant_discriminates_a_union(package: Any) -> None:
    models, get = package.models, package.api.get_billing
    assert await get(Client({"billingType": "flat", "limit": 3})) == models.Flat(limit=3)
    assert await get(Client({"billingType": "token"})) == models.Token()
    assert (await get(Client({"billingType": "new"}))).raw == {"billingType": "new"}
    client = Client({"billingType": "flat"})
    await get(client, decrypted=True, since=1_700_000_000)
    assert client.request.params() == {"decrypted": "true", "since": "1700000000"}


async def test_secrets_are_sent_and_never_shown(package: Any) -> None:
    models, client = package.models, Client({"id": "s"})
    auth = models.Bearer(token="hunter2")
    for given in (auth, auth.to_dict(), {"auth_type": "bearer", "token": "hunter2"}):
        await package.api.create_server(client, id="s", auth=given, key="hunter2")
        assert client.request.content()["auth"] == {"authType": "bearer", "token": "hunter2"}
        assert "hunter2" not in repr(client.request)
    await package.api.create_server(client, id="s", auth=models.UnknownAuth({"authType": "new", "x": 1}))
    assert client.request.content()["auth"] == {"authType": "new", "x": 1}
    server = models.Server(id="s", auth=auth, key="hunter2", additional_properties={"token": "hunter2"})
    for shown in (auth, server, [server], models.UnknownAuth({"x": 1})):
        assert "hunter2" not in repr(shown)
    assert repr(auth) == "Bearer(auth_type='bearer', token=<secret>)"
    assert repr(models.Hook(id="a")) == "Hook(id='a')"


# ------------------------------------------------------------------------------------------------- what is refused

TAGGED = {"A": obj(("type",), type={"const": "a"}), "B": obj(("type",), type={"const": "b"})}
EITHER = {"description": "Either.", "oneOf": [ref("A"), ref("B")]}
BODY = {"/x": {"post": operation("send", ref("Ok"), body=ref("Body"))}}


def answers(schema: Any, **more: Any) -> dict[str, Any]:
    return {"/x": {"get": operation("read", schema, **more)}}


def takes(*parameters: Any, path: str = "/x") -> dict[str, Any]:
    return {path: {"get": operation("read", ref("Ok"), parameters=[*parameters])}}


REFUSED: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "a component in lower case": ({}, {"hook": OK}, "components/schemas/hook: the generator would call it Hook"),
    "a component that modules import": ({}, {"Mapping": OK}, "components/schemas/Mapping: the generated modules use"),
    "two components of one module": ({}, {"URL": OK, "Url": OK}, "components/schemas: URL and Url are"),
    "a component named as a dict": (BODY, {"Body": obj(a=field(ref("A"))), "A": obj(), "ADict": OK}, "schemas/ADict"),
    "a component without a description": ({}, {"A": {"type": "object"}}, "components/schemas/A: no description"),
    "a description cut by a comma": (
        {},
        {"A": obj(b=field("string", **{"as text.": None}))},
        "components/schemas/A/properties/b: the keyword 'as text.' is not known",
    ),
    "two properties of one name": ({}, {"A": obj(webUrl=field("string"), web_url=field("string"))}, "A: webUrl and"),
    "a renamed property of one name": ({}, {"A": obj(field=field("string"), field_=field("string"))}, "A: field and"),
    "two arguments of one name": (
        {
            "/x/{chatId}": {
                "post": operation(
                    "send",
                    ref("Ok"),
                    body=ref("Body"),
                    parameters=[query("chatId", {"type": "string"}, required=True, place="path")],
                )
            }
        },
        {"Body": obj(chatId=field("string"))},
        "POST /x/{chatId}: two arguments are called chatId",
    ),
    "an inline object": ({}, {"A": obj(b=field("object", properties={}))}, "schemas/A/properties/b: an inline object"),
    "an inline union": (
        {},
        {"A": obj(b=field({"oneOf": [ref("Ok"), ref("C")]})), "C": OK},
        "components/schemas/A/properties/b: an inline object, enum or union",
    ),
    "an enum of mixed types": ({}, {"A": {"enum": ["a", 1], "description": "Mixed."}}, "schemas/A: an enum must be"),
    "a list that contains itself": (
        answers(ref("A")),
        {"A": {"type": "array", "items": ref("A"), "description": "Itself."}},
        "components/schemas/A: refers to itself",
    ),
    "a map without a schema": (
        {},
        {"A": {"type": "object", "additionalProperties": False, "description": "Closed."}},
        "components/schemas/A: additionalProperties must be a schema",
    ),
    "a union of scalars": (
        {},
        {
            "A": {"description": "Either.", "oneOf": [ref("B"), ref("C")]},
            "B": {"type": "string", "description": "B."},
            "C": OK,
        },
        "components/schemas/A: B is not an object",
    ),
    "a union with null inside": (
        {},
        {**TAGGED, "E": {**EITHER, "oneOf": [ref("A"), ref("B"), {"type": "null"}]}},
        "components/schemas/E: every member must be a component",
    ),
    "a union without a tag": ({}, {"A": OK, "B": OK, "E": EITHER}, "components/schemas/E: neither a tag nor"),
    "a union in a response without a fallback": (answers(ref("E")), {**TAGGED, "E": EITHER}, "E: responses carry it"),
    "an unknown member of a selector": (
        {},
        {**TAGGED, "E": {**EITHER, "x-selected-by": {"property": "name", "mapping": {"a": "Nowhere"}}}},
        "components/schemas/E: x-selected-by names Nowhere",
    ),
    "several types in a request": (BODY, {"Body": obj(a=field({"type": ["string", "integer"]}))}, "Body/properties/a"),
    "a body that is a list": (
        BODY,
        {"Body": {"type": "array", "items": ref("Ok"), "description": "B."}},
        "POST /x: the body",
    ),
    "a header": (
        takes(query("X-Scope", {"type": "string"}, place="header")),
        {},
        "GET /x: the parameter X-Scope in header",
    ),
    "a list in a query": (
        takes(query("ids", {"type": "array", "items": {"type": "string"}})),
        {},
        "GET /x: query/ids: lists cannot be sent",
    ),
    "a path parameter that is a number": (
        takes(query("n", {"type": "integer"}, required=True, place="path"), path="/x/{n}"),
        {},
        "GET /x/{n}: the path parameter n must be a string",
    ),
    "a success without a schema": (answers(None), {}, "GET /x: no schema for a success"),
    "an empty response that lacks an id": (
        {
            "/x": {
                "get": {
                    **operation("read", ref("A")),
                    "responses": {
                        "200": operation("read", ref("A"))["responses"]["200"],
                        "204": {"description": "Done."},
                    },
                }
            }
        },
        {"A": obj(("id",), id=field("string"))},
        "GET /x: declares 204, but A requires id",
    ),
    "a stream of one class": (
        {
            "/x": {
                "get": {
                    **operation("read"),
                    "responses": {
                        "200": {"description": "Events.", "content": {"text/event-stream": {"schema": ref("Ok")}}}
                    },
                }
            }
        },
        {},
        "GET /x: the events of a stream must be",
    ),
    "pages without entries": (
        answers(ref("Ok"), **{"x-pages": {"entries": "data"}}),
        {},
        "x-pages: data is not a list",
    ),
    "pages without a cursor": (
        answers(ref("A"), **{"x-pages": {"entries": "data", "cursor": "page.next"}}),
        {"A": obj(data=field({"type": "array", "items": ref("Ok")}))},
        "GET /x: x-pages: there is no page.next in A",
    ),
    "two operations of one name": ({"/x": {"get": operation("ping", ref("Ok"))}}, {}, "ping"),
}

PING = operation("read", ref("Ok"))
NO_TAG = {key: value for key, value in PING.items() if key != "tags"}
AS_JSON = {"application/json": {"schema": ref("Ok")}}
TEXT = {"description": "Done.", "content": {"text/plain": {"schema": {"type": "string"}}}}


def form(media_type: str) -> dict[str, Any]:
    return {"required": True, "content": {media_type: {"schema": {"type": "string"}}}}


# What of OpenAPI is not supported.
REFUSED |= {
    f"an operation called {name!r}": (
        {"/x": {"get": {**PING, "operationId": name}}},
        {},
        f"GET /x: the operationId {name!r}",
    )
    for name in ("class", "getThing", "get-thing", "1get", "_get", "Transport", "list", "UNSET")
}
REFUSED |= {
    f"a body of {media_type}": (
        {"/x": {"post": {**PING, "requestBody": form(media_type)}}},
        {},
        "POST /x: a body is sent as application/json",
    )
    for media_type in ("multipart/form-data", "application/octet-stream")
}
REFUSED |= {
    f"a {method}": ({"/x": {method: PING}}, {}, f"{method.upper()} /x: the method is not supported")
    for method in ("head", "options", "trace")
}
REFUSED |= {
    "a tag that is a keyword": ({"/x": {"get": {**PING, "tags": ["class"]}}}, {}, "GET /x: the tag 'class'"),
    "two tags": ({"/x": {"get": {**PING, "tags": ["things", "b"]}}}, {}, "GET /x: an operation has one tag"),
    "no tag": ({"/x": {"get": NO_TAG}}, {}, "GET /x: an operation has one tag"),
    "a quote in a path": ({'/x"': {"get": PING}}, {}, '/x": a path cannot have quotes'),
    "a response of text": (
        {"/x": {"get": {**PING, "responses": {"200": TEXT}}}},
        {},
        "GET /x: a response of text/plain",
    ),
    "two shapes of success": (
        {
            "/x": {
                "get": {
                    **PING,
                    "responses": {
                        "200": {"description": "Done.", "content": AS_JSON},
                        "202": {"description": "Done.", "content": {"application/json": {"schema": ref("Later")}}},
                    },
                }
            }
        },
        {"Later": obj(a=field("string"))},
        "GET /x: its successes have 2 schemas",
    ),
    "an object in a query": (
        takes(query("filter", ref("Filter"))),
        {"Filter": obj(a=field("string"))},
        "GET /x: query/filter: objects cannot be sent in a query",
    ),
    "a property called $ref": (
        answers(ref("Odd")),
        {"Odd": obj(**{"$ref": field("string")})},
        "components/schemas/Odd/properties: a property cannot be called $ref",
    ),
    "a component that extends itself": (
        answers(ref("Loop")),
        {"Loop": {"description": "A loop.", "allOf": [ref("Loop")]}},
        "components/schemas/Loop: extends itself",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_the_rest_is_refused_with_its_place(building: ModuleType, tmp_path: Path, case: str) -> None:
    paths, schemas, reason = REFUSED[case]
    source = write_document(tmp_path / "small.yaml", paths, **schemas)
    with pytest.raises(sys.modules["codegen.document"].DocumentError) as caught:
        building.read(source)
    assert reason in str(caught.value)


def test_a_package_that_cannot_be_imported_is_refused(building: ModuleType, tmp_path: Path) -> None:
    package = tmp_path / "broken"
    for folder in ("api", "models"):
        (package / folder).mkdir(parents=True)
        (package / folder / "__init__.py").write_text("import nowhere\n", encoding="utf-8")
    (package / "__init__.py").touch()
    with pytest.raises(sys.modules["codegen.document"].DocumentError, match="nowhere"):
        building._import_all(package)
