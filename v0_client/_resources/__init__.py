"""The tables of operations: a package per version, a module per group, such as ``v2.chats`` for ``client.v2.chats``."""

from __future__ import annotations

from importlib import import_module
from typing import Generic, Self, TypeVar, overload

from .._http.transport import Transport

__all__ = ["Group", "Version"]

T = TypeVar("T")


class Version:
    """A version of the API, such as ``client.v2``, whose attributes are groups."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def __repr__(self) -> str:
        return f"<client.{type(self).__name__.lower()}>"

    def __dir__(self) -> list[str]:
        return sorted(name for name, member in vars(type(self)).items() if isinstance(member, Group))


class Group(Generic[T]):
    """A group of a version, loaded when it is first used.

    Its name names its module and class too: ``rate_limits`` is ``RateLimits`` of that module.
    """

    def __set_name__(self, owner: type[Version], name: str) -> None:
        self._name = name
        self._module = f"{owner.__module__}.{name}"
        self._class = name.title().replace("_", "")

    @overload
    def __get__(self, version: None, owner: type[Version]) -> Self: ...
    @overload
    def __get__(self, version: Version, owner: type[Version]) -> T: ...
    def __get__(self, version: Version | None, owner: type[Version]) -> Self | T:
        if version is None:
            return self
        attributes = vars(version)
        resource: T = getattr(import_module(self._module), self._class)(attributes["_transport"])
        attributes[self._name] = resource  # found there from now on
        return resource
