"""Fields that the request bodies of both versions share."""

from __future__ import annotations

from .checks import array, closed, mapping, string, tagged

PRIVACIES = ("public", "private", "team", "team-edit", "unlisted")

privacy = string(one_of=PRIVACIES)
prompt = string(at_least=1)
attachments = array(closed({"url": string()}))
metadata = mapping(string(at_least=1, at_most=40), string(at_most=500), at_most=50)
skill_ids = array(string(), at_most=3)
skills = array(
    tagged(
        {
            "remote": closed({"type": string(), "id": string()}),
            "memory": closed({"type": string(), "scope": string(one_of=("user", "team")), "skillName": string()}),
            "project": closed({"type": string(), "skillName": string()}),
        }
    ),
    at_most=3,
)
