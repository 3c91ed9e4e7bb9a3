from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Required, Self, TypedDict

from attrs import define, field

from ..types import (
    UNSET,
    Check,
    Model,
    Unset,
    copy_list,
    encode_model,
    get_method,
    initialised,
    missing,
    show_model,
    unknown_fields,
)

_FIELDS = (
    ("question_id", "questionId"),
    ("question_text", "questionText"),
    ("selected_labels", "selectedLabels"),
    ("custom_text", "customText"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class QuestionAnswer(Model):
    """The answer to one question.

    Attributes:
        question_id: The question's id.
        question_text: The text of the question.
        selected_labels: Labels (not ids) of the options chosen.
        custom_text: A free-text answer.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {
            "questionId": {"type": "string", "nonempty": True},
            "questionText": {"type": "string", "nonempty": True},
            "selectedLabels": {"type": "array", "items": {"type": "string", "nonempty": True}},
            "customText": {"type": "string", "nonempty": True},
        },
        "names": {
            "question_id": "questionId",
            "question_text": "questionText",
            "selected_labels": "selectedLabels",
            "custom_text": "customText",
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
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "QuestionAnswer")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.question_id = missing("QuestionAnswer", "questionId") if (v := get("questionId")) is None else v
        self.question_text = missing("QuestionAnswer", "questionText") if (v := get("questionText")) is None else v
        self.selected_labels = (
            missing("QuestionAnswer", "selectedLabels")
            if (v := get("selectedLabels")) is None
            else copy_list(v, "QuestionAnswer.selectedLabels")
        )
        self.custom_text = UNSET if (v := get("customText")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is QuestionAnswer else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)


class QuestionAnswerDict(TypedDict, total=False):
    """:class:`QuestionAnswer` as a plain dict, with wire names.

    snake_case names are accepted too, but unknown to type checkers.
    """

    questionId: Required[str]
    questionText: Required[str]
    selectedLabels: Required[Sequence[str]]
    customText: str
