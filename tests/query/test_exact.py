"""Words as they are written, and what arXiv is asked for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.query import And, AndNot, Not, Or, Term, matches, parse
from paperlode.query.describe import english
from paperlode.query.exact import as_written, wider
from paperlode.query.explain import explain
from tests.small_world import made_up

PAPER = made_up(
    title="Maxwell's Graph-based models of the crystal",
    abstract="Generative networks for structure prediction.",
    comment="Two figures",
    journal_ref="Crystals 12 (2026)",
)


@pytest.mark.parametrize(
    ("query", "stems", "written"),
    [
        ("ti:model", True, False),
        ("ti:models", True, True),
        ("ti:MODELS", True, True),
        ("abs:general", True, False),
        ("abs:generative", True, True),
        ('abs:"structures predictions"', True, False),
        ('abs:"structure prediction"', True, True),
        ('abs:"network for structure"', True, False),
        ('ti:"models of the crystal"', True, True),
        ('ti:"models in the crystal"', True, False),
        ('ti:"graph based"', True, True),
        ("ti:graph-based", True, True),
        ("ti:based-graph", True, False),
        ("ti:maxwell", True, True),
        ("ti:model*", True, True),
        ("ti:models*", False, False),
        ("all:crystals", True, True),
        ("all:generated", True, False),
        ("co:figures", True, True),
        ("abs:general OR cat:cs.LG", True, True),
        ("cat:cs.LG ANDNOT ti:model", False, True),
        ("cat:cs.LG ANDNOT ti:models", False, False),
    ],
)
def test_words_count_as_they_are_written(query: str, stems: bool, written: bool) -> None:  # noqa: FBT001  a table
    """Case, hyphens and possessives make no difference; endings and stop words do."""
    tree = parse(query)
    assert matches(tree, PAPER) is stems
    assert matches(as_written(tree), PAPER) is written


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("ti:a AND abs:b", "(ti:a AND abs:b)"),
        ("cat:x ANDNOT ti:a", "cat:x"),
        ("ti:a ANDNOT cat:x", "(ti:a ANDNOT cat:x)"),
        ("ti:a ANDNOT (cat:x OR ti:b)", "(ti:a ANDNOT cat:x)"),
        ("ti:a ANDNOT (cat:x AND ti:b)", "ti:a"),
        ("ti:a ANDNOT (cat:x ANDNOT ti:b)", "(ti:a ANDNOT (cat:x ANDNOT ti:b))"),
        ("cat:y ANDNOT (cat:x ANDNOT cat:z)", "(cat:y ANDNOT (cat:x ANDNOT cat:z))"),
    ],
)
def test_words_that_are_not_wanted_are_not_asked_for(query: str, asked: str) -> None:
    """ArXiv would leave out papers with another form of them."""
    assert str(wider(parse(query))) == asked


def test_a_query_of_what_is_not_wanted_asks_for_everything() -> None:
    """There is nothing less that would do."""
    assert wider(parse("ANDNOT ti:a")) is None


_TERMS = st.sampled_from(
    [
        *("ti:model", "ti:models", "abs:generative", "abs:general", "all:crystal", "all:crystals"),
        *("cat:cs.LG", "cat:math.AG", 'abs:"structure predictions"', "au:example", "ti:of"),
    ]
)
_TREES = st.recursive(
    _TERMS.map(parse),
    lambda below: (
        st.builds(
            lambda kind, left, right: kind(left, right),
            st.sampled_from([And, Or, AndNot]),
            below,
            below,
        )
        | _TERMS.map(parse).map(Not)
    ),
    max_leaves=8,
)


@given(_TREES)
def test_arxiv_is_asked_for_all_that_is_taken(tree: And) -> None:
    """Whatever matches as written, matches what is asked."""
    asked = wider(tree)
    assert asked is None or matches(asked, PAPER) or not matches(as_written(tree), PAPER)


def test_a_query_read_as_written_is_explained_so() -> None:
    """In plain English, and with the places in a paper."""
    tree = as_written(parse('ti:"graph based"'))
    assert english(tree) == [(0, 'the title has "graph based" as written, in upper or lower case')]
    assert english(as_written(Term("abs", "model*")))[0][1].endswith("fits model* as written")
    marks = {(mark.start, mark.end) for mark in explain(tree, PAPER).marks}
    assert marks == {(10, 21)}
