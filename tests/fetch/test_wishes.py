"""Asking for less than a whole answer, and for web pages."""

from __future__ import annotations

import httpx  # noqa: TID251  its transport is the seam that stands for the network
import pytest

from paperlode.errors import AnswerError, FetchError, OutOfTimeError, ThrottledError
from paperlode.fetch import Fetch, Fresh
from paperlode.paper import moment
from paperlode.replica.collection import Collection
from paperlode.replica.server import serve
from tests.replica.announcements import announced
from tests.wire import FEED, Wire

URL = "https://rss.arxiv.org/rss/cs.LG"
PAGE = "https://arxiv.org/catchup/cs.LG/2026-11-17?abs=False&page=1"
HTML = b"<!DOCTYPE html><html><body>Total of 0 entries</body></html>"


def _tagged(tag: str, status: int = 200) -> httpx.Response:
    return httpx.Response(status, content=FEED if status != 304 else b"", headers={"ETag": tag})


def test_the_tag_of_an_answer_asks_for_what_is_newer() -> None:
    """The first answer names its tag; with it, the same answer is not sent again."""
    here = Wire(_tagged('"one"'), _tagged('"one"', 304), _tagged('W/"two"'))
    with here.fetch() as fetch:
        assert fetch.newer(URL) == Fresh(FEED, '"one"')
        assert fetch.newer(URL, '"one"') is None
        assert fetch.newer(URL, '"one"') == Fresh(FEED, 'W/"two"')
    sent = [request.headers.get("if-none-match") for request in here.asked]
    assert sent == [None, '"one"', '"one"']
    assert (here.waits, fetch.requests) == ([3, 3], 3)


@pytest.mark.parametrize("tag", ["one", '"a\r\nX-Evil: 1"', '"ä"', f'"{"x" * 2000}"', '"a" "b"'])
def test_what_is_no_tag_is_neither_sent_nor_kept(tag: str) -> None:
    """Tags come from a file and from the network: neither may write headers of its own."""
    here = Wire(httpx.Response(200, content=FEED, headers=[(b"etag", tag.encode())]))
    with here.fetch() as fetch:
        assert fetch.newer(URL, tag) == Fresh(FEED, "")
    assert "if-none-match" not in here.asked[0].headers


def test_a_304_that_nobody_asked_for_is_trouble() -> None:
    """Whoever knows nothing is not helped by 'nothing new'."""
    here = Wire(*[_tagged('"one"', 304)] * 3)
    with here.fetch() as fetch, pytest.raises(AnswerError, match="empty"):
        fetch.newer(URL)
    assert here.waits[:2] == [60, 60 * 2]


def test_trouble_is_waited_for_whatever_is_asked() -> None:
    """Throttling, overload and pages in place of a feed are what they always are."""
    here = Wire(503, HTML, _tagged('"one"', 304))
    with here.fetch() as fetch:
        assert fetch.newer(URL, '"one"') is None
    assert here.waits == [60, 60]


def test_a_redirection_keeps_the_wish() -> None:
    """The second hop is asked under the same condition."""
    moved = httpx.Response(301, headers={"location": URL})
    here = Wire(moved, _tagged('"one"', 304))
    with here.fetch() as fetch:
        assert fetch.newer("http://rss.arxiv.org/rss/cs.LG", '"one"') is None
    assert here.asked[1].headers["if-none-match"] == '"one"'


def test_an_error_feed_has_no_tag() -> None:
    """Its reader raises what it says; asked again, it is to come again."""
    here = Wire(_tagged('"bad"', 400))
    with here.fetch() as fetch:
        assert fetch.newer(URL) == Fresh(FEED, "")


def test_a_web_page_is_an_answer_when_one_is_wanted() -> None:
    """The same bytes are trouble for everybody else."""
    here = Wire(httpx.Response(200, content=HTML, headers={"content-type": "text/html"}))
    with here.fetch() as fetch:
        assert fetch.page(PAGE) == HTML
    assert here.asked[0].headers["accept"].startswith("text/html")


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (httpx.Response(400, content=HTML), FetchError),
        (httpx.Response(404, content=FEED), FetchError),
        (httpx.Response(500, content=FEED), FetchError),
        (httpx.Response(200, content=b""), AnswerError),
        (httpx.Response(200, content=b"Rate exceeded."), ThrottledError),
        (httpx.Response(429), ThrottledError),
        (httpx.Response(403), FetchError),
    ],
    ids=lambda value: str(value)[:40],
)
def test_the_page_of_an_error_is_none(trouble: httpx.Response, error: type[Exception]) -> None:
    """Neither a refusal nor a trouble of the service is taken for a page without entries."""
    here = Wire(*[trouble] * 5)
    with here.fetch(budget=None) as fetch, pytest.raises(error):
        fetch.page(PAGE)


def test_the_main_site_is_left_fifteen_seconds() -> None:
    """ArXiv's robots.txt asks for them; other hosts are asked at our pause."""
    here = Wire(*[HTML] * 2, FEED, HTML)
    with here.fetch() as fetch:
        fetch.page(PAGE)
        fetch.page(PAGE)
        fetch(URL)
        fetch.page(PAGE.replace("arxiv", "www.arxiv"))
    assert here.waits == [15, 3, 15]


@pytest.mark.parametrize(
    ("pause", "address", "waited"),
    [(20.0, PAGE, [20]), (0.0, PAGE, [15]), (0.0, "http://127.0.0.1:1/catchup/cs/2026-11-17", [])],
)
def test_the_longer_pause_holds(pause: float, address: str, waited: list[float]) -> None:
    """A replica on this machine has no visitors to protect."""
    here = Wire(HTML, HTML)
    with here.fetch(pause=pause) as fetch:
        fetch.page(address)
        fetch.page(address)
    assert here.waits == waited


def test_a_feed_and_a_page_come_over_http() -> None:
    """From the replica: once, then not again; the page where a feed would be trouble."""
    days = Collection([announced("2611.00001", "2026-11-17T01:00:00Z")])
    with serve(days, moment("2026-11-17T12:00:00Z")) as replica, Fetch(pause=0) as fetch:
        first = fetch.newer(f"{replica.url}/rss/cs.LG")
        assert first is not None
        assert b"2611.00001v1" in first.body
        assert fetch.newer(f"{replica.url}/rss/cs.LG", first.tag) is None
        assert b"Total of 1 entries" in fetch.page(f"{replica.url}/catchup/cs.LG/2026-11-17")


def test_pages_end_with_the_time_of_the_run() -> None:
    """As everything does."""
    here = Wire(HTML, took=31.0)
    with here.fetch(budget=30) as fetch, pytest.raises(OutOfTimeError):
        fetch.page(PAGE)
