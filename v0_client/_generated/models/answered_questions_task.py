from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal, Required, Self, TypedDict

from attrs import define, field

from .. import models
from ..types import Check, encode_model, extras, getter, items, required

_FIELDS = (
    ("type_", "type"),
    ("answers", "answers"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class AnsweredQuestionsTask:
    """Answers to the questions the agent asked.

    Attributes:
        type_: Always `answered-questions`.
        answers: An answer for every question.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {
            "type": {"const": "answered-questions"},
            "answers": {"minItems": 1, "type": "array", "items": {"model": "QuestionAnswer"}},
        },
        "required": ["answers", "type"],
    }

    type_: Literal["answered-questions"] = "answered-questions"
    answers: Sequence[models.QuestionAnswer | models.QuestionAnswerDict]
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "AnsweredQuestionsTask")
        return cls(
            type_="answered-questions" if (v := get("type")) is None else v,
            answers=items(
                required(get, "answers", "AnsweredQuestionsTask"),
                "AnsweredQuestionsTask.answers",
                models.QuestionAnswer.from_dict,
            ),
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)


class AnsweredQuestionsTaskDict(TypedDict, total=False):
    """:class:`AnsweredQuestionsTask` as a plain dict, by wire names."""

    type: Required[Literal["answered-questions"]]
    answers: Required[Sequence[models.QuestionAnswer | models.QuestionAnswerDict]]
