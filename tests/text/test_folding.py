"""Names folded to what people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.text import folding


@pytest.mark.parametrize(
    "spellings",
    [
        ["Müller", "Mueller", "MULLER", "Mu\u0308ller"],
        ["Moore", "More"],
        ["Michael", "Michal"],
        ["Søren", "Soren", "Soeren"],
        ["Łukasz", "Lukasz"],
        ["Weiß", "Weiss"],
        ["Ångström", "Angstrom", "Aangstroem"],
        ["Иванов", "Ivanov"],
        ["O\u2019Brien", "O'Brien"],
        ["Jean\u2010Luc", "Jean-Luc"],
        ["\uff2dax", "Max"],
        ["Max\u200b", "M\u00adax", "Max"],
    ],
)
def test_spellings_of_one_name_become_one_word(spellings: list[str]) -> None:
    """German, Scandinavian and Serbian spellings, accents, widths, dashes and quotes are one."""
    assert len({folding.name(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Queen", "Qun"),
        ("Guo", "Gu"),
        ("Li", "Le"),
        ("Jean-Luc", "Jeanluc"),
        ("Ошоо", "Oso"),
    ],
)
def test_other_names_stay_apart(one: str, other: str) -> None:
    """``ue`` is no umlaut after a vowel or q, Cyrillic vowels and punctuation stay."""
    assert folding.name(one) != folding.name(other)


@given(st.text(max_size=20))
def test_folding_leaves_one_word_one_word(text: str) -> None:
    """No white space comes out of a sign."""
    assert len(folding.name("".join(text.split())).split()) <= 1
