from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Unset, encode_model, extras, getter, values

_FIELDS = (
    ("id", "id"),
    ("name", "name"),
    ("service", "service"),
    ("attached_to_project", "attachedToProject"),
    ("uid", "uid"),
    ("type_", "type"),
    ("supported_subject_types", "supportedSubjectTypes"),
    ("supports_installation", "supportsInstallation"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class VercelConnector:
    """A connector of Vercel Connect.

    Attributes:
        id: Its id.
        name: Its name.
        service: The service it connects.
        attached_to_project: Whether it is attached to the chat's project.
        uid: Its id at the service.
        type_: Its kind.
        supported_subject_types: On whose behalf it can act.
        supports_installation: Whether it can be installed.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    id: str | Unset = UNSET
    name: str | Unset = UNSET
    service: str | Unset = UNSET
    attached_to_project: bool | Unset = UNSET
    uid: str | Unset = UNSET
    type_: str | Unset = UNSET
    supported_subject_types: list[models.ConnectorSubjectType] | Unset = UNSET
    supports_installation: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "VercelConnector")
        return cls(
            id=UNSET if (v := get("id")) is None else v,
            name=UNSET if (v := get("name")) is None else v,
            service=UNSET if (v := get("service")) is None else v,
            attached_to_project=UNSET if (v := get("attachedToProject")) is None else v,
            uid=UNSET if (v := get("uid")) is None else v,
            type_=UNSET if (v := get("type")) is None else v,
            supported_subject_types=UNSET
            if (v := get("supportedSubjectTypes")) is None
            else values(v, "VercelConnector.supportedSubjectTypes"),
            supports_installation=UNSET if (v := get("supportsInstallation")) is None else v,
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)
