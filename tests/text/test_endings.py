"""Which stems words can have that begin in a given way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from paperlode.text.chains import stem
from paperlode.text.endings import ENDINGS, shorter_stems

BEGINNINGS = st.text("aeioubgmnprstly", min_size=1, max_size=5)


@given(BEGINNINGS, st.lists(st.sampled_from(sorted(ENDINGS)), max_size=4).map("".join))
def test_no_stem_is_forgotten(beginning: str, endings: str) -> None:
    """Of words with all kinds of endings, however much of the word is known."""
    word = beginning + endings
    for length in range(1, len(word) + 1):
        start, found = word[:length], stem(word)
        assert found.startswith(start) or found in shorter_stems(start)


def test_few_stems_are_others() -> None:
    """None where no ending can have begun."""
    assert shorter_stems("graph") == set()
    assert shorter_stems("gs") >= {"g"}
    assert "perovsk" in shorter_stems("perovskit")
    assert len(shorter_stems("superconductor")) < 20
