"""Submit prompts in one process and store results in another, with a durable job queue: DBOS on SQLite. Needs dbos.

    make example NAME=worker                         # submits two prompts, then works; with a sandbox of its own

    export V0_API_KEY=...                            # asks the real service, which costs credits
    python examples/worker.py submit "A landing page for a bakery" "A price list for a florist"
    python examples/worker.py work                   # until Ctrl-C; start any number of workers, at any time

The submitting process pays: it starts the generation and puts its ids into the queue. `create_once` makes that
idempotent too: a prompt submitted again, after a crash say, gets the chat that it has. The work of a worker is free and
idempotent, so a restarted worker repeats what a crash interrupted. For more than one machine, name a PostgreSQL
database in JOBS_URL and give each worker a permanent DBOS__VMID of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import os
from contextlib import suppress
from pathlib import Path

from dbos import DBOS, DBOSClient, EnqueueOptions, WorkflowHandleAsync, run_dbos_database_migrations

from v0_client import V0Client

JOBS = os.environ.get("JOBS_URL", "sqlite:///jobs.sqlite")
RESULTS = Path(os.environ.get("RESULTS", "results"))
QUEUE = "v0"
PROMPTS = ["A landing page for a bakery", "A price list for a florist"]


# ------------------------------------------------------------------ the process that submits, such as a web service


async def submit(prompts: list[str]) -> None:
    run_dbos_database_migrations(system_database_url=JOBS)
    jobs = DBOSClient(system_database_url=JOBS)
    async with V0Client() as client:
        for prompt in prompts:
            key = f"worker-{hashlib.sha256(prompt.encode()).hexdigest()[:16]}"
            chat = await client.v2.chats.create_once(key, message=prompt)
            print(f"{prompt}: chat {chat.chat_id}, message {chat.message_id}", flush=True)  # in case the queue fails
            # The workflow's id makes this idempotent: one job per message.
            job: EnqueueOptions = {"workflow_name": "collect", "workflow_id": chat.message_id, "queue_name": QUEUE}
            await jobs.enqueue_async(job, chat.chat_id, chat.message_id)
    jobs.destroy()


# ------------------------------------------------------------------ the process that works


@DBOS.workflow(name="collect")
async def collect(chat_id: str, message_id: str) -> str:
    """DBOS retries each step until it succeeds, and keeps its result when the workflow runs again."""
    text = await finished(chat_id, message_id)
    await store(chat_id)
    print(f"{chat_id}: stored; {text}", flush=True)
    return text


@DBOS.step(name="finished")
async def finished(chat_id: str, message_id: str) -> str:
    async with V0Client() as client:
        message = await client.v2.messages.wait(chat_id, message_id, timeout=3600)
    return message.content or ""


@DBOS.step(name="store")
async def store(chat_id: str) -> None:
    async with V0Client() as client:
        await client.v2.chats.download(chat_id, RESULTS / f"{chat_id}.zip")


async def work(*, until_done: bool) -> None:
    # DBOS ignores jobs of other versions, so change the version when the steps change, and only then.
    DBOS(config={"name": "v0-worker", "system_database_url": JOBS, "application_version": "1", "log_level": "WARNING"})
    DBOS.launch()
    await DBOS.register_queue_async(QUEUE, worker_concurrency=50, polling_interval_sec=0.2)
    try:
        jobs = await DBOS.list_workflows_async(status=["ENQUEUED", "PENDING"])
        handles: list[WorkflowHandleAsync[str]] = [await DBOS.retrieve_workflow_async(job.workflow_id) for job in jobs]
        await asyncio.gather(*(handle.get_result() for handle in handles), return_exceptions=True)
        if not until_done:
            await asyncio.Event().wait()
    finally:
        DBOS.destroy()


def main() -> None:
    parser = argparse.ArgumentParser(description="Submit prompts to a job queue, or process them.")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("submit", help="start generations and queue them").add_argument("prompts", nargs="+")
    worker = commands.add_parser("work", help="wait for generations and store their files")
    worker.add_argument("--until-done", action="store_true", help="exit when the queue is empty")
    options = parser.parse_args()
    RESULTS.mkdir(parents=True, exist_ok=True)
    if options.command != "work":
        asyncio.run(submit(options.prompts if options.command else PROMPTS))
    if options.command != "submit":
        with suppress(KeyboardInterrupt):
            asyncio.run(work(until_done=not options.command or options.until_done))


if __name__ == "__main__":
    main()
