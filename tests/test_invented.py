"""Papers that are invented by the million to measure with."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from benchmarks import invented
from benchmarks.mirror_queries import drawn
from paperlode.paper import Paper
from paperlode.query import parse
from paperlode.sources import snapshot

if TYPE_CHECKING:
    from pathlib import Path

RECORDS = list(invented.records(300))
PAPERS = [Paper.from_record(record) for record in RECORDS]


def test_invented_papers_are_papers() -> None:
    """Of many years, oldest first, each with an identifier of its own; the same every time."""
    assert len({paper.id for paper in PAPERS}) == len(PAPERS)
    assert all(one.submitted <= other.submitted for one, other in pairwise(PAPERS))
    assert PAPERS[-1].submitted.year - PAPERS[0].submitted.year > 20
    assert list(invented.records(300)) == RECORDS


def test_the_snapshot_says_the_same() -> None:
    """But for the white space around abstracts, and authors taken apart anew."""
    for record, paper in zip(RECORDS, PAPERS, strict=True):
        read = snapshot.read(json.dumps(invented.as_snapshot(record)))
        for fact in ("id", "version", "title", "abstract", "authors", "categories", "submitted"):
            assert getattr(read, fact) == getattr(paper, fact)


def test_queries_are_of_all_kinds(tmp_path: Path) -> None:
    """As many of each, and all can be read."""
    file = tmp_path / "papers.jsonl"
    invented.write(file, 300)
    queries = drawn(file, 70)
    assert all(parse(one.query) for one in queries)
    assert set(Counter(one.kind for one in queries).values()) == {10}
