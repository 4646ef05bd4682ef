"""A query in plain English."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from paperlode.query import Term, parse
from paperlode.query.describe import english, sentence

from .queries import terms, trees

if TYPE_CHECKING:
    from paperlode.query import Query


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("ti:crystal", "the title has a word like crystal"),
        ("ti:crystals", "the title has a word like crystals (crystal...)"),
        (
            'abs:"theory of everything"',
            (
                "the abstract has these words side by side, in this order: "
                "theory (theori...) of (any word) everything (everyth...)"
            ),
        ),
        ("ti:half-life", "the title has all of these words, anywhere: half, life"),
        ("ti:graph*", "the title has the stem of a word that fits graph*"),
        ("co:pages", "the comment has the word pages"),
        ("ti:the", "nothing: no paper can match ti:the"),
        ('au:""', "any paper at all (an empty phrase)"),
        ("cat:cs.lg", "it is in category cs.LG (Machine Learning)"),
        ("cat:cs.*", "a category fits cs.*"),
        ('au:"ada example"', "one author's name has these words, in any order: ada, example"),
        ("au:smith,j", "an author's surname is smith, forenames begin with j"),
        ("id:2608.00001", "the identifier is 2608.00001"),
        ("doi:10.1/x", "a DOI is 10.1/x"),
        (
            "submittedDate:[2025 TO 2026]",
            "version 1 was submitted from 2025-01-01 00:00 to 2026-12-31 23:59 UTC",
        ),
    ],
)
def test_a_term_is_said(query: str, said: str) -> None:
    """What it looks for, with the stems that are compared."""
    tree = parse(query)
    assert isinstance(tree, Term)
    assert sentence(tree) == said


def test_a_year_in_all_is_said() -> None:
    """One of arXiv's surprises."""
    assert "announced then" in english(parse("all:2016"))[0][1]


def test_a_query_is_said_line_by_line() -> None:
    """Chains are one list, what is excluded says not."""
    tree = parse("(ti:x AND (ti:y AND (ti:z OR ti:v))) ANDNOT ti:w")
    assert english(tree) == [
        (0, "the first of these and not the second:"),
        (1, "all of these:"),
        (2, "the title has a word like x"),
        (2, "the title has a word like y"),
        (2, "one of these or more:"),
        (3, "the title has a word like z"),
        (3, "the title has a word like v"),
        (1, "not: the title has a word like w"),
    ]


@given(trees)
def test_every_query_can_be_said(tree: Query) -> None:
    """At least one line a term."""
    assert english(tree)


@given(terms)
def test_every_term_can_be_said(term: Term) -> None:
    """In a few words."""
    assert sentence(term)
