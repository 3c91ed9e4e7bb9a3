"""What an operation hands to its client: a request as values, and the function that reads the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar
from urllib.parse import quote

from attrs import field, frozen

from .errors import FieldError
from .types import Check, is_dict, to_wire

T = TypeVar("T")
E_contra = TypeVar("E_contra", contravariant=True)
S_co = TypeVar("S_co", covariant=True)
D_co = TypeVar("D_co", covariant=True)


def _values() -> dict[str, Any]:
    return {}


@frozen(kw_only=True)
class Request:
    """One call of an operation, not yet encoded.

    Attributes:
        operation: The operation's name.
        method: HTTP method.
        template: Path with ``{name}`` where parameters go.
        path_values: Path parameters.
        query: Query parameters by wire name.
        query_check: What the query may carry.
        body: Body members by wire name, or the body itself.
        body_check: What the body may carry; empty where there is none.
        reads: Whether the call only reads or stops, whatever its method, so that sending it twice costs nothing.
        assumed: Body members the client adds unless the caller set them or the server refuses them.
    """

    operation: str
    method: str
    template: str
    path_values: Mapping[str, Any] = field(factory=_values)
    query: Mapping[str, Any] = field(factory=_values)
    query_check: Check = field(factory=_values)
    body: Any = None
    body_check: Check = field(factory=_values)
    reads: bool = False
    assumed: Mapping[str, Any] = field(factory=_values)

    def path(self) -> str:
        """The path with its parameters quoted. Raises FieldError for one that is empty, ``.`` or ``..``."""
        quoted: dict[str, str] = {}
        for name, value in self.path_values.items():
            if not isinstance(value, str):
                raise FieldError(f"{name} must be a string, got {type(value).__name__}", name)
            if value in ("", ".", ".."):
                raise FieldError(f"{name} must be an id, got {value!r}", name)
            quoted[name] = quote(_whole_text(value, name), safe="")
        return self.template.format(**quoted)

    def params(self) -> dict[str, str]:
        """The query, checked and as text; an object becomes ``name[key]=value``. Raises FieldError."""
        encoded: dict[str, Any] = to_wire(self.query, self.query_check, "") if self.query else {}
        flat: dict[str, Any] = {}
        for name, value in encoded.items():
            flat |= {f"{name}[{key}]": item for key, item in value.items()} if is_dict(value) else {name: value}
        return {k: _whole_text(str(v).lower() if isinstance(v, bool) else str(v), k) for k, v in flat.items()}

    def content(self) -> Any:
        """The body as JSON values, checked; None for none. Raises FieldError."""
        if not self.body_check:
            return None
        return to_wire(
            self.body, self.body_check, "" if isinstance(self.body_check.get("properties"), dict) else "body"
        )


def _whole_text(text: str, name: str) -> str:
    """The text, which an address can carry. Raises FieldError for half a surrogate pair."""
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise FieldError(f"{name} holds half a surrogate pair, which is no text: decode it properly first", name)
    return text


class Transport(Protocol):
    """Anything that can send a request and read the answer."""

    async def send_request(self, request: Request, parse: Callable[[Any], T], /) -> T: ...


class Downloader(Protocol[D_co]):
    """Anything that can open an answer that is a file; what it gives for one is its own choice."""

    def open_download(self, request: Request, /) -> D_co: ...


class StreamOpener(Protocol[E_contra, S_co]):
    """Anything that can open a stream of events; what it gives for one is its own choice."""

    def open_stream(self, request: Request, parse: Callable[[Any], E_contra], /) -> S_co: ...
