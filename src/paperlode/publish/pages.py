"""The pages of the site, one function each: what a page shows, taken from the store."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from paperlode.digest import Digest, bounds, build, day_of, newest_first
from paperlode.paper import calendar_month
from paperlode.publish import addresses, history
from paperlode.publish.markup import plain
from paperlode.publish.prose import clean
from paperlode.publish.readme import SHOWN_AT_FIRST
from paperlode.publish.templating import (
    MONTHS,
    Pages,
    date_text,
    joined,
    long_date,
    number_of,
)
from paperlode.sighting import NEWS, TRACKED, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from paperlode.digest import Seen
    from paperlode.publish import File, Look
    from paperlode.publish.status import Status
    from paperlode.sighting import Sighting
    from paperlode.store import Store
    from paperlode.store.reading import History

ABSTRACTS = 150
"""Papers of one page that are shown with their abstract; the rest only with title and authors."""
EARLIER = 14
"""Days with news that the first page links to."""


def digest_of(store: Store, look: Look, day: date) -> Digest:
    """Read what a day says; history is only counted, for a first day may bring all of it."""
    since, until = bounds(day, look.timezone)
    news = store.entries(since, until, look.ids, NEWS)
    backlog = sum(
        kinds[Kind.BACKLOG] for seen, kinds in store.moments(look.ids) if since <= seen < until
    )
    return replace(build(news, day, look.topics), backlog=backlog)


def newest_of_archive(store: Store, look: Look) -> list[Seen]:
    """Give the papers that were submitted last, of those with the highest identifiers."""
    found: list[Seen] = []
    for yymm, _ in reversed(store.months(look.ids)):
        found += store.month(yymm, look.ids)
        if len(found) >= SHOWN_AT_FIRST:
            break
    return sorted(found, key=lambda entry: newest_first(entry.paper))[:SHOWN_AT_FIRST]


def latest(pages: Pages, store: Store, status: Status) -> File:
    """Show the last day with news, or the newest papers of the archive before there is one."""
    days = status.days
    digest = digest_of(store, pages.look, days[0][0]) if days else None
    archive = [] if days else newest_of_archive(store, pages.look)
    return pages.page(
        "index.html",
        addresses.LATEST,
        heading=long_date(digest.day) if digest else "No news yet",
        summary=summary(digest) if digest else status.sentence,
        status=status,
        digest=digest,
        archive=archive,
        shown=ABSTRACTS,
        earlier=days[1 : 1 + EARLIER],
    )


def summary(digest: Digest) -> str:
    """Count the day's news: ``12 new papers, 3 revised and 1 late``."""
    counts = digest.counts
    words = {Kind.NEW: "new", Kind.REVISED: "revised", Kind.LATE: "late"}
    told = [f"{counts[kind]} {word}" for kind, word in words.items() if counts[kind]]
    return f"{number_of(len(digest.items), 'paper')}: {joined(told)}"


def day_page(pages: Pages, digest: Digest, before: date | None) -> File:
    """Show one day's news."""
    return pages.page(
        "day.html",
        addresses.day_path(digest.day),
        heading=long_date(digest.day),
        summary=summary(digest),
        digest=digest,
        shown=ABSTRACTS,
        before=before,
    )


def paper_page(pages: Pages, history: History) -> File | None:
    """Show one paper with its versions; None when no topic tracks it any more.

    Nothing on the page depends on other papers, so it changes only when this paper does.
    """
    tracked = tracking(history, pages.look)
    if not tracked:
        return None
    first = _first_seen(history.sightings, pages.look)
    paper = next(p for p in reversed(history.papers) if p.version in tracked)
    topics = set().union(*tracked.values())
    return pages.page(
        "paper.html",
        addresses.paper_path(paper.id),
        heading=plain(paper.title) or paper.name,
        paper=paper,
        dois=clean(paper.doi or "").split(),
        topics=[name for topic, name in pages.names.items() if topic in topics],
        versions=[
            (version, _day_text(first.get(version.version), pages.look))
            for version in reversed(history.papers)
        ],
    )


def tracking(history: History, look: Look) -> dict[int, set[str]]:
    """Give the topics that track each version, by the last word on it."""
    last: dict[tuple[int, str], Kind] = {}
    for sighting in history.sightings:
        for topic in sighting.topics:
            last[sighting.version, topic] = sighting.kind
    held = {paper.version for paper in history.papers}
    tracked: dict[int, set[str]] = {}
    for (version, topic), kind in last.items():
        if kind in TRACKED and version in held and topic in look.ids:
            tracked.setdefault(version, set()).add(topic)
    return tracked


def _first_seen(sightings: Sequence[Sighting], look: Look) -> dict[int, datetime]:
    seen: dict[int, datetime] = {}
    for sighting in sightings:
        if sighting.kind in TRACKED and set(sighting.topics) & set(look.ids):
            seen.setdefault(sighting.version, sighting.seen)
    return seen


def _day_text(seen: datetime | None, look: Look) -> str:
    return "" if seen is None else date_text(day_of(seen, look.timezone))


def archive_page(
    pages: Pages, days: Sequence[tuple[date, int]], months: Sequence[tuple[str, int]]
) -> File:
    """List all days and months."""
    total = sum(count for _, count in months)
    return pages.page(
        "archive.html",
        addresses.ARCHIVE,
        heading="Archive",
        summary=number_of(total, "paper"),
        days=list(_by_month(days)),
        months=list(_by_year(months)),
    )


def _by_month(days: Sequence[tuple[date, int]]) -> Iterator[tuple[str, list[tuple[date, int]]]]:
    for (year, month), its in groupby(days, key=lambda day: (day[0].year, day[0].month)):
        yield f"{MONTHS[month - 1]} {year}", sorted(its)


def _by_year(
    months: Sequence[tuple[str, int]],
) -> Iterator[tuple[str, list[tuple[str, str, int]]]]:
    """Group months of identifiers; the newest year first, in it January first."""
    for year, its in groupby(reversed(months), key=lambda month: calendar_month(month[0])[:4]):
        names = [(MONTHS[int(yymm[2:]) - 1][:3], yymm, count) for yymm, count in its]
        yield year, names[::-1]


def status_page(pages: Pages, status: Status) -> File:
    """Show how the last check went, and what was kept aside."""
    return pages.page(
        "status.html",
        addresses.STATUS,
        heading="Status",
        status=status,
        chart=history.chart(status.history),
    )


def about_page(pages: Pages) -> File:
    """Say what the site is, which queries it follows, and whom it thanks."""
    return pages.page("about.html", addresses.ABOUT, heading="About")
