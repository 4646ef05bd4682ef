"""Two channels' records of one version, put together."""
# ruff: noqa: RUF001  this file is about signs that look like others

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.paper import Paper, moment
from paperlode.text.joined import alike, joined

DAY = moment("2026-11-23")
PAPER = Paper("2611.00001", 1, "A title", "Text.", ("Ada One",), ("cs.LG", "stat.ML"), DAY, DAY)


@pytest.mark.parametrize(
    ("field", "said", "held"),
    [
        ("title", r"$\alpha = 1$", "$α= 1$"),
        ("title", "α x", "αx"),
        ("abstract", "Two words\n\nmore", "Two words more"),
        ("comment", "9 pages,\n3 figures", "9 pages, 3 figures"),
        ("categories", ("cs.LG", "math.ST", "stat.ML"), ("cs.LG", "stat.ML", "math.ST")),
        ("authors", ("Ada One",), ("Ada One Jr.",)),
        ("authors", ("Ada One", "Jo{ã}o Two"), ("Ada One III", "Jo{ã}o Two")),
        ("license", None, "http://example.org"),
        ("report_no", None, "EX-1"),
        ("doi", None, "10.1234/a"),
        ("journal_ref", None, "J. Ex. 1"),
        ("withdrawn", False, True),
    ],
)
def test_what_means_the_same_stays_as_it_is_held(field: str, said: Any, held: Any) -> None:  # noqa: ANN401  values of any field
    """Other TeX, other white space, another order, nothing said: no change."""
    before = replace(PAPER, **{field: held})
    assert joined(replace(PAPER, **{field: said}), before) == before


@pytest.mark.parametrize(
    ("field", "said", "held"),
    [
        ("title", "A better title", "A title"),
        ("abstract", "", "Text."),
        ("comment", None, "9 pages"),
        ("doi", "10.1234/b", "10.1234/a"),
        ("authors", ("Ada One", "Bob Two"), ("Ada One",)),
        ("authors", ("Ada One Jr.",), ("Ada One",)),
        ("authors", ("Bob Two", "Ada One"), ("Ada One", "Bob Two")),
        ("categories", ("stat.ML", "cs.LG"), ("cs.LG", "stat.ML")),
        ("categories", ("cs.LG", "stat.ML", "math.ST"), ("cs.LG", "stat.ML")),
        ("withdrawn", True, False),
        ("report_no", "EX-2", None),
    ],
)
def test_what_means_something_else_is_taken(field: str, said: Any, held: Any) -> None:  # noqa: ANN401  values of any field
    """A correction, a cross-list, a fuller name."""
    now = replace(PAPER, **{field: said})
    assert joined(now, replace(PAPER, **{field: held})) == now


TEXT = st.sampled_from(["", "α= b", r"\alpha = b", "a b", "a  b", "ab", "c", r"Erd\H{o}s", "Erdős"])
MAYBE = st.none() | TEXT
NAME = st.sampled_from(
    ["Ada One", "Ada One Jr.", "Ada One,", "Bob Two", r"P. Erd\H{o}s", "P. Erdős"]
)
RECORD = st.builds(
    Paper,
    st.just("2611.00001"),
    st.just(1),
    TEXT,
    TEXT,
    st.lists(NAME, max_size=2).map(tuple),
    st.permutations(["cs.LG", "stat.ML", "math.ST"]).map(tuple),
    st.just(DAY),
    st.just(DAY),
    MAYBE,
    MAYBE,
    MAYBE,
    MAYBE,
    MAYBE,
    st.booleans(),
)


@given(RECORD, RECORD)
def test_what_was_joined_stays(said: Paper, held: Paper) -> None:
    """A channel that says the same again changes nothing."""
    once = joined(said, held)
    assert joined(said, once) == once
    assert joined(held, held) == held


@given(RECORD, RECORD)
def test_two_channels_that_mean_the_same_settle(one: Paper, other: Paper) -> None:
    """After each has spoken once, neither changes the record, however often they speak."""
    settled = joined(other, joined(one, other))
    meant = all(
        alike(getattr(one, field) or "", getattr(other, field) or "")
        for field in ("title", "abstract", "comment", "journal_ref")
    )
    if meant and one.authors == other.authors and one.categories == other.categories:
        for channel in (one, other):
            again = joined(channel, settled)
            assert (again.title, again.abstract) == (settled.title, settled.abstract)
            assert again.authors == settled.authors
