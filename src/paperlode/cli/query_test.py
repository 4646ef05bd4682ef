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
    from paperlode.rule import Sharper
    from paperlode.store.mirror import Mirror
    from paperlode.topic import Topic


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
        topic = None if against is None else _topic(place, against)
        old = None
        if topic is not None:
            _warn_of_what_is_not_compared(screen, topic)
            tree, old = (_under(topic.sharper, text) for text in (query, topic.text))
        elif against is not None:
            with pointing(against):
                old = parse(against)
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


def _topic(place: Workplace, against: str) -> Topic | None:
    """Find the topic that is compared with; None: it is a query."""
    names = {name for topic in place.config.topics for name in (topic.id, topic.name)}
    return None if ":" in against and against not in names else place.config.topic(against)


def _under(sharper: Sharper, text: str) -> Query:
    """Read a query as a topic with such settings does: its words, less what it excludes."""
    from paperlode.query import AndNot  # noqa: PLC0415  only when the command runs
    from paperlode.rule import Rule  # noqa: PLC0415  same
    from paperlode.rule import Sharper as Settings  # noqa: PLC0415  same

    rule = Rule(text, Settings(exclude=sharper.exclude, exact=sharper.exact))
    return rule.read if rule.excluded is None else AndNot(rule.read, rule.excluded)


def _warn_of_what_is_not_compared(screen: Screen, topic: Topic) -> None:
    others = [name for name in topic.sharper.to_record() if name not in {"exclude", "words"}]
    if others:
        screen.warn(f"{', '.join(others)} of {topic.name} did not count in the comparison")
