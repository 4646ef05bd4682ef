"""What an index knows of a query: what surely matches does, and what matches may."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperlode.query import And, Or, Query, Term, matches, parse
from paperlode.query.bounds import bounds
from paperlode.query.conditions import ALL, NONE

from ..hostile import HOSTILE  # noqa: TID252  texts of all tests
from ..small_world import made_up  # noqa: TID252  the papers of all tests
from .indexed import Indexed
from .queries import papers, trees

if TYPE_CHECKING:
    from paperlode.paper import Paper

ODD_WORDS = """
crystal crystals crystal;s cryst,al Cry\u00adstal CRYSTAL. (crystal the structure structures
struc.ture Structural its it's crystal's é = half-life half life - . ; of. theory J. machine
learning of a-b-c-d-e-f-g-h x-y in-depth half-in-x ﬁeld straße naïve aeon eon Good god 2016 1605
"""
PIECES = st.sampled_from([*ODD_WORDS.split(), "x" * 300])
PHRASES = st.lists(PIECES, min_size=1, max_size=4).map(" ".join)
PATTERNS = st.builds(
    "{}{}{}".format,
    st.sampled_from(
        ["crystal", "struct", "structure", "i", "th", "half-l", "half-i", "é", "", "x" * 150]
    ),
    st.sampled_from(["*", "?", "*?", "??", "s*", "*s?"]),
    st.sampled_from(["", "s", "e", "al*", "*?*?"]),
)
NAMES = st.builds("{}{}{}".format, PIECES, st.sampled_from([",", ", ", ";", ",,"]), PHRASES)
FORMULAS = st.sampled_from(["$x$", "$x^2$", "$x$ and $x^2$", '"$x$"'])
FIELDS = st.sampled_from(["ti", "abs", "all", "au", "co", "jr", "rn", "cat", "doi", "id"])
TERMS = st.one_of(
    st.builds(Term, FIELDS, PHRASES.map('"{}"'.format)),
    st.builds(Term, FIELDS, PIECES.filter(lambda piece: piece.strip(".;-=") != "")),
    st.builds(Term, FIELDS, PATTERNS),
    st.builds(Term, st.just("au"), NAMES),
    st.builds(Term, st.sampled_from(["ti", "abs", "all"]), FORMULAS),
)
SOME = made_up(1)
ODD_CATEGORIES = ["CS.lg", "cs lg", "cs.LG", "stat.ML", "I.2.6; x", "C" * 300, "math.ST"]


@st.composite
def odd_papers(draw: st.DrawFn) -> Paper:
    """Make papers of texts that try to fool an index."""
    texts = st.one_of(PHRASES, FORMULAS, st.sampled_from(HOSTILE))
    people = PHRASES | st.lists(PIECES, min_size=14, max_size=15).map(" ".join)
    return replace(
        draw(papers()),
        title=draw(texts),
        abstract=draw(texts),
        comment=draw(st.none() | PHRASES),
        journal_ref=draw(st.none() | texts.filter(bool)),
        authors=tuple(draw(st.lists(people, max_size=2))),
        categories=tuple(draw(st.lists(st.sampled_from(ODD_CATEGORIES), min_size=1, max_size=2))),
    )


def holds(tree: Query, paper: Paper) -> None:
    """Check the law for one query and one paper."""
    surely, may = bounds(tree)
    found, indexed = matches(tree, paper), Indexed(paper)
    assert found or not indexed.fulfils(surely)
    assert indexed.fulfils(may) or not found


@given(tree=trees, paper=papers())
@settings(max_examples=150)
def test_matches_lie_between_the_bounds(tree: Query, paper: Paper) -> None:
    """Surely, then matches, then may: for all queries and papers."""
    holds(tree, paper)


@given(term=TERMS, paper=odd_papers())
@settings(max_examples=250)
def test_so_they_do_for_words_that_try_to_fool_an_index(term: Term, paper: Paper) -> None:
    """Words that folding, stemming or deleted signs take apart or put together."""
    holds(term, paper)


@given(pieces=st.lists(PIECES, min_size=1, max_size=8), data=st.data())
@settings(max_examples=250)
def test_so_they_do_for_phrases_of_the_text_itself(pieces: list[str], data: st.DataObject) -> None:
    """Some words of which are left out for stop words, or written in another way."""
    first = data.draw(st.integers(0, len(pieces) - 1))
    asked = [
        data.draw(st.sampled_from([piece, piece, "of", piece.lower(), piece.strip(".;,(=-\u00ad")]))
        for piece in pieces[first : first + data.draw(st.integers(1, 5))]
    ]
    field = data.draw(FIELDS)
    text = " ".join(pieces)
    shown = data.draw(st.sampled_from(["title", "abstract", "comment", "journal_ref", "authors"]))
    only: dict[str, Any] = {"title": "", "abstract": ""}
    paper = replace(SOME, **only | {shown: (text,) if shown == "authors" else text})
    holds(Term(field, f'"{" ".join(asked)}"'), paper)
    holds(Term(field, asked[-1] or "x"), paper)


def test_gaps_of_a_phrase_may_be_signs_that_are_no_words() -> None:
    """In the catch-all field they are words, among stems they are nothing."""
    for abstract in ("the crystal - of gold", "crystal of - gold", "crystal = = gold"):
        paper = replace(SOME, title="", abstract=abstract)
        assert matches(Term("all", '"crystal of the gold"'), paper)
        holds(Term("all", '"crystal of the gold"'), paper)


@pytest.mark.parametrize("between", ["of", "a", "of a", "-", "x-y", "a-b_c", "x-" * 9, "= of x-y"])
def test_gaps_of_a_phrase_are_as_wide_as_what_stands_there(between: str) -> None:
    """Among stems; a paper with a very wide one is marked."""
    paper = replace(SOME, title="", abstract=f"crystal {between} gold")
    gaps = " ".join("the" for _ in between.split())
    assert matches(Term("all", f'"crystal {gaps} gold"'), paper)
    holds(Term("all", f'"crystal {gaps} gold"'), paper)


@pytest.mark.parametrize("category", ODD_CATEGORIES)
def test_so_they_do_for_parts_of_what_is_no_category(category: str) -> None:
    """Only a category has an archive."""
    for value in ("cs", "CS", "stat", "i"):
        holds(Term("all", value), replace(SOME, title="", abstract="", categories=(category,)))


@pytest.mark.parametrize("value", ["crystal\ud800*", "a\udcff?"])
def test_no_index_is_asked_for_half_a_character(value: str) -> None:
    """As it comes of arguments that are no UTF-8: no paper has one."""
    for field in ("ti", "abs", "co"):
        assert bounds(Term(field, value)).may == NONE


def test_words_far_apart_are_no_phrase() -> None:
    """So the paper need not be read."""
    may = bounds(parse('all:"crystal of gold"')).may
    assert not Indexed(replace(SOME, abstract="crystal x y z x y z x y z gold")).fulfils(may)


def test_long_topics_are_decided() -> None:
    """However many terms stand side by side, and some are left out."""
    many = " OR ".join(f'ti:"crystal {n}"' for n in range(400))
    assert bounds(parse(f"({many}) ANDNOT (abs:gold OR cat:hep-th)")).decided


def test_what_is_nested_too_deep_is_left_to_the_evaluator() -> None:
    """AND and OR a hundred times in each other."""
    tree: Query = Term("ti", "crystal")
    for n in range(100):
        tree = Or(And(tree, Term("ti", f"x{n}")), Term("ti", f"y{n}"))
    holds(tree, replace(SOME, title="crystal y7"))
    holds(tree, replace(SOME, title="crystal"))


def test_what_stands_before_something_deep_narrows() -> None:
    """So that an index answers a long chain of ANDNOT without all papers being read."""
    tree = parse("ti:crystal ANDNOT " + " ANDNOT ".join(f"ti:x{n}" for n in range(200)))
    assert not Indexed(replace(SOME, title="glass")).fulfils(bounds(tree).may)
    holds(tree, replace(SOME, title="crystal x7"))
    holds(tree, replace(SOME, title="crystal x8"))


@pytest.mark.parametrize("phrase", ["of the", "such as the", "such as in the", "the", "it's of"])
@pytest.mark.parametrize("text", ["of the such as the gold", "such as the", "Of-THE: it's of", ""])
@pytest.mark.parametrize("field", ["abs", "all"])
def test_phrases_of_stop_words_are_in_the_index(field: str, phrase: str, text: str) -> None:
    """Of two or three words exactly, in abstracts."""
    term = Term(field, f'"{phrase}"')
    holds(term, made_up(1, abstract=text))
    assert bounds(term).may != ALL or phrase == "the"
    assert bounds(Term("abs", '"of the"')).decided
