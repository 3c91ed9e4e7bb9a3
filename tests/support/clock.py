"""A clock that a test need not wait for."""

from __future__ import annotations

import anyio
import anyio.lowlevel
import pytest

__all__ = ["waits"]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds the client would wait, between attempts or while all calls pause; its clock is put forward instead.

    Time limits on the network are not touched: they are the HTTP library's.
    """
    told: list[float] = []
    real = anyio.current_time

    def now() -> float:
        return real() + sum(told)

    async def sleep(seconds: float) -> None:
        told.append(seconds)
        await anyio.lowlevel.checkpoint()

    async def sleep_until(moment: float) -> None:
        await sleep(moment - now())

    monkeypatch.setattr(anyio, "current_time", now)
    monkeypatch.setattr(anyio, "sleep", sleep)
    monkeypatch.setattr(anyio, "sleep_until", sleep_until)
    return told
