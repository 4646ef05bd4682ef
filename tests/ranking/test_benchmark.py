"""The benchmark ranks any folder of its form, also one that tells little."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.ranking import Benchmark, compare, gain, interval, ours, quality, write
from benchmarks.ranking_peers import REFERENCE
from paperlode.progress import silent

if TYPE_CHECKING:
    from pathlib import Path

NOBODY: dict[str, Any] = {"user": "B"}
TEXTS = {"1": "solid lithium ion", "2": "lithium anode", "3": "dark galaxy", "4": "galaxy halo"}


def folder(place: Path, **more: list[dict[str, Any]]) -> Path:
    """Write a benchmark of two readers, of whom one tells nothing but a name."""
    files: dict[str, list[dict[str, Any]]] = {
        "users": [{"user": "A", "kind": "new", "library": ["1", "lost"], "seen": ["4"]}, NOBODY],
        "pools": [
            {"user": user, "pool": "w", "type": "week", "ids": ["3", "2", "lost"]} for user in "AB"
        ],
        "background": [],
        "papers": [{"id": key, "title": text} for key, text in TEXTS.items()],
    } | more
    for name, lines in files.items():
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (place / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return place


def test_every_paper_of_every_pool_gets_a_line_without_truth(tmp_path: Path) -> None:
    """Scores need no truth; a paper that the folder does not have has none."""
    out = tmp_path / "scores.jsonl"
    write(Benchmark(folder(tmp_path), None), ours, out, silent)
    scores = {
        (x["user"], x["id"]): x["score"] for x in map(json.loads, out.read_text().splitlines())
    }
    assert scores["A", "2"] > scores["A", "3"]
    assert scores["A", "lost"] is None
    assert len(scores) == 6


def test_quality_counts_weeks_with_relevant_papers(tmp_path: Path) -> None:
    """A reader whose relevant paper comes first has 1; who has none is left out."""
    truth = [{"user": "A", "relevant": ["2"]}, {"user": "B", "relevant": []}]
    bench = Benchmark(folder(tmp_path, truth=truth), None)
    found = quality(bench, ours, silent, "ours")
    assert found == {"A": 1.0}
    assert interval(bench, found)["mean"] == 1.0


def test_every_method_ranks_the_same_papers(tmp_path: Path) -> None:
    """Each gets means and a difference; that of the reference to itself is 0."""
    truth = [{"user": "A", "relevant": ["2"]}, {"user": "B", "relevant": []}]
    recent = [{"era": "", "ids": ["1", "2", "3", "4"]}]
    figures = compare(Benchmark(folder(tmp_path, truth=truth, background=recent), None), silent)
    assert {"arxiv-sanity-lite", "ASReview", REFERENCE, "paperlode"} < set(figures)
    assert figures["paperlode"]["mean"] == figures["arxiv-sanity-lite"]["mean"] == 1.0
    assert figures[REFERENCE]["difference"]["mean"] == 0.0


def test_gain_is_less_the_lower_the_relevant_paper_stands() -> None:
    """The second place is worth 1 / log2(3) of the first."""
    assert gain(["a", "b"], {"a": 2, "b": 1}, {"b"}) == pytest.approx(0.6309, abs=1e-4)
