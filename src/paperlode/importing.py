"""Lines of record files, and saved answers -> mirror, by several processes where there are many."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from paperlode.errors import RecordError
from paperlode.paper import Paper
from paperlode.progress import silent
from paperlode.several import Several
from paperlode.sources import saved, snapshot
from paperlode.store.mirror import Packer, Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from paperlode.progress import Progress
    from paperlode.store.mirror import Filed, Mirror

BLOCK = 1_000
"""Lines that a process reads at once."""
HEAVIEST = 4 << 20
"""Bytes after which a block has no further line: a saved answer is one line."""
WRITTEN = 4
"""Blocks that are written in one transaction, while the other processes find what to do."""
ENOUGH = 500
"""Papers of which it is worth learning what they have in common."""
LEARNED = 2_000
"""Papers that are enough for it."""


class Block(NamedTuple):
    """What some lines say."""

    lines: int
    papers: list[Filed]
    bad: list[tuple[int, str]]
    """Places among the lines, from 0, and what is wrong there."""


@dataclass(slots=True)
class Brought:
    """What became of the lines of a file."""

    lines: int = 0
    """Lines that are read by now; with those of an import that was stopped before."""
    before: int = 0
    """Lines that an earlier import had read."""
    bad: int = 0
    tally: Tally = field(default_factory=Tally)


def bring(
    mirror: Mirror,
    lines: Iterable[bytes],
    file: str = "",
    *,
    tell: Callable[[int, str], None],
    progress: Progress = silent,
    processes: int = 2,
    block: int = BLOCK,
    written: int = WRITTEN,
) -> Brought:
    """Bring the papers of a file's lines into the mirror; a saved answer counts as one line.

    ``file`` names what the file holds: lines that were read under this name are not read again.
    ``tell`` hears the number of each bad line, from 1, and what is wrong with it.
    """
    begun, whole = mirror.progress_of(file)
    brought = Brought(begun, begun)
    if whole:
        return brought
    blocks = _cut(islice(lines, begun, None), block)
    begin = list(islice(blocks, 2))
    many = processes if len(begin) > 1 else 0
    with Several(many, Packer, _dictionary(mirror, begin)) as packers:
        done = packers.each(read, chain(begin, blocks))
        while some := list(islice(done, written)):
            _write(mirror, some, file, brought, tell)
            progress("lines imported", brought.lines)
    mirror.take([], file, brought.lines, whole=True)
    return brought


def _write(
    mirror: Mirror,
    blocks: list[Block],
    file: str,
    brought: Brought,
    tell: Callable[[int, str], None],
) -> None:
    end = brought.lines + sum(block.lines for block in blocks)
    tally = mirror.take([paper for block in blocks for paper in block.papers], file, end)
    brought.tally.new += tally.new
    brought.tally.replaced += tally.replaced
    brought.tally.unchanged += tally.unchanged
    for block in blocks:
        for place, sentence in block.bad:
            brought.bad += 1
            tell(brought.lines + place + 1, sentence)
        brought.lines += block.lines


def _cut(lines: Iterable[bytes], size: int) -> Iterator[list[bytes]]:
    some: list[bytes] = []
    weight = 0
    for line in lines:
        some.append(line)
        weight += len(line)
        if len(some) == size or weight > HEAVIEST:
            yield some
            some, weight = [], 0
    if some:
        yield some


def _dictionary(mirror: Mirror, blocks: list[list[bytes]]) -> bytes | None:
    """Give the dictionary of records; where there is none, learn it of the first papers."""
    if mirror.dictionary() is None:
        said = (one for block in blocks for line in block for one in _said(line))
        papers = list(islice((one for one in said if isinstance(one, Paper)), LEARNED))
        if len(papers) >= ENOUGH:
            mirror.learn(papers)
    return mirror.dictionary()


def _said(line: bytes) -> Iterator[Paper | str]:
    """Read a line: papers, and sentences about what is none; nothing where it is blank."""
    if saved.is_answer(line):
        yield from saved.read(line)
    elif not line.isspace():
        try:
            yield snapshot.read(line)
        except RecordError as error:
            yield str(error)


def read(packer: Packer, lines: list[bytes]) -> Block:
    """Read lines and prepare their papers for the mirror."""
    papers, bad = [], []
    for place, line in enumerate(lines):
        for found in _said(line):
            if isinstance(found, Paper):
                papers.append(packer.file(found))
            else:
                bad.append((place, found))
    return Block(len(lines), papers, bad)
