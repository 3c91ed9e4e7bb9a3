from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, decode_list, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("id", "id"),
    ("question", "question"),
    ("header", "header"),
    ("multi_select", "multiSelect"),
    ("options", "options"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class Question(Model):
    """One question the agent asks.

    Attributes:
        id: Its id; the answer refers to it.
        question: The text of the question.
        header: A short label.
        multi_select: Whether several options may be chosen.
        options: The answers it suggests.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    id: str | Unset = UNSET
    question: str | Unset = UNSET
    header: str | Unset = UNSET
    multi_select: bool | Unset = UNSET
    options: list[models.QuestionOption] | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "Question")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.id = UNSET if (v := get("id")) is None else v
        self.question = UNSET if (v := get("question")) is None else v
        self.header = UNSET if (v := get("header")) is None else v
        self.multi_select = UNSET if (v := get("multiSelect")) is None else v
        self.options = (
            UNSET
            if (v := get("options")) is None
            else decode_list(v, "Question.options", models.QuestionOption.from_dict)
        )
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is Question else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
