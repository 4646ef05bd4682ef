"""Rows of bits say of every query what the evaluator says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from paperlode.lab.columns import Columns, bits, numbers
from paperlode.paper import Paper  # noqa: TC001  hypothesis reads the annotations
from paperlode.query import Query, matches, reading
from tests.query import queries


@settings(deadline=None, max_examples=150)
@given(
    trees=st.lists(queries.trees, min_size=1, max_size=3),
    papers=st.lists(queries.papers(), max_size=12),
)
def test_rows_of_bits_agree_with_the_evaluator(trees: list[Query], papers: list[Paper]) -> None:
    """For every query and every paper: the evaluator has the last word."""
    columns = Columns(trees)
    for paper in papers:
        columns.add(reading(paper))
    for tree in trees:
        expected = [n for n, paper in enumerate(papers) if matches(tree, paper)]
        assert list(numbers(columns.of(tree))) == expected


@given(st.sets(st.integers(0, 200)))
def test_a_row_keeps_its_numbers(chosen: set[int]) -> None:
    """Whatever they are."""
    assert set(numbers(bits(chosen, 201))) == chosen
