"""Workers on PostgreSQL, of which some die: every job is stored once, and every chat created once."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import psycopg
import pytest

from tests.support.postgres import needs_postgres, postgres
from tests.support.running_examples import run, started, until
from tests.support.sandbox_tools import plain_client
from v0_client.sandbox import Sandbox

pytestmark = [needs_postgres, pytest.mark.skipif(sys.platform == "win32", reason="sends signals")]

WORKER = "examples/worker.py"
LEASE = "3"
# Every change of a job that stores a result is counted.
COUNT_STORES = """
    CREATE TABLE stored (job uuid);
    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO stored VALUES (NEW.id); RETURN NEW; END $$;
    CREATE TRIGGER note AFTER UPDATE OF finished_at ON jobs FOR EACH ROW EXECUTE FUNCTION note();
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres() as address:
        yield address


@pytest.fixture
def jobs_url(server: str) -> str:
    with psycopg.connect(server, autocommit=True) as database:
        database.execute("DROP TABLE IF EXISTS jobs, stored; DROP FUNCTION IF EXISTS note")
    return server


def rows(address: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(address) as database:
        return database.execute(query).fetchall()  # type: ignore[arg-type]  # SQL of this test, a literal where it is called


@pytest.mark.slow
def test_jobs_are_stored_once_and_chats_created_once_though_workers_are_killed(jobs_url: str) -> None:
    prompts = [f"A page of the number {n}" for n in range(24)]
    chosen = random.Random(16)
    with Sandbox(async_seconds=0.4) as service, ExitStack() as processes:

        def start() -> subprocess.Popen[str]:
            arguments = ("work", "--lease", LEASE, "--concurrency", "2", "--until-done")
            return processes.enter_context(started(WORKER, *arguments, service=service, JOBS_URL=jobs_url))

        assert run(WORKER, "submit", *prompts, service=service, JOBS_URL=jobs_url) == (0, "", "")
        with psycopg.connect(jobs_url, autocommit=True) as database:
            database.execute(COUNT_STORES)
        workers = [start() for _ in range(3)]
        for _ in range(6):
            requests = len(service.requests) + chosen.randrange(1, 12)
            until(lambda: len(service.requests) >= requests)  # noqa: B023 - called in the same round
            killed = chosen.randrange(3)
            workers[killed].kill()
            workers[killed] = start()
        for worker in workers:
            _, errors = worker.communicate(timeout=60)
            assert (worker.returncode, errors) == (0, "")
        with plain_client(service.base_url) as http:
            chats = http.get("/v2/chats", params={"limit": 100}).json()["chats"]

    assert len(chats) == len({chat["metadata"]["v0_client_key"] for chat in chats}) == 24
    assert rows(jobs_url, "SELECT count(*), count(DISTINCT job) FROM stored") == [(24, 24)]
    finished = rows(jobs_url, "SELECT count(*), count(DISTINCT chat_id), count(result), count(error) FROM jobs")
    assert finished == [(24, 24, 24, 0)]
    assert rows(jobs_url, "SELECT count(*) FROM jobs WHERE attempts > 1")[0] > (0,), "no kill interrupted a job"


def test_a_failed_generation_is_stored_and_a_rejected_request_repeated(jobs_url: str) -> None:
    prompts = ["A page sandbox:fail", "B page sandbox:rate-limit=4", "C page"]
    with Sandbox(async_seconds=0.05, retry_after=0) as service:
        assert run(WORKER, "submit", *prompts, service=service, JOBS_URL=jobs_url)[0] == 0
        status, output, errors = run(WORKER, "work", "--lease", "1", "--until-done", service=service, JOBS_URL=jobs_url)
        assert (status, errors) == (0, "")
        assert output.count("will be repeated") == 1 and output.count(": chat ") == 2
    found = rows(jobs_url, "SELECT prompt, result IS NOT NULL, error IS NOT NULL FROM jobs ORDER BY prompt")
    assert found[0] == (prompts[0], False, True)
    assert [row[:2] for row in found[1:]] == [(prompts[1], True), (prompts[2], True)]


def test_without_arguments_it_submits_and_works(jobs_url: str) -> None:
    with Sandbox(async_seconds=0.05) as service:
        status, output, errors = run(WORKER, service=service, JOBS_URL=jobs_url)
    assert (status, errors, output.count("chat_")) == (0, "", 2)
