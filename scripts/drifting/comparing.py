"""The differences between two documents: as a whole, and operation by operation."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from drifting.findings import NONE, Finding, Pair, Rule
from drifting.reading import Content, Node, Operation, Parameter, Response, Spec
from drifting.walking import Walk, absence, text

_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_BEARER = ("http bearer", "key in header Authorization")


def pairs(ours: Spec, theirs: Spec) -> list[Pair]:
    """The documents as a whole, and the operations of all versions that their document covers."""
    versions = theirs.versions
    known = {key for key, operation in ours.operations.items() if _is_covered(operation, ours, versions)}
    keys = sorted(known | theirs.operations.keys(), key=lambda key: (key[1], key[0]))
    whole = Pair(None, None, " ".join(sorted(versions - {""})))
    return [whole, *(Pair(ours.operations.get(key), theirs.operations.get(key)) for key in keys)]


def _is_covered(operation: Operation, ours: Spec, versions: frozenset[str]) -> bool:
    """Whether their document should have it. A webhook, which has no version, only where all our versions are."""
    if operation.is_webhook:
        return ours.versions <= versions
    return operation.version in versions


def compare(ours: Spec, theirs: Spec, pair: Pair, *, rules: bool = True) -> Iterator[Finding]:
    """All differences between the two sides of an operation of these documents, or of the documents as a whole.

    Without `rules`, those of our document explain none: both documents are the vendor's.
    """
    for finding in dict.fromkeys(_compare(ours, theirs, pair)):  # errors of several statuses share their differences
        yield finding if rules else Finding(finding.field, finding.kind, finding.ours, finding.theirs, at=finding.at)


def _compare(ours: Spec, theirs: Spec, pair: Pair) -> Iterator[Finding]:
    mine, yours = pair.ours, pair.theirs
    if mine and yours:
        yield from _Comparison(ours, theirs, mine, yours).findings()
    elif mine or yours:
        tagged = [side and f"tagged {', '.join(sorted(side.tags)) or NONE}" for side in (mine, yours)]
        yield from absence("operation", *tagged, at=(mine.node,) if mine else ())
    else:
        yield from _sets("server", ours.servers, theirs.servers)
        schemes = [frozenset(spec.schemes.values()) for spec in (ours, theirs)]
        yield from _sets("security scheme", *schemes, rule=_rule_of_schemes(*schemes))


def _sets(
    field: str, ours: AbstractSet[str], theirs: AbstractSet[str], rule: Rule | None = None, at: Node | None = None
) -> Iterator[Finding]:
    where = (at,) if at is not None else ()
    yield from (Finding(field, "missing", NONE, value, rule, where) for value in sorted(theirs - ours))
    yield from (Finding(field, "extra", value, NONE, rule, where) for value in sorted(ours - theirs))


def _rule_of_schemes(ours: AbstractSet[str], theirs: AbstractSet[str]) -> Rule | None:
    """The vendor's two versions call the same key by two names."""
    return Rule.KEYS_ARE_BEARER_TOKENS if (list(ours), list(theirs)) == ([_BEARER[0]], [_BEARER[1]]) else None


class _Comparison:
    """One operation in both documents."""

    def __init__(self, ours: Spec, theirs: Spec, mine: Operation, yours: Operation) -> None:
        self._ours = ours
        self._theirs = theirs
        self._mine = mine
        self._yours = yours

    def findings(self) -> Iterator[Finding]:
        mine, yours, at = self._mine, self._yours, self._mine.node
        yield from _deprecated("operation", mine.deprecated, yours.deprecated, at)
        yield from _mappings("", mine.more, yours.more, at)
        if mine.servers or yours.servers:
            yield from _sets("server", mine.servers or self._ours.servers, yours.servers or self._theirs.servers, at=at)
        rule = _rule_of_schemes(mine.security, yours.security)
        yield from _sets("security", mine.security, yours.security, rule, at)
        yield from self._parameters()
        yield from self._body()
        yield from self._successes()
        yield from self._errors()

    def _walk(self, *, responses: bool, at: Node) -> Walk:
        return Walk(self._ours, self._theirs, responses=responses, at=at)

    # ------------------------------------------------------------------ requests

    def _parameters(self) -> Iterator[Finding]:
        mine, yours = self._mine, self._yours
        renamed = dict(zip(yours.variables, mine.variables, strict=True))
        wanted = {
            (place, renamed.get(name, name) if place == "path" else name): parameter
            for (place, name), parameter in yours.parameters.items()
        }
        for place, name in sorted(mine.parameters.keys() | wanted.keys()):
            yield from self._parameter(
                f"{place}.{name}", mine.parameters.get((place, name)), wanted.get((place, name)), is_id=place == "path"
            )

    def _parameter(
        self, field: str, mine: Parameter | None, yours: Parameter | None, *, is_id: bool = False, sent: bool = True
    ) -> Iterator[Finding]:
        walk = self._walk(responses=not sent, at=mine.node if mine else self._mine.node)
        walk.parameter(field, mine, yours, is_id=is_id)
        yield from walk.found
        if mine and yours:
            yield from _deprecated(field, mine.deprecated, yours.deprecated, mine.node)
            for keyword in sorted(mine.more.keys() | yours.more.keys()):
                sides = [side.more.get(keyword) for side in (mine, yours)]
                if sides[0] != sides[1]:
                    texts = [NONE if side is None else f"{keyword} {text(side)}" for side in sides]
                    yield Finding(field, "style", texts[0], texts[1], at=(mine.node,))

    def _body(self) -> Iterator[Finding]:
        mine, yours = self._mine, self._yours
        walk = self._walk(responses=mine.is_webhook, at=mine.node)  # the body of a webhook is received
        if mine.body and yours.body:
            walk.required("request", mine.body_required, yours.body_required)
        walk.content("request", mine.body, yours.body)
        yield from walk.found
        yield from _media("request", mine.body, yours.body, mine.node, sent=True)

    # ------------------------------------------------------------------ responses

    def _successes(self) -> Iterator[Finding]:
        """The statuses are compared, and the first of either side as `response`, others by their status."""
        mine, yours, at = self._mine.successes, self._yours.successes, self._mine.node
        for status in sorted(mine.keys() | yours.keys()):
            rule = Rule.MAY_BE_EMPTY if status == "204" and len(mine) > 1 and status not in yours else None
            here, there = mine.get(status), yours.get(status)
            yield from absence(f"status.{status}", here and _shown(here), there and _shown(there), rule=rule, at=(at,))
        matched = {status: (mine[status], yours[status]) for status in mine.keys() & yours.keys()}
        if not matched and mine and yours:  # the same response with another status
            matched[min(mine)] = (mine[min(mine)], yours[min(yours)])
        for number, status in enumerate(sorted(matched)):
            yield from self._response("response" if number == 0 else f"response {status}", *matched[status])

    def _errors(self) -> Iterator[Finding]:
        mine, yours = self._mine, self._yours
        wanted = yours.responses.keys() - yours.successes.keys() | (yours.error_statuses or set())
        known = mine.responses.keys() - mine.successes.keys() | (mine.error_statuses or set())
        at = mine.node
        for status in sorted((known | wanted) - {"default"}):
            here, there = mine.error(status), yours.error(status)
            yield from absence(f"status.{status}", here and _shown(here), there and _shown(there), at=(at,))
            if here and there:
                # Where one body describes all errors, its differences are those of any.
                field = "error" if status not in mine.responses else f"error {status}"
                yield from self._response(field, here, there)
        if (here := mine.responses.get("default")) and (there := yours.responses.get("default")):
            yield from self._response("error", here, there)
        elif yours.responses.get("default") or (mine.responses.get("default") and mine.error_statuses is None):
            sides = [side.responses.get("default") for side in (mine, yours)]
            yield from absence("status.default", *[side and _shown(side) for side in sides], at=(at,))

    def _response(self, field: str, mine: Response, yours: Response) -> Iterator[Finding]:
        walk = self._walk(responses=True, at=mine.node)
        walk.content(field, mine.content, yours.content)
        yield from walk.found
        yield from _media(field, mine.content, yours.content, mine.node, sent=False)
        yield from _mappings(f"{field}.", mine.more, yours.more, mine.node)
        for name in sorted(mine.headers.keys() | yours.headers.keys()):
            header = f"{field}.header.{name}"
            yield from self._parameter(header, mine.headers.get(name), yours.headers.get(name), sent=False)


def _shown(response: Response) -> str:
    return response.content.kind if response.content else "no body"


def _deprecated(field: str, ours: bool, theirs: bool, at: Node) -> Iterator[Finding]:
    if ours != theirs:
        words = {True: "deprecated", False: NONE}
        yield Finding(field, "deprecated", words[ours], words[theirs], at=(at,))


def _mappings(prefix: str, ours: Node, theirs: Node, at: Node) -> Iterator[Finding]:
    """Keywords that have no comparison of their own, such as callbacks and links."""
    for keyword in sorted(ours.keys() | theirs.keys()):
        mine, yours = ours.get(keyword), theirs.get(keyword)
        if mine != yours:
            sides = [None if side is None else text(side) for side in (mine, yours)]
            found = list(absence(f"{prefix}{keyword}", *sides, at=(at,)))
            yield from found or [Finding(f"{prefix}{keyword}", "type", str(sides[0]), str(sides[1]), at=(at,))]


def _media(field: str, mine: Content | None, yours: Content | None, at: Node, *, sent: bool) -> Iterator[Finding]:
    if not (mine and yours) or mine.kind != yours.kind:
        return
    yield from _mappings(f"{field}.", mine.more, yours.more, at)
    if mine.media_types != yours.media_types:
        forms = sent and yours.media_types - mine.media_types <= _FORMS and mine.media_types <= yours.media_types
        texts = [" | ".join(sorted(side.media_types)) for side in (mine, yours)]
        rule = Rule.FORMS_ADD_NOTHING if forms else None
        yield Finding(field, "media type", texts[0], texts[1], rule, (at,))
