"""What the site costs: CPU seconds, wall seconds and peak memory, each step in its own process.

    .venv/bin/python benchmarks/site.py [--papers RECORDS] [--keep FOLDER] [PAPERS ...]

With records (JSON lines, also .zst) so many of them are drawn evenly; invented papers are as long
as real ones. ``facts`` reads and compares all papers, ``whole`` writes every page and the search
into an empty folder, ``again`` makes them all once more and finds them as they are, ``thirty``
reads 30 new papers and writes what they change, ``ten`` the same for new versions of ten papers of
any age, ``none`` what a check without news changes.
``start`` is an open store and the imports. With ``--keep``, stores and sites stay in a folder: what
is there is not built anew, and the new papers come to a copy, so that a day can be measured often.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import zstandard

from paperlode import config, deliver
from paperlode.annotate import annotate
from paperlode.paper import Paper
from paperlode.publish import Look, search, site, status
from paperlode.publish.volumes import Volumes, numbers
from paperlode.replica.synthetic import synthetic
from paperlode.sighting import Kind, Receipt, Sighting
from paperlode.store import Store
from paperlode.topic import Topic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

NOW = datetime(2026, 8, 1, 6, tzinfo=UTC)
DAYS = 400
"""Days with news; what was submitted before them is history."""
TOPICS = tuple(Topic(f"topic-{n}", f"Topic {n}", f"abs:word{n}") for n in range(9))
LOOK = Look(
    "Benchmark",
    TOPICS,
    ZoneInfo("Europe/Berlin"),
    url="https://example.org/",
    tags=config.tags_of("ai4mat"),
)
IDS = LOOK.ids
SINGLES = 40
"""First page, day, month, archive, lists, status, feeds of all papers, trends: one or few each."""
A_SHELF = 6
"""First page, year and month of an element, tag or topic, and its three feeds."""


def drawn(number: int, records: Path, first: int = 0) -> list[Paper]:
    """Draw papers evenly from a file of records, in the order of their submission."""
    reader = zstandard.open if records.suffix == ".zst" else open
    with reader(records, "rt", encoding="utf-8") as file:
        step = sum(1 for _ in file) // number
    with reader(records, "rt", encoding="utf-8") as file:
        chosen = islice(file, first, None, max(1, step))
        made = [Paper.from_line(line) for line in islice(chosen, number)]
    return sorted(made, key=lambda paper: paper.submitted)


def papers(number: int, until: datetime = NOW) -> list[Paper]:
    """Invent papers as long as real ones."""
    made = islice(synthetic(number, 1, until), number)
    return [replace(one.paper, abstract=" ".join([one.paper.abstract] * 3)) for one in made]


def see(store: Store, some: list[Paper], seen: datetime, kind: Kind) -> None:
    """Let papers be seen, each for one or two of the topics."""
    store.save(some, now=seen, channel="search_api")
    for n, topic in enumerate(TOPICS):
        own = [paper for paper in some if int(paper.id[-4:]) % 9 in (n, (n * 2) % 9)]
        found = [Sighting(p.id, p.version, seen, "search_api", kind, (topic.id,)) for p in own]
        store.decide(topic, found, store.mark())
        receipt = ("search_api", topic.id, topic.fingerprint, "recent", None, len(own), 99, 0)
        store.add_receipt(Receipt(seen, *receipt, complete=True))


def make(place: Path, number: int) -> None:
    """Fill an empty store: half of the papers are history, half came in day by day."""
    told = place / "records"
    made = drawn(number, Path(told.read_text())) if told.exists() else papers(number)
    number = len(made)
    daily = -(-number // 2 // DAYS)  # rounded up: no day after now
    with Store.open(place / "store.db") as store:
        see(store, made[: number // 2], NOW - timedelta(days=DAYS + 1), Kind.BACKLOG)
        for day, start in enumerate(range(number // 2, number, daily)):
            seen = NOW - timedelta(days=DAYS - day)
            see(store, made[start : start + daily], seen, Kind.NEW)


def publish(place: Path, *, since: int | None = None) -> int:
    """Build the site into its folder as a run does; gives how many files were written."""
    with Store.open(place / "store.db") as store:
        now = status.status(store, LOOK)
        gone = [] if since is None else list(site.gone(store, LOOK, since))
        files = site.files(store, LOOK, now, site.Stamp.of("content", LOOK), since)
        written = deliver.write(files, place / "site")
        deliver.remove(gone, place / "site")
    return len(written.changed)


def facts(place: Path, _: int) -> None:
    """Find what all papers are about, and which are related."""
    with Store.open(place / "store.db") as store:
        annotate(store, LOOK.ids, LOOK.tags)


def start(place: Path, _: int) -> None:
    """Open the store."""
    with Store.open(place / "store.db") as store:
        assert store.mark() > 0


def whole(place: Path, number: int) -> None:
    """Write every page."""
    shutil.rmtree(place / "site", ignore_errors=True)
    assert publish(place) > number / 2


def again(place: Path, _: int) -> None:
    """Make every page and find it as it is."""
    assert publish(place) == 0


def thirty(place: Path, _: int) -> None:
    """Read 30 new papers and write what they change (in the store they are already)."""
    mark = int((place / "mark").read_text())
    facts(place, 30)
    assert 10 < publish(place, since=mark) <= needed(place, mark)


def needed(place: Path, mark: int) -> int:
    """Sum up what may differ: papers, their relatives, their shelves, their volume of search."""
    with Store.open(place / "store.db") as store:
        ids = set(store.changes(mark).ids)
        papers = len(ids | store.relatives(ids))
        volumes = Volumes(store.months(LOOK.ids), sorted(ids)).due
        sheets = sum(
            1 + len(numbers(volume.papers, each))
            for volume in volumes
            for each in (search.PAPERS_A_SHEET, search.PAPERS_A_CARD)
        )
        return papers + A_SHELF * len(store.moved(mark)) + sheets + SINGLES


def none(place: Path, _: int) -> None:
    """Write what a check without news changes."""
    with Store.open(place / "store.db") as store:
        see(store, [], NOW + timedelta(days=2), Kind.NEW)
        mark = store.mark()
    assert publish(place, since=mark) < 6


def add_thirty(place: Path, _: int) -> None:
    """See 30 new papers of the newest month that is well under way; not timed."""
    with Store.open(place / "store.db") as store:
        (place / "mark").write_text(str(store.mark()))
        later = NOW + timedelta(days=1)
        told = place / "records"
        made = drawn(30, Path(told.read_text()), 1) if told.exists() else papers(30, later)
        months = store.months(LOOK.ids)
        most = sum(number for _, number in months) / 100
        month = next(month for month, number in reversed(months) if number >= most)
        new = [replace(p, id=f"{month}.9{n:04}", version=1) for n, p in enumerate(made)]
        see(store, new, later, Kind.NEW)


def add_ten(place: Path, _: int) -> None:
    """See new versions of ten papers, of any age; not timed."""
    with Store.open(place / "store.db") as store:
        (place / "mark").write_text(str(store.mark()))
        later = NOW + timedelta(days=3)
        ids = [e.paper.id for month, _ in store.months(LOOK.ids) for e in store.month(month, IDS)]
        old = store.shown(ids[:: len(ids) // 10][:10], IDS)
        new = [replace(e.paper, version=e.paper.version + 1, updated=later) for e in old]
        see(store, new, later, Kind.REVISED)


def ten(place: Path, _: int) -> None:
    """Read ten new versions and write what they change."""
    thirty(place, 10)


def held(place: Path, number: int) -> None:
    """Say how large the site is."""
    sizes = {path: path.stat().st_size for path in (place / "site").rglob("*") if path.is_file()}
    pages = {path: size for path, size in sizes.items() if path.suffix == ".html"}
    largest = max(pages, key=pages.__getitem__)
    print(
        f"{number:7} {len(sizes)} files, {sum(sizes.values()) / 1e6:.0f} MB, the largest page"
        f" {pages[largest] / 1000:.0f} kB: {largest.relative_to(place / 'site')}"
    )


FIRST = (make, start, facts, whole, again, held)
THEN = (add_thirty, thirty, none, add_ten, ten)
STEPS: dict[str, Callable[[Path, int], None]] = {step.__name__: step for step in (*FIRST, *THEN)}
UNTIMED = {"make", "held", "add_thirty", "add_ten"}


def measure(name: str, place: Path, number: int) -> None:
    """Run one step in this process and print what it took."""
    began = time.perf_counter()
    STEPS[name](place, number)
    wall = time.perf_counter() - began
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    if name not in UNTIMED:
        cpu = sum(each.ru_utime + each.ru_stime for each in used)
        peak = max(each.ru_maxrss for each in used) / 1024
        print(f"{number:7} {name:8} {cpu:7.2f} {wall:7.2f} {peak:7.0f}")


def main(sizes: list[int], records: Path | None, kept: Path | None) -> None:
    """Measure every step for every number of papers."""
    print(" papers step       CPU s  wall s  peak MB", flush=True)
    for number in sizes:
        with tempfile.TemporaryDirectory(dir=kept) as folder:
            base = kept / str(number) if kept else Path(folder)
            if not (base / "made").exists():
                base.mkdir(exist_ok=True)
                if records is not None:
                    (base / "records").write_text(str(records.resolve()))
                steps(FIRST, base, number)
                (base / "made").touch()
            if kept:
                copy(base, Path(folder))
            steps(THEN, Path(folder), number)


def copy(base: Path, place: Path) -> None:
    """Copy a store, and a site by links: its files are never written in place."""
    shutil.copytree(base / "site", place / "site", copy_function=os.link)
    for file in base.iterdir():
        if file.is_file():
            shutil.copy(file, place)


def steps(some: Iterable[Callable[[Path, int], None]], place: Path, number: int) -> None:
    """Take some steps, each in a process of its own."""
    for step in some:
        command = [sys.executable, __file__, step.__name__, str(place), str(number)]
        subprocess.run(command, check=True)


def asked() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--papers", type=Path, help="a file of records")
    parser.add_argument("--keep", type=Path, help="a folder in which stores and sites stay")
    parser.add_argument("sizes", type=int, nargs="*", default=[1_746, 17_460, 87_300])
    return parser.parse_args()


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in STEPS:
        measure(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
    else:
        wanted = asked()
        if wanted.keep:
            wanted.keep.mkdir(parents=True, exist_ok=True)
        main(wanted.sizes, wanted.papers, wanted.keep)
