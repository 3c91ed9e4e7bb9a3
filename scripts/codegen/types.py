"""Schemas as Python: annotations, and the expressions that decode responses."""

from __future__ import annotations

from codegen.document import Document, Operation, Schema, component_of, without_null
from codegen.naming import argument_name, attribute_name, module_name

_SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}


class Types:
    """Annotations and decoders for the schemas of a document."""

    def __init__(self, document: Document) -> None:
        self._document = document

    # ------------------------------------------------------------------ annotations

    def annotation(self, schema: Schema, *, sent: bool) -> str:
        """The type of a value. One that is sent may also be a dict for a model, any sequence and any mapping."""
        inner, nullable = without_null(schema)
        text = self._plain(self._document.resolve(inner), sent=sent)
        return f"{text} | None" if nullable else text

    def _plain(self, schema: Schema, *, sent: bool) -> str:
        document = self._document
        if name := component_of(schema):
            if sent and document.kind(name) == "union":
                return f"models.{document.input_union(name)}"
            return f"models.{name} | models.{name}Dict" if sent and document.has_dict(name) else f"models.{name}"
        if "const" in schema:
            return f"Literal[{schema['const']!r}]"
        match schema.get("type"):
            case None:
                return "Any"
            case "array":
                items = self.annotation(schema["items"], sent=sent)
                return f"Sequence[{items}]" if sent else f"list[{items}]"
            case "object":
                value = self.annotation(schema["additionalProperties"], sent=sent)
                return f"Mapping[str, {value}]" if sent else f"dict[str, {value}]"
            case list() as kinds:
                return " | ".join(_SCALARS[kind] for kind in kinds)
            case kind:
                return _SCALARS[kind]

    def union_members(self, union: str, *, sent: bool) -> list[str]:
        members = self._document.members(union)
        dicts = [f"{name}Dict" for name in members if sent and self._document.has_dict(name)]
        return [f"models.{name}" for name in [*members, *dicts]]

    def response(self, operation: Operation) -> str:
        """The type of the response, of one page or of one event."""
        return "None" if operation.response is None else self.annotation(operation.response, sent=False)

    def client(self, operation: Operation) -> str:
        """What an operation needs of the client it is given."""
        match operation.kind:
            case "stream":
                return f"StreamOpener[{self.response(operation)}, S]"
            case "download":
                return "Downloader[D]"
            case _:
                return "Transport"

    def returned(self, operation: Operation) -> str:
        """What an operation's function returns."""
        match operation.kind:
            case "stream":
                return "S"
            case "download":
                return "D"
            case "pages":
                return f"AsyncPaginator[{self.response(operation)}, {self._entry(operation)}]"
            case _:
                return self.response(operation)

    # ------------------------------------------------------------------ decoding

    def field(self, wire_name: str, schema: Schema, owner: str, *, required: bool) -> str:
        """The expression that reads one field of a response; `get` is in scope."""
        inner, nullable = without_null(schema)
        resolved = self._document.resolve(inner)
        if "const" in resolved:
            return f'{resolved["const"]!r} if (v := get("{wire_name}")) is None else v'
        if nullable:
            source = f'get("{wire_name}", UNSET)'
            value = self._decoded(resolved, f"{owner}.{wire_name}")
            return source if value == "v" else f"v if (v := {source}) is UNSET or v is None else {value}"
        if not (component_of(resolved) or resolved.get("type")):  # any JSON, and null is JSON
            return f'get("{wire_name}")' if required else f'get("{wire_name}", UNSET)'
        absent = f'missing("{owner}", "{wire_name}")' if required else "UNSET"
        value = self._decoded(resolved, f"{owner}.{wire_name}")
        return f'{absent} if (v := get("{wire_name}")) is None else {value}'

    def _decoded(self, schema: Schema, place: str) -> str:
        """The expression that decodes `v`, which is not null; `v` itself where nothing is to be done."""
        name = component_of(schema)
        if name and self._document.kind(name) == "union":
            selector = self._document.selector(name)
            beside = f', get("{selector["property"]}")' if selector else ""
            return f"unions.parse_{module_name(name)}(v{beside})"
        if name and self._document.kind(name) == "class":
            return f"models.{name}.from_dict(v)"
        match schema.get("type"):
            case "object":
                return f'copy_dict(v, "{place}"{self._inner(schema["additionalProperties"])})'
            case "array" if inner := self._inner(schema["items"]):
                return f'decode_list(v, "{place}"{inner})'
            case "array":
                return f'copy_list(v, "{place}")'
            case _:
                return "v"

    def _inner(self, schema: Schema) -> str:
        """The decoder of members as a further argument; nothing where members stay as they are."""
        decoder = self.decoder(schema)
        return f", {decoder}" if decoder else ""

    def decoder(self, schema: Schema) -> str | None:
        """The function that decodes a value; None where it stays as it is."""
        inner, nullable = without_null(schema)
        resolved = self._document.resolve(inner)
        value = self._decoded(resolved, component_of(inner) or "the response")
        if value == "v":
            return None
        decoder = value.removesuffix("(v)") if value.endswith("(v)") else f"lambda v: {value}"
        return f"nullable({decoder})" if nullable else decoder

    def parser(self, operation: Operation) -> str:
        """The function that reads the response, one page or one event of it."""
        if operation.response is None:
            return "discard"
        decoder = self.decoder(operation.response) or "unchanged"
        if not operation.may_be_empty or without_null(operation.response)[1]:
            return decoder
        inner = self._document.resolve(operation.response)
        return f"or_empty({decoder}, {'[]' if inner.get('type') == 'array' else '{}'})"

    def arguments_of_parser(self, union: str) -> str:
        """The arguments of a union's parser: the value, and the sibling that selects the member."""
        selector = self._document.selector(union)
        return f"value: Any, {argument_name(selector['property'])}: Any" if selector else "value: Any"

    # ------------------------------------------------------------------ pages

    def _entry(self, operation: Operation) -> str:
        """The type of one entry of a list that comes in pages."""
        assert operation.response is not None  # held by the rules
        page = self._document.properties(component_of(operation.response) or "")
        entries = self._document.resolve(page[operation.raw["x-pages"]["entries"]])
        return self.annotation(entries["items"], sent=False)

    def paging(self, operation: Operation) -> str:
        """How one page leads to the next, as an expression."""
        pages = operation.raw["x-pages"]
        entries = f"lambda page: page.{attribute_name(pages['entries'])} or ()"
        if "cursor" not in pages:
            return f'Paging({entries}, "offset")'
        *outer, name = map(attribute_name, pages["cursor"].split("."))
        cursor = f"page.{'.'.join([*outer, name])} or None"
        if "more" in pages:  # stated beside the cursor, and decisive where the two differ
            more = ".".join(map(attribute_name, pages["more"].split(".")))
            cursor = f"None if page.{more} is False else {cursor}"
        for count in range(len(outer), 0, -1):
            cursor = f"({cursor}) if page.{'.'.join(outer[:count])} else None"
        return f'Paging({entries}, "cursor", lambda page: {cursor})'
