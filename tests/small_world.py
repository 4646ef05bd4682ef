"""A small arXiv in memory, and papers of which only what matters is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from paperlode.errors import FetchError
from paperlode.fetch import Fresh
from paperlode.gather import CHANNELS, Arxiv
from paperlode.paper import Paper
from paperlode.replica.announced import Announced
from paperlode.replica.collection import Collection
from paperlode.replica.search import Catalogue
from paperlode.replica.service import Asked, Service

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperlode.replica.search_api import Answer

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
        """Answer like arXiv; FetchError once no answers are left."""
        return self._answer(url).body

    def newer(self, url: str, tag: str) -> Fresh | None:
        """Answer with a feed; None when it is the one with this tag."""
        answer = self._answer(url, tag)
        headers = dict(answer.headers)
        return None if answer.status == HTTPStatus.NOT_MODIFIED else _fresh(answer.body, headers)

    def search(self, size: int = 1000) -> Arxiv:
        """Give what a run needs to ask the search API alone."""
        return self.arxiv(size, ("search_api",))

    def arxiv(self, size: int = 1000, channels: tuple[str, ...] = CHANNELS) -> Arxiv:
        """Give what a run needs to ask all of arXiv."""
        address = "http://localhost"
        return Arxiv(
            *(self.ask, self.newer, self.ask),
            *(f"{address}/api/query", f"{address}/oai", address, address),
            *(size, channels),
        )

    def _answer(self, url: str, known: str = "") -> Answer:
        if self.answers_left == 0:
            raise FetchError("the network is gone")
        if self.answers_left is not None:
            self.answers_left -= 1
        self.asked.append(url)
        parts = urlsplit(url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return self.service.reply(Asked("GET", target, known=known)).answer


def _fresh(body: bytes, headers: dict[str, str]) -> Fresh:
    return Fresh(body, headers.get("ETag", ""))
