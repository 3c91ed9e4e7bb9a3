"""A difference between two documents, and the rules that explain some."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as _field
from enum import Enum
from typing import Literal

from drifting.reading import Node, Operation

Kind = Literal[
    "missing",
    "extra",
    "missing value",
    "extra value",
    "values",
    "required",
    "nullable",
    "type",
    "limit",
    "default",
    "deprecated",
    "media type",
    "style",
    "not reviewed",
]

NONE = "-"


class Rule(Enum):
    """Why a difference does not count: a rule of the document, hence no entry of the allow list."""

    RESPONSES_REQUIRE_IDS = "in responses `required` names only ids: what the server stops sending reads as absent"
    RESPONSES_HAVE_NO_LIMITS = "limits concern requests; a response is read whatever its size"
    OBJECTS_ARE_OPEN = "objects may have more properties than are known: the API may grow"
    CONST_DISCRIMINATES = "`const` is used only where it discriminates the members of a union"
    SERVER_DEFAULTS = "defaults are the server's: a field that has one need not be sent"
    IDS_ARE_NOT_EMPTY = "an empty id in a path would be another operation's path"
    QUERY_BOOLEANS = 'the strings "true" and "false" in a query are a boolean'
    EVENTS_ARE_TYPED = "a stream declared as text is described by its events"
    FORMS_ADD_NOTHING = "a body is sent as JSON, whatever other forms it may have"
    DATES_HAVE_A_FORMAT = "the pattern of a date says what its format says"
    KEYS_ARE_BEARER_TOKENS = "a key in the header Authorization is a bearer token"
    MAY_BE_EMPTY = "a response that may have no body declares 204 beside 200"


@dataclass(frozen=True, slots=True)
class Finding:
    """A difference in one place of an operation, or of the document as a whole."""

    field: str  # such as `request.skills[type=memory].scope`, or `operation`
    kind: Kind
    ours: str
    theirs: str
    rule: Rule | None = None
    at: tuple[Node, ...] = _field(default=(), compare=False)  # the nodes of our document to edit, the nearest first


@dataclass(frozen=True, slots=True)
class Pair:
    """The same operation in both documents; at least one has it. Neither: the documents as a whole."""

    ours: Operation | None
    theirs: Operation | None
    version: str = ""

    @property
    def name(self) -> str:
        return next((side.name for side in (self.ours, self.theirs) if side), f"document {self.version}".strip())

    @property
    def tags(self) -> frozenset[str]:
        return frozenset(tag for side in (self.ours, self.theirs) if side for tag in side.tags)
