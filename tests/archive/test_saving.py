"""The archive's bytes follow from what is known, whatever happened on the way."""

from __future__ import annotations

import errno
import json
import shutil
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperlode import archive
from paperlode.errors import DeliveryError
from paperlode.sighting import Announcement, Kind, Sighting
from paperlode.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from random import Random

    from paperlode.paper import Paper
    from paperlode.topic import Topic

    Days = Callable[..., None]
    Files = Callable[[Path], dict[str, bytes]]
    MakePaper = Callable[..., Paper]

DAY_ONE = datetime(2026, 7, 31, 6, tzinfo=UTC)


class Killed(BaseException):
    """What happens to a process that is killed: nobody catches it."""


class DyingPut:
    """Writes a number of files, then dies before or after the next one got to the disk."""

    def __init__(self, lives: int, *, after: bool) -> None:
        self.lives = lives
        self.after = after

    def __call__(self, path: Path, content: bytes) -> None:
        """Write, or die."""
        self.lives -= 1
        if self.lives < 0 and not self.after:
            raise Killed
        archive.write(path, content)
        if self.lives < 0:
            raise Killed


def test_an_archive_is_sorted_lines_by_month(tmp_path: Path, days: Days, files: Files) -> None:
    """Papers by their identifier's month, announcements by their own, the rest by the run's."""
    days(tmp_path, range(2))
    found = files(tmp_path / "archive")
    assert list(found) == [
        *("announcements/2026-07.jsonl", "announcements/2026-08.jsonl"),
        *("manifest.json", "papers/2607.jsonl", "receipts/2026-07.jsonl", "receipts/2026-08.jsonl"),
        *("sightings/2026-07.jsonl", "sightings/2026-08.jsonl", "topics.jsonl"),
    ]
    lines = [json.loads(line) for line in found["papers/2607.jsonl"].splitlines()]
    places = [(line["id"], line["version"]) for line in lines]
    assert places == sorted(places)
    assert "✨ “wires”".encode() in found["papers/2607.jsonl"]


def test_only_shards_that_changed_are_written(tmp_path: Path, days: Days, day: Days) -> None:
    """A day touches its papers' months, its own month and the manifest; a quiet save nothing."""
    days(tmp_path, range(2))
    with Store.open(tmp_path / "store.sqlite") as store:
        assert archive.save(tmp_path / "archive", store) == []
        day(store, 2)
        assert archive.save(tmp_path / "archive", store) == [
            *("papers/2607.jsonl", "sightings/2026-08.jsonl", "announcements/2026-08.jsonl"),
            *("receipts/2026-08.jsonl", "manifest.json"),
        ]
        assert archive.save(tmp_path / "archive", store) == []


def test_papers_without_a_sighting_stay_out(tmp_path: Path, paper: MakePaper, files: Files) -> None:
    """A mirror of all arXiv stays in the store."""
    with Store.open(tmp_path / "store.sqlite") as store:
        store.save([paper(1)], now=paper(1).updated, channel="file")
        assert archive.save(tmp_path / "archive", store) == []
    assert files(tmp_path / "archive") == {}


def test_announcements_of_a_paper_are_kept_once_it_is_sighted(
    tmp_path: Path, topics: tuple[Topic, ...], paper: MakePaper, files: Files
) -> None:
    """What is said of papers that nobody follows is in no archive."""
    one, said = paper(1), "announcements/2026-07.jsonl"
    with Store.open(tmp_path / "store.sqlite") as store:
        store.save([one], now=DAY_ONE, channel="oai_pmh")
        store.announce([Announcement(one.id, 1, DAY_ONE.date(), "new", "cs.LG")])
        assert archive.save(tmp_path / "archive", store) == []
        new = Sighting(one.id, 1, DAY_ONE, "oai_pmh", Kind.NEW, ("gold",))
        store.decide(topics[0], [new], store.mark())
        assert said in archive.save(tmp_path / "archive", store)
    assert files(tmp_path / "archive")[said] == (
        b'{"day":"2026-07-31","id":"2607.00001","version":1,"kind":"new","subject":"cs.LG"}\n'
    )


def test_a_lost_store_gives_the_same_bytes(tmp_path: Path, days: Days, files: Files) -> None:
    """A run without the store of the last one ends in the same archive as one with it."""
    days(tmp_path / "kept", range(4))
    for number in range(4):
        days(tmp_path / "lost", range(number, number + 1))
        (tmp_path / "lost" / "store.sqlite").unlink()
    assert files(tmp_path / "lost" / "archive") == files(tmp_path / "kept" / "archive")


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("lost", [False, True])
def test_a_killed_save_can_be_repeated(
    tmp_path: Path, days: Days, files: Files, *, after: bool, lost: bool
) -> None:
    """Killed before or after any file, with its store or without: the next run mends it."""
    days(tmp_path / "whole", range(3))
    days(tmp_path / "start", range(2))
    for lives in range(6):
        home = tmp_path / str(lives)
        shutil.copytree(tmp_path / "start", home)
        with pytest.raises(Killed):
            days(home, range(2, 3), put=DyingPut(lives, after=after))
        if lost:
            (home / "store.sqlite").unlink()
        days(home, range(2, 3))
        assert files(home / "archive") == files(tmp_path / "whole" / "archive"), lives


@pytest.mark.parametrize("lost", [False, True])
def test_a_killed_first_save_can_be_repeated(
    tmp_path: Path, days: Days, files: Files, *, lost: bool
) -> None:
    """There is no manifest yet, only the one that was planned."""
    days(tmp_path / "whole", range(1))
    for lives in range(7):
        home = tmp_path / str(lives)
        with pytest.raises(Killed):
            days(home, range(1), put=DyingPut(lives, after=False))
        if lost:
            (home / "store.sqlite").unlink()
        days(home, range(1))
        assert files(home / "archive") == files(tmp_path / "whole" / "archive"), lives


def test_a_full_disk_leaves_whole_files(tmp_path: Path, days: Days, files: Files) -> None:
    """The error names the disk's reason; everything is the old or the new file."""
    days(tmp_path, range(2))

    def full(path: Path, content: bytes) -> None:
        if "sightings" in path.parts:
            raise OSError(errno.ENOSPC, "No space left on device")
        archive.write(path, content)

    with pytest.raises(DeliveryError, match="No space left on device; no file is half-written"):
        days(tmp_path, range(2, 3), put=full)
    days(tmp_path, range(2, 3))
    days(tmp_path / "whole", range(3))
    assert files(tmp_path / "archive") == files(tmp_path / "whole" / "archive")


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """What was there is still there, and nothing beside it."""
    (tmp_path / "shard").mkdir()
    with pytest.raises(OSError, match="shard"):
        archive.write(tmp_path / "shard", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["shard"]


def test_what_a_killed_write_left_is_cleared(tmp_path: Path, days: Days, files: Files) -> None:
    """The half-written copy beside a shard never reaches git."""
    days(tmp_path, range(1))
    before = files(tmp_path / "archive")
    (tmp_path / "archive" / "papers" / ".2607.jsonl.part").write_bytes(b'{"id"')
    days(tmp_path, range(1))
    assert files(tmp_path / "archive") == before


def test_an_older_checkout_gets_the_union(tmp_path: Path, days: Days, files: Files) -> None:
    """Whoever goes back in git loses nothing that the store still has."""
    days(tmp_path, range(2))
    shutil.copytree(tmp_path / "archive", tmp_path / "old")
    days(tmp_path, range(2, 4))
    new = files(tmp_path / "archive")
    shutil.rmtree(tmp_path / "archive")
    shutil.move(tmp_path / "old", tmp_path / "archive")
    days(tmp_path, range(3, 4))
    assert files(tmp_path / "archive") == new


def test_a_removed_archive_is_written_again(tmp_path: Path, days: Days, files: Files) -> None:
    """The store alone is enough."""
    days(tmp_path, range(2))
    before = files(tmp_path / "archive")
    shutil.rmtree(tmp_path / "archive")
    with Store.open(tmp_path / "store.sqlite") as store:
        archive.save(tmp_path / "archive", store)
    assert files(tmp_path / "archive") == before


def test_runs_elsewhere_are_taken_in(tmp_path: Path, days: Days, topics: tuple[Topic, ...]) -> None:
    """A pulled archive is known at once: its papers are not decided again."""
    days(tmp_path / "here", range(1))
    shutil.copytree(tmp_path / "here", tmp_path / "there")
    days(tmp_path / "there", range(1, 3))
    shutil.rmtree(tmp_path / "here" / "archive")
    shutil.copytree(tmp_path / "there" / "archive", tmp_path / "here" / "archive")
    with Store.open(tmp_path / "here" / "store.sqlite") as store:
        assert archive.load(tmp_path / "here" / "archive", store) > 0
        assert [list(store.undecided(topic)) for topic in topics] == [[], []]
        assert archive.save(tmp_path / "here" / "archive", store) == []


EVENTS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(1, 3), st.sampled_from(Kind), st.integers(0, 40)),
    unique_by=lambda event: (event[:2], event[3]),
    max_size=8,
)


def fill(store: Store, events: Iterable[Any], topic: Topic, paper: MakePaper) -> None:
    """Save and decide event by event: number, version, kind, day."""
    for number, version, kind, day in events:
        seen = paper(1).updated + timedelta(days=day)
        one = paper(number, version)
        store.save([one], now=seen, channel="search_api", topic=topic)
        sighting = Sighting(one.id, version, seen, "search_api", kind, (topic.id,))
        store.decide(topic, [sighting], store.mark())


@settings(max_examples=12, deadline=None)
@given(events=EVENTS)
def test_archive_and_store_say_the_same(
    events: list[Any], topics: tuple[Topic, ...], paper: MakePaper, files: Files, put: archive.Put
) -> None:
    """Store to archive to store to archive gives the same bytes and the same pages."""
    with TemporaryDirectory() as name, ExitStack() as stack:
        here, there = Path(name) / "here", Path(name) / "there"
        one = stack.enter_context(Store.open(here / "store.sqlite"))
        fill(one, events, topics[0], paper)
        archive.save(here / "archive", one, put=put)
        two = stack.enter_context(Store.open(there / "store.sqlite"))
        archive.load(here / "archive", two)
        archive.save(there / "archive", two, put=put)
        assert files(here / "archive") == files(there / "archive")
        assert one.entries(None, None, ["gold"]) == two.entries(None, None, ["gold"])
        assert one.counts(["gold"]) == two.counts(["gold"])


@settings(max_examples=12, deadline=None)
@given(events=EVENTS, seed=st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_show(
    events: list[Any],
    seed: Random,
    topics: tuple[Topic, ...],
    paper: MakePaper,
    files: Files,
    put: archive.Put,
) -> None:
    """The same papers and decisions give the same bytes, in whatever order papers came."""
    by_day = sorted(events, key=lambda event: event[3])
    shuffled = sorted(seed.sample(events, len(events)), key=lambda event: event[3])
    saved = []
    for order in (by_day, shuffled):
        with TemporaryDirectory() as name, Store.open(Path(name) / "store.sqlite") as store:
            papers = [paper(number, version) for number, version, _, _ in order]
            store.save(papers, now=papers[0].updated if papers else DAY_ONE, channel="search_api")
            fill(store, order, topics[0], paper)
            archive.save(Path(name) / "archive", store, put=put)
            saved.append(files(Path(name) / "archive"))
    assert saved[0] == saved[1]
