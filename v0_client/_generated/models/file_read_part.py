from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ..types import UNSET, Unset, encode_model, extras, getter, values

_FIELDS = (
    ("type_", "type"),
    ("paths", "paths"),
    ("started_at", "startedAt"),
    ("finished_at", "finishedAt"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class FileReadPart:
    """Files the agent read.

    Attributes:
        type_: Always `file-read`.
        paths: Their paths.
        started_at: When the part began, ISO 8601.
        finished_at: When the part was done, ISO 8601.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    type_: Literal["file-read"] = "file-read"
    paths: list[str] | Unset = UNSET
    started_at: str | Unset = UNSET
    finished_at: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "FileReadPart")
        return cls(
            type_="file-read" if (v := get("type")) is None else v,
            paths=UNSET if (v := get("paths")) is None else values(v, "FileReadPart.paths"),
            started_at=UNSET if (v := get("startedAt")) is None else v,
            finished_at=UNSET if (v := get("finishedAt")) is None else v,
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)
