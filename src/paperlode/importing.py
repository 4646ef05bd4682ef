"""Lines of record files -> mirror, by several processes where there are many lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from paperlode.errors import RecordError
from paperlode.paper import Paper
from paperlode.progress import silent
from paperlode.several import Several
from paperlode.sources import snapshot
from paperlode.store.mirror import Packer, Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from paperlode.progress import Progress
    from paperlode.store.mirror import Filed, Mirror

BLOCK = 1_000
"""Lines that a process reads at once."""
WRITTEN = 20
"""Blocks that are written in one transaction; more make fewer pieces of the index."""
ENOUGH = 500
"""Papers of which it is worth learning what they have in common."""


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
    """Bring the papers of a file's lines into the mirror.

    ``file`` names what the file holds: lines that were read under this name are not read again.
    ``tell`` hears the number of each bad line, from 1, and what is wrong with it.
    """
    begun, whole = mirror.progress_of(file)
    brought = Brought(begun, begun)
    if whole:
        return brought
    blocks = _cut(islice(lines, begun, None), block)
    first = next(blocks, [])
    many = processes if len(first) == block else 0
    with Several(many, Packer, _dictionary(mirror, first)) as packers:
        done = packers.each(read, chain([first], blocks))
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
    lines = iter(lines)
    while some := list(islice(lines, size)):
        yield some


def _dictionary(mirror: Mirror, lines: list[bytes]) -> bytes | None:
    """Give the dictionary of records; where there is none, learn it of the first papers."""
    if mirror.dictionary() is None:
        papers = [one for line in lines if isinstance(one := _paper(line), Paper)]
        if len(papers) >= ENOUGH:
            mirror.learn(papers)
    return mirror.dictionary()


def _paper(line: bytes) -> Paper | RecordError | None:
    """Read a line: a paper, what is wrong with it, or nothing where it is blank."""
    if not line.strip():
        return None
    try:
        return snapshot.read(line)
    except RecordError as error:
        return error


def read(packer: Packer, lines: list[bytes]) -> Block:
    """Read lines and prepare their papers for the mirror."""
    papers, bad = [], []
    for place, line in enumerate(lines):
        found = _paper(line)
        if isinstance(found, Paper):
            papers.append(packer.file(found))
        elif found is not None:
            bad.append((place, str(found)))
    return Block(len(lines), papers, bad)
