"""The replica as a process of its own, and the clock that it shares with the runs.

Nobody ever sleeps: who waits puts the clock forward, and each request takes a second.
"""

from __future__ import annotations

import gc
import multiprocessing
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing.sharedctypes import RawValue
from socket import create_connection
from threading import Event
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from paperlode.replica.collection import Collection
from paperlode.replica.faults import Faults
from paperlode.replica.search import Catalogue
from paperlode.replica.server import serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

    from benchmarks.simulation.world import World
    from paperlode.replica.faults import Fault

FORK = multiprocessing.get_context("fork")
REQUEST = 1.0
"""Seconds that a request takes."""


class Clock:
    """A time that all processes share; at any moment only one of them moves it."""

    def __init__(self) -> None:
        self._seconds = RawValue("d", 0.0)

    def seconds(self) -> float:
        """Give the seconds since 1970."""
        return float(self._seconds.value)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self._seconds.value += seconds

    def set(self, moment: datetime) -> None:
        """Put it to a moment."""
        self._seconds.value = moment.timestamp()

    def look(self) -> datetime:
        """Tell the time, as the replica does when a request begins and when it ends.

        Each look takes half of the time that a request does.
        """
        now = datetime.fromtimestamp(self.seconds(), UTC)
        self.wait(REQUEST / 2)
        return now


class Served:
    """A replica that runs."""

    def __init__(self, url: str, pipe: Connection) -> None:
        self.url = url
        self._pipe = pipe

    def settle(self) -> None:
        """Wait until no request is under way: that of a killed run may still be."""
        self._pipe.send("settle")
        self._pipe.recv()

    def log(self) -> list[dict[str, Any]]:
        """Give every request so far."""
        self._pipe.send("log")
        log: list[dict[str, Any]] = self._pipe.recv()
        return log


@contextmanager
def serving(world: World, clock: Clock, faults: list[Fault]) -> Iterator[Served]:
    """Serve a world until the context ends."""
    world.states  # noqa: B018  invented before the processes part
    gc.freeze()  # so that they go on sharing it
    here, there = FORK.Pipe()
    process = FORK.Process(target=_serve, args=(world, clock, faults, there), daemon=True)
    process.start()
    there.close()
    try:
        yield Served(here.recv(), here)
    finally:
        here.send("end")
        process.join()


def _serve(world: World, clock: Clock, faults: list[Fault], pipe: Connection) -> None:
    catalogue = Catalogue(Collection(world.states))
    catalogue.prepare()
    with serve(catalogue, clock.look, Faults(faults)) as replica:
        pipe.send(replica.search_url)
        address = urlsplit(replica.url)
        while (order := pipe.recv()) != "end":
            # Connections are taken in order: behind this one none of the killed run waits.
            create_connection((address.hostname or "", address.port or 0)).close()
            while replica.connections:
                Event().wait(0.01)
            pipe.send(replica.log if order == "log" else None)
