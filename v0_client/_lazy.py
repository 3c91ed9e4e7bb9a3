"""Names that are imported when they are first used, and the classes that annotations refer to before that."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

__all__ = [
    "V1",
    "V2",
    "Destination",
    "Download",
    "EventStream",
    "ObservedEvent",
    "Progress",
    "Request",
    "lazy_attributes",
]


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


if TYPE_CHECKING:
    from ._generated.client import Request
    from ._resources.v1 import V1
    from ._resources.v2 import V2
    from ._streaming.event_stream import EventStream
    from .downloads import Destination, Download, Progress
    from .observe import ObservedEvent
else:
    __getattr__ = lazy_attributes(
        __name__,
        {
            "Destination": ".downloads",
            "Download": ".downloads",
            "EventStream": "._streaming.event_stream",
            "ObservedEvent": ".observe",
            "Progress": ".downloads",
            "Request": "._generated.client",
            "V1": "._resources.v1",
            "V2": "._resources.v2",
        },
    )
