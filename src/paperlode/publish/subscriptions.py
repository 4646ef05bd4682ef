"""Which feeds there are: of everything, of each topic, and of each shelf (element, tag, code)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperlode.publish import addresses
from paperlode.publish.markup import plain

if TYPE_CHECKING:
    from paperlode.publish import Look
    from paperlode.publish.shelves import Shelf
    from paperlode.topic import Topic


@dataclass(frozen=True, slots=True)
class Feed:
    """What one feed is about."""

    folder: str
    """Where its three files stand: empty for the feed of everything."""
    name: str
    """What it is called in a list of feeds."""
    title: str
    topics: tuple[str, ...]
    """Identifiers of the topics whose news it tells."""
    description: str = ""
    page: str = addresses.LATEST
    """The page that shows the same."""
    shelf: str = ""
    """The shelf whose news it tells, as the store calls it: ``element/Li``."""

    @property
    def atom(self) -> str:
        """Address of the Atom feed."""
        return f"{self.folder}{addresses.FEED}"

    @property
    def rss(self) -> str:
        """Address of the RSS feed."""
        return f"{self.folder}{addresses.RSS}"

    @property
    def json(self) -> str:
        """Address of the JSON feed."""
        return f"{self.folder}{addresses.JSON_FEED}"

    @property
    def forms(self) -> tuple[tuple[str, str, str], ...]:
        """Name, address and media type of each format."""
        return (
            ("Atom", self.atom, "application/atom+xml"),
            ("RSS", self.rss, "application/rss+xml"),
            ("JSON", self.json, "application/feed+json"),
        )


def everything(look: Look) -> Feed:
    """Give the feed of all news."""
    return Feed("", "Everything", plain(look.title), look.ids, plain(look.description))


def of_topics(look: Look) -> list[Feed]:
    """Give the feeds of the topics."""
    return [of_topic(look, topic) for topic in look.topics]


def of_topic(look: Look, topic: Topic) -> Feed:
    """Give the feed of a topic."""
    return Feed(
        folder=addresses.feed_folder("topic", topic.id),
        name=plain(topic.name) or topic.id,
        title=f"{plain(topic.name) or topic.id} · {plain(look.title)}",
        topics=(topic.id,),
        description=plain(topic.description),
        page=addresses.topic_path(topic.id),
    )


def of_shelf(look: Look, shelf: Shelf) -> Feed:
    """Give the feed of an element, a tag, of papers with code or with data."""
    return Feed(
        folder=addresses.feed_folder(*shelf.name.split("/")),
        name=shelf.heading,
        title=f"{shelf.heading} · {plain(look.title)}",
        topics=look.ids,
        description=f"Papers {shelf.told}",
        page=shelf.path,
        shelf=shelf.name,
    )
