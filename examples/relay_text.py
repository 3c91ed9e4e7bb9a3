"""Stream text to a browser from several processes: each piece arrives once, also when a process dies. Needs fastapi.

    make example NAME=relay_text                     # with a sandbox of its own
    V0_API_KEY=... python examples/relay_text.py     # asks the real service, which costs credits

Start any number of these behind one address; they share nothing. Every event carries the position in the text as its
id. A browser that was disconnected repeats the last id (`Last-Event-ID`), and whichever process it reaches resumes the
generation at v0 and continues from there: the API's own resume is the log. Add your own login.
"""

from __future__ import annotations

import argparse
import json
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Annotated, Any

import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException, Query, Request
from fastapi.responses import FileResponse, StreamingResponse
from pydantic import BaseModel

from v0_client import ChatStream, Relay, V0Client, V0Error

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


class Prompt(BaseModel):
    message: str


@app.get("/")
async def page() -> FileResponse:
    return FileResponse(PAGE)


@app.post("/chats")
async def create(prompt: Prompt, client: Client) -> dict[str, str]:
    """The one paid request; it returns at once, with the id by which any process can follow the generation."""
    try:
        chat = await client.v2.chats.create_async(message=prompt.message)
    except V0Error as error:
        raise HTTPException(502, str(error)) from None
    return {"chat_id": chat.chat_id}


@app.get("/chats/{chat_id}/text")
async def text(
    chat_id: str,
    client: Client,
    after: Annotated[str | None, Query()] = None,
    last_event_id: Annotated[str | None, Header()] = None,
) -> StreamingResponse:
    position = last_event_id or after
    try:
        stream = client.v2.chats.resume(chat_id, cursor=json.loads(position) if position else None)
    except ValueError as error:  # also InvalidRequestError
        raise HTTPException(400, str(error)) from None
    return StreamingResponse(events(stream), media_type="text/event-stream", headers=Relay.headers)


async def events(stream: ChatStream[Any]) -> AsyncGenerator[str]:
    yield "retry: 500\n\n"
    try:
        async with stream:
            async for piece in stream.text_deltas():
                yield f"id: {json.dumps(stream.cursor)}\ndata: {json.dumps(piece)}\n\n"
    except V0Error as error:
        yield f"event: failed\ndata: {json.dumps(str(error))}\n\n"
    else:
        yield "event: done\ndata: null\n\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="Stream text to a browser.")
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1; 0 picks a free one (default 8000)")
    with socket.create_server(("127.0.0.1", parser.parse_args().port)) as listener:
        print(f"http://127.0.0.1:{listener.getsockname()[1]}  (Ctrl-C stops it)", flush=True)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2))
        with suppress(KeyboardInterrupt):  # uvicorn raises it again after it has stopped
            server.run(sockets=[listener])


if __name__ == "__main__":
    main()
