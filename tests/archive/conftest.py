"""A tracker's days, for the tests of the archive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from paperlode import archive
from paperlode.paper import Paper
from paperlode.sighting import Announcement, Kind, Receipt, Sighting
from paperlode.store import Store
from paperlode.topic import Topic

DAY_ONE = datetime(2026, 7, 31, 6, tzinfo=UTC)
TOPICS = (Topic("gold", "Gold", "all:gold"), Topic("iron", "Iron", "all:iron"))
LiveDay = Callable[[Store, int], None]
LiveDays = Callable[..., None]
ReadFiles = Callable[[Path], dict[str, bytes]]


def make_paper(number: int, version: int = 1, title: str = "Gold ✨ “wires”") -> Paper:
    """Make a paper of July 2026."""
    submitted = DAY_ONE - timedelta(days=2)
    facts = (f"2607.{number:05}", version, title, "It shines.", ("Ada Example",), ("cs.LG",))
    return Paper(*facts, submitted, submitted)


def live_day(store: Store, day: int) -> None:
    """Do what a run does on a day: a new paper, a revision of yesterday's, a misfit.

    Of each it has read the announcement; and it leaves receipts.
    """
    now = DAY_ONE + timedelta(days=day)
    new = [make_paper(day + 1), make_paper(day, 2), make_paper(day + 100, title="Copper")]
    for topic in TOPICS:
        store.began(topic, now)
        store.save(new if day else new[::2], now=now, channel="search_api", topic=topic)
        facts = (now, "search_api", topic.id, topic.fingerprint, "recent", None, 3, 3, 1)
        store.add_receipt(Receipt(*facts, complete=True))
    kinds = zip(new, ("new", "replace", "cross"), strict=True)
    store.announce(Announcement(p.id, p.version, now.date(), kind, "cs.LG") for p, kind in kinds)
    for topic in TOPICS:
        mark = store.mark()
        found = [_decide(topic, pending.paper, now) for pending in store.undecided(topic)]
        store.decide(topic, found, mark)


def _decide(topic: Topic, paper: Paper, now: datetime) -> Sighting:
    kind = Kind.NEW if paper.version == 1 else Kind.REVISED
    if not topic.takes(paper):
        kind = Kind.QUARANTINED
    return Sighting(paper.id, paper.version, now, "search_api", kind, (topic.id,))


def put_quickly(path: Path, content: bytes) -> None:
    """Write a file without waiting for the disk: a test does not outlive a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def live_days(home: Path, days: range, *, put: archive.Put = put_quickly) -> None:
    """Let runs follow each other, each with a process and an archive.save of its own."""
    for day in days:
        with Store.open(home / "store.sqlite") as store:
            archive.load(home / "archive", store)
            live_day(store, day)
            archive.save(home / "archive", store, put=put)


def read_files(folder: Path) -> dict[str, bytes]:
    """Read everything in a folder."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="session")
def days() -> LiveDays:
    """Give what lets runs follow each other."""
    return live_days


@pytest.fixture(scope="session")
def put() -> archive.Put:
    """Give a quick way to the disk."""
    return put_quickly


@pytest.fixture(scope="session")
def day() -> LiveDay:
    """Give what a run does to the store."""
    return live_day


@pytest.fixture(scope="session")
def files() -> ReadFiles:
    """Give the reader of folders."""
    return read_files


@pytest.fixture(scope="session")
def topics() -> tuple[Topic, ...]:
    """Give the topics that are followed."""
    return TOPICS


@pytest.fixture(scope="session")
def paper() -> Callable[..., Paper]:
    """Give the maker of papers."""
    return make_paper
