from __future__ import annotations

from typing import Literal, TypeAlias

MessageAttachmentType: TypeAlias = (
    Literal[
        "screenshot",
        "figma",
        "zip",
    ]
    | str
)
"""Kinds of attachment that v0 treats specially."""
