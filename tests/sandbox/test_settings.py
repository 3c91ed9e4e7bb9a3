"""The hosts that may embed previews."""

from __future__ import annotations

import httpx
import pytest

PATH = "/v2/settings/preview-hosts"


def test_hosts_are_replaced_added_and_removed(http: httpx.Client) -> None:
    def send(method: str, *hosts: str) -> list[str]:
        response = http.request(method, PATH, json={"hosts": hosts}).json()
        assert http.get(PATH).json() == response
        kept: list[str] = response["hosts"]
        return kept

    assert http.get(PATH).json() == {"hosts": []}
    assert send("PUT", "A.example", "a.example", "**.b.example") == ["a.example", "**.b.example"]
    assert send("PATCH", "c.example", "a.example") == ["a.example", "**.b.example", "c.example"]
    assert send("DELETE", "A.EXAMPLE", "unknown.example") == ["**.b.example", "c.example"]
    assert send("PUT") == []


@pytest.mark.parametrize("host", ["", "https://a.example", "a.*.example", "***.a.example", "a b", "x" * 257])
def test_what_is_not_a_host_is_rejected(http: httpx.Client, host: str) -> None:
    assert http.put(PATH, json={"hosts": [host]}).status_code == 422


def test_at_most_five_hosts_may_be_trusted(http: httpx.Client) -> None:
    hosts = [f"{name}.example" for name in "abcde"]
    assert http.put(PATH, json={"hosts": hosts}).status_code == 200
    assert http.patch(PATH, json={"hosts": ["f.example"]}).status_code == 422
    assert http.get(PATH).json() == {"hosts": hosts}
