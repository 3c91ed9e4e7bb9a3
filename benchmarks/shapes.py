"""Models of pydantic and msgspec with the fields of this SDK's models, built from its type hints.

They are built as their users would write them: absent is None, open enums are plain strings, unknown fields are
dropped, and unions are discriminated by their tags alone.
"""

from __future__ import annotations

import sys
import types
from functools import cache
from typing import Annotated, Any, Literal, Optional, Union, get_args, get_origin, get_type_hints

import attrs
import msgspec
import pydantic

from v0_client import Unset

Class = type[Any]


def _fields(cls: Class) -> list[tuple[str, str, Any, bool]]:
    """Name, wire name, type and whether it is required, for each field of the API."""
    hints, defaults = get_type_hints(cls), {a.name: a.default for a in attrs.fields(cls)}
    names = sys.modules[cls.__module__].__dict__["_FIELDS"]
    return [(name, wire_name, hints[name], defaults[name] is attrs.NOTHING) for name, wire_name in names]


def _members(hint: Any) -> list[Any]:
    """The types of a value, without the marker of absence; literals of open enums become str."""
    members = list(get_args(hint)) if get_origin(hint) in (Union, types.UnionType) else [hint]
    members = [m for m in members if m not in (Unset, type(None))]
    return [str] if str in members else members


def _discriminated(hint: Any) -> tuple[list[Class], list[Any]]:
    """The classes among the types of a value, and all types; both empty if no tag discriminates them."""
    members = _members(hint)
    classes = [m for m in members if _is_model(m) and not _is_catch_all(m)]
    return (classes, members) if len(classes) < 2 or all(map(_tag, classes)) else ([], [])


def _tag(cls: Class) -> tuple[str, str] | None:
    """The wire name and value of the tag of a class."""
    for _, wire_name, hint, _ in _fields(cls):
        if get_origin(hint) is Literal:
            return wire_name, get_args(hint)[0]
    return None


def _is_model(hint: Any) -> bool:
    return isinstance(hint, type) and attrs.has(hint)


def _is_catch_all(cls: Class) -> bool:
    return "_FIELDS" not in vars(sys.modules[cls.__module__])


# ------------------------------------------------------------------ pydantic


@cache
def pydantic_model(cls: Class) -> type[pydantic.BaseModel]:
    fields: dict[str, Any] = {}
    for name, wire_name, hint, needed in _fields(cls):
        field = pydantic.Field(alias=wire_name) if needed else pydantic.Field(None, alias=wire_name)
        if get_origin(hint) is Literal:  # a tag, which the discriminator needs unchanged
            fields[name] = (hint, pydantic.Field(alias=wire_name))
        else:
            plain = _pydantic_type(hint)
            fields[name] = (plain, field) if needed else (Optional[plain], field)  # noqa: UP045 - built at run time
    config = pydantic.ConfigDict(protected_namespaces=())
    return pydantic.create_model(cls.__name__, __config__=config, **fields)


def _pydantic_type(hint: Any) -> Any:
    classes, members = _discriminated(hint)
    if len(classes) > 1:
        models = tuple(pydantic_model(m) for m in classes)
        attribute = next(name for name, _, hint, _ in _fields(classes[0]) if get_origin(hint) is Literal)
        return Annotated[Union[models], pydantic.Field(discriminator=attribute)]  # noqa: UP007 - built at run time
    if classes:
        return pydantic_model(classes[0])
    if len(members) != 1:
        return Any
    if get_origin(members[0]) is list:
        return list[_pydantic_type(get_args(members[0])[0])]  # type: ignore[misc]  # a type made at run time
    return members[0]


# ------------------------------------------------------------------ msgspec


@cache
def msgspec_struct(cls: Class, *, tagged: bool = False) -> type[msgspec.Struct]:
    fields: list[tuple[str, Any, Any]] = []
    renamed: dict[str, str] = {}
    tag = _tag(cls) if tagged else None
    for name, wire_name, hint, needed in _fields(cls):
        if tag and tag[0] == wire_name:
            continue
        plain = _msgspec_type(str if get_origin(hint) is Literal else hint)
        fields.append((name, plain, ...) if needed else (name, Optional[plain], None))  # noqa: UP045 - as above
        renamed[name] = wire_name
    return msgspec.defstruct(
        cls.__name__,
        [field[:2] if field[2] is ... else field for field in fields],
        rename=renamed,
        kw_only=True,
        tag_field=tag[0] if tag else None,
        tag=tag[1] if tag else None,
    )


def _msgspec_type(hint: Any) -> Any:
    classes, members = _discriminated(hint)
    if len(classes) > 1:
        return Union[tuple(msgspec_struct(m, tagged=True) for m in classes)]  # noqa: UP007 - built at run time
    if classes:
        return msgspec_struct(classes[0])
    if len(members) != 1:
        return Any
    if get_origin(members[0]) is list:
        return list[_msgspec_type(get_args(members[0])[0])]  # type: ignore[misc]  # a type made at run time
    return members[0]
