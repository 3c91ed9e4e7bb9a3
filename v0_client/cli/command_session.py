"""What every command runs in: a client, a view, and one place where every error becomes a line and an exit code."""

from __future__ import annotations

import io
import logging
import os
import re
import shlex
import sys
import warnings
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

import anyio
import typer

from .. import ConfigurationError, StreamIncompleteError, V0Client, V0Error, WaitTimeoutError
from .exit_codes import CliError, ExitCode, code_of
from .printable import one_line
from .standard_output import OutputError, discard_output
from .views.json_view import JsonView
from .views.plain_view import PlainView
from .views.view import View

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["CommandSession", "command_to_copy", "open_session"]

T = TypeVar("T")

SANDBOX_PACE = 0.05  # seconds between two events, so that there is something to watch
SANDBOX_ASYNC = 2.0  # seconds an asynchronous generation takes

# The same as the next step of a turn.
_LOOK_FIRST = re.compile(r"; the server may have done the work, [^;]*")
# How the SDK speaks of Python; the command line has commands, options and variables instead.
_IN_CLI_TERMS = (
    (re.compile(r"; [^;]*\bwith client\.[^;]*"), ""),
    (re.compile(r"(?<![\w.])client\.v[12]\.[\w.]+: "), ""),
    (re.compile(r" \(Timeouts\.\w+\)"), ""),
    (re.compile(r"\bbase_url\b"), "V0_BASE_URL"),
    (re.compile(r"\bapi_key\b"), "V0_API_KEY"),
    (re.compile(r"\bchat_id\b"), "CHAT"),
)


class CommandSession:
    """One command in progress.

    Attributes:
        view: Shows what happens.
        console: The terminal; None if the output goes elsewhere or is JSON.
        is_sandboxed: Whether the service is a sandbox of this process.
        chat_id: The chat the command is about, once it is known.
        state: Whether a turn is ``running`` and can be resumed by another command, its agent is ``waiting`` for a
            person, it is ``finished``, or its files are being saved (``saving``).
        save_to: The folder its files are saved to.
    """

    def __init__(self, view: View, console: Console | None, *, is_sandboxed: bool) -> None:
        self.view = view
        self.console = console
        self.is_sandboxed = is_sandboxed
        self.chat_id: str | None = None
        self.state: Literal["idle", "running", "waiting", "finished", "saving"] = "idle"
        self.save_to: Path | None = None
        self._shown: str | None = None
        self._connect: Callable[[], V0Client] = V0Client

    @property
    def is_interactive(self) -> bool:
        """Whether there is a person to answer questions."""
        return self.console is not None and sys.stdin is not None and sys.stdin.isatty()

    @property
    def next_step(self) -> str:
        """What to do about the chat now, as the rest of a sentence."""
        chat = self.chat_id
        match self.state:
            case "idle":
                return f"; the chat is {_quoted(chat)}" if chat is not None else ""
            case _ if self.is_sandboxed:
                return "; the sandbox is gone, and the chat with it"
            case _ if chat is None:
                return "; a chat may have been created all the same: look with `v0-client list`"
            case "running":
                return f"; resume the generation with {command_to_copy('resume', chat)}"
            case "waiting":
                return (
                    f"; answer in a terminal with {command_to_copy('resume', chat)}, in a script with its --answer, "
                    f"or decline by sending a message: `v0-client chat --chat {_quoted(chat)} ...`"
                )
            case "finished":
                return f"; show the chat again with {command_to_copy('resume', chat)}"
            case "saving":
                save = ("--save", _quoted(self.save_to or "DIR"))
                return f"; fetch the files again with {command_to_copy('files', chat, *save)}"

    def connect_with(self, connect: Callable[[], V0Client]) -> None:
        """Use another service than the one the environment names."""
        self._connect = connect

    def set_chat(self, chat_id: str | None) -> None:
        """Remember the chat, and show it the first time."""
        if chat_id is not None and chat_id != self._shown:
            self.chat_id = self._shown = chat_id
            self.view.chat(chat_id)

    def report(self, text: str) -> None:
        """Show at the terminal what takes a while now; scripts need no such line."""
        if self.console is not None:
            self.view.progress(text)

    def call(self, work: Callable[[V0Client], Awaitable[T]]) -> T:
        """Run asynchronous work with a client of its own.

        No event loop runs between two calls, so that a prompt can be interrupted.
        """

        async def run() -> T:
            async with self._connect() as client:
                return await work(client)

        return anyio.run(run)


@contextmanager
def open_session(
    *, as_json: bool = False, sandbox: bool = False, quiet: bool = False, is_turn: bool = False, needs_key: bool = True
) -> Generator[CommandSession]:
    """Run a command: whatever ends it early becomes its exit code and one line on stderr.

    Args:
        as_json: Print JSON lines instead of text for people.
        sandbox: Use a sandbox of this process.
        quiet: Print the agent's text only.
        is_turn: The command prints events, and an error is one of them.
        needs_key: Refuse to continue without a key.
    """
    _replace_unencodable(sys.stdout)
    console = None if as_json or quiet else _terminal()
    session = CommandSession(_view(console, as_json=as_json, quiet=quiet), console, is_sandboxed=sandbox)
    try:
        with _warnings_on_one_line(), _sandbox() if sandbox else _service(needs_key=needs_key) as connect:
            session.connect_with(connect)
            yield session
    except (V0Error, CliError, KeyboardInterrupt, OutputError) as error:
        end: BaseException = error
    else:
        return
    code, text = _code_and_text(session, end)
    if isinstance(end, OutputError):
        discard_output()
    elif is_turn or not as_json:
        try:
            session.view.failed(code, text, session.chat_id)
        except OutputError:  # Ctrl-C ends the reader of a pipe too
            discard_output()
    typer.echo(text, err=True)
    raise typer.Exit(code)


def _code_and_text(session: CommandSession, end: BaseException) -> tuple[ExitCode, str]:
    match end:
        case V0Error():
            session.chat_id = session.chat_id or end.chat_id
            is_unfinished = end.may_have_been_processed or isinstance(end, (StreamIncompleteError, WaitTimeoutError))
            hint = session.next_step if is_unfinished or session.state == "saving" else ""
            if code_of(end) == ExitCode.FAILED and session.chat_id is not None and not session.is_sandboxed:
                hint = f"; send another message with `v0-client chat --chat {_quoted(session.chat_id)} ...`"
            text = _LOOK_FIRST.sub("", one_line(end)) if hint else one_line(end)
            remedy = "".join(f"; {_in_sentence(note)}" for note in getattr(end, "__notes__", ()))
            return code_of(end), f"Error: {_in_cli_terms(text)}{remedy}{hint}"
        case CliError():
            return end.code, one_line(end)
        case OutputError():
            code = ExitCode.BROKEN_PIPE if end.is_broken_pipe else ExitCode.ERROR
            return code, f"Error: {one_line(end)}{session.next_step}"
        case _:
            return ExitCode.INTERRUPTED, f"Interrupted{session.next_step}"


def _in_cli_terms(text: str) -> str:
    for pattern, instead in _IN_CLI_TERMS:
        text = pattern.sub(instead, text)
    return text


def _in_sentence(note: str) -> str:
    return one_line(note[:1].lower() + note[1:].rstrip("."))


def command_to_copy(name: str, chat_id: str, *options: str) -> str:
    """A command on a chat, as a shell takes it; an id that looks like an option comes last."""
    chat = _quoted(chat_id)
    words = [*options, "--", chat] if one_line(chat_id).startswith("-") else [chat, *options]
    return f"`v0-client {' '.join([name, *words])}`"


def _quoted(value: object) -> str:
    """A word of a command to copy."""
    return shlex.quote(one_line(value))


def _replace_unencodable(stream: object) -> None:
    """An emoji must not end a command whose output has an encoding without one."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")


class _OneLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return one_line(super().format(record))


@contextmanager
def _warnings_on_one_line() -> Generator[None]:
    """Warnings and log records name what models and servers sent: they too must not steer the terminal."""

    def show(message: Warning | str, *_: object, **__: object) -> None:
        typer.echo(f"Warning: {one_line(message)}", err=True)

    handler = logging.StreamHandler(sys.stderr)
    is_logging = bool(os.environ.get("V0_LOG", "").strip())
    layout = "%(asctime)s %(levelname)s %(name)s: %(message)s" if is_logging else "Warning: %(message)s"
    handler.setFormatter(_OneLine(layout))
    log = logging.getLogger((__package__ or "").rpartition(".")[0])
    log.addHandler(handler)
    try:
        with warnings.catch_warnings():
            warnings.showwarning = show
            yield
    finally:
        log.removeHandler(handler)


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
        missing = error.name
    else:
        with Sandbox(pace=SANDBOX_PACE, async_seconds=SANDBOX_ASYNC) as running:
            yield partial(V0Client, running.api_key, base_url=running.base_url)
        return
    raise CliError(ExitCode.USAGE, f"Error: --sandbox needs {missing}: pip install 'v0-client[sandbox]'")


def _terminal() -> Console | None:
    with suppress(ValueError):  # closed
        if sys.stdout.isatty():
            from .views.safe_console import SafeConsole  # noqa: PLC0415 - a pipe needs none of it

            console = SafeConsole()
            return console if console.is_terminal and not console.is_dumb_terminal else None
    return None


def _view(console: Console | None, *, as_json: bool, quiet: bool) -> View:
    if as_json:
        return JsonView()
    if console is None:
        return PlainView(quiet=quiet)
    from .views.terminal_view import TerminalView  # noqa: PLC0415 - a pipe needs none of it

    return TerminalView(console)
