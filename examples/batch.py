"""Run many prompts, a few at a time, with a progress bar; an interrupted run continues when repeated. Needs rich.

    make example NAME=batch                          # with a sandbox of its own
    V0_API_KEY=... python examples/batch.py prompts.txt --results results.jsonl     # a prompt per line; costs credits

The results are JSON Lines. Each change of a prompt's state appends a line, and its newest line counts: `sending` before
the paid request, `started` with the ids, then `done` or `failed`; `rejected` if nothing was paid. A later run sends
only prompts that are new or were rejected, and waits for those that had started. A prompt that stays at `sending` may
have been paid for: look for it at v0.app, and delete its line to repeat it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, TextIO

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

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.entries: dict[str, dict[str, Any]] = {}
        file.seek(0)
        for line in file:
            entry = json.loads(line)
            self.entries[entry["prompt"]] = entry

    def state(self, prompt: str) -> str:
        return str(self.entries.get(prompt, {}).get("state", "new"))

    def record(self, prompt: str, state: str, **fields: Any) -> None:
        ids = {key: value for key, value in self.entries.get(prompt, {}).items() if key.endswith("_id")}
        self.entries[prompt] = {"prompt": prompt, "state": state, **ids, **fields}
        self._file.write(json.dumps(self.entries[prompt]) + "\n")
        self._file.flush()


async def complete(client: V0Client, journal: Journal, prompt: str) -> None:
    """Complete one prompt. Raises V0Error if the server would reject all the others, too."""
    try:
        if journal.state(prompt) != "started":
            journal.record(prompt, "sending")
            with anyio.CancelScope(shield=True):  # record the ids of a paid chat before an interruption
                chat = await client.v2.chats.create_async(message=prompt)
                journal.record(prompt, "started", chat_id=chat.chat_id, message_id=chat.message_id)
        ids = journal.entries[prompt]["chat_id"], journal.entries[prompt]["message_id"]
        message = await client.v2.messages.wait(*ids)
        journal.record(
            prompt, "done", text=message.content or "", finish_reason=message.finish_reason, credits=cost(message)
        )
    except GenerationFailedError as error:
        journal.record(prompt, "failed", error=str(error))
    except V0Error as error:
        if journal.state(prompt) == "sending" and not error.may_have_been_processed:
            journal.record(prompt, "rejected", error=str(error))
        if isinstance(error, (AuthenticationError, PaymentRequiredError, PermissionDeniedError)):
            raise


def cost(message: models.Message) -> float:
    usage = message.usage or models.Usage()
    return (usage.credits_cost.total if usage.credits_cost else None) or 0.0


async def run(journal: Journal, prompts: list[str], concurrency: int) -> None:
    limit = anyio.CapacityLimiter(concurrency)
    async with V0Client() as client:
        with Progress(*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeElapsedColumn()) as progress:
            bar = progress.add_task("Prompts", total=len(prompts))

            async def one(prompt: str) -> None:
                async with limit:
                    if journal.state(prompt) not in ("done", "failed", "sending"):
                        await complete(client, journal, prompt)
                progress.advance(bar)

            async with anyio.create_task_group() as group:
                for prompt in prompts:
                    group.start_soon(one, prompt)


def main() -> None:
    parser = argparse.ArgumentParser(description="Send many prompts to v0.")
    parser.add_argument("prompts", nargs="?", type=Path, help="a file with a prompt per line (default: 50 examples)")
    parser.add_argument(
        "--results", type=Path, default="results.jsonl", help="written by a run, and read to continue it"
    )
    parser.add_argument("--concurrency", type=int, default=5, help="prompts that run at once (default 5)")
    options = parser.parse_args()
    lines = EXAMPLES if options.prompts is None else options.prompts.read_text(encoding="utf-8").splitlines()
    prompts = list(dict.fromkeys(line.strip() for line in lines if line.strip()))  # without duplicates
    with options.results.open("a+", encoding="utf-8") as file:
        journal = Journal(file)
        try:
            anyio.run(run, journal, prompts, options.concurrency)
        except* V0Error as errors:
            raise SystemExit(f"Stopped; run again to continue: {errors.exceptions[0]}") from None
        except* KeyboardInterrupt:
            raise SystemExit("Stopped; run again to continue.") from None
        states = [journal.state(prompt) for prompt in prompts]
    print(", ".join(f"{states.count(state)} {state}" for state in dict.fromkeys(states)), f"in {options.results}")


if __name__ == "__main__":
    main()
