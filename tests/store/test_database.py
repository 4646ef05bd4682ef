"""One file, one writer, whole transactions."""

from __future__ import annotations

import shutil
import sqlite3  # noqa: TID251  a test damages the file on purpose
from typing import TYPE_CHECKING

import pytest

from paperlode.errors import BusyError, DeliveryError, StoreError
from paperlode.store import Store
from paperlode.store.schema import FORMAT

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from paperlode.paper import Paper


def test_open_makes_the_folder(tmp_path: Path) -> None:
    """A store can be opened where there was nothing."""
    with Store.open(tmp_path / "deep" / "down" / "store.sqlite") as store:
        assert store.mark() == 0


def test_a_second_writer_is_told_so(store: Store) -> None:
    """Two runs at once: the second leaves with a sentence."""
    with pytest.raises(BusyError, match="another run holds"):
        Store.open(store.path)


def test_a_second_writer_waits_as_long_as_it_may(store: Store) -> None:
    """Waiting is done by whoever is passed in, and has an end."""
    waits: list[float] = []
    with pytest.raises(BusyError):
        Store.open(store.path, wait=2.0, pause=waits.append)
    assert sum(waits) == 2.0


def test_a_second_writer_goes_on_when_the_first_ends(tmp_path: Path) -> None:
    """Waiting ends as soon as the store is free."""
    first = Store.open(tmp_path / "store.sqlite")
    with Store.open(first.path, wait=60, pause=lambda _: first.close()) as second:
        assert second.mark() == 0


def test_a_reader_does_not_disturb_a_writer(store: Store, paper: Callable[..., Paper]) -> None:
    """Reading beside a run sees what was there when its transactions ended."""
    with Store.open(store.path, reading=True) as reader:
        store.save([paper()], now=paper().updated, channel="file")
        assert reader.paper(paper().id) == paper()


@pytest.mark.parametrize("left", [False, True])
def test_a_store_is_read_where_nobody_can_write(
    store: Store, paper: Callable[..., Paper], tmp_path: Path, *, left: bool
) -> None:
    """A disk that is read-only: no file is made, and what a dead writer left in its log counts."""
    store.save([paper()], now=paper().updated, channel="file")
    if not left:
        store.close()  # the log is gone then
    alike = shutil.copytree(store.path.parent, tmp_path / "alike") / store.path.name
    before = set(alike.parent.iterdir())
    with Store.open(alike, reading=True, writable=lambda _: False) as reader:
        assert reader.paper(paper().id) == paper()
        assert set(alike.parent.iterdir()) == before


def test_a_reader_needs_a_store(tmp_path: Path) -> None:
    """Reading makes nothing: it says what makes it."""
    with pytest.raises(StoreError, match="no store yet"):
        Store.open(tmp_path / "store.sqlite", reading=True)


def test_a_failing_change_changes_nothing(
    store: Store, paper: Callable[..., Paper], day_one: datetime
) -> None:
    """A run that dies within a page leaves nothing of the page."""

    def dying() -> object:
        yield paper(1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.save(dying(), now=day_one, channel="file")  # type: ignore[arg-type]
    assert store.paper(paper(1).id) is None


def test_a_change_that_changes_nothing_leaves_the_mark(
    store: Store, paper: Callable[..., Paper], day_one: datetime
) -> None:
    """The mark counts changes, not attempts."""
    store.save([paper()], now=day_one, channel="file")
    mark = store.mark()
    store.save([paper()], now=day_one, channel="file")
    assert store.mark() == mark


def test_what_was_kept_and_is_damaged_is_as_good_as_lost(store: Store) -> None:
    """It follows from the rest, and is worked out again."""
    store.keep("words", "basis", b"counts")
    assert store.kept("words", "basis") == b"counts"
    with store.writing(counted=False):
        store.change("UPDATE meta SET value = 'basis Y' WHERE name = 'kept words'")
    assert store.kept("words", "basis") is None


def test_notes_are_kept(tmp_path: Path) -> None:
    """What a caller notes is there the next time, and only then."""
    with Store.open(tmp_path / "store.sqlite") as store:
        assert store.recall("look") is None
        store.remember("look", "a")
        store.remember("look", "b")
    with Store.open(tmp_path / "store.sqlite") as store:
        assert store.recall("look") == "b"


def damage(path: Path) -> None:
    """Write nonsense where SQLite keeps its tables."""
    path.write_bytes(b"no database at all " * 500)


def newer(path: Path) -> None:
    """Let the store come from a later paperlode."""
    Store.open(path).close()
    change(path, f"PRAGMA user_version = {FORMAT + 1}")


def older(path: Path) -> None:
    """Let the store come from an earlier paperlode."""
    Store.open(path).close()
    change(path, "PRAGMA user_version = 0")


def foreign(path: Path) -> None:
    """Let the file belong to another program."""
    change(path, "CREATE TABLE theirs (x)")


def change(path: Path, sql: str) -> None:
    """Change a file behind paperlode's back."""
    connection = sqlite3.connect(path)
    connection.executescript(sql)
    connection.close()


def half(path: Path) -> None:
    """Cut the file in the middle."""
    Store.open(path).close()
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (damage, "damaged one .*; delete it, it is rebuilt from the archive"),
        (newer, f"format {FORMAT + 1}, this paperlode reads format {FORMAT}; update paperlode"),
        (older, "old format 0; delete it"),
        (foreign, "another program; name another file"),
        (half, "delete it, it is rebuilt from the archive"),
    ],
)
def test_a_store_that_cannot_be_read_says_what_to_do(
    tmp_path: Path, spoil: Callable[[Path], None], sentence: str
) -> None:
    """No store is ever taken for what it is not."""
    path = tmp_path / "store.sqlite"
    spoil(path)
    with pytest.raises(StoreError, match=sentence), Store.open(path) as store:
        store.save([], now=None, channel="file")  # type: ignore[arg-type]
    with pytest.raises(StoreError):
        Store.open(path).rows("SELECT * FROM paper")


def test_a_full_disk_is_called_so_and_costs_only_the_change(
    store: Store, paper: Callable[..., Paper], day_one: datetime
) -> None:
    """SQLite ends the transaction by itself; what was there before is there still."""
    store.save([paper(1)], now=day_one, channel="file")
    (pages,) = store.first("PRAGMA page_count") or (0,)
    store.rows(f"PRAGMA max_page_count = {pages}")
    many = [paper(n, abstract="It shines. " * 900) for n in range(2, 50)]
    with pytest.raises(DeliveryError, match="the disk is full; make room"):
        store.save(many, now=day_one, channel="file")
    assert (store.paper("2608.00001"), store.paper("2608.00002")) == (paper(1), None)


def test_a_folder_that_is_read_only_is_called_so(
    store: Store, paper: Callable[..., Paper], day_one: datetime
) -> None:
    """The sentence says what to do; the store is not at fault."""
    store.rows("PRAGMA query_only = ON")
    with pytest.raises(DeliveryError, match="read-only for us; choose another"):
        store.save([paper(1)], now=day_one, channel="file")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A store cannot stand where a file stands."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"file: the store's folder cannot be made"):
        Store.open(tmp_path / "file" / "store.sqlite")
