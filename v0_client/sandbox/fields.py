"""Fields that the request bodies of both versions share."""

from __future__ import annotations

from .checks import Check, anything, array, closed, mapping, nullable, string, tagged
from .records import METADATA_ENTRIES

MCP_PRESETS = (
    *("Linear", "Notion", "Context7", "Sentry", "Zapier", "Glean"),
    *("Hex", "Sanity", "Granola", "PostHog", "Contentful", "Slack"),
)
PRIVACIES = ("public", "private", "team", "team-edit", "unlisted")

privacy: Check = string(one_of=PRIVACIES)
prompt: Check = string(at_least=1)
attachments: Check = array(closed({"url": string()}))
metadata: Check = mapping(string(at_least=1, at_most=40), string(at_most=500), at_most=METADATA_ENTRIES)
skill_ids: Check = array(string(), at_most=3)
skills: Check = array(
    tagged(
        {
            "remote": closed({"type": string(), "id": string()}),
            "memory": closed({"type": string(), "scope": string(one_of=("user", "team")), "skillName": string()}),
            "project": closed({"type": string(), "skillName": string()}),
        }
    ),
    at_most=3,
)


def metadata_change(*, key_length: int) -> Check:
    """Metadata of an update, where null removes."""
    entries = mapping(string(at_least=1, at_most=key_length), nullable(string(at_most=500)), at_most=METADATA_ENTRIES)
    return nullable(entries)


def task(*, at_least: int = 0, at_most: int | None = None) -> Check:
    """The answer to a pending task.

    Args:
        at_least: how many answers, and permissions, there must be.
        at_most: how many integrations there may be.
    """
    text = string(at_least=1)
    permission = closed(
        {"type": string(one_of=("ALLOW_DYNAMIC_TOOL_STRICT",)), "toolName": text, "input": anything},
        {"taskNameActive": nullable(text), "taskNameComplete": nullable(text), "userMessage": text},
    )
    answer = closed(
        {"questionId": text, "questionText": text, "selectedLabels": array(text)},
        {"customText": text},
    )
    type_ = {"type": string()}
    return tagged(
        {
            "confirmed-steps": closed(
                type_,
                {
                    "connectedIntegrationNames": array(string(at_most=64), at_most=at_most),
                    "connectedMcpPresetNames": array(string(one_of=MCP_PRESETS)),
                    "appliedScripts": array(text),
                    "addedEnvVars": array(text),
                },
            ),
            "plan-exit-response": closed(
                {**type_, "status": string(one_of=("approved", "rejected", "request-changes")), "content": text}
            ),
            "answered-questions": closed({**type_, "answers": array(answer, at_least=at_least)}),
            "confirmed-permissions": closed(
                {**type_, "permissions": array(permission, at_least=at_least)}, {"userMessage": text}
            ),
            "vercel-connect-setup": closed(type_),
        }
    )
