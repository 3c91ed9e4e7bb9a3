"""Commands that show, open, deploy and delete chats and their files; none of them generates anything."""

from __future__ import annotations

from collections.abc import AsyncIterable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from .. import V0Client, models
from .chat_address import open_in_browser, preview_url, wait_for_preview, web_url
from .command_session import CommandSession, command_to_copy, open_session
from .exit_codes import CliError, ExitCode
from .options import ChatId, Json, Limit, SandboxFlag, Save, WaitTimeout, refuse_together
from .part_descriptions import format_time
from .printable import one_line
from .saved_files import check_archive, download, save_files, size_of

__all__ = ["delete", "deploy", "files", "get", "list_chats", "messages", "open_chat", "preview"]

T = TypeVar("T")

PAGE = 100  # entries of the API's longest page

Browser = Annotated[bool, typer.Option("--open", help="Open it in a browser too.")]


def list_chats(*, limit: Limit = 20, as_json: Json = False, sandbox: SandboxFlag = False) -> None:
    """List your chats, the newest first."""
    with open_session(as_json=as_json, sandbox=sandbox) as session:
        found = session.call(lambda client: first_entries(limit, client.v2.chats.list(limit=min(limit, PAGE))))
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


def get(chat_id: ChatId, *, as_json: Json = False, sandbox: SandboxFlag = False) -> None:
    """Show a chat."""

    async def read(client: V0Client) -> tuple[models.Chat, str | None]:
        return await client.v2.chats.get(chat_id), await preview_url(client, chat_id)

    with open_session(as_json=as_json, sandbox=sandbox) as session:
        found, preview_address = session.call(read)
        fields = {
            "chat": found.id,
            "title": found.title,
            "privacy": found.privacy,
            "created": format_time(found.created_at or ""),
            "updated": format_time(found.updated_at or ""),
            "project": found.vercel_project_id,
            "address": web_url(found.id),
            "preview": preview_address,
            "metadata": ", ".join(f"{name}={value}" for name, value in (found.metadata or {}).items()),
        }
        addresses = {"webUrl": web_url(found.id)} | ({"previewUrl": preview_address} if preview_address else {})
        shown = [(name, one_line(value)) for name, value in fields.items() if value]
        session.view.record(addresses | found.to_dict(), shown)


def messages(chat_id: ChatId, *, limit: Limit = 20, as_json: Json = False, sandbox: SandboxFlag = False) -> None:
    """Show the newest messages of a chat, the newest last."""
    with open_session(as_json=as_json, sandbox=sandbox) as session:
        newest_first = session.call(
            lambda client: first_entries(limit, client.v2.messages.list(chat_id, limit=min(limit, PAGE)))
        )
        for message in reversed(newest_first):
            session.view.message(message)


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
    refuse_together("--save", save, {"--zip": archive})
    with open_session(as_json=as_json, sandbox=sandbox, is_turn=save is not None) as session:
        if archive is not None:
            check_archive(archive)
            size = session.call(lambda client: download(session, client, chat_id, archive))
            session.view.record({"file": str(archive), "size": size}, [("saved", f"{archive} ({size:,} bytes)")])
        elif save is not None:
            save_files(session, chat_id, save)
        else:
            found = session.call(lambda client: client.v2.chats.get_files(chat_id)).files or []
            rows = [(file.to_dict(), (file.path or "", size_of(file))) for file in found]
            session.view.rows(("path", "bytes"), rows)


def open_chat(
    chat_id: ChatId,
    *,
    preview: Annotated[bool, typer.Option("--preview", help="Open the preview, not the chat.")] = False,
    sandbox: SandboxFlag = False,
) -> None:
    """Open a chat in a browser."""
    with open_session(sandbox=sandbox) as session:
        session.chat_id = chat_id
        if preview:
            address = _existing(session, chat_id, session.call(lambda client: client.v2.chats.get_preview(chat_id))).url
        else:
            address = web_url(session.call(lambda client: client.v2.chats.get(chat_id)).id)
        session.view.record({}, [("preview" if preview else "address", str(address))])
        open_in_browser(str(address))


def preview(
    chat_id: ChatId,
    *,
    browser: Browser = False,
    wait: Annotated[bool, typer.Option("--wait", help="Poll until it is ready.")] = False,
    timeout: WaitTimeout = 900,
    as_json: Json = False,
    sandbox: SandboxFlag = False,
) -> None:
    """Show where the preview of a chat is found. Its token is never printed."""

    async def read(client: V0Client) -> models.ChatPreview | None:
        return await (wait_for_preview(client, chat_id, timeout) if wait else client.v2.chats.get_preview(chat_id))

    with open_session(as_json=as_json, sandbox=sandbox) as session:
        session.chat_id = chat_id
        found = _existing(session, chat_id, session.call(read))
        address, expires = found.url or "", found.expires_at or ""
        fields = [("preview", address), ("expires", format_time(expires))]
        shown = {"chatId": chat_id, "previewUrl": address} | ({"expiresAt": expires} if expires else {})
        session.view.record(shown, [field for field in fields if field[1]])
        if browser:
            open_in_browser(str(address))


def deploy(chat_id: ChatId, *, as_json: Json = False, sandbox: SandboxFlag = False) -> None:
    """Deploy the app of a chat to Vercel, where others can reach it.

    A chat without a Vercel project gets one. Deploying takes a while after the command has ended.
    """
    with open_session(as_json=as_json, sandbox=sandbox) as session:
        session.chat_id = chat_id
        deployed = session.call(lambda client: client.v2.chats.deploy(chat_id))
        fields = {
            "deploying": chat_id,
            "deployment": deployed.deployment_id,
            "project": deployed.vercel_project_id,
            "address": web_url(chat_id),
        }
        shown = [(name, one_line(value)) for name, value in fields.items() if value]
        session.view.record({"chatId": chat_id, "webUrl": web_url(chat_id)} | deployed.to_dict(), shown)


def delete(
    chat_id: ChatId,
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: Json = False,
    sandbox: SandboxFlag = False,
) -> None:
    """Delete a chat with all its messages. It cannot be undone.

    Asks first. Without a terminal to ask in, --yes is required.
    """
    with open_session(as_json=as_json, sandbox=sandbox) as session:
        session.chat_id = chat_id
        if not yes:
            if not session.is_interactive:
                raise CliError(ExitCode.USAGE, "Error: nobody can be asked here: repeat with --yes to delete the chat")
            found = session.call(lambda client: client.v2.chats.get(chat_id))
            if not _confirmed(session, found):
                raise CliError(ExitCode.ERROR, "Nothing was deleted.")
        deleted = session.call(lambda client: client.v2.chats.delete(chat_id))
        session.view.record(deleted.to_dict(), [("deleted", chat_id)])


async def first_entries(count: int, entries: AsyncIterable[T]) -> list[T]:
    """The first entries of a list; pages after them are not requested."""
    found: list[T] = []
    async for entry in entries:
        found.append(entry)
        if len(found) == count:
            break
    return found


def _existing(session: CommandSession, chat_id: str, found: models.ChatPreview | None) -> models.ChatPreview:
    if found is not None and found.url:
        return found
    hint = "" if session.is_sandboxed else f": wait for it with {command_to_copy('preview', chat_id, '--wait')}"
    raise CliError(ExitCode.ERROR, f"Error: the chat has no preview yet{hint}")


def _confirmed(session: CommandSession, chat: models.Chat) -> bool:
    from rich.prompt import Confirm  # noqa: PLC0415 - for a terminal only
    from rich.text import Text  # noqa: PLC0415 - as above

    name = f"{one_line(chat.title)} ({one_line(chat.id)})" if chat.title else one_line(chat.id)
    asked = Text(f"Delete {name} with all its messages? It cannot be undone.")
    try:
        return Confirm.ask(asked, console=session.console, default=False)
    except EOFError:  # Ctrl-D
        return False
