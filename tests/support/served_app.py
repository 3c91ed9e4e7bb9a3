"""A web service of a test behind a real server, in a thread of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anyio
import anyio.to_thread
import uvicorn
from anyio.abc import TaskStatus
from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette


@asynccontextmanager
async def serving(app: Starlette) -> AsyncIterator[str]:
    """Serve an application from a thread of its own; yields its base URL."""

    async def serve(*, task_status: TaskStatus[tuple[uvicorn.Server, int]]) -> None:
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="on", ws="none"))
        startup = server.startup

        async def startup_and_report(sockets: Any = None) -> None:
            await startup(sockets)
            task_status.started((server, server.servers[0].sockets[0].getsockname()[1]))

        server.startup = startup_and_report  # type: ignore[method-assign]  # to learn when it is ready
        await server.serve()

    portal_context = start_blocking_portal("asyncio")
    portal = await anyio.to_thread.run_sync(portal_context.__enter__)
    try:
        served, (server, port) = await anyio.to_thread.run_sync(lambda: portal.start_task(serve))
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        await anyio.to_thread.run_sync(served.result)
    finally:
        await anyio.to_thread.run_sync(lambda: portal_context.__exit__(None, None, None))
