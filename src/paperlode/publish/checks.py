"""How things stood after each run: one word, what was missing, whether arXiv announced anything.

All of it follows from the receipts and the plan of the settings; the status, its history and its
feed tell the same.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from paperlode.gather import Coverage, Gap, Plan, Receipts, Survey
from paperlode.schedule import last_announcement
from paperlode.topic import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from paperlode.publish import Look
    from paperlode.rule import Rule
    from paperlode.sighting import Receipt

COMPLETE, INCOMPLETE, FAILED = "complete", "incomplete", "failed"
NO_ANNOUNCEMENT = "no announcement"
NO_RUN = "no run"
WORDS = ("fresh", "quiet", NO_ANNOUNCEMENT, "first", INCOMPLETE, FAILED, NO_RUN)
"""What a day can have been, from the best to the worst."""
UNREAD = "not everything could be read"
"""What is said of a gap that has no reason of its own."""
BEFORE = timedelta(days=1)
"""A first check is news about what was announced in the day before it."""


@dataclass(frozen=True, slots=True)
class Check:
    """How things stood after a run."""

    run: datetime
    topics: Mapping[str, Coverage]
    """How completely each topic was known."""
    received: bool
    """The run read anything, be it that there is nothing."""
    announced: bool
    """arXiv announced papers between the complete check before and this one."""

    @property
    def complete(self) -> bool:
        """Whether nothing was known to be missing."""
        return all(coverage.complete for coverage in self.topics.values())

    @property
    def gaps(self) -> Iterator[tuple[Gap, list[str]]]:
        """Give each gap once, with the topics that it concerns."""
        found: dict[Gap, list[str]] = {}
        for topic, coverage in self.topics.items():
            for gap in coverage.gaps:
                found.setdefault(gap, []).append(topic)
        yield from found.items()

    @property
    def outcome(self) -> str:
        """``complete``, ``incomplete``, or ``failed`` when nothing could be read."""
        if self.complete:
            return COMPLETE
        return INCOMPLETE if self.received else FAILED

    def word(self, *, news: bool, ever: bool) -> str:
        """Give the one word for the check; ``ever``: there was news at least once."""
        if not self.complete:
            return self.outcome
        if news:
            return "fresh"
        if not ever:
            return "first"
        return "quiet" if self.announced else NO_ANNOUNCEMENT


class Checks:
    """All checks of the topics of a look."""

    def __init__(
        self,
        receipts: Iterable[Receipt],
        look: Look,
        began: Mapping[str, datetime],
        terms: Sequence[tuple[str, datetime, Rule | None]],
    ) -> None:
        followed = {"", *look.ids}
        self._receipts = Receipts(r for r in receipts if r.topic in followed)
        self._look = look
        self._plan = lru_cache(maxsize=None)(Plan)
        self._topic = lru_cache(maxsize=None)(Topic)
        self._began = began
        self._terms = terms
        self.runs = sorted({receipt.run for receipt in self._receipts.every})
        """The moments of all runs that asked for any of the topics, ascending."""
        self.after = lru_cache(maxsize=None)(self._after)
        self._covered = lru_cache(maxsize=None)(self._coverage)

    def _after(self, run: datetime) -> Check:
        """Say how things stood after a run."""
        every = self._receipts.every
        first = bisect_left(every, run, key=_moment)
        own = every[first : bisect_right(every, run, key=_moment)]
        before = self._complete_before(run)
        return Check(
            run=run,
            topics=self._covered(run),
            received=any(receipt.papers or receipt.complete for receipt in own),
            announced=last_announcement(run) > (before or run - BEFORE),
        )

    def _coverage(self, run: datetime) -> dict[str, Coverage]:
        followed = self._followed(run)
        survey = Survey(self._plan(tuple(followed)), self._look.channels, self._receipts, run)
        return {
            topic.id: survey.of(topic, began)
            for topic, began in followed.items()
            if topic.id in self._look.ids
        }

    def _followed(self, run: datetime) -> dict[Topic, datetime | None]:
        """Say what was followed at a run, and since when: the last one is judged by the settings.

        A topic that is taken up later, or gets another query, does not make what was whole before
        incomplete.
        """
        then = {topic: (rule, since) for topic, since, rule in self._terms if since <= run}
        if run == self.runs[-1] or then.keys().isdisjoint(self._look.ids):
            return {topic: self._began.get(topic.id) for topic in self._look.topics}
        names = {topic.id: topic.name for topic in self._look.topics}
        return {
            self._topic(topic, names.get(topic, topic), rule.text, "", rule.sharper): since
            for topic, (rule, since) in then.items()
            if rule is not None
        }

    def _complete_before(self, run: datetime) -> datetime | None:
        """Give the last run before this one after which nothing was missing."""
        place = bisect_left(self.runs, run)
        for earlier in reversed(self.runs[:place]):
            if all(coverage.complete for coverage in self._covered(earlier).values()):
                return earlier
        return None


def _moment(receipt: Receipt) -> datetime:
    return receipt.run
