"""arXiv's analysis chains."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.text import chains, words
from paperlode.text.boundaries import split


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("structures", "structur"),
        ("generative", "gener"),
        ("generation", "gener"),
        ("ponies", "poni"),
        ("relational", "relat"),
        ("hoping", "hope"),
        ("us", "us"),
        ("topology", "topolog"),
        ("topological", "topolog"),
        ("possibly", "possibl"),
        ("possible", "possibl"),
        ("doubly", "doubli"),
        ("grokking", "grok"),
        ("trekked", "trek"),
        ("sobbing", "sob"),
        ("falling", "fall"),
        ("assemblier", "assembli"),
    ],
)
def test_stems_are_those_of_lucene(word: str, stem: str) -> None:
    """Porter's stemmer with the departures of his own program, which Lucene has, too."""
    assert chains.stem(word) == stem


@given(st.from_regex(r"[a-z]{1,12}(ational|izer|bly|logy|ness|ing|ed|ies|es|y)?", fullmatch=True))
def test_a_stem_but_for_its_last_letter_begins_the_word(word: str) -> None:
    """So that a text can be searched for the beginning before it is analysed."""
    assert word.startswith(chains.stem(word)[:-1])


@pytest.mark.parametrize(
    ("chain", "text", "stream"),
    [
        (chains.english, "The Crystals of Moore's law", [".", "crystal", ".", "moor", "law"]),
        (chains.simple, "The Crystals of Moore's law", [".", "crystals", ".", "moore's", "law"]),
        (chains.standard, "The Crystals", ["the", "crystals"]),
        (chains.english, "Schrödinger's \u03a3\u03a3 İ", ["schrödinger", "\u03c3\u03c3", "i"]),
        (chains.combined, "Müller (GANs), the J.P. good", ["muller", "(gans)", ".", "jp", "god"]),
        (chains.names, "Jean-Luc O. the Đorđe", ["jean-luc", "o", "the", "dorde"]),
        (chains.initials, "Ü. moore", ["u", "moore"]),
    ],
)
def test_what_becomes_of_a_text(chain: chains.Chain, text: str, stream: list[str]) -> None:
    """Words as each chain leaves them; a dot stands where a stop word was."""
    assert chain.words(text) == stream


def test_stop_words_leave_their_places() -> None:
    """Positions count what was removed."""
    assert words("the state of the art") == [("state", 1), ("art", 4)]


@given(st.text(alphabet="abS's.,;:-_()\u00e9 \u2019\u4e00", max_size=40))
def test_remembering_changes_nothing(text: str) -> None:
    """A chain that has seen a piece, or the piece in brackets, gives what a new one gives."""
    expected = [chains.lower(word) for word in split(text)]
    assert chains.standard.words(f"({text}) {text}") == expected + expected
