"""Lines of record files -> mirror, by several processes where there are many lines."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import chain, islice
from multiprocessing import connection, get_context, parent_process
from typing import TYPE_CHECKING, NamedTuple

from paperlode.errors import RecordError
from paperlode.paper import Paper
from paperlode.progress import silent
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
AHEAD = 3
"""Blocks that wait for each process."""
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
    done = _filed(chain([first], blocks), _dictionary(mirror, first), many)
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


def read(lines: list[bytes], packer: Packer) -> Block:
    """Read lines and prepare their papers for the mirror."""
    papers, bad = [], []
    for place, line in enumerate(lines):
        found = _paper(line)
        if isinstance(found, Paper):
            papers.append(packer.file(found))
        elif found is not None:
            bad.append((place, str(found)))
    return Block(len(lines), papers, bad)


def _filed(
    blocks: Iterator[list[bytes]], dictionary: bytes | None, processes: int
) -> Iterator[Block]:
    """Read blocks, in their order; alone where the system lets us have no processes."""
    waiting: deque[tuple[list[bytes], Future[Block]]] = deque()
    if processes:
        yield from _by_several(blocks, dictionary, processes, waiting)
    packer = Packer(dictionary)
    for block in chain([lines for lines, _ in waiting], blocks):
        yield read(block, packer)


def _by_several(
    blocks: Iterator[list[bytes]],
    dictionary: bytes | None,
    processes: int,
    waiting: deque[tuple[list[bytes], Future[Block]]],
) -> Iterator[Block]:
    """Read blocks by processes; ends early where there are none, with the rest in ``waiting``."""
    try:
        pool = ProcessPoolExecutor(
            processes, mp_context=get_context("spawn"), initializer=_begin, initargs=(dictionary,)
        )
    except (ImportError, OSError):  # no semaphores, as in some containers
        return
    try:
        for block in blocks:
            waiting.append((block, _submitted(pool, block)))
            if len(waiting) > processes * AHEAD:
                if (done := _result(waiting)) is None:
                    return
                yield done
        while waiting and (done := _result(waiting)) is not None:
            yield done
    finally:
        pool.shutdown(cancel_futures=True)


def _submitted(pool: ProcessPoolExecutor, block: list[bytes]) -> Future[Block]:
    """Hand a block on; the future of a broken pool says so."""
    try:
        return pool.submit(_read, block)
    except (RuntimeError, OSError) as error:
        broken: Future[Block] = Future()
        broken.set_exception(error)
        return broken


def _result(waiting: deque[tuple[list[bytes], Future[Block]]]) -> Block | None:
    """Give the oldest block and forget it; nothing when its process died, and it stays."""
    try:
        done = waiting[0][1].result()
    except (RuntimeError, OSError):
        return None
    waiting.popleft()
    return done


_PACKERS: list[Packer] = []
"""What a process packs with; made once, when it begins."""


def _begin(dictionary: bytes | None) -> None:
    """Begin as a process of its own: whoever started it hears of Ctrl-C and ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _PACKERS[:] = [Packer(dictionary)]


def _end_with_parent() -> None:
    """Do not outlive a parent that was killed."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _read(lines: list[bytes]) -> Block:
    return read(lines, _PACKERS[0])
