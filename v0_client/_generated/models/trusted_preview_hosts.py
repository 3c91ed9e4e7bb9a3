from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ..types import UNSET, Unset, encode_model, extras, getter, values

_FIELDS = (("hosts", "hosts"),)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class TrustedPreviewHosts:
    """Hosts that may embed previews.

    Attributes:
        hosts: The hosts, in canonical form.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    hosts: list[str] | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "TrustedPreviewHosts")
        return cls(
            hosts=UNSET if (v := get("hosts")) is None else values(v, "TrustedPreviewHosts.hosts"),
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)
