"""How fast queries are read and papers matched, and how far we agree with arXiv.

    python benchmarks/matching.py [--papers FILE] [--answers FILE]

``--papers``: paper records (``.jsonl``, ``.jsonl.gz``, ``.jsonl.zst``) instead of 20,000 invented
ones. ``--answers``: what arXiv returned, one JSON object a line with ``query``, ``papers``
(records) and ``backend`` (``sound``, or ``broken`` where its answers did not fit the query).
Speeds are per second of CPU time, the start of the program included where a command is timed.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from paperlode.cli.record_files import opened
from paperlode.paper import Paper
from paperlode.query import matches, parse, parse_like_arxiv, reading
from paperlode.replica.synthetic import synthetic
from paperlode.store.packed import texts
from paperlode.text import index_words, plain

if TYPE_CHECKING:
    from collections.abc import Callable

INVENTED = 20_000
TODAY = datetime(2026, 8, 20, 6, tzinfo=UTC)
QUERIES = (
    'cat:cond-mat.mtrl-sci AND abs:"crystal structure"',
    'abs:"crystal structure"',
    'all:"crystal structure"',
    'all:crystal AND all:"machine learning"',
    "au:smith,j OR au:mueller",
)
PARSED = 20_000
MOST_NAMED = 20
"""Papers that were returned and do not match, which are named."""


def main() -> None:
    """Print all figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--papers", help="paper records to match")
    options.add_argument("--answers", help="what arXiv returned")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = given.papers or _invented(Path(folder) / "papers.jsonl")
        _commands(file)
        _parts(file)
    _parsing()
    if given.answers:
        _agreement(given.answers)


def _invented(file: Path) -> str:
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(
            f"{one.paper.to_line()}\n" for one in islice(synthetic(INVENTED, 1, TODAY), INVENTED)
        )
    return str(file)


def _commands(file: str) -> None:
    """Time whole commands, start included: one query over all records."""
    with opened(file) as lines:
        number = sum(1 for _ in lines)
    print(f"paperlode query match, whole command, {number:,} records:")
    for query in QUERIES:
        began = _children()
        command = [sys.executable, "-m", "paperlode", "query", "match", query, file]
        found = subprocess.run(command, check=True, capture_output=True).stdout.count(b"\n")
        seconds = _children() - began
        print(f"  {number / seconds:8,.0f} abstracts/s  {found:7,} match  {query}")


def _children() -> float:
    """Give the CPU seconds of all processes that we started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _parts(file: str) -> None:
    """Time what a command is made of, on the first records."""
    with opened(file) as lines:
        papers = [Paper.from_line(line) for line in islice(lines, INVENTED)]
    tree = parse("all:nothing OR abs:nowhere")
    parts: dict[str, Callable[[Paper], object]] = {
        "stems of the abstract": lambda paper: reading(paper).abstract,
        "one query": lambda paper: matches(tree, paper),
        "words for the index": index_words,
        "words for the mirror": texts,
        "TeX made readable": lambda paper: plain(paper.abstract),
    }
    print(f"in one process, {len(papers):,} papers, each part twice (first, again):")
    for name, part in parts.items():
        first, again = _rate(part, papers), _rate(part, papers)
        print(f"  {first:8,.0f} {again:8,.0f} papers/s  {name}")


def _rate(part: Callable[[Paper], object], papers: list[Paper]) -> float:
    began = time.process_time()
    for paper in papers:
        part(paper)
    return len(papers) / (time.process_time() - began)


def _parsing() -> None:
    query = 'ti:(dark matter) AND (au:del_maestro OR all:"spin ice") ANDNOT cat:hep-ph'
    began = time.process_time()
    for _ in range(PARSED):
        parse_like_arxiv(query)
    print(f"  {PARSED / (time.process_time() - began):8,.0f} queries/s   reading a query")


def _agreement(file: str) -> None:
    """Compare with what arXiv returned: by entry, so that a paper returned twice counts twice."""
    returned: Counter[str] = Counter()
    agreed: Counter[str] = Counter()
    unlike: list[tuple[str, str]] = []
    with opened(file) as lines:
        for line in lines:
            day = json.loads(line)
            tree, papers = parse(day["query"]), [Paper.from_record(one) for one in day["papers"]]
            returned[day["backend"]] += len(papers)
            misfits = [paper for paper in papers if not matches(tree, paper)]
            agreed[day["backend"]] += len(papers) - len(misfits)
            unlike += [(day["backend"], paper.name) for paper in misfits]
    print("agreement with what arXiv returned:")
    for backend, number in sorted(returned.items()):
        share = agreed[backend] / number
        print(f"  {backend}: {agreed[backend]:,} of {number:,} match ({share:.2%})")
        names = dict.fromkeys(name for where, name in unlike if where == backend)
        print(f"    not {', '.join(list(names)[:MOST_NAMED])}" if names else "    all")


if __name__ == "__main__":
    main()
