"""Read an OpenAPI document from a file or an address, and find its operations."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
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
PROSE = frozenset({"title", "summary", "description", "example", "examples", "externalDocs", "$comment", "$schema"})
_METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
_DOWNLOAD_TIMEOUT = 60.0  # seconds
_VARIABLE = re.compile(r"\{([^}]*)\}")
_NAMING = frozenset({"properties", "patternProperties", "headers"})
_ITEM_KEYS = frozenset({*_METHODS, *PROSE, "parameters", "servers", "$ref"})
_OPERATION_KEYS = frozenset(
    {*PROSE, "operationId", "tags", "parameters", "requestBody", "responses", "deprecated", "security", "servers"}
)
_PARAMETER_KEYS = frozenset({*PROSE, "name", "in", "required", "schema", "content", "deprecated"})
_HEADER_KEYS = _PARAMETER_KEYS - {"name", "in"}
# What a parameter without these keywords has.
_STYLES: dict[str, Node] = {
    "path": {"style": "simple", "explode": False},
    "query": {"style": "form", "explode": True},
    "header": {"style": "simple", "explode": False},
    "cookie": {"style": "form", "explode": True},
}


class UnusableError(Exception):
    """A document or the allow list is unusable; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a body or a response: of its media types, the most specific."""

    kind: str  # JSON, events or binary
    schema: object
    media_types: frozenset[str]
    more: Node = field(default_factory=dict)  # how the body is encoded, say


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter, or a header of a response."""

    node: Node
    required: bool
    schema: object
    deprecated: bool
    more: Node  # style and explode


@dataclass(frozen=True, slots=True)
class Response:
    node: Node
    content: Content | None
    headers: Mapping[str, Parameter]
    more: Node


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str  # with the version's prefix, whether `paths` or `servers` had it
    node: Node
    tags: frozenset[str]
    deprecated: bool
    parameters: Mapping[tuple[str, str], Parameter]  # by place and name
    body: Content | None
    body_required: bool
    responses: Mapping[str, Response]  # by status
    error_statuses: frozenset[str] | None  # what `default` stands for; None where the document does not say
    security: frozenset[str]
    servers: frozenset[str] | None  # its own; None where the document's count
    more: Node  # callbacks, say

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def key(self) -> tuple[str, str]:
        """The same for the same operation, whatever its path's variables are called."""
        return self.method, _VARIABLE.sub("{}", self.path)

    @property
    def is_webhook(self) -> bool:
        return self.method.startswith("WEBHOOK")

    @property
    def version(self) -> str:
        """The version its path begins with, such as v2; empty where there is none."""
        return version_of(self.path)

    @property
    def variables(self) -> list[str]:
        return _VARIABLE.findall(self.path)

    @property
    def successes(self) -> dict[str, Response]:
        return {status: response for status, response in self.responses.items() if status[0] in "123"}

    def error(self, status: str) -> Response | None:
        """The response for an error status: its own, else `default` where that stands for it."""
        if status in self.responses:
            return self.responses[status]
        stands = self.error_statuses is None or status in self.error_statuses
        return self.responses.get("default") if stands else None


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


def without_prose(node: object, *, names: bool = False) -> object:
    """A part of a document as it counts: without descriptions and extensions.

    Where the keys are `names`, one that is `description` counts.
    """
    if isinstance(node, Mapping):
        kept = {key: value for key, value in mapping(node).items() if names or not _is_prose(key)}
        return {key: without_prose(value, names=not names and key in _NAMING) for key, value in kept.items()}
    return [without_prose(value) for value in listing(node)] if isinstance(node, list) else node


def _is_prose(key: object) -> bool:
    return key in PROSE or str(key).startswith("x-")


def _rest(node: Node, known: frozenset[str]) -> Node:
    """What a node declares beyond the keywords that are read one by one."""
    return {key: without_prose(value) for key, value in node.items() if key not in known and not _is_prose(key)}


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

    @property
    def versions(self) -> frozenset[str]:
        return frozenset(operation.version for operation in self.operations.values() if not operation.is_webhook)

    def target(self, ref: str) -> object:
        """The target of a `$ref`."""
        try:
            return self._resolver.lookup(ref).contents
        except (Unresolvable, TypeError, ValueError) as error:  # the latter two where the path leads through a scalar
            raise UnusableError(f"{self.source}: there is nothing at {ref}") from error

    # ------------------------------------------------------------------ the document as a whole

    @cached_property
    def servers(self) -> frozenset[str]:
        return self._servers(self.raw) or frozenset({"/"})

    @cached_property
    def schemes(self) -> dict[str, str]:
        """What each security scheme asks for, by its name in this document."""
        schemes = mapping(mapping(self.raw.get("components")).get("securitySchemes"))
        return {name: _scheme(self._resolved(scheme)) for name, scheme in schemes.items()}

    # ------------------------------------------------------------------ operations

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
                    # Version 2 was under /api/v2 before it moved to a host of its own.
                    full = re.sub(r"^/api(?=/v\d)", "", self._prefix(mapping(item[method]), item) + path)
                    yield self._operation(method.upper(), full, item, mapping(item[method]))
        for name, node in mapping(self.raw.get("webhooks")).items():
            item = self._resolved(node)
            for method in _METHODS:
                if method in item:
                    yield self._operation(f"WEBHOOK {method.upper()}", name, item, mapping(item[method]))

    def _operation(self, method: str, path: str, item: Node, node: Node) -> Operation:
        body = self._resolved(node.get("requestBody"))
        parameters: dict[tuple[str, str], Parameter] = {}
        for parameter in map(self._resolved, [*listing(item.get("parameters")), *listing(node.get("parameters"))]):
            place = str(parameter.get("in"))
            style = _STYLES.get(place, NOTHING)
            parameters[place, str(parameter.get("name"))] = _parameter(parameter, _PARAMETER_KEYS, style)
        responses = {
            # YAML reads a status that is not quoted as a number.
            str(status): self._response(self._resolved(response))
            for status, response in mapping(node.get("responses")).items()
        }
        return Operation(
            method=method,
            path=path,
            node=node,
            tags=frozenset(plain_tag(str(tag)) for tag in listing(node.get("tags"))),
            deprecated=node.get("deprecated") is True,
            parameters=parameters,
            body=_content(body),
            body_required=bool(body.get("required")),
            responses=responses,
            error_statuses=_error_statuses(node, responses.get("default")),
            security=self._security(node.get("security", self.raw.get("security"))),
            servers=self._servers(node) or self._servers(item),
            more={**_rest(item, _ITEM_KEYS), **_rest(node, _OPERATION_KEYS)},
        )

    def _response(self, node: Node) -> Response:
        headers = {
            name.lower(): _parameter(self._resolved(header), _HEADER_KEYS, _STYLES["header"])
            for name, header in mapping(node.get("headers")).items()
        }
        return Response(node, _content(node), headers, _rest(node, frozenset({"headers", "content"})))

    def _security(self, requirements: object) -> frozenset[str]:
        """The ways to be let in, each as what its schemes ask for."""
        ways: set[str] = set()
        for way in map(mapping, listing(requirements)):
            asked = [
                f"{self.schemes.get(name, name)}{' ' + ' '.join(map(str, s)) if s else ''}" for name, s in way.items()
            ]
            ways.add(" and ".join(sorted(asked)) or "none")
        return frozenset(ways) or frozenset({"none"})

    # ------------------------------------------------------------------ servers

    def _servers(self, owner: Node) -> frozenset[str] | None:
        """The addresses of its servers without their paths, which are the operations' prefix."""
        found = {urlsplit(url)._replace(path="").geturl() or "/" for url in self._urls(owner)}
        return frozenset(found) or None

    def _urls(self, owner: Node) -> Iterator[str]:
        for server in map(mapping, listing(owner.get("servers"))):
            url = str(server.get("url", ""))
            for name, variable in mapping(server.get("variables")).items():
                url = url.replace(f"{{{name}}}", str(mapping(variable).get("default", "")))
            yield url

    def _prefix(self, *owners: Node) -> str:
        """The path of an operation's server; the nearest `servers` counts."""
        for owner in (*owners, self.raw):
            for url in self._urls(owner):
                return urlsplit(url).path.rstrip("/")
        return ""


def _parameter(node: Node, known: frozenset[str], style: Node) -> Parameter:
    content = _content(node)
    schema = content.schema if content else node.get("schema", NOTHING)
    more = {**style, **_rest(node, known)}
    return Parameter(node, bool(node.get("required")), schema, node.get("deprecated") is True, more)


def _error_statuses(node: Node, default: Response | None) -> frozenset[str] | None:
    """What `x-errors` lists: of the operation, else of the response that it has as `default`."""
    listed = node.get("x-errors", default.node.get("x-errors") if default else None)
    return None if listed is None else frozenset(map(str, listing(listed)))


def _scheme(node: Node) -> str:
    match node:
        case {"type": "http", "scheme": scheme}:
            return f"http {str(scheme).lower()}"
        case {"type": "apiKey", "in": place, "name": name}:
            return f"key in {place} {name}"
        case _:
            return json.dumps(without_prose(node), sort_keys=True, default=str)


def _content(owner: Node) -> Content | None:
    """JSON where there is JSON, else events, else bytes. Other forms of the same body add nothing."""
    found: dict[str, Node] = {}
    media_types: set[str] = set()
    for media_type, media in mapping(owner.get("content")).items():
        name = media_type.partition(";")[0].strip().lower()
        media_types.add(name)
        if name == "application/json" or name.endswith("+json"):
            kind = "JSON"
        else:
            kind = "events" if name == "text/event-stream" else "binary"
        found.setdefault(kind, mapping(media))
    for kind in ("JSON", "events", "binary"):
        if kind in found:
            media = found[kind]
            return Content(
                kind, media.get("schema", NOTHING), frozenset(media_types), _rest(media, frozenset({"schema"}))
            )
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
