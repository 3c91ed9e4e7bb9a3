"""The one error of this package: a value that is not what the API document says."""

from __future__ import annotations


class FieldError(ValueError):
    """A field is missing or of the wrong type.

    Attributes:
        field: Path of the field, such as ``metadata.team`` or ``files[2].content``; None where it is not one field.
    """

    def __init__(self, text: str, field: str | None = None) -> None:
        super().__init__(text)
        self.field = field
