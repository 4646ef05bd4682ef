"""The index narrows and never misses a match."""

from __future__ import annotations

import sqlite3  # noqa: TID251  the law is about SQLite's own full-text search
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperlode.query import And, Not, Or, Query, Term, matches, parse
from paperlode.query.candidates import NO_PAPER, fts
from paperlode.text import index_words

from .queries import papers, terms, trees

if TYPE_CHECKING:
    from paperlode.paper import Paper


def candidates(tree: Query, several: list[Paper]) -> set[int]:
    """Ask SQLite which papers may match."""
    expression = fts(tree)
    if expression is None:
        return set(range(len(several)))
    database = sqlite3.connect(":memory:")
    try:
        database.execute("CREATE VIRTUAL TABLE words USING fts5(text, content='', detail=none)")
        rows = enumerate(map(index_words, several))
        database.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", rows)
        found = database.execute("SELECT rowid FROM words WHERE words MATCH ?", (expression,))
        return {number for (number,) in found}
    finally:
        database.close()


@settings(max_examples=200)
@given(st.one_of(terms, trees), st.lists(papers(), max_size=3))
def test_every_match_is_a_candidate(tree: Query, several: list[Paper]) -> None:
    """Candidates ⊇ matches: the index may say perhaps too often, and never no wrongly."""
    matching = {number for number, one in enumerate(several) if matches(tree, one)}
    assert matching <= candidates(tree, several)


@pytest.mark.parametrize(
    ("query", "expression"),
    [
        ('ti:"crystal structures of"', '"scrystal" AND "sstructur"'),
        ("ti:crystal AND (cat:cs.LG OR cat:cs.AI)", '"scrystal" AND ("kcsz2ezlg" OR "kcsz2ezai")'),
        ("ti:gra*", '"sgra" *'),
        ("cat:cs.*", '"kcsz2ez" *'),
        ("cat:*", None),
        ("au:muller,a", '"amuller"'),
        ("ti:crystal ANDNOT ti:x", '"scrystal"'),
        ("NOT ti:crystal", None),
        ("ti:crystal OR NOT ti:x", '"scrystal"'),
        ("ti:the", NO_PAPER),
        ("ti:the OR ti:a", NO_PAPER),
        ("submittedDate:[2024 TO 2025] AND co:nine", '"pnine"'),
        ('abs:"of the"', None),
        ("doi:10.1/X", '"d10z2ez1z2fzz58z"'),
    ],
)
def test_what_the_index_is_asked(query: str, expression: str | None) -> None:
    """Words by kind, beginnings for wildcards, nothing where the index cannot help."""
    assert fts(parse(query)) == expression


def test_a_category_is_found_by_its_name() -> None:
    """The names are not filed with each paper; the query names the categories instead."""
    assert '"kcsz2ezlg"' in (fts(parse('all:"machine learning"')) or "")


def test_deep_expressions_are_left_out() -> None:
    """SQLite's parser has little room; what is too deep only narrows less."""
    tree: Query = Term("ti", "a1")
    for level in range(60):
        tree = Or(Term("ti", f"b{level}"), And(Term("abs", f"c{level}"), tree))
    expression = fts(tree)
    assert candidates(tree, []) == set()
    assert expression is None or expression.count("(") < 40
    assert fts(And(Not(Term("ti", "x")), Not(Term("ti", "y")))) is None
