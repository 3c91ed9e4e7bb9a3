"""What a person with a problem is asked first: settings, connection, versions. The key is used, never shown."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

from attrs import frozen

from .. import AuthenticationError, ConfigurationError, Timeouts, V0Client, V0Error, __version__, models
from .session import Session
from .words import one_line

__all__ = ["Check", "examine"]

KEYS = ("V0_API_KEY", "VERCEL_OIDC_TOKEN")
PROXIES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")
EXTRAS = {"cli": ("typer", "rich"), "sandbox": ("starlette", "uvicorn")}
TIME_LIMIT = 10.0  # seconds to connect, and to answer


@frozen
class Check:
    """One thing that was looked at."""

    name: str
    is_fine: bool
    found: str

    def to_dict(self) -> dict[str, Any]:
        return {"check": self.name, "ok": self.is_fine, "found": self.found}


def examine(session: Session) -> Iterator[Check]:
    """Look at everything, one thing after the other."""
    yield Check("v0-client", True, f"{__version__} on Python {platform.python_version()}, {platform.system()}")
    yield Check("built on", True, ", ".join(f"{name} {_version(name)}" for name in ("httpx", "anyio", "attrs")))
    for extra, packages in EXTRAS.items():
        missing = [name for name in packages if find_spec(name) is None]
        versions = ", ".join(f"{name} {_version(name)}" for name in packages)
        yield Check(f"extra {extra}", True, f"not installed: pip install 'v0-client[{extra}]'" if missing else versions)
    if session.is_sandboxed:
        yield Check("address", True, "a sandbox of this process, with its own key")
    else:
        settings = (_key(), _address())
        yield from settings
        if not all(check.is_fine for check in settings):
            return  # there is nothing to connect to, or nothing to be let in with
        if proxies := [name for name in PROXIES if os.environ.get(name) or os.environ.get(name.lower())]:
            yield Check("proxy", True, f"set by {', '.join(proxies)}")  # an address may hold a password
    yield _connection(session)


def _key() -> Check:
    found = [name for name in KEYS if os.environ.get(name, "").strip()]
    return Check("key", bool(found), f"set by {found[0]}" if found else "none: set V0_API_KEY (v0.app/settings/keys)")


def _address() -> Check:
    given = os.environ.get("V0_BASE_URL")
    try:
        V0Client("a-key-that-is-never-sent")
    except ConfigurationError as error:  # its text does not quote the address, which may hold a password
        return Check("address", False, one_line(str(error)))
    return Check("address", True, f"{given}, set by V0_BASE_URL" if given else "the service's own")


def _connection(session: Session) -> Check:
    async def ask(client: V0Client) -> models.ChatList:
        limits = Timeouts(connect=TIME_LIMIT, read=TIME_LIMIT)
        return await client.with_options(timeouts=limits, max_retries=0).v2.chats.list(limit=1)

    began = time.monotonic()
    try:
        session.call(ask)
    except AuthenticationError as error:
        return Check("connection", False, f"the key is refused: {one_line(str(error))}")
    except V0Error as error:
        return Check("connection", False, one_line(str(error)))
    return Check("connection", True, f"answered in {time.monotonic() - began:.2f} s, and the key is accepted")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:  # a copy without metadata
        return "of an unknown version"
