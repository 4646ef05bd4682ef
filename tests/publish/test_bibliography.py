"""Bibliographies: what a stranger's title may contain, no reference manager or TeX run suffers."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import rispy  # type: ignore[import-untyped]
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from hypothesis import strategies as st

from paperlode.paper import Paper
from paperlode.publish.bibliography import bibtex, citation_keys, csl_json, ris

PAPER = Paper(
    id="2506.05680",
    version=2,
    title="Learning crystals with $E(3)$-equivariant flows",
    abstract="First paragraph.\nSecond paragraph.",
    authors=("Ada van der Example", "Bo Sample Jr.", "The Invented Collaboration"),
    categories=("cond-mat.mtrl-sci", "cs.LG"),
    submitted=datetime(2025, 6, 5, 17, 59, tzinfo=UTC),
    updated=datetime(2025, 7, 1, tzinfo=UTC),
    doi="10.1234/example.5 10.1234/other",
)
REFERENCE = "Phys. Rev. Invented 90, 123-130 (2026)"
HOSTILE = (
    "}, evil = {x",
    "100% of A_B & C#1 ~ $5",
    "ends with a backslash \\",
    "\\input{/etc/passwd} and $\\input{/etc/passwd}$",
    "$ ^^5cinput x$",
    "one { too many",
    "@misc{x, title={y}}",
    "line\r\nER  - \r\nTY  - JOUR",
    "\x1b[31mred\x00 \u202eright to left",
    "<script>alert(1)</script>",
    '"quoted" \\emph',
    "a lone half \ud800 of a pair",
)


def entry(paper: Paper) -> dict[str, str]:
    """Read the BibTeX of one paper with somebody else's parser."""
    library = parse_string(bibtex([paper]))
    assert not library.failed_blocks
    (read,) = library.entries
    return {"type": read.entry_type, **{field.key: field.value for field in read.fields}}


def reference(paper: Paper) -> dict[str, Any]:
    """Read the RIS of one paper with somebody else's parser."""
    (read,) = rispy.loads(ris([paper]))
    assert isinstance(read, dict)
    return read


def item(paper: Paper) -> dict[str, Any]:
    """Read the CSL-JSON of one paper."""
    (read,) = json.loads(csl_json([paper]))
    assert isinstance(read, dict)
    return read


def test_bibtex_has_the_fields_that_arxiv_recommends() -> None:
    """A preprint is @misc with eprint, archive, class, DOI, URL; the title is fully protected."""
    assert bibtex([PAPER]) == (
        "@misc{vanderexample2025learning,\n"
        "  title = {{Learning crystals with $E(3)$-equivariant flows}},\n"
        "  author = {van der Example, Ada and Sample, Jr., Bo and {The Invented Collaboration}},\n"
        "  year = {2025},\n"
        "  month = jun,\n"
        "  eprint = {2506.05680},\n"
        "  archivePrefix = {arXiv},\n"
        "  primaryClass = {cond-mat.mtrl-sci},\n"
        "  doi = {10.1234/example.5},\n"
        "  url = {https://arxiv.org/abs/2506.05680v2},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (REFERENCE, ("Phys. Rev. Invented", "90", None, "123--130", "2026")),
        ("J. Made Up 3(2), 45 (2024)", ("J. Made Up", "3", "2", "45", "2024")),
        ("Carbonish 170 (2020) 477-486", ("Carbonish", "170", None, "477--486", "2020")),
        ("npj Examples 11, L060408 (2025).", ("npj Examples", "11", None, "L060408", "2025")),
    ],
)
def test_certain_journal_references_become_articles(text: str, parts: tuple[str, ...]) -> None:
    """A reference in one of the two common forms is taken apart."""
    read = entry(replace(PAPER, journal_ref=text))
    assert read["type"] == "article"
    fields = ("journal", "volume", "number", "pages", "year")
    assert tuple(read.get(field) for field in fields) == parts


@pytest.mark.parametrize(
    "text",
    ["NeurIPS 2025", "J. Made Up 2022, 9, 22", "Made Up, 7:04, Apr 2023", "Carbonish (2020)"],
)
def test_uncertain_journal_references_stay_notes(text: str) -> None:
    """Whatever leaves room for doubt is kept word for word as a note."""
    read = entry(replace(PAPER, journal_ref=text, withdrawn=True))
    assert (read["type"], read["note"]) == ("misc", f"{text}; withdrawn")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Adriano del Maestro", "del Maestro, Adriano"),
        ("Bo Sample III", "Sample, III, Bo"),
        ("ATLAS Collaboration", "{ATLAS Collaboration}"),
        ("Kenneth Example,", "Example, Kenneth"),
        ("Jo Made and Up", "Up, {Jo Made and}"),
        ("Plato", "{Plato}"),
        ("Bo Exampl\\' e", "Exampl\\'e, Bo"),
    ],
)
def test_names_are_written_as_bibtex_splits_them(name: str, written: str) -> None:
    """Particles lead, suffixes stand between, collaborations and odd names are protected."""
    assert entry(replace(PAPER, authors=(name, ":")))["author"] == written


@pytest.mark.parametrize(
    ("author", "title", "key"),
    [
        ("Ada Müller", "The Learning", "muller2025learning"),
        ("Ada Sørensen-Łoś", "On β-Fe", "sorensenlos2025fe"),
        ('Ada M\\"uller', "$x$", "muller2025x"),
        ("王小明", "机器学习", "arxiv2025"),
    ],
)
def test_keys_are_lower_case_ascii(author: str, title: str, key: str) -> None:
    """A key is surname, year and first telling word, in letters that every tool takes."""
    paper = replace(PAPER, title=title, authors=(author,))
    assert citation_keys([paper]) == {paper.name: key}


def test_keys_are_unique_and_do_not_depend_on_the_order() -> None:
    """Of papers with the same key the oldest keeps it, the others add their identifier."""
    later = replace(PAPER, id="cond-mat/0506999", submitted=PAPER.updated)
    keys = citation_keys([later, PAPER])
    assert keys == citation_keys([PAPER, later])
    assert keys[later.name] == "vanderexample2025learning-cond-mat-0506999v2"


def test_a_version_stands_once() -> None:
    """The same version given twice gives one entry, since a key may not stand twice."""
    assert bibtex([PAPER, PAPER]) == bibtex([PAPER])


def test_ris_names_what_reference_managers_read() -> None:
    """A preprint is UNPB with names, day, abstract, DOI, address and keywords."""
    read = reference(PAPER)
    assert read["type_of_reference"] == "UNPB"
    assert read["authors"] == [
        "van der Example, Ada",
        "Sample, Bo, Jr.",
        "The Invented Collaboration",
    ]
    assert (read["year"], read["date"]) == ("2025", "2025/06/05")
    assert read["abstract"] == "First paragraph. Second paragraph."
    assert (read["doi"], read["keywords"]) == ("10.1234/example.5", list(PAPER.categories))


def test_ris_of_a_published_paper_is_a_journal_article() -> None:
    """A certain journal reference gives JOUR with volume and pages."""
    read = reference(replace(PAPER, journal_ref=REFERENCE))
    assert read["type_of_reference"] == "JOUR"
    assert (read["volume"], read["start_page"], read["end_page"]) == ("90", "123", "130")


def test_ris_ends_its_lines_with_cr_lf() -> None:
    """The format asks for CR LF after every line."""
    assert ris([PAPER]).count("\n") == ris([PAPER]).count("\r\n") > 10


CSL_TEXTS = {"id", "type", "title", "abstract", "DOI", "URL", "archive", "archive_location"} | {
    *("number", "keyword", "note", "genre", "publisher", "container-title"),
    *("volume", "issue", "page"),
}
CSL_NAME = {"family", "given", "suffix", "literal"}


@pytest.mark.parametrize(
    "paper", [PAPER, replace(PAPER, journal_ref=REFERENCE, authors=("Plato",))]
)
def test_csl_json_keeps_to_the_schema(paper: Paper) -> None:
    """Only names of CSL 1.0.2's schema, texts where it wants texts, numbers in the date."""
    read = item(paper)
    assert all(isinstance(read[name], str) for name in read.keys() & CSL_TEXTS)
    assert read.keys() - CSL_TEXTS == {"author", "issued"}
    assert read["type"] in {"article", "article-journal"}
    assert all(name.keys() <= CSL_NAME for name in read["author"])
    assert all(isinstance(part, int) for part in read["issued"]["date-parts"][0])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_inside_their_field(text: str) -> None:
    """Whatever a title, name, reference or DOI contains, one whole record is read back."""
    paper = replace(
        PAPER, title=text, authors=(text, "Ada Example"), journal_ref=text, doi=f"10.1234/{text}"
    )
    assert entry(paper)["eprint"] == PAPER.id
    assert "evil" not in entry(paper)
    assert not re.search(r"\\input|\^\^", bibtex([paper]))
    assert reference(paper)["urls"] == [PAPER.abs_url]
    assert item(paper)["id"]
    (bibtex([paper]) + ris([paper]) + csl_json([paper])).encode()


@given(st.text(st.sampled_from("a B{}\\$%&#_^~'\"\n,@=~"), max_size=40))
def test_any_punctuation_is_read_back_as_one_record(text: str) -> None:
    """No mixture of the letters that TeX gives a meaning makes a second field or record."""
    paper = replace(PAPER, title="T" + text, authors=("A " + text,), journal_ref=text or None)
    fields = {"type", "title", "author", "year", "month", "eprint", "archivePrefix"}
    fields |= {"primaryClass", "doi", "url", "note"}
    assert entry(paper).keys() <= fields


def test_nothing_gives_nothing() -> None:
    """No paper is no entry, and an empty CSL list is still a list."""
    assert (bibtex([]), ris([]), json.loads(csl_json([]))) == ("", "", [])
