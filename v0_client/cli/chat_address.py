"""Where a chat and its preview are found in a browser, and the way there."""

from __future__ import annotations

import re
import webbrowser
from urllib.parse import quote

import anyio

from .. import Timeouts, V0Client, V0Error, WaitTimeoutError, models
from .exit_codes import CliError, ExitCode
from .printable import clean, one_line

__all__ = ["open_in_browser", "preview_url", "wait_for_preview", "web_url"]

TIME_LIMIT = 10.0  # seconds; a preview is worth no longer wait
POLL_INTERVAL = 2.0  # seconds

_WEB_ADDRESS = re.compile(r"https?://[^\s/\\][!-~]*")


def web_url(chat_id: object) -> str:
    """The chat's page at v0. The API may send an id of another type."""
    return f"https://v0.app/chat/{quote(str(chat_id).encode('utf-8', 'replace'), safe='')}"


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


async def wait_for_preview(client: V0Client, chat_id: str, timeout: float) -> models.ChatPreview:
    """Poll until the preview is ready, for at most this many seconds; 0 for no limit. Raises WaitTimeoutError."""
    with anyio.move_on_after(timeout or None):
        while True:
            preview = await client.v2.chats.get_preview(chat_id)
            if preview is not None and preview.url:
                return preview
            await anyio.sleep(POLL_INTERVAL)
    raise WaitTimeoutError(f"the preview is not ready after {timeout:g} s", chat_id=chat_id)


def open_in_browser(address: str) -> None:
    """Open a web address. Raises CliError where no browser is found, and for any other address: it is the server's."""
    if not _WEB_ADDRESS.fullmatch(address) or clean(address) != address:
        raise CliError(ExitCode.ERROR, f"Error: this is not an address on the web, and was not opened: {address!a}")
    if not webbrowser.open(address):
        raise CliError(ExitCode.ERROR, f"Error: no browser was found; open {one_line(address)} yourself")
