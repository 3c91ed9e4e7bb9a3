"""Values that the shell completes: ids of chats, models, and who may see a chat."""

from __future__ import annotations

import os
from collections.abc import Iterator

__all__ = ["complete_chat", "complete_model", "complete_privacy"]

PATIENCE = 2.0  # seconds that a person waits for a completion
NEWEST = 50  # chats

MODELS = ("v0-mini", "v0-pro", "v0-max", "v0-max-fast")
PRIVACY = {
    "private": "only you",
    "public": "everyone",
    "team": "your team may look",
    "team-edit": "your team may change it",
    "unlisted": "everyone who has the address",
}


def complete_model(incomplete: str) -> Iterator[str]:
    """The models; other values are accepted too."""
    return (name for name in MODELS if name.startswith(incomplete))


def complete_privacy(incomplete: str) -> Iterator[tuple[str, str]]:
    """Who may see a chat."""
    return ((name, meaning) for name, meaning in PRIVACY.items() if name.startswith(incomplete))


def complete_chat(incomplete: str) -> list[tuple[str, str]]:
    """The newest chats with their titles: one request, and none without a key.

    Whatever goes wrong, there is nothing to complete: a shell shows no errors while a command is typed.
    """
    if not any(os.environ.get(name, "").strip() for name in ("V0_API_KEY", "VERCEL_OIDC_TOKEN")):
        return []
    # Loaded here, since every command has this function and only the shell calls it.
    import anyio  # noqa: PLC0415 - loaded when it is needed

    from .. import Timeouts, V0Client, V0Error, models  # noqa: PLC0415 - loaded when it is needed
    from .printable import one_line  # noqa: PLC0415 - loaded when it is needed

    async def newest() -> list[models.Chat]:
        limits = Timeouts(connect=PATIENCE, read=PATIENCE)
        with anyio.fail_after(PATIENCE):
            async with V0Client(timeouts=limits, max_retries=0) as client:
                return (await client.v2.chats.list(limit=NEWEST)).chats or []

    try:
        found = anyio.run(newest)
    except (V0Error, OSError):  # a TimeoutError is an OSError
        return []
    # An id that is not printable cannot be typed either, and a shell obeys what it shows.
    titles = [(str(chat.id), one_line(chat.title or "")) for chat in found]
    ids = [(chat_id, title) for chat_id, title in titles if chat_id.isascii() and chat_id.isprintable()]
    return [(chat_id, title) for chat_id, title in ids if chat_id.startswith(incomplete)]
