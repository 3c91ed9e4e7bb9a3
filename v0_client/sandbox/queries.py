"""What the query of a request asks for: pages, filters, flags."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from starlette.requests import Request

from .wire import RejectError

_METADATA = re.compile(r"metadata\[(.+)\]", re.DOTALL)


class _Dated(Protocol):
    @property
    def created_at(self) -> str: ...


T = TypeVar("T", bound=_Dated)


def whole_number(request: Request, name: str, *, default: int, at_least: int, at_most: int | None = None) -> int:
    """A number of the query.

    Raises:
        RejectError: 422 where it is none, or out of range.
    """
    text = request.query_params.get(name, str(default))
    fits = text.isascii() and text.isdigit() and int(text) >= at_least and (at_most is None or int(text) <= at_most)
    if not fits:
        limits = f"from {at_least} to {at_most}" if at_most is not None else f"of at least {at_least}"
        raise RejectError(422, f"{name}: must be a whole number {limits}")
    return int(text)


def choice(request: Request, name: str, among: Sequence[str]) -> str | None:
    """One of the words a query may hold; None where it is absent.

    Raises:
        RejectError: 422 where it is another.
    """
    text = request.query_params.get(name)
    if text is not None and text not in among:
        raise RejectError(422, f"{name}: must be one of {', '.join(among)}")
    return text


def flag(request: Request, name: str) -> bool | None:
    """A `true` or `false` of the query; None where it is absent."""
    text = choice(request, name, ("true", "false"))
    return None if text is None else text == "true"


def metadata_filter(request: Request) -> dict[str, str]:
    """The pairs of `metadata[key]=value`.

    Raises:
        RejectError: 422 where metadata is given in another form.
    """
    pairs: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if not name.startswith("metadata"):
            continue
        match = _METADATA.fullmatch(name)
        if match is None:
            raise RejectError(422, "metadata: must be given as metadata[key]=value")
        pairs[match[1]] = value
    return pairs


def page(request: Request, newest_first: Iterable[T], limit: int) -> tuple[list[T], str | None]:
    """One page of a list, and the cursor of the next one.

    A cursor holds the time of the last item it follows, so that it stays good when items come and go.

    Raises:
        RejectError: 422 for a cursor that no list has answered.
    """
    items = list(newest_first)
    if (cursor := request.query_params.get("cursor")) is not None:
        before = _decoded(cursor)
        items = [item for item in items if item.created_at < before]
    shown = items[:limit]
    return shown, base64.urlsafe_b64encode(shown[-1].created_at.encode()).decode() if items[limit:] else None


def _decoded(cursor: str) -> str:
    try:
        time = base64.b64decode(cursor, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        time = ""
    if not re.fullmatch(r"\d{4}-[\d-]+T[\d:.]+Z", time):
        raise RejectError(422, "cursor: is not one that a list has answered")
    return time
