"""``paperlode replica``: an arXiv to run against, on this machine."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path  # noqa: TC003  Typer reads the annotations when it builds the commands
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from paperlode.cli import app
from paperlode.cli.record_files import opened
from paperlode.cli.workplace import time_given
from paperlode.errors import InputError, RecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from paperlode.cli.screen import Screen
    from paperlode.progress import Progress
    from paperlode.replica.collection import Collection
    from paperlode.replica.faults import Faults
    from paperlode.replica.search import Catalogue
    from paperlode.replica.server import Replica

SYNTHETIC = 3000
"""Papers invented when none are given."""
_AHEAD = timedelta(days=30)
"""Papers that are still to come are invented for so long at least."""


@app.command()
def replica(
    context: typer.Context,
    *,
    papers: Annotated[
        str | None,
        typer.Option(help="Serve the records of this file: .jsonl, .jsonl.gz, .jsonl.zst, or -."),
    ] = None,
    synthetic: Annotated[
        int | None, typer.Option(help=f"Serve so many invented papers (default: {SYNTHETIC}).")
    ] = None,
    seed: Annotated[int, typer.Option(help="Which papers are invented.")] = 1,
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.")] = 0,
    now: Annotated[
        str | None,
        typer.Option(help="Let the clock stand at this ISO time with zone (default: it runs)."),
    ] = None,
    search_lag: Annotated[
        float,
        typer.Option(min=0, max=8760, help="Hours by which the search index is late."),
    ] = 0.0,
    faults: Annotated[
        Path | None, typer.Option(help="TOML file that says what goes wrong, and when.")
    ] = None,
) -> None:
    """Serve papers as arXiv does, on this machine, with a clock that can be set."""
    screen: Screen = context.obj
    if papers is not None and synthetic is not None:
        raise InputError("give either --papers or --synthetic, not both")
    clock = time_given(now) if now else _running
    script = _faults(faults)
    with _ended_by_signals():
        count = SYNTHETIC if synthetic is None else synthetic
        catalogue = _catalogue(papers, count, seed, time_given(now), screen)
        _serve(catalogue, clock, script, port, screen, timedelta(hours=search_lag))


def _running() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  the edge asks the clock


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM be the ordinary end of the work."""
    ends = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, signal.default_int_handler) for number in ends]
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        for number, handler in zip(ends, before, strict=True):
            signal.signal(number, handler)


def _faults(path: Path | None) -> Faults | None:
    from paperlode.replica.faults import read_faults  # noqa: PLC0415  only this command needs it

    if path is None:
        return None
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read the fault file {path}: {error}") from error
    return read_faults(text, str(path))


def _catalogue(
    papers: str | None, count: int, seed: int, now: datetime, screen: Screen
) -> Catalogue:
    from paperlode.replica.search import Catalogue  # noqa: PLC0415  only this command needs it

    with screen.progress() as progress:
        catalogue = Catalogue(_collection(papers, count, seed, now, progress))
        catalogue.prepare(progress)
    return catalogue


def _collection(
    papers: str | None, count: int, seed: int, now: datetime, progress: Progress
) -> Collection:
    from paperlode.replica.collection import Collection, from_lines  # noqa: PLC0415  see above
    from paperlode.replica.synthetic import synthetic  # noqa: PLC0415  see above
    from paperlode.schedule import HOLIDAYS  # noqa: PLC0415  see above

    if papers is None:
        if count < 1 or seed < 0:
            raise InputError("--synthetic needs at least 1 paper, --seed a number from 0 on")
        return Collection(synthetic(count, seed, horizon(now), HOLIDAYS), progress)
    try:
        with opened(papers) as lines:
            collection = Collection(from_lines(lines, HOLIDAYS), progress)
    except RecordError as error:
        raise InputError(f"{papers}, {error}") from error
    if not len(collection):
        raise InputError(f"{papers} has no papers")
    return collection


def horizon(now: datetime) -> datetime:
    """Say until when papers are invented: the same for a quarter, so that a restart shows the same.

    At least a month ahead, so that there is something to come.
    """
    year, quarter = now.year, (now.month + 2) // 3
    ends = (datetime(year + n // 4, 1 + n % 4 * 3, 1, tzinfo=UTC) for n in (quarter, quarter + 1))
    return next(end for end in ends if end - now >= _AHEAD)


def _serve(
    catalogue: Catalogue,
    now: datetime | Callable[[], datetime],
    faults: Faults | None,
    port: int,
    screen: Screen,
    search_lag: timedelta,
) -> None:
    from paperlode.replica.announced import Lags  # noqa: PLC0415  only this command needs it
    from paperlode.replica.server import serve  # noqa: PLC0415  same

    with serve(catalogue, now, faults, port=port, lags=Lags(search=search_lag)) as running:
        _tell(running, screen)
        Event().wait()


def _tell(running: Replica, screen: Screen) -> None:
    """Say where the replica is and what it serves."""
    told = running.service.description()
    addresses = {
        "url": running.url,
        "search_url": running.search_url,
        "oai_url": running.oai_url,
        "feed_url": running.feed_url,
    }
    screen.result({**addresses, **told})
    screen.say(
        f"Papers: {told['papers']:,} ({told['versions']:,} versions) as they stood at "
        f"{told['now']}; {told['not_yet_announced']:,} versions are still to come.\n"
        f"  search API   {running.search_url}\n"
        f"  OAI-PMH      {running.oai_url}\n"
        f"  feeds        {running.feed_url}\n"
        f"  clock        {running.url}/_replica/clock\n"
        f"  faults       {running.url}/_replica/faults\n"
        f"  log          {running.url}/_replica/log\n"
        f"Point paperlode at it:  PAPERLODE_SEARCH_URL={running.search_url} paperlode run\n"
        "End it with Ctrl-C."
    )
    sys.stdout.flush()
