"""Papers by the week of their submission, with the terms of their titles, for the last year.

They are added up month by month of identifiers, and the store keeps the sums: so a day reads the
titles of the months that it changed, however large the year is.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from paperlode.paper import calendar_month, stamp
from paperlode.publish.method import method
from paperlode.publish.rising import Terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from paperlode.publish import Look
    from paperlode.store import Store, Submission

WEEKS = 52


@dataclass(slots=True)
class Week:
    """What was submitted in a week."""

    papers: int = 0
    topics: Counter[str] = field(default_factory=Counter)
    terms: Terms = field(default_factory=Terms)

    def add(self, other: Week) -> None:
        """Add what another month has of the week."""
        self.papers += other.papers
        self.topics.update(other.topics)
        self.terms.add(other.terms)

    def to_record(self) -> list[Any]:
        """Give it as JSON can say it."""
        return [self.papers, self.topics, self.terms.forms]

    @classmethod
    def from_record(cls, record: list[Any]) -> Week:
        """Read what ``to_record`` gave; there is a title to each paper."""
        papers, topics, forms = record
        return cls(papers, Counter(topics), Terms(papers, Counter(forms)))


@dataclass(frozen=True, slots=True)
class Year:
    """The last year of submissions."""

    last: datetime | None
    """When the newest paper was submitted: this is "now"."""
    weeks: tuple[tuple[date, Week], ...]
    """The last 52 weeks by their Mondays, oldest first; none without papers."""
    delays: Counter[int]
    """Papers that were seen first in this year, by whole days since their submission."""


def read(store: Store, look: Look) -> Year:
    """Read the year, and add up what changed."""
    last = store.last_submission(look.ids)
    if last is None:
        return Year(None, (), Counter())
    return Year(last, tuple(_weeks(store, look, last.date())), _delays(store, look, last))


def _weeks(store: Store, look: Look, last: date) -> Iterable[tuple[date, Week]]:
    """Read the weeks; what was submitted after the last one counts there."""
    monday = last - timedelta(days=last.weekday())
    weeks = {monday - timedelta(weeks=back): Week() for back in reversed(range(WEEKS))}
    first = min(weeks)
    months = [m for m, _ in store.months(look.ids) if calendar_month(m) >= f"{first:%Y-%m}"]
    add_up = lambda month: _summed(store.submissions(month, look.ids))  # noqa: E731  one line
    for text in store.summed("weeks", _base(look), months, add_up).values():
        for start, record in json.loads(text).items():
            if start >= str(first):
                weeks[min(date.fromisoformat(start), monday)].add(Week.from_record(record))
    return weeks.items()


def _delays(store: Store, look: Look, last: datetime) -> Counter[int]:
    """Count the delays of what was seen in the year before the newest submission, and after it."""
    since = stamp(last - timedelta(days=365))
    found: Counter[int] = Counter()
    months = [month for month, _ in store.months(look.ids)]
    add_up = lambda month: json.dumps(store.delays(month, look.ids))  # noqa: E731  one line
    for text in store.summed("delays", _base(look), months, add_up).values():
        for first, delays in json.loads(text).items():
            if first >= since:
                found.update({int(days): papers for days, papers in delays.items()})
    return found


def _base(look: Look) -> str:
    """Name all but the papers that sums depend on."""
    return json.dumps([method(), look.ids])


def _summed(papers: Iterable[Submission]) -> str:
    """Add up a month."""
    weeks: dict[str, Week] = {}
    for paper in papers:
        day = paper.submitted.date()
        week = weeks.setdefault(str(day - timedelta(days=day.weekday())), Week())
        week.papers += 1
        week.topics.update(paper.topics)
        week.terms.read(paper.title)
    return json.dumps(
        {start: week.to_record() for start, week in weeks.items()}, ensure_ascii=False
    )


def total(weeks: Sequence[tuple[date, Week]]) -> Week:
    """Add weeks up."""
    found = Week()
    for _, week in weeks:
        found.add(week)
    return found
