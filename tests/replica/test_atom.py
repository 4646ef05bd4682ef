"""Feeds, element by element as arXiv writes them; the checks are those of docs/replica.md."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from paperlode.paper import Paper, moment
from paperlode.replica import atom

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = moment("2026-11-23T01:00:00Z")
PAPER = Paper(
    id="2401.00001",
    version=2,
    title="An example title",
    abstract="Made-up abstract with $\u03b1$.",
    authors=("Ada Example", "H1 Collaboration"),
    categories=("cs.LG", "stat.ML"),
    submitted=moment("2024-01-01T00:00:01Z"),
    updated=moment("2024-02-03T10:11:12Z"),
    comment="9 pages",
    journal_ref="J. Ex. 1 (2024) 2",
    doi="10.1234/example 10.1234/Second",
)
PLAIN = replace(PAPER, comment=None, journal_ref=None, doi=None, categories=("cs.LG",))
HEADING = atom.Heading("ti:example", "ti:example", "", 0, 1)


def _entry(paper: Paper) -> etree._Element:
    feed = etree.fromstring(atom.feed(HEADING, [paper], 1, NOW))
    return feed[-1]


def _names(element: etree._Element) -> Iterator[str]:
    for child in element:
        yield re.sub(r"\{.*?([^/]+)/?\}", r"\1:", str(child.tag))


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items()}


def _text(element: etree._Element, name: str) -> str:
    return element.findtext(f"{{*}}{name}") or ""


def test_a_feed_has_arxivs_elements_in_arxivs_order() -> None:
    """Check 16: identifier, title, time, link and the three numbers stand before the entries."""
    feed = etree.fromstring(atom.feed(HEADING, [PAPER, PLAIN], 42, NOW))
    assert list(_names(feed)) == [
        "Atom:id", "Atom:title", "Atom:updated", "Atom:link",
        "1.1:itemsPerPage", "1.1:totalResults", "1.1:startIndex", "Atom:entry", "Atom:entry",
    ]  # fmt: skip
    assert _text(feed, "totalResults") == "42"
    assert _text(feed, "updated") == "2026-11-23T01:00:00Z"


def test_an_entry_has_arxivs_elements_in_arxivs_order() -> None:
    """Checks 16 and 25: each DOI stands with its link at the end of the entry."""
    assert list(_names(_entry(PAPER))) == [
        "Atom:id", "Atom:title", "Atom:updated", "Atom:link", "Atom:link", "Atom:summary",
        "Atom:category", "Atom:category", "Atom:published", "atom:comment",
        "atom:primary_category", "atom:journal_ref", "Atom:author", "Atom:author",
        "atom:doi", "Atom:link", "atom:doi", "Atom:link",
    ]  # fmt: skip


def test_what_a_paper_lacks_is_absent() -> None:
    """Check 26: there is no empty comment, journal reference or DOI."""
    assert not {"atom:comment", "atom:journal_ref", "atom:doi"} & set(_names(_entry(PLAIN)))


def test_bytes_are_those_of_a_captured_answer() -> None:
    """Prolog, namespaces and indentation are what public captures of 2026 show."""
    lines = atom.feed(HEADING, [PLAIN], 1, NOW).decode().splitlines()
    assert lines[0] == "<?xml version='1.0' encoding='UTF-8'?>"
    assert lines[1] == (
        '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
        'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">'
    )
    assert lines[5] == (
        '  <link href="https://arxiv.org/api/query?search_query=ti:example&amp;start=0'
        '&amp;max_results=1&amp;id_list=" type="application/atom+xml"/>'
    )
    assert lines[10] == "    <id>http://arxiv.org/abs/2401.00001v2</id>"
    assert lines[-1] == "</feed>"


@pytest.mark.parametrize(
    ("query", "ids", "size", "expected"),
    [
        ("all:testing", "", 10, "+yL+2aOC2tMwSSbNUvwVflQZ4gc"),
        ("", "0000.0000", 100, "oqaUC9OB2SccftmJHZqrxySXrao"),
        ("", "1605.08386", 100, "UY2mqR74Vu/gU683o8Kx4P2K0xU"),
    ],
)
def test_a_feeds_identifier_is_the_digest_of_its_request(
    query: str, ids: str, size: int, expected: str
) -> None:
    """Check 17: the same identifiers as in recorded answers of arXiv."""
    heading = atom.Heading(query, query, ids, 0, size)
    assert heading.id == f"https://arxiv.org/api/{expected}"


def test_identifiers_are_http_and_links_are_https() -> None:
    """Check 22: both carry the version, and a withdrawn paper keeps its link to the PDF."""
    entry = _entry(replace(PAPER, withdrawn=True))
    links = [_attributes(link) for link in entry.iterfind("{*}link")]
    assert _text(entry, "id") == "http://arxiv.org/abs/2401.00001v2"
    assert links[0] == {
        "href": "https://arxiv.org/abs/2401.00001v2", "rel": "alternate", "type": "text/html",
    }  # fmt: skip
    assert links[1] == {
        "href": "https://arxiv.org/pdf/2401.00001v2", "rel": "related",
        "type": "application/pdf", "title": "pdf",
    }  # fmt: skip
    assert links[2] == {
        "rel": "related", "href": "https://doi.org/10.1234/example", "title": "doi",
    }  # fmt: skip


def test_both_times_are_those_of_submission() -> None:
    """J.2, 23: ``published`` is the first version's time, ``updated`` that of this one."""
    entry = _entry(PAPER)
    assert _text(entry, "published") == "2024-01-01T00:00:01Z"
    assert _text(entry, "updated") == "2024-02-03T10:11:12Z"


def test_only_categories_have_a_scheme() -> None:
    """Check 24: the primary category comes first among them, and once more by itself."""
    entry = _entry(PAPER)
    assert [found.get("term") for found in entry.iterfind("{*}category")] == ["cs.LG", "stat.ML"]
    primary = entry.find("{*}primary_category")
    assert primary is not None
    assert _attributes(primary) == {"term": "cs.LG"}


def test_a_collaboration_has_a_leading_space() -> None:
    """ArXiv joins forenames and surname, and a collaboration has no forenames."""
    names = [name.text for name in _entry(PAPER).iterfind("{*}author/{*}name")]
    assert names == ["Ada Example", " H1 Collaboration"]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("a < b & c > d", "a < b & c > d"),
        ("]]> &lt;b&gt; \"quotes\" 'too'", "]]> &lt;b&gt; \"quotes\" 'too'"),
        ("bell\x07 escape\x1b null\x00 \ufffe", "bell escape null "),
        ("half a pair \ud800", "half a pair "),
        ("carriage\rreturn", "carriage\rreturn"),
        ("\u202eoverride\u202c \x7f\x85", "\u202eoverride\u202c \x7f\x85"),
        ("0", "0"),
    ],
)
def test_any_title_gives_well_formed_xml(title: str, shown: str) -> None:
    """Check 27: markup is escaped once, and what XML forbids is taken out."""
    assert _text(_entry(replace(PAPER, title=title)), "title") == shown


def test_an_error_is_a_feed_with_one_entry() -> None:
    """The manual's error format: a summary with the reason, and an address that names it."""
    body = atom.error("start must be an integer", f"{atom.ERRORS}#why", NOW)
    feed = etree.fromstring(body)
    entry = feed[-1]
    assert _text(feed, "id") == "https://arxiv.org/"
    assert feed.find("{*}link") is None
    assert list(_names(entry)) == [
        "Atom:id", "Atom:title", "Atom:updated", "Atom:link", "Atom:summary", "Atom:author",
    ]  # fmt: skip
    assert _text(entry, "summary") == "start must be an integer"
    assert entry.findtext("{*}author/{*}name") == "arXiv api core"
