"""Why a paper matches: the evaluator's own verdict, taken apart."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from paperlode.paper import Paper
from paperlode.query import Term, matches, parse
from paperlode.query.explain import as_record, explain, marked, texts

from .queries import papers, trees

if TYPE_CHECKING:
    from paperlode.query import Query
    from paperlode.query.explain import Verdict

PAPER = Paper(
    id="2608.00001",
    version=1,
    title="Crystal structures of the half-lives",
    abstract="We learn generative models (GANs), e.g. for crystals.",
    authors=("Ada Q. Example", "Bo M\u00fcller"),
    categories=("cs.LG", "cond-mat.mtrl-sci"),
    submitted=datetime(2026, 8, 1, tzinfo=UTC),
    updated=datetime(2026, 8, 1, tzinfo=UTC),
    comment="12 pages",
    journal_ref="Crystals 13",
    doi="10.1234/x",
)


@given(trees, papers())
@settings(max_examples=300)
def test_the_verdict_is_the_evaluator_s(tree: Query, paper: Paper) -> None:
    """On the whole and on every part; marks lie within the texts."""
    waiting: list[Verdict] = [explain(tree, paper)]
    there = texts(paper)
    while waiting:
        verdict = waiting.pop()
        waiting += verdict.below
        assert verdict.holds == matches(verdict.part, paper)
        if isinstance(verdict.part, Term) and verdict.holds:
            assert all(reason.holds for reason in verdict.reasons)
        for mark in verdict.marks:
            assert 0 <= mark.start < mark.end <= len(there[mark.text])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ti:crystal", {("title", "Crystal")}),
        ('ti:"crystal structure"', {("title", "Crystal structures")}),
        ('ti:"structure of the half lives"', {("title", "structures of the half-lives")}),
        ("ti:live", {("title", "lives")}),
        ("abs:generation", {("abstract", "generative")}),
        ("abs:gen*", {("abstract", "generative")}),
        ("cat:cond-mat*", {("categories", "cond-mat.mtrl-sci")}),
        ('au:"example ada"', {("authors", "Ada Q. Example")}),
        ("au:mueller,b", {("authors", "Bo M\u00fcller")}),
        ("au:mueller", {("authors", "M\u00fcller")}),
        ("co:pages", {("comment", "pages")}),
        ("doi:10.1234/x", {("doi", "10.1234/x")}),
        ("id:2608.00001", {("identifier", "2608.00001")}),
        ('all:"machine learning"', {("categories", "cs.LG")}),
        ("submittedDate:[2026 TO 2027]", {("submitted", "2026-08-01T00:00:00Z")}),
        ("ti:crystal ANDNOT abs:phonon", {("title", "Crystal")}),
        ("ti:crystal ANDNOT abs:models", set()),
    ],
)
def test_what_was_found_is_marked(query: str, found: set[tuple[str, str]]) -> None:
    """In the texts as they stand; nothing is marked for a query that fails."""
    verdict = explain(parse(query), PAPER)
    there = texts(PAPER)
    places = {(mark.text, there[mark.text][mark.start : mark.end]) for mark in verdict.marks}
    assert (places if verdict.holds else set()) == found


def test_every_word_of_a_term_is_judged() -> None:
    """So that one sees which one is missing."""
    told = as_record(explain(parse("ti:half-phonon"), PAPER))
    assert [(reason["what"], reason["holds"]) for reason in told["reasons"]] == [
        ('"half" in the title', True),
        ('"phonon" in the title', False),
    ]


def test_a_deep_query_is_explained() -> None:
    """As deep as the parser allows."""
    tree = parse("ti:crystal AND (" * 400 + "ti:x" + ")" * 400)
    verdict = explain(tree, PAPER)
    assert not verdict.holds
    assert as_record(verdict)["operator"] == "AND"


def test_a_text_is_cut_at_its_marks() -> None:
    """Marks may overlap."""
    pieces = marked("abcdefg", [(1, 3), (2, 5)])
    assert pieces == [("a", False), ("bcde", True), ("fg", False)]
