"""Descriptions of the document as docstrings."""

from __future__ import annotations

import re
import textwrap

from codegen.document import Argument, Document, Operation, Schema, component_of, without_null
from codegen.naming import attribute_name

_WIDTH = 120
_UNBROKEN = "\N{SYMBOL FOR SPACE}"  # stands for a space inside a value while lines are broken

_LIMITS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "maxLength": "at most {} characters",
    "maxItems": "at most {} entries",
    "maxProperties": "at most {} pairs",
}


def wrap(text: str, *, indent: int = 0, hanging: int = 0, opening: int = 0, closing: int = 0) -> str:
    """Text as lines of a docstring, the first one not indented.

    Text in backticks is never broken. `opening` and `closing` are the columns that quotes take beside the text.
    """
    text = " ".join(str(text).split()).replace("\\", "\\\\").replace('"""', "'''")
    text = re.sub(r"`[^`]+`", lambda value: value[0].replace(" ", _UNBROKEN), text)
    wrapped = textwrap.fill(
        text,
        _WIDTH - indent - closing,
        initial_indent=" " * opening,
        subsequent_indent=" " * hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapped.lstrip().replace("\n", "\n" + " " * indent).replace(_UNBROKEN, " ")


class Prose:
    """What docstrings say of a document's parts."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def argument(self, argument: Argument) -> str:
        """The entry of an argument in `Args`."""
        schema = argument.schema
        if argument.description is not None:
            schema = {**schema, "description": argument.description}
        return f"{argument.name}: {self._notes(schema)}"

    def attribute(self, wire_name: str, schema: Schema) -> str:
        """The entry of a field in `Attributes`."""
        return f"{attribute_name(wire_name)}: {self._notes(schema)}"

    def response(self, operation: Operation) -> str:
        """What a plain operation returns."""
        if operation.response is None:
            return "None."
        inner, nullable = without_null(operation.response)
        resolved = self._document.resolve(inner)
        name = component_of(resolved) or component_of(inner) or component_of(resolved.get("items", {}))
        text = self._document.description(name) if name else "The JSON value of the response."
        if name and name == component_of(resolved.get("items", {})):
            text = f"A list. Each entry: {text}"
        return f"{text} None where there is none." if nullable else text

    def _notes(self, schema: Schema) -> str:
        """What a value means, which values an enum has, and the server's limits where the text does not have them."""
        inner, _ = without_null(schema)
        name = component_of(inner)
        described = schema.get("description") or (self._document.description(name) if name else "")
        sentences = ["Deprecated."] if schema.get("deprecated") else []
        if described:
            sentences.append(str(described))
        resolved = self._document.resolve(inner)
        if "const" in resolved:
            sentences += [] if described else [f"Always `{resolved['const']}`."]
        if name and self._document.kind(name) == "enum":
            values = ", ".join(f"`{value}`" for value in self._document.schemas[name]["enum"])
            sentences.append(f"One of {values}, or a newer value.")
        return self._with_limits(resolved, " ".join(sentences))

    def with_limits(self, schema: Schema) -> str:
        """The description of a value itself, with the server's limits; empty where there is neither."""
        inner, _ = without_null(schema)
        return self._with_limits(self._document.resolve(inner), str(schema.get("description") or ""))

    def _with_limits(self, schema: Schema, text: str) -> str:
        limits = self._limits(schema, text)
        return f"{text} {limits[0].upper()}{limits[1:]}.".lstrip() if limits else text

    def _limits(self, schema: Schema, text: str) -> str:
        """The server's limits on a value as a phrase, but for numbers that the text has."""
        known = set(re.findall(r"\d+", text))
        limits = [
            phrase.format(schema[key])
            for key, phrase in _LIMITS.items()
            if str(schema.get(key, "")) not in {"", *known}
        ]
        if schema.get("type") == "object":
            for what, part in (("keys", schema.get("propertyNames")), ("values", schema.get("additionalProperties"))):
                inside = self._limits(without_null(part)[0], text) if part else ""
                if inside:
                    limits.append(f"{what} of {inside}")
        return "; ".join(limits)
