from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("type", "type"),
    ("scope", "scope"),
    ("query", "query"),
    ("started_at", "startedAt"),
    ("finished_at", "finishedAt"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class SearchPart(Model):
    """A search by the agent.

    Attributes:
        type: Always `search`.
        scope: Where it searched. One of `repo`, `web`, or a newer value.
        query: The search text.
        started_at: Time when the part began, ISO 8601.
        finished_at: Time when the part was finished, ISO 8601.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    type: Literal["search"] = "search"
    scope: models.SearchScope | Unset = UNSET
    query: str | Unset = UNSET
    started_at: str | Unset = UNSET
    finished_at: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "SearchPart")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.type = "search" if (v := get("type")) is None else v
        self.scope = UNSET if (v := get("scope")) is None else v
        self.query = UNSET if (v := get("query")) is None else v
        self.started_at = UNSET if (v := get("startedAt")) is None else v
        self.finished_at = UNSET if (v := get("finishedAt")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is SearchPart else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
