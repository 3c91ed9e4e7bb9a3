from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, missing, show_model, unknown_fields

_FIELDS = (
    ("id", "id"),
    ("object", "object"),
    ("inspector_url", "inspectorUrl"),
    ("chat_id", "chatId"),
    ("project_id", "projectId"),
    ("version_id", "versionId"),
    ("api_url", "apiUrl"),
    ("web_url", "webUrl"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class DeploymentDetail(Model):
    """A version of a chat that is deployed to Vercel.

    Attributes:
        id: The deployment's id.
        object: Always `deployment`.
        inspector_url: Where Vercel shows its state.
        chat_id: The chat.
        project_id: The project.
        version_id: The version that is deployed.
        api_url: Address in the API.
        web_url: Address for the browser.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    id: str
    object: Literal["deployment"] = "deployment"
    inspector_url: str | Unset = UNSET
    chat_id: str | Unset = UNSET
    project_id: str | Unset = UNSET
    version_id: str | Unset = UNSET
    api_url: str | Unset = UNSET
    web_url: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "DeploymentDetail")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.id = missing("DeploymentDetail", "id") if (v := get("id")) is None else v
        self.object = "deployment" if (v := get("object")) is None else v
        self.inspector_url = UNSET if (v := get("inspectorUrl")) is None else v
        self.chat_id = UNSET if (v := get("chatId")) is None else v
        self.project_id = UNSET if (v := get("projectId")) is None else v
        self.version_id = UNSET if (v := get("versionId")) is None else v
        self.api_url = UNSET if (v := get("apiUrl")) is None else v
        self.web_url = UNSET if (v := get("webUrl")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is DeploymentDetail else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
