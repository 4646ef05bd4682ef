"""A store that can be filled in a line, and the look of a site over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from paperlode.annotate import annotate
from paperlode.publish import site, status
from paperlode.sighting import Kind, Receipt, Sighting
from paperlode.topic import Topic
from tests.small_world import TODAY

if TYPE_CHECKING:
    from datetime import datetime

    from paperlode.paper import Paper
    from paperlode.publish import Look
    from paperlode.store import Store

CRYSTALS = Topic("crystals", "Crystals & glasses", "abs:crystal", "What is <solid>")
POTENTIALS = Topic("potentials", "Potentials", "abs:potential")


@dataclass(slots=True)
class Shelf:
    """A store and what is to be published from it."""

    store: Store
    look: Look

    def see(
        self,
        *papers: Paper,
        at: datetime = TODAY,
        kind: Kind = Kind.NEW,
        topics: tuple[Topic, ...] = (CRYSTALS,),
    ) -> None:
        """Let papers be seen at a moment."""
        self.store.save(papers, now=at, channel="search")
        for topic in topics:
            seen = [Sighting(p.id, p.version, at, "search", kind, (topic.id,)) for p in papers]
            self.store.decide(topic, seen, self.store.mark())

    def check(self, at: datetime = TODAY, topic: Topic = CRYSTALS, **facts: Any) -> None:  # noqa: ANN401  fields of a receipt
        """Let a topic be checked at a moment; complete unless told otherwise."""
        usual: dict[str, Any] = {"mode": "recent", "since": None, "papers": 10, "claimed": 99}
        usual |= {
            "channel": "search_api",
            "query": topic.fingerprint,
            "misfits": 0,
            "complete": True,
        }
        self.store.add_receipt(Receipt(run=at, topic=topic.id, **(usual | facts)))

    def annotate(self) -> None:
        """Find out what the papers are about."""
        annotate(self.store, self.look.ids, self.look.tags)

    def files(self, content: str = "c", since: int | None = None) -> dict[str, bytes]:
        """Make the files of the site."""
        stamp = site.Stamp.of(content, self.look)
        made = site.files(self.store, self.look, self.status(), stamp, since)
        return {file.path: file.content for file in made}

    def page(self, path: str) -> str:
        """Make one file of the site and read it."""
        return self.files()[path].decode()

    def status(self) -> status.Status:
        """Say how the last check went."""
        return status.status(self.store, self.look)
