from __future__ import annotations

from typing import Literal, TypeAlias

UsageType: TypeAlias = (
    Literal[
        "image_generation",
        "message",
        "manual_debit",
        "api_request",
        "inline-edit",
        "buy-template",
        "reverse_template_sale",
        "refund_template_purchase",
    ]
    | str
)
"""What was used."""
