"""Every class, enum and union of the API, generated from ``openapi/v0.yaml``; each is loaded when first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._generated.models import *  # noqa: F403


def __getattr__(name: str) -> Any:
    if name.startswith("__") and name != "__all__":
        raise AttributeError(name)
    from ._generated import models  # noqa: PLC0415 - nothing generated is loaded before it is used

    try:
        value = getattr(models, name)
    except AttributeError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name) from None
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    from ._generated import models  # noqa: PLC0415 - loaded when it is needed

    return dir(models)
