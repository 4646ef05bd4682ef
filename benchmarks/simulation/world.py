"""An invented year of arXiv, and the reader whose topics are followed through it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from paperlode.replica.synthetic.lives import lives
from paperlode.topic import Topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperlode.replica.announced import Announced

DAY = timedelta(days=1)
CATEGORIES = (
    "cond-mat.mtrl-sci",
    "cs.LG",
    "physics.chem-ph",
    "cs.AI",
    "physics.comp-ph",
    "stat.ML",
)
RUN_AT = timedelta(hours=6)
"""When the daily run begins, UTC: after the announcement, OAI-PMH and the feeds."""

TOPICS = (
    Topic("structures", "Structures", 'abs:"crystal structure prediction"'),
    Topic("graphs", "Graphs", 'cat:cond-mat.mtrl-sci AND abs:"graph neural networks"'),
    Topic("choosing", "Choosing", '(cat:cs.LG AND abs:"active learning") ANDNOT abs:perovskites'),
    Topic("words", "Words", '(cat:cs.AI OR cat:physics.chem-ph) AND all:"large language models"'),
    Topic("person", "A person", "au:Esimerkki AND abs:learning"),
    Topic("operators", "Operators", '(cat:physics.comp-ph OR cat:stat.ML) AND ti:"neural operat*"'),
    Topic("potentials", "Potentials", "cat:physics.* AND ti:potentials AND abs:liquid"),
    Topic("joining", "Joining later", 'cat:stat.ML AND (abs:"deep learning" OR ti:alloys)'),
)
"""Phrases, wildcards and names; with a category, with two, with none; with ANDNOT."""

LATECOMER = "joining"
"""The topic that the reader takes up when a quarter of the time is over."""


@dataclass(frozen=True)
class World:
    """How much is invented."""

    seed: int = 1
    days: int = 365
    history: int = 120
    """Days before the first run in which papers were submitted already."""
    papers_a_day: float = 112.0
    """Papers submitted on an average day; each has 1.3 versions."""
    since: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    @property
    def until(self) -> datetime:
        """The end of the last day."""
        return self.since + self.days * DAY

    @property
    def runs(self) -> Sequence[datetime]:
        """The moment of the run of each day, whether it takes place or not."""
        return [self.since + number * DAY + RUN_AT for number in range(self.days)]

    @property
    def joining(self) -> int:
        """The day on which the last topic is taken up."""
        return self.days // 4

    def topics(self, day: int) -> tuple[Topic, ...]:
        """Give what is followed on a day."""
        return tuple(t for t in TOPICS if t.id != LATECOMER or day >= self.joining)

    @cached_property
    def states(self) -> list[Announced]:
        """Everything that is ever announced; the states of a paper stand together."""
        first = self.since - self.history * DAY
        count = int(self.papers_a_day * (self.days + self.history))
        return list(lives(count, self.seed, first, self.until, CATEGORIES))

    @cached_property
    def lives(self) -> dict[str, list[Announced]]:
        """The same for each paper, ascending."""
        return {
            name: list(states) for name, states in groupby(self.states, key=lambda s: s.paper.id)
        }

    @cached_property
    def announced_versions(self) -> int:
        """How many versions are announced between the first and the last day."""
        shown = {(s.paper.id, s.paper.version): s.announced for s in reversed(self.states)}
        return sum(self.since <= moment < self.until for moment in shown.values())
