"""A service behind the vendor's React hooks: the three routes of its `V0Transport`, in Python. Needs fastapi, uvicorn.

    make example NAME=relay_react                    # with a sandbox of its own
    V0_API_KEY=... python examples/relay_react.py    # asks the real service, which costs credits

The page reads the same responses without React or npm. With React, pass the routes to `new V0Transport({ urls })` of
`@v0-sdk/react`. Anybody who can reach this service can spend your credits: add your own login.
"""

from __future__ import annotations

import argparse
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Annotated, Any

import uvicorn
from fastapi import Depends, FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse, Response, StreamingResponse
from pydantic import BaseModel

from v0_client import UNSET, APIStatusError, ChatStream, InvalidRequestError, NotFoundError, Relay, V0Client, V0Error

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
    """The hooks show the member `message`."""
    invalid = isinstance(error, InvalidRequestError)
    status = error.status_code if isinstance(error, APIStatusError) else 422 if invalid else 502
    return JSONResponse({"message": str(error)}, status_code=status)


class Attachment(BaseModel):
    url: str


class Prompt(BaseModel):
    message: str
    attachments: list[Attachment] | None = None

    def params(self) -> dict[str, Any]:
        attachments = [each.model_dump() for each in self.attachments] if self.attachments else UNSET
        return {"message": self.message, "attachments": attachments}


@app.get("/")
async def page() -> FileResponse:
    return FileResponse(PAGE)


@app.post("/chats")
async def create(prompt: Prompt, client: Client) -> Response:
    return await respond(client.v2.chats.stream(**prompt.params()))


@app.post("/chats/{chat_id}/messages")
async def send(chat_id: str, prompt: Prompt, client: Client) -> Response:
    return await respond(client.v2.messages.send_stream(chat_id, **prompt.params()))


@app.post("/chats/{chat_id}/resume")
async def resume(chat_id: str, client: Client) -> Response:
    try:
        return await respond(client.v2.chats.resume(chat_id))
    except NotFoundError:
        return Response(status_code=204)  # nothing to resume


async def respond(stream: ChatStream[Any]) -> Response:
    relay = await Relay(stream, protocol="v0-react").open()
    return StreamingResponse(relay, media_type=relay.media_type, headers=relay.headers)


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve the vendor's React hooks, and a page.")
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1; 0 picks a free one (default 8000)")
    with socket.create_server(("127.0.0.1", parser.parse_args().port)) as listener:
        print(f"http://127.0.0.1:{listener.getsockname()[1]}  (Ctrl-C stops it)", flush=True)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2))
        with suppress(KeyboardInterrupt):  # uvicorn raises it again after it has stopped
            server.run(sockets=[listener])


if __name__ == "__main__":
    main()
