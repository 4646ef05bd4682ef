"""When synthetic papers are submitted, held, announced and revised, and how they are numbered.

A plan is cheap (no text yet), so that all papers can be planned, sorted by announcement and
numbered as arXiv numbers them, before the first is written.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from paperlode.replica.announced import ORDINARY, announcement
from paperlode.schedule import EASTERN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from paperlode.replica.announced import Holidays

YEARS = 4
"""How far back the papers go."""
DOUBLING = 300.0
"""Days in which the field doubles: most papers are recent, as in life."""

_SPAN = YEARS * 365.25
_WEEKEND = 5
_WEEKEND_SHARE = 0.4
"""Papers submitted on a Saturday or Sunday, compared with a weekday."""

_HELD = ((0.83, 0.0, 0.0), (0.905, 0.5, 2.0), (0.951, 1.0, 5.0), (0.982, 6.0, 13.0))
"""Up to this share of papers, moderators hold a paper for between so many and so many days."""
_LONGEST = 60.0


@dataclass(frozen=True, slots=True)
class Plan:
    """One paper's life: its number among the papers, and each version's two moments."""

    index: int
    submitted: tuple[datetime, ...]
    announced: tuple[datetime, ...]


def plans(count: int, random: Random, until: datetime, holidays: Holidays = ORDINARY) -> list[Plan]:
    """Plan ``count`` papers submitted in the years before ``until``, in order of announcement."""
    made = [_plan(index, random, until, holidays) for index in range(count)]
    return sorted(made, key=lambda plan: (plan.announced[0], plan.submitted[0], plan.index))


def numbered(made: list[Plan]) -> Iterator[tuple[str, Plan]]:
    """Give each plan the identifier it gets at its announcement (source: identifier page)."""
    month, number = "", 0
    for plan in made:
        announced = plan.announced[0].astimezone(EASTERN).strftime("%y%m")
        number = number + 1 if announced == month else 1
        month = announced
        yield f"{month}.{number:05d}", plan


def _plan(index: int, random: Random, until: datetime, holidays: Holidays) -> Plan:
    first = _submission(random, until)
    submitted = [first]
    announced = [announcement(first + hold(random), holidays)]
    for _ in range(revisions(random)):
        again = announced[-1] + timedelta(seconds=int(random.expovariate(1 / 45) * 86_400) + 3_600)
        if again >= until:
            break
        submitted.append(again)
        announced.append(announcement(again, holidays))
    return Plan(index, tuple(submitted), tuple(announced))


def _submission(random: Random, until: datetime) -> datetime:
    """Draw a submission time: growing over the years, fewer at weekends, whole seconds."""
    while True:
        depth = random.random() * (1 - 2 ** (-_SPAN / DOUBLING))
        age = -math.log2(1 - depth) * DOUBLING
        moment = until - timedelta(seconds=int(age * 86_400) + 1)
        if moment.weekday() < _WEEKEND or random.random() < _WEEKEND_SHARE:
            return moment


def hold(random: Random, longest: float = _LONGEST) -> timedelta:
    """Draw how long the moderators hold a paper before it may be announced.

    Together with the schedule this gives the delays that a tracker running late every evening
    (UTC) sees on the real arXiv: more than 1, 2, 3, 4, 5, 10, 14 days after submission for
    99.6, 55, 39, 21, 11, 4.3 and 2.6 % of the papers.
    """
    share = random.random()
    for limit, least, most in _HELD:
        if share < limit:
            return timedelta(days=least + (most - least) * random.random())
    return timedelta(days=13.0 + (longest - 13.0) * random.random() ** 2)


def revisions(random: Random) -> int:
    """Draw how often a paper is revised: two in three never, a few often."""
    share = random.random()
    return next((n for n, limit in enumerate((0.66, 0.88, 0.96, 0.985, 0.995)) if share < limit), 7)
