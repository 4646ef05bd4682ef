"""What reaches a run, through whatever channel, and for whom it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from paperlode.query.reading import Reading
from paperlode.sighting import BY_QUERY
from paperlode.sources.harvest import by_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from paperlode.gather.arxiv import Arxiv
    from paperlode.paper import Paper
    from paperlode.progress import Progress
    from paperlode.sighting import Receipt
    from paperlode.store import Store
    from paperlode.topic import Topic


SOME_DAYS = timedelta(days=3)
"""A paper that is to be had nowhere in two runs so far apart is not to be had."""


@dataclass(slots=True)
class Intake:
    """What reached this run, whatever the channel, and for whom."""

    topics: Sequence[Topic]
    store: Store
    arxiv: Arxiv
    now: datetime
    progress: Progress
    seen: dict[str, int] = field(default_factory=dict)
    """The newest version of each paper that a channel described in this run."""
    stamps: dict[str, date] = field(default_factory=dict)
    """When these papers last changed, as OAI-PMH told in this run."""
    named: set[str] = field(default_factory=set)
    """Papers that were asked for by name in this run, and came."""
    announced: set[date] = field(default_factory=set)
    """Days on which arXiv announced something in some field, as this run read."""
    clock: datetime | None = None
    """What time it is to arXiv, as OAI-PMH told in this run."""
    down: dict[str, str] = field(default_factory=dict)
    """Channels that gave no answer in this run, and why: they are not asked again."""

    def take(self, papers: Iterable[Paper], channel: str) -> None:
        """Keep the papers that arXiv returns for a topic, and those of which we hold a version."""
        papers = list(papers)
        wanted: dict[str, list[Paper]] = {topic.id: [] for topic in self.topics}
        others: list[Paper] = []
        held = self.store.holding(paper.id for paper in papers)
        for paper in papers:
            self.seen[paper.id] = max(paper.version, self.seen.get(paper.id, 0))
            concerned = self.concerned(paper)
            for topic in concerned:
                wanted[topic.id].append(paper)
            if not concerned and paper.id in held:
                others.append(paper)
        self.store.save(others, now=self.now, channel=channel)
        for topic in self.topics:
            if wanted[topic.id]:
                self.store.save(wanted[topic.id], now=self.now, channel=channel, topic=topic)

    def given_up(self, receipts: Iterable[Receipt]) -> set[str]:
        """Name what was missing in one of these runs some days ago already."""
        old = (receipt for receipt in receipts if receipt.run <= self.now - SOME_DAYS)
        return {name for receipt in old for name in receipt.missing}

    def concerned(self, paper: Paper) -> list[Topic]:
        """Say for which topics arXiv's search has to return a paper."""
        reading = Reading(paper)
        return [topic for topic in self.topics if topic.asks(reading)]

    def fetch(self, names: Sequence[str]) -> tuple[str, ...]:
        """Ask the search API for papers by name, keep what concerns us; give what it knows not."""
        missing: list[str] = []
        for page in by_ids(self.arxiv.ask, names, base=self.arxiv.search):
            self.take(page.papers, BY_QUERY)
            self.named.update(paper.id for paper in page.papers)
            missing += page.missing
            self.progress("Papers asked for by name", len(names), None)
        return tuple(missing)
