"""The catch-up listing: what was announced under a day."""

from __future__ import annotations

import re

import pytest

from paperlode.paper import moment
from paperlode.replica.collection import Collection
from paperlode.replica.day import Days
from paperlode.replica.listing import Listing
from tests.replica.announcements import announced

NOW = moment("2026-11-20T12:00:00Z")
DAYS = Days(
    Collection(
        [
            announced("2611.00001", "2026-11-13T01:00:00Z", "cs.LG stat.ML"),
            announced("2611.00002", "2026-11-17T01:00:00Z"),
            announced("2611.00003", "2026-11-17T01:00:00Z", "math-ph cs.LG"),
            announced("2611.00001", "2026-11-17T01:00:00Z", "cs.LG stat.ML", 2),
            announced("hep-th/0101001", "2026-11-17T01:00:00Z", "hep-th"),
        ]
    )
)
LISTING = Listing(DAYS)


def _ask(path: str, encoded: str = "", listing: Listing = LISTING) -> tuple[int, str]:
    answer = listing.answer(f"/catchup/{path}", encoded, NOW)
    return answer.status, answer.body.decode()


def test_a_day_is_listed_by_kinds() -> None:
    """Identifiers without versions, what kind each is, and how many there are."""
    status, page = _ask("cs.LG/2026-11-17")
    assert status == 200
    assert "Total of 3 entries" in page
    assert re.findall(r"<h3>(.*?)</h3>|>(arXiv:.*?)</dt>", page) == [
        ("New submissions (showing 1 of 1 entries)", ""),
        ("", "arXiv:2611.00002</a>"),
        ("Cross submissions (showing 1 of 1 entries)", ""),
        ("", "arXiv:2611.00003</a> (cross-list from math-ph)"),
        ("Replacement submissions (showing 1 of 1 entries)", ""),
        ("", "arXiv:2611.00001</a> (replaced)"),
    ]


@pytest.mark.parametrize(
    ("path", "encoded", "status", "entries"),
    [
        ("cs/2026-11-17", "", 200, "2611.00002 2611.00003 2611.00001"),
        ("stat.ML/2026-11-13", "", 200, "2611.00001"),
        ("stat.ML/2026-11-17", "", 200, "2611.00001"),
        ("grp_physics/2026-11-17", "", 200, "2611.00003 hep-th/0101001"),
        ("cs/2026-11-16", "", 200, ""),
        ("cs/2026-11-21", "", 200, ""),
        ("cs/2026-08-22", "", 200, ""),
        ("cs/2026-08-21", "", 400, ""),
        ("cs/2026-11-22", "", 400, ""),
        ("cs/2026-11-31", "", 400, ""),
        ("cs/20261117", "", 400, ""),
        ("cs", "", 400, ""),
        ("xx/2026-11-17", "", 400, ""),
        ("cs/2026-11-17", "page=0", 400, ""),
        ("cs/2026-11-17", "page=x", 400, ""),
        ("cs/2026-11-17", "page=2", 200, ""),
        ("math.MP/2026-11-17", "", 301, ""),
    ],
)
def test_a_page_is_asked_for_by_subject_and_day(
    path: str, encoded: str, status: int, entries: str
) -> None:
    """Ninety days back, main names only, pages from 1 on."""
    answered, page = _ask(path, encoded)
    assert answered == status
    assert re.findall(r'title="Abstract" id="(.*?)"', page) == entries.split()


def test_a_long_day_has_several_pages() -> None:
    """Counts are those of the day, also on a page that shows a part of it."""
    listing = Listing(DAYS, per_page=2)
    assert "Cross submissions (showing 1 of 1" in _ask("cs/2026-11-17", "page=1", listing)[1]
    second = _ask("cs/2026-11-17", "page=2", listing)[1]
    assert re.findall(r'title="Abstract" id="(.*?)"', second) == ["2611.00001"]
    assert "Total of 3 entries" in second


def test_abstracts_come_when_asked_for() -> None:
    """Written as text."""
    assert "<p>An abstract.</p>" in _ask("cs/2026-11-17", "abs=True")[1]
    assert "<p>An abstract.</p>" not in _ask("cs/2026-11-17")[1]


def test_a_day_is_there_as_soon_as_it_is_announced() -> None:
    """The evening before, hours earlier than in the feeds."""
    asked = ("/catchup/cs/2026-11-17", "")
    assert b"Total of 0" in LISTING.answer(*asked, moment("2026-11-17T00:59:59Z")).body
    assert b"Total of 3" in LISTING.answer(*asked, moment("2026-11-17T01:00:00Z")).body
    hidden = frozenset({"2611.00002"})
    assert b"Total of 2" in LISTING.answer(*asked, NOW, hidden).body
