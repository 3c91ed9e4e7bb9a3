"""What a test table says about an operation: its parameters, its request and its response."""

from __future__ import annotations

import re
from typing import Any

from attrs import field, frozen


@frozen
class Parameter:
    """A keyword parameter, the body member it is sent as, and the same value as models."""

    keyword: str
    wire_name: str
    value: Any
    as_models: Any = None
    required: bool = field(default=False, kw_only=True)


@frozen
class Query:
    """A keyword parameter and the query it is sent as."""

    keyword: str
    value: Any
    wire: dict[str, str]
    required: bool = field(default=False, kw_only=True)


IDS = {
    "chat_id": "chat_1",
    "message_id": "msg_1",
    "version_id": "v_1",
    "project_id": "prj_1",
    "environment_variable_id": "env_1",
    "deployment_id": "dpl_1",
    "hook_id": "hook_1",
    "mcp_server_id": "mcp_1",
}


@frozen
class Operation:
    """One operation.

    Attributes:
        response: A JSON value, the events of a stream, or the bytes of an archive.
        response_class: The class of a JSON response or, of a bare list, of each entry; or the class of each event.
        body: The members of its body, by keyword.
        whole_body: Its body, if that is a single argument.
        adds: Body members that the client adds.
        query: Its query parameters.
        status: Status of a success.
        may_be_empty: Whether a success may have no body.
        either: Keywords of which one is needed, by the client's check and not by the signature.
        deprecated: Whether the reference pages call it deprecated.
        costs_nothing: Whether the operation only reads or stops, though its method is POST.
    """

    name: str
    method_path: str
    method: str
    path: str
    response: Any
    response_class: Any = None
    body: tuple[Parameter, ...] | None = field(default=None, kw_only=True)
    whole_body: Any = field(default=None, kw_only=True)
    adds: dict[str, Any] = field(factory=dict, kw_only=True)
    query: tuple[Query, ...] = field(default=(), kw_only=True)
    status: int = field(default=200, kw_only=True)
    may_be_empty: bool = field(default=False, kw_only=True)
    either: tuple[str, ...] = field(default=(), kw_only=True)
    deprecated: bool = field(default=False, kw_only=True)
    costs_nothing: bool = field(default=False, kw_only=True)

    @property
    def ids(self) -> dict[str, str]:
        return {name: IDS[name] for name in re.findall(r"{(\w+)}", self.path)}

    @property
    def streams(self) -> bool:
        return isinstance(self.response_class, list)

    @property
    def is_bare_list(self) -> bool:
        return isinstance(self.response, list) and not self.streams

    @property
    def is_archive(self) -> bool:
        return isinstance(self.response, bytes)

    @property
    def is_json(self) -> bool:
        return not (self.streams or self.is_archive)

    @property
    def takes_body(self) -> bool:
        return self.body is not None or self.whole_body is not None

    @property
    def parameters(self) -> tuple[Parameter | Query, ...]:
        return (*(self.body or ()), *self.query)

    @property
    def required(self) -> dict[str, Any]:
        """The keyword arguments of the shortest valid request."""
        if self.whole_body is not None:
            return {"body": self.whole_body}
        return {p.keyword: p.value for p in self.parameters if p.required}

    @property
    def required_body(self) -> Any:
        """The body sent for them; None if there is no body."""
        if self.body is None:
            return self.whole_body
        return {p.wire_name: p.value for p in self.body if p.required} | self.adds

    @property
    def required_query(self) -> dict[str, str]:
        return {name: text for q in self.query if q.required for name, text in q.wire.items()}

    @property
    def mandatory(self) -> set[str]:
        """The keywords without default."""
        return {*self.required} - {*self.either}
