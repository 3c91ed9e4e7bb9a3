"""Values of other types than documented end no command with a traceback: any type in any field of any response.

All fields that hold no other value are odd at once, with one type after the other, for every command and every view.
Those that decide how a response is read are odd alone, and so are objects and lists, with types in turn; the views
share these.
"""

from __future__ import annotations

import copy
import itertools
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_steering import CASES, Responses, Router, one_of_each_kind, response, service, view
from tests.support.command_line import run

__all__ = ["service", "view"]

ODD = (None, 5, True, 1.5, 10**400, ["x"], {"a": 1}, "text")

VIEWS = ("json", "plain", "terminal")

STRUCTURAL = ("object", "type", "_t", "id", "chatId", "messageId", "encoding", "status", "name")


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], bool]]:
    """The path of every value below the responses themselves, and whether it holds no other value."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, (list, tuple)) else ()
    for key, member in members:
        yield from paths(member, (*path, key))
    if len(path) > 1:
        yield path, not isinstance(value, (dict, list, tuple))


def with_odd(responses: Responses, value: object, *places: tuple[Any, ...]) -> Responses:
    copied = copy.deepcopy(responses)
    for *owners, key in places:
        owner: Any = copied
        for each in owners:
            owner = owner[each]
        if not isinstance(owner, tuple):  # a status and its body
            owner[key] = value
    return copied


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_no_type_of_a_value_ends_a_command_with_a_traceback(
    service: Router, view: str, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _: True)
    responses, commands = CASES[case]
    every, types = list(paths(responses)), itertools.cycle(ODD)
    for command in commands:
        arguments = [str(tmp_path) if word == "DIR" else word for word in command]
        arguments += ["--json"] if view == "json" and command[0] != "open" else []
        arguments += ["--timeout", "0.2"] if command[0] in ("chat", "resume", "preview") else []

        def attempt(content: Responses, arguments: list[str] = arguments) -> None:
            service.responses.clear()
            service.responses.update((line, response(each)) for line, each in content.items())
            service.requests.clear()
            run(*arguments, stdin="d\n" * 3)  # asserts that no exception escapes

        attempt(responses)
        lines = {line.partition("?")[0] for line, _ in service.requests}
        read = [(path, is_leaf) for path, is_leaf in every if path[0] in lines]
        leaves = [path for path, is_leaf in read if is_leaf and path[-1] not in STRUCTURAL]
        others = one_of_each_kind(path for path, is_leaf in read if not is_leaf or path[-1] in STRUCTURAL)
        for odd in ODD:
            attempt(with_odd(responses, odd, *leaves))
        for path in others[VIEWS.index(view) :: len(VIEWS)]:
            attempt(with_odd(responses, next(types), path))
