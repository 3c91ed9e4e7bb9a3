"""What v1 request bodies may hold."""

from __future__ import annotations

from typing import Any

from ..checks import array, boolean, closed, fail, nullable, string, tagged
from ..fields import attachments, metadata, privacy, prompt, skill_ids, skills

MODELS = ("v0-auto", "v0-mini", "v0-pro", "v0-max", "v0-max-fast")

create_chat = closed(
    {"message": prompt},
    {
        "attachments": attachments,
        "system": string(),
        "chatPrivacy": privacy,
        "projectId": string(),
        "modelConfiguration": closed(
            {}, {"modelId": string(one_of=MODELS), "imageGenerations": boolean, "thinking": boolean}
        ),
        "responseMode": string(one_of=("sync", "async", "experimental_stream")),
        "designSystemId": nullable(string()),
        "mcpServerIds": array(string()),
        "attachedSkillIds": skill_ids,
        "skills": skills,
        "metadata": metadata,
    },
)


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

init_chat = tagged(
    {
        "files": closed({"files": array(_file)}, _common),
        "repo": closed({"repo": closed({"url": string(at_least=1)}, {"branch": string(at_most=250)})}, _lockable),
        "registry": closed({"registry": closed({"url": string(at_least=1)})}, _lockable),
        "zip": closed({"zip": closed({"url": string(at_least=1)})}, _lockable),
        "template": closed({"templateId": string(at_least=1)}, _common),
    }
)
