"""``paperlode reconcile``: compare all channels again since a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from paperlode.cli import app
from paperlode.cli.run import Now, Summary, asking, tell
from paperlode.cli.workplace import time_given, workplace
from paperlode.errors import InputError

if TYPE_CHECKING:
    from datetime import datetime

    from paperlode.cli.screen import Screen

USUAL = timedelta(days=35)
"""How far back one looks when no day is given: what slips through is mostly found in a month."""


@app.command()
def reconcile(
    context: typer.Context,
    *,
    since: Annotated[
        str | None,
        typer.Option(help="The first day to compare, as 2026-08-01 (default: 35 days ago)."),
    ] = None,
    now: Now = None,
    summary: Summary = None,
) -> None:
    """Compare what changed, what was announced and what matches again, since a day.

    What was missing is delivered as the news that it is. Announcements can be read for 90 days,
    changes from any day on. Exit codes as for run.
    """
    from paperlode import daily  # noqa: PLC0415  only this command pays for it

    screen: Screen = context.obj
    moment = time_given(now)
    first = _day(since, moment)
    with workplace(screen) as place:
        with asking(screen, place.config) as (fetch, arxiv), screen.progress() as progress:
            report = daily.run(place.config, place.store, arxiv, moment, progress, since=first)
        tell(screen, place.config, report, fetch, summary)
    raise typer.Exit(report.exit_code)


def _day(text: str | None, now: datetime) -> date:
    """Read a day that is over; InputError says what is wrong with it."""
    if text is None:
        return (now - USUAL).date()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InputError(f"--since is {text!r}: give a day as 2026-08-01") from None
    if day > now.date():
        raise InputError(f"--since is {text}, which is still to come")
    return day
