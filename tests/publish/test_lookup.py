"""What counts as a word when readers search, and how it is written down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.facts import Facts, Link
from paperlode.publish.lookup import (
    ABSTRACT,
    NAMED,
    REPEATED,
    TITLE,
    Index,
    described,
    noted,
    words,
)
from paperlode.sighting import Kind
from paperlode.store.reading import Entry
from tests.small_world import TODAY, made_up

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
WORDS = [
    ("Graph-based networks", ["graph", "based", "network"]),
    ("HfO₂ and Ga₁₋ₓAlₓN", ["hfo2", "ga1", "xalxn"]),
    ("Schrödinger, SCHRO\u0308DINGER", ["schrodinger", "schrodinger"]),
    ("Sørensen Łukasz Weiß", ["sorensen", "lukasz", "weiss"]),
    ("the of x 4 2D", ["2d"]),
    (
        "batteries alloys glasses gas thesis series",
        ["battery", "alloy", "glass", "gas", "thesi", "sery"],
    ),
    ("analyses radius toes 量子", ["analyse", "radius", "toes", "量子"]),
    ("ΟΔΟΣ snake_case d'Avezac", ["οδος", "snake", "case", "avezac"]),
    ("a" * 500, ["a" * 32]),
    ("\U0001d538\U0001d540 ﬁlm ½ Ⅳ", ["ai", "film", "iv"]),
]


@pytest.mark.parametrize(("text", "found"), WORDS)
def test_words_are_compared_in_a_simple_form(text: str, found: list[str]) -> None:
    """Signs, accents, case and plurals make no difference; stop words and lone letters none."""
    assert words(text) == found


def test_a_paper_is_found_by_its_words_and_what_it_is() -> None:
    """Where a word stands at best is known: it ranks what is found."""
    paper = made_up(
        1,
        title="A potential",
        abstract="Potential energy; energy is energy",
        authors=("Ada Lovelace",),
    )
    facts = Facts(("Hf", "O"), ("HfO2",), (Link("code", "https://x"),), ("mof",))
    assert described(Entry(paper, TODAY, Kind.NEW, ("crystals",)), facts) == {
        "potential": TITLE,
        "energy": REPEATED,
        "ada": NAMED,
        "lovelace": NAMED,
        "hfo2": NAMED,
        "#2608.00001": NAMED,
        "@element/Hf": ABSTRACT,
        "@element/O": ABSTRACT,
        "@has/code": ABSTRACT,
        "@tag/mof": ABSTRACT,
        "@kind/new": ABSTRACT,
        "@topic/crystals": ABSTRACT,
        "@category/cond-mat.mtrl-sci": ABSTRACT,
        "@category/cs.LG": ABSTRACT,
    }


def read(lines: str) -> dict[str, dict[int, int]]:
    """Read a sheet as the page's script does."""
    found: dict[str, dict[int, int]] = {}
    for line in filter(None, lines.split("\n")):
        word, code = line.split(" ")
        paper = number = bits = 0
        for sign in code:
            number |= (DIGITS.index(sign) & 31) << bits
            bits += 5
            if DIGITS.index(sign) < 32:
                paper += number >> 2
                found.setdefault(word, {})[paper] = number & 3
                number = bits = 0
    return found


vocabulary = st.text("abz\u00e9\u91cf\U00020000", min_size=1, max_size=3)
some_papers = st.lists(st.dictionaries(vocabulary, st.integers(0, 3), max_size=8), max_size=90)


@given(some_papers, st.integers(1, 9))
def test_every_word_stands_in_the_sheet_where_it_is_looked_for(
    papers: list[dict[str, int]], number: int
) -> None:
    """In the last sheet that begins before it; the papers and their places come back."""
    index = Index()
    for paper in papers:
        index.add(noted(paper))
    sheets = list(index.sheets(number))
    assert len(sheets) == number
    order = [(first.encode("utf-16-be"), read(lines)) for first, lines in sheets if first]
    assert [first for first, _ in order] == sorted(first for first, _ in order)
    for word in {word for paper in papers for word in paper}:
        _, sheet = [pair for pair in order if pair[0] <= word.encode("utf-16-be")][-1]
        assert sheet[word] == {n: paper[word] for n, paper in enumerate(papers) if word in paper}
