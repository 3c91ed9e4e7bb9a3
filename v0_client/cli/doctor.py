"""The checks of `v0-client doctor`: settings, connection, versions. The key is used, never shown."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterator
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

from attrs import frozen

from .. import AuthenticationError, ConfigurationError, Timeouts, V0Client, V0Error, __version__, models
from .command_session import CommandSession
from .printable import one_line

__all__ = ["Check", "examine"]

KEYS = ("V0_API_KEY", "VERCEL_OIDC_TOKEN")
PROXIES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY")
CERTIFICATES = {"SSL_CERT_FILE": os.path.isfile, "SSL_CERT_DIR": os.path.isdir}
EXTRAS = {"cli": ("typer", "rich"), "mcp": ("mcp",), "sandbox": ("starlette", "uvicorn")}
TIME_LIMIT = 10.0  # seconds to connect, and to respond


@frozen
class Check:
    """One check and its result."""

    name: str
    is_fine: bool
    found: str

    def to_dict(self) -> dict[str, Any]:
        return {"check": self.name, "ok": self.is_fine, "found": self.found}


def examine(session: CommandSession) -> Iterator[Check]:
    """Run every check, one after the other."""
    yield Check("v0-client", True, f"{__version__} on Python {platform.python_version()}, {platform.system()}")
    yield Check("built on", True, ", ".join(f"{name} {_version(name)}" for name in ("httpx", "anyio", "attrs")))
    for extra, packages in EXTRAS.items():
        missing = [name for name in packages if find_spec(name) is None]
        versions = ", ".join(f"{name} {_version(name)}" for name in packages)
        yield Check(f"extra {extra}", True, f"not installed: pip install 'v0-client[{extra}]'" if missing else versions)
    yield from _environment()
    if session.is_sandboxed:
        yield Check("address", True, "a sandbox of this process, with its own key")
    else:
        settings = (_key(), _address())
        yield from settings
        if not all(check.is_fine for check in settings):
            return  # there is nothing to connect to, or no key to connect with
    yield _connection(session)


def _environment() -> Iterator[Check]:
    if proxies := [name for name in PROXIES if os.environ.get(name) or os.environ.get(name.lower())]:
        yield Check("proxy", True, f"set by {', '.join(proxies)}")  # an address may hold a password
    for name, exists in CERTIFICATES.items():
        if path := os.environ.get(name):
            found = f"{name} is {one_line(path)}" if exists(path) else f"{name} names what does not exist: unset it"
            yield Check("certificates", exists(path), found)


def _key() -> Check:
    found = [name for name in KEYS if os.environ.get(name, "").strip()]
    if not found:
        return Check("key", False, "none: set V0_API_KEY (v0.app/settings/keys)")
    try:
        V0Client(base_url="http://127.0.0.1")
    except ConfigurationError as error:  # its text does not quote the key
        return Check("key", False, one_line(error))
    return Check("key", True, f"set by {found[0]}")


def _address() -> Check:
    given = os.environ.get("V0_BASE_URL", "").strip()
    try:
        V0Client("a-key-that-is-never-sent")
    except ConfigurationError as error:  # its text does not quote the address, which may hold a password
        return Check("address", False, one_line(error))
    return Check("address", True, f"{one_line(given)}, set by V0_BASE_URL" if given else "the service's own")


def _connection(session: CommandSession) -> Check:
    fails = partial(Check, "connection", False)

    async def list_chats(client: V0Client) -> models.ChatList:
        limits = Timeouts(connect=TIME_LIMIT, read=TIME_LIMIT)
        return await client.with_options(timeouts=limits, max_retries=0).v2.chats.list(limit=1)

    started = time.monotonic()
    try:
        session.call(list_chats)
    except AuthenticationError as error:
        return fails(f"the key is refused: {one_line(error)}")
    except V0Error as error:
        return fails(one_line(error))
    except Exception as error:  # noqa: BLE001 - whatever the environment makes fail is what a doctor reports
        return fails(f"{type(error).__name__}: {one_line(error)}")
    return Check("connection", True, f"response in {time.monotonic() - started:.2f} s, and the key is accepted")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:  # a copy without metadata
        return "of an unknown version"
