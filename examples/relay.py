"""A web page that shows a generation while it is made: text, thinking, files and commands. Needs fastapi and uvicorn.

    make example NAME=relay                          # with a sandbox of its own
    V0_API_KEY=... python examples/relay.py          # asks the real service, which costs credits

The browser talks to this service only, so the key stays here. It asks once for a chat, which is paid for, and then
watches it by its id, which is free: whatever breaks (its own network, this service, the connection to v0), it watches
again and goes on. This service keeps no state. Anybody who knows a chat's id can watch it here: add your own login.
"""

from __future__ import annotations

import argparse
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Annotated

import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import FileResponse, JSONResponse, Response, StreamingResponse
from pydantic import BaseModel

from v0_client import APIStatusError, Relay, V0Client, V0Error

PAGE = Path(__file__).with_suffix(".html")


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncGenerator[dict[str, V0Client]]:
    """One client for the life of the service."""
    async with V0Client() as client:
        yield {"client": client}


def get_client(request: Request) -> V0Client:
    client: V0Client = request.state.client
    return client


Client = Annotated[V0Client, Depends(get_client)]
app = FastAPI(lifespan=lifespan)


@app.exception_handler(V0Error)
async def refuse(_: Request, error: Exception) -> Response:
    """What v0 refused as it refused it, what failed as a bad gateway."""
    status = error.status_code if isinstance(error, APIStatusError) else 502
    return JSONResponse({"detail": str(error)}, status_code=status)


class Prompt(BaseModel):
    message: str


class Begun(BaseModel):
    chat_id: str


@app.get("/")
async def page() -> FileResponse:
    return FileResponse(PAGE)


@app.post("/chats")
async def create(prompt: Prompt, client: Client) -> Begun:
    if not prompt.message.strip():
        raise HTTPException(422, "Say what is to be built")
    chat = await client.v2.chats.create_async(message=prompt.message)
    return Begun(chat_id=chat.chat_id)


@app.get("/chats/{chat_id}/events")
async def watch(chat_id: str, client: Client) -> StreamingResponse:
    # With snapshots every event carries the parts as they stand, so that the page need not apply deltas.
    relay = await Relay(client.v2.chats.resume(chat_id), snapshots=True).open()
    return StreamingResponse(relay, media_type=relay.media_type, headers=relay.headers)


def main() -> None:
    parser = argparse.ArgumentParser(description="Show a generation in the browser while it is made.")
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1; 0 picks a free one (default 8000)")
    with socket.create_server(("127.0.0.1", parser.parse_args().port)) as listener:
        print(f"http://127.0.0.1:{listener.getsockname()[1]}  (Ctrl-C stops it)", flush=True)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2))
        with suppress(KeyboardInterrupt):  # uvicorn passes Ctrl-C on once it has stopped
            server.run(sockets=[listener])


if __name__ == "__main__":
    main()
