from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, missing, show_model, unknown_fields

_FIELDS = (
    ("id", "id"),
    ("object", "object"),
    ("name", "name"),
    ("privacy", "privacy"),
    ("vercel_project_id", "vercelProjectId"),
    ("created_at", "createdAt"),
    ("updated_at", "updatedAt"),
    ("api_url", "apiUrl"),
    ("web_url", "webUrl"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class ProjectSummary(Model):
    """A project as lists show it.

    Attributes:
        id: The project's id.
        object: Always `project`.
        name: Name given by the user.
        privacy: Who sees it. One of `private`, `team`, or a newer value.
        vercel_project_id: The linked Vercel project.
        created_at: When it was created, ISO 8601.
        updated_at: When it last changed, ISO 8601.
        api_url: Address in the API.
        web_url: Address for the browser.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    id: str
    object: Literal["project"] = "project"
    name: str | Unset = UNSET
    privacy: models.ProjectPrivacy | Unset = UNSET
    vercel_project_id: str | Unset = UNSET
    created_at: str | Unset = UNSET
    updated_at: str | Unset = UNSET
    api_url: str | Unset = UNSET
    web_url: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "ProjectSummary")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.id = missing("ProjectSummary", "id") if (v := get("id")) is None else v
        self.object = "project" if (v := get("object")) is None else v
        self.name = UNSET if (v := get("name")) is None else v
        self.privacy = UNSET if (v := get("privacy")) is None else v
        self.vercel_project_id = UNSET if (v := get("vercelProjectId")) is None else v
        self.created_at = UNSET if (v := get("createdAt")) is None else v
        self.updated_at = UNSET if (v := get("updatedAt")) is None else v
        self.api_url = UNSET if (v := get("apiUrl")) is None else v
        self.web_url = UNSET if (v := get("webUrl")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is ProjectSummary else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
