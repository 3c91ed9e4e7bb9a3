"""Write the skeleton of an operation that the vendor publishes into openapi/parts/.

    python scripts/draft.py "GET /v1/user" [SPEC ...]

Without SPEC, the operation is taken from the documents at the two published addresses. The operation, its parameters
and its schemas are written in the conventions of our document, without the vendor's words: what only a person can say
is left as a marker that generation refuses, with its place. Our components that describe the same are reused.
What is left to do is printed.

Exit status: 0 written, 2 a document is unusable, or has no such operation, or ours has it already.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from codegen.bundling import bundled_text
from codegen.rules import MARKER
from drafting.operations import Draft, draft
from drafting.writing import write
from drift import OPENAPI, PUBLISHED
from drifting.places import Places
from drifting.reading import Spec, UnusableError

ROOT = OPENAPI.parent


def find(sources: Sequence[str], wanted: str) -> tuple[Spec, tuple[str, str]]:
    """The document that has an operation, and its key there."""
    known: list[str] = []
    for spec in map(Spec, sources):
        for key, operation in spec.operations.items():
            if operation.name == wanted:
                return spec, key
            known.append(operation.name)
    words = set(wanted.strip("/").split("/"))
    near = sorted(known, key=lambda name: -len(words & set(name.split("/"))))[:3]
    raise UnusableError(f"no document has {wanted}; the nearest are {', '.join(near)}")


def left_to_do(written: Draft, part: Path) -> list[str]:
    """What only a person can do, in the order to do it."""
    version, _, group = written.tag.partition("_")
    table = ROOT / "v0_client" / "_resources" / version / f"{group}.py"
    whole = written.id.removesuffix(f"_{version}")
    method = whole.partition("_")[0]
    taken = re.compile(rf"^    (?:{method}:|async def {method}\b)", re.MULTILINE)
    if table.exists() and taken.search(table.read_text(encoding="utf-8")):
        method = whole  # the short name is taken
    entry = f"{method}: Final = {written.tag}.{written.id}"
    text = part.read_text(encoding="utf-8")
    steps = [f"{_shown(part)}: replace {MARKER} by your own words ({text.count(MARKER)} places)"]
    if MARKER in (OPENAPI / "parts" / "api.yaml").read_text(encoding="utf-8"):
        steps.append(f"openapi/parts/api.yaml: describe the tag {written.tag}")
    steps.append("make generate: names every place that is left")
    if table.exists():
        steps.append(f"{_shown(table)}: {entry}")
        steps.append(f"v0_client/_sync/{version}/{group}.py: the same as {method}: Final = blocking(...)")
    else:
        steps.append(f"{_shown(table)}: a new table, like those beside it, with {entry}; name it in __init__.py")
        steps.append(f"v0_client/_sync/{version}/{group}.py: the same, like those beside it")
        steps.append(f"docs/reference/{version}.md: show the new class")
    steps += [
        f"tests/support/: a row for {written.id}, with a request and a response; one more in test_every_operation.py",
        f"v0_client/sandbox/{version}/: serve it, with state",
        f"docs/how-to/migrating.md: a row for client.{version}.{group}.{method}",
        "docs/reference/models/: the new components, on the page that fits",
        "CHANGELOG.md: a line",
        "make drift ARGS=--review, then make check and make test",
    ]
    return steps


def _shown(path: Path) -> str:
    return os.path.relpath(path, ROOT)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("operation", metavar="OPERATION", help='method and path, such as "GET /v1/user"')
    parser.add_argument("specs", nargs="*", metavar="SPEC", default=PUBLISHED, help="default: the published documents")
    parser.add_argument("--parts", type=Path, default=OPENAPI / "parts", help="folder of the parts")
    options = parser.parse_args(arguments)
    try:
        document = options.parts.parent / "v0.yaml"
        document.write_text(bundled_text(options.parts), encoding="utf-8")
        ours = Spec(str(document))
        theirs, key = find(options.specs, options.operation)
        if key in ours.operations:
            raise UnusableError(f"the document has {options.operation} already")
        written = draft(ours, theirs, key)
        part = Places(ours.raw, options.parts).part_for(written.path)
        path = write(written, options.parts, Path(part) if part else None)
    except UnusableError as error:
        print(f"draft: {error}", file=sys.stderr)
        return 2
    print(f"{written.id} in {_shown(path)}, {len(written.schemas)} new components")
    if written.reused:
        print(f"reused: {', '.join(sorted(written.reused))}")
    print("\nWhat is left to do:")
    for number, step in enumerate(left_to_do(written, path), 1):
        print(f"  {number}. {step}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
