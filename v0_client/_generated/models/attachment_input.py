from __future__ import annotations

from typing import TypeAlias

from .. import models

AttachmentInput: TypeAlias = (
    models.Attachment | models.TextAttachment | models.AttachmentDict | models.TextAttachmentDict
)
"""An attachment of a version 2 message. What requests accept for it: a model, or a dict."""
