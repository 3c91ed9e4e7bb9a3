"""Small results for a model, out of what the API returns."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from .. import models
from .._text import SEPARATOR
from ..pending_tasks import pending_task
from .answers import describe_task
from .shortening import shorten_json, shorten_text

__all__ = ["chat_url", "describe_chat", "describe_files", "describe_turn", "list_files"]

TEXT_CHARACTERS = 4_000
FILE_CHARACTERS = 20_000
FILES_CHARACTERS = 60_000


def chat_url(chat_id: str) -> str:
    """The chat's page at v0."""
    return f"https://v0.app/chat/{quote(chat_id.encode('utf-8', 'replace'), safe='')}"


def describe_chat(chat: models.Chat) -> dict[str, Any]:
    """An app in a list."""
    return {
        "chat_id": chat.id,
        "title": shorten_text(str(chat.title or ""), 200),
        "updated_at": chat.updated_at or chat.created_at or None,
        "chat_url": chat_url(chat.id),
    }


def describe_turn(message: models.Message, chat_id: str) -> dict[str, Any]:
    """The state of a turn: running, waiting for an answer, finished, or ended early."""
    parts = message.parts or []
    result: dict[str, Any] = {
        "status": "running",
        "chat_id": chat_id,
        "message_id": message.id,
        "chat_url": chat_url(chat_id),
    }
    if not message.finish_reason:
        result["next"] = "Call check_app to wait for the result. Do not start the same work again."
        return result
    texts = [str(part.text) for part in parts if isinstance(part, models.TextPart) and part.text]
    task = pending_task(message)
    if task is not None:
        result |= {"status": "waiting_for_answer", "waiting_for": describe_task(task)}
    elif message.finish_reason in ("stop", "tool-calls"):
        result["status"] = "finished"
    else:
        result |= {"status": "ended_early", "finish_reason": str(message.finish_reason)}
    result["text"] = shorten_text(SEPARATOR.join(texts), TEXT_CHARACTERS)
    edits = [part for part in parts if isinstance(part, models.FileEditPart)]
    result["files_changed"] = shorten_json(list(dict.fromkeys(map(_describe_edit, edits))), characters=200)
    if message.usage and message.usage.credits_cost:
        result["credits_spent"] = message.usage.credits_cost.total or 0
    return result


def _describe_edit(part: models.FileEditPart) -> str:
    moved = f" -> {part.to_path}" if part.to_path else ""
    return f"{part.operation or 'edit'} {part.path or ''}{moved}"


def list_files(files: list[models.SourceFile]) -> list[dict[str, Any]]:
    """The paths and sizes of files."""
    return [{"path": file.path or "", "characters": len(file.content or "")} for file in files]


def describe_files(files: list[models.SourceFile], start: int) -> list[dict[str, Any]]:
    """The contents of files, from a position on, as far as a result may hold them."""
    described: list[dict[str, Any]] = []
    left = FILES_CHARACTERS
    for file in files:
        content = file.content or ""
        if file.encoding == "base64":
            described.append({"path": file.path or "", "note": "not a text file"})
            continue
        end = start + min(FILE_CHARACTERS, left)
        entry: dict[str, Any] = {"path": file.path or "", "content": content[start:end]}
        left -= len(entry["content"])
        if end < len(content):
            entry |= {"truncated": True, "characters": len(content), "next_start": end}
        described.append(entry)
    return described
