"""The schemas of a published document in our conventions: named components, without the vendor's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.naming import class_name
from codegen.rules import MARKER
from drifting.reading import PROSE, Node, Spec, listing, mapping
from drifting.shapes import Shape
from drifting.walking import PATTERNS_OF_DATES, Walk

Schema = dict[str, Any]

_SCALARS = frozenset({"string", "integer", "number", "boolean"})
_LIMITS = ("minLength", "maxLength", "minItems", "maxItems", "maxProperties", "minimum", "maximum")
_SAFE_INTEGER = 2**53 - 1
_ANY: Schema = {}


class Components:
    """Turns schemas into ours, and collects the components that are new.

    Attributes:
        new: What is to be written, by name.
        reused: Our components that describe the same, by name.
    """

    def __init__(self, ours: Spec, theirs: Spec, version: str) -> None:
        self._ours = ours
        self._theirs = theirs
        self._version = version.upper()
        self._named: Schema = mapping(mapping(ours.raw.get("components")).get("schemas"))  # type: ignore[assignment]  # it is ours, and valid
        self._drafted: dict[tuple[str, bool], str] = {}  # by reference and direction, for what refers to itself
        self.new: dict[str, Schema] = {}
        self.reused: set[str] = set()

    def described(self, schema: object, hint: str, *, sent: bool) -> Schema:
        """The schema of a property or a parameter, with its description left to a person."""
        return {**self.value(schema, hint, sent=sent), "description": MARKER}

    def value(self, schema: object, hint: str, *, sent: bool) -> Schema:
        """A schema inside another one. What needs a name becomes a component, called after `hint`."""
        node = mapping(schema)
        ref = node.get("$ref")
        if isinstance(ref, str):
            return self._referred(ref, sent=sent)
        found = self._unnamed(node, hint, sent=sent)
        if "default" in node:
            found["x-default"] = node["default"]
        if node.get("deprecated") is True:
            found["deprecated"] = True
        return found

    def body(self, schema: object, name: str) -> Schema:
        """The schema of a body, which is a component."""
        return self.value(schema, name, sent=True)

    def component(self, name: str) -> Node:
        """A component by its name, new or not."""
        return self.new.get(name) or mapping(self._named.get(name))

    # ------------------------------------------------------------------ what needs no name

    def _referred(self, ref: str, *, sent: bool) -> Schema:
        if name := self._drafted.get((ref, sent)):
            return _reference(name)
        hint = self._drafted[ref, sent] = self._free(class_name(ref.rpartition("/")[2]).removesuffix("Schema"))
        found = self.value(self._theirs.target(ref), hint, sent=sent)
        if "$ref" in found:
            self._drafted[ref, sent] = found["$ref"].rpartition("/")[2]
        else:
            del self._drafted[ref, sent]
        return found

    def _unnamed(self, node: Node, hint: str, *, sent: bool) -> Schema:
        members = [mapping(m) for m in listing(node.get("anyOf")) or listing(node.get("oneOf"))]
        others = [member for member in members if member.get("type") != "null"]
        if others and (len(others) < len(members) or len(others) == 1):
            inner = self.value(others[0] if len(others) == 1 else {"anyOf": others}, hint, sent=sent)
            return _nullable(inner) if len(others) < len(members) else inner
        if others or "allOf" in node:
            return self._of_parts(node, others, hint, sent=sent)
        types = listing(node.get("type")) or [node.get("type")]
        if "null" in types or node.get("nullable") is True:
            plain = {**node, "type": next((kind for kind in types if kind != "null"), None)}
            plain.pop("nullable", None)
            return _nullable(self._unnamed(plain, hint, sent=sent))
        return self._of_type(node, types[0], hint, sent=sent)

    def _of_type(self, node: Node, kind: object, hint: str, *, sent: bool) -> Schema:
        values = [node["const"]] if "const" in node else [v for v in listing(node.get("enum")) if v is not None]
        if len(values) > 1 and all(isinstance(value, str) for value in values):
            return self._component(node, {"type": "string", "enum": values, "description": MARKER}, hint, sent=sent)
        match kind:
            case "array":
                items = self.value(node.get("items", _ANY), _singular(hint), sent=sent)
                return {"type": "array", "items": items, **_limits(node, sent=sent)}
            case "object" | None if "properties" in node:
                return self._component(node, self._object(node, hint, sent=sent), hint, sent=sent)
            case "object":
                rest = node.get("additionalProperties")
                inner = self.value(rest if isinstance(rest, Mapping) else _ANY, f"{hint}Value", sent=sent)
                drafted = {"type": "object", "additionalProperties": inner, "description": MARKER}
                return self._component(node, drafted | _limits(node, sent=sent), hint, sent=sent)
            case str() if kind in _SCALARS:
                return {"type": kind, **_limits(node, sent=sent)}
            case _ if values:
                return {"type": "string"}
            case _:
                return {}

    # ------------------------------------------------------------------ what has a name

    def _object(self, node: Node, hint: str, *, sent: bool) -> Schema:
        properties: dict[str, Schema] = {}
        required = [str(name) for name in listing(node.get("required"))]
        for name, schema in mapping(node.get("properties")).items():
            tag = _constant(schema)
            if tag is not None and name in ("type", "object"):
                properties[name] = {"const": tag}
            else:
                properties[name] = self.described(schema, f"{hint}{class_name(name)}", sent=sent)
        if sent:  # what the server has a default for need not be sent, and an empty string is refused
            needed = [name for name in required if "x-default" not in properties.get(name, {})]
            for inner in (properties[name] for name in needed if properties[name].get("type") == "string"):
                inner.setdefault("minLength", 1)
        else:  # only ids and tags, so that the server may stop sending the rest
            needed = [n for n in required if n == "id" or (n == "type" and "const" in properties.get(n, {}))]
        drafted: Schema = {"type": "object", "description": MARKER}
        return drafted | ({"required": needed} if needed else {}) | {"properties": properties}

    def _of_parts(self, node: Node, members: list[Node], hint: str, *, sent: bool) -> Schema:
        """A union of objects; of scalars, their types; of anything else, any JSON. What all applies is one object."""
        if "allOf" in node:
            parts = [self._resolved(part) for part in listing(node["allOf"])] + ([node] if "properties" in node else [])
            merged: Schema = {"type": "object", "properties": {}, "required": []}
            for part in parts:
                merged["properties"] |= mapping(part.get("properties"))
                merged["required"] += listing(part.get("required"))
            return self._of_type(merged, "object", hint, sent=sent)
        resolved = [self._resolved(member) for member in members]
        if all(member.get("type") in _SCALARS for member in resolved) and not sent:
            return {"type": list(dict.fromkeys(member["type"] for member in resolved))}
        if not all("properties" in member for member in resolved):
            return {}
        named = [
            self.value(m, f"{hint}{_suffix(r, n)}", sent=sent)
            for n, (m, r) in enumerate(zip(members, resolved, strict=True))
        ]
        if sent:
            return self._component(node, {"description": MARKER, "oneOf": named}, hint, sent=sent)
        unknown = self._free(f"Unknown{hint}")
        self.new[unknown] = {"description": MARKER, "x-catch-all": True}
        return self._component(node, {"description": MARKER, "anyOf": [*named, _reference(unknown)]}, hint, sent=sent)

    def _component(self, node: Node, drafted: Schema, hint: str, *, sent: bool) -> Schema:
        """A reference to our component that describes the same, or to a new one."""
        same = [name for name, ours in self._named.items() if self._is_same(ours, node, drafted, sent=sent)]
        if same:
            name = min(same, key=lambda name: (name != hint, not name.endswith(self._version), name))
            self.reused.add(name)
            return _reference(name)
        for name, other in self.new.items():
            if other == drafted:
                return _reference(name)
        name = hint if hint in self._drafted.values() and hint not in self.new else self._free(hint)
        self.new[name] = drafted
        return _reference(name)

    def _is_same(self, ours: Schema, node: Node, drafted: Schema, *, sent: bool) -> bool:
        if ("enum" in ours) != ("enum" in drafted) or not (node.get("properties") or "enum" in drafted):
            return False
        walk = Walk(self._ours, self._theirs, responses=not sent, at=ours)
        walk.value("", Shape.of(self._ours, ours), Shape.of(self._theirs, node))
        return all(finding.rule for finding in walk.found)

    def _free(self, hint: str) -> str:
        taken = {*self._named, *self.new, *self._drafted.values()}
        if hint not in taken:
            return hint
        return next(name for n in range(1, 99) if (name := f"{hint}{self._version}{n if n > 1 else ''}") not in taken)

    def _resolved(self, schema: object) -> Node:
        node = mapping(schema)
        while isinstance(ref := node.get("$ref"), str):
            node = mapping(self._theirs.target(ref))
        return node


def _reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _nullable(schema: Schema) -> Schema:
    if isinstance(kind := schema.get("type"), str):
        return {**schema, "type": [kind, "null"]}
    return {"oneOf": [schema, {"type": "null"}]} if schema else {}


def _limits(node: Node, *, sent: bool) -> Schema:
    """Formats, and in requests the server's limits; not what every date and every integer has."""
    kept = {"format": node["format"]} if isinstance(node.get("format"), str) else {}
    if sent:
        kept |= {k: node[k] for k in _LIMITS if isinstance(node.get(k), int) and 0 < abs(node[k]) < _SAFE_INTEGER}
        if isinstance(pattern := node.get("pattern"), str) and f"pattern {pattern}" not in PATTERNS_OF_DATES:
            kept["pattern"] = pattern
        if names := {k: v for k, v in mapping(node.get("propertyNames")).items() if k not in PROSE}:
            kept["propertyNames"] = names
    return kept


def _constant(schema: object) -> object:
    node = mapping(schema)
    values = [node["const"]] if "const" in node else listing(node.get("enum"))
    return values[0] if len(values) == 1 else None


def _suffix(member: Node, number: int) -> str:
    """What distinguishes a member of a union: its tag, else its number."""
    tags = [tag for schema in mapping(member.get("properties")).values() if isinstance(tag := _constant(schema), str)]
    return class_name(tags[0]) if tags else str(number + 1)


def _singular(name: str) -> str:
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else f"{name}Entry"
