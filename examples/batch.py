"""Many prompts at once, a few at a time, with a progress bar; an interrupted run goes on where it was. Needs rich.

    make example NAME=batch                          # with a sandbox of its own
    V0_API_KEY=... python examples/batch.py prompts.txt --results results.jsonl     # a prompt per line; costs credits

The results are JSON Lines. What happens to a prompt is appended at once, and its newest line counts: `asking` before
the paid request, `begun` with the ids, then `done` or `failed`; `refused` where nothing was paid. A later run asks only
what is new or was refused, and waits for what had begun. A prompt that stays at `asking` may have been paid for: look
for it at v0.app, and delete its line to ask again.
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
    """What is known of each prompt, kept in a file."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.known: dict[str, dict[str, Any]] = {}
        file.seek(0)
        for line in file:
            entry = json.loads(line)
            self.known[entry["prompt"]] = entry

    def state(self, prompt: str) -> str:
        return str(self.known.get(prompt, {}).get("state", "new"))

    def note(self, prompt: str, state: str, **facts: Any) -> None:
        ids = {key: value for key, value in self.known.get(prompt, {}).items() if key.endswith("_id")}
        self.known[prompt] = {"prompt": prompt, "state": state, **ids, **facts}
        self._file.write(json.dumps(self.known[prompt]) + "\n")
        self._file.flush()


async def answer(client: V0Client, journal: Journal, prompt: str) -> None:
    """Bring one prompt to its end. Raises V0Error where all the others would be refused, too."""
    try:
        if journal.state(prompt) != "begun":
            journal.note(prompt, "asking")
            with anyio.CancelScope(shield=True):  # an interruption waits until the ids of what is paid for are noted
                chat = await client.v2.chats.create_async(message=prompt)
                journal.note(prompt, "begun", chat_id=chat.chat_id, message_id=chat.message_id)
        ids = journal.known[prompt]["chat_id"], journal.known[prompt]["message_id"]
        message = await client.v2.messages.wait(*ids)
        journal.note(
            prompt, "done", text=message.content or "", finish_reason=message.finish_reason, credits=cost(message)
        )
    except GenerationFailedError as error:
        journal.note(prompt, "failed", error=str(error))
    except V0Error as error:
        if journal.state(prompt) == "asking" and not error.may_have_been_processed:
            journal.note(prompt, "refused", error=str(error))
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
                    if journal.state(prompt) not in ("done", "failed", "asking"):
                        await answer(client, journal, prompt)
                progress.advance(bar)

            async with anyio.create_task_group() as group:
                for prompt in prompts:
                    group.start_soon(one, prompt)


def main() -> None:
    parser = argparse.ArgumentParser(description="Ask v0 many prompts.")
    parser.add_argument("prompts", nargs="?", type=Path, help="a file with a prompt per line; without, 50 made-up ones")
    parser.add_argument("--results", type=Path, default="results.jsonl", help="written to, and gone on with")
    parser.add_argument("--concurrency", type=int, default=5, help="prompts under way at once (default 5)")
    options = parser.parse_args()
    lines = EXAMPLES if options.prompts is None else options.prompts.read_text(encoding="utf-8").splitlines()
    prompts = list(dict.fromkeys(line.strip() for line in lines if line.strip()))  # the same one twice is asked once
    with options.results.open("a+", encoding="utf-8") as file:
        journal = Journal(file)
        try:
            anyio.run(run, journal, prompts, options.concurrency)
        except* V0Error as errors:
            raise SystemExit(f"Stopped, and goes on when run again: {errors.exceptions[0]}") from None
        except* KeyboardInterrupt:
            raise SystemExit("Stopped, and goes on when run again.") from None
        states = [journal.state(prompt) for prompt in prompts]
    print(", ".join(f"{states.count(state)} {state}" for state in dict.fromkeys(states)), f"in {options.results}")


if __name__ == "__main__":
    main()
