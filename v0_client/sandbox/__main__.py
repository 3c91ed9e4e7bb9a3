"""`python -m v0_client.sandbox`: run the sandbox until Ctrl-C or SIGTERM and log its requests."""

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

from .request_log import RecordedRequest
from .server import DEFAULT_API_KEY, Sandbox
from .turn_selection import DIRECTIVES

_COLOURS = {2: "\033[32m", 4: "\033[33m", 5: "\033[31m"}
_DIM, _RESET = "\033[2m", "\033[0m"


def main() -> int:
    options = _parser().parse_args()
    stop_requested = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stop_requested.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    sandbox = Sandbox(
        port=options.port,
        pace=options.pace,
        async_seconds=options.async_seconds,
        revision=options.revision,
        billing=options.billing,
        api_key=options.api_key,
        seed=options.seed,
        on_request=None if options.quiet else lambda request: _print(line(request, colour=colour)),
    )
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(sandbox)
        except OSError as error:
            sys.stderr.write(
                f"Port {options.port} is not available: {os.strerror(error.errno or 0)}. Choose another with --port.\n"
            )
            return 1
        _print(f"V0_BASE_URL={sandbox.base_url}\nV0_API_KEY={sandbox.api_key}")
        while not stop_requested.wait(0.5):  # an unbounded wait cannot be interrupted on Windows
            pass
        if sys.stdout.isatty():
            _print("")  # the requests that end now are logged below the ^C
    return 0


def line(request: RecordedRequest, *, colour: bool) -> str:
    """A request as one line: time of day, status, duration, method, path. The path is last because it may be long."""
    seconds = request.seconds or 0.0
    duration = f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
    status = "---" if request.status is None else str(request.status)  # the connection closed without a response
    time = f"{datetime.now().astimezone():%H:%M:%S}"
    target = quote(request.path) + (f"?{request.query}" if request.query else "")
    if colour:
        time = f"{_DIM}{time}{_RESET}"
        status = f"{_COLOURS.get((request.status or 500) // 100, '')}{status}{_RESET}"
    return f"{time} {status} {duration:>7} {request.method:<6} {target}"


def _print(text: str) -> None:
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of the pipe has exited
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"python -m {__package__}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="A local v0 server: no key, no credits, no internet. Stops on Ctrl-C or SIGTERM.\n"
        "A browser shows chats, messages and requests at its address.",
        epilog=_directives_help(shutil.get_terminal_size().columns - 2),
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
        help="revision of POST /v2/chats/stream to serve (default both)",
    )
    parser.add_argument("--billing", choices=("token", "legacy"), default="token", help="billing (default token)")
    parser.add_argument("--api-key", default=DEFAULT_API_KEY, help="the API key to accept")
    parser.add_argument("--seed", type=int, help="make ids and times reproducible")
    parser.add_argument("--quiet", action="store_true", help="do not log requests")
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"must be from 0 to 65535, not {text!r}")
    return int(text)


def _directives_help(width: int) -> str:
    """The directives in a prompt, wrapped at `width` columns."""
    intro = "directives in a prompt that change its turn; a number is optional, its default is shown:"
    lines = textwrap.wrap(intro, width)
    names = [f"sandbox:{directive}" for directive in DIRECTIVES]
    column = 2 + max(map(len, names)) + 2
    for name, effect in zip(names, DIRECTIVES.values(), strict=True):
        wrapped = textwrap.wrap(effect.replace("`", ""), max(width - column, 20))
        lines += [f"  {name}".ljust(column) + wrapped[0], *(" " * column + more for more in wrapped[1:])]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
