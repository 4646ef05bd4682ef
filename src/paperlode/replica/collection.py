"""The papers of a replica and its clock: what is visible at a moment.

Sets of papers are integers whose bit ``i`` stands for paper ``i`` in order of announcement: small,
and quick to intersect.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import compress
from typing import TYPE_CHECKING, Any

from paperlode.errors import RecordError
from paperlode.paper import Paper, moment, read_object
from paperlode.progress import silent
from paperlode.replica.announced import ORDINARY, Announced, announcement
from paperlode.sources.withdrawn import is_withdrawn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from paperlode.progress import Progress
    from paperlode.replica.announced import Holidays


class Collection:
    """Papers with all their versions, in order of announcement.

    A version that comes again at a later moment has changed by then: other categories, a journal
    reference. Each of these *states* is seen from its moment on. Of a version that comes twice at
    one moment the later one counts, as in a file to which lines were added.
    """

    def __init__(self, announced: Iterable[Announced], progress: Progress = silent) -> None:
        kept: dict[tuple[str, int, datetime], Announced] = {}
        for number, item in enumerate(announced, start=1):
            kept[item.paper.id, item.paper.version, item.announced] = item
            if number % 1000 == 0:
                progress("Taking in papers", number)
        items = sorted(kept.values(), key=lambda item: (item.announced, item.paper.id))
        self.papers: list[Paper] = [_telling(item.paper) for item in items]
        """Every state of every version of every paper, in order of announcement."""
        self.announced = [item.announced for item in items]
        """When each of them was announced (UTC), ascending."""
        self._states: dict[str, list[int]] = {}
        for index, paper in enumerate(self.papers):
            self._states.setdefault(paper.id, []).append(index)
        self._replaced, self._firsts = self._succession()
        self._rolled = (0, bytearray(len(self.papers) // 8 + 1))

    def __len__(self) -> int:
        return len(self.papers)

    def position(self, now: datetime) -> int:
        """Say how many states are announced by ``now``: they are the first so many."""
        return bisect_right(self.announced, now)

    def versions_by(self, position: int) -> int:
        """Say how many versions these states belong to."""
        return self._firsts[position]

    def current(self, position: int) -> int:
        """Give the set of papers that are the newest visible version of theirs, as they stand."""
        at, known = self._rolled
        if at != position:
            bits = bytearray(known)
            for index in range(at, position):
                self._flip(bits, index)
            for index in range(at - 1, position - 1, -1):
                self._flip(bits, index)
            self._rolled = at, known = position, bits
        return int.from_bytes(known, "little")

    def named(self, name: str, position: int) -> int | None:
        """Find ``2506.05680`` (its newest visible version) or ``2506.05680v1``; exact spelling.

        Either as it stands at that moment.
        """
        if name in self._states:
            return self._newest(self._states[name], position)
        identifier, _, version = name.rpartition("v")
        found = [
            index
            for index in self._states.get(identifier, ())
            if index < position and str(self.papers[index].version) == version
        ]
        return found[-1] if found else None

    def states_by(self, identifier: str, position: int) -> tuple[int, ...]:
        """Give the visible states of a paper, in order of announcement."""
        states = self._states.get(identifier, ())
        return tuple(states[: bisect_left(states, position)])

    def versions(self, identifier: str, position: int) -> list[Paper]:
        """Give the visible versions of a paper as they stand, ascending."""
        found = (self.papers[i] for i in self.states_by(identifier, position))
        newest = {paper.version: paper for paper in found}
        return [newest[version] for version in sorted(newest)]

    def _newest(self, states: Iterable[int], position: int) -> int | None:
        visible = (index for index in states if index < position)
        return max(visible, key=lambda i: (self.papers[i].version, i), default=None)

    def _succession(self) -> tuple[list[int | None], list[int]]:
        """Say which state each one takes the place of, and count the versions on the way.

        None: of none. Itself: it is never the current one, a higher version came before it.
        """
        replaced: list[int | None] = [None] * len(self.papers)
        for states in self._states.values():
            current = states[0]
            for index in states[1:]:
                older = self.papers[index].version < self.papers[current].version
                replaced[index] = index if older else current
                current = current if older else index
        firsts, met = [0], set[tuple[str, int]]()
        for paper in self.papers:
            met.add((paper.id, paper.version))
            firsts.append(len(met))
        return replaced, firsts

    def _flip(self, bits: bytearray, index: int) -> None:
        """Let a state come, or go again: the same bits change."""
        replaced = self._replaced[index]
        if replaced == index:
            return
        bits[index >> 3] ^= 1 << (index & 7)
        if replaced is not None:
            bits[replaced >> 3] ^= 1 << (replaced & 7)


def _telling(paper: Paper) -> Paper:
    """Let a withdrawn paper say so where alone the search API shows it: in its comment."""
    if not paper.withdrawn or is_withdrawn(paper.comment, paper.abstract):
        return paper
    said = "This paper has been withdrawn by the authors"
    return replace(paper, comment=f"{said}; {paper.comment}" if paper.comment else said)


def of_indices(indices: Iterable[int], size: int) -> int:
    """Make the set of these papers, out of ``size``."""
    signs = bytearray(b"0") * (size + 1)
    for index in indices:
        signs[index] = _ONE
    signs.reverse()
    return int(signs, 2)


def indices_of(papers: int) -> list[int]:
    """List the papers of a set, in order of announcement."""
    signs = f"{papers:b}"[::-1].encode().translate(_BITS)
    return list(compress(range(len(signs)), signs))


_ONE = ord("1")
_BITS = bytes.maketrans(b"01", b"\0\1")


def from_lines(lines: Iterable[bytes | str], holidays: Holidays = ORDINARY) -> Iterator[Announced]:
    """Read paper records and say when each was announced.

    A record may state that itself (``first_seen``, a day or a time; not before ``updated``);
    else arXiv's schedule with its ``holidays`` applies to ``updated``. Raises RecordError
    with the number of the line.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _from_line(line, holidays)
        except RecordError as error:
            raise RecordError(f"line {number}: {error}") from error


def _from_line(line: bytes | str, holidays: Holidays) -> Announced:
    record = read_object(line)
    paper = Paper.from_record(record)
    return Announced(paper, _when(record, paper.updated, holidays))


def _when(record: dict[str, Any], updated: datetime, holidays: Holidays) -> datetime:
    seen = record.get("first_seen")
    if seen is None:
        return announcement(updated, holidays)
    try:
        return max(moment(seen), updated)
    except ValueError as error:
        raise RecordError(f"field 'first_seen': {seen!r} is not an ISO day or time") from error
