"""Files reach the disk whole or not at all."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from paperlode import deliver
from paperlode.errors import DeliveryError
from paperlode.publish import File

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = File("day/2026-08-20/index.html", b"new")


def files_in(folder: Path) -> dict[str, bytes]:
    """Read everything below a folder."""
    return {
        place.relative_to(folder).as_posix(): place.read_bytes()
        for place in folder.rglob("*")
        if place.is_file()
    }


def test_a_second_time_writes_nothing(tmp_path: Path) -> None:
    """A file that has its bytes already is left alone, its time of change too."""
    assert deliver.write([PAGE], tmp_path).changed == (PAGE.path,)
    os.utime(tmp_path / PAGE.path, (1, 1))
    assert deliver.write([PAGE], tmp_path) == deliver.Written((), 1)
    assert (tmp_path / PAGE.path).stat().st_mtime == 1


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    """One changed page among others is the only one named."""
    deliver.write([PAGE, File("a.txt", b"a")], tmp_path)
    written = deliver.write([PAGE, File("a.txt", b"b")], tmp_path)
    assert written == deliver.Written(("a.txt",), 1)
    assert files_in(tmp_path) == {PAGE.path: b"new", "a.txt": b"b"}


def failing(number: int) -> Callable[[Path, bytes], None]:
    """Make a way to write that stops in the middle of a file with an error of the system."""

    def put(path: Path, content: bytes) -> None:
        path.write_bytes(content[:1])
        raise OSError(number, os.strerror(number))

    return put


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EACCES, "read-only for us"),
        (errno.EROFS, "read-only"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_a_failed_write_leaves_the_old_file_and_no_rest(
    number: int, words: str, tmp_path: Path
) -> None:
    """A full disk costs nothing of what was there, and the message says what to do."""
    deliver.write([File(PAGE.path, b"old")], tmp_path)
    with pytest.raises(DeliveryError, match=words) as caught:
        deliver.write([PAGE], tmp_path, put=failing(number))
    assert str(tmp_path / PAGE.path) in str(caught.value)
    assert files_in(tmp_path) == {PAGE.path: b"old"}


def test_what_a_killed_run_left_is_cleared_away(tmp_path: Path) -> None:
    """The next delivery removes the half-written file of one that was killed."""
    (tmp_path / deliver.TEMPORARY).write_bytes(b"ne")
    deliver.write([], tmp_path)
    assert files_in(tmp_path) == {}


@pytest.mark.parametrize("path", ["../x", "/etc/x", "a/../../x", "", "a\\..\\x", "c:x"])
def test_paths_that_leave_the_folder_are_refused(path: str, tmp_path: Path) -> None:
    """Nothing is written outside, whatever an identifier looks like."""
    with pytest.raises(DeliveryError, match="leave the folder"):
        deliver.write([File(path, b"x")], tmp_path / "site")
    assert files_in(tmp_path) == {}


def test_links_that_lead_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    """A link in the site is no way to write elsewhere."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "day").symlink_to(tmp_path)
    with pytest.raises(DeliveryError, match="leads out of"):
        deliver.write([PAGE], tmp_path / "site")


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path) -> None:
    """The message names what is in the way."""
    (tmp_path / "day").write_bytes(b"")
    with pytest.raises(DeliveryError, match="in the way"):
        deliver.write([PAGE], tmp_path)


def test_pages_that_are_gone_are_removed_with_their_folders(tmp_path: Path) -> None:
    """Nothing empty stays; what others put into the folder does."""
    deliver.write([PAGE, File("a.txt", b"a")], tmp_path)
    assert deliver.remove([PAGE.path, "never/was"], tmp_path) == (PAGE.path,)
    assert [place.name for place in tmp_path.iterdir()] == ["a.txt"]


def test_what_is_there_can_be_read_and_listed(tmp_path: Path) -> None:
    """A missing file reads as nothing."""
    deliver.write([PAGE], tmp_path)
    assert deliver.read(PAGE.path, tmp_path) == b"new"
    assert deliver.read("none", tmp_path) is None
    assert deliver.present(["day", "month"], tmp_path) == {PAGE.path}
