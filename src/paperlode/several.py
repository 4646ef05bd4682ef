"""Several processes that do the same with many things; this one does what they leave undone.

They are started anew (spawn), so that it is the same on every system. What they find comes back in
the order of the things. Where the system lets us have no processes, or they die, nothing is lost.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor

Tool = TypeVar("Tool")
Thing = TypeVar("Thing")
Done = TypeVar("Done")

MOST = 4
"""Processes that are usual; more would only fill the memory."""
AHEAD = 3
"""Things that wait for each process."""

_TOOLS: list[Any] = []
"""What a process works with; made once, when it begins."""


def usual() -> int:
    """Say how many processes to have, by what this one may use of the machine."""
    free = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(free or 1, MOST)


class Several(Generic[Tool]):
    """So many processes; each makes its own tool (``make(*given)``) and works with that.

    They begin with the first work. With none of them, all is done in this process.
    """

    def __init__(self, processes: int, make: Callable[..., Tool], *given: object) -> None:
        self._processes, self._make, self._given = processes, make, given
        self._pool: ProcessPoolExecutor | None = None
        self._own: list[Tool] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    @property
    def begun(self) -> bool:
        """Whether the processes have begun already."""
        return self._pool is not None

    def each(self, work: Callable[[Tool, Thing], Done], things: Iterable[Thing]) -> Iterator[Done]:
        """Do ``work(tool, thing)`` with each thing; all of it has to be picklable."""
        self._begin()
        waiting: deque[tuple[Thing, Future[Done] | None]] = deque()
        for thing in things:
            waiting.append((thing, self._handed_on(work, thing)))
            if len(waiting) >= max(1, self._processes * AHEAD):
                yield self._done(work, *waiting.popleft())
        while waiting:
            yield self._done(work, *waiting.popleft())

    def _begin(self) -> None:
        if not self._processes or self._pool is not None:
            return
        # Only much work is worth these imports.
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
        from multiprocessing import get_context  # noqa: PLC0415

        try:
            self._pool = ProcessPoolExecutor(
                self._processes,
                mp_context=get_context("spawn"),
                initializer=_begin,
                initargs=(self._make, self._given),
            )
        except (ImportError, OSError):  # no semaphores, as in some containers
            self._processes = 0

    def _handed_on(self, work: Callable[[Tool, Thing], Done], thing: Thing) -> Future[Done] | None:
        try:
            with _no_interrupt():
                return None if self._pool is None else self._pool.submit(_do, work, thing)
        except (RuntimeError, OSError):  # a broken pool, or no process to be had
            return None

    def _done(
        self, work: Callable[[Tool, Thing], Done], thing: Thing, one: Future[Done] | None
    ) -> Done:
        from pickle import PicklingError  # noqa: PLC0415  as above

        if one is not None:
            try:
                return one.result()
            except (RuntimeError, OSError, PicklingError):
                pass
        self._own = self._own or [self._make(*self._given)]
        return work(self._own[0], thing)


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Let Ctrl-C wait until a process is started, which inherits that it does not hear of it.

    Else a process that has not begun yet writes of it at length, or is left with half its orders.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(make: Callable[..., object], given: tuple[object, ...]) -> None:
    """Begin as a process of its own: whoever started it hears of Ctrl-C and ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _TOOLS[:] = [make(*given)]


def _end_with_parent() -> None:
    """Do not outlive a parent that was killed."""
    from multiprocessing import connection, parent_process  # noqa: PLC0415  as above

    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _do(work: Callable[[Any, Thing], Done], thing: Thing) -> Done:
    return work(_TOOLS[0], thing)
