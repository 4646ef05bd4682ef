"""Which of two papers is more about a query."""

from __future__ import annotations

import pytest

from paperlode.query import parse, reading
from paperlode.query.relevance import Relevance, positive, rarity

from ..small_world import made_up  # noqa: TID252  the papers of all tests

FILLER = "other words fill the abstract here and there " * 3


def score(query: str, title: str, abstract: str) -> float:
    """Score a paper where every term is equally rare."""
    ranking = Relevance(parse(query))
    said = ranking.mentions(reading(made_up(title=title, abstract=abstract)))
    return ranking.score(said, [1.0] * len(ranking.terms), 20)


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("all:gold", ("Gold", FILLER), ("Tin", f"gold {FILLER}")),
        ("abs:gold", ("Tin", f"gold gold {FILLER}"), ("Tin", f"gold {FILLER}")),
        ("abs:gold", ("Tin", "gold"), ("Tin", f"gold {FILLER}")),
        ("ti:gold OR ti:tin", ("Gold and tin", FILLER), ("Gold and gold", FILLER)),
        ('abs:"gold ring"', ("Tin", f"gold rings {FILLER}"), ("Tin", f"rings of gold {FILLER}")),
        ("ti:gol*", ("Golden gold", FILLER), ("Golden", FILLER)),
    ],
)
def test_more_about_it_is_better(
    query: str, better: tuple[str, str], worse: tuple[str, str]
) -> None:
    """By title, by number, by length, by how many terms, by phrases, by wildcards."""
    assert score(query, *better) > score(query, *worse)


@pytest.mark.parametrize("query", ["cat:cs.LG", "au:example", "submittedDate:[2025 TO 2027]"])
def test_facts_put_nothing_first(query: str) -> None:
    """Categories, names and dates let papers in."""
    assert score(query, "Gold", FILLER) == 0


def test_what_is_left_out_does_not_count() -> None:
    """Only terms that the query wants, each once."""
    tree = parse("ti:a1 AND (ti:a1 OR ti:b1) ANDNOT (ti:c1 OR ti:d1)")
    assert [str(term) for term in positive(tree)] == ["ti:a1", "ti:b1"]


def test_rare_terms_weigh_more() -> None:
    """And one that every paper has weighs next to nothing, but never less."""
    assert rarity(1, 1000) > rarity(500, 1000) > rarity(1000, 1000) >= 0
    assert rarity(2000, 1000) >= 0
