"""Words of an index for what stands together."""

from __future__ import annotations

from dataclasses import replace

from paperlode.text.together import UNUSUAL, digest, pair, short, together

from ..small_world import made_up  # noqa: TID252  the papers of all tests


def test_words_of_one_name_are_pairs() -> None:
    """In their order; words of two authors are none."""
    words = together(replace(made_up(1), title="", abstract="", authors=("Ada M. Made", "Bo Up")))
    pairs = {pair("ada", "m"), pair("ada", "made"), pair("m", "made"), pair("bo", "up")}
    assert words == pairs | {short(word) for word in ("ada", "m", "made", "bo", "up")}


def test_a_name_of_very_many_words_is_marked() -> None:
    """Its pairs would be thousands."""
    words = together(replace(made_up(1), authors=(" ".join(f"name{n}" for n in range(500)),)))
    assert UNUSUAL in words
    assert len(words) < 100


def test_formulas_are_told_apart_by_field() -> None:
    """And by every sign."""
    words = together(replace(made_up(1), title="On $x$", abstract="On $x^2$ and $y$", authors=()))
    assert words == {digest("title", "$x$"), digest("abstract", "$x^2$"), digest("abstract", "$y$")}
