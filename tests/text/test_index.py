"""The words under which a paper is filed."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from paperlode.paper import Paper
from paperlode.text import index_words
from paperlode.text.index import encode, is_category, notes

WHEN = datetime(2016, 5, 26, tzinfo=UTC)


def paper(**facts: object) -> Paper:
    """Make a paper of which only some facts matter."""
    record = {
        "id": "1605.08386",
        "version": 2,
        "title": "On crystals",
        "abstract": "",
        "authors": ["Ada B. Müller"],
        "categories": ["cs.LG"],
        "submitted": WHEN.isoformat(),
    }
    return Paper.from_record(record | facts)


@given(st.text(max_size=20), st.text(max_size=20))
def test_words_are_written_safely(word: str, other: str) -> None:
    """Any tokenizer keeps a word whole, different words differ, a beginning stays a beginning."""
    written = encode("s", word)
    assert re.fullmatch("[0-9a-z]+", written)
    assert (written == encode("s", other)) == (word == other)
    assert encode("s", word + other).startswith(written)


def test_a_paper_is_filed_under_all_its_facts() -> None:
    """Stems, notes, names with initials, categories, numbers and the month, each once."""
    words = index_words(paper(comment="9 pages", doi="10.1/X y", categories=["cs.LG", "I.2.6"]))
    assert len(set(words.split())) == len(words.split())
    assert {"scrystal", "p9", "npage", "aada", "amuller", "aa", "ab"} <= set(words.split())
    assert {"kcsz2ezlg", "qcsz2ezlg", "m201605", "d10z2ez1z2fzz58z", "dy"} <= set(words.split())
    assert {"i1605z2ez08386", "i1605z2ez08386v2"} <= set(words.split())


def test_old_identifiers_are_filed_by_their_number() -> None:
    """``hep-th/9901001`` can be found by its seven digits."""
    words = index_words(paper(id="hep-th/9901001")).split()
    assert {"o9901001", "m199901"} <= set(words)


def test_only_words_without_a_stem_are_filed_twice() -> None:
    """The catch-all field's folded words are kept only where no stem leads to them."""
    words = index_words(paper(title="Good crystals of Schrödinger")).split()
    assert {"cgod", "cschrodinger"} <= set(words)
    assert "ccrystals" not in words


def test_classes_are_no_categories() -> None:
    """ACM and MSC classes, which old answers list among the categories, are notes."""
    assert [is_category(text) for text in ("cs.LG", "hep-th", "cond-mat.mtrl-sci")] == [True] * 3
    assert not any(is_category(text) for text in ("I.2.6", "68T07", "00:General", "J.2; I.2.0"))
    assert notes(paper(comment="c", categories=["cs.LG", "68T07"])) == ["c", "68T07"]
