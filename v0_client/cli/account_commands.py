"""Commands on the account: its projects, and the credits it has used."""

from __future__ import annotations

import warnings
from datetime import datetime
from typing import Annotated

import typer

from .. import V0Client, models
from .chat_commands import PAGE, first_entries
from .command_session import CommandSession, open_session
from .completions import complete_chat
from .options import Json, Limit, SandboxFlag, given_options
from .part_descriptions import format_number, format_time

__all__ = ["projects", "usage"]

FORMATS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"]


def projects(*, as_json: Json = False, sandbox: SandboxFlag = False) -> None:
    """List the v0 projects of your workspace.

    Only version 1 of the API has them. The Vercel project of a chat is shown by `get`.
    """

    async def find(client: V0Client) -> models.ProjectList:
        with warnings.catch_warnings():  # deprecated by the API, which has no other list of them
            warnings.simplefilter("ignore", DeprecationWarning)
            return await client.v1.projects.find()

    with open_session(as_json=as_json, sandbox=sandbox) as session:
        found = session.call(find).data or []
        session.view.rows(
            ("project", "updated", "privacy", "name"),
            [
                (
                    project.to_dict(),
                    (
                        project.id,
                        format_time(project.updated_at or project.created_at or ""),
                        project.privacy or "",
                        project.name or "",
                    ),
                )
                for project in found
            ],
        )


def usage(
    *,
    chat_id: Annotated[
        str | None,
        typer.Option("--chat", metavar="CHAT", help="What this chat cost, turn by turn.", autocompletion=complete_chat),
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option("--since", metavar="TIME", formats=FORMATS, help="From this day or time on, such as 2026-11-01."),
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--until", metavar="TIME", formats=FORMATS, help="Until this day or time.")
    ] = None,
    limit: Limit = 50,
    as_json: Json = False,
    sandbox: SandboxFlag = False,
) -> None:
    """Show the credits used, by day, or those of a chat.

    Without --since it is up to the service how far back it looks: a week, at the time of writing.
    """
    period = given_options(start=_to_iso(since), end=_to_iso(until))
    with open_session(as_json=as_json, sandbox=sandbox) as session:
        if chat_id is None:
            summary = session.call(lambda client: client.v2.usage.get_summary(**period))
            if as_json:
                session.view.record(summary.to_dict(), [])
            else:
                _show_summary(session, summary)
            return
        events = session.call(
            lambda client: first_entries(
                limit, client.v2.usage.list_events(chat_id=chat_id, limit=min(limit, PAGE), **period)
            )
        )
        session.view.rows(
            ("time", "what", "model", "tokens", "credits"), [(event.to_dict(), _event_row(event)) for event in events]
        )


def _show_summary(session: CommandSession, summary: models.UsageSummary) -> None:
    rows = [(str(day.date or ""), day.credits) for day in summary.daily or []]
    session.view.rows(
        ("day", "plan", "on demand", "credits"),
        [({}, (name, *_credits(used))) for name, used in [*rows, ("total", summary.credits)]],
    )


def _credits(used: models.UsageCredits | object) -> tuple[str, str, str]:
    if not isinstance(used, models.UsageCredits):
        return "", "", ""
    return _amount(used.plan), _amount(used.on_demand), _amount(used.total)


def _event_row(event: models.UsageEvent) -> tuple[str, ...]:
    tokens = event.tokens.total if event.tokens else None
    cost = event.credits_cost
    charged = (cost.charged if isinstance(cost.charged, (int, float)) else cost.total) if cost else None
    counted = format_number(tokens, ",.0f")
    return format_time(event.created_at or ""), event.type or "", event.model or "", counted, _amount(charged)


def _amount(value: object) -> str:
    return format_number(value, ",.2f")


def _to_iso(time: datetime | None) -> str | None:
    """The time as the API takes it; one without a zone is local time."""
    return None if time is None else time.astimezone().isoformat()
