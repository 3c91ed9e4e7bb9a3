"""What v1 request bodies may hold."""

from __future__ import annotations

from typing import Any

from ..checks import Check, array, boolean, closed, fail, nullable, string, tagged
from ..fields import attachments, metadata, metadata_change, privacy, prompt, skill_ids, skills, task

MODELS = ("v0-auto", "v0-mini", "v0-pro", "v0-max", "v0-max-fast")

_turn: dict[str, Check] = {
    "modelConfiguration": closed(
        {}, {"modelId": string(one_of=MODELS), "imageGenerations": boolean, "thinking": boolean}
    ),
    "responseMode": string(one_of=("sync", "async", "experimental_stream")),
}
_prompt: dict[str, Check] = {
    **_turn,
    "attachments": attachments,
    "system": string(),
    "mcpServerIds": array(string()),
    "attachedSkillIds": skill_ids,
    "skills": skills,
}

create_chat: Check = closed(
    {"message": prompt},
    {
        **_prompt,
        "chatPrivacy": privacy,
        "projectId": string(),
        "designSystemId": nullable(string()),
        "metadata": metadata,
    },
)
send_message: Check = closed(
    {"message": prompt}, {**_prompt, "action": closed({"type": string(one_of=("fix-with-v0",))})}
)
resolve_task: Check = closed({"task": task()}, _turn)
update_chat: Check = closed({}, {"name": string(), "privacy": privacy, "metadata": metadata_change(key_length=40)})
favorite_chat: Check = closed({"isFavorite": boolean})
fork_chat: Check = closed({}, {"versionId": string(at_most=32), "privacy": privacy})
update_version: Check = closed(
    {"files": array(closed({"name": string(at_least=1), "content": string()}, {"locked": boolean}))}
)
delete_files: Check = closed({"filePaths": array(string())})


def _file(value: Any, path: str) -> None:
    closed({"name": string(at_least=1)}, {"content": string(), "url": string(), "locked": boolean})(value, path)
    if ("content" in value) == ("url" in value):
        fail(path, "must have either content or url")


_common = {
    "type": string(),
    "name": string(),
    "chatPrivacy": privacy,
    "projectId": string(),
    "metadata": metadata,
}
_lockable = {**_common, "lockAllFiles": boolean}

init_chat: Check = tagged(
    {
        "files": closed({"files": array(_file)}, _common),
        "repo": closed({"repo": closed({"url": string(at_least=1)}, {"branch": string(at_most=250)})}, _lockable),
        "registry": closed({"registry": closed({"url": string(at_least=1)})}, _lockable),
        "zip": closed({"zip": closed({"url": string(at_least=1)})}, _lockable),
        "template": closed({"templateId": string(at_least=1)}, _common),
    }
)
