from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("event_id", "eventId"),
    ("model_id", "modelId"),
    ("input_tokens", "inputTokens"),
    ("output_tokens", "outputTokens"),
    ("total_tokens", "totalTokens"),
    ("cache_creation_input_tokens", "cacheCreationInputTokens"),
    ("cache_creation_input_tokens_1_h", "cacheCreationInputTokens1h"),
    ("cache_read_input_tokens", "cacheReadInputTokens"),
    ("timestamp", "timestamp"),
    ("request_id", "requestId"),
    ("use_case", "useCase"),
    ("chat_id", "chatId"),
    ("message_id", "messageId"),
    ("user_id", "userId"),
    ("user_email", "userEmail"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class AiUsageEvent(Model):
    """A call of a model, and its tokens.

    Attributes:
        event_id: The event's id.
        model_id: The model.
        input_tokens: Tokens in.
        output_tokens: Tokens out.
        total_tokens: Tokens in all.
        cache_creation_input_tokens: Tokens written to the cache.
        cache_creation_input_tokens_1_h: Tokens written to the cache for an hour.
        cache_read_input_tokens: Tokens read from the cache.
        timestamp: When it happened, ISO 8601.
        request_id: The model's request.
        use_case: What the call was for.
        chat_id: The chat.
        message_id: The message.
        user_id: The user.
        user_email: The user's email address.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    event_id: str | Unset = UNSET
    model_id: str | Unset = UNSET
    input_tokens: float | Unset = UNSET
    output_tokens: float | Unset = UNSET
    total_tokens: float | Unset = UNSET
    cache_creation_input_tokens: float | Unset = UNSET
    cache_creation_input_tokens_1_h: float | Unset = UNSET
    cache_read_input_tokens: float | Unset = UNSET
    timestamp: str | Unset = UNSET
    request_id: str | Unset = UNSET
    use_case: str | Unset = UNSET
    chat_id: str | Unset = UNSET
    message_id: str | Unset = UNSET
    user_id: str | Unset = UNSET
    user_email: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "AiUsageEvent")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.event_id = UNSET if (v := get("eventId")) is None else v
        self.model_id = UNSET if (v := get("modelId")) is None else v
        self.input_tokens = UNSET if (v := get("inputTokens")) is None else v
        self.output_tokens = UNSET if (v := get("outputTokens")) is None else v
        self.total_tokens = UNSET if (v := get("totalTokens")) is None else v
        self.cache_creation_input_tokens = UNSET if (v := get("cacheCreationInputTokens")) is None else v
        self.cache_creation_input_tokens_1_h = UNSET if (v := get("cacheCreationInputTokens1h")) is None else v
        self.cache_read_input_tokens = UNSET if (v := get("cacheReadInputTokens")) is None else v
        self.timestamp = UNSET if (v := get("timestamp")) is None else v
        self.request_id = UNSET if (v := get("requestId")) is None else v
        self.use_case = UNSET if (v := get("useCase")) is None else v
        self.chat_id = UNSET if (v := get("chatId")) is None else v
        self.message_id = UNSET if (v := get("messageId")) is None else v
        self.user_id = UNSET if (v := get("userId")) is None else v
        self.user_email = UNSET if (v := get("userEmail")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is AiUsageEvent else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
