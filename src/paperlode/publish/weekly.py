"""Papers by the week of their submission, with the terms of their titles, for the last year.

They are added up month by month of identifiers, and the store keeps the sums: so a day reads the
titles of the months that it changed, however large the year is.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from paperlode.paper import calendar_month
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


def read(store: Store, look: Look) -> list[tuple[date, Week]]:
    """Give the last 52 weeks by their Mondays, oldest first; none without papers.

    What was submitted after the newest paper of the last months counts for the last week.
    """
    last = store.last_submission(look.ids)
    if last is None:
        return []
    monday = last.date() - timedelta(days=last.weekday())
    mondays = [monday - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    months = [
        yymm for yymm, _ in store.months(look.ids) if calendar_month(yymm) >= f"{mondays[0]:%Y-%m}"
    ]
    base = json.dumps([method(), look.ids])
    sums = store.summed(
        "weeks", base, months, lambda yymm: _summed(store.submissions(yymm, look.ids))
    )
    weeks = {each: Week() for each in mondays}
    for text in sums.values():
        for start, record in json.loads(text).items():
            if start >= str(mondays[0]):
                weeks[min(date.fromisoformat(start), monday)].add(Week.from_record(record))
    return list(weeks.items())


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
