"""A web page that shows a generation while it is made: the service talks to v0, the browser only to the service.

    python examples/relay_starlette.py

Needs the extra `sandbox` (starlette and uvicorn). With V0_API_KEY set it asks the real service, which costs credits;
without, a sandbox of its own.
"""

from __future__ import annotations

import argparse
import os
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from v0_client import Relay, V0Client, V0Error
from v0_client.sandbox import Sandbox

# With FastAPI: `app = FastAPI(lifespan=lifespan)`, and `@app.post("/generate")` above `generate`; the rest is the same.

PAGE = """<!doctype html>
<meta charset="utf-8">
<title>v0</title>
<form><input name="prompt" value="A landing page for a bakery" size="40"> <button>Generate</button></form>
<h1></h1>
<div style="white-space: pre-wrap"></div>
<script>
const form = document.querySelector("form"), title = document.querySelector("h1"), shown = document.querySelector("div")

function show(event) {
  if (event.object === "chat.title") title.textContent = event.delta
  if (event.object === "error") shown.textContent += "\\n" + event.message
  if (event.object === "message.parts.chunk") {
    const [parts] = event.delta // a snapshot: the whole parts so far
    shown.textContent = parts.filter((part) => part.type === "text").map((part) => part.text).join("")
  }
}

form.onsubmit = async (submitted) => {
  submitted.preventDefault()
  // Not EventSource: that would send the request, and so pay for it, again whenever the connection breaks.
  const answer = await fetch("/generate?" + new URLSearchParams(new FormData(form)), { method: "POST" })
  if (!answer.ok) return void (shown.textContent = await answer.text())
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
  for (let rest = "", read; !(read = await reader.read()).done; ) {
    const blocks = (rest + read.value).split("\\n\\n")
    rest = blocks.pop()
    for (const block of blocks) show(JSON.parse(block.slice("data: ".length)))
  }
}
</script>
"""


@asynccontextmanager
async def lifespan(_: Starlette) -> AsyncIterator[dict[str, V0Client]]:
    """One client for the life of the service."""
    async with AsyncExitStack() as stack:
        if os.environ.get("V0_API_KEY"):
            client = V0Client()
        else:
            sandbox = await stack.enter_async_context(Sandbox(pace=0.05))
            client = V0Client(api_key=sandbox.api_key, base_url=sandbox.base_url)
        yield {"client": await stack.enter_async_context(client)}


async def page(_: Request) -> Response:
    return HTMLResponse(PAGE)


async def generate(request: Request) -> Response:
    client: V0Client = request.state.client
    try:
        stream = client.v2.chats.stream(message=request.query_params.get("prompt", ""))
        relay = await Relay(stream, snapshots=True).open()
    except V0Error as error:
        return PlainTextResponse(str(error), status_code=502)
    return StreamingResponse(relay, media_type=relay.media_type, headers=relay.headers)


app = Starlette(
    routes=[Route("/", page), Route("/generate", generate, methods=["POST"])],
    lifespan=lifespan,
)


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
