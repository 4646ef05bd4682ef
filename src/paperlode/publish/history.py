"""How the checks of the last 90 days went: one mark a day, for a chart and a table."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from paperlode.digest import day_of
from paperlode.publish.templating import MONTHS, WEEKDAYS, date_text, joined
from paperlode.schedule import last_announcement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from paperlode.publish import Look
    from paperlode.sighting import Receipt

DAYS = 90
"""How far back the history goes."""
NO_ANNOUNCEMENT = "no announcement"
NO_RUN = "no run"
WORDS = ("fresh", "quiet", NO_ANNOUNCEMENT, "first", "incomplete", "failed", NO_RUN)
"""What a day can have been, from the best to the worst."""
UNREAD = "not everything could be read"
"""What is said of a gap that has no reason of its own."""
BEFORE = timedelta(days=1)
"""A first check is news about what was announced in the day before it."""

_CELL, _LEFT, _TOP = 20, 30, 18


def word(*, whole: bool, received: bool, news: bool, ever: bool, announced: bool) -> str:
    """Give the one word for a check.

    ``received``: anything could be read, be it that there is nothing; ``ever``: there was news at
    least once; ``announced``: arXiv announced papers since the check before.
    """
    if not whole:
        return "incomplete" if received else "failed"
    if news:
        return "fresh"
    if not ever:
        return "first"
    return "quiet" if announced else NO_ANNOUNCEMENT


class Checks:
    """All checks, to say what lies between one and the complete one before it."""

    def __init__(self, receipts: Sequence[Receipt]) -> None:
        self._whole: dict[tuple[str, str], list[datetime]] = defaultdict(list)
        for receipt in sorted(receipts, key=lambda receipt: receipt.run):
            if receipt.complete:
                self._whole[receipt.topic, receipt.query].append(receipt.run)

    def announced(self, asked: Sequence[Receipt]) -> bool:
        """Tell whether arXiv announced papers that these checks were the first to be able to see.

        A check that was not complete saw nothing for certain, so it is not taken for one before.
        """
        if not asked:
            return False
        until = max(receipt.run for receipt in asked)
        return last_announcement(until) > min(map(self._before, asked))

    def _before(self, receipt: Receipt) -> datetime:
        runs = self._whole.get((receipt.topic, receipt.query), [])
        place = bisect_left(runs, receipt.run)
        return runs[place - 1] if place else receipt.run - BEFORE


@dataclass(frozen=True, slots=True)
class Mark:
    """How one day's last check went."""

    day: date
    word: str
    """One of :data:`WORDS`."""
    news: int
    """How many versions of papers were news."""
    why: str = ""
    """What was missing."""

    @property
    def text(self) -> str:
        """Say it in words."""
        return f"{date_text(self.day)}: {self.word}{f', {self.news} news' if self.news else ''}"


def history(
    receipts: Sequence[Receipt], days: Sequence[tuple[date, int]], look: Look
) -> tuple[Mark, ...]:
    """Give a mark for each of the last 90 days up to the last run, none before the first run.

    ``days`` are those with news and how much each has, in any order.
    """
    names = {topic.id: topic.name for topic in look.topics}
    runs: dict[date, list[Receipt]] = defaultdict(list)
    for receipt in receipts:
        runs[day_of(receipt.run, look.timezone)].append(receipt)
    if not runs:
        return ()
    last, checks, news = max(runs), Checks(receipts), dict(days)
    number = min(DAYS, (last - min(runs)).days + 1)
    span = [last - timedelta(days=back) for back in reversed(range(number))]
    return tuple(_mark(day, runs.get(day, []), checks, news, names) for day in span)


def _mark(
    day: date,
    receipts: list[Receipt],
    checks: Checks,
    news: Mapping[date, int],
    names: Mapping[str, str],
) -> Mark:
    """Judge a day by the last check of each of its topics; several checks see more than one."""
    if not receipts:
        return Mark(day, NO_RUN, news.get(day, 0))
    newest: dict[str, datetime] = {}
    for receipt in receipts:
        newest[receipt.topic] = max(receipt.run, newest.get(receipt.topic, receipt.run))
    asked = [receipt for receipt in receipts if receipt.run == newest[receipt.topic]]
    missing = [receipt for receipt in asked if not receipt.complete]
    found = word(
        whole=not missing,
        received=any(receipt.papers or receipt.complete for receipt in asked),
        news=bool(news.get(day)),
        ever=any(other <= day for other in news),
        announced=checks.announced(receipts),
    )
    gaps = [f"{names.get(one.topic, one.topic)}: {one.why or UNREAD}" for one in missing]
    return Mark(day, found, news.get(day, 0), "; ".join(gaps))


@dataclass(frozen=True, slots=True)
class Chart:
    """Where everything stands in the picture: a column a week, Monday above."""

    width: int
    height: int
    marks: tuple[tuple[int, int, Mark], ...]
    """The middle of each mark."""
    months: tuple[tuple[int, str], ...]
    weekdays: tuple[tuple[int, str], ...]
    counts: tuple[tuple[str, int], ...]
    """How many days had each word; words without a day are left out."""

    @property
    def text(self) -> str:
        """Say what the picture shows, for those who do not see it."""
        first, last = self.marks[0][2].day, self.marks[-1][2].day
        told = joined(f"{number} {word}" for word, number in self.counts)
        return f"One mark a day from {date_text(first)} to {date_text(last)}: {told}."


def chart(marks: Sequence[Mark]) -> Chart | None:
    """Lay out the marks of consecutive days; None when there are none."""
    if not marks:
        return None
    monday = marks[0].day - timedelta(days=marks[0].day.weekday())
    weeks = (marks[-1].day - monday).days // 7 + 1
    counts = Counter(mark.word for mark in marks)
    return Chart(
        width=_LEFT + _CELL * max(weeks, 2),
        height=_TOP + _CELL * 7,
        marks=tuple((*_place(mark.day, monday), mark) for mark in marks),
        months=tuple(_apart(list(_months(marks, monday)))),
        weekdays=tuple((_TOP + _CELL * n + _CELL // 2, WEEKDAYS[n][:3]) for n in (0, 2, 4, 6)),
        counts=tuple((word, counts[word]) for word in WORDS if counts[word]),
    )


def _place(day: date, monday: date) -> tuple[int, int]:
    week, weekday = divmod((day - monday).days, 7)
    return _LEFT + _CELL * week + _CELL // 2, _TOP + _CELL * weekday + _CELL // 2


def _apart(names: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Leave out the name of a month that ends at once, for there is no room for two."""
    close = len(names) > 1 and names[1][0] - names[0][0] <= _CELL
    return names[1:] if close else names


def _months(marks: Sequence[Mark], monday: date) -> Iterator[tuple[int, str]]:
    """Name a month over the first week that begins in it."""
    named = 0
    for mark in marks:
        if (mark is marks[0] or mark.day.weekday() == 0) and mark.day.month != named:
            named = mark.day.month
            yield _place(mark.day, monday)[0] - _CELL // 2, MONTHS[named - 1][:3]
