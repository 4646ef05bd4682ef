"""Words: Unicode's boundaries in Lucene's version."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.text.boundaries import LONGEST, split


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("state-of-the-art", ["state", "of", "the", "art"]),
        ("Discovery:The next", ["Discovery:The", "next"]),
        ("a_b __c__ _ _1", ["a_b", "__c__", "_1"]),
        ("3.5 1,000 2;3 x1.2b 1.a", ["3.5", "1,000", "2;3", "x1.2b", "1", "a"]),
        ("e.g. Moore's 'quoted' C++", ["e.g", "Moore's", "quoted", "C"]),
        ("cs.LG cond-mat.mtrl-sci", ["cs.LG", "cond", "mat.mtrl", "sci"]),
        ("Schrödinger\N{RIGHT SINGLE QUOTATION MARK}s naïve", ["Schrödinger’s", "naïve"]),  # noqa: RUF001  the sign itself
        ("材料科学", ["材", "料", "科", "学"]),
        ("ひら カタカナ 한국어", ["ひ", "ら", "カタカナ", "한국어"]),
        ("Li\N{SUBSCRIPT TWO}O", ["Li", "O"]),
        ("cafe\N{COMBINING ACUTE ACCENT}s", ["cafe\N{COMBINING ACUTE ACCENT}s"]),
        ('צה"ל', ['צה"ל']),
        ("ภาษา", ["ภาษา"]),
        ("", []),
    ],
)
def test_words_of_a_text(text: str, words: list[str]) -> None:
    """Words end where Lucene's StandardTokenizer ends them."""
    assert split(text) == words


@given(st.text(alphabet="ab12_.:,;' -\"", max_size=30))
def test_the_fast_path_agrees_with_the_general_one(text: str) -> None:
    """A text of ASCII has the same words when a sign beyond ASCII stands behind it."""
    assert split(f"{text} é")[:-1] == split(text)


@given(st.text(max_size=50), st.text(max_size=50))
def test_white_space_always_ends_a_word(left: str, right: str) -> None:
    """So that a text may be analysed piece by piece."""
    assert split(f"{left} {right}".strip()) == [w for p in (left, right) for w in split(p.strip())]


def test_a_word_without_end_is_cut() -> None:
    """Lucene cuts what is longer than 255 signs."""
    assert [len(word) for word in split("x" * 600)] == [LONGEST, LONGEST, 90]
