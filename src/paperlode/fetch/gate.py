"""The gate through which every request goes: one at a time, with a pause after each answer.

arXiv counts all requests of a user together, so runs on one machine share a file: it is locked
while a request is on its way, and holds the time of the last answer.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_LOOK_AGAIN = 1.0
"""Seconds between two looks at a gate that another run holds."""

_STAMP = 20
"""Bytes of the time in the file: always as many, so that it is written in one piece."""


class Gate:
    """Lets one request through at a time, ``pause`` seconds after the end of the last answer.

    ``now`` is the wall clock in seconds, shared by all runs; ``path`` the shared file (None: this
    gate stands alone). A file that cannot be used is told of once, and the gate stands alone.
    """

    def __init__(
        self,
        path: Path | None,
        pause: float,
        *,
        now: Callable[[], float],
        wait: Callable[[float], None],
        tell: Callable[[str], None],
    ) -> None:
        self._path = path
        self._pause = pause
        self._now = now
        self._wait = wait
        self._tell = tell
        self._last: float | None = None

    @contextmanager
    def passing(self, check: Callable[[], None], least: float = 0.0) -> Iterator[None]:
        """Wait for our turn, let one request through, and note when it ended.

        ``check`` raises when there is no time left to wait for another run; ``least`` are the
        seconds that this request waits at least, when its site wants more than our pause.
        """
        handle = self._lock(check)
        pause = max(self._pause, least)
        try:
            self._keep_distance(self._last, pause)
            if handle is not None:
                self._keep_distance(_read(handle), pause)
            try:
                yield
            finally:
                self._last = self._now()
                if handle is not None:
                    os.pwrite(handle, f"{self._last:0{_STAMP}.6f}".encode(), 0)
        finally:
            if handle is not None:
                os.close(handle)  # gives the lock back as well

    def _keep_distance(self, last: float | None, pause: float) -> None:
        """Wait for what is left of the pause; never longer, whatever the clock did meanwhile."""
        if last is None:
            return
        rest = min(pause, pause - (self._now() - last))
        if rest > 0:
            self._wait(rest)

    def _lock(self, check: Callable[[], None]) -> int | None:
        """Open and lock the shared file; None when there is none or it cannot be used."""
        if self._path is None:
            return None
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            self._stand_alone(error)
            return None
        try:
            self._take_turn(handle, check)
        except OSError as error:
            os.close(handle)
            self._stand_alone(error)
            return None
        except BaseException:
            os.close(handle)
            raise
        return handle

    def _stand_alone(self, error: OSError) -> None:
        """Say that other runs cannot be taken into account, and go on without."""
        self._tell(
            f"cannot keep the distance to other runs on this machine ({error}); "
            "please start only one at a time"
        )
        self._path = None

    def _take_turn(self, handle: int, check: Callable[[], None]) -> None:
        """Lock the file; while another run holds it, look again every second."""
        told = False
        while not _try_lock(handle):
            if not told:
                self._tell("another run on this machine is asking arXiv; waiting for our turn")
                told = True
            check()
            self._wait(_LOOK_AGAIN)


def _try_lock(handle: int) -> bool:
    """Lock the whole file if nobody else has; the system frees it when a run dies."""
    if sys.platform == "win32":
        return True  # the time in the file still keeps the runs apart, only less strictly
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read(handle: int) -> float | None:
    """Read the time of the last answer; None when there is none that makes sense."""
    try:
        value = float(os.pread(handle, _STAMP, 0))
    except ValueError:
        return None
    return value if value == value else None  # noqa: PLR0124  not a number is no time
