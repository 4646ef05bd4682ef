"""``paperlode query test``: what a query would have brought, before it is used."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Annotated

import typer

from paperlode.cli.query import group, pointing
from paperlode.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.cli.screen import Screen
    from paperlode.cli.workplace import Workplace
    from paperlode.progress import Progress
    from paperlode.query import Query
    from paperlode.store.mirror import Mirror


@group.command("test")
def try_out(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="A query in arXiv's language.")],
    *,
    against: Annotated[
        str | None,
        typer.Option(
            metavar="TOPIC|QUERY",
            help="Compare with the query of a topic, or with another query.",
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="First day of submission (UTC), as 2026-08-01."),
    ] = None,
) -> None:
    """Show what a query would have brought, which words make noise, and what changes would do."""
    from paperlode.cli import query_test_told as told  # noqa: PLC0415  only when it runs
    from paperlode.cli.workplace import day_given  # noqa: PLC0415  same
    from paperlode.lab.judge import several  # noqa: PLC0415  same
    from paperlode.lab.papers import Papers  # noqa: PLC0415  same
    from paperlode.lab.trial import trial  # noqa: PLC0415  same
    from paperlode.query import parse  # noqa: PLC0415  same
    from paperlode.several import usual  # noqa: PLC0415  same
    from paperlode.store.tried import tracked  # noqa: PLC0415  same

    screen: Screen = context.obj
    with pointing(query):
        tree = parse(query)
    first = day_given("--since", since)
    start = None if first is None else datetime.combine(first, time(), UTC)
    with _papers(screen) as (place, mirror, progress), several(usual()) as judge:
        old = None if against is None else _old(screen, place, against)
        known = tracked(place.store, [topic.id for topic in place.config.topics])
        papers = Papers(place.store, mirror, since=start, judge=judge, progress=progress)
        tried = trial(tree, papers, old=old, known=known, since=start)
        asked = told.Asked(query, tree, against, old, bool(place.config.topics))
        lists = told.lists(asked, tried, papers.paper)
    screen.result(told.as_record(asked, tried, lists))
    if not screen.json:
        told.tell(screen, asked, tried, lists)


@contextmanager
def _papers(screen: Screen) -> Iterator[tuple[Workplace, Mirror | None, Progress]]:
    """Open the store of this folder, its index of words up to date, and the mirror."""
    from paperlode.cli.imports import MIRROR  # noqa: PLC0415  only when the command runs
    from paperlode.cli.workplace import reading  # noqa: PLC0415  same
    from paperlode.store.found import empty, prepare  # noqa: PLC0415  same
    from paperlode.store.mirror import Mirror  # noqa: PLC0415  same

    with ExitStack() as stack:
        place = stack.enter_context(reading(screen))
        path = place.config.folder / MIRROR
        mirror = None
        if path.is_file():
            mirror = stack.enter_context(Mirror.open(path, reading=True))
        elif empty(place.store):
            raise InputError(
                "there are no papers here yet; `paperlode run` or `import` brings them"
            )
        progress = stack.enter_context(screen.progress())
        prepare(place.store, progress)
        yield place, mirror, progress


def _old(screen: Screen, place: Workplace, against: str) -> Query:
    """Read what the query is compared with: the name of a topic, or a query."""
    from paperlode.query import parse  # noqa: PLC0415  only when the command runs
    from paperlode.rule import PLAIN  # noqa: PLC0415  same

    names = {name for topic in place.config.topics for name in (topic.id, topic.name)}
    if ":" in against and against not in names:
        with pointing(against):
            return parse(against)
    topic = place.config.topic(against)
    if topic.sharper != PLAIN:
        screen.warn(f"only the query of {topic.name} is compared, not its further settings")
    return topic.tree
