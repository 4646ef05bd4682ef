"""Words of an index for what stands together."""

from __future__ import annotations

from dataclasses import replace

from paperlode.text.index import encode
from paperlode.text.together import UNUSUAL, digest, formulas, pair, people, short

from ..small_world import made_up  # noqa: TID252  the papers of all tests


def test_words_of_one_name_are_pairs() -> None:
    """In their order, beside the words that the name has for any index."""
    pairs = {pair("eva", "m"), pair("eva", "made"), pair("m", "made")}
    shorts = {short(word) for word in ("eva", "m", "made")}
    words = {encode("a", word) for word in ("eva", "e", "m", "made")}
    assert set(people["Eva M. Made Jr."].split()) == words | pairs | shorts


def test_initials_that_are_stop_words_are_told_apart() -> None:
    """The catch-all field leaves them out, but not what folding makes of a longer word."""
    words = people["A. Toe"].split()
    assert encode("g", "a") in words
    assert encode("a", "to") in words


def test_a_name_of_very_many_words_is_marked() -> None:
    """Its pairs would be thousands."""
    words = people[" ".join(f"name{n}" for n in range(500))].split()
    assert UNUSUAL in words
    assert sum(word.startswith("b") for word in words) < 100


def test_formulas_are_told_apart_by_field() -> None:
    """And by every sign."""
    words = formulas(replace(made_up(1), title="On $x$", abstract="On $x^2$ and $y$", authors=()))
    assert words == {digest("title", "$x$"), digest("abstract", "$x^2$"), digest("abstract", "$y$")}
