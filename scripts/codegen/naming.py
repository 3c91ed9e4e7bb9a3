"""Python names for the names of the document."""

from __future__ import annotations

import keyword

from openapi_python_client.strings import ClassName, PythonIdentifier, sanitize, snake_case

# A name gets an underscore where it is a keyword of Python, or where it would shadow what the code around it uses.
_IN_A_MODEL = {
    *("self", "to_dict", "from_dict", "additional_properties", "wire_check"),
    *("models", "unions", "checks", "field", "classmethod", "property"),
    *("str", "int", "float", "bool", "list", "dict"),
}
_IN_AN_OPERATION = {
    *("client", "self", "body", "models", "unions"),
    *("copy_dict", "copy_list", "decode_list", "discard", "nullable", "or_empty", "unchanged"),
    # arguments of the helpers that take an operation's parameters along with their own, such as create_and_wait
    *("timeout", "poll", "on_update", "on_timeout"),
}


def attribute_name(wire_name: str) -> str:
    """The attribute of a model for a property."""
    return _python_name(wire_name, _IN_A_MODEL)


def argument_name(wire_name: str) -> str:
    """The argument of an operation for a parameter, or for a property of its body."""
    return _python_name(wire_name, _IN_AN_OPERATION)


def class_name(name: str) -> str:
    """A name of the document as that of a component."""
    return str(ClassName(name, prefix=""))


def operation_name(operation_id: str) -> str:
    """The function of an operation, as openapi-python-client names it."""
    return str(PythonIdentifier(operation_id, prefix="field_"))


def module_name(class_name: str) -> str:
    """The module of a component, as openapi-python-client names it."""
    return str(PythonIdentifier(class_name, prefix="field_"))


def constant_name(name: str) -> str:
    return snake_case(name).upper()


def _python_name(wire_name: str, taken: set[str]) -> str:
    name = snake_case(sanitize(wire_name))
    if not name.isidentifier() or wire_name.startswith("_"):
        name = f"field_{name}"
    return f"{name}_" if keyword.iskeyword(name) or name in taken else name
