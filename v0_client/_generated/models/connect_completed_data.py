from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, decode_list, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("status", "status"),
    ("action", "action"),
    ("summary", "summary"),
    ("connectors", "connectors"),
    ("created_project", "createdProject"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class ConnectCompletedData(Model):
    """Work with connectors is done; the agent does not wait.

    Attributes:
        status: Always `completed`.
        action: Kind of the work. One of `list`, `create`, `attach`, `authorize`, or a newer value.
        summary: The result, as text.
        connectors: The connectors concerned.
        created_project: The project created during the set-up.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    status: Literal["completed"] = "completed"
    action: models.ConnectAction | Unset = UNSET
    summary: str | Unset = UNSET
    connectors: list[models.VercelConnector] | Unset = UNSET
    created_project: models.VercelProjectRef | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "ConnectCompletedData")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.status = "completed" if (v := get("status")) is None else v
        self.action = UNSET if (v := get("action")) is None else v
        self.summary = UNSET if (v := get("summary")) is None else v
        self.connectors = (
            UNSET
            if (v := get("connectors")) is None
            else decode_list(v, "ConnectCompletedData.connectors", models.VercelConnector.from_dict)
        )
        self.created_project = UNSET if (v := get("createdProject")) is None else models.VercelProjectRef.from_dict(v)
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is ConnectCompletedData else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
