"""Other ways to search the same papers: plain SQLite FTS5, a scan, bm25s."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3  # noqa: TID251  plain SQLite is what is compared
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from paperlode.query import parse
from paperlode.query.syntax import And, AndNot, Or, Query, Term, fold
from paperlode.sources import snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from benchmarks.mirror_queries import Asked
    from paperlode.paper import Paper

NEWEST = 50


class Peer(NamedTuple):
    """One way to search: how long it took to build, how large it is, how to ask it."""

    name: str
    built: float
    size: int
    where: str
    newest: Callable[[Asked], int]
    every: int = 1
    """Of so many queries one is asked; a scan takes its time."""


def peers(file: Path, folder: Path) -> Iterator[Peer]:
    """Build one after the other."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield _fts5(file, folder)
        yield _scan(file)
        yield _bm25s(file, folder)
    finally:
        shutil.rmtree(folder)


def _papers(file: Path) -> Iterator[Paper]:
    with file.open("rb") as lines:
        yield from map(snapshot.read, lines)


COLUMNS = {"ti": "title", "abs": "abstract", "au": "authors", "cat": "categories"}


def _fts5(file: Path, folder: Path) -> Peer:
    """File title, abstract, authors and categories as SQLite's manual shows it."""
    began, path = time.monotonic(), folder / "fts5.sqlite"
    database = sqlite3.connect(path)
    database.execute(
        "CREATE VIRTUAL TABLE paper USING fts5(title, abstract, authors, categories, id UNINDEXED,"
        " tokenize = 'porter unicode61')"
    )
    database.executemany(
        "INSERT INTO paper VALUES (?, ?, ?, ?, ?)",
        (
            (one.title, one.abstract, ", ".join(one.authors), " ".join(one.categories), one.id)
            for one in _papers(file)
        ),
    )
    database.commit()
    found = "SELECT * FROM paper WHERE paper MATCH ? ORDER BY rowid DESC LIMIT ?"

    def newest(asked: Asked) -> int:
        expression = fold(parse(asked.query), _expression)
        return len(database.execute(found, (expression, NEWEST)).fetchall())

    return Peer("SQLite FTS5", time.monotonic() - began, path.stat().st_size, "on disk", newest)


def _expression(part: Query, below: list[str]) -> str:
    """Write a query as FTS5 understands it: nearly the same, by its own words and stems."""
    if isinstance(part, Term):
        words = re.sub(r"[^\w*]+", " ", part.text).strip()
        column = f"{COLUMNS[part.field]} : " if part.field in COLUMNS else ""
        return f'{column}"{words[:-1]}" *' if words.endswith("*") else f'{column}"{words}"'
    word = {And: "AND", Or: "OR", AndNot: "NOT"}[type(part)]  # type: ignore[index]
    return f"({below[0]} {word} {below[1]})"


def _scan(file: Path) -> Peer:
    """Look at every paper for every query, as arxiv-sanity-lite does: words counted in texts."""
    began = time.monotonic()
    held: list[dict[str, Any]] = [
        {
            "title": one.title.lower(),
            "authors": " ".join(one.authors).lower(),
            "summary": one.abstract.lower(),
        }
        for one in _papers(file)
    ]

    def newest(asked: Asked) -> int:
        words = _words(asked.query)

        def score(text: str, times: int) -> int:
            return sum(min(times, text.count(word)) for word in words)

        scored = [
            10 * score(one["title"], 1) + 20 * score(one["authors"], 1) + score(one["summary"], 3)
            for one in held
        ]
        ranked = sorted(range(len(scored)), key=scored.__getitem__, reverse=True)
        return sum(scored[place] > 0 for place in ranked[:NEWEST])

    size = sum(len(json.dumps(one)) for one in held)
    return Peer("scan", time.monotonic() - began, size, "of text in memory", newest, every=10)


def _words(query: str) -> list[str]:
    """Give the words of a query alone, for ways that have no language."""
    found: list[str] = []

    def collect(part: Query, _: list[None]) -> None:
        if isinstance(part, Term):
            found.extend(re.findall(r"\w+", part.text.lower()))

    fold(parse(query), collect)
    return found


def _bm25s(file: Path, folder: Path) -> Peer:
    """Rank by BM25: the best papers instead of the newest."""
    import bm25s  # noqa: PLC0415  only the comparison needs it
    import Stemmer  # noqa: PLC0415  same

    began, stemmer = time.monotonic(), Stemmer.Stemmer("porter")
    texts = [f"{one.title} {one.abstract}" for one in _papers(file)]
    tokens = bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False)
    index = bm25s.BM25()
    index.index(tokens, show_progress=False)
    index.save(folder / "bm25s")
    size = sum(one.stat().st_size for one in (folder / "bm25s").iterdir())

    def newest(asked: Asked) -> int:
        words = bm25s.tokenize(
            " ".join(_words(asked.query)), stopwords="en", stemmer=stemmer, show_progress=False
        )
        _, scores = index.retrieve(words, k=NEWEST, show_progress=False)
        return int((scores > 0).sum())

    return Peer("bm25s (best, not newest)", time.monotonic() - began, size, "on disk", newest)
