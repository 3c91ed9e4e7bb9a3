"""Validators of request bodies: small functions that combine into the schema of a body.

A validator takes a value and its path, and rejects an invalid value with 422 and that path. Objects are closed: an
unknown key is rejected, as the real service does. The values that a test scripts pass through the same functions.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, NoReturn, TypeAlias

from .json_api import JsonObject, RejectError, encode, is_array, is_object

Validator: TypeAlias = Callable[[Any, str], None]

MAX_METADATA_ENTRIES = 50


def fail(path: str, problem: str) -> NoReturn:
    raise RejectError(422, f"{path or 'body'}: {problem}")


def validate(instance: object, validators: Mapping[str, Validator]) -> None:
    """Validate attributes of an object that a test created.

    Raises:
        ValueError: names the class and the attribute.
    """
    for name, validator in validators.items():
        try:
            validator(getattr(instance, name), f"{type(instance).__name__}.{name}")
        except RejectError as error:
            raise ValueError(error.message) from None


# --- scalars


def string(*, at_least: int = 0, at_most: int | None = None, one_of: Collection[str] | None = None) -> Validator:
    def check(value: Any, path: str) -> None:
        if not isinstance(value, str):
            fail(path, "must be a string")
        try:
            value.encode()
        except UnicodeEncodeError:
            fail(path, "contains a lone surrogate, which cannot be encoded")
        if one_of is not None and value not in one_of:
            fail(path, f"must be one of {', '.join(one_of)}")
        if len(value) < at_least:
            fail(path, f"must have at least {at_least} character(s)")
        if at_most is not None and len(value) > at_most:
            fail(path, f"must have at most {at_most} characters")

    return check


def boolean(value: Any, path: str) -> None:
    if not isinstance(value, bool):
        fail(path, "must be true or false")


def integer(value: Any, path: str) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        fail(path, "must be an integer")


def count(value: Any, path: str) -> None:
    integer(value, path)
    if value < 0:
        fail(path, "must not be negative")


def seconds(value: Any, path: str) -> None:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 <= value < math.inf:
        fail(path, "must be a number of seconds, 0 or more")


def uri(value: Any, path: str) -> None:
    string()(value, path)
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:.", value):
        fail(path, "must be a URI")


def anything(value: Any, path: str) -> None:
    """Any JSON value."""
    try:
        encode(value)
    except (TypeError, ValueError, RecursionError):
        fail(path, "cannot be encoded as JSON")


def instance_of(*classes: type) -> Validator:
    """An instance of one of these classes instead of a JSON value."""
    names = " or ".join(each.__name__ for each in classes)

    def check(value: Any, path: str) -> None:
        if not isinstance(value, classes):
            fail(path, f"must be {names}, not {value!r}")

    return check


def nullable(inner: Validator) -> Validator:
    def check(value: Any, path: str) -> None:
        if value is not None:
            inner(value, path)

    return check


# --- containers


def array(item: Validator, *, at_least: int = 0, at_most: int | None = None) -> Validator:
    def check(value: Any, path: str) -> None:
        if not is_array(value):
            fail(path, "must be an array")
        if len(value) < at_least:
            fail(path, f"must have at least {at_least} item(s)")
        if at_most is not None and len(value) > at_most:
            fail(path, f"must have at most {at_most} items")
        for index, member in enumerate(value):
            item(member, f"{path}[{index}]")

    return check


def mapping(key: Validator, item: Validator, *, at_most: int | None = None) -> Validator:
    """An object with arbitrary keys."""

    def check(value: Any, path: str) -> None:
        members = _object(value, path)
        if at_most is not None and len(members) > at_most:
            fail(path, f"must have at most {at_most} keys")
        for name, member in members.items():
            key(name, f"{path}: key {name!r}")
            item(member, f"{path}.{name}")

    return check


def closed(required: Mapping[str, Validator], optional: Mapping[str, Validator] | None = None) -> Validator:
    """An object with these keys and no others."""
    known = {**required, **(optional or {})}

    def check(value: Any, path: str) -> None:
        members = _object(value, path)
        dot = f"{path}." if path else ""
        for name in members:
            if name not in known:
                fail(path, f"unrecognized key {name!r}")
        for name in required:
            if name not in members:
                fail(f"{dot}{name}", "is required")
        for name, member in members.items():
            known[name](member, f"{dot}{name}")

    return check


def tagged(variants: Mapping[str, Validator]) -> Validator:
    """An object whose `type` selects one of the variants."""
    tag_validator = string(one_of=variants)

    def check(value: Any, path: str) -> None:
        tag: Any = _object(value, path).get("type")
        tag_validator(tag, f"{path}.type" if path else "type")
        variants[tag](value, path)

    return check


def _object(value: Any, path: str) -> JsonObject:
    if not is_object(value):
        fail(path, "must be an object")
    return value


# --- fields that several operations of both API versions have

privacy: Validator = string(one_of=("public", "private", "team", "team-edit", "unlisted"))
prompt: Validator = string(at_least=1)
attachments: Validator = array(closed({"url": string()}))
file_encoding: Validator = string(one_of=("utf8", "base64"))
skill_ids: Validator = array(string(), at_most=3)
skills: Validator = array(
    tagged(
        {
            "remote": closed({"type": string(), "id": string()}),
            "memory": closed({"type": string(), "scope": string(one_of=("user", "team")), "skillName": string()}),
            "project": closed({"type": string(), "skillName": string()}),
        }
    ),
    at_most=3,
)


def metadata(*, value_at_least: int) -> Validator:
    """Metadata of a new chat."""
    key, value = string(at_least=1, at_most=40), string(at_least=value_at_least, at_most=500)
    return mapping(key, value, at_most=MAX_METADATA_ENTRIES)


def metadata_update(*, key_length: int, value_at_least: int) -> Validator:
    """Metadata of an update, where null removes."""
    key, value = string(at_least=1, at_most=key_length), nullable(string(at_least=value_at_least, at_most=500))
    return nullable(mapping(key, value, at_most=MAX_METADATA_ENTRIES))


webhook_fields: Mapping[str, Validator] = {
    "name": string(at_least=1),
    "events": array(
        string(
            one_of=(
                *("chat.created", "chat.updated", "chat.deleted"),
                *("message.created", "message.updated", "message.deleted", "message.finished"),
            )
        )
    ),
    "url": uri,
}


def mcp_server_fields(oauth: Validator) -> Mapping[str, Validator]:
    """The fields of an MCP server.

    Args:
        oauth: the `auth` of type `oauth`, in which the versions differ.
    """
    headers = mapping(string(at_most=100), string(at_most=500))
    auth = tagged(
        {
            "none": closed({"type": string()}),
            "bearer": closed({"type": string(), "token": string(at_least=1, at_most=1000)}),
            "custom-headers": closed({"type": string(), "headers": headers}),
            "oauth": oauth,
        }
    )
    return {
        "name": string(at_least=1, at_most=100),
        "url": uri,
        "description": string(at_most=500),
        "enabled": boolean,
        "auth": auth,
        "scope": string(one_of=("user", "team")),
    }


oauth_client: Mapping[str, Validator] = {"authorizationUrl": uri, "tokenUrl": uri, "clientId": string(at_least=1)}
oauth_client_options: Mapping[str, Validator] = {
    "registrationUrl": uri,
    "clientSecret": string(),
    "issuer": string(),
    "resource": string(),
    "clientIdMetadataDocumentSupported": boolean,
}
oauth_scopes: Mapping[str, Validator] = {"scopes": array(string()), "usePKCE": boolean}
"""What only version 2 requires of an OAuth client."""
