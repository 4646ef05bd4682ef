"""How time grows with the length of a query: twice the text, about twice the time.

    python -m benchmarks.growth [--characters 1000]

For each shape of query and each thing that is done with it: milliseconds of CPU time for the
length that is asked for, and how much more twice and four times the length take (the better
of two). Shapes that are refused, for their depth or by arXiv's rules, count as they are refused.
Repairing (``fix``) checks the text up to 60 times, the more often the more there is to repair.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from itertools import islice
from time import process_time
from typing import TYPE_CHECKING

from paperlode.errors import QueryError
from paperlode.query import matches, parse, parse_like_arxiv, reading
from paperlode.query.candidates import fts
from paperlode.query.describe import english
from paperlode.query.explain import explain
from paperlode.query.lint import check, fixed
from paperlode.query.relevance import Relevance
from paperlode.query.repair import repair
from paperlode.replica.synthetic import synthetic

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = datetime(2026, 8, 20, 6, tzinfo=UTC)
TIMES = 2
FASTEST = 0.002
"""Seconds below which nothing is said about growth: they are mostly noise."""

SHAPES: dict[str, Callable[[int], str]] = {
    "many terms": lambda n: " OR ".join(f"abs:word{i}" for i in range(n // 14)),
    "nothing but words": lambda n: "crystal " * (n // 8),
    "one long word": lambda n: "ti:" + "a" * n,
    "one long phrase": lambda n: 'abs:"' + "crystal graph " * (n // 14) + '"',
    "long author": lambda n: "au:" + "a," * (n // 2),
    "many authors": lambda n: "au:" + "smith;" * (n // 6),
    "underscores": lambda n: "au:" + "a_" * (n // 2),
    "wildcards": lambda n: "ti:a" + "*b" * (n // 2),
    "all with wildcards": lambda n: " AND ".join(["all:c*y?t*"] * (n // 15)),
    "everywhere": lambda n: " OR ".join(f'all:"graph {i}"' for i in range(n // 17)),
    "years": lambda n: "all:" + " AND all:".join(str(1991 + i % 40) for i in range(n // 13)),
    "NOT": lambda n: "ti:a" + " NOT ti:b" * (n // 9),
    "ANDNOT": lambda n: "ti:a" + " ANDNOT ti:b" * (n // 12),
    "NOT NOT": lambda n: "NOT " * (n // 4) + "ti:a",
    "mixed operators": lambda n: "ti:a" + " AND ti:b OR ti:c" * (n // 17),
    "parentheses": lambda n: "(" * (n // 2) + "ti:a" + ")" * (n // 2),
    "never closed": lambda n: "(" * n,
    "closed too often": lambda n: ")" * n,
    "groups": lambda n: "(ti:a) AND " * (n // 11) + "ti:a",
    "prefix before group": lambda n: "ti:(" * (n // 4),
    "quotes": lambda n: '"' * n,
    "quotes and words": lambda n: 'ti:"a ' * (n // 6),
    "backslashes": lambda n: 'ti:"' + "\\" * n + '"',
    "escaped quotes": lambda n: 'ti:"' + '\\"' * (n // 2),
    "spaces": lambda n: "ti:a" + " " * n + "ti:b",
    "prefixes": lambda n: "ti:" * (n // 3),
    "dates": lambda n: " OR ".join(["submittedDate:[2024 TO 2025]"] * (n // 32)),
    "open dates": lambda n: "submittedDate:[" * (n // 15),
    "formulas": lambda n: "ti:$" + "\\frac{" * (n // 6),
    "dollars": lambda n: "all:" + "$" * n,
    "accents": lambda n: "ti:e" + "\u0301" * n,
    "apostrophes": lambda n: "ti:" + "a's" * (n // 3),
    "hyphens": lambda n: "ti:" + "a-" * (n // 2),
    "categories": lambda n: " OR ".join(["cat:cs.XX"] * (n // 13)),
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--characters", type=int, default=1_000)
    size = parser.parse_args().characters
    print(f"| {size} characters | " + " | ".join(_DONE) + " |")
    print("|---" * (len(_DONE) + 1) + "|")
    for name, shape in SHAPES.items():
        cells = [_cell(do, shape, size) for do in _DONE.values()]
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def _cell(do: Callable[[str], object], shape: Callable[[int], str], size: int) -> str:
    """Say how long it takes, and how much longer for twice and four times the text."""
    first, *others = [_seconds(do, shape(size * factor)) for factor in (1, 2, 4)]
    if max(first, *others) < FASTEST:
        return "-"
    return f"{1000 * first:.1f} " + " ".join(f"x{other / first:.1f}" for other in others)


def _seconds(do: Callable[[str], object], text: str) -> float:
    best = float("inf")
    for _ in range(TIMES):
        began = process_time()
        do(text)
        best = min(best, process_time() - began)
    return best


def _read(text: str) -> object:
    try:
        return parse(text)
    except QueryError:
        return None


def _like_arxiv(text: str) -> object:
    try:
        return str(parse_like_arxiv(text))
    except QueryError:
        return None


def _repaired(text: str) -> object:
    try:
        return repair(text)
    except QueryError:
        return None


def _with_tree(do: Callable[..., object]) -> Callable[[str], object]:
    """Do something with the tree, if there is one; reading is part of the time."""

    def done(text: str) -> object:
        try:
            tree = parse(text)
        except QueryError:
            return None
        return do(tree)

    return done


PAPERS = [one.paper for one in islice(synthetic(20, 1, TODAY), 20)]

_DONE: dict[str, Callable[[str], object]] = {
    "repair": _repaired,
    "arXiv's reading": _like_arxiv,
    "parse": _read,
    "check": check,
    "fix": fixed,
    "candidates": _with_tree(fts),
    "match 20": _with_tree(lambda tree: [matches(tree, reading(paper)) for paper in PAPERS]),
    "explain": _with_tree(lambda tree: explain(tree, PAPERS[0])),
    "describe": _with_tree(english),
    "relevance": _with_tree(lambda tree: Relevance(tree).mentions(reading(PAPERS[0]))),
}

if __name__ == "__main__":
    main()
