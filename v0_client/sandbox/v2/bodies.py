"""What v2 request bodies may hold."""

from __future__ import annotations

from ..checks import Check, array, boolean, closed, nullable, string, uri
from ..fields import attachments, metadata, metadata_change, privacy, prompt, skill_ids, skills, task
from ..store import Revision

MODELS = ("v0-mini", "v0-pro", "v0-max", "v0-max-fast")

_common: dict[str, Check] = {"privacy": privacy, "title": string(), "metadata": metadata}
_prompt: dict[str, Check] = {"systemPrompt": string(), "attachments": attachments, "mcpServerIds": array(string())}


def _models(*more: str) -> Check:
    return closed({"modelId": string(one_of=(*more, *MODELS)), "imageGenerations": boolean})


def create_chat(revision: Revision) -> Check:
    """The body of the operations that create a chat from a message.

    The documented revision requires `type` and attaches skills by id; later ones know neither and take objects.
    """
    required: dict[str, Check] = {"message": prompt}
    optional = {**_common, **_prompt, "modelConfiguration": _models(*(() if revision == "later" else ("v0-auto",)))}
    if revision != "documented":
        optional["skills"] = skills
    if revision != "later":
        optional["skillIds"] = skill_ids
        (required if revision == "documented" else optional)["type"] = string(one_of=("prompt",))
    return closed(required, optional)


create_from_files: Check = closed(
    {"files": array(closed({"name": string(at_least=1), "content": string()}), at_least=1, at_most=20)}, _common
)
create_from_zip: Check = closed({"url": uri}, _common)
create_from_repo: Check = closed(
    {"repo": closed({"url": string(at_least=1)}, {"branch": string(at_most=250)})},
    _common,
)
update_chat: Check = closed({}, {"title": string(), "privacy": privacy, "metadata": metadata_change(key_length=50)})
duplicate_chat: Check = closed({"privacy": privacy}, {"title": string()})
update_files: Check = closed(
    {"files": array(closed({"path": string(at_least=1), "content": nullable(string())}), at_least=1)}
)
restore_message: Check = closed({"messageId": string(at_least=1)})
create_vercel_project: Check = closed({}, {"name": string(at_least=1)})
send_message: Check = closed({"message": prompt}, {**_prompt, "modelConfiguration": _models(), "skills": skills})
resolve_task: Check = closed(
    {"task": task(at_least=1, at_most=100)},
    {"modelConfiguration": closed({}, {"modelId": string(one_of=MODELS), "imageGenerations": boolean})},
)
