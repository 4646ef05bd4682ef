"""Whole lives of papers over some months: everything that arXiv announces about them.

Unlike :func:`paperlode.replica.synthetic.synthetic`, whose papers belong to no real year, these
follow arXiv's real schedule with its holidays, are filed in the few categories that are asked for,
and change without a new version too: cross-lists are added, DOIs and journal references. Such a
change is a further :class:`Announced` with the same version, a *state* of the record.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from paperlode.replica.announced import Announced
from paperlode.replica.synthetic.plan import Plan, hold, numbered, revisions
from paperlode.replica.synthetic.writing import Writer
from paperlode.schedule import announced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from paperlode.paper import Paper

LONGEST_HOLD = 150.0
"""Days that moderators keep a paper at most."""
_DAY = 86_400
_WEEKEND, _WEEKEND_SHARE = 5, 0.4
_AT_ONCE = 0.35
"""Share of papers that have a second category from the beginning."""
_CROSS_LISTED = 0.10
"""Share of papers that are cross-listed later, without a new version."""
_PUBLISHED = 0.15
"""Share of papers whose DOI or journal reference is added without a new version."""
_HASTY = 0.08
"""Share of replacements that come within three days."""
_HELD = 0.02
"""Share of replacements that moderators keep for some days."""


def lives(
    count: int, seed: int, since: datetime, until: datetime, categories: Sequence[str]
) -> Iterator[Announced]:
    """Invent ``count`` papers submitted in that time, and what happens to them until its end.

    The first of the ``categories`` are the most frequent. The states of a paper stand together,
    ascending; papers come in order of announcement, and so do their identifiers.
    """
    random = Random(seed)  # noqa: S311  a seeded invention, not a secret
    made = [_plan(index, random, since, until) for index in range(count)]
    made.sort(key=lambda plan: (plan.announced[0], plan.submitted[0], plan.index))
    writer = Writer(random)
    for identifier, plan in numbered(made):
        random.seed(seed * 2**32 + plan.index)
        versions = list(writer.write(identifier, plan))
        yield from _Life(random, categories, until).states(versions)


def _plan(index: int, random: Random, since: datetime, until: datetime) -> Plan:
    submitted = [_submission(random, since, until)]
    shown = [announced(submitted[0] + hold(random, LONGEST_HOLD))]
    for _ in range(revisions(random)):
        mean = 1 if random.random() < _HASTY else 45
        again = shown[-1] + _seconds(min(random.expovariate(1 / mean), 3 if mean == 1 else 999))
        kept = timedelta(days=5 * random.random()) if random.random() < _HELD else timedelta(0)
        if announced(again + kept) >= until:
            break
        submitted.append(again)
        shown.append(announced(again + kept))
    return Plan(index, tuple(submitted), tuple(shown))


def _submission(random: Random, since: datetime, until: datetime) -> datetime:
    """Draw a time of submission: fewer at weekends, whole seconds."""
    while True:
        moment = since + timedelta(seconds=int(random.random() * (until - since).total_seconds()))
        if moment.weekday() < _WEEKEND or random.random() < _WEEKEND_SHARE:
            return moment


def _seconds(days: float) -> timedelta:
    return timedelta(seconds=int(days * _DAY) + 3_600)


@dataclass(slots=True)
class _Life:
    """What happens to one paper beside its versions."""

    random: Random
    categories: Sequence[str]
    until: datetime

    def states(self, versions: list[Announced]) -> Iterator[Announced]:
        """Give the versions, filed anew, and the states between them."""
        filed = self._filed()
        versions = [Announced(replace(v.paper, categories=filed), v.announced) for v in versions]
        for change in sorted(self._changes(versions[0]), key=lambda change: change.moment):
            if change.moment < self.until:
                versions = _changed(versions, change)
        yield from versions

    def _filed(self) -> tuple[str, ...]:
        draw = self.random.random
        size = len(self.categories)
        first = self.categories[int((size + 0.999) ** draw()) - 1]
        second = self.categories[int(size * draw())]
        return (first, second) if draw() < _AT_ONCE and second != first else (first,)

    def _changes(self, first: Announced) -> Iterator[_Change]:
        draw = self.random.random
        if draw() < _CROSS_LISTED:
            category = self.categories[int(len(self.categories) * draw())]
            if category not in first.paper.categories:
                yield _Change(self._later(first, 1, 200), category=category)
        if draw() < _PUBLISHED:
            number = 1 + int(9_999 * draw())
            said = (f"10.99999/Example.{number}", f"J. Invented Res. {number % 90}, {number}")
            moment = self._later(first, 20, 300)
            if draw() < 0.3:  # noqa: PLR2004  now and then one after the other
                yield _Change(moment, doi=said[0])
                moment = self._later(Announced(first.paper, moment), 1, 30)
                yield _Change(moment, journal=said[1])
            else:
                yield _Change(moment, doi=said[0], journal=said[1])

    def _later(self, first: Announced, least: int, most: int) -> datetime:
        """Draw the announcement of a change: soon more often than late."""
        days = least * (most / least) ** self.random.random()
        return announced(first.announced + _seconds(days))


@dataclass(frozen=True, slots=True)
class _Change:
    """What is added to a record at a moment."""

    moment: datetime
    category: str = ""
    doi: str = ""
    journal: str = ""

    def of(self, paper: Paper) -> Paper:
        """Give the record with it; what is there already stays."""
        extra = (self.category,) if self.category else ()
        return replace(
            paper,
            categories=tuple(dict.fromkeys((*paper.categories, *extra))),
            doi=paper.doi or self.doi or None,
            journal_ref=paper.journal_ref or self.journal or None,
        )


def _changed(states: list[Announced], change: _Change) -> list[Announced]:
    """Add a state to the version that is current then; what comes later has the change as well."""
    before = [state for state in states if state.announced < change.moment]
    after = [state for state in states if state.announced >= change.moment]
    last = before[-1].paper
    later = [Announced(change.of(state.paper), state.announced) for state in after]
    taken = bool(after) and after[0].announced == change.moment
    if last.withdrawn:
        return states
    new = change.of(last)
    return [*before, *([] if taken or new == last else [Announced(new, change.moment)]), *later]
