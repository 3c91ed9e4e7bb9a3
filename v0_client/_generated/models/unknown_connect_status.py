from __future__ import annotations

from typing import Any, Self

from attrs import define

from ..types import Model, is_dict, show_model


@define
class UnknownConnectStatus(Model):
    """A status of a set-up that this SDK does not know yet.

    Attributes:
        raw: The JSON as received.
    """

    raw: Any

    @property
    def additional_properties(self) -> dict[str, Any]:
        """The members of ``raw``, where it is an object."""
        return self.raw if is_dict(self.raw) else {}

    @classmethod
    def from_dict(cls, src: Any, /) -> Self:
        """Wrap any JSON value."""
        return cls(src)

    def to_dict(self) -> Any:
        """The JSON as received."""
        return self.raw

    def __repr__(self) -> str:
        return show_model(self)
