"""How the checks of the last 90 days went: one mark a day, for a chart and a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from paperlode.digest import day_of
from paperlode.publish.checks import NO_RUN, UNREAD, WORDS
from paperlode.publish.templating import MONTHS, WEEKDAYS, date_text, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from paperlode.publish import Look
    from paperlode.publish.checks import Check, Checks

DAYS = 90
"""How far back the history goes."""
_CELL, _LEFT, _TOP = 20, 30, 18


@dataclass(frozen=True, slots=True)
class Mark:
    """How one day's last check went."""

    day: date
    word: str
    """One of :data:`paperlode.publish.checks.WORDS`."""
    news: int
    """How many versions of papers were news."""
    why: str = ""
    """What was missing."""

    @property
    def text(self) -> str:
        """Say it in words."""
        return f"{date_text(self.day)}: {self.word}{f', {self.news} news' if self.news else ''}"


def history(
    checks: Checks, days: Sequence[tuple[date, int]], look: Look, until: datetime | None
) -> tuple[Mark, ...]:
    """Give a mark for each of the last 90 days up to the last run, none before the first run.

    ``days`` are those with news and how much each has, in any order; what is noted for later than
    ``until`` was noted by a wrong clock.
    """
    runs = {day_of(run, look.timezone): run for run in checks.runs if until and run <= until}
    if not runs:
        return ()
    last, news = max(runs), dict(days)
    number = min(DAYS, (last - min(runs)).days + 1)
    span = [last - timedelta(days=back) for back in reversed(range(number))]
    names = {topic.id: topic.name for topic in look.topics}
    return tuple(
        _mark(day, checks.after(runs[day]), news, names)
        if day in runs
        else Mark(day, NO_RUN, news.get(day, 0))
        for day in span
    )


def _mark(day: date, check: Check, news: Mapping[date, int], names: Mapping[str, str]) -> Mark:
    """Judge a day by how things stood after its last run."""
    found = check.word(news=bool(news.get(day)), ever=any(other <= day for other in news))
    gaps = [
        f"{', '.join(names[topic] for topic in topics)}: {gap.why or UNREAD}"
        for gap, topics in check.gaps
    ]
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
