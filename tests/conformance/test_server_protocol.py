"""Checks 1 to 15 of a server: methods, parameters, refusals, all over real HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

if TYPE_CHECKING:
    from tests.conformance.asking import Asking

ATOM = "application/atom+xml; charset=utf-8"
ERRORS = "https://arxiv.org/api/errors"
SORT = "https://arxiv.org/help/api/user-manual#sort"
NOTHING = "Either a search_query or id_list must be specified for the classic API."


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/query?id_list=x", 400),
        ("HEAD", "/api/query?search_query=dark", 200),
        ("POST", "/api/query", 400),
        ("PUT", "/api/query?search_query=dark", 405),
        ("DELETE", "/api/query", 405),
        ("GET", "/api/query/?search_query=dark", 404),
        ("GET", "/api/query/search_query=dark", 404),
    ],
)
def test_three_methods_and_one_address(server: Asking, method: str, path: str, status: int) -> None:
    """1. GET, HEAD, POST; PUT is 405, another path 404; every error is an Atom feed."""
    answer = server.http(path, method, "" if method in ("POST", "PUT") else None)
    assert (answer.status, answer.headers["Content-Type"]) == (status, ATOM)
    if method == "HEAD":
        assert answer.body == b""
    else:
        assert answer.entries[0].findtext("{*}title") == "Error"


@pytest.mark.parametrize("headers", [{}, {"Content_Type": "application/x-www-form-urlencoded"}])
def test_a_form_may_be_posted(server: Asking, headers: dict[str, str]) -> None:
    """2. Also without a content type; the query string is ignored then."""
    form = urlencode({"search_query": "ti:other", "start": 0})
    answer = server.http("/api/query?search_query=ti:dark&start=x", "POST", form, **headers)
    assert answer.names == ["4v2"]


def test_the_content_type_is_exact(server: Asking) -> None:
    """3. ``application/atom+xml; charset=utf-8``, for answers and errors."""
    for answer in (server.search("ti:dark"), server.search(id_list="x"), server.search("all:*")):
        assert answer.headers["Content-Type"] == ATOM


def test_the_first_value_counts_and_unknown_names_do_not(server: Asking) -> None:
    """4. Names are read letter by letter: ``sortby`` is unknown."""
    answer = server.http("/api/query?search_query=ti:other&search_query=ti:dark&sortby=x&Start=-1")
    assert answer.names == ["4v2"]


def test_defaults_are_ten_by_relevance_from_the_first(server: Asking) -> None:
    """5. start 0, max_results 10, relevance, descending."""
    plain = server.search("cat:*")
    assert (plain.text("startIndex"), plain.text("itemsPerPage"), len(plain.names)) == (
        "0",
        "10",
        10,
    )
    told = {"start": 0, "max_results": 10, "sortBy": "relevance", "sortOrder": "descending"}
    assert plain.names == server.search("cat:*", **told).names


@pytest.mark.parametrize("asked", [{}, {"search_query": ""}, {"search_query": "ti:"}])
def test_nothing_to_search_for_is_refused(server: Asking, asked: dict[str, str]) -> None:
    """6. No parameters, an empty query, a prefix without a value."""
    assert server.search(**asked).why == (400, NOTHING, ERRORS)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("foo", "an integer"), ("1.5", "an integer"), ("", "an integer"), ("-1", "non-negative")],
)
def test_the_size_must_be_a_number(server: Asking, text: str, sentence: str) -> None:
    """7. ``max_results``: one sentence for no number, another for a negative one."""
    said = f"max_results must be {sentence}"
    wanted = (400, said, f"{ERRORS}#{said.replace(' ', '_')}")
    assert server.search("a", max_results=text).why == wanted


@pytest.mark.parametrize(("text", "sentence"), [("a", "an integer"), ("-1", "non-negative")])
def test_the_start_must_be_a_number(server: Asking, text: str, sentence: str) -> None:
    """8. ``start`` likewise."""
    said = f"start must be {sentence}"
    assert server.search("a", start=text).why == (400, said, f"{ERRORS}#{said.replace(' ', '_')}")


@pytest.mark.parametrize(
    ("name", "text", "choices"),
    [
        ("sortBy", "foo", "relevance, lastUpdatedDate, submittedDate"),
        ("sortBy", "", "relevance, lastUpdatedDate, submittedDate"),
        ("sortOrder", "desc", "ascending, descending"),
    ],
)
def test_orders_are_spelled_exactly(server: Asking, name: str, text: str, choices: str) -> None:
    """9. Anything else is refused, with the manual's address."""
    said = f"{name} must be in: {choices}"
    assert server.search("a", **{name: text}).why == (400, said, SORT)


@pytest.mark.parametrize("name", ["abc", "foo/9901001", "1309.119"])
def test_a_malformed_identifier_fails_the_request(server: Asking, name: str) -> None:
    """10. One is enough, and the address names it."""
    said = f"incorrect id format for {name}"
    wanted = (400, said, f"{ERRORS}#{said.replace(' ', '_')}")
    assert server.search(id_list=f"1605.08386,{name}").why == wanted


def test_a_trailing_comma_is_an_empty_identifier(server: Asking) -> None:
    """11. ``1605.08386,`` is refused."""
    assert server.search(id_list="1605.08386,").why[:2] == (400, "incorrect id format for ")


@pytest.mark.parametrize(
    ("encoded", "sentence"),
    [
        ("id_list=x&max_results=x&start=x&sortBy=x&search_query=(", "incorrect id"),
        ("max_results=x&start=x&sortBy=x", "max_results must be an integer"),
        ("max_results=-1&start=x", "max_results must be non"),
        ("start=x&sortBy=x", "start must be an integer"),
        ("start=-1&sortBy=x", "start must be non"),
        ("sortBy=x&sortOrder=x", "sortBy must"),
        ("sortOrder=x&search_query=(", "sortOrder must"),
        ("search_query=(&start=20000", "Invalid query"),
    ],
)
def test_of_several_mistakes_the_first_is_told(server: Asking, encoded: str, sentence: str) -> None:
    """12. Identifiers, size, start, order, query, window: in this order."""
    assert server.http(f"/api/query?{encoded}").why[1].startswith(sentence)


def test_a_query_that_does_not_parse_is_shown_as_it_was_repaired(server: Asking) -> None:
    """13. ``(ti:space`` stands in the sentence."""
    assert server.search("(ti:space").why == (400, "Invalid query string: '(ti:space'", ERRORS)
    assert server.search("space AND").why[1] == "Invalid query string: 'all:space AND'"


def test_an_empty_page_makes_the_service_fail(server: Asking) -> None:
    """14. ``max_results=0`` is answered with 500."""
    assert server.search("all:a", max_results=0).why[0] == 500


@pytest.mark.parametrize(
    ("start", "size", "status"),
    [
        (8000, 2000, 200),
        (9900, 100, 200),
        (9950, 100, 500),
        (10_000, 1, 500),
        (0, 10_000, 200),
        (0, 10_001, 500),
        (6000, 3000, 200),
        (9000, 3000, 500),
        (9000, 1000, 200),
        (10_000, 1000, 500),
        (1, 10_000, 500),
    ],
)
def test_the_window_ends_at_ten_thousand(
    server: Asking, start: int, size: int, status: int
) -> None:
    """15. With the service's arithmetic of pages, which rounds, and the index's own end."""
    assert server.search("all:a", start=start, max_results=size).status == status
