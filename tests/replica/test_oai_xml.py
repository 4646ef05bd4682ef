"""Papers in the four formats of arXiv's OAI-PMH service; element order as in its templates."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from paperlode.paper import Paper, moment
from paperlode.replica.oai_xml import FORMATS, Item, record

FIRST = Paper(
    id="2401.00001",
    version=1,
    title="An example <title> with $\\alpha$ & more",
    abstract="A made-up abstract.",
    authors=("Ada van Example", "Paul Muster Jr.", "Sample Collaboration"),
    categories=("cs.NA", "stat.ML"),
    submitted=moment("2024-01-01T00:00:01Z"),
    updated=moment("2024-01-01T00:00:01Z"),
)
SECOND = replace(
    FIRST,
    version=2,
    updated=moment("2024-02-03T10:11:12Z"),
    comment="9 pages",
    journal_ref="J. Invented Res. 1, 2",
    doi="10.99999/a 10.99999/b",
    report_no="EX-1",
    license="http://creativecommons.org/licenses/by/4.0/",
)
THIRD = replace(SECOND, version=3, updated=moment("2024-03-01T10:00:00Z"), withdrawn=True)
DAY = moment("2024-02-06").date()


def _metadata(form: str, *versions: Paper) -> etree._Element:
    written = record(Item(versions, DAY, ["cs:cs:NA"]), FORMATS[form])
    found = etree.fromstring(written).find("metadata/*")
    assert found is not None
    return found


def _told(form: str, *versions: Paper) -> list[tuple[str, str | None]]:
    return [
        (etree.QName(child).localname, None if len(child) else child.text)
        for child in _metadata(form, *versions)
    ]


COMMON = [
    ("comments", "9 pages"),
    ("report-no", "EX-1"),
    ("journal-ref", "J. Invented Res. 1, 2"),
    ("doi", "10.99999/a 10.99999/b"),
]
LICENSE = ("license", "http://creativecommons.org/licenses/by/4.0/")
ABSTRACT = ("abstract", "A made-up abstract.")
TITLE = ("title", FIRST.title)
AUTHORS = ("authors", "Ada van Example, Paul Muster Jr., Sample Collaboration")
CATEGORIES = ("categories", "cs.NA stat.ML")


@pytest.mark.parametrize(
    ("form", "versions", "expected"),
    [
        (
            "arXiv",
            (FIRST, SECOND),
            [
                ("id", "2401.00001"), ("created", "2024-02-03"), ("updated", "2024-02-06"),
                ("authors", None), TITLE, CATEGORIES, *COMMON, LICENSE, ABSTRACT,
            ],
        ),
        (
            "arXiv",
            (FIRST,),
            [
                ("id", "2401.00001"), ("created", "2024-01-01"), ("updated", "2024-02-06"),
                ("authors", None), TITLE, CATEGORIES, ABSTRACT,
            ],
        ),
        (
            "arXivRaw",
            (FIRST, SECOND),
            [
                ("id", "2401.00001"), ("submitter", "Ada van Example"), ("version", None),
                ("version", None), TITLE, AUTHORS, CATEGORIES, *COMMON, LICENSE, ABSTRACT,
            ],
        ),
        (
            "arXivOld",
            (FIRST, SECOND),
            [("id", "2401.00001"), TITLE, AUTHORS, CATEGORIES, *COMMON, ABSTRACT, LICENSE],
        ),
        (
            "oai_dc",
            (FIRST, SECOND),
            [
                TITLE, ("creator", "van Example, Ada"), ("creator", "Muster Jr., Paul"),
                ("creator", "Sample Collaboration"), ("subject", "Numerical Analysis"),
                ("subject", "Machine Learning"), ("description", "A made-up abstract. "),
                ("description", "9 pages"), ("date", "2024-01-01"), ("date", "2024-02-03"),
                ("type", "text"), ("identifier", "https://arxiv.org/abs/2401.00001"),
                ("identifier", "http://arxiv.org/abs/2401.00001"),
                ("identifier", "J. Invented Res. 1, 2"),
                ("identifier", "doi:10.99999/a 10.99999/b"),
            ],
        ),
        (
            "oai_dc",
            (replace(FIRST, authors=(), abstract=""),),
            [
                TITLE, ("subject", "Numerical Analysis"), ("subject", "Machine Learning"),
                ("date", "2024-01-01"), ("type", "text"),
                ("identifier", "https://arxiv.org/abs/2401.00001"),
                ("identifier", "http://arxiv.org/abs/2401.00001"),
            ],
        ),
    ],
)  # fmt: skip
def test_elements_stand_in_arxivs_order(
    form: str, versions: tuple[Paper, ...], expected: list[tuple[str, str | None]]
) -> None:
    """Each format with everything, and with nothing that may be missing; TeX stays as it is."""
    assert _told(form, *versions) == expected


def test_authors_come_in_parts() -> None:
    """Keyname, forenames and suffix; a collaboration is one keyname."""
    authors = _metadata("arXiv", FIRST).find("{*}authors")
    assert authors is not None
    assert [[part.text for part in author] for author in authors] == [
        ["van Example", "Ada"], ["Muster", "Paul", "Jr."], ["Sample Collaboration"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        (
            (FIRST, SECOND, THIRD),
            [
                ("v1", ["Mon, 01 Jan 2024 00:00:01 GMT", "0kb"]),
                ("v2", ["Sat, 03 Feb 2024 10:11:12 GMT", "0kb"]),
                ("v3", ["Fri, 01 Mar 2024 10:00:00 GMT", "0kb", "I"]),
            ],
        ),
        (
            (SECOND,),
            [
                ("v1", ["Mon, 01 Jan 2024 00:00:01 GMT", "0kb"]),
                ("v2", ["Sat, 03 Feb 2024 10:11:12 GMT", "0kb"]),
            ],
        ),
    ],
)
def test_the_raw_format_tells_every_version(
    versions: tuple[Paper, ...], expected: list[tuple[str, list[str]]]
) -> None:
    """Ascending, with the moment of submission; a withdrawal has the source type I."""
    found = _metadata("arXivRaw", *versions).findall("{*}version")
    assert [(each.get("version"), [part.text for part in each]) for each in found] == expected
