"""Libraries in every form give arXiv identifiers; what is broken costs only itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from paperlode import library, presets
from paperlode.errors import InputError
from paperlode.library.found import named
from paperlode.paper import PaperId
from paperlode.preference import Word

if TYPE_CHECKING:
    from paperlode.library import Found

BIBTEX = """\
@article{a, title={One {B}}, eprint={2301.00001}, archivePrefix={arXiv}}
@article{a, title="The same key", journal="arXiv preprint arXiv:2301.00002"}
@article{broken, title={Three, year=2020
@misc{d, title={Four}, doi={10.48550/arXiv.2301.00004}}
@comment{what is said here is not read: arXiv:2301.00009}
@article{e, url = "https://arxiv.org/abs/cond-mat/0207270v2", note = foo # "x"}
@article{f, title={Only published}, doi={10.1103/Example.1}, abstract={see arXiv:2301.00008}}
@book{g, title={No paper}}
@article{h, eprint={2301.00010}, eprinttype={pubmed}}
"""
RIS = """\
TY  - JOUR
TI  - One
UR  - https://arxiv.org/abs/2301.00001
ER  -

TY  - JOUR
TI  - Two
AN  - arXiv:2301.00002 [cond-mat]
ER  -
TY  - JOUR
DO  - 10.1103/Example.1
N2  - as in arXiv:2301.00009
"""
CSL = [
    {"id": "a", "number": "arXiv:2301.00001", "publisher": "arXiv"},
    {"id": "b", "URL": "http://arxiv.org/abs/2301.00002v3", "abstract": "arXiv:2301.00009"},
    {"id": "c", "DOI": "10.1103/Example.1"},
    {"id": "d", "title": "Nothing"},
    7,
]


def ids(found: Found) -> list[str]:
    """Name the arXiv papers that were found."""
    return [one.id for one in found.references if one.id]


def dois(found: Found) -> list[str]:
    """Name the others that may be on arXiv."""
    return [one.doi for one in found.references if not one.id]


def test_the_good_entries_of_a_broken_bibtex_are_taken() -> None:
    """The bad one is named with its line, and a key that stands twice is no fault here."""
    found = library.read("refs.bib", BIBTEX)
    assert ids(found) == ["2301.00001", "2301.00002", "2301.00004", "cond-mat/0207270"]
    assert dois(found) == ["10.1103/example.1"]
    assert found.others == 2
    assert [bad[:7] for bad in found.bad] == ["line 3:"]


def test_ris_is_read() -> None:
    """A record without its end is taken, and named."""
    found = library.read("refs.ris", RIS)
    assert (ids(found), dois(found)) == (["2301.00001", "2301.00002"], ["10.1103/example.1"])
    assert found.bad == ("line 10: a record without its end (ER  -); it is taken",)


@pytest.mark.parametrize("whole", [CSL, {"items": CSL}])
def test_csl_json_is_read(whole: object) -> None:
    """As a list, or as Better BibTeX and Zotero wrap it."""
    found = library.read("refs.json", json.dumps(whole))
    assert (ids(found), dois(found)) == (["2301.00001", "2301.00002"], ["10.1103/example.1"])
    assert (found.others, found.bad) == (1, ("item 5: no object, but 7",))


def test_identifiers_are_read_as_people_write_them() -> None:
    """One or more a line; a remark is left out, a slip of the pen is named."""
    text = "2301.00001, arXiv:2301.00002v2 # two\n\nhttps://arxiv.org/pdf/2301.00003.pdf 2399.1\n"
    found = library.read("mine.txt", text)
    assert ids(found) == ["2301.00001", "2301.00002", "2301.00003"]
    assert found.bad == ("line 3: '2399.1' is no arXiv identifier",)


AT = [f"2026-08-2{n}T06:00:00.500Z" for n in range(4)]


@pytest.mark.parametrize(
    ("record", "word"),
    [
        ({"starred": {"on": True, "at": AT[0]}}, Word.LIKED),
        ({"starred": {"on": False, "at": AT[0]}}, Word.FORGOTTEN),
        ({"hidden": {"on": True, "at": AT[0]}}, Word.HIDDEN),
        ({"starred": {"on": True, "at": AT[0]}, "hidden": {"on": True, "at": AT[1]}}, Word.HIDDEN),
        ({"starred": {"on": True, "at": AT[0]}, "hidden": {"on": False, "at": AT[1]}}, Word.LIKED),
        ({"read": {"on": True, "at": AT[0]}}, None),
    ],
)
def test_marks_of_the_site_are_read(record: object, word: Word | None) -> None:
    """A star is a like; what holds of several marks is said once."""
    marks = {"format": "paperlode-marks", "version": 1, "papers": {"2301.00001": record}}
    found = library.read("marks.json", json.dumps(marks))
    assert [one.word for one in found.references] == ([] if word is None else [word])


@pytest.mark.parametrize("record", [7, {"starred": 1}, {"starred": {"on": 1, "at": AT[0]}}])
def test_a_wrong_mark_costs_no_other(record: object) -> None:
    """It is named by its paper."""
    papers = {"2301.00001": record, "2301.00002": {"hidden": {"on": True, "at": AT[0]}}}
    marks = {"format": "paperlode-marks", "version": 1, "papers": papers}
    found = library.read("marks.json", json.dumps(marks))
    assert ids(found) == ["2301.00002"]
    assert found.bad == ('papers["2301.00001"]: no mark on an arXiv paper',)


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("a.json", "{", "not JSON"),
        ("a.json", '{"items": 7}', "no list of items"),
        ("a.json", '{"format": "paperlode-marks", "version": 2, "papers": {}}', "version 2"),
        ("a.json", '{"format": "paperlode-marks", "papers": []}', "no file of marks"),
    ],
)
def test_what_is_no_library_is_refused(name: str, text: str, why: str) -> None:
    """In a sentence."""
    with pytest.raises(InputError, match=why):
        library.read(name, text)


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("a.bib", "", "bibtex"),
        ("export", "% made by hand\n@article{a, b={c}}", "bibtex"),
        ("export.txt", "\ufeff[]", "csl-json"),
        ("export", "TY  - JOUR", "ris"),
        ("export", "2301.00001", "identifiers"),
    ],
)
def test_the_form_is_found(name: str, text: str, form: str) -> None:
    """By the ending, or by how a file begins."""
    assert library.form_of(name, text) == form


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("arXiv:2301.00001v2 [cs.LG]", "2301.00001"),
        ("see ArXiv e-prints, arxiv.org/pdf/math.GT/0309136v1.pdf", "math/0309136"),
        ("https://doi.org/10.48550/ARXIV.2301.00001", "2301.00001"),
        ("2301.00001", ""),
        ("arXiv:2313.00001", ""),
        ("arXiv:2301.000012", ""),
    ],
)
def test_only_what_is_called_an_identifier_is_one(text: str, identifier: str) -> None:
    """A number that looks like one may be a page."""
    assert named(text) == identifier


@pytest.mark.parametrize("name", presets.LIBRARIES)
def test_ready_libraries_are_right(name: str) -> None:
    """Every line names a paper, none twice."""
    text = presets.template(f"library-{name}.txt")
    words = [line.split()[0] for line in text.splitlines() if line and line[0] != "#"]
    found = library.read("a.txt", text)
    assert (len(words), found.bad) == (len(found.references), ())
    assert 30 <= len(words) <= 60
    assert all(str(PaperId.parse(word)) == word for word in words)
