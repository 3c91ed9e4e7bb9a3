"""The resources of a client and their operations, found as a caller finds them: by completion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from v0_client import V0Client
from v0_client._resources.resource import Resource

__all__ = ["operations_of", "resources_of"]


def resources_of(client: V0Client) -> dict[str, Resource]:
    """Every resource by its path, such as `v2.chats`."""
    return {path: found for version in ("v1", "v2") for path, found in _below(getattr(client, version), version)}


def operations_of(client: V0Client) -> set[str]:
    """Every operation and helper by its path, such as `v2.chats.get`."""
    return {f"{path}.{name}" for path, resource in resources_of(client).items() for name in dir(resource)}


def _below(parent: Any, path: str) -> Iterator[tuple[str, Resource]]:
    for name in dir(parent):
        found = getattr(parent, name)
        if isinstance(found, Resource):
            yield f"{path}.{name}", found
        elif not name.startswith("_"):
            yield from _below(found, f"{path}.{name}")
