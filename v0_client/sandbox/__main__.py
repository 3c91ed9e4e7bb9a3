"""`python -m v0_client.sandbox`: run the sandbox until Ctrl-C or SIGTERM."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from types import FrameType

from .server import DEFAULT_API_KEY, Sandbox


def main() -> None:
    parser = argparse.ArgumentParser(
        prog=f"python -m {__package__}",
        description="A local v0 server: no key, no credits, no internet. Stops on Ctrl-C or SIGTERM.",
    )
    parser.add_argument("--port", type=int, default=8787, help="port on 127.0.0.1; 0 picks a free one (default 8787)")
    parser.add_argument("--pace", type=float, default=0.05, help="seconds between stream events (default 0.05)")
    parser.add_argument(
        "--async-seconds", type=float, default=5.0, help="how long an asynchronous generation takes (default 5)"
    )
    parser.add_argument(
        "--revision",
        choices=("both", "documented", "later"),
        default="both",
        help="which revision of POST /v2/chats/stream to play (default both)",
    )
    parser.add_argument("--api-key", default=DEFAULT_API_KEY, help="the key to accept")
    options = parser.parse_args()

    asked_to_stop = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        asked_to_stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    sandbox = Sandbox(
        port=options.port,
        pace=options.pace,
        async_seconds=options.async_seconds,
        revision=options.revision,
        api_key=options.api_key,
    )
    with sandbox:
        sys.stdout.write(f"V0_BASE_URL={sandbox.base_url}\nV0_API_KEY={sandbox.api_key}\n")
        sys.stdout.flush()
        while not asked_to_stop.wait(0.5):  # an unbounded wait cannot be interrupted on Windows
            pass


if __name__ == "__main__":
    main()
