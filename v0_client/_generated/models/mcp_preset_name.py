from __future__ import annotations

from typing import Literal, TypeAlias

McpPresetName: TypeAlias = (
    Literal[
        "Linear",
        "Notion",
        "Context7",
        "Sentry",
        "Zapier",
        "Glean",
        "Hex",
        "Sanity",
        "Granola",
        "PostHog",
        "Contentful",
        "Slack",
        "Mobbin",
        "Nitrosend",
    ]
    | str
)
"""MCP servers that v0 knows how to connect."""
