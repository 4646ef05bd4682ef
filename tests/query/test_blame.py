"""Which terms are at fault when a search and the evaluator disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from paperlode.query import parse
from paperlode.query.blame import at_fault
from tests.small_world import made_up

if TYPE_CHECKING:
    from paperlode.paper import Paper

LOOSE = made_up(1, abstract="A crystal on green glass.")
OTHER = made_up(2, abstract="A green crystal.", categories=("hep-th",))


@pytest.mark.parametrize(
    ("query", "papers", "told"),
    [
        (
            'abs:"green crystal"',
            [LOOSE],
            ['abs:"green crystal" in 1 of 1 (its words are there, but not side by side)'],
        ),
        ("abs:glass AND cat:cs.LG", [OTHER], []),
        ("abs:green AND cat:cs.LG", [OTHER], ["cat:cs.LG in 1 of 1"]),
        ("abs:green ANDNOT cat:hep-th", [OTHER], ["cat:hep-th in 1 of 1"]),
        ("abs:green AND abs:crystal", [OTHER], ["abs:crystal in 1 of 1", "abs:green in 1 of 1"]),
        ("abs:green OR abs:nothing", [OTHER], ["abs:green in 1 of 1"]),
        ("abs:green AND (ANDNOT abs:red)", [OTHER], ["abs:green in 1 of 1", "abs:red in 1 of 1"]),
        (
            'abs:"green crystal" AND (ti:"number crystal" OR cat:hep-th)',
            [LOOSE, OTHER],
            [
                'abs:"green crystal" in 2 of 2',
                'ti:"number crystal" in 1 of 2 (its words are there, but not side by side)',
                "cat:hep-th in 1 of 2",
            ],
        ),
    ],
)
def test_a_term_that_makes_the_difference_is_at_fault(
    query: str, papers: list[Paper], told: list[str]
) -> None:
    """Whichever side took the paper; of phrases it is said whether their words are there."""
    faults = at_fault(parse(query), papers)
    assert sorted(fault.told(len(papers)) for fault in faults) == sorted(told)
