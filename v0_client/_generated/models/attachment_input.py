from __future__ import annotations

from typing import TypeAlias

from .. import models

AttachmentInput: TypeAlias = (
    models.Attachment | models.TextAttachment | models.AttachmentDict | models.TextAttachmentDict
)
"""What version 2 takes as an attachment. What requests accept for it: a model, or a dict."""
