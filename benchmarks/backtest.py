"""What it costs to try a query on the papers at hand (`paperlode query test`).

    python -m benchmarks.backtest [--papers 20000] [--store .paperlode/store.db]
                                  [--mirror .paperlode/mirror.sqlite] [--query QUERY]

Without ``--store`` and ``--mirror`` made-up papers of the replica are put into a store first; with
a mirror alone the store is empty. For each query:
seconds of wall and CPU time with one process and with as many as are usual, and how many papers
were read.
Law: the counts are those of asking the evaluator about every paper (made-up papers only).
"""

from __future__ import annotations

import argparse
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from paperlode.lab.judge import here, several
from paperlode.lab.papers import Papers
from paperlode.lab.trial import Trial, trial
from paperlode.query import matches, parse
from paperlode.replica.synthetic import synthetic
from paperlode.several import usual
from paperlode.store import Store
from paperlode.store.mirror import Mirror
from paperlode.store.where import index

if TYPE_CHECKING:
    from paperlode.lab.judge import Judge
    from paperlode.paper import Paper
    from paperlode.query import Query

    Hand = tuple[Store, Mirror | None]

TODAY = datetime(2026, 8, 20, 6, tzinfo=UTC)
QUERIES = [
    'cat:cond-mat.mtrl-sci AND (abs:"machine learning" OR abs:"neural network")',
    '(cat:cond-mat.mtrl-sci OR cat:cs.LG) AND (all:"materials design" OR all:"inverse design")',
    "ti:crystal ANDNOT cat:cs.LG",
]


def fill(store: Store, number: int) -> list[Paper]:
    """Put made-up papers into a store; gives the newest version of each."""
    papers = [one.paper for one in synthetic(number, 1, TODAY)]
    for place in range(0, len(papers), 2_000):
        store.save(papers[place : place + 2_000], now=TODAY, channel="file", topic=None)
    index(store)
    return list({paper.id: paper for paper in papers}.values())


def timed(tree: Query, hand: Hand, judge: Judge) -> tuple[Trial, str]:
    """Try a query, and say how long it took."""
    wall, cpu = perf_counter(), process_time()
    result = trial(tree, Papers(*hand, judge=judge))
    return result, f"{perf_counter() - wall:6.2f} s ({process_time() - cpu:.2f} s CPU)"


def measure(hand: Hand, queries: list[str], everything: list[Paper]) -> None:
    """Print a line for each query and number of processes."""
    for query in queries:
        tree = parse(query)
        print(query)
        result, alone = timed(tree, hand, here)
        with several(usual()) as judge:
            together = timed(tree, hand, judge)
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
    parser.add_argument("--mirror", type=Path)
    parser.add_argument("--query", action="append")
    given = parser.parse_args()
    queries = given.query or QUERIES
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if given.mirror is not None:
            mirror = stack.enter_context(Mirror.open(given.mirror, reading=True))
            print(f"{mirror.held():,} papers in the mirror")
        else:
            mirror = None
        looking = given.store is not None
        path = given.store if looking else folder / "store.db"
        store = stack.enter_context(Store.open(path, reading=looking))
        made = [] if looking or mirror else fill(store, given.papers)
        measure((store, mirror), queries, made)


if __name__ == "__main__":
    main()
