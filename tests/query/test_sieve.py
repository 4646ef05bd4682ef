"""A sieve lets through every query that matches, and few that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from paperlode.query import matches, parse
from paperlode.query.sieve import Sieve
from paperlode.text.index import filed
from tests.small_world import made_up

if TYPE_CHECKING:
    from paperlode.paper import Paper

QUERIES = [
    "all:crystal",
    'abs:"invent a crystal" OR ti:glass',
    "abs:glass",
    "abs:crystal ANDNOT ti:crystal",
    "(abs:glass OR abs:invent) AND (ti:crystal OR au:Curie)",
    "abs:crys* AND cat:cond-mat.*",
    "au:Example",
    "cat:cs.LG",
    "id:2608.00001",
    'all:"made up" AND all:"crystal number"',
    "submittedDate:[202601010000 TO 202701010000]",
]
PAPERS = [
    made_up(1),
    made_up(2, title="Glass", abstract="No such thing.", authors=("Marie Curie",)),
    made_up(3, abstract="Crystals, invented in glass", categories=("math.AG",)),
]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_what_matches_passes(paper: Paper) -> None:
    """Whatever the query is made of."""
    trees = [parse(query) for query in QUERIES]
    passing = Sieve(trees).passing(filed(paper))

    assert {n for n, tree in enumerate(trees) if matches(tree, paper)} <= set(passing)


def test_what_lacks_the_words_is_held_back() -> None:
    """Else nothing would be gained."""
    trees = [parse("abs:glass"), parse('abs:"crystal glass"'), parse("abs:crystal")]
    assert Sieve(trees).passing(filed(made_up(1))) == [2]


def test_no_queries_no_places() -> None:
    """A site without tags pays nothing."""
    assert Sieve([]).passing(filed(made_up(1))) == []
