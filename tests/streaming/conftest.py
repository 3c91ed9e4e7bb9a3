"""Fixtures of the streaming tests."""

from __future__ import annotations

import pytest

from v0_client._streaming import chat_stream


@pytest.fixture(autouse=True)
def _no_floor_between_resumes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The floor has a test of its own; elsewhere it would only take time."""
    monkeypatch.setattr(chat_stream, "MIN_RESUME_INTERVAL", 0.0)
