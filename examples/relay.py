"""A web page that shows a running generation: text, thinking, files and commands. Needs fastapi and uvicorn.

    make example NAME=relay                          # with a sandbox of its own
    V0_API_KEY=... python examples/relay.py          # asks the real service, which costs credits

The browser connects only to this service, so it never sees the key. It creates a chat with one paid request, then
watches the chat by its id, which is free. After any interruption (of its network, this service or the connection to v0)
it reconnects and continues. This service keeps no state. Anybody with a chat's id can watch it: add your own login.
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
    """One client for the lifetime of the service."""
    async with V0Client() as client:
        yield {"client": client}


def get_client(request: Request) -> V0Client:
    client: V0Client = request.state.client
    return client


Client = Annotated[V0Client, Depends(get_client)]
app = FastAPI(lifespan=lifespan)


@app.exception_handler(V0Error)
async def report(_: Request, error: Exception) -> Response:
    """Pass on an error status of v0; report any other error as 502."""
    status = error.status_code if isinstance(error, APIStatusError) else 502
    return JSONResponse({"detail": str(error)}, status_code=status)


class Prompt(BaseModel):
    message: str


class Started(BaseModel):
    chat_id: str


@app.get("/")
async def page() -> FileResponse:
    return FileResponse(PAGE)


@app.post("/chats")
async def create(prompt: Prompt, client: Client) -> Started:
    if not prompt.message.strip():
        raise HTTPException(422, "message must not be empty")
    chat = await client.v2.chats.create_async(message=prompt.message)
    return Started(chat_id=chat.chat_id)


@app.get("/chats/{chat_id}/events")
async def watch(chat_id: str, client: Client) -> StreamingResponse:
    # With snapshots every event carries all parts so far, so that the page need not apply deltas.
    relay = await Relay(client.v2.chats.resume(chat_id), snapshots=True).open()
    return StreamingResponse(relay, media_type=relay.media_type, headers=relay.headers)


def main() -> None:
    parser = argparse.ArgumentParser(description="Show a running generation in the browser.")
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1; 0 picks a free one (default 8000)")
    with socket.create_server(("127.0.0.1", parser.parse_args().port)) as listener:
        print(f"http://127.0.0.1:{listener.getsockname()[1]}  (Ctrl-C stops it)", flush=True)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2))
        with suppress(KeyboardInterrupt):  # uvicorn raises it again after it has stopped
            server.run(sockets=[listener])


if __name__ == "__main__":
    main()
