from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self, TypedDict

from attrs import define, field

from .. import models
from ..types import UNSET, Check, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("model_id", "modelId"),
    ("image_generations", "imageGenerations"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class ModelChoiceV2(Model):
    """How the model continues in a version 2 chat. Either field may be absent.

    Attributes:
        model_id: Model to use. One of `v0-auto`, `v0-mini`, `v0-pro`, `v0-max`, `v0-max-fast`, or a newer value.
        image_generations: Allow up to 5 generated images per version.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {"modelId": {"type": "string"}, "imageGenerations": {"type": "boolean"}},
        "names": {"model_id": "modelId", "image_generations": "imageGenerations"},
    }

    model_id: models.ModelIdV2 | Unset = UNSET
    image_generations: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "ModelChoiceV2")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.model_id = UNSET if (v := get("modelId")) is None else v
        self.image_generations = UNSET if (v := get("imageGenerations")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is ModelChoiceV2 else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)


class ModelChoiceV2Dict(TypedDict, total=False):
    """:class:`ModelChoiceV2` as a plain dict, with wire names.

    snake_case names are accepted too, but unknown to type checkers.
    """

    modelId: models.ModelIdV2
    imageGenerations: bool
