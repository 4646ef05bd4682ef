"""Rows of bits say of every query what the evaluator says."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from paperlode.lab.changes import also, single
from paperlode.lab.columns import Columns, bits, numbers
from paperlode.lab.judge import judged
from paperlode.paper import Paper  # noqa: TC001  hypothesis reads the annotations
from paperlode.query import Query, matches
from paperlode.query.exact import as_written
from tests.query import queries


@settings(deadline=None, max_examples=60)
@given(trees=st.lists(queries.trees, min_size=1, max_size=3), papers=st.lists(queries.papers()))
def test_rows_of_bits_agree_with_the_evaluator(trees: list[Query], papers: list[Paper]) -> None:
    """For every query, as arXiv reads it and as written, and for every change and paper."""
    queried = [*trees, as_written(trees[0])]
    changed = [*single(queried[-1])[0], *single(trees[0])[0], *also(trees[0], "machine learning")]
    queried += [change.tree for change in changed]
    columns = Columns(queried)
    for some in (papers[:3], papers[3:]):
        columns.take(judged([paper.to_line() for paper in some], columns.terms))
    for tree in queried:
        expected = [n for n, paper in enumerate(papers) if matches(tree, paper)]
        assert list(numbers(columns.of(tree))) == expected


@given(st.sets(st.integers(0, 200)))
def test_a_row_keeps_its_numbers(chosen: set[int]) -> None:
    """Whatever they are."""
    row = bits(np.array(sorted(chosen), np.int64), 201)
    assert set(numbers(row)) == chosen
