"""Random queries on random papers: mirror and store find and count what the evaluator matches.

    nice -n 10 python -m benchmarks.fuzz.searching --seconds 300 [--seed 1]

Not guided by coverage, for an index is made of many papers and asked many times. Papers and queries
consist of pieces of the language and of texts that try to fool an index. A difference is printed
with its query, and the run ends with an error.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING

from benchmarks.fuzz.language import PIECES
from paperlode.errors import QueryError, RecordError
from paperlode.paper import Paper, stamp
from paperlode.query import Query, matches, parse, reading
from paperlode.query.exact import as_written
from paperlode.store import Store
from paperlode.store import found as stored
from paperlode.store.mirror import Mirror, Packer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.query import Reading

PAPERS = 400
FIRST = datetime(2025, 1, 1, tzinfo=UTC)
FIELDS = ("ti", "abs", "all", "au", "co", "jr", "rn", "cat", "doi", "id")
CATEGORIES = ("cs.LG", "hep-th", "CS.lg", "cond-mat.mtrl-sci", "xx.YY", "I.2.6")
TEXTS = (
    *PIECES,
    *("x" * 300, "crystal;s", "cryst,al", "Cry\u00adstal", "its", "it's", "of.", "J.", "C++", "C#"),
    *("generative", "1605.08386", "$x$", "cs lg", "[a]", "{b}", "(c)", "~", "a|b", "#tag", "a\\b"),
    *('"', ".", "*", "?", "+", "/", "a.b.c", "@", "%", "=", "<", "x_y", "a\u0301", "Stra\u00dfe"),
)


def papers(draw: Random) -> Iterator[Paper]:
    """Make papers of pieces; what no record may say is left out."""
    for number in range(PAPERS):
        facts = {
            "id": f"2501.{number:05}",
            "version": 1,
            "title": _text(draw, 5),
            "abstract": _text(draw, 13),
            "authors": [_text(draw, 3) for _ in range(2)],
            "categories": draw.sample(CATEGORIES, draw.randint(1, 2)),
            "submitted": stamp(FIRST + timedelta(hours=draw.randrange(9_000))),
            **{name: _text(draw, 3) for name in ("comment", "journal_ref") if draw.random() < 0.5},
            **({"doi": "10.1234/AB.c"} if draw.random() < 0.2 else {}),
        }
        try:
            yield Paper.from_record(facts)
        except RecordError:
            continue


def _text(draw: Random, most: int) -> str:
    return draw.choice("   -").join(draw.choices(TEXTS, k=draw.randint(1, most)))


def query(draw: Random, texts: list[str]) -> str:
    """Write a query: words of the papers and other pieces, joined in any way."""
    asked = _term(draw, texts)
    for _ in range(draw.choice([0, 0, 0, 1, 2, 4])):
        asked = f"({asked}) {draw.choice(['AND', 'OR', 'ANDNOT'])} {_term(draw, texts)}"
    return asked


def _term(draw: Random, texts: list[str]) -> str:
    words = (draw.choice(texts) if draw.random() < 0.5 else draw.choice(TEXTS)).split() or ["a"]
    first = draw.randrange(len(words))
    some = [word.replace('"', "") for word in words[first : first + draw.randint(1, 3)]]
    if draw.random() < 0.5:
        return f'{draw.choice(FIELDS)}:"{" ".join(some)}"'
    word = some[0].replace("(", "").replace(")", "") or "a"
    if draw.random() < 0.35:
        at = draw.randint(1, len(word))
        word = word[:at] + draw.choice(["*", "?", f"*{word[at:]}", f"?{word[at + 1 :]}", "*?"])
    return f"{draw.choice(FIELDS)}:{word}"


def differences(tree: Query, papers: list[Reading], store: Store, mirror: Mirror) -> list[str]:
    """Say what finds or counts anything but what matches."""
    wanted = sorted(one.paper.id for one in papers if matches(tree, one))
    found = {
        "mirror": sorted(one.paper.id for one in mirror.found(tree)),
        "store": sorted(one.paper.id for one in stored.found(store, tree)),
    }
    wrong = [name for name, ids in found.items() if ids != wanted]
    return wrong if mirror.count(tree) == len(wanted) else [*wrong, "count"]


def main() -> None:
    """Try queries for as long as is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    draw = Random(given.seed)
    made = list(papers(draw))
    with TemporaryDirectory() as folder, Store.open(Path(folder, "s.db")) as store:
        store.save(made, now=FIRST + timedelta(days=400), channel="file", topic=None)
        stored.prepare(store)
        with Mirror.open(Path(folder, "m.sqlite")) as mirror:
            mirror.take(map(Packer().file, made))
        with Mirror.open(Path(folder, "m.sqlite"), reading=True) as mirror:
            sys.exit(_try(draw, made, store, mirror, monotonic() + given.seconds))


def _try(draw: Random, made: list[Paper], store: Store, mirror: Mirror, until: float) -> bool:
    """Say whether there is a difference."""
    readings = [reading(one) for one in made]
    texts = [text for one in made for text in (one.title, one.abstract, *one.authors)]
    tried = wrong = 0
    while monotonic() < until:
        try:
            tree = parse(query(draw, texts))
        except QueryError:
            continue
        for some in (tree, as_written(tree)):
            tried += 1
            if different := differences(some, readings, store, mirror):
                wrong += 1
                print(f"{some!r} (as written: {some is not tree}): {', '.join(different)}")
    print(f"{tried:,} queries on {len(made)} papers, {wrong} differences")
    return wrong > 0


if __name__ == "__main__":
    main()
