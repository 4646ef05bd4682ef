"""What it costs to try a query on the papers at hand (`paperlode query test`).

    python -m benchmarks.backtest [--papers 20000] [--store .paperlode/store.db] [--query QUERY]

Without ``--store`` made-up papers of the replica are put into a store first. For each query:
seconds of wall and CPU time with one process and with as many as are usual, and how many papers
were read.
Law: the counts are those of asking the evaluator about every paper (made-up papers only).
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from paperlode.lab.judge import here, several
from paperlode.lab.trial import Trial, trial
from paperlode.query import matches, parse
from paperlode.replica.synthetic import synthetic
from paperlode.several import usual
from paperlode.store import Store, tried
from paperlode.store.where import holders, index

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.lab.judge import Judge
    from paperlode.paper import Paper
    from paperlode.query import Query

TODAY = datetime(2026, 8, 20, 6, tzinfo=UTC)
QUERIES = [
    'cat:cond-mat.mtrl-sci AND (abs:"machine learning" OR abs:"neural network")',
    '(cat:cond-mat.mtrl-sci OR cat:cs.LG) AND (all:"materials design" OR all:"inverse design")',
    "ti:crystal ANDNOT cat:cs.LG",
]


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of a store."""

    store: Store

    def number(self, tree: Query, most: int) -> int | None:
        """Say how many papers have to be read."""
        return holders(self.store, tree, most)

    def may_match(self, tree: Query) -> Iterator[list[str]]:
        """Give their records."""
        return tried.may_match(self.store, tree)

    def paper(self, identifier: str, version: int) -> Paper:
        """Give a paper."""
        found = self.store.paper(identifier, version)
        assert found is not None
        return found

    def newest_day(self) -> datetime | None:
        """Give the last day."""
        return tried.newest_day(self.store)

    def some(self, most: int) -> Iterator[Paper]:
        """Give papers from all over."""
        return tried.some(self.store, most)


def fill(store: Store, number: int) -> list[Paper]:
    """Put made-up papers into a store; gives the newest version of each."""
    papers = [one.paper for one in synthetic(number, 1, TODAY)]
    for place in range(0, len(papers), 2_000):
        store.save(papers[place : place + 2_000], now=TODAY, channel="file", topic=None)
    index(store)
    return list({paper.id: paper for paper in papers}.values())


def timed(tree: Query, papers: Papers, judge: Judge) -> tuple[Trial, str]:
    """Try a query, and say how long it took."""
    wall, cpu = perf_counter(), process_time()
    result = trial(tree, papers, judge=judge)
    return result, f"{perf_counter() - wall:6.2f} s ({process_time() - cpu:.2f} s CPU)"


def measure(store: Store, queries: list[str], everything: list[Paper]) -> None:
    """Print a line for each query and number of processes."""
    papers = Papers(store)
    for query in queries:
        tree = parse(query)
        print(query)
        result, alone = timed(tree, papers, here)
        with several(usual()) as judge:
            together = timed(tree, papers, judge)
        assert together[0] == result
        if everything:
            assert result.brings.number == sum(matches(tree, one) for one in everything)
        print(f"  {result.read:,} papers read, {result.brings.number:,} match")
        print(f"  one process {alone}, {usual()} processes {together[1]} here")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--papers", type=int, default=20_000)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--query", action="append")
    given = parser.parse_args()
    queries = given.query or QUERIES
    if given.store is not None:
        with Store.open(given.store, reading=True) as store:
            measure(store, queries, [])
        return
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "store.db") as store:
        measure(store, queries, fill(store, given.papers))


if __name__ == "__main__":
    main()
