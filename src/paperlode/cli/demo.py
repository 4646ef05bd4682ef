"""``paperlode demo``: two simulated days against the built-in replica, without the network."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paperlode.cli import app
from paperlode.errors import InputError

if TYPE_CHECKING:
    from paperlode.cli.screen import Screen
    from paperlode.daily import Report
    from paperlode.replica.server import Replica

PAPERS = 4000
SEED = 20
"""Invents papers whose second day brings every kind of news (tests/replica/synthetic)."""
FIRST = datetime(2026, 8, 20, 6, tzinfo=UTC)
"""A Thursday morning, after the announcement."""
MARK = ".paperlode-demo"
"""A folder with this file was made by a demo and may be made anew by the next."""


@app.command()
def demo(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Where to put it.")] = Path("demo"),
) -> None:
    """Run the daily job on two simulated days, with invented papers and no network."""
    from paperlode.config.start import Wish, start  # noqa: PLC0415  pydantic is slow to import
    from paperlode.replica.collection import Collection  # noqa: PLC0415  only the demo needs it
    from paperlode.replica.server import serve  # noqa: PLC0415  same
    from paperlode.replica.synthetic import synthetic  # noqa: PLC0415  same

    screen: Screen = context.obj
    _make_room(folder)
    start(folder, Wish(None, "AI for materials science (demo)", None, None, ""))
    (folder / MARK).touch()
    screen.say(f"Inventing {PAPERS} papers and serving them as arXiv would, on this machine ...")
    with screen.progress() as progress:
        collection = Collection(synthetic(PAPERS, SEED, FIRST + timedelta(days=60)), progress)
    with serve(collection, FIRST) as replica:
        days = [_day(screen, folder, replica, FIRST + timedelta(days=n)) for n in range(2)]
    screen.result({"folder": str(folder), "days": days})
    screen.say(
        f"\nThe second day's page: {folder / 'site' / 'index.html'} (open it in a browser)\n"
        f"The README with the same news: {folder / 'README.md'}\n"
        f"The archive, plain text for git: {folder / 'archive'}"
    )


def _make_room(folder: Path) -> None:
    """Remove an earlier demo; InputError when something else is there."""
    if not folder.exists():
        return
    if not folder.is_dir() or (any(folder.iterdir()) and not (folder / MARK).exists()):
        raise InputError(f"{folder} is there already and no demo of ours; name another folder")
    shutil.rmtree(folder)


def _day(screen: Screen, folder: Path, replica: Replica, now: datetime) -> dict[str, object]:
    """Run the daily job as it would run on that morning."""
    from paperlode import config, daily  # noqa: PLC0415  only the demo needs it here
    from paperlode.cli.report import lines  # noqa: PLC0415  same
    from paperlode.cli.run import arxiv_of  # noqa: PLC0415  same
    from paperlode.cli.workplace import STORE  # noqa: PLC0415  same
    from paperlode.fetch import Fetch  # noqa: PLC0415  same
    from paperlode.store import Store  # noqa: PLC0415  same

    screen.say(f"\n{now:%A, %d %B %Y, %H:%M} UTC: paperlode run")
    replica.service.set_clock(now)
    settings = config.load(folder, {"PAPERLODE_SEARCH_URL": replica.search_url})
    with (
        Store.open(folder / STORE) as store,
        Fetch(pause=0.0) as fetch,
        screen.progress() as progress,
    ):
        report: Report = daily.run(settings, store, arxiv_of(settings, fetch), now, progress)
    for line in lines(report, settings, fetch):
        screen.say(f"  {line}")
    return report.to_record()
