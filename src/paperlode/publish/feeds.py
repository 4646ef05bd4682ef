"""The feeds of news: Atom, RSS and JSON Feed, newest first.

An entry stands for a paper and keeps its identifier; a new version of the paper is an update of
its entry (RFC 4287), and a late find comes at the moment at which it was found.
"""

from __future__ import annotations

import json
import uuid
from functools import partial
from typing import TYPE_CHECKING, Any

from paperlode.digest import day_of
from paperlode.facts import NONE
from paperlode.publish import File, addresses, shelves
from paperlode.publish.subscriptions import everything, of_shelf, of_topics
from paperlode.publish.told import Teller
from paperlode.publish.unmade import apart
from paperlode.sighting import BEGINNING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from paperlode.digest import Seen
    from paperlode.publish import Look
    from paperlode.publish.shelves import Shelf
    from paperlode.publish.subscriptions import Feed
    from paperlode.publish.templating import Pages
    from paperlode.publish.told import Written
    from paperlode.store import Entry, Store

LENGTH = 60
"""Papers that a feed shows; more when the last day alone brought more."""
LONGEST = 300
"""Versions that a feed goes back at most."""
OF_SHELF = 30
"""Papers that the feed of an element or a tag shows: there are many of these feeds."""


_FOLLOWED = "Authors followed"
_HEADINGS = {"tag": "Tags", "has": "Code and data", "element": "Elements"}
"""The kinds of shelves that have feeds."""


def groups(look: Look, store: Store) -> list[tuple[str, list[Feed]]]:
    """Give all feeds under the headings of a list; shelves only when papers stand on them."""
    found = {"All news": [everything(look)], "Topics": of_topics(look)}
    found |= {heading: [] for heading in (_FOLLOWED, *_HEADINGS.values())}
    filled = store.shelves()
    for shelf in shelves.known(look):
        if shelf.name in filled and shelf.name != NONE:
            heading = _heading(look, shelf)
            found[heading].append(of_shelf(look, shelf))
    return [(name, feeds) for name, feeds in found.items() if feeds]


def _heading(look: Look, shelf: Shelf) -> str:
    kind, _, name = shelf.name.partition("/")
    return _FOLLOWED if kind == "tag" and name in look.authors else _HEADINGS[kind]


def files(
    pages: Pages,
    store: Store,
    ids: Collection[str] | None = None,
    mark: int | None = None,
    again: Collection[str] = (),
) -> Iterator[File]:
    """Write the feeds; with ``ids``, which changed since ``mark``, only those they can change."""
    teller, look = Teller(pages, store), pages.look
    due = None if ids is None else _topics_of(store, ids)
    moved = None if ids is None or mark is None else store.moved(mark).keys()
    feeds = [feed for _, its in groups(look, store) for feed in its]
    owed = {feed for feed in feeds if not {feed.atom, feed.rss, feed.json}.isdisjoint(again)}
    due_shelves = [
        f.shelf for f in feeds if f.shelf and (moved is None or f.shelf in moved or f in owed)
    ]
    news = store.newest(due_shelves, OF_SHELF, look.ids)
    for feed in feeds:
        if feed.shelf in news:
            its: Callable[[], Sequence[Seen]] = partial(news.__getitem__, feed.shelf)
        elif not feed.shelf and (due is None or not due.isdisjoint(feed.topics) or feed in owed):
            its = partial(newest, store, feed, look)
        else:
            continue
        yield from apart(feed.atom, partial(_files, pages, feed, teller, its))


def gone(store: Store, mark: int) -> Iterator[str]:
    """Name the feeds of shelves on which a mark ago papers may have stood, and now none do."""
    for name in sorted(store.moved(mark).keys() - store.shelves().keys() - {NONE}):
        if name.startswith("topic/"):
            continue  # a topic keeps its feed
        folder = addresses.feed_folder(*name.split("/"))
        for file in (addresses.FEED, addresses.RSS, addresses.JSON_FEED):
            yield f"{folder}{file}"


def _topics_of(store: Store, ids: Collection[str]) -> set[str]:
    """Name the topics that ever said anything about these papers."""
    return {
        topic
        for identifier in ids
        for sighting in store.history(identifier).sightings
        for topic in sighting.topics
    }


def lists(pages: Pages, store: Store) -> Iterator[File]:
    """List the feeds on a page, and for feed readers, which need absolute addresses (OPML 2.0)."""
    found = groups(pages.look, store)
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


def _files(
    pages: Pages, feed: Feed, teller: Teller, news: Callable[[], Sequence[Seen]]
) -> Iterator[File]:
    told = list(map(teller.write, news()))
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
