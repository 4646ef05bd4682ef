"""``paperlode adopt``: go on from an existing tracker."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  Typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from paperlode.cli import app
from paperlode.cli.workplace import STORE, time_given

if TYPE_CHECKING:
    from paperlode.adopt import Account
    from paperlode.cli.screen import Screen

SHOWN = 20
"""Lines about skipped files that a person gets to see; --json has all."""

INCOMPLETE = 3
"""Exit code: done, but something was skipped."""


@app.command()
def adopt(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Where the tracker's config.json lies.")],
    *,
    into: Annotated[
        Path | None, typer.Option(help="Where to go on (default: the same folder).")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read, judge and report; write nothing.")
    ] = False,
) -> None:
    """Bring an existing ArXiv Daily tracker into store and archive; announce nothing as new."""
    from paperlode import adopt as adoption  # noqa: PLC0415  reads settings, which is slow

    screen: Screen = context.obj
    target = folder if into is None else into
    with screen.progress() as progress:
        tracker = adoption.read(folder, time_given(None), progress)
        place, tracker = adoption.place_for(tracker, target, STORE)
        sightings = adoption.judge(tracker)
        if not dry_run:
            adoption.settle(tracker, sightings, place, progress)
    account = adoption.account(tracker, sightings)
    notes = list(adoption.advice(target))
    _tell(screen, account, notes)
    screen.say(_ending(place.archive, dry_run=dry_run))
    screen.result({"dry_run": dry_run, **account.to_record(), "advice": notes})
    if account.skipped:
        raise typer.Exit(INCOMPLETE)


def _tell(screen: Screen, account: Account, notes: list[str]) -> None:
    for sentence in account.sentences():
        screen.say(sentence)
    for one in account.skipped[:SHOWN]:
        screen.warn(f"skipped {one}")
    if len(account.skipped) > SHOWN:
        screen.warn(f"and {len(account.skipped) - SHOWN} more; --json lists them all")
    for note in notes:
        screen.warn(note)


def _ending(archive: Path, *, dry_run: bool) -> str:
    if dry_run:
        return "Nothing was written (--dry-run)."
    return f"All of it is in {archive}, nothing is announced as new; go on with `paperlode run`."
