from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, decode_list, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("object", "object"),
    ("range", "range"),
    ("scope", "scope"),
    ("summary", "summary"),
    ("projects", "projects"),
    ("chats", "chats"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class UsageActivity(Model):
    """Projects and chats that were worked on.

    Attributes:
        object: Always `usage_activity`.
        range: The time covered.
        scope: Whose activity it is.
        summary: All of it together.
        projects: By project.
        chats: By chat.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    object: Literal["usage_activity"] = "usage_activity"
    range: models.UsageRange | Unset = UNSET
    scope: models.UsageScope | Unset = UNSET
    summary: models.ActivityTotals | Unset = UNSET
    projects: list[models.ProjectActivity] | Unset = UNSET
    chats: list[models.ChatActivity] | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "UsageActivity")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.object = "usage_activity" if (v := get("object")) is None else v
        self.range = UNSET if (v := get("range")) is None else models.UsageRange.from_dict(v)
        self.scope = UNSET if (v := get("scope")) is None else models.UsageScope.from_dict(v)
        self.summary = UNSET if (v := get("summary")) is None else models.ActivityTotals.from_dict(v)
        self.projects = (
            UNSET
            if (v := get("projects")) is None
            else decode_list(v, "UsageActivity.projects", models.ProjectActivity.from_dict)
        )
        self.chats = (
            UNSET
            if (v := get("chats")) is None
            else decode_list(v, "UsageActivity.chats", models.ChatActivity.from_dict)
        )
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is UsageActivity else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
