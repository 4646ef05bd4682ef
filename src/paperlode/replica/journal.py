"""Who asked a replica for what and when: the log from which a client's manners can be judged."""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from threading import Lock
from typing import TYPE_CHECKING, Any

from paperlode.paper import moment, stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_KEPT = 100_000
"""Requests that are remembered."""
PAUSE = 3.0
"""Seconds between two requests that arXiv asks for (source: its terms of use for APIs)."""


class Journal:
    """The log of a replica, by its clock."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.entries: deque[dict[str, Any]] = deque(maxlen=_KEPT)
        self._clock = clock
        self._open = 0
        self._lock = Lock()

    @contextmanager
    def taken(self) -> Iterator[tuple[datetime, dict[str, Any]]]:
        """Give the moment at which a request begins and its entry, until the context ends.

        ``open``: how many other requests were under way when it began.
        """
        with self._lock:
            began = self._clock()
            entry: dict[str, Any] = {
                "time": stamp(began),
                "began": _precise(began),
                "ended": None,
                "open": self._open,
            }
            self._open += 1
        try:
            yield began, entry
        finally:
            self.end(entry)

    def end(self, entry: dict[str, Any]) -> None:
        """Note that a request is answered; once is enough."""
        with self._lock:
            if entry["ended"] is None:
                entry["ended"] = _precise(self._clock())
                self._open -= 1


def _precise(value: datetime) -> str:
    return f"{value.astimezone(UTC).isoformat(timespec='microseconds')[:26]}Z"


def breaches(log: Iterable[dict[str, Any]], pause: float = PAUSE) -> list[str]:
    """Say where a client broke arXiv's rules: one sentence a breach, in order.

    The rules: never two requests at once; ``pause`` seconds from the end of an answer to the next
    request; after a Retry-After no request of any service before that.
    """
    found: list[str] = []
    ended: datetime | None = None
    asked_for: datetime | None = None
    for entry in log:
        began, what = moment(entry["began"]), f"{entry['began']} {entry['url']}"
        if entry["open"]:
            found.append(f"{what}: began while {entry['open']} other(s) were under way")
        elif ended is not None and began < ended + timedelta(seconds=pause):
            found.append(f"{what}: began {(began - ended).total_seconds():.3f} s after the last")
        if asked_for is not None and began < asked_for:
            found.append(f"{what}: began before {_precise(asked_for)}, named by a Retry-After")
        ended = moment(entry["ended"] or entry["began"])
        asked_for = _named(entry.get("retry_after"), ended)
    return found


def _named(retry_after: str | None, ended: datetime) -> datetime | None:
    """Give the moment that a Retry-After names: seconds or a date (source: RFC 9110, 10.2.3)."""
    if retry_after is None:
        return None
    if retry_after.isdigit():
        return ended + timedelta(seconds=int(retry_after))
    try:
        return parsedate_to_datetime(retry_after).astimezone(UTC)
    except ValueError:
        return None
