from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Required, Self, TypedDict

from attrs import define, field

from ..types import UNSET, Check, Unset, encode_model, extras, getter, required, values

_FIELDS = (
    ("question_id", "questionId"),
    ("question_text", "questionText"),
    ("selected_labels", "selectedLabels"),
    ("custom_text", "customText"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class QuestionAnswer:
    """The answer to one question.

    Attributes:
        question_id: The question's id.
        question_text: The question as it was asked.
        selected_labels: Labels (not ids) of the options chosen.
        custom_text: An answer in own words.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {
            "questionId": {"minLength": 1, "type": "string"},
            "questionText": {"minLength": 1, "type": "string"},
            "selectedLabels": {"type": "array", "items": {"minLength": 1, "type": "string"}},
            "customText": {"minLength": 1, "type": "string"},
        },
        "required": ["questionId", "questionText", "selectedLabels"],
    }

    question_id: str
    question_text: str
    selected_labels: Sequence[str]
    custom_text: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "QuestionAnswer")
        return cls(
            question_id=required(get, "questionId", "QuestionAnswer"),
            question_text=required(get, "questionText", "QuestionAnswer"),
            selected_labels=values(required(get, "selectedLabels", "QuestionAnswer"), "QuestionAnswer.selectedLabels"),
            custom_text=UNSET if (v := get("customText")) is None else v,
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)


class QuestionAnswerDict(TypedDict, total=False):
    """:class:`QuestionAnswer` as a plain dict, by wire names."""

    questionId: Required[str]
    questionText: Required[str]
    selectedLabels: Required[Sequence[str]]
    customText: str
