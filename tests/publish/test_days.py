"""Days of the site: what is written day by day is what one build writes, byte for byte."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from paperlode import config
from paperlode.publish import site
from paperlode.sighting import Kind
from tests.shelf import CRYSTALS, POTENTIALS
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from datetime import datetime

    from paperlode.paper import Paper
    from paperlode.topic import Topic
    from tests.shelf import Shelf

BOTH = (CRYSTALS, POTENTIALS)
DAYS = 5
SUBJECTS = (
    *("Lithium phosphate glasses", "Graph neural networks for HfO$_2$", "Perovskite solar cells"),
    *("Interatomic potentials of NiTi", "Diffusion models for crystals", "Catalysts on Pt(111)"),
)
ENDS = ("", " at high pressure", " with active learning", ": code at https://github.com/a/b")


@dataclass
class Days:
    """A store to which every day brings something, and the site that is kept beside it."""

    shelf: Shelf
    chance: Random
    papers: dict[str, Paper] = field(default_factory=dict)
    site: dict[str, bytes] = field(default_factory=dict)
    mark: int | None = None

    def text(self) -> dict[str, Any]:
        """Make up what a paper says."""
        title = self.chance.choice(SUBJECTS) + self.chance.choice(ENDS)
        return {"title": title, "abstract": f"{title}. {self.chance.choice(SUBJECTS)}."}

    def topics(self) -> tuple[Topic, ...]:
        """Choose whom it concerns."""
        return self.chance.choice([BOTH[:1], BOTH[1:], BOTH])

    def some(self) -> Paper:
        """Choose a paper that is there."""
        return self.papers[self.chance.choice(sorted(self.papers))]

    def new(self, now: datetime) -> None:
        """Let a paper come, mostly of this month."""
        number = len(self.papers) + 1
        month = self.chance.choice(["2608", "2608", "2607", "2512", "2408"])
        facts = {"id": f"{month}.{number:05}", "submitted": now - self.chance.choice([1, 40]) * DAY}
        paper = made_up(number, **facts, **self.text())
        kind = Kind.NEW if self.mark else Kind.BACKLOG
        self.shelf.see(paper, at=now, kind=kind, topics=self.topics())
        self.papers[paper.id] = paper

    def revised(self, now: datetime) -> None:
        """Let a paper have a new version, with other words."""
        old = self.some()
        paper = replace(old, version=old.version + 1, updated=now - DAY, **self.text())
        self.shelf.see(paper, at=now, kind=Kind.REVISED, topics=self.topics())
        self.papers[paper.id] = paper

    def said(self, now: datetime) -> None:
        """Let topics say of a paper that it matches, matches no longer, or was published."""
        kind = self.chance.choice([Kind.CROSS_LISTED, Kind.DROPPED, Kind.DROPPED, Kind.PUBLISHED])
        self.shelf.see(self.some(), at=now, kind=kind, topics=self.topics())

    def corrected(self, now: datetime) -> None:
        """Let the record of a version become another."""
        paper = replace(self.some(), **self.text())
        self.shelf.store.save([paper], now=now, channel="search")
        self.papers[paper.id] = paper

    def build(self) -> None:
        """Bring the site up to date as a run does."""
        store, look = self.shelf.store, self.shelf.look
        self.shelf.annotate()
        since, self.mark = self.mark, store.mark()
        gone = [] if since is None else list(site.gone(store, look, since))
        self.site |= self.shelf.files(since=since)
        for path in gone:
            self.site.pop(path, None)


@pytest.mark.parametrize("seed", range(3))
def test_days_bring_what_one_build_brings(shelf: Shelf, seed: int) -> None:
    """New, revised, cross-listed, published, corrected and removed papers, in any order."""
    shelf.look = replace(shelf.look, url="https://example.org/", tags=config.tags_of("ai4mat"))
    days = Days(shelf, Random(seed))
    for day in range(DAYS):
        now = TODAY + day * DAY
        for _ in range(3 if day else 12):
            days.new(now)
        for do in days.chance.choices([days.revised, days.said, days.corrected], k=3 * bool(day)):
            do(now)
        shelf.check(at=now)
        days.build()
        assert different(days.site, shelf.files()) == []


def different(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Name the files that are not alike."""
    return sorted(p for p in one.keys() | other.keys() if one.get(p) != other.get(p))
