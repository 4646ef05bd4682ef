"""Bad luck, drawn from a seed: what goes wrong at arXiv, and what at the reader's own machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from benchmarks.simulation.world import DAY, World
from paperlode.replica.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

CHANNELS = ("search", "oai", "feed", "listing")
MISSED, KILLED = 0.10, 0.05
"""Shares of the days on which no run takes place, and on which it is killed."""
UNDONE = 14
"""Days by which archive and pages are once set back."""
_NOISE = (
    ("empty-page", "search", 0.01),
    ("short-page", "search", 0.02),
    ("duplicates", "search", 0.02),
    ("empty-page", "oai", 0.005),
    ("short-page", "oai", 0.005),
    ("duplicates", "oai", 0.02),
    ("short-page", "feed", 0.01),
    ("empty-page", "feed", 0.01),
    ("truncated", "", 0.01),
    ("reset", "", 0.02),
    ("503", "", 0.01),
    ("html", "", 0.005),
)
"""What happens to single requests all the year: kind, service, share."""
_SPELLS = (
    # kind, service, times a year, least and most hours, share of the requests
    ("outage", "search", 5, 6, 72, 1.0),
    ("outage", "oai", 5, 6, 72, 1.0),
    ("outage", "feed", 5, 6, 72, 1.0),
    ("outage", "listing", 4, 6, 72, 1.0),
    ("outage", "", 3, 6, 40, 1.0),
    ("429", "", 8, 4, 30, 0.4),
    ("rate-exceeded-200", "", 5, 4, 30, 0.4),
    ("empty-406", "", 5, 4, 30, 0.3),
    ("lag", "search", 2, 200, 300, 1.0),
    ("lag", "oai", 1, 72, 120, 1.0),
    ("stale-feed", "feed", 6, 24, 48, 1.0),
    ("feed-overflow", "feed", 6, 24, 48, 1.0),
    ("loose-phrases", "search", 1, 504, 504, 1.0),
)
_OUTAGES = ("503", "500", "reset", "html", "429")
_HOLES = (("oai", 2, 0), ("search", 1, 200))
"""Service, times a year that a block of identifiers is missing, identifiers to go further on.

Never the same block in both: nobody could tell of those papers.
"""
_HOLE_DAYS, _HOLE_SIZE = 21, 60
_QUIET = 3
"""Days without spells after a topic was taken up: else luck would decide what is history. At the
end as well: what was visible then can be delivered, so that all the rest is lost.
"""


@dataclass(frozen=True, slots=True)
class Fate:
    """What happens to the reader's own runs: numbers of days."""

    missed: frozenset[int] = frozenset()
    killed: frozenset[int] = frozenset()
    store_lost: frozenset[int] = frozenset()
    set_back: int | None = None
    """On this day archive, site and README are those of UNDONE days ago; the store is lost."""

    @property
    def kept(self) -> int | None:
        """The day whose archive will come back."""
        return None if self.set_back is None else self.set_back - UNDONE

    def undone(self, day: int) -> bool:
        """Tell whether what a day's run did was lost later."""
        return self.set_back is not None and self.set_back - UNDONE < day < self.set_back


@dataclass(slots=True)
class Luck:
    """Draws everything from one seed."""

    world: World
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(f"luck {self.world.seed}")

    def fate(self) -> Fate:
        """Draw what happens to the runs: nothing on the first days of a topic and at the end."""
        days, joining = self.world.days, self.world.joining
        risky = [d for d in range(2, days - 2) if not joining <= d < joining + 2]
        set_back = int(days * 0.6)
        risky = [d for d in risky if d not in {set_back, set_back - UNDONE}]
        self.random.shuffle(risky)
        missed, killed = round(days * MISSED), round(days * KILLED)
        lost = sorted(risky[missed + killed : missed + killed + 2])
        return Fate(
            frozenset(risky[:missed]),
            frozenset(risky[missed : missed + killed]),
            frozenset(lost),
            set_back if set_back - UNDONE > joining + 1 or days < 60 else None,
        )

    def faults(self) -> list[Fault]:
        """Draw what goes wrong at arXiv."""
        return [*self._holes(), *self._spells(), *self._noise()]

    def _noise(self) -> Iterator[Fault]:
        for number, (kind, channel, share) in enumerate(_NOISE):
            seed = 100 * self.world.seed + number
            first, last = self.world.since + DAY, self.world.until - DAY
            yield Fault(kind, first, last, channel=channel, probability=share, seed=seed)

    def _spells(self) -> Iterator[Fault]:
        for kind, channel, times, least, most, share in _SPELLS:
            for number in range(self._times(times)):
                length = self._no_longer(timedelta(hours=self.random.uniform(least, most)))
                begins = self._moment(length)
                what = self.random.choice(_OUTAGES) if kind == "outage" else kind
                fault = Fault(what, begins, begins + length, channel=channel, probability=share)
                fault.seed = number
                if what == "429":
                    fault.retry_after = str(self.random.choice((30, 120, 600, 1800)))
                yield fault

    def _holes(self) -> Iterator[Fault]:
        for channel, times, further in _HOLES:
            for _ in range(self._times(times)):
                length = self._no_longer(_HOLE_DAYS * DAY)
                begins = self._moment(length)
                ids = (self._block(begins, further),)
                yield Fault("hole", begins, begins + length, channel=channel, ids=ids)

    def _block(self, moment: datetime, further: int) -> str:
        """Name a block of identifiers that are first announced after a moment."""
        following = (n for n, s in self.world.lives.items() if s[0].announced >= moment)
        month, _, number = next(following).partition(".")
        first = int(number) + further + 1
        return f"{month}.{first:05}-{month}.{first + _HOLE_SIZE:05}"

    def _no_longer(self, length: timedelta) -> timedelta:
        """Shorten what would take up most of a short simulation."""
        return min(length, self.world.days * DAY / 4)

    def _times(self, a_year: int) -> int:
        return max(1, round(a_year * self.world.days / 365))

    def _moment(self, length: timedelta) -> datetime:
        """Draw a beginning such that nothing lasts into the quiet days of the latecomer."""
        world, days = self.world, length / DAY
        while True:
            begins = self.random.uniform(_QUIET, world.days - _QUIET - days)
            if begins + days < world.joining - 1 or begins > world.joining + _QUIET:
                return world.since + timedelta(seconds=int(begins * 86_400))
