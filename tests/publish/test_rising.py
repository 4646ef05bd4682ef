"""Which words rise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.publish.rising import Rise, Terms
from paperlode.publish.rising import rising as compared
from tests.hostile import HOSTILE


def rising(late: list[str], before: list[str]) -> list[Rise]:
    """Compare titles."""
    return compared(Terms.of(late), Terms.of(before))


OTHER = [f"Title number {n} of glass" for n in range(40)]


def test_a_word_that_stands_in_more_titles_rises() -> None:
    """It is told with both shares."""
    late = ["Flow matching of crystals"] * 10 + OTHER[:30]
    (rise,) = rising(late, OTHER)[:1]
    assert (rise.words, rise.late, rise.before) == ("flow matching", 10, 0)
    assert (rise.late_share, rise.before_share) == (0.25, 0.0)


def test_a_pair_stands_for_its_words() -> None:
    """Neither "flow" nor "matching" alone is told when both stand together."""
    told = [rise.words for rise in rising(["Flow matching"] * 10 + OTHER, OTHER)]
    assert told == ["flow matching"]


def test_forms_of_a_word_count_together() -> None:
    """Plural and capitals are the same word; shown is the form most often used."""
    late = ["Dopants", "A dopant", "Two dopants"] * 4 + OTHER
    assert [(rise.words, rise.late) for rise in rising(late, OTHER)] == [("dopants", 12)]


@pytest.mark.parametrize(("word", "shown"), [("LLM", "LLM"), ("Large-Scale", "large-scale")])
def test_capitals_of_titles_go_and_those_of_names_stay(word: str, shown: str) -> None:
    """Every title begins with a capital, which says nothing."""
    assert [rise.words for rise in rising([word] * 9 + OTHER, OTHER)] == [shown]


def test_few_titles_tell_nothing() -> None:
    """Nor does what is seen once or twice, or as often as before."""
    assert rising(["Flow"] * 19, OTHER) == []
    assert rising(["Flow"] * 3 + OTHER, OTHER) == []
    assert rising(OTHER, OTHER) == []


def test_mathematics_and_hostile_titles_are_read_as_text() -> None:
    """What comes out is words, never markup."""
    found = rising([*HOSTILE * 5, *[r"$\alpha$ phase"] * 90], OTHER)
    assert found
    assert not any(set("<>&$\\") & set(rise.words) for rise in found)


@given(st.lists(st.text("ab -X", max_size=9), min_size=20), st.lists(st.text("ab ", max_size=9)))
def test_shares_are_shares_of_titles(late: list[str], before: list[str]) -> None:
    """A title counts once, whatever stands in it twice."""
    for rise in rising(late, [*before, *OTHER]):
        assert 0 <= rise.before_share < rise.late_share <= 1
