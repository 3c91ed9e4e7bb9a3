"""The errors that modules below :mod:`errors` raise; users import them from there, and see them named so."""

from __future__ import annotations

from typing import Any

_PUBLIC_MODULE = f"{(__package__ or '')}.errors"


def _rebuild(cls: type[V0Error], args: tuple[Any, ...], fields: dict[str, Any]) -> V0Error:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(fields)
    return error


class V0Error(Exception):
    """Base of every error this package raises.

    Attributes:
        may_have_been_processed: True when the server may have done (and billed) the work although the request failed.
            Look for the chat before sending the request again.
        chat_id: The chat the error is about, where one is known.
    """

    __module__ = _PUBLIC_MODULE

    def __init__(self, text: str = "", /, *, may_have_been_processed: bool = False, chat_id: str | None = None) -> None:
        super().__init__(text)
        self.may_have_been_processed = may_have_been_processed
        self.chat_id = chat_id

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""

    def __reduce__(self) -> tuple[Any, ...]:
        # The default would call __init__ with the text alone and lose every keyword field.
        return _rebuild, (type(self), self.args, self.__dict__)


class ConfigurationError(V0Error):
    """A client cannot be built from these settings; the text names the setting and the remedy."""

    __module__ = _PUBLIC_MODULE


class InvalidRequestError(V0Error, ValueError):
    """An argument was refused before anything was sent.

    Attributes:
        field: The argument or wire field at fault, such as ``message`` or ``metadata.team``; None where it is not a
            single field.
    """

    __module__ = _PUBLIC_MODULE

    def __init__(self, text: str = "", /, *, field: str | None = None, chat_id: str | None = None) -> None:
        super().__init__(text, chat_id=chat_id)
        self.field = field
