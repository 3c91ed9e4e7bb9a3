"""The client under trio: three chats at once, each with its own deadline. Needs trio.

    make example NAME=with_trio                      # with a sandbox of its own
    V0_API_KEY=... python examples/with_trio.py      # asks the real service, which costs credits

Ctrl-C, a deadline or an error in the nursery closes a stream at once and leaves no connection open. The generation
continues on the server, and `resume` joins it.
"""

from __future__ import annotations

import argparse
from typing import Any

import trio

from v0_client import V0Client

PROMPTS = ("A landing page for a bakery", "A price list for a florist", "A booking form for a barber")


async def build(client: V0Client, prompt: str, seconds: float) -> None:
    cursor: dict[str, Any] | None = None
    with trio.move_on_after(seconds) as limit:
        async with client.v2.chats.stream(message=prompt) as stream:
            async for text in stream.text_deltas():
                cursor = stream.cursor  # the position of this reader; another process could continue from it
                print(f"{prompt}: {text.strip()}", flush=True)
            result = await stream.final()
        print(f"{prompt}: finished, {result.finish_reason}", flush=True)
    if limit.cancelled_caught and cursor:
        print(f"{prompt}: not finished in time, resuming", flush=True)
        await resume(client, prompt, cursor)


async def resume(client: V0Client, prompt: str, cursor: dict[str, Any]) -> None:
    async with client.v2.chats.resume(cursor["chat_id"], cursor=cursor) as stream:
        async for text in stream.text_deltas():  # nothing repeated, nothing skipped
            print(f"{prompt}: {text.strip()}", flush=True)
        result = await stream.final()
    print(f"{prompt}: finished later, {result.finish_reason}", flush=True)


async def run(seconds: float) -> None:
    async with V0Client() as client, trio.open_nursery() as nursery:
        for prompt in PROMPTS:
            nursery.start_soon(build, client, prompt, seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description="Build three pages at once under trio.")
    parser.add_argument("--seconds", type=float, default=600, help="deadline of each chat in seconds (default 600)")
    trio.run(run, parser.parse_args().seconds)


if __name__ == "__main__":
    main()
