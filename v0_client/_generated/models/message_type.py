from __future__ import annotations

from typing import Literal, TypeAlias

MessageType: TypeAlias = (
    Literal[
        "message",
        "forked-block",
        "forked-chat",
        "open-in-v0",
        "refinement",
        "added-environment-variables",
        "added-integration",
        "deleted-file",
        "moved-file",
        "renamed-file",
        "edited-file",
        "replace-src",
        "reverted-block",
        "fix-with-v0",
        "auto-fix-with-v0",
        "sync-git",
        "pull-changes",
        "fix-cve",
        "answered-questions",
        "cloned-repo",
        "manual-commit",
        "design-mode",
    ]
    | str
)
"""Kind of a version 1 message."""
