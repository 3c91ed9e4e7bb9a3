from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, decode_list, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("object", "object"),
    ("data", "data"),
    ("pagination", "pagination"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class MessageSummaryList(Model):
    """One page of messages, newest first.

    Attributes:
        object: Always `list`.
        data: The entries.
        pagination: Whether there are more, and how to request them.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    object: Literal["list"] = "list"
    data: list[models.MessageSummary] | Unset = UNSET
    pagination: models.Pagination | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "MessageSummaryList")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.object = "list" if (v := get("object")) is None else v
        self.data = (
            UNSET
            if (v := get("data")) is None
            else decode_list(v, "MessageSummaryList.data", models.MessageSummary.from_dict)
        )
        self.pagination = UNSET if (v := get("pagination")) is None else models.Pagination.from_dict(v)
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is MessageSummaryList else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
