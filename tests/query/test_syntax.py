"""The tree of a query."""

from __future__ import annotations

from hypothesis import given

from paperlode.query import And, AndNot, Not, Or, Query, Term
from paperlode.query.syntax import as_lists, depth, fold, walk

from .queries import trees

A, B, C = Term("ti", "a"), Term("au", '"b c"'), Term("all", '""')


def test_a_tree_is_written_with_every_parenthesis() -> None:
    """So that it has one meaning whatever the reader thinks of precedence."""
    assert str(Or(And(A, B), Not(C))) == '((ti:a AND au:"b c") OR (ANDNOT all:""))'
    assert repr(A) == "<Term ti:a>"


def test_a_tree_as_lists() -> None:
    """The form in which other programs read it."""
    assert as_lists(AndNot(A, Not(B))) == ["ANDNOT", ["ti", "a"], ["ANDNOT", ["au", '"b c"']]]


def test_trees_are_equal_when_they_say_the_same() -> None:
    """Where a term stood in the text does not matter; what it is, does."""
    assert Term("ti", "a", position=7) == A
    assert len({And(A, B), And(A, B), Or(A, B), And(B, A)}) == 3
    assert A != "ti:a"


def test_a_value_knows_its_quotes() -> None:
    """Quotes belong to the value, as in arXiv's tree."""
    assert (A.quoted, A.text, A.empty) == (False, "a", False)
    assert (B.quoted, B.text, B.empty) == (True, "b c", False)
    assert (C.quoted, C.text, C.empty) == (True, "", True)


@given(trees)
def test_walking_and_folding_see_the_same_parts(tree: Query) -> None:
    """Each part once, from the root down and from the leaves up."""
    count = fold(tree, lambda _, below: 1 + sum(below))
    assert count == len(list(walk(tree))) >= depth(tree)
