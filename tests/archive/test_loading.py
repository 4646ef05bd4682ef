"""An archive that is not what it should be is refused, and says what to do."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from paperlode import archive
from paperlode.errors import ArchiveError
from paperlode.sighting import Announcement, Kind, Sighting
from paperlode.store import Store
from paperlode.topic import Topic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from paperlode.paper import Paper

    Days = Callable[..., None]
    Files = Callable[[Path], dict[str, bytes]]

PAPERS = "papers/2607.jsonl"


@pytest.fixture
def folder(tmp_path: Path, days: Days) -> Path:
    """Give an archive of two days."""
    days(tmp_path / "home", range(2))
    return tmp_path / "home" / "archive"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an empty store."""
    with Store.open(tmp_path / "store.sqlite") as opened:
        yield opened


def edit(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Change a file."""
    path.write_bytes(change(path.read_bytes()))


def cut(content: bytes) -> bytes:
    """Lose the second half of the second line."""
    first, second, *rest = content.split(b"\n")
    return b"\n".join([first, second[:40], *rest])


@pytest.mark.parametrize(
    ("shard", "change", "sentence"),
    [
        (PAPERS, cut, r"2607.jsonl, line 2, column \d+: not JSON: .*; restore the file with git"),
        (PAPERS, lambda c: c + b"[]\n", r"line 6, column 1: not a JSON object"),
        (PAPERS, lambda c: c + b'{"id":"2607.00009"}\n', r"line 6, column 1: field 'submitted'"),
        (PAPERS, lambda c: c + b"[" * 100_000, r"line 6, column 1: nested too deeply"),
        (PAPERS, lambda c: b"\xff" + c, r"line 1, column 1: not UTF-8"),
        (
            "topics.jsonl",
            lambda c: c.replace(b"gold", b"\\uD800"),
            r"line 1, column 1: half a character",
        ),
        (PAPERS, lambda c: b"<<<<<<< HEAD\n" + c, r"line 1: git's marks of a merge"),
        (
            "sightings/2026-08.jsonl",
            lambda c: c.replace(b"kind", b"sort"),
            r"line 1, .*not a sight",
        ),
        ("receipts/2026-08.jsonl", lambda c: c.replace(b"run", b"ran"), r"line 1, .*not a receipt"),
        (
            "announcements/2026-08.jsonl",
            lambda c: c.replace(b"new", b"old"),
            r"not an announcement",
        ),
        ("topics.jsonl", lambda c: c.replace(b"query", b"quest"), r"line 1, .*not a topic's query"),
        (PAPERS, lambda c: c.replace(b"shines", b"glows"), r"2607.jsonl: all lines are good, but"),
        (PAPERS, lambda c: c.split(b"\n", 1)[1], r"not those of the manifest; .*--accept-archive"),
        ("manifest.json", lambda c: c[:-9], r"manifest.json, line 11, column 42: not JSON"),
        ("manifest.json", lambda _: b"[]", r"manifest.json: this is no manifest"),
        ("manifest.json", lambda _: b"[" * 100_000, r"manifest.json: this is no manifest"),
        ("manifest.json", lambda _: b'{"format": 1}', r"manifest.json: this is no manifest"),
        ("manifest.json", lambda c: b"=======\n" + c, r"manifest.json, line 1: git's marks"),
        ("manifest.json", lambda _: b'{"format": 2}', r"format 2, .* reads format 1; update"),
    ],
)
def test_damage_is_named_and_nothing_is_taken(
    folder: Path, store: Store, shard: str, change: Callable[[bytes], bytes], sentence: str
) -> None:
    """File, line, column and what to do; the store stays as it was."""
    edit(folder / shard, change)
    with pytest.raises(ArchiveError, match=sentence):
        archive.load(folder, store)
    assert store.mark() == 0


def test_a_missing_shard_is_named(folder: Path, store: Store) -> None:
    """What the manifest names has to be there."""
    (folder / PAPERS).unlink()
    with pytest.raises(ArchiveError, match=r"2607.jsonl is missing although the manifest names it"):
        archive.load(folder, store)


def test_a_shard_that_no_manifest_names_is_refused(folder: Path, store: Store) -> None:
    """A manifest that is gone vouches for nothing."""
    (folder / "manifest.json").unlink()
    with pytest.raises(ArchiveError, match="not those of the manifest"):
        archive.load(folder, store)


def test_a_merge_can_be_accepted(folder: Path, store: Store, paper: Callable[..., Paper]) -> None:
    """Lines of both sides, in any order, some twice: all are taken, and written in order."""
    new = paper(1, title="Gold, of another branch")
    line = json.dumps(new.to_record() | {"version": 5}).encode()
    seen = json.dumps(
        {
            "id": new.id,
            "version": 5,
            "seen": "2026-08-01T06:00:00Z",
            "channel": "file",
            "kind": "new",
            "topics": ["gold"],
        }
    ).encode()
    edit(folder / PAPERS, lambda content: line + b"\n\n" + content + content)
    edit(folder / "sightings" / "2026-08.jsonl", lambda content: content + seen + b"\n")
    edit(folder / "manifest.json", lambda content: b"<<<<<<< HEAD\n" + content)
    assert archive.load(folder, store, accept=True) > 0
    assert archive.load(folder, store) == 0
    assert store.paper(new.id, 5) is not None
    assert PAPERS in archive.save(folder, store)
    assert archive.save(folder, store) == []


def test_what_two_clones_saw_is_news_once(tmp_path: Path, paper: Callable[..., Paper]) -> None:
    """Each had a run of its own; after the merge it is news of the first of the two days."""
    topic, one = Topic("gold", "Gold", "all:gold"), paper(1)
    with Store.open(tmp_path / "merged.sqlite") as merged:
        for day in (9, 8):
            seen, clone = datetime(2026, 8, day, 6, tzinfo=UTC), tmp_path / f"clone-{day}"
            with Store.open(clone / "store.sqlite") as store:
                store.save([one], now=seen, channel="search_api", topic=topic)
                sighting = Sighting(one.id, one.version, seen, "search_api", Kind.NEW, ("gold",))
                store.decide(topic, [sighting], store.mark())
                archive.save(clone / "archive", store)
            archive.load(clone / "archive", merged)
        (entry,) = merged.entries(None, None, ["gold"])
    assert entry.seen == datetime(2026, 8, 8, 6, tzinfo=UTC)


def test_an_archive_without_announcements_is_read(folder: Path, store: Store, files: Files) -> None:
    """It was written before they were kept; the next save does not invent them."""
    shutil.rmtree(folder / "announcements")
    archive.load(folder, store, accept=True)
    archive.save(folder, store)
    assert not any(path.startswith("announcements/") for path in files(folder))
    assert store.latest(9, ["gold"])


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_what_two_clones_read_is_joined(
    tmp_path: Path, paper: Callable[..., Paper], order: tuple[int, int]
) -> None:
    """One read the feed and one the listing: what names the version is kept, in either order."""
    day, one = date(2026, 8, 8), paper(1)
    feed = Announcement(one.id, 1, day, "replace-cross", "cs.LG")
    clones = [[feed], [replace(feed, version=None, kind="replace"), replace(feed, subject="cs")]]
    topic, seen = Topic("gold", "Gold", "all:gold"), datetime(2026, 8, 8, 6, tzinfo=UTC)
    for number, said in enumerate(clones):
        with Store.open(tmp_path / f"{number}.sqlite") as store:
            store.save([one], now=seen, channel="oai_pmh")
            new = Sighting(one.id, 1, seen, "oai_pmh", Kind.NEW, ("gold",))
            store.decide(topic, [new], store.mark())
            store.announce(said)
            archive.save(tmp_path / str(number), store)
    with Store.open(tmp_path / "merged.sqlite") as merged:
        for number in order:
            archive.load(tmp_path / str(number), merged)
        assert merged.announcements(one.id) == (replace(feed, subject="cs"), feed)
        archive.save(tmp_path / "merged", merged)
    lines = (tmp_path / "merged" / "announcements" / "2026-08.jsonl").read_text().splitlines()
    assert len(lines) == 2


def test_a_record_in_the_wrong_shard_finds_its_place(
    folder: Path, store: Store, files: Files
) -> None:
    """An accepted edit is written as if it had always been so."""
    before = files(folder)
    shutil.move(folder / PAPERS, folder / "papers" / "2501.jsonl")
    archive.load(folder, store, accept=True)
    archive.save(folder, store)
    after = files(folder)
    assert after[PAPERS] == before[PAPERS]
    assert after["papers/2501.jsonl"] == b""


def test_a_lost_store_announces_nothing_again(
    folder: Path, store: Store, topics: tuple[Topic, ...]
) -> None:
    """Loaded papers count as looked at by the topics whose queries were in force."""
    archive.load(folder, store)
    assert [list(store.undecided(topic)) for topic in topics] == [[], []]
    assert [store.claimed(topic) for topic in topics] == [4, 4]
    assert store.frontier(topics[0], "search_api") is not None


def test_another_query_looks_at_loaded_papers(folder: Path, store: Store) -> None:
    """What was decided under one query says nothing about another."""
    archive.load(folder, store)
    assert len(list(store.undecided(Topic("gold", "Gold", "all:copper")))) == 5
    assert len(list(store.undecided(Topic("copper", "Copper", "all:copper")))) == 2


def test_a_topic_that_never_looked_still_has_to(tmp_path: Path, folder: Path, store: Store) -> None:
    """A query that came in force in a run that was cut off is no reason to skip anything."""
    new = Topic("copper", "Copper", "all:copper")
    with Store.open(tmp_path / "home" / "store.sqlite") as home:
        began = home.receipts()[-1].run
        home.began(new, began)
        archive.save(folder, home)
    archive.load(folder, store)
    assert store.began(new, began.replace(year=2027)) == began
    assert len(list(store.undecided(new))) == 2


def test_papers_from_elsewhere_wait_for_a_query_of_ours(
    tmp_path: Path, days: Days, folder: Path
) -> None:
    """What another machine decided under another query is decided here under ours."""
    shutil.copytree(folder.parent, tmp_path / "there")
    ours = Topic("gold", "Gold", "all:copper")
    with Store.open(tmp_path / "home" / "store.sqlite") as store:
        store.decide(ours, [], store.mark())
        days(tmp_path / "there", range(2, 3))
        archive.load(tmp_path / "there" / "archive", store)
        assert len(list(store.undecided(ours))) > 0


def test_known_shards_are_not_read_again(folder: Path, store: Store) -> None:
    """The second load only looks at sizes and times, or at checksums when a file was touched."""
    said: list[str] = []

    def progress(what: str, done: int, total: int | None = None) -> None:
        said.append(f"{what} {done}/{total}")

    assert archive.load(folder, store, progress) > 0
    assert said[-1] == "Archive 8/8"
    said.clear()
    edit(folder / PAPERS, lambda content: content)
    assert archive.load(folder, store, progress) == 0
    assert said == []


def test_an_archive_that_is_not_there_is_empty(tmp_path: Path, store: Store) -> None:
    """A first run begins with nothing."""
    assert archive.load(tmp_path / "nowhere", store) == 0


def test_an_archive_that_cannot_be_read_is_named(folder: Path, store: Store) -> None:
    """A folder where a file should stand is no archive."""
    (folder / "papers" / "2501.jsonl").mkdir()
    with pytest.raises(ArchiveError, match="the archive cannot be read"):
        archive.load(folder, store)


@pytest.mark.parametrize(("ours", "kept"), [(False, "theirs"), (True, "ours")])
def test_a_record_changed_elsewhere_is_taken_unless_we_changed_it(
    folder: Path, store: Store, paper: Callable[..., Paper], *, ours: bool, kept: str
) -> None:
    """What changed here since the last save stays; everything else follows the archive."""
    archive.load(folder, store)
    if ours:
        store.save([paper(1, title="ours")], now=paper(1).updated, channel="search_api")
    edit(folder / PAPERS, lambda content: content.replace(b"Gold", b"theirs", 1))
    archive.load(folder, store, accept=True)
    assert (store.paper(paper(1).id, 1) or paper(1)).title.split()[0] == kept
