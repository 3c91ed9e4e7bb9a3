"""What an error takes from the body and the headers of its response."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from v0_client import APIStatusError, V0Client

pytestmark = pytest.mark.anyio

MAX_BODY = 64 * 1024


async def error_from(body: Any, headers: dict[str, Any] | None = None) -> APIStatusError:
    """Return the error that a client raises for a response with status 400."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    transport = httpx.MockTransport(lambda _: httpx.Response(400, headers=headers, content=content))
    async with httpx.AsyncClient(transport=transport) as http_client:
        client = V0Client("key", base_url="https://errors.test", http_client=http_client)
        with pytest.raises(APIStatusError) as caught:
            await client.v2.chats.get("chat_1")
    return caught.value


async def test_the_largest_body_that_is_parsed() -> None:
    body = {"message": "x"}
    padding = b" " * (MAX_BODY - len(json.dumps(body)))
    assert (await error_from(json.dumps(body).encode() + padding)).body == body


async def test_a_larger_body_is_kept_as_truncated_text() -> None:
    error = await error_from(b"a" * MAX_BODY + b"b")
    assert error.body == "a" * MAX_BODY


async def test_a_long_message_is_truncated_in_the_text_only() -> None:
    complete, long = await error_from({"message": "m" * 300}), await error_from({"message": "m" * 301})
    assert str(complete).endswith(f"400, {'m' * 300}")
    assert str(long).endswith(f"400, {'m' * 300}...")
    assert long.message == "m" * 301


@pytest.mark.parametrize("issues", [{"path": ["a"]}, "a", 1, [], None])
async def test_issues_other_than_a_list_are_not_shown(issues: Any) -> None:
    assert (await error_from({"message": "bad", "issues": issues})).message == "bad"


@pytest.mark.parametrize("value", [b"\xb2", b"-1", b"1.2.3", b"soon", b".", b""])
async def test_an_invalid_retry_after_is_ignored(value: bytes) -> None:
    error = await error_from({"message": "bad"}, {"retry-after": value})
    assert error.retry_after is None
    assert str(error).endswith("400, bad")


@pytest.fixture(params=["WEST5", "EAST-9"])
def _far_from_utc(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("_far_from_utc")
@pytest.mark.parametrize("form", ["%a %b %d %H:%M:%S %Y", "%a, %d %b %Y %H:%M:%S", "%a, %d %b %Y %H:%M:%S -0000"])
async def test_a_retry_after_without_a_zone_is_in_utc(form: str) -> None:
    in_an_hour = time.strftime(form, time.gmtime(time.time() + 3600))
    error = await error_from({"message": "x"}, {"retry-after": in_an_hour})
    assert error.retry_after is not None and 3000 < error.retry_after <= 3600
