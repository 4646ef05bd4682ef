"""Papers on which a query is tried: what may match it, read in one go.

Of each paper the newest version counts, whatever topics decided about it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from paperlode.paper import Paper, moment
from paperlode.progress import silent
from paperlode.sighting import TRACKED
from paperlode.store.database import listed
from paperlode.store.found import Window, candidates, lines
from paperlode.store.words import SHIFT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from paperlode.progress import Progress
    from paperlode.query import Query
    from paperlode.store.database import Database
    from paperlode.store.mirror import Mirror

CHUNK = 500
"""Records that are read at once."""
TOGETHER = 10_000
"""Identifiers that are compared at once."""


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


def twice(store: Database, mirror: Mirror) -> tuple[frozenset[str], list[int]]:
    """Tell what does not count of papers that are in both, because the other version is newer.

    Gives identifiers in the store and numbers in the mirror; of the same version that in the store
    counts.
    """
    older: set[str] = set()
    replaced = []
    rows: Iterator[tuple[str, int]] = store.stream("SELECT id, max(version) FROM paper GROUP BY id")
    while here := dict(islice(rows, TOGETHER)):
        for name, (version, number) in mirror.versions(here).items():
            if version > here[name]:
                older.add(name)
            else:
                replaced.append(number)
    return frozenset(older), replaced


def some_imported(mirror: Mirror, most: int) -> Iterator[Paper]:
    """Give about ``most`` papers from all over the mirror, always the same ones."""
    step = max(1, mirror.held() // most)
    # Seconds times a prime, so that minutes and hours do not make a pattern.
    rows = mirror.rows(
        "SELECT number FROM paper WHERE ((number >> ?) * 7919 >> 5) % ? = 0"
        " ORDER BY number LIMIT ?",
        (SHIFT, step, 2 * most),
    )
    return (paper for _, paper in mirror.papers(number for (number,) in rows))


def newest_imported(mirror: Mirror) -> datetime | None:
    """Give the latest submission in the mirror; None: it is empty."""
    row = mirror.first("SELECT max(number) FROM paper")
    if row is None or row[0] is None:
        return None
    return datetime.fromtimestamp(row[0] >> SHIFT, UTC)
