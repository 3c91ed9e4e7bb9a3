"""Names that are imported when they are first used."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["lazy_attributes"]


def lazy_attributes(module: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """A module's ``__getattr__`` that imports a name from its home when it is first used.

    Args:
        module: The module's ``__name__``.
        homes: Relative module names by attribute; where an attribute is a module itself, its own name.
    """
    package = sys.modules[module].__package__

    def load(name: str) -> Any:
        home = homes.get(name)
        if home is None:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        value = import_module(home, package)
        if home != f".{name}":
            value = getattr(value, name)
        setattr(sys.modules[module], name, value)
        return value

    return load
