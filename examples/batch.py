"""Run many prompts, a few at a time, with a progress bar; an interrupted run continues when repeated. Needs rich.

    make example NAME=batch                          # with a sandbox of its own
    V0_API_KEY=... python examples/batch.py prompts.txt --results results.jsonl     # a prompt per line; costs credits

The results are JSON Lines, and the newest line of a prompt counts: `done` or `failed` when its generation has ended,
`error` if it could not be followed to its end. A later run repeats what is neither done nor failed. No prompt is paid
for twice, even after `kill -9`: each chat has a key made of the batch's name and the prompt, and `create_once` looks
for it first. A new name (`--name`) creates new chats.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any, BinaryIO

import anyio
from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn

from v0_client import (
    AuthenticationError,
    GenerationFailedError,
    PaymentRequiredError,
    PermissionDeniedError,
    V0Client,
    V0Error,
    models,
)

TRADES = ("bakery", "florist", "barber", "cinema", "museum", "bookshop", "garage", "gym", "hotel", "school")
PAGES = ("landing page", "price list", "booking form", "gallery", "newsletter")
EXAMPLES = [f"A {page} for a {trade}" for trade in TRADES for page in PAGES]


class Journal:
    """The state of each prompt, stored in a file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.states: dict[str, str] = {}
        file.seek(0)
        for line in file:
            entry = json.loads(line)
            self.states[entry["prompt"]] = entry["state"]

    def is_open(self, prompt: str) -> bool:
        return self.states.get(prompt) not in ("done", "failed")

    def record(self, prompt: str, state: str, **fields: Any) -> None:
        self.states[prompt] = state
        # Unbuffered: a line is one write, so that a kill leaves no half of it.
        self._file.write(json.dumps({"prompt": prompt, "state": state, **fields}).encode() + b"\n")


async def complete(client: V0Client, journal: Journal, prompt: str, key: str) -> None:
    """Complete one prompt. Raises V0Error if the server would reject all the others, too."""
    chat: models.AsyncChat | None = None
    try:
        chat = await client.v2.chats.create_once(key, message=prompt)
        message = await client.v2.messages.wait(chat.chat_id, chat.message_id)
        outcome = {"finish_reason": message.finish_reason, "credits": cost(message), "text": message.content or ""}
        journal.record(prompt, "done", **chat.to_dict(), **outcome)
    except GenerationFailedError as error:
        journal.record(prompt, "failed", chatId=error.chat_id, error=str(error))
    except V0Error as error:
        journal.record(prompt, "error", chatId=chat.chat_id if chat else error.chat_id, error=str(error))
        if isinstance(error, (AuthenticationError, PaymentRequiredError, PermissionDeniedError)):
            raise


def key_of(batch: str, prompt: str) -> str:
    return f"{batch}-{hashlib.sha256(prompt.encode()).hexdigest()[:16]}"


def cost(message: models.Message) -> float:
    usage = message.usage or models.Usage()
    return (usage.credits_cost.total if usage.credits_cost else None) or 0.0


async def run(journal: Journal, prompts: dict[str, str], concurrency: int) -> None:
    limit = anyio.CapacityLimiter(concurrency)
    async with V0Client() as client:
        with Progress(*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeElapsedColumn()) as progress:
            bar = progress.add_task("Prompts", total=len(prompts))

            async def one(prompt: str, key: str) -> None:
                async with limit:
                    if journal.is_open(prompt):
                        await complete(client, journal, prompt, key)
                progress.advance(bar)

            async with anyio.create_task_group() as group:
                for prompt, key in prompts.items():
                    group.start_soon(one, prompt, key)


def main() -> None:
    parser = argparse.ArgumentParser(description="Send many prompts to v0.")
    parser.add_argument("prompts", nargs="?", type=Path, help="a file with a prompt per line (default: 50 examples)")
    parser.add_argument(
        "--results", type=Path, default="results.jsonl", help="written by a run, and read to continue it"
    )
    parser.add_argument("--name", default="batch", help="names the batch: no prompt is paid for twice under one name")
    parser.add_argument("--concurrency", type=int, default=5, help="prompts that run at once (default 5)")
    options = parser.parse_args()
    lines = EXAMPLES if options.prompts is None else options.prompts.read_text(encoding="utf-8").splitlines()
    prompts = {line.strip(): key_of(options.name, line.strip()) for line in lines if line.strip()}
    with options.results.open("ab+", buffering=0) as file:
        journal = Journal(file)
        try:
            anyio.run(run, journal, prompts, options.concurrency)
        except* V0Error as errors:
            raise SystemExit(f"Stopped; run again to continue: {errors.exceptions[0]}") from None
        except* KeyboardInterrupt:
            raise SystemExit("Stopped; run again to continue.") from None
        states = [journal.states[prompt] for prompt in prompts]
    print(", ".join(f"{states.count(state)} {state}" for state in dict.fromkeys(states)), f"in {options.results}")


if __name__ == "__main__":
    main()
