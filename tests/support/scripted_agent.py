"""What a scripted model calls next, given the results so far; each test turns it into its framework's model."""

from __future__ import annotations

import json
from typing import Any, TypeAlias

from v0_client.sandbox import Question, Questions, Sandbox, Turn

__all__ = ["Call", "prepare", "runaway_call", "shop_call", "to_result"]

Call: TypeAlias = tuple[str, dict[str, Any]] | None
"""A tool and its arguments; None ends the run."""

PAGE = "export default function Page() {}"


def prepare(sandbox: Sandbox) -> None:
    """Script the turns that `shop_call` expects."""
    sandbox.script(
        Turn(task=Questions([Question("Which colours?", ["Light", "Dark"])])),
        Turn(text="Here is your shop.", files={"app/page.tsx": PAGE}),
    )


def shop_call(results: list[dict[str, Any]]) -> Call:
    """Build an app, answer its question, read a file."""
    match results:
        case []:
            return "build_app", {"message": "A shop"}
        case [asked]:
            assert asked["status"] == "waiting_for_answer", asked
            (question,) = asked["waiting_for"]["questions"]
            return "answer_question", {"chat_id": asked["chat_id"], "answers": [question["options"][1]["label"]]}
        case [_, built]:
            assert built["status"] == "finished", built
            return "read_files", {"chat_id": built["chat_id"], "paths": ["app/page.tsx"]}
        case [*_, read]:
            assert read["files"] == [{"path": "app/page.tsx", "content": PAGE}], read
            return None


def runaway_call(results: list[dict[str, Any]]) -> Call:
    """Build one app after the other, whatever comes back."""
    return ("build_app", {"message": f"App {len(results)}"}) if len(results) < 6 else None


def to_result(content: Any) -> dict[str, Any]:
    """A tool's result as a framework passes it to the model: a dict or its JSON."""
    result: dict[str, Any] = json.loads(content) if isinstance(content, str) else content
    return result
