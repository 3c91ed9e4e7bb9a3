"""What a schema accepts, however it is written.

A schema is first split into options, one for each path through its `anyOf` and `oneOf`. An option consists of the parts
that apply together: the schema itself, what it refers to and what it is `allOf`. A shape is a set of options and merges
them: a field of the shape is what that field is in any of them. The inside of a shape is computed on demand, so a
schema may contain itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, product

from drifting.reading import PROSE, Node, Spec, listing, mapping, without_prose

Option = tuple[Node, ...]

CLOSED = "closed"
"""The limit of an object that has no more properties than it declares."""
ABSENT = "-"

# Keywords that are read one by one. Any other, of any vocabulary, is compared as it is: see `_limits`.
_COMBINING = frozenset({"$ref", "$defs", "$id", "$anchor", "allOf", "anyOf", "oneOf"})
_INSIDE = frozenset({"properties", "required", "additionalProperties", "unevaluatedProperties", "items", "prefixItems"})
_READ = frozenset({"type", "nullable", "enum", "const", "deprecated", "propertyNames", "default"}) | _INSIDE
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_LIMITS_OF_TYPES: list[tuple[set[str], tuple[str, ...]]] = [
    ({"string"}, ("minLength", "maxLength", "pattern", "contentEncoding", "contentMediaType")),
    ({"string", "number", "integer"}, ("format",)),
    ({"number", "integer"}, (*_BOUNDS, "multipleOf")),
    ({"array"}, ("minItems", "maxItems", "uniqueItems")),
    ({"object"}, ("minProperties", "maxProperties", CLOSED)),
]
# Keywords that say something of values of some types only.
_CONCERNS = {keyword: types for types, keywords in _LIMITS_OF_TYPES for keyword in keywords}
_SIZES = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", *_BOUNDS)
SIZES = frozenset({*_SIZES, "minLength of keys", "maxLength of keys"})
_TYPES: dict[type, str] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}
_EXTENSIONS = frozenset({"x-catch-all", "x-default"})
_NULL = frozenset({"null"})
_SAFE_INTEGER = 2**53 - 1  # of JavaScript: what is generated from JavaScript types has it as a bound everywhere


def options(spec: Spec, schema: object, opened: frozenset[str] = frozenset()) -> list[Option]:
    """Every path through a schema. One that only refers to itself has none."""
    node = mapping(schema)
    # A schema that only refers or describes is not a part: otherwise each reference would make another schema of it.
    choices: list[list[Option]] = [[(node,) if _declares(node) else ()]]
    ref = node.get("$ref")
    if isinstance(ref, str):
        if ref in opened:
            return []
        opened |= {ref}
        choices.append(options(spec, spec.target(ref), opened))
    choices += [options(spec, part, opened) for part in listing(node.get("allOf"))]
    for keyword in ("anyOf", "oneOf"):
        choices.append([way for part in listing(node.get(keyword)) for way in options(spec, part, opened)])
    return _product([choice for choice in choices if choice])


def _declares(node: Node) -> bool:
    return any(not _is_silent(key) for key in node)


def _is_silent(keyword: str) -> bool:
    """Whether a keyword describes, refers, or is an extension that says nothing of the values."""
    return keyword in PROSE or keyword in _COMBINING or (keyword.startswith("x-") and keyword not in _EXTENSIONS)


def _together(spec: Spec, schemas: Iterable[object]) -> list[Option]:
    """Every path through several schemas that apply at once."""
    return _product([options(spec, schema) for schema in schemas])


def _product(choices: Iterable[list[Option]]) -> list[Option]:
    """One path of each, combined. A part occurs once, so that a schema inside itself is found equal to itself."""
    return [tuple({id(part): part for part in chain(*ways)}.values()) for ways in product(*choices)]


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the parts of one option declare together."""

    types: frozenset[str] | None  # None is any
    values: frozenset[str] | None  # None is any
    limits: dict[str, str]
    fields: dict[str, list[object]]
    required: frozenset[str]
    defaults: frozenset[str]
    deprecated: bool


def _facts(option: Option) -> _Facts:
    types: frozenset[str] | None = None
    values: frozenset[str] | None = None
    limits: dict[str, str] = {}
    defaults: set[str] = set()
    fields: dict[str, list[object]] = {}
    required: set[str] = set()
    nullable = False
    for part in option:
        nullable |= part.get("nullable") is True
        if (declared := _types(part)) is not None:
            types = declared if types is None else types & declared or declared
        if (listed := _values(part)) is not None:
            named = frozenset(_text(value) for value in listed if value is not None)
            nullable |= len(named) < len(set(map(_text, listed)))
            values = named if values is None else values & named
        limits |= _limits(part)
        for name, schema in _fields(part):
            fields.setdefault(name, []).append(schema)
        required.update(map(str, listing(part.get("required"))))
        # Where the server has a default of its own, the document says so with an extension, so that nothing sends it.
        defaults.update(_text(part[key]) for key in ("default", "x-default") if key in part)
    if types is not None and nullable:
        types |= _NULL
    deprecated = any(part.get("deprecated") is True for part in option)
    return _Facts(types, values, limits, fields, frozenset(required), frozenset(defaults), deprecated)


def _types(part: Node) -> frozenset[str] | None:
    declared = part.get("type")
    if types := frozenset(map(str, listing(declared) or ([declared] if isinstance(declared, str) else []))):
        return types
    if (listed := _values(part)) is not None:
        return frozenset(_TYPES.get(type(value), "null") for value in listed)
    if "properties" in part:
        return frozenset({"object"})
    return frozenset({"array"}) if "items" in part else None


def _values(part: Node) -> Sequence[object] | None:
    if "const" in part:
        return [part["const"]]
    return listing(part["enum"]) if "enum" in part else None


def _limits(part: Node) -> dict[str, str]:
    """Every keyword that is not read by itself, and what it says."""
    found: dict[str, str] = {}
    for keyword, limit in part.items():
        if keyword in _READ or _is_silent(keyword) or keyword in _EXTENSIONS or _is_vacuous(keyword, limit):
            continue
        found[keyword] = _text(without_prose(limit))
    if any(part.get(keyword) is False for keyword in ("additionalProperties", "unevaluatedProperties")):
        found[CLOSED] = "to other properties"
    names = mapping(part.get("propertyNames"))
    # That a name is a string goes without saying.
    return found | {f"{keyword} of keys": text for keyword, text in (_limits(names) if names else {}).items()}


def _is_vacuous(keyword: str, limit: object) -> bool:
    """Whether a keyword says nothing: a size of at least zero, or a bound that JavaScript's integers have anyway."""
    if keyword in _BOUNDS and isinstance(limit, (int, float)):
        return abs(limit) >= _SAFE_INTEGER
    return limit is False or limit is None or (keyword.startswith("min") and limit == 0)


def _fields(part: Node) -> Iterator[tuple[str, object]]:
    """The inside, by the next step of a path: `.name` a property, `[]` a member of a list, `.*` a value of a map."""
    for name, schema in mapping(part.get("properties")).items():
        yield f".{name}", schema
    for schema in [part.get("items"), *listing(part.get("prefixItems"))]:
        if isinstance(schema, dict):
            yield "[]", schema
    # `true` and `{}` allow more fields, `false` forbids them; only a schema describes them.
    if rest := mapping(part.get("additionalProperties")):
        yield ".*", rest


class Shape:
    """What is accepted in one place of a request or a response. Null is separate; a catch-all member is ignored."""

    def __init__(self, spec: Spec, ways: Iterable[Option]) -> None:
        self._spec = spec
        options_ = {frozenset(map(id, way)): way for way in ways if not any(part.get("x-catch-all") for part in way)}
        facts = {key: (way, _facts(way)) for key, way in options_.items()}
        self.nullable = any("null" in (fact.types or ()) for _, fact in facts.values())
        kept = {key: known for key, known in facts.items() if known[1].types != _NULL}
        self.key = frozenset(kept)  # equal for shapes of the same parts of the document, null aside
        self._ways = list(kept.values())

    @classmethod
    def of(cls, spec: Spec, schema: object) -> Shape:
        return cls(spec, options(spec, schema))

    @cached_property
    def types(self) -> frozenset[str]:
        """Types of JSON but null; empty where any is accepted."""
        types = [fact.types for _, fact in self._ways]
        return frozenset() if None in types else frozenset(chain(*filter(None, types))) - _NULL

    @cached_property
    def values(self) -> frozenset[str] | None:
        """The values it lists, even where it accepts others; None where it lists none."""
        listed = [fact.values for _, fact in self._ways if fact.values is not None]
        return frozenset(chain(*listed)) if listed else None

    @cached_property
    def limits(self) -> dict[str, str]:
        """What each keyword says, of the options that it concerns; several texts where these differ."""
        found: dict[str, str] = {}
        for keyword in sorted({keyword for _, fact in self._ways for keyword in fact.limits}):
            concerns = _CONCERNS.get(keyword)
            owners = [fact for _, fact in self._ways if not (concerns and fact.types and not concerns & fact.types)]
            texts = {f"{keyword} {text}" if (text := fact.limits.get(keyword)) else ABSENT for fact in owners}
            found[keyword] = " | ".join(sorted(texts))
        return found

    @cached_property
    def defaults(self) -> frozenset[str]:
        """The value the server takes where none is sent; several where options differ."""
        return frozenset(chain(*(fact.defaults for _, fact in self._ways)))

    @cached_property
    def deprecated(self) -> bool:
        return bool(self._ways) and all(fact.deprecated for _, fact in self._ways)

    @cached_property
    def has_default(self) -> bool:
        return any("default" in part for way, _ in self._ways for part in way)

    @cached_property
    def parts(self) -> list[Node]:
        """The schemas of the document that it is made of, in the order in which they are found."""
        return list({id(part): part for way, _ in self._ways for part in way}.values())

    @cached_property
    def fields(self) -> frozenset[str]:
        return frozenset(chain(*(fact.fields for _, fact in self._ways)))

    def requires(self, field: str) -> bool:
        owners = [fact for _, fact in self._ways if fact.types is None or "object" in fact.types]
        return field.startswith(".") and all(field[1:] in fact.required for fact in owners)

    def field(self, name: str) -> Shape:
        """The shape of one of `fields`."""
        inside = (fact.fields[name] for _, fact in self._ways if name in fact.fields)
        return Shape(self._spec, chain(*(_together(self._spec, schemas) for schemas in inside)))

    @property
    def is_union(self) -> bool:
        return len(self._ways) > 1

    def members(self) -> dict[str, dict[str, Shape]]:
        """Its options by the value of each property that is constant in any of them; those without it are under ""."""
        found: dict[str, dict[str, list[Option]]] = {}
        for field in (field for field in self.fields if field.startswith(".")):
            table: dict[str, list[Option]] = {}
            for way, fact in self._ways:
                values = Shape(self._spec, _together(self._spec, fact.fields.get(field, []))).values or ()
                table.setdefault(next(iter(values)) if len(values) == 1 else "", []).append(way)
            if table.keys() != {""}:
                found[field[1:]] = table
        return {tag: {value: Shape(self._spec, ways) for value, ways in t.items()} for tag, t in found.items()}

    def schemas(self, name: str) -> list[Node]:
        """One of `fields` as the document has it, with references left as they are."""
        return [mapping(schema) for _, fact in self._ways for schema in fact.fields.get(name, [])]

    def __str__(self) -> str:
        return " | ".join(sorted(self.values or self.types)) or "any"
