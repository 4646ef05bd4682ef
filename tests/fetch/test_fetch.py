"""Asking arXiv politely."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import httpx  # noqa: TID251  its transport is the seam that stands for the network
import pytest

import paperlode
from paperlode.errors import (
    AnswerError,
    FetchError,
    OutOfTimeError,
    PaperlodeError,
    ThrottledError,
    TooLargeError,
)
from paperlode.fetch import Patience, Policy
from tests.wire import FEED, Wire, cut_off

if TYPE_CHECKING:
    from collections.abc import Iterator


URL = "https://export.arxiv.org/api/query?search_query=all:x"


def test_a_request_says_who_asks_and_what_is_accepted() -> None:
    """Version, contact, Accept and Accept-Encoding go with every request."""
    here = Wire()
    with here.fetch(contact="Möbius (ads) <mail@example.org>\n") as fetch:
        assert fetch(URL) == FEED
    sent = here.asked[0].headers
    assert sent["user-agent"] == (
        f"paperlode/{paperlode.__version__} (+Mobius ads <mail@example.org>)"
    )
    assert sent["accept"].startswith("application/atom+xml")
    assert sent["accept-encoding"] == "gzip"


def test_without_a_contact_the_user_agent_is_just_the_version() -> None:
    """Nobody's address is made up."""
    here = Wire()
    with here.fetch() as fetch:
        fetch(URL)
    assert here.asked[0].headers["user-agent"] == f"paperlode/{paperlode.__version__}"


def test_requests_keep_three_seconds_from_the_end_of_the_last_answer() -> None:
    """An answer that takes two seconds is followed by a pause of three, not of one."""
    here = Wire(took=2.0)
    with here.fetch() as fetch:
        for _ in range(3):
            fetch(URL)
    assert here.at == [1_000_000.0, 1_000_005.0, 1_000_010.0]


def test_time_that_passed_anyway_counts_as_pause() -> None:
    """Whoever worked for two seconds waits only one more."""
    here = Wire()
    with here.fetch() as fetch:
        fetch(URL)
        here.time += 2
        fetch(URL)
    assert here.waits == [1.0]


def test_the_pause_is_a_setting() -> None:
    """A replica on this machine may be asked without a pause."""
    here = Wire()
    with here.fetch(pause=0) as fetch:
        fetch(URL)
        fetch(URL)
    assert here.waits == []


def test_requests_and_bytes_are_counted() -> None:
    """Repetitions count as requests; bytes are counted unpacked."""
    packed = httpx.Response(200, content=gzip.compress(FEED), headers={"content-encoding": "gzip"})
    here = Wire(503, packed)
    with here.fetch() as fetch:
        assert fetch(URL) == FEED
    assert (fetch.requests, fetch.received, fetch.repetitions) == (2, len(FEED), 1)


@pytest.mark.parametrize(
    ("trouble", "waits"),
    [
        (httpx.Response(429, content=b"Rate exceeded."), [600, 1200, 2400]),
        (httpx.Response(200, content=b"Rate exceeded."), [600, 1200, 2400]),
        (httpx.Response(406), [600]),
        (httpx.Response(503, content=b"first byte timeout"), [60, 120, 240, 480]),
        (httpx.ReadTimeout("silence"), [60, 120, 240, 480]),
        (httpx.ReadError("reset"), [60, 120, 240, 480]),
        (httpx.Response(500), [60, 120]),
        (httpx.Response(200, content=b" \n"), [60, 120]),
        (httpx.Response(200, content=b"<!DOCTYPE html><html></html>"), [60, 120]),
        (httpx.Response(200, content=b"x", headers={"content-type": "text/html"}), [60, 120]),
        (httpx.Response(200, content=b"x", headers={"content-encoding": "gzip"}), [60, 120]),
        (httpx.ConnectError("no route"), [10, 20, 40]),
    ],
    ids=lambda value: str(value)[:40],
)
def test_each_trouble_is_waited_for_in_its_own_way_and_then_raised(
    trouble: httpx.Response | Exception, waits: list[float]
) -> None:
    """Waits double and are bounded in number; nothing becomes an empty answer."""
    here = Wire(*[trouble] * (len(waits) + 1))
    with here.fetch(budget=None, pause=0) as fetch, pytest.raises(PaperlodeError):
        fetch(URL)
    assert here.waits == waits
    assert len(here.told) == len(waits)


def test_a_trouble_that_passes_costs_only_time() -> None:
    """The answer after the wait is an answer like any other."""
    here = Wire(503, httpx.ReadTimeout("silence"), b"", FEED)
    with here.fetch() as fetch:
        assert fetch(URL) == FEED


def test_a_body_that_is_cut_off_is_asked_for_again() -> None:
    """Half an answer is none."""
    here = Wire(cut_off(), FEED)
    with here.fetch() as fetch:
        assert fetch(URL) == FEED
    assert here.told[0].startswith("the connection to arXiv was cut (peer closed connection); ")
    assert here.waits == [60]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120), ("Mon, 12 Jan 1970 13:50:40 GMT", 240), ("0", 3), ("soon", 600), ("-5", 600)],
)
def test_retry_after_goes_before_our_own_figures(header: str, seconds: float) -> None:
    """Seconds and dates are honoured, never less than the pause; nonsense is ignored."""
    here = Wire(httpx.Response(429, headers={"retry-after": header}))
    with here.fetch() as fetch:
        fetch(URL)
    assert here.waits[0] == seconds


def test_an_endless_retry_after_is_longer_than_any_run() -> None:
    """It ends the run with a sentence, not with an error of arithmetic."""
    here = Wire(httpx.Response(429, headers={"retry-after": "9" * 400}))
    with here.fetch() as fetch, pytest.raises(ThrottledError, match="would take longer than"):
        fetch(URL)


def test_waits_are_told_in_sentences() -> None:
    """A person who sees nothing happen is told why and how long."""
    here = Wire(429)
    with here.fetch() as fetch:
        fetch(URL)
    assert here.told == [
        "arXiv asks for patience (429); waiting 10 minutes (repetition 1 of at most 3)"
    ]


def test_jitter_only_adds() -> None:
    """Not everybody comes back in the same second, and nobody too early."""
    here = Wire(503)
    with here.fetch(jitter=lambda: 1.0) as fetch:
        fetch(URL)
    assert here.waits[0] == pytest.approx(66)


def test_no_wait_of_ours_is_longer_than_the_longest() -> None:
    """Doubling ends at two hours."""
    here = Wire(*[429] * 6, FEED)
    policy = Policy(throttled=Patience(3600, 6))
    with here.fetch(budget=None, policy=policy) as fetch:
        assert fetch(URL) == FEED
    assert here.waits == [3600, 7200, 7200, 7200, 7200, 7200]


def test_a_wait_beyond_the_budget_is_not_begun() -> None:
    """Ten minutes and twenty do not fit into half an hour of which one minute is gone."""
    here = Wire(429, 429)
    with here.fetch() as fetch:
        here.time += 60
        with pytest.raises(ThrottledError, match="longer than the 19 minutes that this run has"):
            fetch(URL)
    assert here.waits == [600]


def test_other_troubles_beyond_the_budget_are_out_of_time() -> None:
    """Only throttling is called throttling."""
    here = Wire(503)
    with here.fetch(budget=30) as fetch, pytest.raises(OutOfTimeError, match="overloaded"):
        fetch(URL)


@pytest.mark.parametrize("first", [429, 403, 503])
def test_after_the_end_every_further_call_raises_at_once(first: int) -> None:
    """Throttled, blocked or out of time: nobody is asked again in this run."""
    here = Wire(first)
    with here.fetch(budget=30) as fetch:
        for _ in range(3):
            with pytest.raises(FetchError):
                fetch(URL)
    assert len(here.asked) == 1


def test_an_arxiv_that_cannot_be_reached_is_not_tried_for_every_topic() -> None:
    """It will be no better a second later."""
    here = Wire(*[httpx.ConnectError("no route")] * 9)
    with here.fetch() as fetch:
        for _ in range(3):
            with pytest.raises(FetchError, match="cannot be reached"):
                fetch(URL)
    assert len(here.asked) == 4


def test_a_host_that_cannot_be_reached_does_not_keep_us_from_another() -> None:
    """OAI-PMH has a host of its own: when it is gone, the search API still answers."""
    here = Wire(*[httpx.ConnectError("no route")] * 4)
    with here.fetch() as fetch:
        with pytest.raises(FetchError, match="cannot be reached"):
            fetch("https://oaipmh.arxiv.org/oai?verb=Identify")
        assert fetch(URL) == FEED


def test_when_a_second_host_cannot_be_reached_the_network_is_gone() -> None:
    """Then no patience helps."""
    here = Wire(*[httpx.ConnectError("no route")] * 9)
    with here.fetch() as fetch:
        for host in ("oaipmh", "rss", "export"):
            with pytest.raises(FetchError, match="cannot be reached"):
                fetch(f"https://{host}.arxiv.org/")
    assert len(here.asked) == 4 + 1 + 1


def test_when_time_is_up_nothing_more_is_asked() -> None:
    """The sentence says that nothing is lost."""
    here = Wire(took=31.0)
    with here.fetch(budget=60) as fetch:
        fetch(URL)
        with pytest.raises(OutOfTimeError, match="what arrived so far is kept"):
            fetch(URL)
        with pytest.raises(OutOfTimeError):
            fetch(URL)
    assert len(here.asked) == 2


def test_403_is_never_repeated() -> None:
    """Asking again would count as an attack."""
    here = Wire(403)
    with here.fetch() as fetch, pytest.raises(FetchError, match="write to arXiv"):
        fetch(URL)
    assert (len(here.asked), here.waits) == (1, [])


@pytest.mark.parametrize(("status", "asked"), [(400, 1), (404, 1), (500, 3)])
def test_an_error_feed_reaches_its_reader(status: int, asked: int) -> None:
    """It holds arXiv's own sentence; 500 is tried twice more before."""
    here = Wire(*[httpx.Response(status, content=FEED) for _ in range(3)])
    with here.fetch() as fetch:
        assert fetch(URL) == FEED
    assert len(here.asked) == asked


@pytest.mark.parametrize("status", [400, 404, 414, 418])
def test_a_refusal_without_a_feed_is_an_error_with_its_status(status: int) -> None:
    """Asking again would not help."""
    here = Wire(httpx.Response(status, content=b"no"))
    with here.fetch() as fetch, pytest.raises(FetchError, match=str(status)):
        fetch(URL)
    assert len(here.asked) == 1


def test_a_redirection_is_a_request_that_keeps_its_distance() -> None:
    """From http to https is followed after the pause."""
    here = Wire(httpx.Response(301, headers={"location": URL}), FEED)
    with here.fetch() as fetch:
        assert fetch(URL.replace("https", "http")) == FEED
    assert [str(request.url) for request in here.asked] == [URL.replace("https", "http"), URL]
    assert here.waits == [3]


@pytest.mark.parametrize(
    "location", ["http://export.arxiv.org/api/query", "ftp://example.org", "/again", "https://[x"]
)
def test_redirections_that_lead_nowhere_are_errors(location: str) -> None:
    """Neither back to http, nor elsewhere, nor in a circle."""
    here = Wire(*[httpx.Response(302, headers={"location": location}) for _ in range(9)])
    with here.fetch() as fetch, pytest.raises(FetchError):
        fetch(URL)
    assert len(here.asked) <= 5


@pytest.mark.parametrize("headers", [{"content-length": "1000000"}, {}])
def test_an_answer_that_is_too_large_is_not_read_to_its_end(headers: dict[str, str]) -> None:
    """The limit holds for what is announced and for what arrives."""
    sent: list[int] = []

    def body() -> Iterator[bytes]:
        for number in range(1000):
            sent.append(number)
            yield b"x" * 1000

    here = Wire(httpx.Response(200, content=body(), headers=headers))
    with here.fetch(limit=10_000) as fetch, pytest.raises(TooLargeError, match="10,000 bytes"):
        fetch(URL)
    assert len(sent) <= 12


def test_a_packed_answer_is_measured_unpacked() -> None:
    """A small answer that unpacks to a huge one is too large."""
    packed = gzip.compress(b" " * 1_000_000)
    here = Wire(httpx.Response(200, content=packed, headers={"content-encoding": "gzip"}))
    with here.fetch(limit=100_000) as fetch, pytest.raises(TooLargeError):
        fetch(URL)


def test_an_answer_that_never_ends_is_ended_by_the_budget() -> None:
    """Dripping bytes do not keep a run alive."""
    here = Wire()

    def drip() -> Iterator[bytes]:
        while True:
            here.time += 10
            yield b" "

    here.script = [httpx.Response(200, content=drip())]
    with here.fetch(budget=100) as fetch, pytest.raises(OutOfTimeError):
        fetch(URL)


@pytest.mark.parametrize("url", ["ftp://example.org", "nonsense", "http://a b:c", ""])
def test_what_is_no_address_is_a_fetch_error(url: str) -> None:
    """No error of the HTTP library gets out."""
    with Wire().fetch() as fetch, pytest.raises(FetchError):
        fetch(url)


def test_a_timeout_is_never_longer_than_the_time_left() -> None:
    """A connection that hangs cannot outlive the run."""
    here = Wire()
    with here.fetch(budget=50) as fetch:
        here.time += 20
        fetch(URL)
    assert here.asked[0].extensions["timeout"]["read"] == 30


def test_the_end_of_an_answer_error_says_how_often_it_was_tried() -> None:
    """A web page three times in a row is no coincidence."""
    here = Wire(*[b"<html></html>"] * 3)
    with here.fetch() as fetch, pytest.raises(AnswerError, match=r"web page .* 3 times in a row"):
        fetch(URL)
