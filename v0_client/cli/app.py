"""The commands: what each takes, and which calls of the SDK it is."""

from __future__ import annotations

from collections.abc import AsyncIterable, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from .. import PendingTask, V0Client, __version__, models
from .exits import ExitCode, Quit, table
from .files import content_of, download, write_files
from .session import Session, open_session
from .turns import Work, answered_turn, ended_whole, finish, new_turn, streamed
from .words import one_line, when

__all__ = ["app"]

T = TypeVar("T")

PAGE = 100  # entries that the API gives at once at most

app: typer.Typer = typer.Typer(
    epilog=f"Exit codes:\n\n\b\n{table()}",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: it is there at once, and can be searched and piped
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

# ------------------------------------------------------------------ what several commands take

ChatId = Annotated[str, typer.Argument(metavar="CHAT", help="The chat's id.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Print JSON lines, for scripts.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but the text of the answer.")]
SandboxFlag = Annotated[
    bool,
    typer.Option(
        "--sandbox",
        help="Ask a local sandbox that lives as long as this command: no key, no credits, no internet. For one that "
        "outlives it, run `python -m v0_client.sandbox` and set V0_BASE_URL and V0_API_KEY to what it prints.",
    ),
]
Save = Annotated[
    Path | None,
    typer.Option(
        "--save",
        metavar="DIR",
        file_okay=False,
        help="Write the chat's files into this folder; files of the same names are replaced.",
    ),
]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, help="How many at most.")]
Timeout = Annotated[
    float, typer.Option("--timeout", min=0, metavar="SECONDS", help="How long a turn may take; 0 for any time.")
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
) -> None:
    """Build web apps with v0 from the command line.

    The key is read from V0_API_KEY, the address from V0_BASE_URL. `--sandbox` tries any command out without either.
    """


# ------------------------------------------------------------------ turns


@app.command()
def chat(
    *,
    message: Annotated[
        str, typer.Argument(metavar="MESSAGE", help="What to build or to change; - reads it from standard input.")
    ],
    chat_id: Annotated[
        str | None, typer.Option("--chat", metavar="CHAT", help="Send the message to this chat, not to a new one.")
    ] = None,
    init: Annotated[
        str | None,
        typer.Option(
            "--init",
            metavar="DIR|ZIP|REPO",
            help="Start from existing code: a folder, a zip archive, or a repository (owner/name or its address, "
            "#branch). Secrets, installed packages and caches in a folder stay at home.",
        ),
    ] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Ask until it is finished, holding no connection open.")] = False,
    save: Save = None,
    attach: Annotated[
        list[str] | None, typer.Option("--attach", metavar="FILE|URL", help="Something to look at. Repeatable.")
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

    Makes a new chat unless --chat names one. Where the agent asks something, you answer in the terminal; elsewhere the
    question is printed and the exit code is 4. Ctrl-C leaves the generation running: `resume` joins it again, `stop`
    ends it.
    """
    _refuse_with("--chat", chat_id, {"--init": init, "--privacy": privacy, "--title": title})
    _refuse_with("--json", as_json, {"--quiet": quiet})
    from .beginnings import attachments, created_from, prompt  # noqa: PLC0415 - loads what no other command needs

    with open_session(as_json=as_json, sandbox=sandbox, quiet=quiet, is_turn=True) as session:
        body = _given(
            message=prompt(message),
            system_prompt=system,
            model_configuration=models.ModelConfigurationV2(model_id=model, image_generations=False) if model else None,
            attachments=attachments(attach or []) or None,
        )
        for_new = _given(privacy=privacy, title=title)
        if init is not None:
            made = session.call(created_from(init, **for_new)).chat
            if not made:
                raise Quit(ExitCode.ERROR, "Error: the chat was made, but the answer does not name it")
            chat_id = made.id
            session.know(chat_id)
        if chat_id is None:
            body |= for_new
        session.chat_id = chat_id
        _do(session, new_turn(session, chat_id, body, timeout, wait=wait), timeout, wait=wait, save=save)


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
    """Join a running generation, or show a finished one.

    Generates nothing and costs nothing. Where the agent waits for you, this is the place to answer.
    """
    _refuse_with("--json", as_json, {"--quiet": quiet})
    with open_session(as_json=as_json, sandbox=sandbox, quiet=quiet, is_turn=True) as session:
        session.chat_id = chat_id
        work = streamed(session, lambda client: client.v2.chats.resume(chat_id), timeout)
        _do(session, work, timeout, wait=False, save=save)


@app.command()
def stop(chat_id: ChatId, *, as_json: Json = False, sandbox: SandboxFlag = False) -> None:
    """End the running generation of a chat.

    It ends at its next safe point, and what was made until then is kept.
    """

    async def stopped(client: V0Client) -> models.StoppedMessage:
        async for message in client.v2.messages.list(chat_id):
            if message.role == "assistant":
                return await client.v2.messages.stop(chat_id, message.id)
        raise Quit(ExitCode.ERROR, "The chat has no answer that could be stopped.")

    with open_session(as_json=as_json, sandbox=sandbox) as session:
        answer = session.call(stopped)
        session.view.record(answer.to_dict(), [("stopped", answer.message_id or "")])


def _do(session: Session, work: Work, timeout: float, *, wait: bool, save: Path | None) -> None:
    """Do a turn and those that follow from answers, and write the files."""

    def go_on(task: PendingTask) -> Work | None:
        from .asking import ask  # noqa: PLC0415 - for a terminal only

        chat_id = session.chat_id or ""

        def status(request_id: str) -> models.ConnectStatus:
            return session.call(lambda client: client.v2.chats.get_connect_status(chat_id, request_id=request_id))

        answer = ask(session.console, task, status) if session.console is not None else None
        return answered_turn(session, chat_id, answer, timeout, wait=wait) if answer is not None else None

    turn = finish(session, work, go_on)
    if save is not None:
        _save(session, turn.chat_id, save)
    ended_whole(turn)


# ------------------------------------------------------------------ what there is


@app.command()
def get(chat_id: ChatId, *, as_json: Json = False, sandbox: SandboxFlag = False) -> None:
    """Show a chat."""
    with open_session(as_json=as_json, sandbox=sandbox) as session:
        found = session.call(lambda client: client.v2.chats.get(chat_id))
        fields = {
            "chat": found.id,
            "title": found.title,
            "privacy": found.privacy,
            "created": when(found.created_at or ""),
            "updated": when(found.updated_at or ""),
            "project": found.vercel_project_id,
            "metadata": ", ".join(f"{name}={value}" for name, value in (found.metadata or {}).items()),
        }
        session.view.record(found.to_dict(), [(name, one_line(value)) for name, value in fields.items() if value])


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
                    one.to_dict(),
                    (one.id, when(one.updated_at or one.created_at or ""), one.privacy or "", one.title or ""),
                )
                for one in found
            ],
        )


@app.command()
def files(
    chat_id: ChatId,
    *,
    save: Save = None,
    archive: Annotated[
        Path | None,
        typer.Option("--zip", metavar="FILE", dir_okay=False, help="Write them as a zip archive to this file."),
    ] = None,
    as_json: Json = False,
    sandbox: SandboxFlag = False,
) -> None:
    """List the files of a chat, or write them down."""
    _refuse_with("--save", save, {"--zip": archive})
    with open_session(as_json=as_json, sandbox=sandbox, is_turn=save is not None) as session:
        if archive is not None:
            size = session.call(lambda client: download(session, client, chat_id, archive))
            session.view.record({"file": str(archive), "size": size}, [("saved", f"{archive} ({size:,} bytes)")])
        elif save is not None:
            _save(session, chat_id, save)
        else:
            found = session.call(lambda client: client.v2.chats.get_files(chat_id)).files or []
            rows = [(file.to_dict(), (file.path or "", f"{len(content_of(file)):,}")) for file in found]
            session.view.rows(("path", "bytes"), rows)


def _save(session: Session, chat_id: str, directory: Path) -> None:
    found = session.call(lambda client: client.v2.chats.get_files(chat_id)).files or []
    session.view.saved(directory, write_files(found, directory))


@app.command()
def doctor(*, as_json: Json = False, sandbox: SandboxFlag = False) -> None:
    """Check key, address, connection and versions.

    Never prints the key. Exits with 1 where something is not as it should be.
    """
    from .doctor import examine  # noqa: PLC0415 - loads what no other command needs

    with open_session(as_json=as_json, sandbox=sandbox, needs_key=False) as session:
        checks = list(examine(session))
        session.view.rows(
            ("", "check", "found"),
            [(check.to_dict(), ("ok" if check.is_fine else "!!", check.name, check.found)) for check in checks],
        )
        if not all(check.is_fine for check in checks):
            raise Quit(ExitCode.ERROR, "Not everything is as it should be: see the lines marked !!")


# ------------------------------------------------------------------ inside


async def _first(count: int, entries: AsyncIterable[T]) -> list[T]:
    """So many entries of a list, or all there are; pages after them are not asked for."""
    found: list[T] = []
    async for entry in entries:
        found.append(entry)
        if len(found) == count:
            break
    return found


def _given(**options: Any) -> dict[str, Any]:
    """The options that were given, so that the others are the service's to choose."""
    return {name: value for name, value in options.items() if value is not None}


def _refuse_with(option: str, value: object, others: Mapping[str, object]) -> None:
    for other, given in others.items():
        if value and given:
            raise typer.BadParameter(f"cannot be used together with {option}", param_hint=other)
