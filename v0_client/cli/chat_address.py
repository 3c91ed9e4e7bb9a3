"""Where a chat and its preview are found in a browser."""

from __future__ import annotations

from urllib.parse import quote

from .. import Timeouts, V0Client, V0Error

__all__ = ["preview_url", "web_url"]

TIME_LIMIT = 10.0  # seconds; a preview is worth no longer wait


def web_url(chat_id: str) -> str:
    """The chat's page at v0."""
    return f"https://v0.app/chat/{quote(chat_id.encode('utf-8', 'replace'), safe='')}"


async def preview_url(client: V0Client, chat_id: str) -> str | None:
    """The address of the chat's preview; None while there is none.

    A preview is optional: whatever its request fails with, the command continues without it.
    """
    hurried = client.with_options(timeouts=Timeouts(connect=TIME_LIMIT, read=TIME_LIMIT), max_retries=0)
    try:
        preview = await hurried.v2.chats.get_preview(chat_id)
    except V0Error:
        return None
    return preview.url or None if preview is not None else None
