"""What papers at hand say about a query."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from paperlode.paper import Paper
from paperlode.query.lint import check
from paperlode.query.lint.evidence import Evidence, gather


def paper(number: int, title: str, abstract: str = "") -> Paper:
    """Make a paper of a title."""
    day = datetime(2026, 8, 1, tzinfo=UTC)
    return Paper(
        id=f"2608.{number:05}",
        version=1,
        title=title,
        abstract=abstract,
        authors=("Ada Example",),
        categories=("cs.LG",),
        submitted=day,
        updated=day,
    )


PAPERS = [
    paper(1, "Generative models", "We generate. A general model."),
    paper(2, "General relativity in general"),
    paper(3, "Crystals"),
]


def test_words_with_the_same_stem_are_counted_once_a_paper() -> None:
    """As they stand in titles and abstracts."""
    evidence = gather(["ti:generative"], PAPERS)
    assert evidence.papers == 3
    assert evidence.words == {"gener": Counter(general=2, generative=1, generate=1)}


def test_papers_are_counted_for_each_term() -> None:
    """By the evaluator itself."""
    evidence = gather(['ti:crystal OR abs:"general model"', "ti:phonon"], PAPERS)
    assert evidence.found == {"ti:crystal": 1, 'abs:"general model"': 1, "ti:phonon": 0}


def test_a_stem_surprise_tells_its_evidence() -> None:
    """With numbers, the most frequent word first; inflections surprise nobody."""
    evidence = gather(["ti:generate"], PAPERS)
    (found,) = [f for f in check("ti:generate", evidence) if f.code == "stem-surprise"]
    assert "general (2), generative (1) (papers of 3 here)" in found.sentence


def test_a_term_without_a_paper_is_told_when_there_are_enough_papers() -> None:
    """Of a handful of papers nothing follows."""
    for papers, codes in [(99, set()), (100, {"no-paper"})]:
        evidence = Evidence(papers, {"ti:phonon": 0})
        assert {f.code for f in check("ti:phonon", evidence)} == codes


def test_more_results_than_arxiv_gives_out_are_told() -> None:
    """Where the store knows how many there were."""
    told = [f.sentence for f in check("cat:cs.LG", Evidence(results=214_881))]
    assert "214,881" in told[0]
    assert check("cat:cs.LG", Evidence(results=10_000)) == []


def test_what_cannot_be_read_is_counted_all_the_same() -> None:
    """A broken query has terms, too; a broken date has not."""
    assert gather(["(ti:crystal", "submittedDate:[x TO y]"], PAPERS).found["ti:crystal"] == 1
