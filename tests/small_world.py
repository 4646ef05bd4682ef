"""A small arXiv in memory, and papers of which only what matters is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from paperlode.errors import FetchError
from paperlode.gather import Search
from paperlode.paper import Paper
from paperlode.replica.announced import Announced
from paperlode.replica.collection import Collection
from paperlode.replica.search import Catalogue
from paperlode.replica.service import Asked, Service

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY = timedelta(days=1)
TODAY = datetime(2026, 8, 20, 6, tzinfo=UTC)
"""A Thursday morning, after the announcement."""


def made_up(number: int = 1, **facts: Any) -> Paper:  # noqa: ANN401  any field of a paper
    """Make a paper on crystals; facts that matter to the test are given by name."""
    usual: dict[str, Any] = {
        "id": f"2608.{number:05}",
        "version": 1,
        "title": f"Made-up crystal number {number}",
        "abstract": "We invent a crystal.",
        "authors": ("Ada Example", "Bo Invented"),
        "categories": ("cond-mat.mtrl-sci", "cs.LG"),
        "submitted": TODAY - DAY,
    }
    usual |= facts
    usual.setdefault("updated", usual["submitted"])
    return Paper(**usual)


@dataclass(slots=True)
class World:
    """An arXiv in memory; it counts what it is asked, and can be cut off."""

    service: Service
    asked: list[str] = field(default_factory=list)
    answers_left: int | None = None

    @classmethod
    def of(cls, papers: Iterable[Paper], now: datetime = TODAY) -> World:
        """Make one whose papers are announced with their submission."""
        return cls.announcing(((paper, paper.updated) for paper in papers), now)

    @classmethod
    def announcing(cls, papers: Iterable[tuple[Paper, datetime]], now: datetime = TODAY) -> World:
        """Make one in which each paper becomes visible at its own moment."""
        collection = Collection(Announced(paper, moment) for paper, moment in papers)
        return cls(Service(Catalogue(collection), now))

    def ask(self, url: str) -> bytes:
        """Answer like the search API; FetchError once no answers are left."""
        if self.answers_left == 0:
            raise FetchError("the network is gone")
        if self.answers_left is not None:
            self.answers_left -= 1
        self.asked.append(url)
        parts = urlsplit(url)
        return self.service.reply(Asked("GET", f"{parts.path}?{parts.query}")).answer.body

    def search(self, size: int = 1000) -> Search:
        """Give what a run needs to ask it."""
        return Search(self.ask, "http://localhost/api/query", size)
