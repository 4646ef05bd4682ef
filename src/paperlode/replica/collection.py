"""The papers of a replica and its clock: what is visible at a moment.

Sets of papers are integers whose bit ``i`` stands for paper ``i`` in order of announcement: small,
and quick to intersect.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from paperlode.errors import RecordError
from paperlode.paper import Paper, moment, read_object
from paperlode.progress import silent
from paperlode.replica.announced import Announced, announcement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from paperlode.progress import Progress


class Collection:
    """Papers with all their versions, in order of announcement.

    Of a version that comes twice the later one counts, as in a file to which lines were added.
    """

    def __init__(self, announced: Iterable[Announced], progress: Progress = silent) -> None:
        kept: dict[tuple[str, int], Announced] = {}
        for number, item in enumerate(announced, start=1):
            kept[item.paper.id, item.paper.version] = item
            if number % 1000 == 0:
                progress("Taking in papers", number)
        items = sorted(kept.values(), key=lambda item: (item.announced, item.paper.id))
        self.papers: list[Paper] = [item.paper for item in items]
        """Every version of every paper, in order of announcement."""
        self.announced = [item.announced for item in items]
        """When each of them was announced (UTC), ascending."""
        self._versions: dict[str, list[int]] = {}
        for index, paper in enumerate(self.papers):
            self._versions.setdefault(paper.id, []).append(index)
        self._current = lru_cache(maxsize=16)(self._currently)

    def __len__(self) -> int:
        return len(self.papers)

    def position(self, now: datetime) -> int:
        """Say how many versions are announced by ``now``: they are the first so many."""
        return bisect_right(self.announced, now)

    def current(self, position: int) -> int:
        """Give the set of papers that are the newest visible version of theirs."""
        return self._current(position)

    def named(self, name: str, position: int) -> int | None:
        """Find ``2506.05680`` (its newest visible version) or ``2506.05680v1``; exact spelling."""
        if name in self._versions:
            return self._newest(self._versions[name], position)
        identifier, _, version = name.rpartition("v")
        for index in self._versions.get(identifier, ()):
            if index < position and str(self.papers[index].version) == version:
                return index
        return None

    def versions(self, identifier: str, position: int) -> list[Paper]:
        """Give the visible versions of a paper, ascending."""
        found = [self.papers[i] for i in self._versions.get(identifier, ()) if i < position]
        return sorted(found, key=lambda paper: paper.version)

    def _newest(self, versions: Iterable[int], position: int) -> int | None:
        visible = (index for index in versions if index < position)
        return max(visible, key=lambda index: self.papers[index].version, default=None)

    def _currently(self, position: int) -> int:
        newest = (self._newest(versions, position) for versions in self._versions.values())
        return of_indices((index for index in newest if index is not None), len(self.papers))


def of_indices(indices: Iterable[int], size: int) -> int:
    """Make the set of these papers, out of ``size``."""
    bits = bytearray(size // 8 + 1)
    for index in indices:
        bits[index >> 3] |= 1 << (index & 7)
    return int.from_bytes(bits, "little")


def indices_of(papers: int) -> list[int]:
    """List the papers of a set, in order of announcement."""
    return [index for index, bit in enumerate(reversed(f"{papers:b}")) if bit == "1"]


def from_lines(lines: Iterable[bytes | str]) -> Iterator[Announced]:
    """Read paper records and say when each was announced.

    A record may state that itself (``first_seen``, a day or a time; not before ``updated``);
    else arXiv's schedule applies to ``updated``. Raises RecordError with the number of the line.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _from_line(line)
        except RecordError as error:
            raise RecordError(f"line {number}: {error}") from error


def _from_line(line: bytes | str) -> Announced:
    record = read_object(line)
    paper = Paper.from_record(record)
    return Announced(paper, _when(record, paper.updated))


def _when(record: dict[str, Any], updated: datetime) -> datetime:
    seen = record.get("first_seen")
    if seen is None:
        return announcement(updated)
    try:
        return max(moment(seen), updated)
    except ValueError as error:
        raise RecordError(f"field 'first_seen': {seen!r} is not an ISO day or time") from error
