"""The feeds of news: Atom, RSS and JSON Feed, newest first, for everything and for each topic.

An entry stands for a paper and keeps its identifier; a new version of the paper is an update of
its entry (RFC 4287), and a late find comes at the moment at which it was found.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from paperlode.digest import day_of
from paperlode.publish import File, addresses
from paperlode.publish.markup import plain
from paperlode.publish.told import Teller
from paperlode.sighting import BEGINNING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from paperlode.digest import Seen
    from paperlode.publish import Look
    from paperlode.publish.templating import Pages
    from paperlode.publish.told import Written
    from paperlode.store import Entry, Store

LENGTH = 60
"""Papers that a feed shows; more when the last day alone brought more."""
LONGEST = 300
"""Versions that a feed goes back at most."""


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
    return [
        Feed(
            folder=addresses.feed_folder("topic", topic.id),
            name=plain(topic.name) or topic.id,
            title=f"{plain(topic.name) or topic.id} · {plain(look.title)}",
            topics=(topic.id,),
            description=plain(topic.description),
        )
        for topic in look.topics
    ]


def groups(look: Look) -> list[tuple[str, list[Feed]]]:
    """Give all feeds under the headings of a list."""
    found = [("All news", [everything(look)]), ("Topics", of_topics(look))]
    return [(name, feeds) for name, feeds in found if feeds]


def files(pages: Pages, store: Store, ids: Collection[str] | None = None) -> Iterator[File]:
    """Write the feeds; with ``ids`` only those that these papers can change."""
    teller = Teller(pages, store)
    due = set(pages.look.ids) if ids is None else _topics_of(store, ids)
    for feed in (feed for _, feeds in groups(pages.look) for feed in feeds):
        if ids is None or not due.isdisjoint(feed.topics):
            told = [teller.write(entry) for entry in newest(store, feed, pages.look)]
            yield from _files(pages, feed, told)


def _topics_of(store: Store, ids: Collection[str]) -> set[str]:
    """Name the topics that ever said anything about these papers."""
    return {
        topic
        for identifier in ids
        for sighting in store.history(identifier).sightings
        for topic in sighting.topics
    }


def lists(pages: Pages) -> Iterator[File]:
    """List the feeds on a page, and for feed readers, which need absolute addresses (OPML 2.0)."""
    found = groups(pages.look)
    yield pages.page("feeds.html", addresses.FEEDS, heading="Feeds", groups=found)
    if pages.look.url:
        yield pages.text("feeds.opml", addresses.FEED_LIST, groups=found)


def newest(store: Store, feed: Feed, look: Look) -> list[Seen]:
    """Give the news that a feed shows: one entry a paper, the last day never cut short."""
    papers: dict[str, Entry] = {}
    for entry in store.latest(LONGEST, feed.topics):
        papers.setdefault(entry.paper.id, entry)
    entries = list(papers.values())
    last = day_of(entries[0].seen, look.timezone) if entries else None
    return [
        entry
        for number, entry in enumerate(entries)
        if number < LENGTH or day_of(entry.seen, look.timezone) == last
    ]


def _files(pages: Pages, feed: Feed, told: Sequence[Written]) -> Iterator[File]:
    common = {
        "feed": feed,
        "id": _identifier(pages.look, feed),
        "updated": max((each.seen for each in told), default=BEGINNING),
    }
    yield pages.text("feed.xml", feed.atom, entries=[each.atom for each in told], **common)
    yield pages.text("rss.xml", feed.rss, entries=[each.rss for each in told], **common)
    record = _record(pages.look, feed, told)
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    yield File(feed.json, f"{text}\n".encode())


def _identifier(look: Look, feed: Feed) -> str:
    """Name a feed for good: by its address, or from title and topics where it has none."""
    if look.url:
        return look.address(feed.atom)
    parts = ["paperlode", look.title, *look.ids, *filter(None, [feed.folder])]
    return uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(parts)).urn


def _record(look: Look, feed: Feed, told: Sequence[Written]) -> dict[str, Any]:
    """Give a JSON Feed 1.1 (jsonfeed.org)."""
    addressed = {"home_page_url": feed.page, "feed_url": feed.json} if look.url else {}
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title or "?",
        **{key: look.address(path) for key, path in addressed.items()},
        **({"description": feed.description} if feed.description else {}),
        "language": "en",
        "items": [each.json for each in told],
    }
