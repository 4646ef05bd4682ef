"""Checks 1 to 12 of a client: how it asks, and what it does when it gets no answer."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING

import httpx  # noqa: TID251  its transport is the seam that stands for the network
import pytest

from paperlode import config
from paperlode.cli.run import gate
from paperlode.errors import AnswerError, FetchError, RefusedError, ThrottledError
from paperlode.fetch import Fetch
from paperlode.paper import stamp
from paperlode.replica import atom
from paperlode.replica.announced import Announced
from paperlode.sources import oai_pmh, search_api
from tests.small_world import DAY, TODAY, made_up
from tests.wire import FEED, Wire

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.tracking import Tracker

URL = f"{search_api.ADDRESS}?search_query=all:x"
SETTINGS = '[[topic]]\nname = "Crystals"\nquery = "abs:crystal"\n'
PAPERS = [
    Announced(paper, paper.updated) for paper in (made_up(1), made_up(2, submitted=TODAY + DAY / 2))
]
SERVICES = (URL, f"{oai_pmh.ADDRESS}?verb=Identify", "https://rss.arxiv.org/rss/cs.LG")


def _asked(here: Wire) -> int:
    """Ask once and give up in the end; say how often that asked."""
    with here.fetch(budget=None) as fetch, pytest.raises((FetchError, AnswerError)):
        fetch(URL)
    return len(here.asked)


def _waits(*script: httpx.Response | int | bytes) -> list[float]:
    """Ask once, with success in the end; give the seconds that were waited."""
    here = Wire(*script)
    with here.fetch(budget=None) as fetch:
        assert fetch(URL) == FEED
    return here.waits


def test_https_and_the_export_host_unless_the_settings_say_otherwise(tmp_path: Path) -> None:
    """1. Programs ask arXiv's export host over https; every address is a setting."""
    (tmp_path / "paperlode.toml").write_text(SETTINGS)
    usual = config.load(tmp_path, {}).intake.search_url
    assert usual == search_api.ADDRESS == "https://export.arxiv.org/api/query"
    with (tmp_path / "paperlode.toml").open("a") as settings:
        settings.write('[intake]\nsearch_url = "http://127.0.0.1:8080/api/query"\n')
    assert config.load(tmp_path, {}).intake.search_url == "http://127.0.0.1:8080/api/query"


def test_every_request_says_who_asks_and_what_it_accepts() -> None:
    """2. User-Agent with the contact, and Accept; also after a redirection and a trouble."""
    here = Wire(httpx.Response(301, headers={"location": f"{URL}&start=0"}), 503, FEED)
    with here.fetch(contact="mail@example.org") as fetch:
        fetch(URL)
    assert len(here.asked) == 3
    for request in here.asked:
        assert "mail@example.org" in request.headers["user-agent"]
        assert request.headers["accept"].startswith("application/atom+xml")


def test_one_request_is_in_flight_also_with_several_runs(tmp_path: Path) -> None:
    """3. Runs on one machine share a gate: while one asks, the others wait."""
    inside, most = set[int](), set[int]()

    def answer(_: httpx.Request) -> httpx.Response:
        inside.add(threading.get_ident())
        most.add(len(inside))
        inside.remove(threading.get_ident())
        return httpx.Response(200, content=FEED)

    def run() -> None:
        with Fetch(
            pause=0,
            gate=tmp_path / "gate",
            transport=httpx.MockTransport(answer),
            wait=lambda _: None,
        ) as fetch:
            for _ in range(50):
                fetch(URL)

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == {1}
    (tmp_path / "paperlode.toml").write_text(SETTINGS)
    assert gate(config.load(tmp_path, {}).intake) is not None


def test_three_seconds_pass_between_requests_to_any_of_the_services() -> None:
    """4. Counted from the end of an answer, over search API, OAI-PMH and feeds together."""
    here = Wire(took=2.0)
    with here.fetch() as fetch:
        for url in SERVICES:
            fetch(url)
    assert [later - earlier for earlier, later in zip(here.at, here.at[1:], strict=False)] == [5, 5]


def test_429_means_ten_minutes_or_what_the_service_asks_for() -> None:
    """5. Retry-After counts, in seconds and as a date."""
    assert _waits(429) == [600]
    assert _waits(httpx.Response(429, headers={"retry-after": "1234"})) == [1234]
    here = Wire()
    later = format_datetime(datetime.fromtimestamp(here.time + 2000, UTC), usegmt=True)
    here.script = [httpx.Response(429, headers={"retry-after": later})]
    with here.fetch(budget=None) as fetch:
        fetch(URL)
    assert here.waits == [2000]


def test_an_empty_406_is_throttling_and_is_tried_once_more() -> None:
    """6. Later, once, and with the very same headers."""
    here = Wire(406, 406, 406)
    with here.fetch(budget=None) as fetch, pytest.raises(ThrottledError):
        fetch(URL)
    first, again = here.asked
    assert here.waits[0] >= 600
    assert first.headers == again.headers


def test_rate_exceeded_with_status_200_is_throttling(tracker: Tracker) -> None:
    """7. A 200 with the body ``Rate exceeded.`` is throttling, not *no papers*."""
    assert _waits(b"Rate exceeded.") == [600]
    tracker.settle("search_api")
    assert tracker.run(TODAY, 'kind = "rate-exceeded-200"') == 1
    assert tracker.status["state"] == "failed"


@pytest.mark.parametrize("fault", ["html", "truncated", "empty-406", "entities", "reset"])
def test_what_is_no_feed_is_an_error_and_changes_nothing(tracker: Tracker, fault: str) -> None:
    """8. A web page, half a feed, no body: nothing is stored and the frontier stays."""
    tracker.settle("search_api")
    assert tracker.run(TODAY) == 0
    before = tracker.status["topics"][0]
    papers = {path: body for path, body in tracker.files().items() if "/papers/" in path}
    assert tracker.run(TODAY + DAY, f'kind = "{fault}"') == 1
    after = tracker.status["topics"][0]
    assert (after["complete"], after["received"]) == (False, 0)
    assert (after["frontier"], after["tracked"]) == (before["frontier"], before["tracked"])
    assert papers.items() <= tracker.files().items()


def test_503_is_waited_for_longer_and_longer_and_not_for_ever() -> None:
    """9. Each wait is twice the one before; in the end the failure is told."""
    here = Wire(*[503] * 20)
    asked = _asked(here)
    assert here.waits == [60 * 2**n for n in range(asked - 1)]
    assert max(here.waits) <= 7200


def test_500_is_tried_twice_more_and_then_the_query_is_suspected() -> None:
    """10. As often as not it is the query that the service cannot digest; the error says so."""
    here = Wire(*[500] * 9)
    with here.fetch(budget=None) as fetch, pytest.raises(FetchError, match="queries"):
        fetch(URL)
    assert len(here.asked) == 3
    told = atom.error("The service met an unexpected condition.", atom.ERRORS, TODAY)
    here = Wire(*[httpx.Response(500, content=told) for _ in range(9)])
    with here.fetch(budget=None) as fetch, pytest.raises(RefusedError, match="unexpected"):
        search_api.read(fetch(URL))
    assert len(here.asked) == 3


@pytest.mark.parametrize("status", [301, 307])
def test_a_redirection_to_https_is_followed(status: int) -> None:
    """11. For GET, which is all that is ever sent; never from https back to http."""
    here = Wire(httpx.Response(status, headers={"location": URL}), FEED)
    with here.fetch() as fetch:
        assert fetch(URL.replace("https", "http")) == FEED
    assert [(r.method, r.url.scheme) for r in here.asked] == [("GET", "http"), ("GET", "https")]
    back = Wire(httpx.Response(status, headers={"location": URL.replace("https", "http")}))
    with back.fetch() as fetch, pytest.raises(FetchError, match="not safe"):
        fetch(URL)


def test_repetitions_are_told_and_what_is_not_covered_is_listed(
    tracker: Tracker, capsys: pytest.CaptureFixture[str]
) -> None:
    """12. The status names the topic, since when it is not covered, and why."""
    here = Wire(503, 503, FEED)
    with here.fetch() as fetch:
        fetch(URL)
    assert (fetch.requests, fetch.repetitions, len(here.told)) == (3, 2, 2)
    tracker.settle("search_api")
    tracker.run(TODAY)
    assert tracker.run(TODAY + DAY, 'kind = "503"') == 1
    (topic,) = tracker.status["topics"]
    assert topic["incomplete_since"] == stamp(TODAY)
    assert "overloaded (503)" in topic["why"]
    assert "overloaded (503)" in capsys.readouterr().err
