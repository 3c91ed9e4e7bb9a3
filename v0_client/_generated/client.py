"""What an operation passes to its client: a request as values, and the function that decodes the response."""

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
    """A request of an operation, not encoded yet.

    Attributes:
        operation: The name of the operation's function.
        method: HTTP method.
        template: Path with ``{name}`` in place of parameters.
        path_values: Path parameters.
        query: Query parameters by argument name.
        query_check: What the query may be.
        body: Arguments by name, or the body itself.
        body_check: What the body may be; empty where there is none.
        is_safe: Whether the request only reads or stops, whatever its method, so that a retry costs nothing.
        optional_defaults: Body members that the client adds unless the caller sets them or the server rejects them.
        bound_to: The operation as the caller types it, such as ``client.v2.chats.create``; empty for the function.
    """

    operation: str
    method: str
    template: str
    path_values: Mapping[str, Any] = field(factory=_values)
    query: Mapping[str, Any] = field(factory=_values, repr=False)
    query_check: Check = field(factory=_values, repr=False)
    body: Any = field(default=None, repr=False)  # it may hold secrets
    body_check: Check = field(factory=_values, repr=False)
    is_safe: bool = False
    optional_defaults: Mapping[str, Any] = field(factory=_values)
    bound_to: str = ""

    @property
    def name(self) -> str:
        """The operation as errors name it."""
        return self.bound_to or f"api.{self.operation}"

    def path(self) -> str:
        """The path with its parameters quoted. Raises FieldError for one that is empty, ``.`` or ``..``."""
        quoted: dict[str, str] = {}
        for name, value in self.path_values.items():
            if not isinstance(value, str):
                raise FieldError(f"{name} must be a string, got {type(value).__name__}", name)
            if value in ("", ".", ".."):
                raise FieldError(f"{name} must be an id, got {value!r}", name)
            quoted[name] = quote(_encodable(value, name), safe="")
        return self.template.format(**quoted)

    def params(self) -> dict[str, str]:
        """The query, checked and as text; an object becomes ``name[key]=value``. Raises FieldError."""
        encoded: dict[str, Any] = to_wire(self.query, self.query_check, "") if self.query else {}
        flat: dict[str, Any] = {}
        for name, value in encoded.items():
            flat |= {f"{name}[{key}]": item for key, item in value.items()} if is_dict(value) else {name: value}
        return {k: _encodable(str(v).lower() if isinstance(v, bool) else str(v), k) for k, v in flat.items()}

    def content(self) -> Any:
        """The body as JSON values, checked; None where there is none. Raises FieldError."""
        if not self.body_check:
            return None
        return to_wire(self.body, self.body_check, "" if "properties" in self.body_check else "body")


def _encodable(text: str, name: str) -> str:
    """The text, if a URL can carry it. Raises FieldError for a lone surrogate."""
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise FieldError(f"{name} contains a lone surrogate, which is not text: decode it properly first", name)
    return text


class Transport(Protocol):
    """Anything that can send a request and return the decoded response."""

    async def send_request(self, request: Request, parse: Callable[[Any], T], /) -> T: ...


class Downloader(Protocol[D_co]):
    """Anything that can open a response that is a file; what it returns for one is its own choice."""

    def open_download(self, request: Request, /) -> D_co: ...


class StreamOpener(Protocol[E_contra, S_co]):
    """Anything that can open a stream of events; what it returns for one is its own choice."""

    def open_stream(self, request: Request, parse: Callable[[Any], E_contra], /) -> S_co: ...
