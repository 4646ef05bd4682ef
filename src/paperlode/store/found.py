"""Search over all papers that are held: the index of words narrows, the evaluator decides.

What topics decided does not matter here; of each paper the newest version is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperlode.paper import Paper, stamp
from paperlode.progress import silent
from paperlode.query import reading
from paperlode.query.candidates import fts
from paperlode.query.match import matches
from paperlode.store.database import listed
from paperlode.store.where import NEWEST, UNFILED, index

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from paperlode.progress import Progress
    from paperlode.query import Query, Reading
    from paperlode.store.database import Database

FIRST = 20
"""Candidates that are read before the first paper is given; then ever more at once."""
MOST = 1_000


@dataclass(frozen=True, slots=True)
class Window:
    """Days on which version 1 was submitted: from ``since`` on, and before ``before``."""

    since: datetime | None = None
    before: datetime | None = None


ALWAYS = Window()


def prepare(store: Database, progress: Progress = silent) -> None:
    """Bring the index of words up to date, where we may write."""
    if store.writes:
        index(store, progress)


def found(
    store: Database, tree: Query, window: Window = ALWAYS, progress: Progress = silent
) -> Iterator[Reading]:
    """Give the papers that match, newest submission first, each as soon as it is found.

    Papers whose words are not in the index yet are looked at one by one, so that a store that is
    only read says the same.
    """
    numbers = candidates(store, tree, window)
    done, size = 0, FIRST
    while some := numbers[done : done + size]:
        for line in lines(store, some):
            paper = reading(Paper.from_line(line))
            if matches(tree, paper):
                yield paper
        done, size = done + len(some), min(2 * size, MOST)
        progress("papers looked at", done, len(numbers))


def candidates(store: Database, tree: Query, window: Window = ALWAYS) -> list[int]:
    """Give the numbers of the records that may match, newest submission first."""
    where, values = _condition(fts(tree))
    for sign, end in ((">=", window.since), ("<", window.before)):
        if end is not None:
            where, values = f"{where} AND submitted {sign} ?", (*values, stamp(end))
    rows = store.stream(
        f"SELECT number FROM paper AS mine WHERE {where} AND {NEWEST}"  # noqa: S608  our own SQL
        " ORDER BY submitted DESC, id DESC",
        values,
    )
    return [number for (number,) in rows]


def _condition(expression: str | None) -> tuple[str, tuple[object, ...]]:
    if expression is None:
        return "1", ()
    filed = "number IN (SELECT rowid FROM words WHERE words MATCH ?)"
    return f"({filed} OR {UNFILED})", (expression,)


def lines(store: Database, numbers: list[int]) -> Iterator[str]:
    """Read records in the order that is asked for."""
    rows = store.rows(
        "SELECT number, line FROM paper WHERE number IN (SELECT value FROM json_each(?))",
        (listed(numbers),),
    )
    known: dict[int, str] = dict(rows)
    return (known[number] for number in numbers if number in known)


def empty(store: Database) -> bool:
    """Say whether there is no paper at all."""
    return store.first("SELECT 1 FROM paper LIMIT 1") is None


def held(store: Database) -> int:
    """Count the papers that are held, in whatever versions."""
    row = store.first("SELECT count(DISTINCT id) FROM paper")
    return 0 if row is None else int(row[0])
