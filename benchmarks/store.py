"""What store and archive cost: CPU seconds and peak memory of each step, in a process of its own.

    .venv/bin/python benchmarks/store.py [PAPERS ...]

The papers are invented, and as long as real ones (2 kB a record). ``start`` is an open store and
nothing else, so that the other lines can be read as differences.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from paperlode import archive
from paperlode.replica.synthetic import synthetic
from paperlode.sighting import Kind, Receipt, Sighting
from paperlode.store import Store
from paperlode.topic import Topic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from paperlode.paper import Paper

NOW = datetime(2026, 8, 1, 6, tzinfo=UTC)
TOPICS = tuple(
    Topic(f"topic-{n}", f"Topic {n}", f"submittedDate:[199101010000 TO 20990101000{n}]")
    for n in range(9)
)
NAMES = [topic.id for topic in TOPICS]


def papers(number: int, until: datetime = NOW) -> Iterator[Paper]:
    """Invent papers as long as real ones."""
    for made in islice(synthetic(number, 1, until), number):
        yield replace(made.paper, abstract=" ".join([made.paper.abstract] * 3))


def gather(store: Store, some: Iterator[Paper], now: datetime, kind: Kind) -> int:
    """Save papers as one harvest of each topic would; every paper concerns one or two topics."""
    number = 0
    while page := list(islice(some, 1000)):
        store.save(page, now=now, channel="search_api", topic=TOPICS[number % 9])
        number += len(page)
    for n, topic in enumerate(TOPICS):
        store.began(topic, now)
        receipt = ("search_api", topic.id, topic.fingerprint, "recent", None, number, number, 0)
        store.add_receipt(Receipt(now, *receipt, complete=True))
        mark = store.mark()
        sightings = [
            Sighting(pending.paper.id, pending.paper.version, now, "search_api", kind, (topic.id,))
            for pending in store.undecided(topic)
            if int(pending.paper.id[-5:]) % 9 in (n, (n * 2) % 9)
        ]
        store.decide(topic, sightings, mark)
    return number


def make(place: Path, number: int) -> None:
    """Fill an empty store and write its archive: the first run's part of the work."""
    with Store.open(place / "store.sqlite") as store:
        assert gather(store, papers(number), NOW, Kind.BACKLOG) == number
        archive.save(place / "archive", store)


def bare(place: Path, number: int) -> None:
    """Load the archive into an empty store."""
    (place / "store.sqlite").unlink()
    with Store.open(place / "store.sqlite") as store:
        assert archive.load(place / "archive", store) >= number


def start(place: Path, _: int) -> None:
    """Open the store."""
    with Store.open(place / "store.sqlite") as store:
        assert store.mark() > 0


def warm(place: Path, _: int) -> None:
    """Do what a run with nothing new does."""
    with Store.open(place / "store.sqlite") as store:
        archive.load(place / "archive", store)
        gather(store, iter(()), NOW + timedelta(hours=1), Kind.NEW)
        archive.save(place / "archive", store)


def overview(place: Path, _: int) -> None:
    """Read what every site needs: moments, months, counts, the latest."""
    with Store.open(place / "store.sqlite", reading=True) as store:
        assert store.moments(NAMES)
        assert store.months(NAMES)
        assert store.counts(NAMES)
        store.latest(100, NAMES)


def newcomers(now: datetime) -> list[Paper]:
    """Make 25 new papers of this month and 5 revisions of older ones."""
    found = list(papers(30, now))
    new = [replace(paper, id=f"2608.{n:05}", version=1) for n, paper in enumerate(found[5:], 90000)]
    return [*new, *(replace(paper, version=paper.version + 7) for paper in found[:5])]


def thirty(place: Path, _: int) -> None:
    """Save and decide 30 new papers, write the archive, read what changed."""
    with Store.open(place / "store.sqlite") as store:
        archive.load(place / "archive", store)
        mark, now = store.mark(), NOW + timedelta(days=1)
        gather(store, iter(newcomers(now)), now, Kind.NEW)
        assert archive.save(place / "archive", store)
        changes = store.changes(mark)
        assert len(changes.ids) > 0
        store.entries(now, None, NAMES)
        for month in changes.months[-2:]:
            store.month(month, NAMES)


def index(place: Path, _: int) -> None:
    """Find the candidates of a new topic: the words of all papers are indexed."""
    with Store.open(place / "store.sqlite") as store:
        assert any(True for _ in store.undecided(Topic("new", "New", "abs:graphene")))


def candidates(place: Path, _: int) -> None:
    """Find the candidates of another one."""
    with Store.open(place / "store.sqlite") as store:
        assert any(True for _ in store.undecided(Topic("newer", "Newer", "abs:catalyst")))


def everything(place: Path, number: int) -> None:
    """Read every paper, month by month, as a whole site does."""
    with Store.open(place / "store.sqlite", reading=True) as store:
        assert sum(len(store.month(month, NAMES)) for month, _ in store.months(NAMES)) > number / 3


STEPS: tuple[Callable[[Path, int], None], ...] = (
    *(make, start, bare, warm, overview, thirty, everything, index, candidates),
)


def main() -> None:
    """Run each step in a process of its own, or be such a process."""
    if sys.argv[1:2] == ["--step"]:
        step = next(step for step in STEPS if step.__name__ == sys.argv[2])
        begun = time.process_time()
        step(Path(sys.argv[3]), int(sys.argv[4]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{step.__name__:12}{time.process_time() - begun:8.2f} s CPU {peak:7.0f} MB")
        return
    for number in map(int, sys.argv[1:] or ["17000", "87000"]):
        print(f"{number:,} papers", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            for step in STEPS:
                command = (sys.executable, __file__, "--step", step.__name__, folder, str(number))
                subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
