"""Requests and answers of the search API; the checks are those of docs/replica.md."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from lxml import etree

from paperlode.paper import Paper, moment
from paperlode.replica.search_api import Answer, Found, Request, answer, parameters

NOW = moment("2026-11-23T01:00:00Z")
PAPER = Paper(
    id="1605.08386",
    version=1,
    title="Found",
    abstract="Found.",
    authors=("Ada Example",),
    categories=("cs.LG",),
    submitted=NOW,
    updated=NOW,
)
INTEGER = "must be an integer"
NEGATIVE = "must be non-negative"
NOTHING = "Either a search_query or id_list must be specified for the classic API."
SORTS = "sortBy must be in: relevance, lastUpdatedDate, submittedDate"
ORDERS = "sortOrder must be in: ascending, descending"
MANUAL = "https://arxiv.org/help/api/user-manual#sort"
ERRORS = "https://arxiv.org/api/errors"


def _everything(request: Request) -> Found:
    return Found([PAPER] * min(request.size, 3), 12_345)


def ask(encoded: str) -> Answer:
    """Ask a service that finds something for every request."""
    return answer(encoded, _everything, NOW)


def _feed(encoded: str) -> etree._Element:
    return etree.fromstring(ask(encoded).body)


def _text(encoded: str, name: str) -> str:
    return _feed(encoded).findtext(f"{{*}}{name}") or ""


def _why(encoded: str) -> tuple[int, str, str]:
    """Give status, sentence and address of an error feed."""
    refused = ask(encoded)
    entry = etree.fromstring(refused.body).find("{*}entry")
    assert entry is not None
    assert entry.findtext("{*}title") == "Error"
    return refused.status, entry.findtext("{*}summary") or "", entry.findtext("{*}id") or ""


def test_defaults_are_ten_from_the_beginning() -> None:
    """Check 5: start 0, ten results, by relevance, descending."""
    seen: list[Request] = []

    def search(request: Request) -> Found:
        seen.append(request)
        return Found([], 0)

    answer("search_query=electron", search, NOW)
    [request] = seen
    assert (request.start, request.size) == (0, 10)
    assert (request.sort, request.ascending) == ("relevance", False)


def test_of_a_repeated_parameter_the_first_counts() -> None:
    """Check 4: unknown and wrongly cased names are ignored."""
    encoded = "search_query=all%3Aa&search_query=all%3Ab&sortby=nonsense&Start=-4"
    assert ask(encoded).status == 200
    assert parameters(encoded)["search_query"] == "all:a"


@pytest.mark.parametrize(
    ("encoded", "status", "sentence", "address"),
    [
        # check 6
        ("", 400, NOTHING, ERRORS),
        ("search_query=", 400, NOTHING, ERRORS),
        ("search_query=ti:", 400, NOTHING, ERRORS),
        ("search_query=%22", 400, NOTHING, ERRORS),
        ("id_list=", 400, NOTHING, ERRORS),
        # check 7
        ("search_query=a&max_results=foo", 400, f"max_results {INTEGER}", f"{ERRORS}#"),
        ("search_query=a&max_results=1.5", 400, f"max_results {INTEGER}", f"{ERRORS}#"),
        ("search_query=a&max_results=", 400, f"max_results {INTEGER}", f"{ERRORS}#"),
        ("search_query=a&max_results=-1", 400, f"max_results {NEGATIVE}", f"{ERRORS}#"),
        # check 8
        ("search_query=a&start=-1", 400, f"start {NEGATIVE}", f"{ERRORS}#"),
        ("search_query=a&start=a", 400, f"start {INTEGER}", f"{ERRORS}#"),
        # check 9
        ("search_query=a&sortBy=foo", 400, SORTS, MANUAL),
        ("search_query=a&sortBy=", 400, SORTS, MANUAL),
        ("search_query=a&sortOrder=desc", 400, ORDERS, MANUAL),
        # checks 10 and 11
        ("id_list=abc", 400, "incorrect id format for abc", f"{ERRORS}#"),
        ("id_list=1605.08386,", 400, "incorrect id format for ", f"{ERRORS}#"),
        # check 13
        ("search_query=(ti:space", 400, "Invalid query string: '(ti:space'", ERRORS),
        ("search_query=a AND", 400, "Invalid query string: 'all:a AND'", ERRORS),
    ],
)
def test_a_wrong_request_is_refused_in_arxivs_words(
    encoded: str, status: int, sentence: str, address: str
) -> None:
    """Checks 6 to 13: status, sentence and address are those of the service's code."""
    named = address + sentence.replace(" ", "_") if address.endswith("#") else address
    assert _why(encoded) == (status, sentence, named)


@pytest.mark.parametrize(
    ("encoded", "sentence"),
    [
        ("id_list=x&max_results=x&start=x&sortBy=x", "incorrect id format for x"),
        ("max_results=x&start=x&sortBy=x&sortOrder=x", f"max_results {INTEGER}"),
        ("max_results=-1&start=x", f"max_results {NEGATIVE}"),
        ("start=x&sortBy=x&search_query=(", f"start {INTEGER}"),
        ("start=-1&sortBy=x", f"start {NEGATIVE}"),
        ("sortBy=x&sortOrder=x&search_query=(", SORTS),
        ("sortOrder=x&search_query=(", ORDERS),
        ("search_query=(&start=20000", "Invalid query string: '('"),
    ],
)
def test_of_several_mistakes_the_first_checked_is_told(encoded: str, sentence: str) -> None:
    """Check 12: identifiers, size, start, sorting, query, window."""
    assert _why(encoded)[1] == sentence


@pytest.mark.parametrize(
    ("start", "size", "status"),
    [
        (8000, 2000, 200), (9900, 100, 200), (9950, 100, 500), (10_000, 1, 500),
        (0, 10_000, 200), (0, 10_001, 500), (6000, 3000, 200), (9000, 3000, 500),
        (9000, 1000, 200), (10_000, 1000, 500), (1, 10_000, 500), (0, 0, 500), (5, 0, 500),
    ],
)  # fmt: skip
def test_the_window_ends_at_ten_thousand(start: int, size: int, status: int) -> None:
    """Checks 14 and 15: beyond the window, and for an empty page, the service fails."""
    assert ask(f"search_query=a&start={start}&max_results={size}").status == status


@pytest.mark.parametrize(
    "query",
    [
        "submittedDate:[2023-01-01 TO 2023-01-31]", "submittedDate:20240101", "all:*",
        "NOT (ti:a OR ti:b)", "NOT cat:cs.CV AND ti:foo", "ti:*graph", "all:&&",
    ],
)  # fmt: skip
def test_what_the_service_overlooks_makes_it_fail(query: str) -> None:
    """Checks 32 and 34: bad dates, NOT over a group, leading wildcards are answered with 500."""
    status, _, address = _why(urlencode({"search_query": query}))
    assert (status, address) == (500, ERRORS)


@pytest.mark.parametrize(
    ("identifier", "status"),
    [
        ("1605.08386", 200), ("1605.08386v1", 200), ("cond-mat/0207270", 200),
        ("cond-mat/0207270v1", 200), ("math.GT/0309136", 200), ("arXiv:1605.08386", 200),
        ("http://arxiv.org/abs/1605.08386", 200), (" 1605.08386", 200), ("1605.08386V2", 200),
        ("0000.0000", 200), ("1234.12345", 200), ("1605.083860", 200), ("1605.08386;x", 200),
        ("abc", 400), ("12345.12345", 400), ("hep-th9901001", 400), ("foo/9901001", 400),
        ("1309.119", 400), ("1605\u201308386", 400), ("", 400),
    ],
)  # fmt: skip
def test_an_identifier_need_only_look_like_one(identifier: str, status: int) -> None:
    """Checks 10, 11 and 41: one bad piece fails the whole list, odd ones merely find nothing."""
    assert ask(f"id_list=1605.08386,{quote(identifier)}").status == status


def test_the_title_echoes_the_repaired_query() -> None:
    """Check 19: a bare word shows up with the prefix that the service gave it."""
    title = _text("search_query=testing&start=5&max_results=7", "title")
    assert title == "arXiv Query: search_query=all:testing&id_list=&start=5&max_results=7"


@pytest.mark.parametrize(
    ("query", "grouped"),
    [
        ("all:a AND all:b AND all:c", "all:a AND (all:b AND all:c)"),
        ("(ti:a OR ti:b) ANDNOT au:c", "(ti:a OR ti:b) ANDNOT au:c"),
        ("NOT ti:a", "ANDNOT ti:a"),
        ("testing", "all:testing"),
    ],
)
def test_the_link_shows_how_the_query_was_grouped(query: str, grouped: str) -> None:
    """Check 20: operators associate to the right, which the parentheses tell."""
    link = _feed(urlencode({"search_query": query})).find("{*}link")
    assert link is not None
    assert link.get("href") == (
        f"https://arxiv.org/api/query?search_query={grouped}&start=0&max_results=10&id_list="
    )


def test_sorting_does_not_change_the_feeds_identifier() -> None:
    """Check 18: two listings in different order have one identifier."""
    plain = _text("search_query=a", "id")
    assert _text("search_query=a&sortBy=submittedDate&sortOrder=ascending", "id") == plain
    assert _text("search_query=a&start=10", "id") != plain


def test_the_numbers_are_the_request_and_the_truth() -> None:
    """Check 21: the size is echoed, the total is the full count, also above 10,000."""
    feed = _feed("search_query=a&start=5&max_results=7")
    numbers = [feed.findtext(f"{{*}}{name}") for name in ("itemsPerPage", "totalResults")]
    assert numbers == ["7", "12345"]
    assert feed.findtext("{*}startIndex") == "5"


def test_the_content_type_is_exact() -> None:
    """Check 3: answers and errors alike are Atom in UTF-8."""
    assert ask("search_query=a").content_type == "application/atom+xml; charset=utf-8"
    assert ask("").content_type == "application/atom+xml; charset=utf-8"


@pytest.mark.parametrize(
    ("query", "status"), [("pineapple", 400), ("all:pineapple", 200), ("ti:a AND ti:b", 200)]
)
def test_raw_leaves_out_the_repair(query: str, status: int) -> None:
    """Check 35: with ``raw=1`` the query must be in the strict grammar already."""
    assert ask(urlencode({"search_query": query, "raw": "1"})).status == status


def test_hostile_queries_come_back_as_text() -> None:
    """Markup, quotes and Unicode in a query are escaped once and shown as they were sent."""
    query = 'all:"<script>&\u00fc" OR all:a"'
    title = _text(urlencode({"search_query": query}), "title")
    assert 'search_query=all:"<script>&\u00fc" OR all:a&' in title
