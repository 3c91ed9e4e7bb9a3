"""A job queue for any number of workers on any number of machines, in one table of PostgreSQL. Needs psycopg.

    export JOBS_URL=postgresql://user:password@host/database
    make example NAME=worker                         # submits two prompts, then works; with a sandbox of its own

    export V0_API_KEY=...                            # the real service, which costs credits
    python examples/worker.py submit "A landing page for a bakery" "A price list for a florist"
    python examples/worker.py work                   # until Ctrl-C; start any number of workers, at any time

A worker holds a job by a lease, which it renews while it works. When it dies, the lease ends and another worker takes
the job. `create_once` then finds the chat that the dead one may have created, so that each job is paid for once.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from contextlib import suppress
from typing import Any, LiteralString
from uuid import UUID, uuid4

from psycopg import AsyncConnection

from v0_client import GenerationFailedError, V0Client, V0Error

PROMPTS = ["A landing page for a bakery", "A price list for a florist"]
Database = AsyncConnection[tuple[Any, ...]]

# The lock is for two processes that create the table at the same time.
CREATE_TABLE = """
    SELECT pg_advisory_xact_lock(hashtext('jobs'));
    CREATE TABLE IF NOT EXISTS jobs (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        prompt text NOT NULL,
        submitted_at timestamptz NOT NULL DEFAULT now(),
        worker uuid,
        leased_until timestamptz NOT NULL DEFAULT '-infinity',
        attempts integer NOT NULL DEFAULT 0,
        finished_at timestamptz,
        chat_id text,
        result text,
        error text
    );
    CREATE INDEX IF NOT EXISTS jobs_unfinished ON jobs (submitted_at) WHERE finished_at IS NULL;
"""
SUBMIT = "INSERT INTO jobs (prompt) VALUES (%s)"
# Of two workers that look at the same time, each skips the job that the other one is about to take.
TAKE = """
    UPDATE jobs SET worker = %(worker)s, leased_until = now() + %(lease)s * interval '1 second', attempts = attempts + 1
    WHERE id = (
        SELECT id FROM jobs WHERE finished_at IS NULL AND leased_until < now() AND attempts < 10
        ORDER BY submitted_at LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING id, prompt
"""
RENEW = """
    UPDATE jobs SET leased_until = now() + %(lease)s * interval '1 second'
    WHERE id = %(job)s AND worker = %(worker)s AND leased_until > now()
"""
FINISH = """
    UPDATE jobs SET finished_at = now(), chat_id = %(chat)s, result = %(result)s, error = %(error)s
    WHERE id = %(job)s AND worker = %(worker)s AND finished_at IS NULL
"""
FAIL = "UPDATE jobs SET error = %(error)s WHERE id = %(job)s AND worker = %(worker)s"  # repeated when the lease ends
COUNT_UNFINISHED = "SELECT count(*) FROM jobs WHERE finished_at IS NULL AND attempts < 10"


class LeaseLostError(Exception):
    """This worker was away for longer than its lease."""


class Worker:
    """Takes jobs and finishes them; each of its tasks does one after another."""

    def __init__(self, database: Database, client: V0Client, *, lease: float) -> None:
        self.database = database
        self.client = client
        self.lease = lease  # seconds; longer than any pause of a live worker
        self.id = uuid4()

    async def execute(self, statement: LiteralString, **values: Any) -> Any:
        return await self.database.execute(statement, {"worker": self.id, "lease": self.lease, **values})

    async def run(self, *, until_done: bool) -> None:
        while True:
            taken = await (await self.execute(TAKE)).fetchone()
            if taken is not None:
                await self.perform(*taken)
            elif until_done and await (await self.execute(COUNT_UNFINISHED)).fetchone() == (0,):
                return
            else:
                await asyncio.sleep(min(1, self.lease / 3))

    async def perform(self, job: UUID, prompt: str) -> None:
        """Work on a job while its lease is renewed; a lease that was lost cancels the work."""
        try:
            async with asyncio.TaskGroup() as tasks:
                renewing = tasks.create_task(self.renew(job))
                await self.generate(job, prompt)
                renewing.cancel()
        except* LeaseLostError:
            print(f"{job}: the lease ended; another worker takes the job", flush=True)

    async def renew(self, job: UUID) -> None:
        while True:
            await asyncio.sleep(self.lease / 3)
            if (await self.execute(RENEW, job=job)).rowcount == 0:
                raise LeaseLostError

    async def generate(self, job: UUID, prompt: str) -> None:
        try:
            chat = await self.client.v2.chats.create_once(str(job), message=prompt)
            message = await self.client.v2.messages.wait(chat.chat_id, chat.message_id, timeout=3600)
        except GenerationFailedError as error:
            await self.execute(FINISH, job=job, chat=error.chat_id, result=None, error=str(error))
        except V0Error as error:
            await self.execute(FAIL, job=job, error=str(error))
            print(f"{job}: will be repeated; {error}", flush=True)
        else:
            await self.execute(FINISH, job=job, chat=chat.chat_id, result=message.content or "", error=None)
            print(f"{job}: chat {chat.chat_id}, {message.content}", flush=True)


async def connect() -> Database:
    """A connection of which every statement is a transaction of its own; several tasks may share it."""
    database = await AsyncConnection.connect(os.environ["JOBS_URL"], autocommit=True)
    await database.execute(CREATE_TABLE)
    return database


async def submit(prompts: list[str]) -> None:
    async with await connect() as database:
        for prompt in prompts:
            await database.execute(SUBMIT, (prompt,))


async def work(*, concurrency: int, lease: float, until_done: bool) -> None:
    async with await connect() as database, V0Client() as client, asyncio.TaskGroup() as tasks:
        worker = Worker(database, client, lease=lease)
        for _ in range(concurrency):
            tasks.create_task(worker.run(until_done=until_done))


def main() -> None:
    parser = argparse.ArgumentParser(description="Submit prompts to a job queue, or process them.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("submit", help="add prompts to the queue").add_argument("prompts", nargs="+")
    worker = commands.add_parser("work", help="process the queue")
    worker.add_argument("--concurrency", type=int, default=10, help="jobs at a time (default 10)")
    worker.add_argument("--lease", type=float, default=30.0, help="seconds until a dead worker's jobs are taken")
    worker.add_argument("--until-done", action="store_true", help="exit when the queue is empty")
    options = parser.parse_args(None if len(sys.argv) > 1 else ["work", "--until-done"])
    if len(sys.argv) == 1:
        asyncio.run(submit(PROMPTS))
    if options.command == "submit":
        asyncio.run(submit(options.prompts))
    else:
        with suppress(KeyboardInterrupt):
            asyncio.run(work(concurrency=options.concurrency, lease=options.lease, until_done=options.until_done))


if __name__ == "__main__":
    main()
