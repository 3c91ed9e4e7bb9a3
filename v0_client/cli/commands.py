"""The commands: their options, and the operations of the SDK behind them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from .. import PendingTask, V0Client, __version__, models
from .._messages import newest_assistant_message
from . import account_commands, chat_commands
from .command_session import CommandSession, open_session
from .completions import complete_chat, complete_model, complete_privacy
from .exit_codes import CliError, ExitCode, format_table
from .options import Answers, ChatId, Command, Json, Quiet, SandboxFlag, Save, Timeout, given_options, refuse_together
from .saved_files import check_writable, save_files
from .task_answers import GivenAnswers, build_answer, read_answers
from .turn_runner import TurnRunner, new_turn, raise_if_incomplete, resolved_turn, run_turns, streamed_turn

__all__ = ["app"]

app: typer.Typer = typer.Typer(
    epilog=f"Exit codes:\n\n\b\n{format_table()}",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help loads faster, and can be searched and piped
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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


@app.command(context_settings={"allow_extra_args": True})  # to say what to do about them
def chat(
    context: typer.Context,
    *,
    message: Annotated[
        str, typer.Argument(metavar="MESSAGE", help="What to build or change; - reads it from standard input.")
    ],
    chat_id: Annotated[
        str | None,
        typer.Option(
            "--chat",
            metavar="CHAT",
            help="Send the message to this chat, not to a new one.",
            autocompletion=complete_chat,
        ),
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
        str | None,
        typer.Option(
            "--model",
            metavar="NAME",
            help="v0-mini, v0-pro, v0-max, v0-max-fast, or newer.",
            autocompletion=complete_model,
        ),
    ] = None,
    privacy: Annotated[
        str | None,
        typer.Option(
            "--privacy",
            metavar="WHO",
            help="private, public, team, team-edit or unlisted.",
            autocompletion=complete_privacy,
        ),
    ] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Title of the new chat.")] = None,
    answers: Answers = None,
    timeout: Timeout = 900,
    quiet: Quiet = False,
    as_json: Json = False,
    sandbox: SandboxFlag = False,
) -> None:
    """Send a message and watch what is built.

    Creates a chat unless --chat names one. In a terminal you answer the agent's questions; elsewhere --answer does, or
    they are printed and the exit code is 4. Ctrl-C leaves the generation running: `resume` shows it again, `stop` ends
    it.
    """
    if context.args:
        raise typer.BadParameter("put the message in quotes: it is more than one word", param_hint="MESSAGE")
    refuse_together("--chat", chat_id, {"--init": init, "--privacy": privacy, "--title": title})
    refuse_together("--json", as_json, {"--quiet": quiet})
    if message == "-" and answers and "-" in answers:
        raise typer.BadParameter("standard input is the message already", param_hint="--answer")
    from .chat_inputs import attachments, created_from, prompt  # noqa: PLC0415 - loads what no other command needs

    with open_session(as_json=as_json, sandbox=sandbox, quiet=quiet, is_turn=True) as session:
        body = given_options(
            message=prompt(message),
            system_prompt=system,
            model_configuration=models.ModelConfigurationV2(model_id=model, image_generations=False) if model else None,
            attachments=attachments(attach or []) or None,
        )
        given = read_answers(answers) if answers else None
        for_new = given_options(privacy=privacy, title=title)
        if save is not None:
            check_writable(save)
        if init is not None:
            with session.view.live():
                created = session.call(created_from(init, session.report, **for_new)).chat
            if not created:
                raise CliError(ExitCode.ERROR, "Error: the chat was created, but the response does not name it")
            chat_id = created.id
            session.set_chat(chat_id)
        if chat_id is None:
            body |= for_new
        session.chat_id = chat_id
        _run(session, new_turn(session, chat_id, body, timeout, wait=wait), timeout, wait=wait, save=save, given=given)


@app.command()
def resume(
    chat_id: ChatId,
    *,
    save: Save = None,
    answers: Answers = None,
    timeout: Timeout = 900,
    quiet: Quiet = False,
    as_json: Json = False,
    sandbox: SandboxFlag = False,
) -> None:
    """Resume a running generation, or show a finished one.

    Generates nothing and costs nothing by itself. If the agent waits for you, you answer here, or with --answer, and
    the agent continues.
    """
    refuse_together("--json", as_json, {"--quiet": quiet})
    with open_session(as_json=as_json, sandbox=sandbox, quiet=quiet, is_turn=True) as session:
        session.chat_id = chat_id
        given = read_answers(answers) if answers else None
        if save is not None:
            check_writable(save)
        runner = streamed_turn(session, lambda client: client.v2.chats.resume(chat_id), timeout)
        _run(session, runner, timeout, wait=False, save=save, given=given)


@app.command()
def stop(chat_id: ChatId, *, as_json: Json = False, sandbox: SandboxFlag = False) -> None:
    """End the running generation of a chat.

    It ends at its next safe point, and what was generated until then is kept.
    """

    async def stopped(client: V0Client) -> models.StoppedMessage:
        newest = newest_assistant_message((await client.v2.messages.list(chat_id)).messages or [], newest_first=True)
        if newest is None:
            raise CliError(ExitCode.ERROR, "Error: the chat has no message of the agent to stop")
        return await client.v2.messages.stop(chat_id, newest.id)

    with open_session(as_json=as_json, sandbox=sandbox) as session:
        message = session.call(stopped)
        session.view.record(message.to_dict(), [("stopped", message.message_id or "")])


def _run(
    session: CommandSession,
    runner: TurnRunner,
    timeout: float,
    *,
    wait: bool,
    save: Path | None,
    given: GivenAnswers | None,
) -> None:
    """Run a turn and those that follow from answers, and save the files."""
    unused = given

    def answer_task(task: PendingTask) -> TurnRunner | None:
        nonlocal unused
        chat_id = session.chat_id or ""

        def status(request_id: str) -> models.ConnectStatus:
            return session.call(lambda client: client.v2.chats.get_connect_status(chat_id, request_id=request_id))

        answer = None
        if unused is not None:
            session.view.waiting(task)
            answer, unused = build_answer(task, unused), None
        elif session.console is not None and session.is_interactive:
            from .task_prompts import prompt_for_answer  # noqa: PLC0415 - for a terminal only

            answer = prompt_for_answer(session.console, task, status)
        return resolved_turn(session, chat_id, answer, timeout, wait=wait) if answer is not None else None

    turn = run_turns(session, runner, answer_task)
    if unused is not None:
        typer.echo("Warning: --answer was not used: the agent asked nothing", err=True)
    if save is not None:
        session.state, session.save_to = "saving", save
        save_files(session, turn.chat_id, save)
        session.state = "finished"
    raise_if_incomplete(turn)


# ------------------------------------------------------------------ chats and the account

_COMMANDS: dict[str, Callable[..., None]] = {
    "list": chat_commands.list_chats,
    "get": chat_commands.get,
    "messages": chat_commands.messages,
    "files": chat_commands.files,
    "open": chat_commands.open_chat,
    "preview": chat_commands.preview,
    "deploy": chat_commands.deploy,
    "delete": chat_commands.delete,
    "projects": account_commands.projects,
    "usage": account_commands.usage,
}
for _name, _function in _COMMANDS.items():
    app.command(_name)(_function)

# ------------------------------------------------------------------ tools and checks


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


for _command in app.registered_commands:
    _command.cls = Command
