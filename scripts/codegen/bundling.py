"""The parts of the hand-written document as one: `openapi/parts/*.yaml` become `openapi/v0.yaml`.

A part is a slice of an OpenAPI document: some paths and the components they need, of one resource. References are
written as in the bundled document (`#/components/schemas/Chat`), so a component can move between parts untouched.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

Node = dict[str, Any]

_HEAD = "# Bundled from openapi/parts/ by `make generate`. Edit the parts.\n"


class BundleError(Exception):
    """The parts do not make one document; the text names the place."""


def bundle(parts: Path) -> Node:
    """Merge the parts of a folder. Raises BundleError where two define the same thing."""
    merged: Node = {}
    for path in sorted(parts.glob("*.yaml")):
        try:
            part = yaml.safe_load(path.read_text(encoding="utf-8"))
        except yaml.YAMLError as error:
            raise BundleError(f"{path.name} is not YAML: {error}") from None
        if not isinstance(part, dict):
            raise BundleError(f"{path.name} is not a mapping")
        _merge(merged, part, path.name)
    if not merged:
        raise BundleError(f"there are no parts in {parts}")
    # Readers expect the head of an OpenAPI document first and its components last.
    paths, components = merged.pop("paths", {}), merged.pop("components", {})
    return {**merged, "paths": paths, "components": components}


def _merge(merged: Node, part: Node, file: str, at: str = "") -> None:
    """Add a part. Only `paths`, `components` and the kinds of components are shared between parts."""
    for key, value in part.items():
        shared = key in ("paths", "components") if not at else at == "components"
        if shared:
            _merge(merged.setdefault(key, {}), value, file, key)
        elif key in merged:
            raise BundleError(f"{file}: {at}{'/' if at else ''}{key} is in another part too")
        else:
            merged[key] = value


def bundled_text(parts: Path) -> str:
    """The bundled document as it is committed."""
    text: str = yaml.dump(bundle(parts), Dumper=_Plain, sort_keys=False, width=120, allow_unicode=True)
    return _HEAD + text


class _Plain(yaml.SafeDumper):
    """Writes what occurs twice in full: an alias would be one more thing for a reader's tools to know."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - required by the base class
        return True
