"""The differences between two documents, operation by operation and field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from drifting.reading import Content, Operation, Parameter, Spec
from drifting.shapes import Shape

Kind = Literal["missing", "extra", "missing value", "extra value", "values", "required", "nullable", "type", "limit"]

NONE = "-"
_BOOLEAN = frozenset({"boolean"})
_TRUE_OR_FALSE = frozenset({"true", "false"})
_STRING = frozenset({"string"})


class Rule(Enum):
    """Why a difference does not count: a rule of the document, hence no entry of the allow list."""

    RESPONSES_REQUIRE_IDS = "in responses `required` names only ids: what the server stops sending reads as absent"
    RESPONSES_HAVE_NO_LIMITS = "limits concern requests; a response is read whatever its size"
    CONST_DISCRIMINATES = "`const` is used only where it discriminates the members of a union"
    SERVER_DEFAULTS = "defaults are the server's: a field that has one need not be sent"
    IDS_ARE_NOT_EMPTY = "an empty id in a path would be another operation's path"
    QUERY_BOOLEANS = 'the strings "true" and "false" in a query are a boolean'
    EVENTS_ARE_TYPED = "a stream declared as text is described by its events"


@dataclass(frozen=True, slots=True)
class Finding:
    """A difference in one place of an operation."""

    field: str  # such as `request.skills[type=memory].scope`, or `operation`
    kind: Kind
    ours: str
    theirs: str
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """The same operation in both documents; at least one has it."""

    ours: Operation | None
    theirs: Operation | None

    @property
    def name(self) -> str:
        return next(side.name for side in (self.ours, self.theirs) if side)

    @property
    def tags(self) -> frozenset[str]:
        return frozenset(tag for side in (self.ours, self.theirs) if side for tag in side.tags)


def pairs(ours: Spec, theirs: Spec) -> list[Pair]:
    """The operations of all versions that their document covers."""
    versions = {operation.version for operation in theirs.operations.values()}
    known = {key for key, operation in ours.operations.items() if operation.version in versions}
    keys = sorted(known | theirs.operations.keys(), key=lambda key: (key[1], key[0]))
    return [Pair(ours.operations.get(key), theirs.operations.get(key)) for key in keys]


def compare(ours: Spec, theirs: Spec, pair: Pair) -> Iterator[Finding]:
    """All differences between the two sides of an operation of these documents."""
    mine, yours = pair.ours, pair.theirs
    if mine is None or yours is None:
        tagged = [side and f"tagged {', '.join(sorted(side.tags)) or NONE}" for side in (mine, yours)]
        yield from _absence("operation", *tagged)
        return
    request = _Walk(ours, theirs, responses=False)
    renamed = dict(zip(yours.variables, mine.variables, strict=True))
    wanted = {
        (place, renamed.get(name, name) if place == "path" else name): parameter
        for (place, name), parameter in yours.parameters.items()
    }
    for place, name in sorted(mine.parameters.keys() | wanted.keys()):
        request.parameter(place, name, mine.parameters.get((place, name)), wanted.get((place, name)))
    if mine.body and yours.body:
        request.required("request", mine.body_required, yours.body_required)
    request.content("request", mine.body, yours.body)
    response = _Walk(ours, theirs, responses=True)
    response.content("response", mine.response, yours.response)
    yield from request.found
    yield from response.found


def _absence(field: str, ours: object, theirs: object) -> Iterator[Finding]:
    if ours is None and theirs is not None:
        yield Finding(field, "missing", NONE, str(theirs))
    if theirs is None and ours is not None:
        yield Finding(field, "extra", str(ours), NONE)


class _Walk:
    """Walks two sides of one operation in parallel and records the differences."""

    def __init__(self, ours: Spec, theirs: Spec, *, responses: bool) -> None:
        self._ours = ours
        self._theirs = theirs
        self._responses = responses
        # Pairs of shapes being compared, or found equal: comparing them again would find nothing new.
        self._settled: set[tuple[object, object]] = set()
        self.found: list[Finding] = []

    def _note(self, field: str, kind: Kind, ours: str, theirs: str, rule: Rule | None = None) -> None:
        self.found.append(Finding(field, kind, ours, theirs, rule))

    # ------------------------------------------------------------------ parameters and bodies

    def parameter(self, place: str, name: str, mine: Parameter | None, yours: Parameter | None) -> None:
        field = f"{place}.{name}"
        ours = Shape.of(self._ours, mine.schema) if mine else None
        theirs = Shape.of(self._theirs, yours.schema) if yours else None
        self.found += _absence(
            field,
            ours and _described(ours, required=mine is not None and mine.required),
            theirs and _described(theirs, required=yours is not None and yours.required),
        )
        if not (mine and yours and ours and theirs):
            return
        self.required(field, mine.required, yours.required, Rule.SERVER_DEFAULTS if theirs.has_default else None)
        if place == "query" and ours.types == _BOOLEAN and theirs.values == _TRUE_OR_FALSE:
            self._note(field, "type", str(ours), str(theirs), Rule.QUERY_BOOLEANS)
            return
        self._value(field, ours, theirs, is_id=place == "path")

    def content(self, field: str, mine: Content | None, yours: Content | None) -> None:
        self.found += _absence(field, mine and mine.kind, yours and yours.kind)
        if not (mine and yours):
            return
        if mine.kind != yours.kind:
            self._note(field, "type", mine.kind, yours.kind)
        elif mine.kind != "binary":
            ours, theirs = Shape.of(self._ours, mine.schema), Shape.of(self._theirs, yours.schema)
            if mine.kind == "events" and theirs.types == _STRING != ours.types:
                self._note(field, "type", str(ours), str(theirs), Rule.EVENTS_ARE_TYPED)
            else:
                self._value(field, ours, theirs)

    def required(self, field: str, ours: bool, theirs: bool, rule: Rule | None = None) -> None:
        if ours != theirs:
            if self._responses:
                rule = Rule.RESPONSES_REQUIRE_IDS
            words = {True: "required", False: "optional"}
            self._note(field, "required", words[ours], words[theirs], rule if theirs else None)

    # ------------------------------------------------------------------ values

    def _value(self, field: str, ours: Shape, theirs: Shape, *, is_id: bool = False) -> None:
        if ours.types and theirs.types and ours.nullable != theirs.nullable:
            words = {True: "or null", False: "not null"}
            self._note(field, "nullable", words[ours.nullable], words[theirs.nullable])
        pair = (ours.key, theirs.key)
        if pair in self._settled:
            return
        self._settled.add(pair)
        before = len(self.found)
        self._compared(field, ours, theirs, is_id=is_id)
        if len(self.found) > before:
            self._settled.discard(pair)

    def _compared(self, field: str, ours: Shape, theirs: Shape, *, is_id: bool) -> None:
        if ours.types != theirs.types:
            self._note(field, "type", _types(ours), _types(theirs))
        if ours.types & theirs.types:  # with nothing in common there is no more to compare
            self._values(field, ours, theirs)
            self._limits(field, ours, theirs, is_id=is_id)
            self._inside(field, ours, theirs)

    def _values(self, field: str, ours: Shape, theirs: Shape) -> None:
        if ours.values is None or theirs.values is None:
            if ours.values != theirs.values:
                is_constant = self._responses and ours.values is None and len(theirs.values or ()) == 1
                self._note(
                    field, "values", _values(ours), _values(theirs), Rule.CONST_DISCRIMINATES if is_constant else None
                )
            return
        for value in sorted(theirs.values - ours.values):
            self._note(field, "missing value", NONE, value)
        for value in sorted(ours.values - theirs.values):
            self._note(field, "extra value", value, NONE)

    def _limits(self, field: str, ours: Shape, theirs: Shape, *, is_id: bool) -> None:
        for keyword in sorted(ours.limits.keys() | theirs.limits.keys()):
            mine, yours = ours.limits.get(keyword), theirs.limits.get(keyword)
            if mine != yours:
                rule = Rule.RESPONSES_HAVE_NO_LIMITS if self._responses else None
                if is_id and (keyword, mine) == ("minLength", 1):
                    rule = Rule.IDS_ARE_NOT_EMPTY
                texts = [NONE if limit is None else f"{keyword} {limit}" for limit in (mine, yours)]
                self._note(field, "limit", texts[0], texts[1], rule)

    def _inside(self, field: str, ours: Shape, theirs: Shape) -> None:
        members = _members(ours, theirs)
        if members is None:
            self._fields(field, ours, theirs)
            return
        tag, mine, yours = members
        for value in sorted(mine.keys() | yours.keys()):
            name = f"{field.removesuffix('[]')}[{tag}={value}]" if value else field
            if value in mine and value in yours:
                self._inside(name, mine[value], yours[value])
            elif value:
                self.found += _absence(name, mine.get(value), yours.get(value))
            else:
                self._fields(name, mine.get("", Shape(self._ours, [])), yours.get("", Shape(self._theirs, [])))

    def _fields(self, field: str, ours: Shape, theirs: Shape) -> None:
        for name in sorted(ours.fields | theirs.fields):
            mine = ours.field(name) if name in ours.fields else None
            yours = theirs.field(name) if name in theirs.fields else None
            self.found += _absence(
                field + name,
                mine and _described(mine, required=ours.requires(name)),
                yours and _described(yours, required=theirs.requires(name)),
            )
            if mine and yours:
                rule = Rule.SERVER_DEFAULTS if yours.has_default else None
                self.required(field + name, ours.requires(name), theirs.requires(name), rule)
                self._value(field + name, mine, yours)


def _members(ours: Shape, theirs: Shape) -> tuple[str, dict[str, Shape], dict[str, Shape]] | None:
    """The members of a union on both sides by the tag that discriminates most of them; None where none does."""
    if not (ours.is_union or theirs.is_union):
        return None
    mine, yours = ours.members(), theirs.members()
    values = {tag: (mine[tag].keys() | yours[tag].keys()) - {""} for tag in sorted(mine.keys() & yours.keys())}
    best = max(values, key=lambda tag: len(values[tag]), default=None)
    return (best, mine[best], yours[best]) if best and len(values[best]) > 1 else None


def _described(shape: Shape, *, required: bool) -> str:
    return f"{shape}, required" if required else str(shape)


def _types(shape: Shape) -> str:
    return " | ".join(sorted(shape.types)) or "any"


def _values(shape: Shape) -> str:
    return " | ".join(sorted(shape.values)) if shape.values else "any"
