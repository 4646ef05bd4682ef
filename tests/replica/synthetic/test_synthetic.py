"""Invented papers: the same for the same seed, and as odd as real ones."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice, pairwise

import pytest

from paperlode.paper import Paper, moment
from paperlode.replica.atom import entry
from paperlode.replica.synthetic import hostile, synthetic
from paperlode.replica.synthetic.fields import CROSS_LISTS, FIELDS

UNTIL = moment("2027-01-01T00:00:00Z")
ANNOUNCED = list(synthetic(4000, 1, UNTIL))
PAPERS = [item.paper for item in ANNOUNCED]


def test_the_same_seed_gives_the_same_papers() -> None:
    """Count, seed and end decide everything; another seed gives other papers."""
    assert list(islice(synthetic(4000, 1, UNTIL), 300)) == ANNOUNCED[:300]
    assert next(synthetic(4000, 2, UNTIL)) != ANNOUNCED[0]


def test_this_very_paper_is_invented_everywhere() -> None:
    """Nothing depends on the machine or the version of Python."""
    paper = next(synthetic(10, 1, UNTIL)).paper
    assert paper.name == "2303.00001v1"
    assert paper.title == (
        "Materials discovery of space group orbits: self-consistent diffusion models"
    )
    assert paper.authors == ("Ékak-Ada Ejemplo", "Aliin Przykład")


def test_there_are_as_many_papers_as_asked_for() -> None:
    """Each has its first version; versions count up and follow each other."""
    assert sum(paper.version == 1 for paper in PAPERS) == 4000
    for before, paper in pairwise(PAPERS):
        assert paper.version == 1 or (paper.id, paper.version) == (before.id, before.version + 1)


def test_every_paper_is_a_whole_record() -> None:
    """A synthetic paper survives the way through its record, and is visible after submission."""
    for item in ANNOUNCED:
        assert Paper.from_line(item.paper.to_line()) == item.paper
        assert item.paper.submitted <= item.paper.updated < item.announced
        assert item.paper.authors
        assert item.paper.categories


def test_nobody_real_is_among_the_authors() -> None:
    """Every surname says "example" in some language; hostile names are in a list of their own."""
    surnames = re.compile(
        r"Exampl|Invent|Placeholder|Sample|Beispiel|E[xj]empl|Esempio|klad|kład|Esimerkki|Örnek"
        "|Péld|Voorbeeld|Eksempel|Παράδ|Пример|例|예시|مثال|उदाहरण|Ví-Dụ"
    )
    names = {name for paper in PAPERS for name in paper.authors} - set(hostile.AUTHORS)
    assert [name for name in names if not surnames.search(name)] == []


def test_papers_are_filed_where_arxiv_has_such_papers() -> None:
    """Primary categories are those of the fields; one in four has a further cross-list."""
    filed = {name for field in FIELDS for choice in field.categories for name in choice}
    assert {name for paper in PAPERS for name in paper.categories} == filed | set(CROSS_LISTS)
    assert Counter(paper.primary for paper in PAPERS).most_common(1)[0][0] == "cond-mat.mtrl-sci"


@pytest.mark.parametrize(
    "odd",
    [
        lambda paper: paper.withdrawn and "withdrawn" in (paper.comment or ""),
        lambda paper: len((paper.doi or "").split()) > 1,
        lambda paper: paper.version > 4,
        lambda paper: len(paper.authors) > 100,
        lambda paper: paper.authors[0].endswith("Collaboration"),
        lambda paper: "$" in paper.title,
        lambda paper: "\\mathrm" in paper.abstract,
        lambda paper: not paper.title.isascii() and "$" not in paper.title,
        lambda paper: "\n" in paper.abstract,
        lambda paper: "<script>" in paper.title,
        lambda paper: "\u202e" in paper.title,
        lambda paper: "ARXIV_PAPERS_START" in paper.abstract,
        lambda paper: "]]>" in paper.abstract,
        lambda paper: "|" in (paper.comment or ""),
    ],
)
def test_every_oddity_of_the_real_arxiv_is_there(odd: object) -> None:
    """Withdrawals, double DOIs, crowds, groups, mathematics, Unicode and hostile texts occur."""
    assert callable(odd)
    assert any(odd(paper) for paper in PAPERS)


def test_revisions_change_words() -> None:
    """Most revisions have another abstract, some another title, a few are word for word equal."""
    pairs = [(a, b) for a, b in pairwise(PAPERS) if a.id == b.id]
    titles = sum(a.title != b.title for a, b in pairs) / len(pairs)
    abstracts = sum(a.abstract != b.abstract for a, b in pairs) / len(pairs)
    assert 0.1 < titles < 0.3
    assert 0.5 < abstracts < 0.9


def test_words_are_as_unevenly_frequent_as_in_real_language() -> None:
    """The tenth most frequent word is far rarer than the first, and there is a long tail."""
    counts = Counter(word for paper in PAPERS for word in paper.abstract.lower().split())
    ranked = [count for _, count in counts.most_common()]
    assert ranked[0] > 3 * ranked[9] > 9 * ranked[99]
    assert sum(count < 5 for count in ranked) > len(ranked) / 3


def test_hostile_texts_can_be_served() -> None:
    """No synthetic text has a character that XML cannot hold."""
    forbidden = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
    assert not any(forbidden.search(paper.title + paper.abstract) for paper in PAPERS)
    assert all("<script" not in entry(paper) for paper in PAPERS)
