"""The differences between two schemas, field by field."""

from __future__ import annotations

import json
from collections.abc import Iterator

from drifting.findings import NONE, Finding, Kind, Rule
from drifting.reading import Content, Node, Parameter, Spec
from drifting.shapes import CLOSED, SIZES, Shape

_BOOLEAN = frozenset({"boolean"})
_TRUE_OR_FALSE = frozenset({"true", "false"})
_STRING = frozenset({"string"})
# What the vendor's generator writes beside `format: date-time`: a time in UTC, or in any zone.
_TIME = (
    r"^(?:(?:\d\d[2468][048]|\d\d[13579][26]|\d\d0[48]|[02468][048]00|[13579][26]00)-02-29"
    r"|\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|(?:02)-(?:0[1-9]|1\d|2[0-8])))"
    r"T(?:(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?"
)
PATTERNS_OF_DATES = {f"pattern {_TIME}(?:Z))$", rf"pattern {_TIME}(?:Z|([+-](?:[01]\d|2[0-3]):[0-5]\d)))$"}


def text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, default=str)


def absence(
    field: str, ours: object, theirs: object, *, rule: Rule | None = None, at: tuple[Node, ...] = ()
) -> Iterator[Finding]:
    """The finding where one side is None and the other is not."""
    if ours is None and theirs is not None:
        yield Finding(field, "missing", NONE, str(theirs), rule, at)
    if theirs is None and ours is not None:
        yield Finding(field, "extra", str(ours), NONE, rule, at)


class Walk:
    """Walks two sides of one operation in parallel and records the differences."""

    def __init__(self, ours: Spec, theirs: Spec, *, responses: bool, at: Node) -> None:
        self._ours = ours
        self._theirs = theirs
        self._responses = responses
        # Pairs of shapes being compared, or found equal: comparing them again would find nothing new.
        self._settled: set[tuple[object, object]] = set()
        # Where we are in our document, the nearest node first.
        self._at: tuple[Node, ...] = (at,)
        self.found: list[Finding] = []

    def _note(self, field: str, kind: Kind, ours: str, theirs: str, rule: Rule | None = None) -> None:
        self.found.append(Finding(field, kind, ours, theirs, rule, self._at))

    def _absence(self, field: str, ours: object, theirs: object) -> None:
        self.found += absence(field, ours, theirs, at=self._at)

    # ------------------------------------------------------------------ parameters and bodies

    def parameter(self, field: str, mine: Parameter | None, yours: Parameter | None, *, is_id: bool) -> None:
        ours = Shape.of(self._ours, mine.schema) if mine else None
        theirs = Shape.of(self._theirs, yours.schema) if yours else None
        self._absence(
            field,
            ours and _described(ours, required=mine is not None and mine.required),
            theirs and _described(theirs, required=yours is not None and yours.required),
        )
        if not (mine and yours and ours and theirs):
            return
        self.required(field, mine.required, yours.required, Rule.SERVER_DEFAULTS if theirs.has_default else None)
        if field.startswith("query.") and ours.types == _BOOLEAN and theirs.values == _TRUE_OR_FALSE:
            self._note(field, "type", str(ours), str(theirs), Rule.QUERY_BOOLEANS)
            self._defaults(field, ours, theirs)
            return
        self.value(field, ours, theirs, is_id=is_id)

    def content(self, field: str, mine: Content | None, yours: Content | None) -> None:
        self._absence(field, mine and mine.kind, yours and yours.kind)
        if not (mine and yours):
            return
        if mine.kind != yours.kind:
            self._note(field, "type", mine.kind, yours.kind)
        elif mine.kind != "binary":
            ours, theirs = Shape.of(self._ours, mine.schema), Shape.of(self._theirs, yours.schema)
            if mine.kind == "events" and theirs.types == _STRING != ours.types:
                self._note(field, "type", str(ours), str(theirs), Rule.EVENTS_ARE_TYPED)
            else:
                self.value(field, ours, theirs)

    def required(self, field: str, ours: bool, theirs: bool, rule: Rule | None = None) -> None:
        if ours != theirs:
            if self._responses:
                rule = Rule.RESPONSES_REQUIRE_IDS
            words = {True: "required", False: "optional"}
            self._note(field, "required", words[ours], words[theirs], rule if theirs else None)

    # ------------------------------------------------------------------ values

    def value(self, field: str, ours: Shape, theirs: Shape, *, is_id: bool = False) -> None:
        if ours.types and theirs.types and ours.nullable != theirs.nullable:
            words = {True: "or null", False: "not null"}
            self._note(field, "nullable", words[ours.nullable], words[theirs.nullable])
        self._defaults(field, ours, theirs)
        pair = (ours.key, theirs.key)
        if pair in self._settled:
            return
        self._settled.add(pair)
        before, at = len(self.found), self._at
        if not ours.is_union:  # else the place is where the union is
            self._at = (*ours.parts, *at)
        self._compared(field, ours, theirs, is_id=is_id)
        self._at = at
        if len(self.found) > before:
            self._settled.discard(pair)

    def _compared(self, field: str, ours: Shape, theirs: Shape, *, is_id: bool) -> None:
        if ours.types != theirs.types:
            self._note(field, "type", _types(ours), _types(theirs))
        self._defaults(field, ours, theirs)
        if (
            ours.types & theirs.types or ours.types == theirs.types
        ):  # with nothing in common there is no more to compare
            self._values(field, ours, theirs)
            self._limits(field, ours, theirs, is_id=is_id)
            self._inside(field, ours, theirs)

    def _defaults(self, field: str, ours: Shape, theirs: Shape) -> None:
        mine, yours = [" | ".join(sorted(side.defaults)) or NONE for side in (ours, theirs)]
        if mine != yours:
            self._note(field, "default", mine, yours)

    def _deprecated(self, field: str, ours: Shape, theirs: Shape) -> None:
        if ours.deprecated != theirs.deprecated:
            words = {True: "deprecated", False: NONE}
            self._note(field, "deprecated", words[ours.deprecated], words[theirs.deprecated])

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
            mine, yours = ours.limits.get(keyword, NONE), theirs.limits.get(keyword, NONE)
            if mine != yours:
                self._note(field, "limit", mine, yours, self._rule_of_limits(keyword, mine, yours, ours, is_id=is_id))

    def _rule_of_limits(self, keyword: str, mine: str, yours: str, ours: Shape, *, is_id: bool) -> Rule | None:
        if is_id and mine == "minLength 1":
            return Rule.IDS_ARE_NOT_EMPTY
        if keyword == CLOSED and mine == NONE:
            return Rule.OBJECTS_ARE_OPEN
        if mine == NONE and yours in PATTERNS_OF_DATES and ours.limits.get("format") == "format date-time":
            return Rule.DATES_HAVE_A_FORMAT
        return Rule.RESPONSES_HAVE_NO_LIMITS if self._responses and keyword in SIZES else None

    def _inside(self, field: str, ours: Shape, theirs: Shape) -> None:
        members = _members(ours, theirs)
        if members is None:
            self._fields(field, ours, theirs)
            return
        tag, mine, yours = members
        for value in sorted(mine.keys() | yours.keys()):
            name = f"{field.removesuffix('[]')}[{tag}={value}]" if value else field
            if value in mine and value in yours:
                self._member(name, mine[value], yours[value])
            elif value:
                self._absence(name, mine.get(value), yours.get(value))
            else:
                self._fields(name, mine.get("", Shape(self._ours, [])), yours.get("", Shape(self._theirs, [])))

    def _member(self, field: str, ours: Shape, theirs: Shape) -> None:
        at = self._at
        self._at = (*ours.parts, *at)
        self._deprecated(field, ours, theirs)
        self._limits(field, ours, theirs, is_id=False)
        self._inside(field, ours, theirs)
        self._at = at

    def _fields(self, field: str, ours: Shape, theirs: Shape) -> None:
        at = self._at
        for name in sorted(ours.fields | theirs.fields):
            mine = ours.field(name) if name in ours.fields else None
            yours = theirs.field(name) if name in theirs.fields else None
            self._at = (*(ours.schemas(name) if mine else ours.parts), *at)
            self._absence(
                field + name,
                mine and _described(mine, required=ours.requires(name)),
                yours and _described(yours, required=theirs.requires(name)),
            )
            if mine and yours:
                rule = Rule.SERVER_DEFAULTS if yours.has_default else None
                self.required(field + name, ours.requires(name), theirs.requires(name), rule)
                self._deprecated(field + name, mine, yours)
                self.value(field + name, mine, yours)
        self._at = at


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
