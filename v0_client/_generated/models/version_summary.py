from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, missing, show_model, unknown_fields

_FIELDS = (
    ("id", "id"),
    ("object", "object"),
    ("status", "status"),
    ("demo_url", "demoUrl"),
    ("screenshot_url", "screenshotUrl"),
    ("created_at", "createdAt"),
    ("updated_at", "updatedAt"),
    ("dark_screenshot_url", "darkScreenshotUrl"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class VersionSummary(Model):
    """One generated version of the app, without its files.

    Attributes:
        id: The version's id.
        object: Always `version`.
        status: Its state. One of `pending`, `completed`, `failed`, or a newer value.
        demo_url: URL of the preview; may be stale while the status is pending.
        screenshot_url: URL of a screenshot of the preview.
        created_at: Time of creation, ISO 8601.
        updated_at: Time of the last change, ISO 8601.
        dark_screenshot_url: URL of a screenshot of the preview in dark mode, in lists of chats.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    id: str
    object: Literal["version"] = "version"
    status: models.VersionStatus | Unset = UNSET
    demo_url: str | Unset = UNSET
    screenshot_url: str | Unset = UNSET
    created_at: str | Unset = UNSET
    updated_at: str | Unset = UNSET
    dark_screenshot_url: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "VersionSummary")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.id = missing("VersionSummary", "id") if (v := get("id")) is None else v
        self.object = "version" if (v := get("object")) is None else v
        self.status = UNSET if (v := get("status")) is None else v
        self.demo_url = UNSET if (v := get("demoUrl")) is None else v
        self.screenshot_url = UNSET if (v := get("screenshotUrl")) is None else v
        self.created_at = UNSET if (v := get("createdAt")) is None else v
        self.updated_at = UNSET if (v := get("updatedAt")) is None else v
        self.dark_screenshot_url = UNSET if (v := get("darkScreenshotUrl")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is VersionSummary else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
