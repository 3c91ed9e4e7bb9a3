"""Submit in one process, wait and store in another, through a durable job queue: DBOS on SQLite. Needs dbos.

    make example NAME=worker                         # submits two prompts, then works; with a sandbox of its own

    export V0_API_KEY=...                            # asks the real service, which costs credits
    python examples/worker.py submit "A landing page for a bakery" "A price list for a florist"
    python examples/worker.py work                   # until Ctrl-C; as many as you like, of any age

The submitting process pays: it starts the generation and hands its ids to the queue. All that a worker does is free and
may be done twice, so what a crashed worker was at is simply done again when it starts again. For more than one machine
name a PostgreSQL database in JOBS_URL and give each worker a DBOS__VMID of its own, which it keeps.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from contextlib import suppress
from pathlib import Path

from dbos import DBOS, DBOSClient, EnqueueOptions, WorkflowHandleAsync, run_dbos_database_migrations

from v0_client import V0Client

JOBS = os.environ.get("JOBS_URL", "sqlite:///jobs.sqlite")
RESULTS = Path(os.environ.get("RESULTS", "results"))
QUEUE = "v0"
PROMPTS = ["A landing page for a bakery", "A price list for a florist"]


# ------------------------------------------------------------------ the process that submits: your web service, say


async def submit(prompts: list[str]) -> None:
    run_dbos_database_migrations(system_database_url=JOBS)
    jobs = DBOSClient(system_database_url=JOBS)
    async with V0Client() as client:
        for prompt in prompts:
            chat = await client.v2.chats.create_async(message=prompt)
            print(f"{prompt}: chat {chat.chat_id}, message {chat.message_id}", flush=True)  # should the queue fail
            # By its id there is one job for a message, however often it is handed over.
            job: EnqueueOptions = {"workflow_name": "collect", "workflow_id": chat.message_id, "queue_name": QUEUE}
            await jobs.enqueue_async(job, chat.chat_id, chat.message_id)
    jobs.destroy()


# ------------------------------------------------------------------ the process that works


@DBOS.workflow(name="collect")
async def collect(chat_id: str, message_id: str) -> str:
    """Each step is done until it is done once; what it gave is kept for when the rest is done again."""
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
    # A version of its own, since DBOS leaves jobs of other versions alone: change it with the steps, not with any line.
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
    parser = argparse.ArgumentParser(description="Submit prompts to a job queue, or work on it.")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("submit", help="start generations and queue them").add_argument("prompts", nargs="+")
    worker = commands.add_parser("work", help="wait for generations and store what they made")
    worker.add_argument("--until-done", action="store_true", help="end when nothing is left to do")
    options = parser.parse_args()
    RESULTS.mkdir(parents=True, exist_ok=True)
    if options.command != "work":
        asyncio.run(submit(options.prompts if options.command else PROMPTS))
    if options.command != "submit":
        with suppress(KeyboardInterrupt):
            asyncio.run(work(until_done=not options.command or options.until_done))


if __name__ == "__main__":
    main()
