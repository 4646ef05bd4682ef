"""The log, and what it tells of a client's manners; the clock moves as the client waits."""

from __future__ import annotations

import http.client
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from paperlode.fetch import Fetch
from paperlode.paper import moment
from paperlode.replica.collection import Collection
from paperlode.replica.faults import read_faults
from paperlode.replica.journal import breaches
from paperlode.replica.server import Replica, serve
from tests.replica.announcements import announced

if TYPE_CHECKING:
    from datetime import datetime

START = moment("2026-11-23T12:00:00Z")
PAPERS = Collection([announced("2611.00001", "2026-11-17T01:00:00Z")])
TARGETS = ("/api/query?search_query=all:title", "/oai?verb=Identify", "/rss/cs.LG", "/nothing")


class Clock:
    """A simulated clock: every look at it costs a moment, and waiting moves it."""

    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        """Look at it."""
        self.moment += timedelta(milliseconds=40)
        return self.moment

    def seconds(self) -> float:
        """Give the time as Fetch counts it."""
        return self().timestamp()

    def wait(self, seconds: float) -> None:
        """Let the time pass."""
        self.moment += timedelta(seconds=seconds)


def _told(replica: Replica, what: str) -> Any:  # noqa: ANN401  JSON
    connection = http.client.HTTPConnection(replica.url.removeprefix("http://"), timeout=10)
    connection.request("GET", f"/_replica/{what}")
    told = json.loads(connection.getresponse().read())
    connection.close()
    return told


def test_a_polite_client_is_seen_to_be_polite() -> None:
    """It waits three seconds after every answer, and as long as a Retry-After says."""
    clock = Clock()
    script = '[[fault]]\nkind = "503"\nretry_after = 700\nfirst = 2\ncount = 1'
    with (
        serve(PAPERS, clock, read_faults(script)) as replica,
        Fetch(wait=clock.wait, now=clock.seconds) as fetch,
    ):
        for target in TARGETS[:3]:
            fetch(replica.url + target)
        assert _told(replica, "manners") == {"breaches": []}
        log = _told(replica, "log")["requests"]
    assert [(entry["channel"], entry["status"]) for entry in log] == [
        ("search", 200), ("oai", 503), ("oai", 200), ("feed", 200),
    ]  # fmt: skip
    assert [entry["retry_after"] for entry in log] == [None, "700", None, None]


def test_the_log_says_when_a_request_began_and_ended_and_what_it_brought() -> None:
    """By the replica's clock, in order; the bytes are those of the body."""
    with serve(PAPERS, Clock()) as replica:
        connection = http.client.HTTPConnection(replica.url.removeprefix("http://"), timeout=10)
        sizes = []
        for target in TARGETS:
            connection.request("GET", target)
            sizes.append(len(connection.getresponse().read()))
        connection.close()
        log = replica.log
    assert [entry["bytes"] for entry in log] == sizes
    moments = [moment(entry[key]) for entry in log for key in ("began", "ended")]
    assert moments == sorted(set(moments))
    assert [entry["open"] for entry in log] == [0, 0, 0, 0]


def test_two_requests_at_once_are_seen() -> None:
    """The second is sent while the first waits for its answer."""
    slow = read_faults('[[fault]]\nkind = "slow"\nseconds = 3600\ncount = 1')
    with serve(PAPERS, Clock(), slow) as replica:
        netloc = replica.url.removeprefix("http://")
        first, second = (http.client.HTTPConnection(netloc, timeout=10) for _ in range(2))
        first.request("GET", TARGETS[0])
        while not replica.log:
            pass
        second.request("GET", TARGETS[1])
        second.getresponse().read()
        waiting, other = _told(replica, "log")["requests"]
        first.close()
        second.close()
    assert (waiting["ended"], waiting["open"], other["open"]) == (None, 0, 1)
    assert "while 1 other(s) were under way" in breaches([waiting, other])[0]


def _entry(began: str, ended: str, retry_after: str | None = None) -> dict[str, object]:
    day = "2026-11-23T"
    times = {"began": f"{day}{began}Z", "ended": f"{day}{ended}Z"}
    return {**times, "url": "/oai", "open": 0, "retry_after": retry_after}


@pytest.mark.parametrize(
    ("retry_after", "began", "sentences"),
    [
        (None, "12:00:04", []),
        (None, "12:00:03.999999", ["began 3.000 s after the last"]),
        ("5", "12:00:06", []),
        ("5", "12:00:05", ["began before 2026-11-23T12:00:06.000000Z, named by a Retry-After"]),
        ("Mon, 23 Nov 2026 12:00:10 GMT", "12:00:10", []),
        ("Mon, 23 Nov 2026 12:00:10 GMT", "12:00:09", ["2026-11-23T12:00:10.000000Z"]),
        ("soon", "12:00:04", []),
    ],
)
def test_manners_are_counted_from_the_end_of_an_answer(
    retry_after: str | None, began: str, sentences: list[str]
) -> None:
    """Three seconds at least, or what a Retry-After names: seconds or a date."""
    found = breaches([_entry("12:00:00", "12:00:01", retry_after), _entry(began, "12:01:00")])
    assert len(found) == len(sentences)
    assert all(sentence in said for sentence, said in zip(sentences, found, strict=True))
