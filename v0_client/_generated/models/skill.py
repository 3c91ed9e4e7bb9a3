from __future__ import annotations

from typing import TypeAlias

from .. import models

Skill: TypeAlias = models.RemoteSkill | models.MemorySkill | models.ProjectSkill
"""Knowledge to attach to a chat."""
