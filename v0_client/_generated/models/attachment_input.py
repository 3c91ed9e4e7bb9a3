from __future__ import annotations

from typing import TypeAlias

from .. import models

AttachmentInput: TypeAlias = models.Attachment | models.TextAttachment
"""What version 2 takes as an attachment."""
