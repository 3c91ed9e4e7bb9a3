"""How often another task has its turn while a test's own task works."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import anyio.lowlevel


class Turns:
    """Counts the turns of a task that does nothing else."""

    def __init__(self) -> None:
        self.count = 0

    async def take(self) -> None:
        while True:
            self.count += 1
            await anyio.lowlevel.checkpoint()


@asynccontextmanager
async def counting_turns() -> AsyncIterator[Turns]:
    """Count until the block is left."""
    turns = Turns()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(turns.take)
        yield turns
        tasks.cancel_scope.cancel()
