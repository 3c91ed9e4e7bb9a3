"""What the environment says of connections: proxies, and the certificate authorities to trust.

httpx reads the same variables, but fails on a value it cannot use with an error that does not name the variable.
"""

from __future__ import annotations

import os
import ssl
from pathlib import Path
from threading import Lock
from urllib.request import getproxies, proxy_bypass

from ..errors import ConfigurationError
from .base_url import is_loopback
from .library import URL, InvalidURL, check_proxy, new_tls_context

__all__ = ["check_environment", "proxy_for", "tls_context"]

_contexts: list[ssl.SSLContext] = []
_lock = Lock()


def check_environment(base_url: str) -> None:
    """Raise ConfigurationError for a variable that cannot be used with this address."""
    proxy_for(base_url)
    if URL(base_url).scheme == "https":
        _check_certificates()


def proxy_for(base_url: str) -> str | None:
    """The proxy for an address; None for a direct connection, as for this machine itself. Raises ConfigurationError."""
    url = URL(base_url)
    if is_loopback(url.host):
        return None
    proxies = getproxies()  # the variables, on macOS and Windows also the system's settings
    scheme = next((scheme for scheme in (url.scheme, "all") if proxies.get(scheme)), None)
    if scheme is None or _is_bypassed(url, proxies.get("no", "")):
        return None
    proxy = proxies[scheme]
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    try:
        check_proxy(proxy)
    except ImportError:
        problem = "SOCKS needs a package that is not installed: pip install 'httpx[socks]'"
    except (InvalidURL, ValueError):
        problem = "it must be an address such as http://proxy.example:8080"
    else:
        return proxy
    raise ConfigurationError(f"the proxy of {_variable(scheme)} cannot be used: {problem}")


def tls_context() -> ssl.SSLContext:
    """The context of all clients: reading the certificates takes longer than anything else that a client does."""
    with _lock:
        if not _contexts:
            _contexts.append(_create_context())
        return _contexts[0]


def _create_context() -> ssl.SSLContext:
    _check_certificates()
    try:
        return new_tls_context()
    except (OSError, ValueError) as exc:
        problem, path = f"{type(exc).__name__}: {exc}", getattr(exc, "filename", None)
    if path is not None and path == os.environ.get("SSLKEYLOGFILE"):  # where Python writes the keys of connections
        raise ConfigurationError(f"the file of SSLKEYLOGFILE cannot be written ({problem}): correct or unset it")
    variable = "SSL_CERT_FILE" if os.environ.get("SSL_CERT_FILE") else "SSL_CERT_DIR"
    raise ConfigurationError(f"the certificates of {variable} cannot be read ({problem}): correct or unset it")


def _check_certificates() -> None:
    file, folder = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    if file:
        if not Path(file).is_file():
            raise ConfigurationError(f"SSL_CERT_FILE names a file that does not exist: {file!r}; correct or unset it")
    elif folder and not any(Path(each).is_dir() for each in folder.split(os.pathsep)):
        raise ConfigurationError(f"SSL_CERT_DIR names a folder that does not exist: {folder!r}; correct or unset it")


def _is_bypassed(url: URL, no_proxy: str) -> bool:
    address = url.netloc.decode("ascii")
    entries = [entry.strip() for entry in no_proxy.split(",")]
    return (
        "*" in entries
        or any("://" in entry and _names(entry, url) for entry in entries)
        or bool(proxy_bypass(url.host))
        or bool(proxy_bypass(address))
    )


def _names(entry: str, url: URL) -> bool:
    """Whether an address without a proxy is this one; httpx takes them with a scheme, urllib does not."""
    try:
        named = URL(entry)
    except (InvalidURL, ValueError):
        return False
    return named.scheme in (url.scheme, "all") and named.host in (url.host, "*", "") and named.port in (url.port, None)


def _variable(scheme: str) -> str:
    names = (f"{scheme}_proxy", f"{scheme}_proxy".upper())
    return next((name for name in names if os.environ.get(name)), "the system's settings")
