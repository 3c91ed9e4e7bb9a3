from __future__ import annotations

from typing import TypeAlias

from .. import models

Skill: TypeAlias = (
    models.RemoteSkill
    | models.MemorySkill
    | models.ProjectSkill
    | models.RemoteSkillDict
    | models.MemorySkillDict
    | models.ProjectSkillDict
)
"""Knowledge to attach to a chat. What requests accept for it: a model, or a dict."""
