"""The commands: their options, and the operations of the SDK behind them."""

from __future__ import annotations

import math
from collections.abc import AsyncIterable, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from .. import PendingTask, V0Client, __version__, models
from .chat_address import preview_url, web_url
from .command_session import CommandSession, open_session
from .exit_codes import CliError, ExitCode, format_table
from .part_descriptions import format_time
from .printable import one_line
from .saved_files import check_writable, download, size_of, write_files
from .turn_runner import TurnRunner, new_turn, raise_if_incomplete, resolved_turn, run_turns, streamed_turn

__all__ = ["app"]

T = TypeVar("T")

PAGE = 100  # entries of the API's longest page

app: typer.Typer = typer.Typer(
    epilog=f"Exit codes:\n\n\b\n{format_table()}",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help loads faster, and can be searched and piped
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

# ------------------------------------------------------------------ options of several commands


def _or_of_all_commands(context: typer.Context, value: bool) -> bool:
    return value or bool(context.find_root().params.get("sandbox"))


SANDBOX_HELP = (
    "Use a local sandbox that lives as long as this command: no key, no credits, no internet. For one that lives "
    "longer, run `python -m v0_client.sandbox` and set V0_BASE_URL and V0_API_KEY to what it prints."
)

ChatId = Annotated[str, typer.Argument(metavar="CHAT", help="The chat's id.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Print JSON lines, for scripts.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print the agent's text only.")]
SandboxFlag = Annotated[bool, typer.Option("--sandbox", help=SANDBOX_HELP, callback=_or_of_all_commands)]
Save = Annotated[
    Path | None,
    typer.Option(
        "--save", metavar="DIR", help="Write the chat's files to this folder, replacing files of the same names."
    ),
]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, help="How many at most.")]


def _number(value: float) -> float:
    if math.isnan(value):
        raise typer.BadParameter("'nan' is not a number of seconds")
    return value


Timeout = Annotated[
    float,
    typer.Option("--timeout", min=0, metavar="SECONDS", callback=_number, help="Time limit of a turn; 0 for no limit."),
]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"v0-client {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
    sandbox: Annotated[bool, typer.Option("--sandbox", help="As --sandbox of each command.")] = False,
) -> None:
    """Build web apps with v0 from the command line.

    The key is read from V0_API_KEY, the address from V0_BASE_URL. `--sandbox` tries any command without either.
    """


# ------------------------------------------------------------------ turns


@app.command()
def chat(
    *,
    message: Annotated[
        str, typer.Argument(metavar="MESSAGE", help="What to build or change; - reads it from standard input.")
    ],
    chat_id: Annotated[
        str | None, typer.Option("--chat", metavar="CHAT", help="Send the message to this chat, not to a new one.")
    ] = None,
    init: Annotated[
        str | None,
        typer.Option(
            "--init",
            metavar="DIR|ZIP|REPO",
            help="Start from existing code: a folder, a zip archive, or a repository (owner/name or its URL, "
            "#branch). Secrets, installed packages and caches in a folder are not sent.",
        ),
    ] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Poll until it is finished, without a stream.")] = False,
    save: Save = None,
    attach: Annotated[
        list[str] | None,
        typer.Option("--attach", metavar="FILE|URL", help="A file to look at. Repeatable."),
    ] = None,
    system: Annotated[str | None, typer.Option("--system", metavar="TEXT", help="Context for the whole chat.")] = None,
    model: Annotated[
        str | None, typer.Option("--model", metavar="NAME", help="v0-mini, v0-pro, v0-max, v0-max-fast, or newer.")
    ] = None,
    privacy: Annotated[
        str | None,
        typer.Option("--privacy", metavar="WHO", help="private, public, team, team-edit or unlisted."),
    ] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Title of the new chat.")] = None,
    timeout: Timeout = 900,
    quiet: Quiet = False,
    as_json: Json = False,
    sandbox: SandboxFlag = False,
) -> None:
    """Send a message and watch what is built.

    Creates a chat unless --chat names one. In a terminal you answer the agent's questions; elsewhere they are printed
    and the exit code is 4. Ctrl-C leaves the generation running: `resume` shows it again, `stop` ends it.
    """
    _refuse_with("--chat", chat_id, {"--init": init, "--privacy": privacy, "--title": title})
    _refuse_with("--json", as_json, {"--quiet": quiet})
    from .chat_inputs import attachments, created_from, prompt  # noqa: PLC0415 - loads what no other command needs

    with open_session(as_json=as_json, sandbox=sandbox, quiet=quiet, is_turn=True) as session:
        body = _given(
            message=prompt(message),
            system_prompt=system,
            model_configuration=models.ModelConfigurationV2(model_id=model, image_generations=False) if model else None,
            attachments=attachments(attach or []) or None,
        )
        for_new = _given(privacy=privacy, title=title)
        if save is not None:
            check_writable(save)
        if init is not None:
            created = session.call(created_from(init, **for_new)).chat
            if not created:
                raise CliError(ExitCode.ERROR, "Error: the chat was created, but the response does not name it")
            chat_id = created.id
            session.set_chat(chat_id)
        if chat_id is None:
            body |= for_new
        session.chat_id = chat_id
        _run(session, new_turn(session, chat_id, body, timeout, wait=wait), timeout, wait=wait, save=save)


@app.command()
def resume(
    chat_id: ChatId,
    *,
    save: Save = None,
    timeout: Timeout = 900,
    quiet: Quiet = False,
    as_json: Json = False,
    sandbox: SandboxFlag = False,
) -> None:
    """Resume a running generation, or show a finished one.

    Generates nothing and costs nothing. If the agent waits for you, you answer here.
    """
    _refuse_with("--json", as_json, {"--quiet": quiet})
    with open_session(as_json=as_json, sandbox=sandbox, quiet=quiet, is_turn=True) as session:
        session.chat_id = chat_id
        if save is not None:
            check_writable(save)
        runner = streamed_turn(session, lambda client: client.v2.chats.resume(chat_id), timeout)
        _run(session, runner, timeout, wait=False, save=save)


@app.command()
def stop(chat_id: ChatId, *, as_json: Json = False, sandbox: SandboxFlag = False) -> None:
    """End the running generation of a chat.

    It ends at its next safe point, and what was generated until then is kept.
    """

    async def stopped(client: V0Client) -> models.StoppedMessage:
        async for message in client.v2.messages.list(chat_id):
            if message.role == "assistant":
                return await client.v2.messages.stop(chat_id, message.id)
        raise CliError(ExitCode.ERROR, "The chat has no message of the agent to stop.")

    with open_session(as_json=as_json, sandbox=sandbox) as session:
        message = session.call(stopped)
        session.view.record(message.to_dict(), [("stopped", message.message_id or "")])


def _run(session: CommandSession, runner: TurnRunner, timeout: float, *, wait: bool, save: Path | None) -> None:
    """Run a turn and those that follow from answers, and save the files."""

    def answer_task(task: PendingTask) -> TurnRunner | None:
        from .task_prompts import prompt_for_answer  # noqa: PLC0415 - for a terminal only

        chat_id = session.chat_id or ""

        def status(request_id: str) -> models.ConnectStatus:
            return session.call(lambda client: client.v2.chats.get_connect_status(chat_id, request_id=request_id))

        answer = prompt_for_answer(session.console, task, status) if session.console is not None else None
        return resolved_turn(session, chat_id, answer, timeout, wait=wait) if answer is not None else None

    turn = run_turns(session, runner, answer_task)
    if save is not None:
        session.state, session.save_to = "saving", save
        _save(session, turn.chat_id, save)
        session.state = "finished"
    raise_if_incomplete(turn)


# ------------------------------------------------------------------ chats and files


@app.command()
def get(chat_id: ChatId, *, as_json: Json = False, sandbox: SandboxFlag = False) -> None:
    """Show a chat."""

    async def read(client: V0Client) -> tuple[models.Chat, str | None]:
        return await client.v2.chats.get(chat_id), await preview_url(client, chat_id)

    with open_session(as_json=as_json, sandbox=sandbox) as session:
        found, preview = session.call(read)
        fields = {
            "chat": found.id,
            "title": found.title,
            "privacy": found.privacy,
            "created": format_time(found.created_at or ""),
            "updated": format_time(found.updated_at or ""),
            "project": found.vercel_project_id,
            "address": web_url(found.id),
            "preview": preview,
            "metadata": ", ".join(f"{name}={value}" for name, value in (found.metadata or {}).items()),
        }
        addresses = {"webUrl": web_url(found.id)} | ({"previewUrl": preview} if preview else {})
        shown = [(name, one_line(value)) for name, value in fields.items() if value]
        session.view.record(addresses | found.to_dict(), shown)


@app.command()
def messages(chat_id: ChatId, *, limit: Limit = 20, as_json: Json = False, sandbox: SandboxFlag = False) -> None:
    """Show the newest messages of a chat, the newest last."""
    with open_session(as_json=as_json, sandbox=sandbox) as session:
        newest_first = session.call(
            lambda client: _first(limit, client.v2.messages.list(chat_id, limit=min(limit, PAGE)))
        )
        for message in reversed(newest_first):
            session.view.message(message)


@app.command("list")
def list_(*, limit: Limit = 20, as_json: Json = False, sandbox: SandboxFlag = False) -> None:
    """List your chats, the newest first."""
    with open_session(as_json=as_json, sandbox=sandbox) as session:
        found = session.call(lambda client: _first(limit, client.v2.chats.list(limit=min(limit, PAGE))))
        session.view.rows(
            ("chat", "updated", "privacy", "title"),
            [
                (
                    {"webUrl": web_url(chat.id)} | chat.to_dict(),
                    (
                        chat.id,
                        format_time(chat.updated_at or chat.created_at or ""),
                        chat.privacy or "",
                        chat.title or "",
                    ),
                )
                for chat in found
            ],
        )


@app.command()
def files(
    chat_id: ChatId,
    *,
    save: Save = None,
    archive: Annotated[
        Path | None,
        typer.Option("--zip", metavar="FILE", dir_okay=False, help="Write them to this file as a zip archive."),
    ] = None,
    as_json: Json = False,
    sandbox: SandboxFlag = False,
) -> None:
    """List the files of a chat, or save them."""
    _refuse_with("--save", save, {"--zip": archive})
    with open_session(as_json=as_json, sandbox=sandbox, is_turn=save is not None) as session:
        if archive is not None:
            size = session.call(lambda client: download(session, client, chat_id, archive))
            session.view.record({"file": str(archive), "size": size}, [("saved", f"{archive} ({size:,} bytes)")])
        elif save is not None:
            _save(session, chat_id, save)
        else:
            found = session.call(lambda client: client.v2.chats.get_files(chat_id)).files or []
            rows = [(file.to_dict(), (file.path or "", size_of(file))) for file in found]
            session.view.rows(("path", "bytes"), rows)


def _save(session: CommandSession, chat_id: str, directory: Path) -> None:
    """Save the chat's files; those that cannot be written end the command with an error after the others."""
    found = session.call(lambda client: client.v2.chats.get_files(chat_id)).files or []
    try:
        saved = write_files(found, directory)
    except CliError as error:
        raise CliError(error.code, f"{error}{_retry_hint(session)}") from None
    session.view.saved(directory, saved.written)
    if saved.failed:
        raise CliError(ExitCode.ERROR, f"Error: {saved.failure}{_retry_hint(session)}")


def _retry_hint(session: CommandSession) -> str:
    return session.next_step if session.state == "saving" else ""


@app.command()
def mcp(
    *,
    port: Annotated[
        int | None,
        typer.Option(
            "--port", min=0, max=65535, help="Serve streamable HTTP on this port of 127.0.0.1; 0: a free one."
        ),
    ] = None,
    operations: Annotated[
        list[str] | None,
        typer.Option(
            "--operation",
            metavar="NAME",
            help="Serve this operation too, such as v2.chats.list or v2.chats.*, unless it generates. Repeatable.",
        ),
    ] = None,
    max_generations: Annotated[
        int, typer.Option("--max-generations", min=0, help="Generations that may be started while the server runs.")
    ] = 20,
    timeout: Timeout = 45,
    sandbox: SandboxFlag = False,
) -> None:
    """Serve tools for agents over the Model Context Protocol (MCP).

    On standard input and output, as MCP clients start it, or over HTTP with --port. A tool that generates returns after
    --timeout at the latest, with the status running; the agent then calls check_app. Needs the extra mcp.
    """
    from ..tools import app_tools, operation_tools  # noqa: PLC0415 - loads what no other command needs

    with open_session(as_json=True, sandbox=sandbox) as session:  # standard output belongs to the protocol
        try:
            from .mcp_server import serve_http, serve_stdio  # noqa: PLC0415 - another extra
        except ModuleNotFoundError as error:
            hint = f"Error: this needs {error.name}: pip install 'v0-client[cli,mcp]'"
            raise CliError(ExitCode.USAGE, hint) from None

        async def serve(client: V0Client) -> None:
            limits: Any = {"max_generations": max_generations, "timeout": timeout or None}
            others = operation_tools(client, operations or [])
            tools = [*app_tools(client, **limits), *(tool for tool in others if not tool.generates)]
            await (serve_stdio(tools) if port is None else serve_http(tools, port))

        session.call(serve)


@app.command()
def doctor(*, as_json: Json = False, sandbox: SandboxFlag = False) -> None:
    """Check key, address, connection and versions.

    Never prints the key. Exits with 1 if a check fails.
    """
    from .doctor import examine  # noqa: PLC0415 - loads what no other command needs

    with open_session(as_json=as_json, sandbox=sandbox, needs_key=False) as session:
        checks = list(examine(session))
        session.view.rows(
            ("", "check", "found"),
            [(check.to_dict(), ("ok" if check.is_fine else "!!", check.name, check.found)) for check in checks],
        )
        if not all(check.is_fine for check in checks):
            raise CliError(ExitCode.ERROR, "Not every check passed: see the lines marked !!")


# ------------------------------------------------------------------ helpers


async def _first(count: int, entries: AsyncIterable[T]) -> list[T]:
    """The first entries of a list; pages after them are not requested."""
    found: list[T] = []
    async for entry in entries:
        found.append(entry)
        if len(found) == count:
            break
    return found


def _given(**options: Any) -> dict[str, Any]:
    """The options that were given, so that the service chooses the others."""
    return {name: value for name, value in options.items() if value is not None}


def _refuse_with(option: str, value: object, others: Mapping[str, object]) -> None:
    for other, given in others.items():
        if value and given:
            raise typer.BadParameter(f"cannot be used together with {option}", param_hint=other)
