"""Proxies and certificates that the environment names: used, passed by, or refused with the variable's name."""

from __future__ import annotations

import ssl
import sys
from pathlib import Path

import pytest

from tests.support.raw_server import RawServer, always, json_response, refusing_address
from v0_client import ConfigurationError, V0Client
from v0_client._http import environment
from v0_client._http.environment import proxy_for

KEY = "v1:team:made-up-key"
VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def _no_context_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "_contexts", [])


@pytest.mark.anyio
@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
async def test_loopback_is_asked_directly(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with refusing_address() as nobody:
        monkeypatch.setenv(variable, nobody)
        async with (
            RawServer(always(json_response({"a": 1}))) as server,
            V0Client(KEY, base_url=server.base_url) as client,
        ):
            assert await client.request("GET", "/v1/user") == {"a": 1}


@pytest.mark.anyio
@pytest.mark.filterwarnings("ignore:base_url")
async def test_a_proxy_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with RawServer(always(json_response({"a": 1}))) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.base_url)
        async with V0Client(KEY, base_url="http://api.example") as client:
            assert await client.request("GET", "/v1/user") == {"a": 1}
    assert proxy.requests[0].target == "http://api.example/v1/user"


@pytest.mark.parametrize(
    ("base_url", "settings", "proxy"),
    [
        ("https://api.example", {}, None),
        ("https://api.example", {"HTTPS_PROXY": "http://p:1"}, "http://p:1"),
        ("https://api.example", {"HTTPS_PROXY": "p:1"}, "http://p:1"),
        ("https://api.example", {"ALL_PROXY": "http://p:1"}, "http://p:1"),
        ("https://api.example", {"HTTPS_PROXY": "http://s:1", "ALL_PROXY": "http://a:1"}, "http://s:1"),
        ("https://api.example", {"HTTP_PROXY": "http://p:1"}, None),
        ("https://api.example", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "*"}, None),
        ("https://api.example", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "localhost, *"}, None),
        ("https://api.example", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": " * "}, None),
        ("https://api.example", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "https://api.example"}, None),
        ("https://api.example", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "a, all://API.example"}, None),
        ("https://api.example", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "https://*"}, None),
        ("https://api.example", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "http://api.example"}, "http://p:1"),
        ("https://api.example", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "https://example"}, "http://p:1"),
        ("https://api.example", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "https://api.example:1"}, "http://p:1"),
        ("https://api.example", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "https://[a"}, "http://p:1"),
        ("https://api.example", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "other, api.example"}, None),
        ("https://api.example", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "example"}, None),
        ("https://api.example", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "ample"}, "http://p:1"),
        ("https://api.example:8443", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "api.example:8443"}, None),
        ("https://api.example", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "fd00::/8,[::1]"}, "http://p:1"),
        ("https://[2001:db8::1]", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "2001:db8::1"}, None),
        ("https://127.0.0.1", {"HTTPS_PROXY": "nonsense://"}, None),
        ("https://[::1]", {"ALL_PROXY": "nonsense://"}, None),
    ],
)
def test_which_proxy(
    base_url: str, settings: dict[str, str], proxy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert proxy_for(base_url) == proxy


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
@pytest.mark.parametrize(
    "value", ["ftp://hunter2:21", "http://", "http://hunter2:port", "http://[hunter2", "http://hunter2:70000", "a\x7fb"]
)
def test_a_proxy_that_cannot_be_used_names_its_variable(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigurationError, match=variable) as caught:
        V0Client(KEY)
    assert "hunter2" not in str(caught.value)
    assert caught.value.__context__ is None


def test_a_proxy_that_needs_another_package_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5://p:1")
    monkeypatch.setitem(sys.modules, "socksio", None)
    with pytest.raises(ConfigurationError, match=r"HTTPS_PROXY.*httpx\[socks\]"):
        V0Client(KEY)


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_certificates_that_do_not_exist_name_their_variable(
    variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, str(tmp_path / "missing"))
    with pytest.raises(ConfigurationError, match=variable):
        V0Client(KEY)
    V0Client(KEY, base_url="http://localhost")  # needs none


@pytest.fixture
def broken_certificates(tmp_path: Path) -> Path:
    path = tmp_path / "authorities.pem"
    path.write_text("-----BEGIN CERTIFICATE-----\nnonsense\n")
    return path


@pytest.mark.anyio
@pytest.mark.usefixtures("_no_context_yet")
async def test_certificates_that_cannot_be_read_name_their_variable(
    broken_certificates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(broken_certificates))
    client = V0Client(KEY)
    with pytest.raises(ConfigurationError, match="SSL_CERT_FILE"):
        await client.request("GET", "/v1/user")


@pytest.mark.anyio
@pytest.mark.usefixtures("_no_context_yet")
async def test_a_key_log_that_cannot_be_written_names_its_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (tmp_path, tmp_path / "missing" / "log"):
        monkeypatch.setenv("SSLKEYLOGFILE", str(path))
        with pytest.raises(ConfigurationError, match=r"SSLKEYLOGFILE .*unset it") as caught:
            await V0Client(KEY).request("GET", "/v1/user")
        assert "SSL_CERT" not in str(caught.value)


@pytest.mark.anyio
@pytest.mark.usefixtures("_no_context_yet")
async def test_plain_http_reads_no_certificates() -> None:
    async with V0Client(KEY, base_url="http://localhost"):
        pass
    assert environment._contexts == []
    assert environment.tls_context() is environment.tls_context()
    assert environment.tls_context().verify_mode is ssl.CERT_REQUIRED
