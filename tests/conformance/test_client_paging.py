"""Checks 24 to 33 of a client: pages, windows, identifiers and queries."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import etree

from paperlode.errors import QueryError
from paperlode.query import parse, parse_like_arxiv
from paperlode.query.categories import under_all_names
from paperlode.replica.search_api import Found, answer
from paperlode.sources import Window, search_api
from paperlode.sources.harvest import by_ids, recent, sweep
from paperlode.topic import Topic
from tests.memory_api import DAY_ONE, Arxiv, feed, papers

if TYPE_CHECKING:
    from paperlode.paper import Paper

DAY = timedelta(days=1)
EVERYTHING = Window(DAY_ONE - DAY, DAY_ONE + 400 * DAY)


def swept(arxiv: Arxiv, size: int = 10) -> list[str]:
    """Sweep everything; give the names in the order in which they were passed on."""
    pages = sweep(arxiv, "all:x", EVERYTHING, size=size)
    return [paper.name for page in pages for paper in page.papers]


def names(found: list[Paper]) -> list[str]:
    """Name papers in alphabetical order."""
    return sorted(paper.name for paper in found)


def test_an_order_is_always_asked_for() -> None:
    """24. ``sortBy`` and ``sortOrder`` go with every page of every kind of harvest."""
    arxiv = Arxiv(papers(40))
    swept(arxiv)
    list(recent(arxiv, "all:x", DAY_ONE, size=10))
    list(by_ids(arxiv, ["2603.00001"]))
    assert all(asked["sortBy"] and asked["sortOrder"] for asked in arxiv.asked)


def test_nothing_is_sent_that_the_service_answers_with_an_error() -> None:
    """25. No empty page, nothing beyond the 10,000th entry, no empty parameter."""
    for start, size in ((0, 0), (0, -1), (9_999, 2), (10_000, 1)):
        with pytest.raises(ValueError, match="outside"):
            search_api.request("https://example.org", "all:x", start=start, size=size)
    url = search_api.request("https://example.org", "", ids=["2401.00001"], size=1)
    assert all(parse_qs(urlsplit(url).query, keep_blank_values=True).values())
    assert "search_query" not in url


def test_more_than_ten_thousand_papers_are_sliced_by_date() -> None:
    """26. Slices share a minute, so that nothing falls between them; each paper comes once."""
    many = papers(10_050, timedelta(minutes=20))
    arxiv = Arxiv(many)
    window = Window(DAY_ONE, many[-1].submitted)
    pages = sweep(arxiv, "all:x", window, size=1000)
    found = [paper.name for page in pages for paper in page.papers]
    assert sorted(found) == names(many)
    slices = {asked["search_query"].partition("submittedDate:")[2] for asked in arxiv.asked}
    ends = [text.strip("[])").split(" TO ") for text in slices]
    assert {first for first, _ in ends} & {last for _, last in ends}


@pytest.mark.parametrize("fault", ["empty", "short", "hole"])
def test_a_page_with_too_little_is_no_end(fault: str) -> None:
    """27. Short pages are gone on from, empty ones asked for again, until all have come."""
    everything = papers(45)
    arxiv = Arxiv(everything, ["", "", fault])
    assert sorted(swept(arxiv)) == names(everything)


def test_each_version_is_passed_on_once() -> None:
    """28. Whatever comes twice, within a page or on two of them."""
    everything = papers(45)
    for fault in ("twice", "slid"):
        found = swept(Arxiv(everything, ["", "", fault]))
        assert sorted(found) == names(everything)


def test_identifiers_are_cleaned_batched_mapped_and_isolated() -> None:
    """29. ``max_results`` fits, at most 100 at once, missing ones are named, a bad one is alone."""
    everything = papers(150)
    arxiv = Arxiv(everything[::-1])
    refusing: list[int] = []

    def ask(url: str) -> bytes:
        ids = parse_qs(urlsplit(url).query)["id_list"][0].split(",")
        if "2603.00007" in ids and len(ids) > 1:
            refusing.append(len(ids))
            entry = "<id>http://arxiv.org/api/errors#x</id><title>Error</title>"
            return feed(f"<entry>{entry}<summary>incorrect id format</summary></entry>")
        return arxiv(url)

    wanted = [f" arXiv:{paper.id} " for paper in everything]
    pages = list(by_ids(ask, [*wanted, "https://arxiv.org/abs/0704.0001"]))
    assert [paper.id for page in pages for paper in page.papers] == [p.id for p in everything]
    assert [name for page in pages for name in page.missing] == ["0704.0001"]
    assert refusing
    for asked in arxiv.asked:
        assert int(asked["max_results"]) == len(asked["id_list"].split(",")) <= 100


@pytest.mark.parametrize(
    "text",
    [
        "(ti:a OR ti:b) ANDNOT ti:c",
        'ti:"dark matter" AND abs:"spin ice"',
        'au:"del maestro" OR au:smith,j',
        "submittedDate:[202601010000 TO 202601312359] AND cat:cs.*",
        "(cat:cs.LG OR cat:stat.ML) AND (abs:a OR (abs:b AND abs:c))",
        "cat:* ANDNOT (ti:a OR ti:b)",
    ],
)
def test_what_is_sent_means_what_was_meant(text: str) -> None:
    """30. Every operator stands in parentheses, so that right association cannot change it."""
    tree = parse(text)
    assert parse_like_arxiv(str(tree)) == tree
    assert parse_like_arxiv(str(tree), raw=True) == tree
    assert str(tree).count("(") == len(re.findall(" (?:AND|OR|ANDNOT) ", str(tree)))


@pytest.mark.parametrize(
    "words",
    [
        "a (b) c",
        "x AND y",
        "ti: colon",
        "50% + 50 & more",
        "Müller 量子",
        "back\\slash",
        "'single'",
    ],
)
def test_any_text_arrives_as_it_was_written(words: str) -> None:
    """31. Quoted and encoded once; the feed's title shows it again."""
    query = parse(f'all:"{words}"')
    url = search_api.request("https://example.org", str(query))
    told = answer(urlsplit(url).query, lambda _: Found([], 0), DAY_ONE)
    assert told.status == 200
    title = etree.fromstring(told.body).findtext("{*}title") or ""
    assert f'search_query=all:"{words}"&id_list=' in title


@pytest.mark.parametrize(
    "text",
    [
        "submittedDate:[202601310000 TO 202601010000]",
        "submittedDate:[2026-01-01 TO 2026-01-31]",
        "submittedDate:20260101",
        "submittedDate:[* TO 202601010000]",
        "ti:*graph",
        "all:*",
        "ti:",
        'ti:x OR au:""',
        "",
        "NOT (ti:a OR ti:b)",
        "NOT cat:cs.CV AND ti:foo",
    ],
)
def test_queries_that_cannot_be_meant_are_refused_here(text: str) -> None:
    """32. Dates reversed or malformed, leading wildcards, empty values, NOT before a group."""
    with pytest.raises(QueryError):
        Topic("t", "T", text)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("math.ST", {"math.ST", "stat.TH"}),
        ("cond-mat.mtrl-sci", {"cond-mat.mtrl-sci", "mtrl-th"}),
        ("hep-th", {"hep-th"}),
        ("cs", {"cs.*", "cmp-lg", "math.IT", "math.NA", "eess.SY"}),
    ],
)
def test_a_category_can_be_asked_for_under_all_its_names(name: str, expected: set[str]) -> None:
    """33. Archives, second names and those that were taken over, when that is asked for."""
    assert set(under_all_names(name)) == expected
