"""What v2 request bodies may hold."""

from __future__ import annotations

from ..checks import Check, array, boolean, closed, string
from ..fields import attachments, metadata, privacy, prompt, skill_ids, skills
from ..store import Revision

MODELS = ("v0-mini", "v0-pro", "v0-max", "v0-max-fast")


def create_chat(revision: Revision) -> Check:
    """The body of the operations that create a chat from a message.

    The documented revision requires `type` and attaches skills by id; later ones know neither and take objects.
    """
    models = MODELS if revision == "later" else ("v0-auto", *MODELS)
    required: dict[str, Check] = {"message": prompt}
    optional: dict[str, Check] = {
        "systemPrompt": string(),
        "modelConfiguration": closed({"modelId": string(one_of=models), "imageGenerations": boolean}),
        "attachments": attachments,
        "mcpServerIds": array(string()),
        "privacy": privacy,
        "title": string(),
        "metadata": metadata,
    }
    if revision != "documented":
        optional["skills"] = skills
    if revision != "later":
        optional["skillIds"] = skill_ids
        (required if revision == "documented" else optional)["type"] = string(one_of=("prompt",))
    return closed(required, optional)
