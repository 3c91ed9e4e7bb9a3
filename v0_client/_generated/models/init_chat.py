from __future__ import annotations

from typing import TypeAlias

from .. import models

InitChat: TypeAlias = (
    models.InitChatFromFiles
    | models.InitChatFromRepo
    | models.InitChatFromRegistry
    | models.InitChatFromZip
    | models.InitChatFromTemplate
    | models.InitChatFromFilesDict
    | models.InitChatFromRepoDict
    | models.InitChatFromRegistryDict
    | models.InitChatFromZipDict
    | models.InitChatFromTemplateDict
)
"""Body of init_chat, one source each. What requests accept for it: a model, or a dict."""
