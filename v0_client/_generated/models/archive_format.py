from __future__ import annotations

from typing import Literal, TypeAlias

ArchiveFormat: TypeAlias = (
    Literal[
        "zip",
        "tarball",
    ]
    | str
)
"""Kinds of archive; a tarball is gzipped."""
