"""Write files into a folder: each whole or not at all, and only those that differ.

A file is written beside its place and then moved there, so that whoever reads it, or kills us,
sees the old file or the new one. There is one temporary name for each folder that is delivered
to; what an earlier run left under it is overwritten or removed.
"""

from __future__ import annotations

import errno
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from paperlode.errors import DeliveryError
from paperlode.progress import silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from paperlode.progress import Progress
    from paperlode.publish import File

    Put = Callable[[Path, bytes], None]
    """How bytes get to the disk."""

TEMPORARY = ".paperlode.part"


@dataclass(frozen=True, slots=True)
class Written:
    """What a delivery did."""

    changed: tuple[str, ...]
    """Paths of the files that were written, in order."""
    same: int
    """How many files already had the right bytes."""


def _put(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def write(
    files: Iterable[File],
    folder: Path,
    progress: Progress = silent,
    *,
    put: Put = _put,
) -> Written:
    """Write files in their order; ``put`` is how bytes get to the disk.

    Raises DeliveryError when one cannot be written: those before it are, the rest is as it was.
    """
    delivery = _Delivery(folder, put)
    changed, same = [], 0
    with _sentences(folder):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        for done, file in enumerate(files, start=1):
            if delivery.deliver(file):
                changed.append(file.path)
            else:
                same += 1
            progress("Pages", done)
    finally:
        delivery.clear()
    return Written(tuple(changed), same)


def remove(paths: Iterable[str], folder: Path) -> tuple[str, ...]:
    """Take files away that no longer are, and the folders that this leaves empty."""
    removed = []
    for path in paths:
        place = folder / _inside(path)
        if place.is_file():
            with _sentences(place):
                place.unlink()
            removed.append(path)
            _remove_empty(place.parent, folder)
    return tuple(removed)


def _remove_empty(place: Path, folder: Path) -> None:
    with suppress(OSError):
        while place != folder:
            place.rmdir()
            place = place.parent


def present(folders: Iterable[str], folder: Path) -> set[str]:
    """Name every file below some folders of a folder that is delivered to."""
    return {
        place.relative_to(folder).as_posix()
        for name in folders
        for place in (folder / _inside(name)).rglob("*")
        if place.is_file()
    }


def read(path: str, folder: Path) -> bytes | None:
    """Read a delivered file; None when there is none."""
    place = folder / _inside(path)
    with _sentences(place):
        return place.read_bytes() if place.is_file() else None


def _inside(path: str) -> Path:
    """Make a path of ours one of this system; DeliveryError when it would leave the folder."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\\" in path or ":" in parts[0]:
        raise DeliveryError(f"{path!r} would leave the folder that is written to; nothing was")
    return Path(*parts)


class _Delivery:
    """One delivery to one folder."""

    def __init__(self, folder: Path, put: Put) -> None:
        self.folder = folder
        self.put = put
        self.temporary = folder / TEMPORARY
        self.ready = {folder}

    def deliver(self, file: File) -> bool:
        """Write a file unless it is there already; say whether it was written."""
        place = self.folder / _inside(file.path)
        with _sentences(place):
            if _holds(place, file.content):
                return False
            self._prepare(place.parent)
            self.put(self.temporary, file.content)
            self.temporary.replace(place)
        return True

    def _prepare(self, place: Path) -> None:
        """Make a folder below ours; refuse one that a link leads out of it."""
        if place in self.ready:
            return
        self._prepare(place.parent)
        try:
            place.mkdir()
        except FileExistsError:
            if not place.resolve().is_relative_to(self.folder.resolve()):
                raise DeliveryError(
                    f"{place} is a link that leads out of {self.folder}; remove it"
                ) from None
        self.ready.add(place)

    def clear(self) -> None:
        """Leave no temporary file behind, whoever made it."""
        with suppress(OSError):
            self.temporary.unlink(missing_ok=True)


def _holds(place: Path, content: bytes) -> bool:
    """Say whether a file has these bytes; one of another size need not be read for that."""
    try:
        return place.stat().st_size == len(content) and place.read_bytes() == content
    except (FileNotFoundError, NotADirectoryError):
        return False


class _sentences:  # noqa: N801  reads as a function; a generator would cost more on every file
    """Turn the system's errors into sentences."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            raise DeliveryError(
                f"{self.place} could not be written: {_reason(error)}; "
                "what was there before is still there"
            ) from error


_REASONS = {
    errno.ENOSPC: "the disk is full; make room and run again",
    errno.EDQUOT: "the disk quota is used up; make room and run again",
    errno.EROFS: "the file system is read-only; choose another folder or make it writable",
    errno.EACCES: "the folder is read-only for us; choose another folder or allow writing",
    errno.EPERM: "the folder is read-only for us; choose another folder or allow writing",
    errno.EISDIR: "a folder of this name is in the way; remove it",
    errno.ENOTDIR: "a file is in the way where a folder is needed; remove it",
    errno.EEXIST: "a file is in the way where a folder is needed; remove it",
}


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0, error.strerror or str(error))
