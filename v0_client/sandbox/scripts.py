"""The turns that a test has said come next."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from .turns import Refusal, Turn

When: TypeAlias = str | Callable[[str], bool]
"""Which prompts: those that hold this text, or those of which this is true."""


@dataclass(slots=True)
class Script:
    """Turns for some prompts.

    Attributes:
        turns: what comes, in order.
        when: for which prompts; None: for any.
        repeat: begin again after the last.
        played: how many have been played.
    """

    turns: Sequence[Turn | Refusal]
    when: When | None
    repeat: bool
    played: int = 0

    @property
    def unplayed(self) -> Sequence[Turn | Refusal]:
        return self.turns[self.played :]

    def takes(self, prompt: str) -> bool:
        if not self.repeat and not self.unplayed:
            return False
        if callable(self.when):
            return bool(self.when(prompt))
        return self.when is None or self.when in prompt

    def next(self) -> Turn | Refusal:
        turn = self.turns[self.played % len(self.turns)]
        self.played += 1
        return turn


class Scripts:
    """All scripts of a sandbox. Tests add to them in one thread while the server takes from them in another."""

    def __init__(self) -> None:
        self._scripts: list[Script] = []
        self._lock = threading.Lock()

    def add(self, turns: Sequence[Turn | Refusal], when: When | None, *, repeat: bool) -> None:
        """Put turns in line.

        Raises:
            ValueError: naming what makes no sense.
        """
        if not turns:
            raise ValueError("turns: say at least one")
        for turn in turns:
            if not isinstance(turn, (Turn, Refusal)):
                raise ValueError(f"turns: must be Turn or Refusal, not {turn!r}")  # noqa: TRY004 - one class for all
        if not (when is None or isinstance(when, str) or callable(when)):
            raise ValueError(f"when: must be a text or a function of the prompt, not {when!r}")
        with self._lock:
            self._scripts.append(Script(turns, when, repeat))

    def take(self, prompt: str) -> Turn | Refusal | None:
        """What comes next for a prompt; None where nothing is said about it."""
        with self._lock:
            for script in sorted(self._scripts, key=lambda script: script.when is None):
                if script.takes(prompt):
                    return script.next()
        return None

    def unplayed(self) -> list[str]:
        """What has not been played, described."""
        with self._lock:
            return [
                f"{turn!r}" if script.when is None else f"{turn!r} when {script.when!r}"
                for script in self._scripts
                for turn in script.unplayed
            ]
