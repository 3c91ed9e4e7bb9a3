"""The allow list: intended differences, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from drifting.findings import Finding, Kind, Pair
from drifting.reading import UnusableError, plain_tag

_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Allowance(BaseModel):
    """Differences that one reason explains. In patterns `*` matches anything, and nothing else is special."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: _Text
    fields: Annotated[tuple[_Text, ...], Field(min_length=1)]  # patterns; `operation` is a whole operation
    operation: _Text = "*"  # a pattern of method and path
    tags: tuple[_Text, ...] = ()  # any of these; none means all
    kinds: tuple[Kind, ...] = ()  # any of these; none means all
    ours: _Text = "*"  # patterns of what the report prints
    theirs: _Text = "*"

    def covers(self, pair: Pair, finding: Finding) -> bool:
        return (
            _matches(self.operation, pair.name)
            and (not self.tags or any(plain_tag(tag) in pair.tags for tag in self.tags))
            and (not self.kinds or finding.kind in self.kinds)
            and any(_matches(field, finding.field) for field in self.fields)
            and _matches(self.ours, finding.ours)
            and _matches(self.theirs, finding.theirs)
        )

    @property
    def version(self) -> str | None:
        """The version it concerns; None where it may be any."""
        found = re.search(r"/(v\d+)(?=/|$)", self.operation)
        return found[1] if found else None


@dataclass(frozen=True, slots=True)
class Stale:
    """Fields or tags of an allowance that no longer differ."""

    allowance: Allowance
    unused: tuple[str, ...]


def read_allowances(path: Path) -> list[Allowance]:
    """Raises UnusableError where the list cannot be read or an entry is invalid."""
    try:
        raw = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        return TypeAdapter(list[Allowance]).validate_python(raw or [])
    except (OSError, ValueError, YAMLError) as error:
        reason = _faults(error) if isinstance(error, ValidationError) else " ".join(str(error).split())
        raise UnusableError(f"{path} is not a usable allow list: {reason}") from error


def _faults(error: ValidationError) -> str:
    """Each fault with its place: the number of the entry, counted from 1, and the field."""
    places = [[str(n + 1 if isinstance(n, int) else n) for n in fault["loc"]] for fault in error.errors()]
    faults = [fault["msg"] for fault in error.errors()]
    return "; ".join(" ".join(["entry", *place]) + f": {fault}" for place, fault in zip(places, faults, strict=True))


def find_stale(used: Sequence[tuple[Allowance, Sequence[tuple[Pair, Finding]]]]) -> list[Stale]:
    """The entries to remove, given what each allowance covers."""
    stale: list[Stale] = []
    for allowance, covered in used:
        fields = [f for f in allowance.fields if not any(_matches(f, finding.field) for _, finding in covered)]
        tags = [tag for tag in allowance.tags if not any(plain_tag(tag) in pair.tags for pair, _ in covered)]
        if unused := (*fields, *(f"tag {tag}" for tag in tags)):
            stale.append(Stale(allowance, unused))
    return stale


def _matches(pattern: str, text: str) -> bool:
    """Not fnmatch, where the brackets of a field have another meaning."""
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text, re.DOTALL) is not None
