"""Write a draft into the parts of the document, beside what is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from codegen.rules import MARKER

from drafting.operations import Draft

_WIDTH = 80  # PyYAML breaks a line only after the entry that goes beyond


def write(draft: Draft, parts: Path, part: Path | None) -> Path:
    """Write the operation and its components into a part, a new one where the group is new. Return it."""
    path = part or parts / f"{draft.tag}.yaml"
    text = path.read_text(encoding="utf-8") if path.exists() else f"# {MARKER} what this part holds.\npaths:\n"
    text = _with_operation(text, draft)
    text = _with_schemas(text, draft.schemas)
    path.write_text(text, encoding="utf-8")
    api = parts / "api.yaml"
    head = api.read_text(encoding="utf-8")
    if f"- name: {draft.tag}\n" not in head:
        end = (_span(head, ("tags",)) or (0, len(head)))[1]
        entry = f"  - name: {draft.tag}\n    description: {MARKER}\n"
        api.write_text(head[:end].rstrip("\n") + "\n" + entry + "\n" + head[end:].lstrip("\n"), encoding="utf-8")
    return path


def _with_operation(text: str, draft: Draft) -> str:
    method = {draft.method: draft.operation}
    if found := _span(text, ("paths", draft.path)):
        block, at = _block(method, 4), found[1]
    else:
        block = _block({draft.path: method}, 2)
        at = (_span(text, ("paths",)) or (0, len(text)))[1]
    return _inserted(text, at, block, gap=found is None)


def _with_schemas(text: str, schemas: dict[str, Any]) -> str:
    if not schemas:
        return text
    schemas = {name: _Component(schema) for name, schema in schemas.items()}
    if found := _span(text, ("components", "schemas")):
        return _inserted(text, found[1], _block(schemas, 4))
    if found := _span(text, ("components",)):
        return _inserted(text, found[1], _block({"schemas": schemas}, 2))
    return _inserted(text, len(text), _block({"components": {"schemas": schemas}}, 0), gap=True)


def _inserted(text: str, at: int, block: str, *, gap: bool = False) -> str:
    before, after = text[:at].rstrip("\n"), text[at:].lstrip("\n")
    empty = before.endswith("paths:")
    return before + ("\n\n" if gap and not empty else "\n") + block + ("\n" + after if after else "")


def _span(text: str, path: tuple[str, ...]) -> tuple[int, int] | None:
    """Where the value at a path begins and ends; it ends where the next key, or the comment above that, begins."""
    node: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    end = len(text)
    for step in path:
        if not isinstance(node, yaml.MappingNode):
            return None
        keys = [key.value for key, _ in node.value]
        if step not in keys:
            return None
        number = keys.index(step)
        if number + 1 < len(keys):
            end = _line_start(text, node.value[number + 1][0].start_mark.index)
        node = node.value[number][1]
    while (comment := re.search(r"\n[ \t]*(#[^\n]*)?\n\Z", text[:end])) and comment.start() > node.start_mark.index:
        end = comment.start() + 1
    return node.start_mark.index, end


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _block(node: Any, indent: int) -> str:
    """A mapping as the parts are written: what holds no mapping in one line, strings in double quotes."""
    text = yaml.dump(node, Dumper=_Dumper, sort_keys=False, width=_WIDTH - indent, allow_unicode=True)
    return "".join(f"{' ' * indent}{line}\n" for line in text.splitlines())


class _Component(dict[str, Any]):
    """Never in one line."""


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - required by the base class
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - as in the base class
        return super().increase_indent(flow, False)


def _represent_string(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    plain = yaml.safe_dump(value, default_flow_style=True).startswith(("'", '"'))
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"' if plain else None)


def _represent_mapping(dumper: yaml.SafeDumper, value: dict[str, Any]) -> yaml.Node:
    is_simple = not any(isinstance(inner, dict) for inner in value.values())
    flow = is_simple and len(value) < 5 and not isinstance(value, _Component)
    return dumper.represent_mapping("tag:yaml.org,2002:map", value, flow_style=flow)


def _represent_list(dumper: yaml.SafeDumper, value: list[Any]) -> yaml.Node:
    flow = not any(isinstance(inner, dict) for inner in value)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=flow)


_Dumper.add_representer(str, _represent_string)
_Dumper.add_representer(dict, _represent_mapping)
_Dumper.add_representer(_Component, _represent_mapping)
_Dumper.add_representer(list, _represent_list)
