from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self, TypedDict

from attrs import define, field

from .. import models
from ..types import UNSET, Check, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("model_id", "modelId"),
    ("image_generations", "imageGenerations"),
    ("thinking", "thinking"),
    ("thinking_effort", "thinkingEffort"),
    ("fast", "fast"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class ModelConfiguration(Model):
    """How the model runs in a version 1 chat. Every field is optional.

    Attributes:
        model_id: Deprecated. Model to use. The reference page calls the field deprecated; the server still uses it. One
            of `v0-auto`, `v0-mini`, `v0-pro`, `v0-max`, `v0-max-fast`, `v0-opus-4.7`, `v0-opus-4.7-fast`, or a newer
            value.
        image_generations: Allow up to 5 generated images per version. Server default false.
        thinking: Think before responding. Server default false.
        thinking_effort: How much to think; with null the model decides. One of `none`, `minimal`, `low`, `medium`,
            `high`, `max`, `xhigh`, or a newer value.
        fast: Prefer the faster variant of the model.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {
            "modelId": {"type": "string"},
            "imageGenerations": {"type": "boolean"},
            "thinking": {"type": "boolean"},
            "thinkingEffort": {"nullable": True, "type": "string"},
            "fast": {"type": "boolean"},
        },
        "names": {"model_id": "modelId", "image_generations": "imageGenerations", "thinking_effort": "thinkingEffort"},
    }

    model_id: models.ModelId | Unset = UNSET
    image_generations: bool | Unset = UNSET
    thinking: bool | Unset = UNSET
    thinking_effort: models.ThinkingEffort | None | Unset = UNSET
    fast: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "ModelConfiguration")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.model_id = UNSET if (v := get("modelId")) is None else v
        self.image_generations = UNSET if (v := get("imageGenerations")) is None else v
        self.thinking = UNSET if (v := get("thinking")) is None else v
        self.thinking_effort = get("thinkingEffort", UNSET)
        self.fast = UNSET if (v := get("fast")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is ModelConfiguration else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)


class ModelConfigurationDict(TypedDict, total=False):
    """:class:`ModelConfiguration` as a plain dict, with wire names.

    snake_case names are accepted too, but unknown to type checkers.
    """

    modelId: models.ModelId
    imageGenerations: bool
    thinking: bool
    thinkingEffort: models.ThinkingEffort | None
    fast: bool
