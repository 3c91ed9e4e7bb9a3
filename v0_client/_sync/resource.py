"""Operations of the synchronous client: a resource is a table of the asynchronous one's operations."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Generic, Self, TypeVar, overload

from .blocking import Mirror
from .loop_thread import LoopThread

__all__ = ["SyncGroup", "SyncResource", "SyncVersion"]

T = TypeVar("T")


class SyncResource(Mirror):
    """A group of operations, each of which blocks where the asynchronous one is awaited."""

    def __dir__(self) -> list[str]:
        return sorted(name for name in vars(type(self)) if not name.startswith("_"))


class SyncVersion(Mirror):
    """A version of the API, such as ``client.v2``, whose attributes are groups."""

    def __dir__(self) -> list[str]:
        return sorted(name for name, member in vars(type(self)).items() if isinstance(member, SyncGroup))

    def mirror(self, name: str, group: Callable[[Any, LoopThread], T]) -> T:
        """A group for synchronous code."""
        return group(getattr(self._original, name), self._thread)


class SyncGroup(Generic[T]):
    """A group of a version, loaded when it is first used.

    Its module and its class are named after it: ``rate_limits`` is ``SyncRateLimits`` of that module.
    """

    def __set_name__(self, owner: type[SyncVersion], name: str) -> None:
        self._name = name
        self._module = f"{owner.__module__}.{name}"
        self._class = "Sync" + name.title().replace("_", "")

    @overload
    def __get__(self, version: None, owner: type[SyncVersion]) -> Self: ...
    @overload
    def __get__(self, version: SyncVersion, owner: type[SyncVersion]) -> T: ...
    def __get__(self, version: SyncVersion | None, owner: type[SyncVersion]) -> Self | T:
        if version is None:
            return self
        mirror: Callable[[Any, LoopThread], T] = getattr(import_module(self._module), self._class)
        group = version.mirror(self._name, mirror)
        vars(version)[self._name] = group  # found there from now on
        return group
