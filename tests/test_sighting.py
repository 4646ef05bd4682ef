"""Sightings and receipts as the archive writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from paperlode.errors import RecordError
from paperlode.sighting import NEWS, TRACKED, Announcement, Kind, Receipt, Sighting

NOW = datetime(2026, 8, 21, 6, tzinfo=UTC)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_sighting_reads_back_as_itself(kind: Kind) -> None:
    """The archive's lines carry everything a sighting is."""
    sighting = Sighting("2608.00001", 2, NOW, "search_api", kind, ("generative", "llm"))
    assert Sighting.from_record(sighting.to_record()) == sighting


@pytest.mark.parametrize("why", ["", "arXiv did not answer"])
@pytest.mark.parametrize("since", [None, NOW])
def test_a_receipt_reads_back_as_itself(why: str, since: datetime | None) -> None:
    """What was asked, what came and what is missing survive a lost store."""
    receipt = Receipt(NOW, "search_api", "llm", "0" * 16, "recent", since, 3, None, 1, not why, why)
    assert Receipt.from_record(receipt.to_record()) == receipt


@pytest.mark.parametrize("version", [None, 2])
@pytest.mark.parametrize("kind", ["new", "cross", "replace", "replace-cross", ""])
def test_an_announcement_reads_back_as_itself(version: int | None, kind: str) -> None:
    """Day, field, and what arXiv called it, as far as it said."""
    said = Announcement("2608.00001", version, date(2026, 8, 20), kind, "cs.LG")
    assert Announcement.from_record(said.to_record()) == said


@pytest.mark.parametrize("damage", [{"day": "today"}, {"day": 3}, {"kind": "old"}, {"id": None}])
def test_a_damaged_announcement_is_refused(damage: dict[str, object]) -> None:
    """The same for announcements."""
    record = Announcement("2608.00001", 1, date(2026, 8, 20), "new", "cs.LG").to_record()
    damaged = {key: value for key, value in (record | damage).items() if value is not None}
    with pytest.raises(RecordError, match="not an announcement"):
        Announcement.from_record(damaged)


@pytest.mark.parametrize(
    "damage",
    [
        {"kind": "nonsense"},
        {"seen": "never"},
        {"version": "x"},
        {"topics": "llm"},
        {"topics": [1]},
        {"topics": [""]},
    ],
)
def test_a_damaged_sighting_is_refused(damage: dict[str, object]) -> None:
    """A line that was edited by hand is named instead of guessed at."""
    record = Sighting("2608.00001", 1, NOW, "search_api", Kind.NEW, ("llm",)).to_record()
    with pytest.raises(RecordError, match="not a sighting"):
        Sighting.from_record(record | damage)


@pytest.mark.parametrize("damage", [{"run": 3}, {"papers": "many"}])
def test_a_damaged_receipt_is_refused(damage: dict[str, object]) -> None:
    """The same for receipts."""
    receipt = Receipt(NOW, "search_api", "llm", "0" * 16, "sweep", None, 0, 0, 0, complete=True)
    with pytest.raises(RecordError, match="not a receipt"):
        Receipt.from_record(receipt.to_record() | damage)


def test_news_is_tracked_but_not_everything_tracked_is_news() -> None:
    """Backlog is on the pages without ever having been announced."""
    assert TRACKED.difference(NEWS) == {Kind.BACKLOG}
