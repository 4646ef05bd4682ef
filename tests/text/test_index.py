"""The words under which a paper is filed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from paperlode.paper import Author, Paper, calendar_month
from paperlode.text import chains, index_words
from paperlode.text.index import (
    MANY_WORDS,
    MOST_WORDS,
    apart,
    encode,
    filed,
    full_name,
    initialised,
    is_category,
    notes,
)

from ..hostile import HOSTILE  # noqa: TID252  the texts of all tests

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


WORDS = "The good Values of (GANs), e.g. Müller's state-of-the-art u.s. as . ; bœuf ﬀ x_y $\\alpha$"
TEXTS = st.lists(
    st.sampled_from(WORDS.split()) | st.sampled_from(HOSTILE) | st.text(max_size=8), max_size=6
).map(" ".join)


def defined(texts: dict[str, list[str]], paper: Paper) -> set[str]:
    """Give the words of a paper by their definition, slowly."""
    words = {
        encode(kind, word)
        for kind, chain in (("p", chains.simple), ("n", chains.english))
        for text in texts["notes"]
        for word in chain.words(text)
    }
    words |= {encode("a", word) for text in texts["people"] for word in chains.names.words(text)}
    words |= {encode("q", word) for text in texts["labels"] for word in chains.simple.words(text)}
    combined = [text for texts in texts.values() for text in texts] + [paper.id]
    words |= {encode("c", word) for text in combined for word in chains.combined.words(text)}
    for piece in f"{paper.title} {paper.abstract}".split():
        stems = chains.english.words(piece)
        words |= {encode("s", stem) for stem in stems}
        for word in chains.combined.words(piece):
            if chains.english.words(word) != stems or not set(stems) - {chains.GAP}:
                words.add(encode("c", word))
    month = calendar_month(paper.month).replace("-", "")
    words |= {f"m{month}", encode("i", paper.id), encode("i", paper.name)}
    words |= {encode("d", doi) for doi in texts["dois"]}
    words |= {encode("k", category.lower()) for category in paper.categories}
    return words - {encode(kind, chains.GAP) for kind in "spnaqc"}


@given(TEXTS, TEXTS, st.lists(TEXTS | st.sampled_from(["Ada de Bœ Jr.", "The Good Team"])), TEXTS)
def test_words_are_those_of_their_definition(
    title: str, abstract: str, authors: list[str], beside: str
) -> None:
    """However they are remembered; apart from the stems are all those without order."""
    one = paper(title=title, abstract=abstract, authors=authors, comment=beside, doi=beside)
    people = [form(Author.of(name)) for name in one.authors for form in (full_name, initialised)]
    texts = {
        "notes": notes(one),
        "people": people,
        "labels": ["cs.LG", "cs"],
        "dois": (one.doi or "").split(),
    }
    assert filed(one) == defined(texts, one)
    assert set(index_words(one).split()) == filed(one)
    *streams, others = apart(one, notes(one))
    words = set(" ".join(others).split())
    unmarked = [re.sub(r"(?<= \.)\S+", "", stream) for stream in streams]
    assert unmarked == [chains.english(one.title), chains.english(one.abstract)]
    many = any(len(chains.english.words(p)) > MOST_WORDS for p in f"{title} {abstract}".split())
    assert (MANY_WORDS in words) is many
    words.discard(MANY_WORDS)
    bare = replace(one, authors=(), categories=())
    pieces = f"{title} {abstract}".split()
    begun = [p for p in pieces if chains.english.words(p)[:1] == [chains.GAP]]
    stopped = {encode("c", w) for p in begun for w in chains.combined.words(p) if w != chains.GAP}
    assert words == stopped | {word for word in filed(bare) if word[0] not in "spn"}
