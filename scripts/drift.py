"""Compare openapi/v0.yaml with OpenAPI documents that the vendor publishes.

Operations are matched by method and path, whatever the path's variables are called, and compared by their meaning: how
a schema is written (`$ref` or inline, `allOf`, `anyOf` or `oneOf`, `const` or an enum of one, null as a type or a
member) makes no difference. Members of a union are matched by their tag, such as `parts[type=text]`, or merged where
none has one. Parameters, body and the response of a success are compared; of several media types the first of JSON,
events, bytes.

Every operation of the versions that a document covers is compared. One that only one side has is a difference, so that
new operations are reported. Operations that this project leaves out are in the allow list, by tag, with the reason. A
difference that the rules of openapi/v0.yaml explain is counted only; --explained lists these too.

Exit status: 0 no unexplained difference, 1 unexplained differences or stale entries in the allow list, 2 a document or
the allow list is unusable. Whether an entry is stale is decided by a run without --tags that covers its version.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from drifting.allowing import Allowance, find_stale, read_allowances
from drifting.comparing import compare, pairs
from drifting.findings import Finding, Pair
from drifting.reading import Spec, UnusableError, plain_tag
from drifting.reporting import Difference, Report

OPENAPI = Path(__file__).resolve().parent.parent / "openapi"


def drift(document: str, sources: Sequence[str], allowances: Sequence[Allowance], tags: frozenset[str]) -> Report:
    """Compare a document with each of several others. Raises UnusableError where one cannot be read."""
    ours = Spec(document)
    covered: dict[int, list[tuple[Pair, Finding]]] = {}
    differences: list[Difference] = []
    versions: set[str] = set()
    operations = 0
    for theirs in map(Spec, sources):
        versions |= {operation.version for operation in theirs.operations.values()}
        for pair in pairs(ours, theirs):
            if tags and not tags & pair.tags:
                continue
            operations += bool(pair.ours and pair.theirs)
            for finding in compare(ours, theirs, pair):
                # All that cover it count as used, so that the order of entries decides only the reason reported.
                found = [n for n, a in enumerate(allowances) if not finding.rule and a.covers(pair, finding)]
                for number in found:
                    covered.setdefault(number, []).append((pair, finding))
                reason = allowances[found[0]].reason if found else None
                differences.append(Difference(theirs.source, pair, finding, reason))
    wanted = {operation.version for operation in ours.operations.values()}
    judged = [
        (allowance, covered.get(number, []))
        for number, allowance in enumerate(allowances)
        if not tags and ({allowance.version} if allowance.version else wanted) <= versions
    ]
    unjudged = len(allowances) - len(judged)
    return Report(document, list(sources), operations, differences, find_stale(judged), unjudged)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("specs", nargs="+", metavar="SPEC", help="path or URL of a published document, JSON or YAML")
    parser.add_argument("--tags", default="", metavar="A,B", help="compare only operations with one of these tags")
    parser.add_argument("--json", action="store_true", help="print JSON in place of tables")
    parser.add_argument("--explained", action="store_true", help="list differences that have an explanation too")
    openapi = Path(os.path.relpath(OPENAPI))  # shorter in the help
    parser.add_argument("--document", default=str(openapi / "v0.yaml"), help="our document; default %(default)s")
    parser.add_argument("--allow", type=Path, default=openapi / "drift-allowed.yaml", help="default %(default)s")
    options = parser.parse_args(arguments)
    tags = frozenset(plain_tag(tag) for tag in str(options.tags).split(",") if tag.strip())
    try:
        report = drift(options.document, options.specs, read_allowances(options.allow), tags)
    except UnusableError as error:
        print(f"drift: {error}", file=sys.stderr)
        return 2
    if options.json:
        print(report.as_json())
    else:
        report.print(explained=options.explained)
    return int(report.failed)


if __name__ == "__main__":
    raise SystemExit(main())
