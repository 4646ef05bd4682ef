"""The static site: which files it has, and which of them may differ since the last build."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from functools import partial
from importlib import resources
from typing import TYPE_CHECKING

from paperlode import __version__, enrich
from paperlode.digest import day_of, days_with_news
from paperlode.errors import DeliveryError
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
from paperlode.publish.method import method
from paperlode.publish.months import files as month_pages
from paperlode.publish.months import part_of, parts
from paperlode.publish.templating import Pages
from paperlode.publish.unmade import Unmade, apart, nearly, sentences
from paperlode.sighting import NEWS, TRACKED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
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
    unmade: tuple[str, ...] = ()
    """Files that could not be made, and are made again next time, whatever changed."""

    @classmethod
    def of(cls, content: str, look: Look) -> Stamp:
        """Make the stamp of a site that is built from this content with these settings."""
        facts = (__version__, look.title, look.description, look.url, str(look.timezone))
        topics = [
            (t.id, t.name, t.text, t.description, *t.sharper.to_record().items())
            for t in look.topics
        ]
        tags = [(t.id, t.name, t.text, t.description, t.group) for t in look.tags]
        text = json.dumps([facts, look.contact, topics, tags, enrich.method(), method()])
        return cls(content, hashlib.sha256(text.encode()).hexdigest()[:16])

    @classmethod
    def read(cls, content: bytes | None) -> Stamp | None:
        """Read the ``build.json`` of a site; None when there is none that can be used."""
        try:
            record = json.loads(content or b"")
            unmade = tuple(map(str, record.get("unmade", ())))
            return cls(str(record["content"]), str(record["look"]), unmade)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    def file(self) -> File:
        """Write ``build.json``."""
        record: dict[str, object] = {"content": self.content, "look": self.look}
        record |= {"unmade": self.unmade} if self.unmade else {}
        return File(addresses.BUILD, (json.dumps(record) + "\n").encode())


def files(
    store: Store,
    look: Look,
    status: Status,
    stamp: Stamp,
    since_mark: int | None = None,
    *,
    unmade: list[Unmade] | None = None,
    again: Iterable[str] = (),
) -> Iterator[File]:
    """Make the files of the site; with a mark only those that may differ since then.

    What cannot be made is put into ``unmade``; without that list it is an error. ``again`` are
    files that could not be made the last time. The stamp comes last, after everything else, and
    names what is missing; when nobody knows what that is there is none, and the build before
    stays the last one.
    """
    missing = [] if unmade is None else unmade
    for file in _files(store, look, status, since_mark, frozenset(again)):
        if isinstance(file, Unmade):
            missing.append(file)
        else:
            yield file
    if missing and unmade is None:
        raise DeliveryError("\n".join(sentences(missing)))
    if nearly(missing):
        yield replace(stamp, unmade=tuple(sorted({one.path for one in missing}))).file()


def _files(
    store: Store, look: Look, status: Status, since_mark: int | None, again: frozenset[str]
) -> Iterator[File]:
    """Make the files, each kind of page apart from the others."""
    filled = Pages(look, store.facts)
    days, months = status.days, store.months(look.ids)
    since_mark = _start(store, since_mark, again)
    due = _Due(None, {yymm for yymm, _ in months}, {day for day, _ in days})
    if since_mark is not None:
        due = _since(store, look, since_mark, again)
    for yymm, _ in months:
        if yymm in due.months:
            yield from _month(filled, store, yymm, due)
    for path in sorted(path for path in again if path.startswith("paper/")):
        yield from _paper(filled, store, addresses.paper_of(path))
    yield from _relatives(filled, store, due.ids or set())
    yield from _days(filled, store, days, due)
    for path, page in _singles(filled, store, status, months):
        yield from apart(addresses.file_of(path), partial(_one, page))
    for folder, several in _several(filled, store, status, due, since_mark):
        yield from apart(folder, several)
    path = addresses.file_of(addresses.TRENDS)
    if since_mark is None or due.ids or path in again or store.moved(since_mark):
        yield from apart(path, lambda: trends.files(filled, store))
    yield from apart(
        addresses.SITEMAP,
        lambda: sitemap.files(look, days, months, shelves.paths(store, look)),
    )
    for name in (addresses.STYLE, addresses.LIKING_STYLE):
        yield File(name, _slim(_template(name)))
    yield File(addresses.ICON, _template(addresses.ICON))
    for name in addresses.SCRIPTS:
        yield File(name, _bare(_template(name)))


def _start(store: Store, mark: int | None, again: frozenset[str]) -> int | None:
    """Say since when pages may differ; None: all of them, and nothing is taken as added up."""
    if mark is None or store.remade(mark):  # any paper may have other relatives now
        store.forget_sums()
        return None
    if addresses.file_of(addresses.TRENDS) in again:  # what was added up may be why
        store.forget_sums()
    return mark


def _one(page: Callable[[], File]) -> Iterator[File]:
    yield page()


def _singles(
    filled: Pages, store: Store, status: Status, months: Sequence[tuple[str, int]]
) -> Iterator[tuple[str, Callable[[], File]]]:
    """Name the pages of which there is one each, and how they are made."""
    years = partial(pages.by_year, months)
    yield addresses.LATEST, lambda: pages.latest(filled, store, status)
    yield addresses.ELEMENTS, lambda: elements.page(filled, store)
    yield addresses.TAGS, lambda: tags.page(filled, store)
    yield addresses.TOPICS, lambda: topics.page(filled, store, status)
    yield addresses.ARCHIVE, lambda: pages.archive_page(filled, status.days, months)
    yield addresses.STATUS, lambda: pages.status_page(filled, status)
    yield addresses.ABOUT, lambda: pages.about_page(filled)
    yield addresses.LOST, lambda: pages.lost_page(filled)
    yield addresses.STARRED, lambda: starred.page(filled)
    yield addresses.SEARCH, lambda: search.page(filled, months, list(years()))
    yield addresses.STATUS_FEED, lambda: turns.atom(filled, status)
    yield statuses.PATH, lambda: statuses.file(status)


def _several(
    filled: Pages, store: Store, status: Status, due: _Due, since_mark: int | None
) -> Iterator[tuple[str, Callable[[], Iterable[File]]]]:
    """Name the parts of the site that have several files, and how they are made."""
    look = filled.look
    again = due.again
    yield "topic, element, tag", lambda: shelves.files(filled, store, status, since_mark, again)
    yield addresses.ELEMENTS, lambda: elements.data(look, store, since_mark, again)
    yield addresses.file_of(addresses.LIKING), lambda: liking.page(filled, store)
    yield addresses.SEARCH, lambda: search.files(store, look, since_mark, again)
    yield "feeds", lambda: feeds.files(filled, store, due.ids, since_mark, again)
    yield addresses.file_of(addresses.FEEDS), lambda: feeds.lists(filled, store)


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
    again: frozenset[str] = frozenset()
    """Files that could not be made the last time."""

    def papers(self, yymm: str) -> set[str] | None:
        """Say which papers of a month its pages are due for; None: whichever."""
        folder = addresses.month_path(yymm)
        return None if any(path.startswith(folder) for path in self.again) else self.ids


def _since(store: Store, look: Look, mark: int, again: frozenset[str] = frozenset()) -> _Due:
    changes = store.changes(mark)
    days = {day_of(seen, look.timezone) for seen in changes.moments}
    months = set(changes.months)
    for yymm, _ in store.months(look.ids) if again else ():
        owned = (addresses.month_path(yymm), addresses.sitemap_path(yymm))
        if any(path.startswith(owned) for path in again):
            months.add(yymm)
    return _Due(set(changes.ids), months, days, again)


def _month(filled: Pages, store: Store, yymm: str, due: _Due) -> Iterator[File]:
    """Write the pages of a month, its sitemap, and the pages of its papers."""
    entries = store.month(yymm, filled.look.ids)
    path = addresses.file_of(addresses.month_path(yymm))
    yield from apart(path, lambda: month_pages(filled, yymm, entries, due.papers(yymm)))
    if filled.look.url:
        path = addresses.sitemap_path(yymm)
        yield from apart(path, partial(_one, partial(sitemap.month, filled.look, yymm, entries)))
    for entry in entries:
        if due.ids is None or entry.paper.id in due.ids:
            yield from _paper(filled, store, entry.paper.id)


def _relatives(filled: Pages, store: Store, ids: set[str]) -> Iterator[File]:
    """Write the pages of papers that name one of these as related, or may have named one."""
    there = {entry.paper.id for entry in store.shown(ids, filled.look.ids)}
    lost = store.relatives(ids - there)
    for identifier in sorted(store.relatives(ids) - ids):
        named = store.named(identifier, pages.RELATED, filled.look.ids)
        if identifier in lost or not ids.isdisjoint(named):
            yield from _paper(filled, store, identifier)


def _paper(filled: Pages, store: Store, identifier: str) -> Iterator[File]:
    """Write the page of a paper, if it has one; if it cannot be made, it alone is missing."""
    path = addresses.file_of(addresses.paper_path(identifier))
    yield from apart(path, lambda: _page(filled, store, identifier))


def _page(filled: Pages, store: Store, identifier: str) -> Iterator[File]:
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
        path = addresses.file_of(addresses.day_path(day))
        if day in due.days or before in due.days or path in due.again:
            yield from apart(path, partial(_day, filled, store, day, before))


def _day(filled: Pages, store: Store, day: date, before: date | None) -> Iterator[File]:
    yield pages.day_page(filled, pages.digest_of(store, filled.look, day), before)


_COMMENT = re.compile(rb"/\*.*?\*/|\n\s*", re.DOTALL)


def _slim(style: bytes) -> bytes:
    """Leave out comments and line breaks; no text in our style has any."""
    return _COMMENT.sub(b"", style)


_REMARK = re.compile(rb"^\s*//.*\n|^[ ]+|\n(?=\n)", re.MULTILINE)


def _bare(script: bytes) -> bytes:
    """Leave out lines of comment and what lines begin with; no text in our scripts has lines."""
    return _REMARK.sub(b"", script)


def _template(name: str) -> bytes:
    return (resources.files("paperlode.publish") / "templates" / name).read_bytes()
