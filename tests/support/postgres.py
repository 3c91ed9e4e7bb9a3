"""A PostgreSQL server of a test: on a Unix socket in a folder of its own, ended with its block."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

DEBIAN = Path("/usr/lib/postgresql")  # Debian keeps the programs of each version in a folder of their own


def _program(name: str) -> str | None:
    found = shutil.which(name)
    if found is None:
        versions = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
        found = str(versions[-1]) if versions else None
    return found


POSTGRES, INITDB = _program("postgres"), _program("initdb")
needs_postgres = pytest.mark.skipif(
    POSTGRES is None or INITDB is None, reason="needs PostgreSQL: apt-get install postgresql"
)


def _unprivileged() -> dict[str, Any]:
    """Arguments of `Popen`: the server refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    import pwd  # not on Windows

    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        user = pwd.getpwnam("nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextmanager
def postgres() -> Iterator[str]:
    """Run a server with an empty database; yields its address."""
    assert POSTGRES is not None and INITDB is not None
    who = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # the path of a socket has 107 characters at most
    try:
        if who:
            os.chown(folder, who["user"], who["group"])
        data = folder / "data"
        create = [INITDB, "--username=v0", "--auth=trust", "--encoding=UTF8", "--no-sync", f"--pgdata={data}"]
        subprocess.run(create, check=True, capture_output=True, cwd=folder, **who)  # noqa: S603 - our own command
        run = [POSTGRES, "-D", str(data), "-k", str(folder), "-c", "listen_addresses=", "-c", "fsync=off"]
        log = folder / "log"
        with (
            log.open("wb") as output,
            subprocess.Popen(  # noqa: S603 - our own command
                run, stdout=output, stderr=output, cwd=folder, **who
            ) as server,
        ):
            try:
                _wait_until_ready(data / "postmaster.pid", server, log)
                yield f"postgresql://v0@/postgres?host={folder}"
            finally:
                server.send_signal(signal.SIGINT)  # ends the sessions that are left
                server.wait(timeout=30)
    finally:
        shutil.rmtree(folder)


def _wait_until_ready(status: Path, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait for the last line of the file in which the server keeps its status."""
    deadline = time.monotonic() + 30
    while True:
        with suppress(FileNotFoundError):
            if status.read_text(encoding="utf-8").rstrip().endswith("ready"):
                return
        assert server.poll() is None and time.monotonic() < deadline, log.read_text(encoding="utf-8")
        time.sleep(0.02)
