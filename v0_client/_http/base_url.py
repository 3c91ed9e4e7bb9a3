"""The address of the API: checked once, and asked directly or through a proxy of the environment."""

from __future__ import annotations

import os
import warnings
from ipaddress import ip_address

from ..errors import ConfigurationError
from .library import URL, InvalidURL

__all__ = ["DEFAULT_BASE_URL", "check_base_url", "is_loopback"]

DEFAULT_BASE_URL = "https://api.v0.dev"


def check_base_url(value: object) -> str:
    """The base of every URL, without a slash at the end. Raises ConfigurationError with the remedy."""
    name, text = "base_url", value
    if value is None:
        name, text = "V0_BASE_URL", os.environ.get("V0_BASE_URL", "").strip() or DEFAULT_BASE_URL
    if not isinstance(text, str):
        raise ConfigurationError(f"{name} must be a string, got {type(text).__name__}")
    try:
        url = URL(text.strip())
        url.raw_host.decode().encode("idna")  # no label is empty or too long to be looked up
    except (InvalidURL, ValueError):
        url = None
    # Outside the except block: the parser's error quotes the address, which may hold a password.
    if url is None or url.scheme not in ("http", "https") or not url.host:
        raise ConfigurationError(f"{name} must be an http or https address such as {DEFAULT_BASE_URL!r}")
    if url.userinfo or "?" in text or "#" in text:
        raise ConfigurationError(
            f"{name} must not contain a user name, password, query or fragment; pass the key as api_key"
        )
    if url.port is not None and not 0 < url.port < 65536:
        raise ConfigurationError(f"{name} has port {url.port}, but ports range from 1 to 65535")
    if url.scheme == "http" and not is_loopback(url.host):
        warnings.warn(f"{name} {url.scheme}://{url.host} is not https: the API key travels in clear text", stacklevel=3)
    path = url.raw_path.rstrip(b"/")  # as it is on the wire: what is quoted stays quoted
    if path.endswith((b"/v1", b"/v2")):
        remedy = str(url.copy_with(raw_path=path[:-3] or b"/")).rstrip("/")
        raise ConfigurationError(
            f"{name} must not end in {path[-3:].decode()}, which every path begins with: use {remedy!r}"
        )
    return str(url.copy_with(raw_path=path or b"/")).rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
