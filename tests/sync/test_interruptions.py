"""Ctrl-C, exits and forks: a call under way ends promptly, nothing stays open, nothing hangs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.raw_server import (
    LAST_CHUNK,
    STALL,
    Action,
    RawServer,
    Request,
    chunk,
    chunked_head,
    json_response,
)
from tests.support.stream_scripts import CHAT_ID, MESSAGE_ID, chat, message, more_text, new_text, sse, usage

ROOT = Path(__file__).parents[2]
LIMIT = 20.0  # seconds; no passing test waits this long

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="signals and forks as POSIX has them")]

SETTING = """
import atexit, multiprocessing, os, signal, sys, threading, time, warnings
from contextlib import closing
from v0_client import Poll, SyncRelay, SyncV0Client, V0Error
warnings.filterwarnings("ignore", ".*multi-threaded.*")  # what os.fork says of any program with threads
client = SyncV0Client("key", base_url=sys.argv[1], max_retries=0)
chats = client.v2.chats
"""


@contextmanager
def program(code: str, server: RawServer, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A Python program with a client, run beside the test."""
    command = [sys.executable, "-c", SETTING + textwrap.dedent(code), server.base_url, *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603 - our own
        command, cwd=ROOT, text=True, stdin=pipe, stdout=pipe, stderr=pipe
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def run(code: str, server: RawServer) -> str:
    """What a program prints that ends by itself, without an error or a warning."""
    with program(code, server) as process:
        printed, errors = process.communicate(timeout=LIMIT)
    assert (process.returncode, errors) == (0, "")
    return printed


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().rstrip()


@pytest.fixture
def server() -> Iterator[RawServer]:
    """A server that knows chat `ok`, and leaves every other wait unfinished."""
    with RawServer(respond) as running:
        yield running


def respond(request: Request) -> list[Action]:
    match request.path.removeprefix("/v2/chats").split("/")[1:]:
        case ["ok"]:
            return [json_response(chat())]
        case ["stream"]:
            return [chunked_head() + chunk(sse(chat(), new_text(0, "Hel"))), STALL]
        case [_, "files", "download"]:
            return [chunked_head(content_type="application/zip") + chunk(b"PK\x03\x04"), STALL]
        case ["async"]:
            return [json_response({"chatId": CHAT_ID, "messageId": MESSAGE_ID}, 202)]
        case [_, "messages", _]:
            return [json_response(message("Hel", finish=None))]
    return [STALL]


# ------------------------------------------------------------------ signals

CALLS = {
    "get": "chats.get('slow')",
    "list": "list(chats.list())",
    "wait": "chats.create_and_wait(message='x', poll=Poll(interval=100, max_interval=100))",
    "callback": "chats.create_and_wait(message='x', on_update=lambda _: time.sleep(100))",
    "download": "chats.download('slow', sys.argv[2])",
    "events": "with chats.stream(message='x') as stream: list(stream)",
    "texts": "with chats.stream(message='x') as stream: list(stream.text_deltas())",
    "final": "with chats.stream(message='x') as stream: stream.final()",
    "relay": "with closing(SyncRelay(chats.stream(message='x'))) as relay: list(relay)",
    "with": "with client: chats.get('slow')",
}
INTERRUPTED = """
try:
    CALL
except KeyboardInterrupt:
    session = client._original._transport.session
    connections = session._http._transport._pool.connections if session._http else []
    print(sum(not connection.is_idle() for connection in connections), "busy", flush=True)
client.close()
print([thread.name for thread in threading.enumerate() if thread.name == "v0-client"], flush=True)
sys.stdin.readline()
"""


@pytest.mark.parametrize("call", CALLS)
def test_ctrl_c_ends_the_call_and_leaves_nothing_open(call: str, server: RawServer, tmp_path: Path) -> None:
    with program(INTERRUPTED.replace("CALL", CALLS[call]), server, str(tmp_path / "app.zip")) as process:
        server.wait_received(2 if call == "wait" else 1)
        process.send_signal(signal.SIGINT)
        assert line_of(process) == "0 busy"
        assert line_of(process) == "[]"
        server.wait_closed()
        _, errors = process.communicate(timeout=LIMIT)
    assert (process.returncode, errors) == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_system_exit_ends_the_call(server: RawServer) -> None:
    with program("signal.signal(signal.SIGTERM, lambda *_: sys.exit(3)); chats.get('slow')", server) as process:
        server.wait_received()
        process.terminate()
        _, errors = process.communicate(timeout=LIMIT)
    assert (process.returncode, errors) == (3, "")


def test_a_second_ctrl_c_does_not_wait_for_the_call(server: RawServer) -> None:
    """Something blocks the client's own thread, so that nothing can end what runs there."""
    code = """
    from v0_client._sync import loop_thread
    wait_for_end = loop_thread._Call.wait_for_end
    loop_thread._Call.wait_for_end = lambda call: (print("ending", flush=True), wait_for_end(call))
    def block(_):
        print("blocked", flush=True)
        threading.Event().wait()
    SyncV0Client("key", base_url=sys.argv[1], observer=block).v2.chats.get("ok")
    """
    with program(code, server) as process:
        for line in ("blocked", "ending"):
            assert line_of(process) == line
            process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=4)  # the first would have waited for five
    assert process.returncode == -signal.SIGINT
    assert errors.endswith("KeyboardInterrupt\n")


def test_a_client_can_be_used_after_ctrl_c(server: RawServer) -> None:
    code = """
    try:
        chats.get("slow")
    except KeyboardInterrupt:
        print(chats.get("ok").id, flush=True)
    client.close()
    """
    with program(code, server) as process:
        server.wait_received()
        process.send_signal(signal.SIGINT)
        printed, errors = process.communicate(timeout=LIMIT)
    assert (printed, errors, process.returncode) == ("chat_1\n", "", 0)


# ------------------------------------------------------------------ the end of the interpreter

ENDS = {
    "a client that was never closed": "print(chats.get('ok').id)",
    "a stream left open": "stream = chats.stream(message='x').__enter__(); print(next(stream).id)",
    "a relay left open": "relay = SyncRelay(chats.stream(message='x')); next(relay); print('chat_1')",
    "a daemon thread in a call": """
        print(chats.get('ok').id)
        threading.Thread(target=chats.get, args=("slow",), daemon=True).start()
        time.sleep(0.1)
    """,
    "a first use at exit": "atexit.register(lambda: print(chats.get('ok').id))",
    "a use at exit": "chats.get('ok'); atexit.register(lambda: print(chats.get('ok').id))",
    "a use while modules are taken down": """
        class Last:
            def __del__(self, chats=chats, V0Error=V0Error):
                try:
                    chats.get("ok")
                except V0Error:
                    print("chat_1", flush=True)
        chats.get("ok")
        chats.last = Last()
        sys.last = Last()
    """,
}


@pytest.mark.parametrize("end", ENDS)
def test_the_interpreter_ends(end: str, server: RawServer) -> None:
    with program(ENDS[end], server) as process:
        printed, _ = process.communicate(timeout=LIMIT)
    assert process.returncode == 0
    assert set(printed.split()) <= {"chat_1"}


# ------------------------------------------------------------------ forks

CHILD = """
def child(work, leave=os._exit):
    pid = os.fork()
    if not pid:
        work()
        sys.stdout.flush()
        leave(0)
    return os.waitpid(pid, 0)[1]
"""


@pytest.mark.parametrize("leave", ["os._exit", "sys.exit"])
def test_a_forked_process_has_connections_of_its_own(leave: str, server: RawServer) -> None:
    code = f"""
    print(chats.get("ok").id, flush=True)
    status = child(lambda: print(chats.get("ok").id, chats.get("ok").id), {leave})
    print(status, chats.get("ok").id)
    client.close()
    """
    assert run(CHILD + textwrap.dedent(code), server).split() == ["chat_1"] * 3 + ["0", "chat_1"]
    assert [request.connection for request in server.requests] == [0, 1, 1, 0]


def test_processes_of_a_pool(server: RawServer) -> None:
    code = """
    print(chats.get("ok").id)
    with multiprocessing.get_context("fork").Pool(2) as pool:
        print({chat.id for chat in pool.map(get, ["ok"] * 4)})
    client.close()
    """
    printed = run("def get(chat_id): return chats.get(chat_id)\n" + textwrap.dedent(code), server)
    assert printed.split() == ["chat_1", "{'chat_1'}"]


def test_a_stream_stays_the_parent_s() -> None:
    proceed = threading.Event()

    def respond_in_time(request: Request) -> list[Action]:
        if request.method == "POST":
            rest = sse(more_text(0, "lo"), usage(), chat())
            return [chunked_head() + chunk(sse(chat(), new_text(0, "Hel"))), proceed, chunk(rest), LAST_CHUNK]
        proceed.set()  # the child has tried to read by now
        return [json_response(message("Hello") if "messages" in request.path else chat())]

    code = """
    def read():
        for thing in (stream, stream.text_deltas()):
            try:
                next(thing)
            except V0Error as error:
                print("this process was forked" in str(error), flush=True)
        stream.close()
        print(chats.get("ok").id)
    with chats.stream(message="x") as stream:
        texts = stream.text_deltas()
        print(next(texts), flush=True)
        print(child(read), *texts, stream.final().text)
    client.close()
    """
    with RawServer(respond_in_time) as server:
        assert run(CHILD + textwrap.dedent(code), server).split() == [
            "Hel",
            "True",
            "True",
            "chat_1",
            "0",
            "lo",
            "Hello",
        ]


def test_a_fork_in_a_callback_does_not_wait_for_the_parent_s_call(server: RawServer) -> None:
    code = """
    def update(_):
        global pid
        pid = os.fork()
    try:
        chats.create_and_wait(message="x", poll=Poll(interval=100, max_interval=100), timeout=4, on_update=update)
    except V0Error as error:
        print(type(error).__name__, "forked during the call" in str(error), flush=True)
    if pid:
        os.waitpid(pid, 0)
        client.close()
    """
    printed = run(code, server)
    assert "V0Error True" in printed.splitlines()
