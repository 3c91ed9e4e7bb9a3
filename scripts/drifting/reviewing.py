"""What of the published documents has been reviewed: a digest of each section of each operation.

A rule or an allowance explains a difference whatever comes later: where responses may lack any field, a field that is
no longer required goes unnoticed. So that such a change is seen too, the digests of what was last reviewed are
kept; `make drift ARGS=--review` writes them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from drifting.findings import NONE, Finding, Pair
from drifting.reading import Node, Operation, Spec, UnusableError, listing, mapping, version_of, without_prose

Digests = dict[str, dict[str, str]]

_HEAD = """\
# What of the vendor's published documents was reviewed last: a digest of each section of each operation, descriptions
# apart. Written by `make drift ARGS=--review`, once each change is in the document or in drift-allowed.yaml.
"""
_SECTIONS = frozenset({"parameters", "requestBody", "responses", "security", "servers", "tags", "operationId"})
_LENGTH = 8  # hexadecimal digits


def read_reviewed(path: Path) -> Digests | None:
    """None where the file is missing. Raises UnusableError where it cannot be read."""
    if not path.exists():
        return None
    try:
        raw = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, YAMLError) as error:
        raise UnusableError(f"{path} cannot be read: {' '.join(str(error).split())}") from error
    return {str(name): {k: str(v) for k, v in mapping(digests).items()} for name, digests in mapping(raw).items()}


def write_reviewed(path: Path, reviewed: Digests, specs: Iterable[Spec]) -> None:
    """Record the present state of these documents, and keep what is recorded of other versions."""
    for spec in specs:
        names = {operation.name for operation in spec.operations.values()}
        for name in [n for n in reviewed if version_of(n.partition(" ")[2]) in spec.versions and n not in names]:
            del reviewed[name]
        reviewed |= {operation.name: digests_of(spec, operation) for operation in spec.operations.values()}
    lines = [f"{name}: {json.dumps(digests)}\n" for name, digests in sorted(reviewed.items())]
    path.write_text(_HEAD + "".join(lines), encoding="utf-8")


def unreviewed(reviewed: Digests, theirs: Spec, pair: Pair) -> Iterator[Finding]:
    """The sections of an operation that changed since the review."""
    if pair.theirs is None:
        return
    known = reviewed.get(pair.theirs.name, {})
    for section, digest in digests_of(theirs, pair.theirs).items():
        if known.get(section) != digest:
            at = (pair.ours.node,) if pair.ours else ()
            yield Finding(section, "not reviewed", "reviewed" if known else NONE, "changed" if known else "new", at=at)


def digests_of(spec: Spec, operation: Operation) -> dict[str, str]:
    node = operation.node
    responses = mapping(node.get("responses"))
    sections: dict[str, object] = {
        "operation": {
            **{key: value for key, value in node.items() if key not in _SECTIONS},
            "security": sorted(operation.security),
            "servers": sorted(operation.servers or spec.servers),
        },
        "parameters": [[*key, parameter.node] for key, parameter in sorted(operation.parameters.items())],
        "request": node.get("requestBody"),
        "response": {str(s): response for s, response in responses.items() if str(s)[0] in "123"},
        "error": {str(s): response for s, response in responses.items() if str(s)[0] not in "123"},
    }
    return {name: _digest(spec, section) for name, section in sections.items() if section}


def _digest(spec: Spec, node: object) -> str:
    text = json.dumps(without_prose(_inlined(spec, node)), sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def _inlined(spec: Spec, node: object, opened: frozenset[str] = frozenset()) -> object:
    """A part of a document with what it refers to in place, so that where a schema is defined makes no difference."""
    if isinstance(node, Mapping):
        found: Node = mapping(node)
        ref = found.get("$ref")
        inner = {key: _inlined(spec, value, opened) for key, value in found.items() if key != "$ref"}
        if not isinstance(ref, str):
            return inner
        if ref in opened:
            return {**inner, "$ref": ref}
        target = _inlined(spec, spec.target(ref), opened | {ref})
        return {**mapping(target), **inner}
    return [_inlined(spec, value, opened) for value in listing(node)] if isinstance(node, list) else node
