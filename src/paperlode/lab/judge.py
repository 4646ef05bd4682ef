"""What each of many terms says of each of many papers, asked by several processes at once.

They are started anew (spawn), so that it is the same on every system; what they find is taken in
the order of the papers.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process
from pickle import PicklingError
from typing import TYPE_CHECKING

from paperlode.paper import Paper
from paperlode.query import Term, matches, reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from datetime import datetime

    Wanted = tuple[str, str, bool]
    """Field, value, and whether only as it is written."""
    Lines = Sequence[str]
    Judge = Callable[[Iterable[Lines], Sequence[Wanted], int], Iterator["Judged"]]

AHEAD = 3
"""Lists of papers that wait for each process."""
WORTH = 4_000
"""Papers from which on several processes judge them: each needs half a second to begin."""
MOST = 4


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A paper that was judged."""

    submitted: datetime
    id: str
    version: int


@dataclass(frozen=True, slots=True)
class Judged:
    """Papers, and for each term which of them have it."""

    found: list[Found]
    having: list[list[int]]


def judged(lines: Lines, wanted: Sequence[Wanted]) -> Judged:
    """Ask papers for every term; terms that count as written come after the same ones by stems."""
    terms = [Term(field, value, exact=exact) for field, value, exact in wanted]
    places = {one: place for place, one in enumerate(wanted)}
    stemmed = [places.get((*one[:2], False)) if one[2] else None for one in wanted]
    having: list[list[int]] = [[] for _ in wanted]
    found = []
    for number, line in enumerate(lines):
        one = reading(Paper.from_line(line))
        found.append(Found(one.paper.submitted, one.paper.id, one.paper.version))
        for term, before, mine in zip(terms, stemmed, having, strict=True):
            # What is there as written is there by its stem, which has been asked for already.
            if (before is None or having[before][-1:] == [number]) and matches(term, one):
                mine.append(number)
    return Judged(found, having)


def here(lists: Iterable[Lines], wanted: Sequence[Wanted], total: int) -> Iterator[Judged]:
    """Judge papers in this process."""
    del total
    return (judged(lines, wanted) for lines in lists)


@contextmanager
def several(processes: int) -> Iterator[Judge]:
    """Give what judges papers, by several processes where there are many and we may have some."""
    pools: list[ProcessPoolExecutor] = []

    def judge(lists: Iterable[Lines], wanted: Sequence[Wanted], total: int) -> Iterator[Judged]:
        if processes > 1 and total >= WORTH and not pools:
            pools.extend(_pool(processes))
        if not pools:
            return here(lists, wanted, total)
        return _in_order(pools[0], lists, wanted, processes)

    try:
        yield judge
    finally:
        for pool in pools:
            pool.shutdown(cancel_futures=True)


def usual() -> int:
    """Say how many processes to have at most."""
    return min(os.cpu_count() or 1, MOST)


def _pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    try:
        yield ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_begin)
    except (ImportError, OSError):  # no semaphores, as in some containers
        return


def _in_order(
    pool: ProcessPoolExecutor, lists: Iterable[Lines], wanted: Sequence[Wanted], processes: int
) -> Iterator[Judged]:
    """Judge lists of papers by the pool, and by ourselves what a process that died leaves."""
    waiting: deque[tuple[Lines, Future[Judged] | None]] = deque()
    for lines in lists:
        waiting.append((lines, _submitted(pool, lines, wanted)))
        if len(waiting) >= processes * AHEAD:
            yield _result(*waiting.popleft(), wanted)
    while waiting:
        yield _result(*waiting.popleft(), wanted)


def _submitted(
    pool: ProcessPoolExecutor, lines: Lines, wanted: Sequence[Wanted]
) -> Future[Judged] | None:
    try:
        return pool.submit(judged, lines, wanted)
    except (RuntimeError, OSError):  # a broken pool, or no process to be had
        return None


def _result(lines: Lines, one: Future[Judged] | None, wanted: Sequence[Wanted]) -> Judged:
    if one is not None:
        try:
            return one.result()
        except (RuntimeError, OSError, PicklingError):
            pass
    return judged(lines, wanted)


def _begin() -> None:
    """Begin as a process of its own: whoever started it hears of Ctrl-C and ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Do not outlive a parent that was killed."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
