"""Compare openapi/v0.yaml with the OpenAPI documents that the vendor publishes.

Without SPEC, the documents at the two published addresses are compared. With --since OLD, what the vendor changed
between OLD and the present document of the same version is listed instead; OLD may be given for each version.

Operations, webhooks among them, are matched by method and path, whatever the path's variables are called, and compared
by their meaning: how a schema is written (`$ref` or inline, `allOf`, `anyOf` or `oneOf`, `const` or an enum of one,
null as a type or a member) makes no difference, and neither do descriptions. Members of a union are matched by their
tag, such as `parts[type=text]`, or merged where none has one. Everything else counts: parameters, body, statuses,
headers, security, servers, and every keyword of a schema. Each difference names what to edit: the component or the
operation, its part in openapi/parts/, and the line.

openapi/drift-reviewed.yaml records what of the published documents was reviewed. What changed since is reported as
`not reviewed`, even where a rule or an allowance explains it; --review records the present state.

Every operation of the versions that a document covers is compared. One that only one side has is a difference, so that
new operations are reported. A difference that the rules of openapi/v0.yaml or the allow list explain is counted only;
--explained lists these too.

Exit status: 0 no unexplained difference, 1 unexplained differences, changes, or stale entries in the allow list, 2 a
document or the allow list is unusable. Whether an entry is stale is decided by a run without --tags that covers its
version.
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
from drifting.places import Places
from drifting.reading import Spec, UnusableError, plain_tag
from drifting.reporting import Difference, Report
from drifting.reviewing import read_reviewed, unreviewed, write_reviewed

OPENAPI = Path(__file__).resolve().parent.parent / "openapi"
PUBLISHED = ("https://api.v0.dev/v1/openapi.json", "https://api.v0.dev/v2/openapi/json")


def drift(document: str, sources: Sequence[str], allowances: Sequence[Allowance], tags: frozenset[str]) -> Report:
    """Compare a document with each of several others. Raises UnusableError where one cannot be read."""
    ours = Spec(document)
    places = _places(ours)
    covered: dict[int, list[tuple[Pair, Finding]]] = {}
    report = Report(document, list(sources))
    versions: set[str] = set()
    reviewed = read_reviewed(_reviewed(document))
    for theirs in map(Spec, sources):
        versions |= theirs.versions
        for pair in pairs(ours, theirs):
            if tags and not tags & pair.tags:
                continue
            report.count(pair)
            findings = list(compare(ours, theirs, pair))
            if reviewed is not None and not any(_is_unexplained(finding, pair, allowances) for finding in findings):
                findings += unreviewed(reviewed, theirs, pair)
            for finding in findings:
                # All that cover it count as used, so that the order of entries decides only the reason reported.
                found = [n for n, a in enumerate(allowances) if not finding.rule and a.covers(pair, finding)]
                for number in found:
                    covered.setdefault(number, []).append((pair, finding))
                reason = allowances[found[0]].reason if found else None
                at = finding.at or ((pair.ours.node,) if pair.ours else ())
                place = places.of(at) or places.for_new(pair.name)
                report.differences.append(Difference(theirs.source, pair, finding, place, reason))
    judged = [
        (allowance, covered.get(number, []))
        for number, allowance in enumerate(allowances)
        if not tags and ({allowance.version} if allowance.version else ours.versions) <= versions
    ]
    report.stale += find_stale(judged)
    report.unjudged = len(allowances) - len(judged)
    return report


def _is_unexplained(finding: Finding, pair: Pair, allowances: Sequence[Allowance]) -> bool:
    return not finding.rule and not any(allowance.covers(pair, finding) for allowance in allowances)


def changes(document: str, olds: Sequence[str], sources: Sequence[str], tags: frozenset[str]) -> Report:
    """What changed from each old document to the one of the same version. Raises UnusableError where there is none."""
    ours = Spec(document)
    places = _places(ours)
    specs = list(map(Spec, sources))
    report = Report(document, [], before=list(olds))
    for old in map(Spec, olds):
        there = [new for new in specs if new.versions & old.versions]
        if not there:
            raise UnusableError(f"no document compared has the version of {old.source}")
        components = Places(old.raw)
        for new in there:
            report.specs.append(new.source)
            for pair in pairs(old, new):
                if tags and not tags & pair.tags:
                    continue
                report.count(pair)
                mine = ours.operations.get(next((side.key for side in (pair.ours, pair.theirs) if side), ("", "")))
                place = places.of([mine.node]) if mine else places.for_new(pair.name)
                for finding in compare(old, new, pair, rules=False):
                    report.differences.append(Difference(new.source, pair, finding, place or components.of(finding.at)))
    return report


def _reviewed(document: str) -> Path:
    return Path(document).parent / "drift-reviewed.yaml"


def _places(ours: Spec) -> Places:
    parts = Path(ours.source).parent / "parts"
    return Places(ours.raw, Path(os.path.relpath(parts)))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = f"path or URL of a published document, JSON or YAML; default {' and '.join(PUBLISHED)}"
    parser.add_argument("specs", nargs="*", metavar="SPEC", default=PUBLISHED, help=what)
    parser.add_argument("--since", action="append", metavar="OLD", help="an earlier document: list what changed since")
    parser.add_argument("--review", action="store_true", help="record that the documents were reviewed as they are")
    parser.add_argument("--tags", default="", metavar="A,B", help="compare only operations with one of these tags")
    parser.add_argument("--json", action="store_true", help="print JSON in place of tables")
    parser.add_argument("--explained", action="store_true", help="list differences that have an explanation too")
    openapi = Path(os.path.relpath(OPENAPI))  # shorter in the help
    parser.add_argument("--document", default=str(openapi / "v0.yaml"), help="our document; default %(default)s")
    parser.add_argument("--allow", type=Path, default=openapi / "drift-allowed.yaml", help="default %(default)s")
    options = parser.parse_args(arguments)
    tags = frozenset(plain_tag(tag) for tag in str(options.tags).split(",") if tag.strip())
    try:
        if options.review:
            path = _reviewed(options.document)
            write_reviewed(path, read_reviewed(path) or {}, map(Spec, options.specs))
            print(f"{os.path.relpath(path)} records what was reviewed")
            return 0
        if options.since:
            report = changes(options.document, options.since, options.specs, tags)
        else:
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
