"""Which stems words with a given beginning may have."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from paperlode.text.chains import stem
from paperlode.text.stems import stems_of

ENDINGS = """
ational tional enci izer abli alli entli eli ousli ization ation ator alism iveness fulness ousness
aliti iviti biliti logi logy icate ative alize iciti ical ful ness al ance ence er ic able ible ant
ement ment ent ion ou ism ate iti ous ive ize e ed eed ing s es ies sses y ly edly tt bb at iz
"""
BEGINNINGS = st.text("aeioustnlrbcky", min_size=1, max_size=6)
words = st.builds(
    lambda start, ends, last: start + "".join(ends) + last,
    BEGINNINGS | st.sampled_from(["structur", "general", "x1", "perovsk"]),
    st.lists(st.sampled_from(ENDINGS.split()), max_size=4),
    st.sampled_from(["", "", "é", "t"]),
)


@given(word=words)
def test_the_stem_of_a_word_is_among_those_of_its_beginnings(word: str) -> None:
    """However many endings the stemmer takes off."""
    for length in range(1, len(word) + (not word.endswith("é"))):
        assert re.fullmatch("|".join(stems_of(word[:length])), stem(word)), word[:length]


def test_a_beginning_without_endings_stays() -> None:
    """So a wildcard asks for few stems."""
    assert stems_of("quantum") == ["quantum.*", "quantu.", "quant."]
    assert stems_of("perovskit") == ["perovskit.*", "perovski.", "perovsk.", "perovs."]
