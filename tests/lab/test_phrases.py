"""Phrases that tell some papers from others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperlode.lab.phrases import Phrases, telling
from tests.small_world import made_up

if TYPE_CHECKING:
    from collections.abc import Iterable


def counted(texts: Iterable[str]) -> Phrases:
    """Count the phrases of some abstracts."""
    phrases = Phrases()
    for number, text in enumerate(texts, start=1):
        phrases.add(made_up(number, title="", abstract=text))
    return phrases


MINE = counted(["Interatomic potentials of gold"] * 6 + ["interatomic potential of iron"] * 4)
OTHERS = counted(["Gold and iron of many kinds"] * 10)


def test_a_phrase_that_others_lack_tells() -> None:
    """In the form in which most papers write it."""
    assert telling(MINE, OTHERS, known=[], most=5) == ["interatomic potentials"]


def test_words_of_the_query_tell_nothing_new() -> None:
    """By their stems; and a pair that has one of them neither."""
    assert telling(MINE, OTHERS, known=["interatom"], most=5) == ["potentials"]


def test_no_papers_have_no_phrases() -> None:
    """A query that finds nothing has no neighbours."""
    assert telling(Phrases(), OTHERS, known=[], most=5) == []
