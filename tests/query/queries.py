"""Queries and papers for the laws of the query language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from paperlode.paper import Paper
from paperlode.query import And, AndNot, Not, Or, Query, Term

TYPED = st.lists(
    st.sampled_from(
        [
            *'ab*_:"()\\ \n;$',
            *(" AND ", " OR ", " NOT ", " ANDNOT ", "au:", "ti:", "cat:", "all:"),
            *("submittedDate:", "[2024 TO 2025]", "quartz", '"a b"'),
        ]
    ),
    max_size=14,
).map("".join)
"""What people may type, broken in every way."""

WORDS = [
    "crystal",
    "crystals",
    "structure",
    "the",
    "of",
    "good",
    "Schrödinger",
    "GANs",
    "half-life",
]
WORDS += ["e.g.", "Moore's", "2016", "machine", "learning", "(x)", "Ada", "Müller", "J.P.", "$x$"]
BARE = ["crystal", "structur*", "cr?stal", "the", "god", "schrodinger", "half-life", "e.g.", "2016"]
BARE += ["1605", "Mueller", "muller,a", "ada;bo", "J.P.", "cs.LG", "machine", "1605.08386", "$x$"]
PHRASES = ["crystal structures", "of the crystal", "the of", "machine learning", "ada muller"]
PHRASES += ["structure of good crystals", "good 2016 crystals", "computer science", "muller a*"]
FIELDS = ["ti", "abs", "all", "au", "co", "jr", "rn", "doi", "id", "cat"]

terms = st.one_of(
    st.builds(Term, st.sampled_from(FIELDS), st.sampled_from(BARE)),
    st.builds(Term, st.sampled_from(FIELDS), st.sampled_from(PHRASES).map('"{}"'.format)),
    st.builds(Term, st.just("cat"), st.sampled_from(["cs.*", "cond-mat*", "*", "c?.lg", "cs"])),
    st.just(Term("submittedDate", '"201605010000 TO 201606010000"')),
    st.just(Term("all", '""')),
)
"""Terms that find something in the papers below now and then."""


def _joined(trees: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    return st.one_of(
        *(st.builds(kind, trees, trees) for kind in (And, Or, AndNot)), st.builds(Not, terms)
    )


trees = st.recursive(terms, _joined, max_leaves=8)
"""Queries that arXiv can answer."""

texts = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """Make a paper of few words, so that queries often fit."""
    day = datetime(2016, 5, 1, tzinfo=UTC) + timedelta(days=draw(st.integers(0, 60)))
    optional = st.none() | texts.filter(bool)
    return Paper(
        id=draw(st.sampled_from(["1605.08386", "1701.00001", "cs/9901001", "cond-mat/1605001"])),
        version=draw(st.integers(1, 2)),
        title=draw(texts),
        abstract=draw(texts),
        authors=tuple(draw(st.lists(st.sampled_from(AUTHORS), max_size=3))),
        categories=tuple(draw(st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=3))),
        submitted=day,
        updated=day,
        comment=draw(optional),
        journal_ref=draw(optional),
        doi=draw(st.none() | st.just("10.1234/AB.c 10.1234/x")),
        report_no=draw(optional),
    )


AUTHORS = ["Ada Müller", "A. B. Mueller Jr.", "J.P. Good", "Bo van der Example", "Machine Group"]
CATEGORIES = ["cs.LG", "cond-mat.mtrl-sci", "stat.ML", "hep-th", "xx.YY", "I.2.6"]
