from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, copy_list, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("id", "id"),
    ("name", "name"),
    ("service", "service"),
    ("attached_to_project", "attachedToProject"),
    ("uid", "uid"),
    ("type", "type"),
    ("supported_subject_types", "supportedSubjectTypes"),
    ("supports_installation", "supportsInstallation"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class VercelConnector(Model):
    """A connector of Vercel Connect.

    Attributes:
        id: Its id.
        name: Its name.
        service: The service it connects.
        attached_to_project: Whether it is attached to the chat's project.
        uid: Its id at the service.
        type: Its kind.
        supported_subject_types: On whose behalf it can act.
        supports_installation: Whether it can be installed.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    id: str | Unset = UNSET
    name: str | Unset = UNSET
    service: str | Unset = UNSET
    attached_to_project: bool | Unset = UNSET
    uid: str | Unset = UNSET
    type: str | Unset = UNSET
    supported_subject_types: list[models.ConnectorSubjectType] | Unset = UNSET
    supports_installation: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "VercelConnector")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.id = UNSET if (v := get("id")) is None else v
        self.name = UNSET if (v := get("name")) is None else v
        self.service = UNSET if (v := get("service")) is None else v
        self.attached_to_project = UNSET if (v := get("attachedToProject")) is None else v
        self.uid = UNSET if (v := get("uid")) is None else v
        self.type = UNSET if (v := get("type")) is None else v
        self.supported_subject_types = (
            UNSET
            if (v := get("supportedSubjectTypes")) is None
            else copy_list(v, "VercelConnector.supportedSubjectTypes")
        )
        self.supports_installation = UNSET if (v := get("supportsInstallation")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is VercelConnector else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
