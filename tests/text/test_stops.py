"""Stop words side by side, as an index is asked for them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.text import chains
from paperlode.text.chains import GAP
from paperlode.text.index import apart
from paperlode.text.stops import MARKS, runs, sought

from ..hostile import HOSTILE  # noqa: TID252  the texts of all tests
from ..small_world import made_up  # noqa: TID252  the papers of all tests

PIECES = (
    "the of THE, (of) it's It\u2019S of-the such/as crystal to-be-or-not state-of-the-art \u0130t"
)
TEXTS = st.lists(st.sampled_from([*PIECES.split(), *HOSTILE]), max_size=8).map(" ".join)


def marked(text: str) -> str:
    """Give the stream of an abstract as the index takes it."""
    return apart(made_up(1, abstract=text), [])[1]


@given(text=TEXTS)
def test_the_mark_of_a_stop_word_says_which_one_it_is(text: str) -> None:
    """As arXiv looks for it, and the index leaves out every mark."""
    stems, words = chains.english.words(text), chains.standard.words(text)
    marks = [f".{word}" if stem == GAP else stem for stem, word in zip(stems, words, strict=True)]
    assert marked(text).split() == marks
    assert {mark for mark in marks if mark[0] == GAP} <= set(MARKS)


@given(text=TEXTS, asked=st.lists(st.sampled_from(["the", "of", "it's", "such", "as"]), min_size=2))
def test_what_is_sought_is_filed_where_the_words_stand(text: str, asked: list[str]) -> None:
    """Of two and three words nowhere else; of more the index only says perhaps."""
    filed = set(" ".join(runs(marked(text))).split())
    there = f" {' '.join(asked)} " in chains.standard(text)
    found = filed.issuperset(sought(asked))
    assert found or not there
    assert there or not found or len(asked) > 3


@pytest.mark.parametrize("text", ["", "crystal", "the", "the crystal of the gold, of it is"])
def test_one_stop_word_alone_is_not_filed(text: str) -> None:
    """It is nearly everywhere."""
    words = chains.standard.words(text)
    rows = [pair for pair in pairwise(words) if {*pair} <= chains.STOP_WORDS]
    assert sum(run.count("_") == 1 for r in runs(marked(text)) for run in r.split()) == len(rows)
