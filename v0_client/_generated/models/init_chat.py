from __future__ import annotations

from typing import TypeAlias

from .. import models

InitChat: TypeAlias = (
    models.InitChatFromFiles
    | models.InitChatFromRepo
    | models.InitChatFromRegistry
    | models.InitChatFromZip
    | models.InitChatFromTemplate
)
"""Body of init_chat, one source each."""
