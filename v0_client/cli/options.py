"""Options and arguments of several commands."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from .completions import complete_chat

__all__ = [
    "SANDBOX_HELP",
    "Answers",
    "ChatId",
    "Command",
    "Json",
    "Limit",
    "Quiet",
    "SandboxFlag",
    "Save",
    "Timeout",
    "WaitTimeout",
    "given_options",
    "refuse_together",
]

SANDBOX_HELP = (
    "Use a local sandbox that lives as long as this command: no key, no credits, no internet. For one that lives "
    "longer, run `python -m v0_client.sandbox` and set V0_BASE_URL and V0_API_KEY to what it prints."
)


def _or_of_all_commands(context: typer.Context, value: bool) -> bool:
    return value or bool(context.find_root().params.get("sandbox"))


def _number(value: float) -> float:
    if math.isnan(value):
        raise typer.BadParameter("'nan' is not a number of seconds")
    return value


class Command(TyperCommand):
    """A command that takes no empty text for an option: it would act as if the option were not given, or worse."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not ctx.resilient_parsing:  # a shell that completes
            given, _, _ = self.make_parser(ctx).parse_args(args=list(args))
            for param in self.get_params(ctx):
                value = given.get(param.name or "")
                if param.param_type_name == "option" and (value == "" or (isinstance(value, list) and "" in value)):
                    raise typer.BadParameter("the value is empty", ctx=ctx, param=param)
        return super().parse_args(ctx, args)


ChatId = Annotated[
    str, typer.Argument(metavar="CHAT", help="The chat's id.", show_default=False, autocompletion=complete_chat)
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON lines, for scripts.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print the agent's text only.")]
SandboxFlag = Annotated[bool, typer.Option("--sandbox", help=SANDBOX_HELP, callback=_or_of_all_commands)]
Save = Annotated[
    Path | None,
    typer.Option(
        "--save", metavar="DIR", help="Write the chat's files to this folder, replacing files of the same names."
    ),
]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, metavar="COUNT", help="How many at most.")]


def _timeout(what: str) -> Any:
    return typer.Option("--timeout", min=0, metavar="SECONDS", callback=_number, help=f"{what}; 0 for no limit.")


Timeout = Annotated[float, _timeout("Time limit of a turn")]
WaitTimeout = Annotated[float, _timeout("How long to wait")]
Answers = Annotated[
    list[str] | None,
    typer.Option(
        "--answer",
        metavar="TEXT",
        help="Answer what the agent asks, without a prompt: an option's label, its number or your own words, once for "
        "each question; approve, reject or what should change in a plan; grant; connected or declined. - reads JSON "
        "from standard input. Repeatable.",
    ),
]


def given_options(**options: Any) -> dict[str, Any]:
    """The options that were given, so that the service chooses the others."""
    return {name: value for name, value in options.items() if value is not None}


def refuse_together(option: str, value: object, others: Mapping[str, object]) -> None:
    """Raises BadParameter where an option is given together with one that excludes it."""
    for other, given in others.items():
        if value and given:
            raise typer.BadParameter(f"cannot be used together with {option}", param_hint=other)
