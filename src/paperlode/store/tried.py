"""Papers on which a query is tried: what may match it, read in one go.

Of each paper the newest version counts, whatever topics decided about it.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from paperlode.paper import Paper, moment, stamp
from paperlode.progress import silent
from paperlode.query.candidates import fts
from paperlode.sighting import TRACKED
from paperlode.store.database import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from paperlode.progress import Progress
    from paperlode.query import Query
    from paperlode.store.database import Database

CHUNK = 500
"""Records that are read at once."""

_NEWEST = "NOT EXISTS (SELECT 1 FROM paper WHERE id = mine.id AND version > mine.version)"


def how_many_may_match(store: Database, tree: Query, most: int) -> int | None:
    """Count the records that have to be read for a query, up to ``most``; None: all of them."""
    expression = fts(tree)
    if expression is None:
        return None
    row = store.first(
        "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)", (expression, most)
    )
    return 0 if row is None else int(row[0])


def may_match(
    store: Database, tree: Query, since: datetime | None = None, progress: Progress = silent
) -> Iterator[list[str]]:
    """Give lists of records of the papers that may match, those that came last first.

    ``since``: only papers whose first version was submitted then or later.
    """
    numbers = _numbers(store, fts(tree))
    start = stamp(since) if since else ""
    for done in range(0, len(numbers), CHUNK):
        progress("papers read", done, len(numbers))
        rows = store.rows(
            "SELECT line FROM paper AS mine WHERE number IN (SELECT value FROM json_each(?))"  # noqa: S608  our own SQL
            f" AND submitted >= ? AND {_NEWEST} ORDER BY number DESC",
            (listed(numbers[done : done + CHUNK]), start),
        )
        yield [line for (line,) in rows]
    progress("papers read", len(numbers), len(numbers))


def _numbers(store: Database, expression: str | None) -> list[int]:
    """Give the numbers of records, descending; those not in the index yet come first."""
    if expression is None:
        return [
            number for (number,) in store.stream("SELECT number FROM paper ORDER BY number DESC")
        ]
    unfiled = store.stream(
        "SELECT number FROM paper WHERE number >"
        " coalesce((SELECT value FROM meta WHERE name = 'indexed'), 0) ORDER BY number DESC"
    )
    filed = store.stream(
        "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC", (expression,)
    )
    return [number for (number,) in chain(unfiled, filed)]


def some(store: Database, most: int) -> Iterator[Paper]:
    """Give at most ``most`` records from all over the store, always the same ones."""
    row = store.first("SELECT max(number) FROM paper")
    last = 0 if row is None or row[0] is None else int(row[0])
    chosen = sorted({1 + place * last // most for place in range(most)}) if last else []
    for (line,) in store.rows(
        "SELECT line FROM paper WHERE number IN (SELECT value FROM json_each(?))", (listed(chosen),)
    ):
        yield Paper.from_line(line)


def newest_day(store: Database) -> datetime | None:
    """Give the latest submission among the papers that came last; None: there are none."""
    row = store.first(
        "SELECT max(submitted) FROM (SELECT submitted FROM paper ORDER BY number DESC LIMIT ?)",
        (CHUNK,),
    )
    return None if row is None or row[0] is None else moment(row[0])


def tracked(store: Database, topics: Sequence[str]) -> frozenset[str]:
    """Give the identifiers of the papers that topics have."""
    rows = store.stream(
        "SELECT DISTINCT id FROM standing WHERE topic IN (SELECT value FROM json_each(?))"
        " AND kind IN (SELECT value FROM json_each(?))",
        (listed(topics), listed(sorted(TRACKED))),
    )
    return frozenset(identifier for (identifier,) in rows)
