"""What every command runs in: a service to ask, a way to show, and one way to end with an error."""

from __future__ import annotations

import io
import os
import re
import sys
import warnings
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeVar

import anyio
import typer

from .. import ConfigurationError, StreamIncompleteError, V0Client, V0Error, WaitTimeoutError
from .exits import ExitCode, Quit, code_of
from .json_lines import JsonView
from .plain import PlainView
from .view import View
from .words import one_line

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["Session", "open_session"]

T = TypeVar("T")

SANDBOX_PACE = 0.05  # seconds between two events, so that there is something to watch
SANDBOX_ASYNC = 2.0  # seconds an asynchronous generation takes

# How the SDK says how to go on in Python, where a command line has its own way.
_IN_PYTHON = re.compile(r"; (?:pick it up|go on) with client\.[^;]*")


class Session:
    """One command under way.

    Attributes:
        view: Shows what happens.
        console: The terminal; None where the output goes elsewhere, or is JSON.
        is_sandboxed: Whether the service is a sandbox of this process.
        chat_id: The chat the command is about, once it is known.
        state: Whether a turn is ``running`` that another command can join, or its agent ``waiting`` for a person.
    """

    def __init__(self, view: View, console: Console | None, *, is_sandboxed: bool) -> None:
        self.view = view
        self.console = console
        self.is_sandboxed = is_sandboxed
        self.chat_id: str | None = None
        self.state: Literal["idle", "running", "waiting"] = "idle"
        self._shown: str | None = None
        self._connect: Callable[[], V0Client] = V0Client

    @property
    def may_ask(self) -> bool:
        """Whether there is a person to ask."""
        return self.console is not None and sys.stdin.isatty()

    @property
    def how_to_go_on(self) -> str:
        """What to do about a turn that is not over, as the rest of a sentence."""
        match self.state:
            case "idle":
                return ""
            case _ if self.is_sandboxed:
                return "; the sandbox is gone, and the chat with it"
            case _ if self.chat_id is None:
                return "; a chat may have been made all the same: look with `v0-client list`"
            case "running":
                return f"; join the generation again with `v0-client resume {self.chat_id}`"
            case "waiting":
                return (
                    f"; answer in a terminal with `v0-client resume {self.chat_id}`, or decline by sending a message: "
                    f"`v0-client chat --chat {self.chat_id} ...`"
                )

    def use(self, connect: Callable[[], V0Client]) -> None:
        """Ask another service than the environment names."""
        self._connect = connect

    def know(self, chat_id: str | None) -> None:
        """Note the chat that is there, and show it the first time."""
        if chat_id is not None and chat_id != self._shown:
            self.chat_id = self._shown = chat_id
            self.view.chat(chat_id)

    def call(self, work: Callable[[V0Client], Awaitable[T]]) -> T:
        """Do asynchronous work with a client of its own.

        Between two of them no event loop runs, so that a prompt can be interrupted.
        """

        async def inside() -> T:
            async with self._connect() as client:
                return await work(client)

        return anyio.run(inside)


@contextmanager
def open_session(
    *, as_json: bool = False, sandbox: bool = False, quiet: bool = False, is_turn: bool = False, needs_key: bool = True
) -> Generator[Session]:
    """Run a command: errors of the SDK, Ctrl-C and a closed pipe end it with their exit codes and one line on stderr.

    Args:
        as_json: JSON lines in place of text for people.
        sandbox: Ask a sandbox of this process.
        quiet: Nothing but the answer's text.
        is_turn: The command shows events, of which an error is one.
        needs_key: Refuse to go on without a key.
    """
    _accept_any_text(sys.stdout)
    console = None if as_json or quiet else _terminal()
    session = Session(_view(console, as_json=as_json, quiet=quiet), console, is_sandboxed=sandbox)

    def ended(code: ExitCode, text: str) -> typer.Exit:
        try:
            if is_turn or not as_json:
                session.view.failed(code, text, session.chat_id)
        except BrokenPipeError:  # Ctrl-C ends the other end of a pipe too
            _let_go_of_stdout()
        typer.echo(text, err=True)
        return typer.Exit(code)

    try:
        with _warnings_in_a_line(), _sandbox() if sandbox else _service(needs_key=needs_key) as connect:
            session.use(connect)
            yield session
    except V0Error as error:
        session.chat_id = session.chat_id or error.chat_id
        goes_on = error.may_have_been_processed or isinstance(error, (StreamIncompleteError, WaitTimeoutError))
        hint = session.how_to_go_on if goes_on else ""
        raise ended(code_of(error), f"Error: {_IN_PYTHON.sub('', one_line(str(error)))}{hint}") from None
    except Quit as quit_:
        raise ended(quit_.code, one_line(str(quit_))) from None
    except KeyboardInterrupt:
        raise ended(ExitCode.INTERRUPTED, f"Interrupted{session.how_to_go_on}") from None
    except BrokenPipeError:
        _let_go_of_stdout()
        raise typer.Exit(ExitCode.BROKEN_PIPE) from None


def _accept_any_text(stream: object) -> None:
    """An emoji must not end a command where the encoding has none."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")


def _let_go_of_stdout() -> None:
    """Nobody reads it any more; what is left in its buffer goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


@contextmanager
def _warnings_in_a_line() -> Generator[None]:
    def show(message: Warning | str, *_: object, **__: object) -> None:
        typer.echo(f"Warning: {one_line(str(message))}", err=True)

    with warnings.catch_warnings():
        warnings.showwarning = show
        yield


@contextmanager
def _service(*, needs_key: bool) -> Generator[Callable[[], V0Client]]:
    if needs_key and not any(os.environ.get(name, "").strip() for name in ("V0_API_KEY", "VERCEL_OIDC_TOKEN")):
        raise ConfigurationError(
            "no API key: set V0_API_KEY (keys are made at v0.app/settings/keys), or try it out with --sandbox"
        )
    yield V0Client


@contextmanager
def _sandbox() -> Generator[Callable[[], V0Client]]:
    try:
        from ..sandbox import Sandbox  # noqa: PLC0415 - another extra
    except ModuleNotFoundError as error:
        raise Quit(ExitCode.USAGE, f"Error: --sandbox needs {error.name}: pip install 'v0-client[sandbox]'") from None
    with Sandbox(pace=SANDBOX_PACE, async_seconds=SANDBOX_ASYNC) as running:
        yield partial(V0Client, running.api_key, base_url=running.base_url)


def _terminal() -> Console | None:
    if not sys.stdout.isatty():
        return None
    from rich.console import Console  # noqa: PLC0415 - a pipe needs none of it

    # What the service tells is no markup of ours.
    console = Console(markup=False, emoji=False, highlight=False)
    return console if console.is_terminal and not console.is_dumb_terminal else None


def _view(console: Console | None, *, as_json: bool, quiet: bool) -> View:
    if as_json:
        return JsonView()
    if console is None:
        return PlainView(quiet=quiet)
    from .terminal import TerminalView  # noqa: PLC0415 - a pipe needs none of it

    return TerminalView(console)
