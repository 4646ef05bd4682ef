"""Check 46: every fault of docs/replica.md, as a client meets it over real HTTP."""

from __future__ import annotations

import http.client
import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from paperlode.paper import moment
from paperlode.replica.collection import Collection
from paperlode.replica.faults import KINDS, Fault, Faults, read_faults
from paperlode.replica.oai_pmh import PageSizes
from paperlode.replica.search import Catalogue
from paperlode.replica.server import Replica, serve
from paperlode.replica.synthetic import synthetic

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = moment("2026-11-24T12:00:00Z")
CATALOGUE = Catalogue(Collection(synthetic(1500, 2, moment("2027-01-01T00:00:00Z"))))
SEARCH = "/api/query?search_query=cat:cond-mat.mtrl-sci&sortBy=submittedDate&max_results=20"
PHRASE = "/api/query?search_query=abs:%22materials+networks%22&max_results=2000"
OAI = "/oai?verb=ListIdentifiers&metadataPrefix=arXivRaw&from=2026-11-01"
FEED = "/rss/cs+cond-mat+physics+stat"

PAGE = (Path(__file__).parents[2] / "docs" / "replica.md").read_text(encoding="utf-8")
[EXAMPLES] = re.findall(r"```toml\n(fault = .*?)```", PAGE, re.DOTALL)


@dataclass(frozen=True)
class Got:
    """An answer as it came over the wire."""

    status: int
    wait: str | None
    body: bytes
    pieces: int = 0

    @property
    def papers(self) -> list[str]:
        """The identifiers that it names, in order."""
        found = re.findall(r"(?:abs/|arXiv.org:)(\d{4}\.\d{5})(?:v\d)?</", self.body.decode())
        return list(dict.fromkeys(found))


@contextmanager
def _served(*faults: Fault) -> Iterator[Replica]:
    with serve(CATALOGUE, NOW, Faults(list(faults)), pages=PageSizes(identifiers=9)) as running:
        yield running


def _get(replica: Replica, target: str, timeout: float = 10) -> Got:
    connection = http.client.HTTPConnection(replica.url.removeprefix("http://"), timeout=timeout)
    try:
        connection.request("GET", target)
        answer = connection.getresponse()
        pieces = list(iter(lambda: answer.read1(10_000_000), b""))
        return Got(answer.status, answer.headers["Retry-After"], b"".join(pieces), len(pieces))
    finally:
        connection.close()


def _example(kind: str) -> Fault:
    """Give the example of the page, free of its times and chances."""
    [fault] = [each for each in read_faults(EXAMPLES).script if each.kind == kind]
    return replace(
        fault, since=None, until=None, first=1, count=None, probability=1.0, match="", seed=0
    )


def _pair(kind: str, target: str) -> tuple[Got, Got]:
    """Give the answer as it should be, and as the fault makes it."""
    with _served() as healthy, _served(_example(kind)) as spoilt:
        return _get(healthy, target), _get(spoilt, target)


@pytest.mark.parametrize(
    ("kind", "target", "status", "wait", "body"),
    [
        ("429", SEARCH, 429, "600", b"Rate exceeded."),
        ("rate-exceeded-200", SEARCH, 200, None, b"Rate exceeded."),
        ("empty-406", FEED, 406, None, b""),
        ("503", OAI, 503, "120", b"first byte timeout"),
    ],
)
def test_refusals(kind: str, target: str, status: int, wait: str | None, body: bytes) -> None:
    """The edge in front of arXiv answers for it."""
    assert _pair(kind, target)[1] == Got(status, wait, body, 1 if body else 0)


@pytest.mark.parametrize(
    ("kind", "target", "status", "words"),
    [
        ("500", SEARCH, 500, b"<title>Error</title>"),
        ("html", FEED, 200, b"<!DOCTYPE html>"),
        ("entities", SEARCH, 200, b"<!ENTITY file SYSTEM"),
    ],
)
def test_answers_that_are_none(kind: str, target: str, status: int, words: bytes) -> None:
    """An error feed, a web page, a feed that is an attack."""
    _, spoilt = _pair(kind, target)
    assert (spoilt.status, words in spoilt.body, spoilt.papers) == (status, True, [])


def test_an_answer_is_cut_short_and_looks_whole() -> None:
    """Truncated: the length that is announced is that of the part."""
    whole, spoilt = _pair("truncated", SEARCH)
    assert (
        re.sub(rb"<updated>.*?<", b"", whole.body)[:900]
        == re.sub(rb"<updated>.*?<", b"", spoilt.body)[:900]
    )
    assert len(spoilt.body) == 2 * len(whole.body) // 3


def test_a_connection_is_reset_in_the_middle_of_a_page() -> None:
    """The page begins, then the line is cut."""
    with (
        _served(_example("reset")) as replica,
        pytest.raises((ConnectionError, http.client.IncompleteRead)),
    ):
        _get(replica, OAI)
    assert replica.log[0]["bytes"] > 0


def test_a_slow_answer_outlasts_patience() -> None:
    """Nothing comes for longer than the client waits; the replica ends all the same."""
    with _served(_example("slow")) as replica, pytest.raises(TimeoutError):
        _get(replica, SEARCH, timeout=0.05)


def test_a_body_trickles() -> None:
    """Whole in the end, but in many drops."""
    with _served() as healthy, _served(replace(_example("trickle"), rate=5_000)) as slow:
        whole, dripping = _get(healthy, OAI), _get(slow, OAI)
    assert len(dripping.body) == len(whole.body)
    assert dripping.pieces > 5


@pytest.mark.parametrize(
    ("kind", "target", "left"),
    [
        ("empty-page", SEARCH, slice(0, 0)),
        ("short-page", SEARCH, slice(0, 7)),
        ("duplicates", f"{SEARCH}&start=5", slice(0, 0)),
        ("feed-overflow", FEED, slice(-20, None)),
    ],
)
def test_pages_are_thinned(kind: str, target: str, left: slice) -> None:
    """Entries are lost from the end; an overflowing feed loses its first ones, the new papers."""
    whole, spoilt = _pair(kind, target)
    if kind == "duplicates":
        assert spoilt.papers == _pair(kind, SEARCH)[0].papers
    else:
        assert len(whole.papers) >= len(spoilt.papers)
        assert spoilt.papers == whole.papers[left]


def test_a_block_of_identifiers_is_missing() -> None:
    """In OAI-PMH alone, over the boundaries of pages."""
    with _served() as healthy:
        names = [name for name in _get(healthy, OAI).papers if name.startswith("2611")]
    block = {f"2611.{number:05d}" for number in range(1, 9)}
    assert block & set(names)
    with _served(replace(_example("hole"), ids=("2611.00001-2611.00008",))) as holed:
        assert not block & set(_get(holed, OAI).papers)
        assert names[0] in _get(holed, f"/api/query?id_list={names[0]}").papers


def test_phrases_become_loose_words() -> None:
    """The search API alone finds papers that have the words anywhere."""
    whole, spoilt = _pair("loose-phrases", PHRASE)
    assert set(whole.papers) < set(spoilt.papers)


def test_abstracts_are_lost() -> None:
    """The search API finds only what a title has."""
    whole, spoilt = _pair("titles-only", PHRASE.replace("%22materials+networks%22", "networks"))
    assert set(spoilt.papers) < set(whole.papers)


def test_the_search_index_is_two_days_late() -> None:
    """It does not know what OAI-PMH gives already."""
    whole, spoilt = _pair("lag", SEARCH)
    with serve(CATALOGUE, moment("2026-11-22T12:00:00Z")) as before:
        assert whole.papers != spoilt.papers == _get(before, SEARCH).papers
    with _served(_example("lag")) as late, _served() as healthy:
        assert _get(late, OAI).papers == _get(healthy, OAI).papers


def test_a_feed_is_stuck_on_yesterday() -> None:
    """It says that it was built today, and has the day before's papers."""
    whole, spoilt = _pair("stale-feed", FEED)
    built = [re.findall(rb"BuildDate>.*?<", got.body) for got in (whole, spoilt)]
    with serve(CATALOGUE, moment("2026-11-23T12:00:00Z")) as before:
        assert whole.papers != spoilt.papers == _get(before, FEED).papers
    assert built[0] == built[1]


def test_every_kind_is_tried_here() -> None:
    """No fault of the table is left out of this file."""
    here = Path(__file__).read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f'"{kind}"' not in here] == []
