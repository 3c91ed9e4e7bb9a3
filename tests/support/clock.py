"""A virtual clock: sleeping advances it instead of waiting."""

from __future__ import annotations

import anyio
import anyio.lowlevel
import pytest

__all__ = ["waits"]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the list of seconds slept by the client, between attempts or while its requests are paused.

    Nothing is waited for: the client's clock is advanced. Timeouts on the network are real, since httpx applies them.
    """
    slept: list[float] = []
    real = anyio.current_time

    def now() -> float:
        return real() + sum(slept)

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await anyio.lowlevel.checkpoint()

    async def sleep_until(moment: float) -> None:
        await sleep(moment - now())

    monkeypatch.setattr(anyio, "current_time", now)
    monkeypatch.setattr(anyio, "sleep", sleep)
    monkeypatch.setattr(anyio, "sleep_until", sleep_until)
    return slept
