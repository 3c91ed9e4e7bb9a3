from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal, Required, Self, TypedDict

from attrs import define, field

from .. import models
from ..types import (
    Check,
    Model,
    decode_list,
    encode_model,
    get_method,
    initialised,
    missing,
    show_model,
    unknown_fields,
)

_FIELDS = (
    ("type", "type"),
    ("answers", "answers"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class AnsweredQuestionsTask(Model):
    """Answers to the questions the agent asked.

    Attributes:
        type: Always `answered-questions`.
        answers: An answer for every question.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {
            "type": {"const": "answered-questions"},
            "answers": {"type": "array", "items": {"model": "QuestionAnswer"}},
        },
        "required": ["type", "answers"],
    }

    type: Literal["answered-questions"] = "answered-questions"
    answers: Sequence[models.QuestionAnswer | models.QuestionAnswerDict]
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "AnsweredQuestionsTask")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.type = "answered-questions" if (v := get("type")) is None else v
        self.answers = (
            missing("AnsweredQuestionsTask", "answers")
            if (v := get("answers")) is None
            else decode_list(v, "AnsweredQuestionsTask.answers", models.QuestionAnswer.from_dict)
        )
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is AnsweredQuestionsTask else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)


class AnsweredQuestionsTaskDict(TypedDict, total=False):
    """:class:`AnsweredQuestionsTask` as a plain dict, with wire names.

    snake_case names are accepted too, but unknown to type checkers.
    """

    type: Required[Literal["answered-questions"]]
    answers: Required[Sequence[models.QuestionAnswer | models.QuestionAnswerDict]]
