from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("type", "type"),
    ("command", "command"),
    ("output", "output"),
    ("exit_code", "exitCode"),
    ("is_dangerous", "isDangerous"),
    ("timeout_ms", "timeoutMs"),
    ("started_at", "startedAt"),
    ("finished_at", "finishedAt"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class BashPart(Model):
    """A shell command the agent ran.

    Attributes:
        type: Always `bash`.
        command: The command.
        output: The output so far.
        exit_code: Its exit code; null while unknown.
        is_dangerous: Whether it needed the user's approval.
        timeout_ms: Its time limit in milliseconds, where one was set.
        started_at: Time when the part began, ISO 8601.
        finished_at: Time when the part was finished, ISO 8601.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    type: Literal["bash"] = "bash"
    command: str | Unset = UNSET
    output: str | Unset = UNSET
    exit_code: int | None | Unset = UNSET
    is_dangerous: bool | Unset = UNSET
    timeout_ms: int | Unset = UNSET
    started_at: str | Unset = UNSET
    finished_at: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "BashPart")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.type = "bash" if (v := get("type")) is None else v
        self.command = UNSET if (v := get("command")) is None else v
        self.output = UNSET if (v := get("output")) is None else v
        self.exit_code = get("exitCode", UNSET)
        self.is_dangerous = UNSET if (v := get("isDangerous")) is None else v
        self.timeout_ms = UNSET if (v := get("timeoutMs")) is None else v
        self.started_at = UNSET if (v := get("startedAt")) is None else v
        self.finished_at = UNSET if (v := get("finishedAt")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is BashPart else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
