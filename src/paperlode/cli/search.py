"""``paperlode search``: arXiv's query language over all papers that are held here."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import partial
from heapq import nsmallest
from itertools import chain, islice
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from paperlode.cli import app
from paperlode.cli.query import pointing
from paperlode.errors import InputError
from paperlode.progress import silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from paperlode.cli.screen import Screen
    from paperlode.config import Config
    from paperlode.paper import Paper
    from paperlode.progress import Progress
    from paperlode.query import Query, Reading
    from paperlode.store import Store
    from paperlode.store.at_hand import AtHand
    from paperlode.store.counts import Counts
    from paperlode.store.found import Window
    from paperlode.store.mirror import Mirror

PATIENCE = 1.0
"""Seconds of silence before progress is shown."""
ENOUGH = 10_000
"""Papers up to which the terms of a query without a result are counted."""
MOST_BLAMED = 20


class Sort(StrEnum):
    """Orders in which papers are listed."""

    NEWEST = "newest"
    RELEVANCE = "relevance"
    FOR_ME = "for-me"


class Form(StrEnum):
    """How papers are written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    BIBTEX = "bibtex"
    IDS = "ids"


@app.command()
def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="A query in arXiv's language.")],
    *,
    since: Annotated[
        str | None, typer.Option(help="First day of submission (UTC), as 2026-08-01.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="Last day, itself included.")] = None,
    sort: Annotated[Sort, typer.Option(help="Order of the papers.")] = Sort.NEWEST,
    limit: Annotated[
        int | None, typer.Option(min=0, help="Papers at most (default: all that match).")
    ] = None,
    form: Annotated[
        Form | None, typer.Option("--format", "-f", help="Default: table; with --json json.")
    ] = None,
    facets: Annotated[
        bool, typer.Option("--facets", help="Count all that match by category and year.")
    ] = False,
) -> None:
    """Find papers among all that are here: exactly what the query says, newest first."""
    from paperlode.query import parse  # noqa: PLC0415  only when the command runs

    screen: Screen = context.obj
    form = form or (Form.JSON if screen.json else Form.TABLE)
    if facets and form not in {Form.TABLE, Form.JSON}:
        raise InputError("--facets goes with --format table or json")
    with pointing(query):
        tree = parse(query)
    window = _window(since, until)
    with _papers_at_hand(screen) as (papers_at_hand, config):
        asked = Search(papers_at_hand, tree, window, limit, facets=facets)
        asked.prefer = partial(_as_reader, papers_at_hand.store, config)
        with _told_when_slow(screen) as progress:
            asked.progress = progress
            papers = ORDERS[sort](asked)
            first = list(islice(papers, 1))
        asked.progress = silent  # from now on the papers themselves show that there is progress
        _write(screen, asked, chain(first, papers), form, query)


class Search:
    """One question to the papers at hand."""

    def __init__(
        self,
        papers: AtHand,
        tree: Query,
        window: Window,
        limit: int | None = None,
        *,
        facets: bool = False,
    ) -> None:
        self.papers = papers
        self.tree = tree
        self.window = window
        self.limit = limit
        self.facets = facets
        self.progress: Progress = silent
        self.prefer: Callable[[list[Paper]], list[Paper] | None] = list
        """Puts papers in the reader's order; None when nothing is known of the reader."""
        self.number = 0
        """Papers that were found so far."""
        self.source = self._found()
        """All that match, newest first."""

    def _found(self) -> Iterator[Reading]:
        def progress(what: str, done: int, total: int | None = None) -> None:
            self.progress(what, done, total)

        for one in self.papers.found(self.tree, self.window, progress):
            self.number += 1
            yield one

    def counts(self, progress: Progress) -> Counts:
        """Count all that match by category and year."""
        return self.papers.counts(self.tree, self.window, progress)


def newest(asked: Search) -> Iterator[Paper]:
    """Give papers as they are found: the newest submission first."""
    yield from (one.paper for one in islice(asked.source, asked.limit))


def relevant(asked: Search) -> Iterator[Paper]:
    """Give papers by BM25, those with the same score newest first; all have to be found before."""
    from paperlode.query.relevance import Relevance, rarity  # noqa: PLC0415  only when it is asked

    ranking = Relevance(asked.tree)
    all_of_them = [(one.paper.id, one.paper.version, ranking.mentions(one)) for one in asked.source]
    papers = asked.papers.held()
    rarities = [
        rarity(papers if number is None else number, papers)
        for number in (asked.papers.holders(term) for term in ranking.terms)
    ]
    usual = sum(said.length for _, _, said in all_of_them) / max(len(all_of_them), 1)
    order = (
        (-ranking.score(said, rarities, usual), place)
        for place, (_, _, said) in enumerate(all_of_them)
    )
    limit = len(all_of_them) if asked.limit is None else asked.limit
    for _, place in nsmallest(limit, order):
        paper = asked.papers.paper(*all_of_them[place][:2])
        if paper is not None:
            yield paper


def for_me(asked: Search) -> Iterator[Paper]:
    """Give first what resembles the papers that the reader keeps; all have to be found before.

    Raises InputError when the reader has not said of any paper what they think of it.
    """
    papers = asked.prefer([one.paper for one in asked.source])
    if papers is None:
        raise InputError(
            "--sort for-me needs papers that you like; `paperlode library add` or "
            "`paperlode like` notes them"
        )
    yield from islice(papers, asked.limit)


def _as_reader(store: Store, config: Config, papers: list[Paper]) -> list[Paper] | None:
    from paperlode import prefer  # noqa: PLC0415  only when it is asked
    from paperlode.daily import wishes_of  # noqa: PLC0415  same

    return prefer.order(store, papers, config.topics, wishes_of(config))


ORDERS: dict[Sort, Callable[[Search], Iterator[Paper]]] = {
    Sort.NEWEST: newest,
    Sort.RELEVANCE: relevant,
    Sort.FOR_ME: for_me,
}
"""Each gives at most ``asked.limit`` papers; another order is another line here."""


def _write(screen: Screen, asked: Search, papers: Iterator[Paper], form: Form, query: str) -> None:
    from paperlode.cli import search_told as told  # noqa: PLC0415  only when the command runs

    if form is not Form.TABLE:
        told.as_data(asked, papers, form, query, lambda: _counts(screen, asked))
    else:
        with told.shown(screen) as show:
            for paper in papers:
                show(told.entry(asked.tree, paper, show))
            if asked.facets:
                show(told.counted(_counts(screen, asked)))
    if not asked.number and asked.limit != 0:
        screen.warn("\n".join(_to_blame(asked)))


def _counts(screen: Screen, asked: Search) -> Counts:
    with _told_when_slow(screen) as progress:
        return asked.counts(progress)


def _to_blame(asked: Search) -> Iterator[str]:
    """Say what each term of a query finds that finds nothing itself."""
    from paperlode.query.relevance import positive  # noqa: PLC0415  only without a result
    from paperlode.query.syntax import Term, walk  # noqa: PLC0415  same
    from paperlode.store.found import ALWAYS  # noqa: PLC0415  same

    papers = asked.papers.held()
    if asked.window != ALWAYS and (number := asked.papers.how_many(asked.tree, ENOUGH)):
        yield f"no paper submitted then matches; of any time {_amount(number)}"
        return
    yield f"none of the {papers:,} papers here matches; its terms alone find:"
    wanted = {str(term) for term in positive(asked.tree)}
    terms = {str(term): term for term in walk(asked.tree) if isinstance(term, Term)}
    some = dict(islice(terms.items(), MOST_BLAMED))
    counts = {name: asked.papers.how_many(term, ENOUGH) for name, term in some.items()}
    for name, number in sorted(counts.items(), key=lambda each: each[1]):
        yield f"  {'' if name in wanted else 'not '}{name}: {_amount(number)}"
    if len(terms) > len(some):
        yield f"  and {len(terms) - len(some)} further terms"


def _amount(number: int) -> str:
    more = " or more" if number == ENOUGH else ""
    return f"{number:,}{more} {'paper' if number == 1 else 'papers'}"


@contextmanager
def _papers_at_hand(screen: Screen) -> Iterator[tuple[AtHand, Config]]:
    """Open the store to look only, so that no run has to wait while somebody reads."""
    from paperlode.cli.imports import MIRROR  # noqa: PLC0415  only when the command runs
    from paperlode.cli.workplace import STORE, reading  # noqa: PLC0415  same
    from paperlode.store import Store  # noqa: PLC0415  same
    from paperlode.store.at_hand import AtHand  # noqa: PLC0415  same
    from paperlode.store.found import empty, prepare  # noqa: PLC0415  same

    with ExitStack() as stack:
        with ExitStack() as prepared:
            place = prepared.enter_context(reading(screen))
            config, path = place.config, place.store.path
            folder = config.folder
            mirrored = (folder / MIRROR).is_file()
            if empty(place.store) and not mirrored:
                raise InputError("there are no papers here yet; `paperlode run` brings them")
            with _told_when_slow(screen) as progress:
                prepare(place.store, progress)
            if path != folder / STORE:  # made for this command alone, and gone after it
                stack.push(prepared.pop_all())
        store = stack.enter_context(Store.open(path, reading=True))
        mirror = stack.enter_context(_mirror(folder / MIRROR)) if mirrored else None
        yield AtHand(store, mirror), config


def _mirror(path: Path) -> Mirror:
    from paperlode.store.mirror import Mirror  # noqa: PLC0415  only where there is one

    return Mirror.open(path, reading=True)


@contextmanager
def _told_when_slow(screen: Screen) -> Iterator[Progress]:
    """Show progress only of what takes longer than a moment."""
    began = monotonic()
    shown: list[Progress] = []
    with ExitStack() as stack:

        def progress(what: str, done: int, total: int | None = None) -> None:
            if not shown and monotonic() - began > PATIENCE:
                shown.append(stack.enter_context(screen.progress()))
            for one in shown:
                one(what, done, total)

        yield progress


def _window(since: str | None, until: str | None) -> Window:
    from paperlode.cli.workplace import day_given  # noqa: PLC0415  only when the command runs
    from paperlode.store.found import Window  # noqa: PLC0415  same

    first, last = (_begins(day_given(*one)) for one in (("--since", since), ("--until", until)))
    if first and last and last < first:
        raise InputError(f"--until {until} is before --since {since}")
    return Window(first, last + timedelta(days=1) if last else None)


def _begins(day: date | None) -> datetime | None:
    # The day after the last one has to exist, too.
    return None if day is None else datetime.combine(min(day, date(9999, 12, 30)), time(), UTC)
