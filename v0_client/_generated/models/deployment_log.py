from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("id", "id"),
    ("object", "object"),
    ("deployment_id", "deploymentId"),
    ("created_at", "createdAt"),
    ("text", "text"),
    ("type", "type"),
    ("level", "level"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class DeploymentLog(Model):
    """An entry of a deployment's build log.

    Attributes:
        id: The entry's id.
        object: Always `deployment_log`.
        deployment_id: The deployment.
        created_at: When it was written, ISO 8601.
        text: What was written.
        type: Where it was written. One of `stdout`, `stderr`, or a newer value.
        level: How serious it is. One of `error`, `warning`, `info`, or a newer value.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    id: str | Unset = UNSET
    object: Literal["deployment_log"] = "deployment_log"
    deployment_id: str | Unset = UNSET
    created_at: str | Unset = UNSET
    text: str | Unset = UNSET
    type: models.LogStream | Unset = UNSET
    level: models.LogLevel | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "DeploymentLog")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.id = UNSET if (v := get("id")) is None else v
        self.object = "deployment_log" if (v := get("object")) is None else v
        self.deployment_id = UNSET if (v := get("deploymentId")) is None else v
        self.created_at = UNSET if (v := get("createdAt")) is None else v
        self.text = UNSET if (v := get("text")) is None else v
        self.type = UNSET if (v := get("type")) is None else v
        self.level = UNSET if (v := get("level")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is DeploymentLog else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
