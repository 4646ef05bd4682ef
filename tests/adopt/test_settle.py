"""Writing what was adopted: all of it or nothing, wherever it breaks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from paperlode import archive
from paperlode.adopt import Place, judge, place_for, settle
from paperlode.adopt.tracker import Known, Results, Tracker
from paperlode.errors import DeliveryError, TrackerError
from paperlode.paper import Paper
from paperlode.store import Store
from paperlode.topic import Topic

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from paperlode.sighting import Sighting

SEEN = datetime(2025, 7, 17, 4, 44, 55, tzinfo=UTC)
PAPER = Paper(
    id="2507.00001",
    version=2,
    title="A crystal",
    abstract="Text.",
    authors=("Ada Example",),
    categories=("cs.LG",),
    submitted=SEEN,
    updated=SEEN,
)
TOPIC = Topic("papers", "Papers", "ti:crystal")
SETTINGS = b'{"query": "ti:crystal"}'
TRACKER = Tracker(TOPIC, (Results("one", SEEN, (PAPER,)),), Known({PAPER.id: 2}, 1), SEEN, SETTINGS)


def place(folder: Path) -> Place:
    """Give the place in an empty folder."""
    found, _ = place_for(TRACKER, folder, ".paperlode/store.db")
    return found


def test_store_and_archive_say_the_same(tmp_path: Path) -> None:
    """The archive alone gives the store back: paper, first sighting, topic."""
    settle(TRACKER, judge(TRACKER), place(tmp_path))
    with Store.open(tmp_path / "other.db") as store:
        archive.load(tmp_path / "archive", store)
        history = store.history(PAPER.id)
        began = store.began(TOPIC, datetime(2026, 1, 1, tzinfo=UTC))
        waiting = list(store.undecided(TOPIC))
    assert history.papers == (PAPER,)
    assert history.sightings == judge(TRACKER)
    assert (began, waiting) == (SEEN, [])


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_nothing_is_left_when_it_breaks(tmp_path: Path, error: BaseException) -> None:
    """A full disk or an impatient person in the middle: no archive, no store, no settings."""

    def breaking() -> Iterator[Sighting]:
        yield from judge(TRACKER)
        raise error

    with pytest.raises((DeliveryError, KeyboardInterrupt)):
        settle(TRACKER, breaking(), place(tmp_path))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_adopting_the_same_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing of the moment of adoption gets into the archive."""
    archives = []
    for name in ("one", "two"):
        settle(TRACKER, judge(TRACKER), place(tmp_path / name))
        shards = sorted((tmp_path / name / "archive").rglob("*.json*"))
        archives.append([shard.read_bytes() for shard in shards])
    assert archives[0] == archives[1] != []


def test_an_empty_archive_folder_is_no_obstacle(tmp_path: Path) -> None:
    """Somebody made the folder beforehand."""
    (tmp_path / "archive").mkdir()
    settle(TRACKER, judge(TRACKER), place(tmp_path))
    assert (tmp_path / "archive/manifest.json").is_file()


def test_broken_settings_in_the_place_are_refused(tmp_path: Path) -> None:
    """Whose topics the papers would be is not known."""
    (tmp_path / "paperlode.toml").write_text("title =")
    with pytest.raises(TrackerError, match=r"cannot be used: paperlode\.toml, line 1"):
        place(tmp_path)
