"""The API may grow and shrink: every class reads a response with added, changed or missing members and loses nothing.

The responses are generated at random from the document, which is read independently of the code generator.
"""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, get_args

import httpx
import pytest
import respx
from attrs import define, evolve

from tests.support.failures import collect_failures
from v0_client import UNSET, ResponseDecodeError, Unset, V0Client, models

yaml = pytest.importorskip("yaml", reason="reading the document needs PyYAML")

Schema = dict[str, Any]
DOCUMENT: Schema = yaml.safe_load((Path(__file__).parents[2] / "openapi" / "v0.yaml").read_text(encoding="utf-8"))
SCHEMAS: dict[str, Schema] = DOCUMENT["components"]["schemas"]
ABSENT = object()

# ------------------------------------------------------------------------------------------- reading the document


def named(schema: Schema) -> tuple[str | None, Schema]:
    """Resolve a reference: return the name of the component, if any, and the schema."""
    name = schema.get("$ref", "").rpartition("/")[2]
    return (name, SCHEMAS[name]) if name else (None, schema)


def members(schema: Schema, key: str) -> Any:
    """Return `properties` or `required` of an object and its bases."""
    bases = [members(named(part)[1], key) for part in schema.get("allOf", ())]
    if key == "required":
        return set(schema.get(key, ())).union(*bases)
    return {name: value for part in [*bases, schema.get(key, {})] for name, value in part.items()}


def any_of(schema: Schema) -> list[Schema]:
    found: list[Schema] = schema.get("oneOf") or schema.get("anyOf") or []
    return found


def is_class(schema: Schema) -> bool:
    return bool(members(schema, "properties") or members(schema, "required")) and "enum" not in schema


def is_nullable(schema: Schema) -> bool:
    return "null" in schema.get("type", ()) or {"type": "null"} in any_of(schema) or not shape(schema)


def shape(schema: Schema) -> str:
    """Return the kind of a value: `array`, `object`, `union`, `const`, `scalar`; empty for any JSON."""
    _, schema = named(schema)
    if any_of(schema):
        inner = [s for s in any_of(schema) if s != {"type": "null"}]
        return shape(inner[0]) if len(inner) == 1 else "union"
    if "const" in schema:
        return "const"
    kind = schema.get("type", "object" if "allOf" in schema else "")
    return kind if kind in ("array", "object", "") else "scalar"


def member_for(union: Schema, value: Any, siblings: Schema) -> str | None:
    """Return the class of a union that reads a value; None for the catch-all."""
    if not isinstance(value, dict):
        return None
    if selected := union.get("x-selected-by"):
        chosen = selected["mapping"].get(siblings.get(selected["property"]))
        return member_for(SCHEMAS[chosen], value, {}) if chosen and any_of(SCHEMAS[chosen]) else chosen
    for name in (schema["$ref"].rpartition("/")[2] for schema in any_of(union)):
        for key, field in members(SCHEMAS[name], "properties").items():
            if "const" in field and type(value.get(key)) is str and value[key] == field["const"]:
                return name
    return None


def kept(schema: Schema, value: Any, siblings: Schema) -> Any:
    """Return the value expected after it was read and written again."""
    _, resolved = named(schema)
    kind = shape(schema)
    if value is None or kind in ("", "scalar", "const"):
        return value
    if kind == "union":
        name = member_for(resolved, value, siblings)
        return value if name is None else kept({"$ref": f"/{name}"}, value, {})
    if kind == "array":
        return [kept(resolved["items"], item, {}) for item in value]
    if resolved.get("x-catch-all") or not is_class(resolved):
        return value
    fields = members(resolved, "properties")
    tags = {key: field["const"] for key, field in fields.items() if "const" in field}
    whole = {key: kept(fields.get(key, {}), item, value) for key, item in value.items()}
    return tags | {k: v for k, v in whole.items() if v is not None or is_nullable(fields.get(k, {}))}


# -------------------------------------------------------------------------------------------- random responses

NEW_NAMES = ["newField", "additional_properties", "additionalProperties", "raw", "self", "from", ""]
TEXTS = ["", "a", "stop", "2026-02-30", "text\n", "\U0001f600", "null"]


def scalar(rng: Random) -> Any:
    return rng.choice([True, False, 0, 1, -7, 2**70, 0.5, -0.0, *TEXTS])


def any_json(rng: Random, depth: int = 2) -> Any:
    match rng.randrange(5 if depth else 3):
        case 0:
            return None
        case 3:
            return [any_json(rng, depth - 1) for _ in range(rng.randrange(3))]
        case 4:
            return {rng.choice(TEXTS + NEW_NAMES): any_json(rng, depth - 1) for _ in range(rng.randrange(3))}
        case _:
            return scalar(rng)


def response(rng: Random, schema: Schema) -> Any:
    """Return a value that a server could send for a schema, now or in the future."""
    _, resolved = named(schema)
    match shape(schema):
        case "scalar":  # a number for a string, a new value of an enum: kept unchanged
            value = rng.choice([scalar(rng), *resolved.get("enum", TEXTS)])
        case "const":
            value = rng.choice([resolved["const"], "a new tag", 7])
        case "array":
            value = [response(rng, resolved["items"]) for _ in range(rng.randrange(3))]
        case "union" if rng.randrange(4):
            member = rng.choice([s for s in any_of(resolved) if "x-catch-all" not in named(s)[1]])
            fields = members(named(member)[1], "properties")
            value = response(rng, member) | {k: f["const"] for k, f in fields.items() if "const" in f}
        case "object" if is_class(resolved):
            value = an_object(rng, resolved)
        case "object" if "x-catch-all" not in resolved:
            value = {rng.choice(TEXTS): any_json(rng) for _ in range(rng.randrange(3))}
        case _:  # also a part, an event or data of an unknown type
            value = any_json(rng)
    return value


def an_object(rng: Random, schema: Schema) -> dict[str, Any]:
    fields, required = members(schema, "properties"), members(schema, "required")
    value = {rng.choice(NEW_NAMES): any_json(rng) for _ in range(rng.randrange(3))}
    value = {key: item for key, item in value.items() if key not in fields}
    for key, field in rng.sample(list(fields.items()), len(fields)):
        if (key in required and "const" not in field) or rng.random() < 0.6:
            value[key] = response(rng, field)
        elif rng.random() < 0.5:
            value[key] = None
        if "x-selected-by" in named(field)[1]:
            value |= selected(rng, key, named(field)[1])
    return value


def selected(rng: Random, key: str, union: Schema) -> dict[str, Any]:
    """Return data that matches the sibling which selects its class; a value other than an object matches any."""
    selector = union["x-selected-by"]
    name, member = rng.choice([*selector["mapping"].items(), ("a_new_action", None)])
    matching = response(rng, {"$ref": f"/{member}"}) if member else any_json(rng)
    return {selector["property"]: name, key: rng.choice([matching, matching, scalar(rng)])}


CLASSES = {
    name: getattr(models, name)
    for name, schema in SCHEMAS.items()
    if name in dir(models) and (is_class(schema) or schema.get("x-catch-all"))
}
PLAIN = {name: cls for name, cls in CLASSES.items() if not SCHEMAS[name].get("x-catch-all")}
every_class = pytest.mark.parametrize("name", CLASSES)
every_plain_class = pytest.mark.parametrize("name", PLAIN)


def fields_of(name: str) -> dict[str, Schema]:
    fields: dict[str, Schema] = members(SCHEMAS[name], "properties")
    return fields


def minimal(name: str) -> dict[str, Any]:
    """Return an object with its required members only."""
    example: dict[str, Any] = {"scalar": "x", "array": [], "object": {}, "union": {}, "": None}
    value: dict[str, Any] = {}
    for key in sorted(members(SCHEMAS[name], "required")):
        field = fields_of(name)[key]
        inner = named(field)[0]
        value[key] = field.get("const") or (
            minimal(inner) if inner and is_class(SCHEMAS[inner]) else example[shape(field)]
        )
    return value


def of_shape(*kinds: str) -> list[tuple[str, str]]:
    fields = [(name, key, field) for name in PLAIN for key, field in fields_of(name).items()]
    return [(name, key) for name, key, field in fields if shape(field) in kinds]


# ------------------------------------------------------------------------------------------------ growing, shrinking


def test_every_class_is_covered() -> None:
    """The tests below cover every public class."""
    offered = {name for name in dir(models) if hasattr(getattr(models, name), "from_dict")}
    assert offered == CLASSES.keys()
    assert len(offered) > 60


@every_class
def test_reads_writes_and_reads_again(name: str) -> None:
    with collect_failures() as case:
        for seed in range(30):
            with case(seed=seed):
                _check_round_trip(name, response(Random(f"{name} {seed}"), {"$ref": f"/{name}"}))


def _check_round_trip(name: str, value: Any) -> None:
    cls = CLASSES[name]
    before = copy.deepcopy(value)
    model = cls.from_dict(value)
    written = model.to_dict()
    assert written == kept({"$ref": f"/{name}"}, value, {})
    assert value == before
    assert cls.from_dict(written) == model
    assert json.loads(json.dumps(written)) == written
    assert pickle.loads(pickle.dumps(model)) == copy.deepcopy(model) == model  # noqa: S301 - written by this test
    repr(model)


@every_plain_class
def test_missing_members_read_as_unset(name: str) -> None:
    model = PLAIN[name].from_dict(minimal(name))
    present = {key for key, field in fields_of(name).items() if key in minimal(name) or "const" in field}
    for key in fields_of(name).keys() - present:
        assert getattr(model, _attribute(name, key)) is UNSET, key
    assert model.to_dict().keys() == present
    assert model.additional_properties == {}


@every_plain_class
def test_null_reads_as_unset_unless_it_is_declared(name: str) -> None:
    nulls = {key: None for key in fields_of(name) if key not in minimal(name)}
    model = PLAIN[name].from_dict(minimal(name) | nulls)
    for key, field in fields_of(name).items():
        if key in nulls and "const" not in field:
            assert getattr(model, _attribute(name, key)) is (None if is_nullable(field) else UNSET), key


def _attribute(class_name: str, wire_name: str) -> str:
    """Return the Python name of a field of the class."""
    names = [a.name for a in PLAIN[class_name].__attrs_attrs__]
    squeezed = wire_name.replace("_", "").lower()
    return next(name for name in names if name.replace("_", "").lower() == squeezed)


@pytest.mark.parametrize(("name", "key"), of_shape("const"))
def test_a_tag_may_be_missing_or_unknown(name: str, key: str) -> None:
    tag = fields_of(name)[key]["const"]
    cls, bare = PLAIN[name], {k: v for k, v in minimal(name).items() if k != key}
    assert cls.from_dict(bare).to_dict()[key] == tag
    assert cls.from_dict({**bare, key: None}).to_dict()[key] == tag
    assert cls.from_dict({**bare, key: "another"}).to_dict()[key] == "another"


@pytest.mark.parametrize("name", dict.fromkeys(name for name, _ in of_shape("array", "object")))
def test_an_object_or_list_that_is_not_one(name: str) -> None:
    other = {"array": {"a": 1}, "object": [1]}
    with collect_failures() as case:
        for key, field in fields_of(name).items():
            for wrong in ("text", 7, True, other.get(shape(field))):
                if shape(field) in other:
                    with case(key=key, wrong=wrong), pytest.raises(ValueError, match=r"must be (an object|a list)"):
                        PLAIN[name].from_dict({**minimal(name), key: wrong})


@every_plain_class
def test_a_class_reads_objects_only(name: str) -> None:
    with collect_failures() as case:
        for wrong in (None, [], "text", 7):
            with case(wrong=wrong), pytest.raises(ValueError, match=f"{name} must be an object"):
                PLAIN[name].from_dict(wrong)


@pytest.mark.parametrize("name", [name for name in PLAIN if "id" in members(SCHEMAS[name], "required")])
def test_a_missing_id_is_named(name: str) -> None:
    value = {key: item for key, item in minimal(name).items() if key != "id"}
    for without_id in (value, {**value, "id": None}):
        with pytest.raises(ValueError, match=rf"{name}\.id is missing"):
            PLAIN[name].from_dict(without_id)


def test_responses_require_only_ids_and_tags() -> None:
    in_responses = {name for name in PLAIN if name in _reachable_from_responses()}
    assert {"ChatDetail", "Message", "Usage", "AskUserQuestionsData", "V1ChatEvent"} <= in_responses
    for name in in_responses:
        required = members(SCHEMAS[name], "required") - {"id", "chatId", "messageId"}
        assert all("const" in fields_of(name)[key] for key in required), name


def _reachable_from_responses() -> set[str]:
    todo: list[Any] = [
        DOCUMENT["components"]["responses"],
        *(operation["responses"] for path in DOCUMENT["paths"].values() for operation in path.values()),
    ]
    seen: set[str] = set()
    while todo:
        node = todo.pop()
        if isinstance(node, list):
            todo += node
        elif isinstance(node, dict):
            name = node.get("$ref", "").rpartition("/schemas/")[2]
            if name and name not in seen:
                seen.add(name)
                todo.append(SCHEMAS.get(name))
            todo += node.values()
    return seen


@pytest.mark.parametrize(
    ("value", "cls"),
    [
        ({"type": "text", "text": "Hi"}, "TextPart"),
        ({"type": "hologram", "size": 3}, "UnknownPart"),
        ({"type": None}, "UnknownPart"),
        ({"type": ["text"]}, "UnknownPart"),
        ({"text": "Hi"}, "UnknownPart"),
        (None, "UnknownPart"),
        ("text", "UnknownPart"),
    ],
)
def test_the_type_selects_the_class_of_a_part(value: Any, cls: str) -> None:
    message = models.Message.from_dict({"id": "m", "parts": [value]})
    assert message.parts
    assert type(message.parts[0]) is getattr(models, cls)
    if cls == "UnknownPart":
        assert getattr(message.parts[0], "raw", ABSENT) is value
    assert message.to_dict()["parts"] == [value]


@pytest.mark.parametrize(
    ("name", "data", "cls"),
    [
        ("ask_user_questions", {"questions": [{"id": "q", "newField": 1}]}, "AskUserQuestionsData"),
        ("exit_plan_mode", {"plan": "1."}, "ExitPlanModeData"),
        ("get_or_request_integration", {}, "RequestIntegrationData"),
        ("configure_vercel_connect", {"status": "setup-required"}, "ConnectSetupData"),
        ("configure_vercel_connect", {"status": "authorization-required"}, "ConnectAuthorizationData"),
        ("configure_vercel_connect", {"status": "completed"}, "ConnectCompletedData"),
        ("configure_vercel_connect", {"status": "pondering"}, "UnknownActionData"),
        ("configure_vercel_connect", {}, "UnknownActionData"),
        ("ask_user_questions", "a string", "UnknownActionData"),
        ("generate_image", {"url": "x"}, "UnknownActionData"),
        (None, {"questions": []}, "UnknownActionData"),
        (["odd"], {}, "UnknownActionData"),
    ],
)
def test_the_name_selects_the_class_of_action_data(name: Any, data: Any, cls: str) -> None:
    part = models.AgentActionPart.from_dict({"type": "agent-action", "name": name, "data": data})
    assert type(part.data) is getattr(models, cls)
    assert part.to_dict()["data"] == data


def test_enums_have_the_values_of_the_document() -> None:
    enums = {name: schema["enum"] for name, schema in SCHEMAS.items() if "enum" in schema}
    assert len(enums) > 10
    for name, values in enums.items():
        known = {value for part in get_args(getattr(models, name)) for value in get_args(part)}
        assert known >= set(values), name


# ------------------------------------------------------------------------------------------------- through the client


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("read", "good", "bad"),
    [
        (
            lambda c: c.v1.chats.get("c"),
            {"id": "c", "privacy": "galactic", "messages": None},
            {"id": "c", "files": "x"},
        ),
        (lambda c: c.v1.chats.create(message="x"), {"id": 7, "newField": {}}, {"object": "chat"}),
        (lambda c: c.v1.chats.stop("c", "m"), {"success": "yes"}, ["success"]),
        (lambda c: c.v2.chats.get("c"), {"id": "c", "title": 5}, {"id": "c", "metadata": []}),
        (lambda c: c.v2.messages.list("c"), {}, {"messages": {}}),
        (lambda c: c.v2.messages.get("c", "m"), {"id": "m", "parts": [{"type": "new"}]}, {"id": "m", "usage": 3}),
        (lambda c: c.v2.messages.stop("c", "m"), {"messageId": None}, "stopped"),
    ],
)
async def test_unusual_responses_through_the_client(read: Callable[[V0Client], Any], good: Any, bad: Any) -> None:
    async with V0Client("key", base_url="https://models.test") as client:
        with respx.mock() as router:
            route = router.route().mock(return_value=httpx.Response(200, json=good))
            assert (await read(client)).to_dict().items() >= {k: v for k, v in good.items() if v is not None}.items()
            route.mock(return_value=httpx.Response(200, json=bad))
            with pytest.raises(ResponseDecodeError) as caught:
                await read(client)
    assert caught.value.body == bad
    assert caught.value.status_code == 200


# --------------------------------------------------------------------------------------------------------------- UNSET


def test_unset() -> None:
    assert not UNSET
    assert UNSET is not False
    assert repr(UNSET) == str(UNSET) == "UNSET"
    assert isinstance(UNSET, Unset)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(UNSET, protocol)) is UNSET  # noqa: S301 - written by this test
    assert copy.copy(UNSET) is UNSET
    assert copy.deepcopy({"a": [UNSET]})["a"][0] is UNSET


def test_only_an_absent_version_is_falsy() -> None:
    chat = models.ChatDetail.from_dict({"id": "c", "latestVersion": None})
    assert not chat.latest_version
    chat = models.ChatDetail.from_dict({"id": "c", "latestVersion": {"id": "v"}})
    assert chat.latest_version
    assert chat.latest_version.id == "v"


@define(kw_only=True)
class _LabelledMessage(models.Message):
    label: str = "draft"


class _CountedPart(models.TextPart):
    def __init__(self, **fields: Any) -> None:
        super().__init__(**fields)
        self.length = len(self.text or "")


def test_a_subclass_is_made_by_its_own_init() -> None:
    message = _LabelledMessage.from_dict({"id": "m1", "content": "hi", "newField": 1})
    assert (type(message), message.label, message.content) == (_LabelledMessage, "draft", "hi")
    assert message.additional_properties == {"newField": 1}
    assert _CountedPart.from_dict({"type": "text", "text": "four"}).length == 4


def test_a_model_that_was_read_is_like_one_that_was_made() -> None:
    read = models.Message.from_dict({"id": "m1", "chatId": "c1", "usage": {"creditsCost": {"total": 1}}})
    made = models.Message(id="m1", chat_id="c1", usage=read.usage)
    assert read == made
    assert repr(read) == repr(made)
    assert pickle.loads(pickle.dumps(read)) == made  # noqa: S301 - our own bytes
    assert evolve(read, content="x").content == "x"
