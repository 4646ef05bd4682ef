"""Papers on which a query is tried: what may match it, read in one go.

Of each paper the newest version counts, whatever topics decided about it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperlode.paper import Paper, moment
from paperlode.progress import silent
from paperlode.sighting import TRACKED
from paperlode.store.database import listed
from paperlode.store.found import Window, candidates, lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from paperlode.progress import Progress
    from paperlode.query import Query
    from paperlode.store.database import Database

CHUNK = 500
"""Records that are read at once."""


def may_match(
    store: Database, tree: Query, since: datetime | None = None, progress: Progress = silent
) -> Iterator[list[str]]:
    """Give lists of records of the papers that may match, those submitted last first.

    ``since``: only papers whose first version was submitted then or later.
    """
    numbers = candidates(store, tree, Window(since))
    for done in range(0, len(numbers), CHUNK):
        progress("papers read", done, len(numbers))
        yield list(lines(store, numbers[done : done + CHUNK]))
    progress("papers read", len(numbers), len(numbers))


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
