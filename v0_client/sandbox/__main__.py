"""`python -m v0_client.sandbox`: run the sandbox until Ctrl-C or SIGTERM, and tell what it is asked."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import sys
import textwrap
import threading
from datetime import datetime
from types import FrameType
from urllib.parse import quote

from .recording import RecordedRequest
from .server import DEFAULT_API_KEY, Sandbox
from .words import WORDS

_COLOURS = {2: "\033[32m", 4: "\033[33m", 5: "\033[31m"}
_DIM, _RESET = "\033[2m", "\033[0m"


def main() -> int:
    options = _parser().parse_args()
    asked_to_stop = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        asked_to_stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    sandbox = Sandbox(
        port=options.port,
        pace=options.pace,
        async_seconds=options.async_seconds,
        revision=options.revision,
        api_key=options.api_key,
        seed=options.seed,
        on_request=None if options.quiet else lambda request: _say(line(request, colour=colour)),
    )
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(sandbox)
        except OSError as error:
            sys.stderr.write(
                f"Port {options.port} cannot be had: {os.strerror(error.errno or 0)}. Choose another with --port.\n"
            )
            return 1
        _say(f"V0_BASE_URL={sandbox.base_url}\nV0_API_KEY={sandbox.api_key}")
        while not asked_to_stop.wait(0.5):  # an unbounded wait cannot be interrupted on Windows
            pass
        if sys.stdout.isatty():
            _say("")  # what ends now is told below the ^C
    return 0


def line(request: RecordedRequest, *, colour: bool) -> str:
    """A request in one line: time of day, status, duration, method, path. The path is last, for it may be long."""
    seconds = request.seconds or 0.0
    duration = f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
    status = "---" if request.status is None else str(request.status)  # it broke off before the answer
    time = f"{datetime.now().astimezone():%H:%M:%S}"
    target = quote(request.path) + (f"?{request.query}" if request.query else "")
    if colour:
        time = f"{_DIM}{time}{_RESET}"
        status = f"{_COLOURS.get((request.status or 500) // 100, '')}{status}{_RESET}"
    return f"{time} {status} {duration:>7} {request.method:<6} {target}"


def _say(text: str) -> None:
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads it has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"python -m {__package__}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="A local v0 server: no key, no credits, no internet. Stops on Ctrl-C or SIGTERM.",
        epilog=_words(shutil.get_terminal_size().columns - 2),
    )
    parser.add_argument("--port", type=_port, default=8787, help="port on 127.0.0.1; 0 picks a free one (default 8787)")
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
    parser.add_argument("--seed", type=int, help="make ids and times the same in each run")
    parser.add_argument("--quiet", action="store_true", help="do not tell what it is asked")
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"must be from 0 to 65535, not {text!r}")
    return int(text)


def _words(width: int) -> str:
    """The words that a prompt may hold, in so many columns."""
    text = "words in a prompt that say what becomes of it; a number is optional, its default is shown:"
    lines = textwrap.wrap(text, width)
    names = [f"sandbox:{word}" for word in WORDS]
    column = 2 + max(map(len, names)) + 2
    for name, meaning in zip(names, WORDS.values(), strict=True):
        told = textwrap.wrap(meaning.replace("`", ""), max(width - column, 20))
        lines += [f"  {name}".ljust(column) + told[0], *(" " * column + more for more in told[1:])]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
