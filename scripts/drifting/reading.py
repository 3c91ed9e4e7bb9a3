"""Read an OpenAPI document from a file or an address, and find its operations."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import httpx
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

Node = Mapping[str, Any]

NOTHING: Node = {}
_METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
_DOWNLOAD_TIMEOUT = 60.0  # seconds
_VARIABLE = re.compile(r"\{([^}]*)\}")


class UnusableError(Exception):
    """A document or the allow list is unusable; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a body or a response: of its media types, the most specific."""

    kind: str  # JSON, events or binary
    schema: object


@dataclass(frozen=True, slots=True)
class Parameter:
    required: bool
    schema: object


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str  # with the version's prefix, whether `paths` or `servers` had it
    tags: frozenset[str]
    parameters: Mapping[tuple[str, str], Parameter]  # by place and name
    body: Content | None
    body_required: bool
    response: Content | None

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def key(self) -> tuple[str, str]:
        """The same for the same operation, whatever its path's variables are called."""
        return self.method, _VARIABLE.sub("{}", self.path)

    @property
    def version(self) -> str:
        """The version its path begins with, such as v2; empty where there is none."""
        return version_of(self.path)

    @property
    def variables(self) -> list[str]:
        return _VARIABLE.findall(self.path)


def version_of(path: str) -> str:
    found = re.match(r"/(v\d+)(?=/|$)", path)
    return found[1] if found else ""


def plain_tag(tag: str) -> str:
    """One spelling for one tag: `v2_chats`, `Chats` and `chats` are the same, `mcpServers` and `MCP Servers` too."""
    return re.sub(r"^v\d+|[^a-z0-9]", "", tag.lower())


def mapping(node: object) -> Node:
    """A part of a foreign document, which may not be a mapping."""
    return cast(Node, node) if isinstance(node, Mapping) else NOTHING


def listing(node: object) -> list[object]:
    return cast(list[object], node) if isinstance(node, list) else []


class Spec:
    """One OpenAPI document and its operations. Raises UnusableError where it cannot be read or is not OpenAPI.

    Foreign documents break the rules of OpenAPI here and there, so they are not validated: what is malformed counts as
    absent.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.raw = _parse(source)
        self._resolver = Registry[Any]().resolver_with_root(DRAFT202012.create_resource(self.raw))
        self.operations = {operation.key: operation for operation in self._operations()}

    def target(self, ref: str) -> object:
        """The target of a `$ref`."""
        try:
            return self._resolver.lookup(ref).contents
        except (Unresolvable, TypeError, ValueError) as error:  # the latter two where the path leads through a scalar
            raise UnusableError(f"{self.source}: there is nothing at {ref}") from error

    def _resolved(self, node: object) -> Node:
        """A parameter, body, response or path item, which may be a reference."""
        seen: set[str] = set()
        while isinstance(ref := mapping(node).get("$ref"), str):
            if ref in seen:
                raise UnusableError(f"{self.source}: {ref} refers to itself")
            seen.add(ref)
            node = self.target(ref)
        return mapping(node)

    def _operations(self) -> Iterator[Operation]:
        for path, node in mapping(self.raw["paths"]).items():
            item = self._resolved(node)
            for method in _METHODS:
                if method in item:
                    yield self._operation(method, path, item, mapping(item[method]))

    def _operation(self, method: str, path: str, item: Node, node: Node) -> Operation:
        body = self._resolved(node.get("requestBody"))
        parameters: dict[tuple[str, str], Parameter] = {}
        for parameter in map(self._resolved, [*listing(item.get("parameters")), *listing(node.get("parameters"))]):
            content = _content(parameter)
            schema = content.schema if content else parameter.get("schema", NOTHING)
            required = bool(parameter.get("required"))
            parameters[str(parameter.get("in")), str(parameter.get("name"))] = Parameter(required, schema)
        return Operation(
            method=method.upper(),
            # Version 2 was under /api/v2 before it moved to a host of its own.
            path=re.sub(r"^/api(?=/v\d)", "", self._prefix(node, item) + path),
            tags=frozenset(plain_tag(str(tag)) for tag in listing(node.get("tags"))),
            parameters=parameters,
            body=_content(body),
            body_required=bool(body.get("required")),
            response=self._response(mapping(node.get("responses"))),
        )

    def _prefix(self, *owners: Node) -> str:
        """The path of an operation's server; the nearest `servers` counts."""
        for owner in (*owners, self.raw):
            for server in map(mapping, listing(owner.get("servers"))):
                url = str(server.get("url", ""))
                for name, variable in mapping(server.get("variables")).items():
                    url = url.replace(f"{{{name}}}", str(mapping(variable).get("default", "")))
                return urlsplit(url).path.rstrip("/")
        return ""

    def _response(self, responses: Node) -> Content | None:
        """The content of the first status that means success."""
        # YAML reads a status that is not quoted as a number.
        successes = {str(status): node for status, node in responses.items() if str(status).startswith("2")}
        return _content(self._resolved(successes[min(successes)])) if successes else None


def _content(owner: Node) -> Content | None:
    """JSON where there is JSON, else events, else bytes. Other forms of the same body add nothing."""
    found: dict[str, object] = {}
    for media_type, media in mapping(owner.get("content")).items():
        name = media_type.partition(";")[0].strip().lower()
        if name == "application/json" or name.endswith("+json"):
            kind = "JSON"
        else:
            kind = "events" if name == "text/event-stream" else "binary"
        found.setdefault(kind, mapping(media).get("schema", NOTHING))
    for kind in ("JSON", "events", "binary"):
        if kind in found:
            return Content(kind, found[kind])
    return None


def _parse(source: str) -> Node:
    text = _text(source)
    try:
        # JSON is YAML too, but the YAML parser leaves its surrogate pairs apart.
        raw = json.loads(text) if text.lstrip().startswith("{") else YAML(typ="safe").load(text)
    except (ValueError, YAMLError) as error:
        raise UnusableError(f"{source} is neither JSON nor YAML: {' '.join(str(error).split())}") from error
    version = mapping(raw).get("openapi")
    if not (isinstance(version, str) and version.startswith("3.") and isinstance(raw.get("paths"), Mapping)):
        raise UnusableError(f"{source} is not an OpenAPI 3 document: it needs `openapi: 3.x` and `paths`")
    return mapping(raw)


def _text(source: str) -> str:
    try:
        if not source.startswith(("http://", "https://")):
            return Path(source).read_text(encoding="utf-8-sig")
        return httpx.get(source, follow_redirects=True, timeout=_DOWNLOAD_TIMEOUT).raise_for_status().text
    except (OSError, UnicodeDecodeError, httpx.HTTPError, httpx.InvalidURL) as error:
        raise UnusableError(f"{source} cannot be read: {' '.join(str(error).split())}") from error
