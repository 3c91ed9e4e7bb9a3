from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Required, Self, TypedDict

from attrs import define, field

from .. import models
from ..types import Check, Model, encode_model, get_method, initialised, missing, show_model, unknown_fields

_FIELDS = (
    ("model_id", "modelId"),
    ("image_generations", "imageGenerations"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class ModelConfigurationV2(Model):
    """How the model runs in a version 2 chat. Both fields are needed.

    Attributes:
        model_id: Model to use. One of `v0-auto`, `v0-mini`, `v0-pro`, `v0-max`, `v0-max-fast`, or a newer value.
        image_generations: Allow up to 5 generated images per version.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {"modelId": {"type": "string"}, "imageGenerations": {"type": "boolean"}},
        "names": {"model_id": "modelId", "image_generations": "imageGenerations"},
        "required": ["modelId", "imageGenerations"],
    }

    model_id: models.ModelIdV2
    image_generations: bool
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "ModelConfigurationV2")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.model_id = missing("ModelConfigurationV2", "modelId") if (v := get("modelId")) is None else v
        self.image_generations = (
            missing("ModelConfigurationV2", "imageGenerations") if (v := get("imageGenerations")) is None else v
        )
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is ModelConfigurationV2 else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)


class ModelConfigurationV2Dict(TypedDict, total=False):
    """:class:`ModelConfigurationV2` as a plain dict, with wire names.

    snake_case names are accepted too, but unknown to type checkers.
    """

    modelId: Required[models.ModelIdV2]
    imageGenerations: Required[bool]
