"""Tools that build, change, read and deploy apps."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from uuid import uuid4

import anyio
from attrs import define, field

from .. import models
from .._checks import check_integer
from .._generated.types import UNSET
from .._messages import newest_assistant_message
from .._polling.deadlines import call_with_deadline, check_poll, check_timeout, deadline_after
from .._polling.settings import Poll
from .._resources.v2.once import with_key
from ..client import V0Client
from ..config import Timeouts
from ..errors import InvalidRequestError, V0Error, WaitTimeoutError
from ..pending_tasks import pending_task
from .answers import to_answer
from .app_results import chat_url, describe_chat, describe_files, describe_turn, list_files
from .budget import GenerationBudget
from .input_schema import describe_function, schema_of
from .tool import Tool, check_client, make_tool

__all__ = ["app_tools"]

PREVIEW_TIMEOUT = 10.0  # seconds; a turn's result is worth no longer wait for the preview's address
MAX_APPS = 50


def app_tools(
    client: V0Client,
    *,
    max_generations: int | None = 5,
    timeout: float | None = 300,
    poll: Poll = Poll(),  # noqa: B008 - frozen
    raise_errors: bool = False,
) -> list[Tool]:
    """Tools that build, change, read and deploy apps, for one run of an agent.

    Each is a plain async function with simple annotations and a docstring, which pydantic-ai, OpenAI Agents and
    LangChain take as it is: ``build_app``, ``change_app``, ``check_app``, ``answer_question``, ``list_apps``,
    ``read_files``, ``preview_app`` and ``deploy_app``.

    A tool that generates waits for the result. After ``timeout`` it returns the status ``running`` with the ids, and
    ``check_app`` continues; the same call made meanwhile waits for the same generation and starts no other. So does
    ``build_app`` after a response was lost.

    Args:
        client: The client whose key is used.
        max_generations: How many generations the tools may start together; then they return an error. Only what may
            have been processed counts. None for no limit.
        timeout: Seconds that one call waits for a generation; None for no limit.
        poll: How often to ask whether it is finished.
        raise_errors: Raise errors instead of returning them as ``{"error": ...}``.

    Returns:
        The tools, see :class:`Tool`.

    Raises:
        InvalidRequestError: An argument is invalid.
    """
    check_client(client)
    check_timeout(timeout)
    check_poll(poll)
    apps = _Apps(client, GenerationBudget(max_generations), timeout, poll)
    generating: list[Callable[..., Awaitable[dict[str, Any]]]] = [apps.build_app, apps.change_app, apps.answer_question]
    reading: list[Callable[..., Awaitable[dict[str, Any]]]] = [
        apps.check_app,
        apps.list_apps,
        apps.read_files,
        apps.preview_app,
    ]
    return [
        make_tool(
            function,
            name=function.__name__,
            description=describe_function(function),
            input_schema=schema_of(function),
            read_only=function in reading,
            generates=function in generating,
            raise_errors=raise_errors,
        )
        for function in [*generating, *reading, apps.deploy_app]
    ]


@define
class _Turn:
    """A generation that a call starts or waits for.

    Attributes:
        key: Marks the chat that it creates.
        lock: Keeps the same call, made at the same time, from starting it twice.
        is_uncertain: It may have been started, and no response said so.
        ids: Its chat and its message, once they are known.
    """

    key: str = field(factory=lambda: f"tool-{uuid4().hex}")
    lock: anyio.Lock = field(factory=anyio.Lock)
    is_uncertain: bool = False
    ids: tuple[str, str] | None = None


class _Apps:
    """The functions behind the tools. Their docstrings are written for models."""

    def __init__(self, client: V0Client, budget: GenerationBudget, timeout: float | None, poll: Poll) -> None:
        self._client = client
        self._budget = budget
        self._timeout = timeout
        self._poll = poll
        self._unfinished: dict[tuple[str, ...], _Turn] = {}  # by the tool and its arguments

    # ------------------------------------------------------------------ tools that generate

    async def build_app(self, message: str, title: str | None = None) -> dict[str, Any]:
        """Build a new web app with v0 from a description, in a new chat. Costs credits and may take minutes.

        Returns a status: finished, running (continue with check_app), or waiting_for_answer (show the person what
        waiting_for says, then pass their answers to answer_question).

        Args:
            message: What to build: purpose, content, style, features.
            title: A title for the new chat.
        """

        async def start(turn: _Turn) -> tuple[str, str]:
            chats = self._client.v2.chats
            begun = await chats.create_async(**with_key(turn.key, {"message": message, "title": title or UNSET}))
            return begun.chat_id, begun.message_id

        return await self._generate(("build_app", message, title or ""), start, "the chat was not created")

    async def change_app(self, chat_id: str, message: str) -> dict[str, Any]:
        """Ask v0 to change or extend an app, by a message to its chat. Costs credits and may take minutes.

        Returns the same as build_app. An open question of the chat is declined by it.

        Args:
            chat_id: The app's chat_id.
            message: What to change.
        """
        key = ("change_app", chat_id, message)
        return await self._generate(key, lambda _: self._send(chat_id, message), "the message was not sent", chat_id)

    async def answer_question(self, chat_id: str, answers: list[str]) -> dict[str, Any]:
        """Answer what an app's chat waits for, with the answers of the person. Costs credits and may take minutes.

        The result that said waiting_for_answer lists the questions and how to answer. Returns the same as build_app.

        Args:
            chat_id: The app's chat_id.
            answers: The answers, in the order of the questions; one where there is a single decision.
        """
        message = await self._newest_reply(chat_id)
        task = pending_task(message) if message is not None and message.finish_reason else None
        if message is None or task is None:
            raise InvalidRequestError("the chat waits for no answer; send a message with change_app", chat_id=chat_id)
        answer = to_answer(task, answers)

        async def resolve(_turn: _Turn) -> tuple[str, str]:
            if isinstance(answer, str):
                return await self._send(chat_id, answer)
            begun = await self._client.v2.messages.resolve_async(chat_id, task=answer)
            return chat_id, begun.message_id

        key = ("answer_question", chat_id, message.id, *answers)
        return await self._generate(key, resolve, "the answer was not sent", chat_id)

    # ------------------------------------------------------------------ tools that read

    async def check_app(self, chat_id: str) -> dict[str, Any]:
        """Wait for the running generation of an app and return its result, or return the newest result again.

        Args:
            chat_id: The app's chat_id.
        """
        deadline = deadline_after(self._timeout)
        message = await self._newest_reply(chat_id)
        if message is None:
            return {"status": "empty", "chat_id": chat_id, "chat_url": chat_url(chat_id), "text": "No reply yet."}
        return await self._wait(chat_id, message.id, deadline)

    async def list_apps(self, limit: int = 10) -> dict[str, Any]:
        """List the newest apps with their chat_id, title and address.

        Args:
            limit: How many, at most 50.
        """
        check_integer(limit, "limit", partial(InvalidRequestError, field="limit"), minimum=1)
        page = await self._client.v2.chats.list(limit=min(limit, MAX_APPS))
        result: dict[str, Any] = {"apps": [describe_chat(chat) for chat in page.chats or []]}
        return result | ({"more": "There are older apps, which are not listed."} if page.cursor else {})

    async def read_files(self, chat_id: str, paths: list[str] | None = None, start: int = 0) -> dict[str, Any]:
        """Read source files of an app; without paths, list the paths of all files.

        A long file comes in sections: its entry says truncated and where the next one begins.

        Args:
            chat_id: The app's chat_id.
            paths: Paths of the files to read, as listed.
            start: The character to start from, to continue a long file.
        """
        check_integer(start, "start", partial(InvalidRequestError, field="start"), minimum=0)
        files = (await self._client.v2.chats.get_files(chat_id)).files or []
        if not paths:
            return {"chat_id": chat_id, "files": list_files(files)}
        found = [file for file in files if file.path in paths]
        result: dict[str, Any] = {"chat_id": chat_id, "files": describe_files(found, start)}
        missing = sorted(set(paths) - {str(file.path) for file in found})
        return result | ({"missing": missing} if missing else {})

    async def preview_app(self, chat_id: str) -> dict[str, Any]:
        """Get the addresses where an app can be looked at: its chat at v0, and its preview once that is ready.

        Args:
            chat_id: The app's chat_id.
        """
        preview = await self._client.v2.chats.get_preview(chat_id)
        result: dict[str, Any] = {"chat_id": chat_id, "chat_url": chat_url(chat_id)}
        if preview is None or not preview.url:
            return result | {"status": "not_ready"}
        return result | {"status": "ready", "preview_url": preview.url, "expires_at": preview.expires_at or None}

    async def deploy_app(self, chat_id: str) -> dict[str, Any]:
        """Deploy an app to Vercel, where others can reach it. Ask the person first.

        Args:
            chat_id: The app's chat_id.
        """
        deployed = await self._client.v2.chats.deploy(chat_id)
        return {
            "status": "deploying",
            "chat_id": chat_id,
            "chat_url": chat_url(chat_id),
            "deployment_id": deployed.deployment_id or None,
            "vercel_project_id": deployed.vercel_project_id or None,
        }

    # ------------------------------------------------------------------ generations

    async def _send(self, chat_id: str, message: str) -> tuple[str, str]:
        begun = await self._client.v2.messages.send_async(chat_id, message=message)
        return chat_id, begun.message_id

    async def _newest_reply(self, chat_id: str) -> models.Message | None:
        page = await self._client.v2.messages.list(chat_id)
        return newest_assistant_message(page.messages or [], newest_first=True)

    async def _generate(
        self,
        key: tuple[str, ...],
        start: Callable[[_Turn], Awaitable[tuple[str, str]]],
        on_expiry: str,
        chat_id: str | None = None,
    ) -> dict[str, Any]:
        """Start a generation, unless the same call has started it already, and wait for its result."""
        deadline = deadline_after(self._timeout)
        turn = self._unfinished.setdefault(key, _Turn())
        async with turn.lock:
            if turn.is_uncertain and chat_id is None:
                looking = partial(self._find, turn.key)
                turn.ids = await call_with_deadline(deadline, looking, "the chat was not found", is_paid=False)
            if turn.ids is None:
                turn.is_uncertain = True  # also where the request is cancelled
                try:
                    with self._budget.take_one():
                        turn.ids = await call_with_deadline(deadline, lambda: start(turn), on_expiry, chat_id=chat_id)
                except V0Error as error:
                    turn.is_uncertain = error.may_have_been_processed
                    raise
            turn.is_uncertain = False
        result = await self._wait(*turn.ids, deadline)
        return result if self._budget.left is None else {**result, "generations_left": self._budget.left}

    async def _find(self, key: str) -> tuple[str, str] | None:
        """The chat that a request has created although no response said so."""
        found = await self._client.v2.chats.find_once(key)
        return (found.chat_id, found.message_id) if found is not None else None

    async def _wait(self, chat_id: str, message_id: str, deadline: float) -> dict[str, Any]:
        left = max(0.0, deadline - anyio.current_time())
        try:
            message = await self._client.v2.messages.wait(chat_id, message_id, timeout=left, poll=self._poll)
        except WaitTimeoutError:
            return describe_turn(models.Message(id=message_id, chat_id=chat_id), chat_id)
        except V0Error:
            self._forget(chat_id, message_id)
            raise
        self._forget(chat_id, message_id)
        result = describe_turn(message, chat_id)
        preview = await self._preview_url(chat_id)
        return result | ({"preview_url": preview} if preview else {})

    def _forget(self, chat_id: str, message_id: str) -> None:
        """The generation is finished: the same call may start another one."""
        self._unfinished = {key: turn for key, turn in self._unfinished.items() if turn.ids != (chat_id, message_id)}

    async def _preview_url(self, chat_id: str) -> str | None:
        """The address of the preview. It is optional: whatever its request fails with, the result comes without it."""
        hurried = self._client.with_options(
            timeouts=Timeouts(connect=PREVIEW_TIMEOUT, read=PREVIEW_TIMEOUT), max_retries=0
        )
        try:
            preview = await hurried.v2.chats.get_preview(chat_id)
        except V0Error:
            return None
        return (preview.url or None) if preview is not None else None
