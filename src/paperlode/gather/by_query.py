"""From the search API into the store: everything that can have changed for one query.

A topic that was never harvested whole is *swept*: everything its query ever matched. Afterwards a
run asks for what was updated since shortly before the frontier, and then compares arXiv's count
with ours: a paper that arXiv shows late, however deep in the past its dates lie, changes the
count, and is hunted down by halving time spans until the slice that hides it is found.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from paperlode.errors import AnswerError, FetchError
from paperlode.kinds import OVERLAP
from paperlode.sighting import BEGINNING, BY_QUERY, Receipt
from paperlode.sources import Window
from paperlode.sources.harvest import by_ids, recent, sweep
from paperlode.sources.listing import ZEROS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from paperlode.gather.arxiv import Arxiv
    from paperlode.paper import Paper
    from paperlode.progress import Progress
    from paperlode.sources import Page
    from paperlode.store import Store
    from paperlode.topic import Topic

INDEX_LAG = timedelta(days=3)
"""What has been here for so long, arXiv's search has to show: its index lags by hours, at times by
days."""

NAMED = 5
"""Deviating papers of each kind that a receipt names."""

RECENT_PAGE = 200
"""Papers asked for at once when a few days are looked over: they hold rarely more."""


def by_query(
    topic: Topic,
    store: Store,
    arxiv: Arxiv,
    now: datetime,
    progress: Progress,
    *,
    everything: bool = False,
    confirmed: bool = False,
) -> Receipt:
    """Harvest one topic and leave a receipt; what fails is named in it and never raised.

    ``everything`` sweeps also where the topic is known completely. ``confirmed`` says that other
    channels were whole: then arXiv needs to say only once that it has nothing, like us.
    """
    began = store.began(topic, now)
    frontier = None if everything else store.frontier(topic, BY_QUERY, before=now, since=began)
    harvest = _Harvest(topic, store, arxiv, now, progress, confirmed)
    why = ""
    try:
        if frontier is None:
            harvest.sweep()
        else:
            harvest.recent(frontier - OVERLAP)
    except (FetchError, AnswerError) as error:
        why = str(error)
    receipt = harvest.receipt(None if frontier is None else frontier - OVERLAP, why)
    store.add_receipt(receipt)
    return receipt


@dataclass(slots=True)
class _Harvest:
    """One harvest of one topic, while it goes on."""

    topic: Topic
    store: Store
    arxiv: Arxiv
    now: datetime
    progress: Progress
    confirmed: bool = False
    papers: set[str] = field(default_factory=set)
    misfits: set[str] = field(default_factory=set)
    returned: set[str] = field(default_factory=set)
    """The identifiers of the papers."""
    expected: list[Paper] | None = None
    """What the answer had to have of a time that was asked for."""
    total: int | None = None
    partial: bool = False
    """Only a part of all papers is asked for, so that the total says nothing about the end."""

    def sweep(self) -> None:
        """Ask for everything the query ever matched.

        Spans that an earlier, unfinished sweep of this query already brought are not asked for
        again, but what was updated since that one began is; without such a receipt the sweep
        begins anew, so that a killed run and a repeated one leave the same receipt.
        """
        begun = self._begun()
        self._take(self._sweep(known=None if begun is None else self._claimed))
        if begun is not None:
            self._take(self._recent(begun - OVERLAP))

    def recent(self, since: datetime) -> None:
        """Ask for what was updated since, then look for what arXiv shows only now."""
        self.partial = True
        self._take(self._recent(since))
        self._expect(since)
        if self.total != self.store.claimed(self.topic) and self._fits:
            self._take(self._sweep(known=self._claimed), count=False)

    def _expect(self, since: datetime) -> None:
        """Look up what else has to be in an answer that was just taken whole.

        These are the papers of that time that other channels, or earlier answers, brought long
        enough ago, and that match what was asked.
        """
        held = self.store.visible(self.topic, since, self.now - INDEX_LAG)
        self.expected = [paper for paper in held if self.topic.asks(paper)]

    @property
    def _absent(self) -> list[str]:
        expected = self.expected or ()
        return sorted(paper.name for paper in expected if paper.id not in self.returned)

    @property
    def _fits(self) -> bool:
        """Whether arXiv's counts mean anything today: not when its answers do not fit."""
        return self.receipt(None, "").fits

    def receipt(self, since: datetime | None, why: str) -> Receipt:
        """Write down what was asked for, what came, and how far both agree with what is here."""
        absent = self._absent
        return Receipt(
            run=self.now,
            channel=BY_QUERY,
            topic=self.topic.id,
            query=self.topic.fingerprint,
            mode="sweep" if since is None else "recent",
            since=since,
            papers=len(self.papers),
            claimed=self.total,
            misfits=len(self.misfits),
            complete=not why,
            why=why,
            expected=None if self.expected is None else len(self.expected),
            absent=len(absent),
            absentees=tuple(absent[:NAMED]),
            strangers=tuple(sorted(self.misfits)[:NAMED]),
        )

    def _sweep(self, known: Callable[[datetime, datetime], int] | None) -> Iterable[Page]:
        window = Window(BEGINNING, self.now + timedelta(days=1))
        return sweep(
            self.arxiv.ask,
            self.topic.query,
            window,
            known,
            base=self.arxiv.search,
            size=self.arxiv.size,
        )

    def _recent(self, since: datetime) -> Iterable[Page]:
        return recent(
            self.arxiv.ask,
            self.topic.query,
            since,
            held=self.store.claimed(self.topic),
            zeros=1 if self.confirmed else ZEROS,
            base=self.arxiv.search,
            size=min(RECENT_PAGE, self.arxiv.size),
        )

    def _claimed(self, first: datetime, until: datetime) -> int:
        return self.store.claimed(self.topic, first, until)

    def _begun(self) -> datetime | None:
        """Say when the sweep began that no harvest has completed yet; None when there is none."""
        begun = None
        for receipt in self.store.receipts():
            if receipt.query == self.topic.fingerprint and receipt.run <= self.now:
                if receipt.complete:
                    begun = None
                elif receipt.mode == "sweep":
                    begun = begun or receipt.run
        return begun

    def _take(self, pages: Iterable[Page], *, count: bool = True) -> None:
        """Save page by page, each in one transaction, and judge each paper."""
        for page in pages:
            if self.total is None:
                self.total = page.total
            self.store.save(page.papers, now=self.now, channel=BY_QUERY, topic=self.topic)
            self._complete(page)
            self._forget(page)
            if count:
                self._judge(page)

    def _complete(self, page: Page) -> None:
        """Ask for older versions of papers that came to arXiv while the topic was followed.

        The search shows the newest version only: others may have been replaced before any run.
        """
        began = self.store.began(self.topic, self.now)
        names = [
            f"{paper.id}v{number}"
            for paper in page.papers
            if paper.version > 1 and paper.submitted > began
            for number in range(1, paper.version)
            if number not in self.store.versions(paper.id)
        ]
        for found in by_ids(self.arxiv.ask, names, base=self.arxiv.search):
            self.store.save(found.papers, now=self.now, channel=BY_QUERY)

    def _judge(self, page: Page) -> None:
        self.papers.update(paper.name for paper in page.papers)
        self.returned.update(paper.id for paper in page.papers)
        self.misfits.update(paper.name for paper in page.papers if not self.topic.asks(paper))
        whole = None if self.partial else self.total
        self.progress(f"{self.topic.name}: papers", len(self.papers), whole)

    def _forget(self, page: Page) -> None:
        """Take back the claims for papers that arXiv returns no longer."""
        if page.listed is None:
            return
        window = page.window
        span = (None, None) if window is None else (window.first, window.until)
        gone = self.store.claims(self.topic, *span) - page.listed
        if gone:
            self._look_after(gone)
            self.store.unclaim(self.topic, gone)

    def _look_after(self, gone: frozenset[str]) -> None:
        """Ask what became of papers on our pages that the query no longer returns.

        Mostly a new version that does not match: without it the old one would stay for ever.
        """
        for page in by_ids(
            self.arxiv.ask, self.store.tracked(self.topic, gone), base=self.arxiv.search
        ):
            self.store.save(page.papers, now=self.now, channel=BY_QUERY)
