"""The static site: which files it has, and which of them may differ since the last build."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from paperlode import __version__, enrich
from paperlode.digest import day_of, days_with_news
from paperlode.paper import month_of
from paperlode.publish import (
    File,
    addresses,
    elements,
    feeds,
    liking,
    pages,
    search,
    shelves,
    sitemap,
    starred,
    tags,
    topics,
    trends,
    turns,
)
from paperlode.publish import status as statuses
from paperlode.publish.months import files as month_pages
from paperlode.publish.months import part_of, parts
from paperlode.publish.templating import Pages
from paperlode.sighting import NEWS, TRACKED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from paperlode.publish import Look
    from paperlode.publish.status import Status
    from paperlode.store import Store


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a built site was made from; it stands in the site as ``build.json``."""

    content: str
    """Names the content of store and archive; the same content has the same name."""
    look: str
    """Changes with the settings and with the program, and then every page may differ."""

    @classmethod
    def of(cls, content: str, look: Look) -> Stamp:
        """Make the stamp of a site that is built from this content with these settings."""
        facts = (__version__, look.title, look.description, look.url, str(look.timezone))
        topics = [
            (t.id, t.name, t.text, t.description, *t.sharper.to_record().items())
            for t in look.topics
        ]
        tags = [(t.id, t.name, t.text, t.description, t.group) for t in look.tags]
        text = json.dumps([facts, look.contact, topics, tags, enrich.method(), *_sources()])
        return cls(content, hashlib.sha256(text.encode()).hexdigest()[:16])

    @classmethod
    def read(cls, content: bytes | None) -> Stamp | None:
        """Read the ``build.json`` of a site; None when there is none that can be used."""
        try:
            record = json.loads(content or b"")
            return cls(str(record["content"]), str(record["look"]))
        except (ValueError, KeyError, TypeError):
            return None

    def file(self) -> File:
        """Write ``build.json``."""
        record = {"content": self.content, "look": self.look}
        return File(addresses.BUILD, (json.dumps(record) + "\n").encode())


def _sources() -> Iterator[str]:
    """Name templates and code of the pages by their content: what is new rebuilds the site."""
    package = resources.files("paperlode.publish")
    places = [*package.iterdir(), *(package / "templates").iterdir()]
    for place in sorted(places, key=lambda place: place.name):
        if place.is_file():
            yield hashlib.sha256(place.read_bytes()).hexdigest()


def files(
    store: Store, look: Look, status: Status, stamp: Stamp, since_mark: int | None = None
) -> Iterator[File]:
    """Make the files of the site; with a mark only those that may differ since then.

    The stamp comes last: a build that is broken off does not look like a finished one.
    """
    filled = Pages(look, store.facts)
    days, months = status.days, store.months(look.ids)
    if since_mark is not None and store.remade(since_mark):
        since_mark = None  # any paper may have other relatives now
    due = _Due(None, {yymm for yymm, _ in months}, {day for day, _ in days})
    if since_mark is not None:
        due = _since(store, look, since_mark)
    for yymm, _ in months:
        if yymm in due.months:
            yield from _month(filled, store, yymm, due)
    for identifier in sorted(store.relatives(due.ids) - due.ids) if due.ids else ():
        yield from _paper(filled, store, identifier)
    yield from _days(filled, store, days, due)
    yield pages.latest(filled, store, status)
    yield from shelves.files(filled, store, status, since_mark)
    yield from elements.data(look, store, since_mark)
    yield elements.page(filled, store)
    yield tags.page(filled, store)
    yield topics.page(filled, store, status)
    yield pages.archive_page(filled, days, months)
    yield pages.status_page(filled, status)
    yield pages.about_page(filled)
    yield pages.lost_page(filled)
    yield starred.page(filled)
    yield from liking.page(filled, store)
    yield search.page(filled, months, list(pages.by_year(months)))
    yield from search.files(store, look, since_mark)
    yield from feeds.files(filled, store, due.ids, since_mark)
    yield from feeds.lists(filled, store)
    if since_mark is None or due.ids or store.moved(since_mark):
        yield from trends.files(filled, store)
    yield turns.atom(filled, status)
    yield statuses.file(status)
    yield from sitemap.files(look, days, months, shelves.paths(store, look))
    for name in (addresses.STYLE, addresses.ICON, *addresses.SCRIPTS):
        yield File(name, _template(name))
    yield stamp.file()


def gone(store: Store, look: Look, since_mark: int) -> Iterator[str]:
    """Name the files that a mark ago may have been there and now must not be."""
    yield from shelves.gone(store, look, since_mark)
    yield from feeds.gone(store, since_mark)
    yield from elements.gone(store, since_mark)
    yield from search.gone(store, look, since_mark)
    due = _since(store, look, since_mark)
    histories = [store.history(identifier) for identifier in sorted(due.ids or ())]
    if all(s.kind in NEWS | TRACKED for history in histories for s in history.sightings):
        return  # nothing that was on a page has left it
    for history in histories:
        if history.papers and not pages.tracking(history, look):
            yield addresses.file_of(addresses.paper_path(history.papers[0].id))
    days = {day for day, _ in days_with_news(store.moments(look.ids), look.timezone)}
    for day in sorted(due.days - days):
        yield addresses.file_of(addresses.day_path(day))
    months = {yymm for yymm, _ in store.months(look.ids)}
    for yymm in sorted(due.months - months):
        yield addresses.file_of(addresses.month_path(yymm))
        yield addresses.sitemap_path(yymm)
    for yymm in sorted(due.months):
        entries = store.month(yymm, look.ids)
        moved = [i for i in due.ids or () if month_of(i) == yymm]
        once = {part_of(identifier) for identifier in [*moved, *(e.paper.id for e in entries)]}
        for part in sorted(once - parts(entries).keys()):
            yield addresses.file_of(addresses.part_path(yymm, part))


@dataclass(frozen=True, slots=True)
class _Due:
    """What has to be written."""

    ids: set[str] | None
    """Papers; None: all of the months."""
    months: set[str]
    days: set[date]


def _since(store: Store, look: Look, mark: int) -> _Due:
    changes = store.changes(mark)
    days = {day_of(seen, look.timezone) for seen in changes.moments}
    return _Due(set(changes.ids), set(changes.months), days)


def _month(filled: Pages, store: Store, yymm: str, due: _Due) -> Iterator[File]:
    """Write the pages of a month, its sitemap, and the pages of its papers."""
    entries = store.month(yymm, filled.look.ids)
    yield from month_pages(filled, yymm, entries, due.ids)
    if filled.look.url:
        yield sitemap.month(filled.look, yymm, entries)
    for entry in entries:
        if due.ids is None or entry.paper.id in due.ids:
            yield from _paper(filled, store, entry.paper.id)


def _paper(filled: Pages, store: Store, identifier: str) -> Iterator[File]:
    """Write the page of a paper, if it has one."""
    related = store.related(identifier, pages.RELATED, filled.look.ids)
    page = pages.paper_page(filled, store.history(identifier), related)
    if page is not None:
        yield page


def _days(
    filled: Pages, store: Store, days: Sequence[tuple[date, int]], due: _Due
) -> Iterator[File]:
    """Write the days that may differ, and those after them, which link back to them."""
    present = [day for day, _ in days]
    for place, day in enumerate(present):
        before = present[place + 1] if place + 1 < len(present) else None
        if day in due.days or before in due.days:
            yield pages.day_page(filled, pages.digest_of(store, filled.look, day), before)


def _template(name: str) -> bytes:
    return (resources.files("paperlode.publish") / "templates" / name).read_bytes()
