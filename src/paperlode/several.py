"""Several processes that read papers at once, when there are thousands of them.

They are started anew (spawn), so that it is the same on every system, and get nothing but papers
and tags. What they find comes back in the order of the papers.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import connection, get_context, parent_process
from pickle import PicklingError
from typing import TYPE_CHECKING

from paperlode import enrich

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from paperlode.enrich import Tag
    from paperlode.facts import Facts
    from paperlode.paper import Paper

    Papers = list[tuple[int, Paper]]
    Found = list[tuple[int, Facts]]

AHEAD = 2
"""Lists of papers that wait for each process; more would only fill the memory."""

_TAGGERS: list[enrich.Tagger] = []
"""What a process compares papers with; made once, when it begins."""


def found(lists: Iterable[Papers], tags: Sequence[Tag], processes: int) -> Iterator[Found]:
    """Find the facts of lists of papers, in their order.

    Ends early, without an error, where the system lets us have no processes or they die: what
    has come is right, and the caller reads the rest by itself.
    """
    try:
        pool = ProcessPoolExecutor(
            processes, mp_context=get_context("spawn"), initializer=_begin, initargs=(tuple(tags),)
        )
    except (ImportError, OSError):  # no semaphores, as in some containers
        return
    try:
        yield from _in_order(pool, lists, processes)
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(
    pool: ProcessPoolExecutor, lists: Iterable[Papers], processes: int
) -> Iterator[Found]:
    waiting: deque[Future[Found]] = deque()
    for papers in lists:
        try:
            waiting.append(pool.submit(_read, papers))
        except (RuntimeError, OSError):  # a broken pool, or no process to be had
            return
        if len(waiting) >= processes * AHEAD:
            done = _result(waiting.popleft())
            if done is None:
                return
            yield done
    while waiting and (done := _result(waiting.popleft())) is not None:
        yield done


def _result(one: Future[Found]) -> Found | None:
    try:
        return one.result()
    except (RuntimeError, OSError, PicklingError):
        return None


def _begin(tags: tuple[Tag, ...]) -> None:
    """Begin as a process of its own: whoever started it hears of Ctrl-C and ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _TAGGERS[:] = [enrich.Tagger(tags)]


def _end_with_parent() -> None:
    """Do not outlive a parent that was killed."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _read(papers: Papers) -> Found:
    return [(number, enrich.facts(paper, _TAGGERS[0])) for number, paper in papers]
