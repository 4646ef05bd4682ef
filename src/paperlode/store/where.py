"""A query's tree as SQL: which papers may match it, asked of the index of words.

The index only narrows: it may give papers that do not match, and never misses one that does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperlode.paper import Paper
from paperlode.progress import silent
from paperlode.query.candidates import fts
from paperlode.text import index_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.progress import Progress
    from paperlode.query import Query
    from paperlode.store.database import Database

CHUNK = 2_000
"""Papers whose words are added to the index in one transaction."""


NEWEST = "NOT EXISTS (SELECT 1 FROM paper WHERE id = mine.id AND version > mine.version)"
"""Of ``paper AS mine``: no higher version of it is here."""
UNFILED = "number > coalesce((SELECT value FROM meta WHERE name = 'indexed'), 0)"
"""The words of the paper are not in the index yet."""


def candidates(store: Database, tree: Query) -> tuple[str, tuple[object, ...]]:
    """Give a condition on ``paper`` and its values: what may match the tree.

    Brings the index of words up to date first; nothing else does, so that a daily run, which only
    looks at what is new, never pays for it.
    """
    expression = fts(tree)
    if expression is None:
        return "1", ()
    index(store)
    return "number IN (SELECT rowid FROM words WHERE words MATCH ?)", (expression,)


def holders(store: Database, tree: Query, most: int = -1) -> int | None:
    """Say in how many records the index finds a query, up to ``most``; None: it cannot narrow it.

    An upper bound and quick: records that were replaced count too.
    """
    expression = fts(tree)
    if expression is None:
        return None
    row = store.first(
        "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)", (expression, most)
    )
    return 0 if row is None else int(row[0])


def newest(store: Database, limit: int) -> Iterator[Paper]:
    """Give the newest version of papers, those that arrived last first, at most ``limit``."""
    for (line,) in store.stream(
        f"SELECT line FROM paper AS mine WHERE {NEWEST} ORDER BY number DESC LIMIT ?",  # noqa: S608  ours
        (limit,),
    ):
        yield Paper.from_line(line)


def index(store: Database, progress: Progress = silent) -> int:
    """Add the words of papers that came since the last time; gives how many papers."""
    total = 0
    while number := _index_some(store):
        total += number
        progress("words of papers filed", total)
    return total


def _index_some(store: Database) -> int:
    with store.writing():
        rows = store.rows(
            f"SELECT number, line FROM paper WHERE {UNFILED} ORDER BY number LIMIT ?",  # noqa: S608  ours
            (CHUNK,),
        )
        store.change_many(
            "INSERT INTO words (rowid, text) VALUES (?, ?)",
            ((number, index_words(Paper.from_line(line))) for number, line in rows),
        )
        if rows:
            store.note("indexed", rows[-1][0])
        return len(rows)
