"""The pages of the site, one function each: what a page shows, taken from the store."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby, islice, pairwise
from typing import TYPE_CHECKING

from paperlode.digest import Digest, bounds, build, newest_first
from paperlode.paper import calendar_month
from paperlode.publish import addresses, history, news, rules
from paperlode.publish import topics as topics_page
from paperlode.publish.citing import described
from paperlode.publish.dates import MONTHS, joined, long_date, number_of
from paperlode.publish.differences import differences
from paperlode.publish.markup import plain
from paperlode.publish.readme import SHOWN_AT_FIRST
from paperlode.publish.room import Room
from paperlode.sighting import NEWS, TRACKED, Kind

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence
    from datetime import date

    from paperlode.digest import Seen
    from paperlode.publish import File, Look
    from paperlode.publish.status import Status
    from paperlode.publish.templating import Pages
    from paperlode.sighting import Sighting
    from paperlode.store import Neighbour, Store
    from paperlode.store.reading import History

UNFOLDED = 30
"""Papers of one page whose changes can be unfolded there; those of the rest on their own pages."""
COMPARED = 50
"""Versions that a paper's page compares with the one before; nearly every paper has fewer."""
RELATED = 6
"""Papers that a paper's page names as related."""
EARLIER = 14
"""Days with news that the first page links to."""


def digest_of(store: Store, look: Look, day: date) -> Digest:
    """Read what a day says; history is only counted, for a first day may bring all of it."""
    since, until = bounds(day, look.timezone)
    news = store.entries(since, until, look.ids, NEWS)
    moments = store.moments(look.ids, since, until)
    backlog = sum(kinds[Kind.BACKLOG] for _, kinds in moments)
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
        room=Room(),
        unfolded=UNFOLDED,
        earlier=days[1 : 1 + EARLIER],
    )


def summary(digest: Digest) -> str:
    """Count the day's news: ``12 papers: 8 new, 3 revised and 1 late``."""
    counts = digest.counts
    told = [f"{counts[kind]} {word}" for kind, word in COUNTED.items() if counts[kind]]
    return f"{number_of(len(digest.items), 'paper')}: {joined(told)}"


COUNTED = {
    Kind.NEW: "new",
    Kind.CROSS_LISTED: "cross-listed",
    Kind.LATE: "late",
    Kind.REVISED: "revised",
    Kind.WITHDRAWN: "withdrawn",
    Kind.PUBLISHED: "now published",
}
"""What news of a kind are called where they are counted, in this order."""


def day_page(pages: Pages, digest: Digest, before: date | None) -> File:
    """Show one day's news."""
    return pages.page(
        "day.html",
        addresses.day_path(digest.day),
        heading=long_date(digest.day),
        summary=summary(digest),
        digest=digest,
        room=Room(),
        unfolded=UNFOLDED,
        before=before,
    )


def paper_page(pages: Pages, history: History, related: Sequence[Neighbour] = ()) -> File | None:
    """Show one paper with its versions; None when no topic tracks it any more.

    It changes only when this paper or one of those that are ``related`` to it does.
    """
    tracked = tracking(history, pages.look)
    if not tracked:
        return None
    paper = next(p for p in reversed(history.papers) if p.version in tracked)
    topics = set().union(*tracked.values())
    newest_first = history.papers[::-1]
    first = _first(history.sightings, pages.look, TRACKED)
    noted = _first(history.sightings, pages.look, {Kind.PUBLISHED})
    return pages.page(
        "paper.html",
        addresses.paper_path(paper.id),
        heading=plain(paper.title) or paper.name,
        summary=news.sentence(news.withdrawn(paper)) if paper.withdrawn else described(paper),
        paper=paper,
        related=related,
        followed=topics_page.followed(pages.look, paper, pages.facts(paper).tags),
        readable=next((p for p in newest_first if not p.withdrawn), None),
        dois=news.dois(paper),
        announced=news.announced(history.announcements),
        published=min((sighting.seen for sighting in noted.values()), default=None),
        topics=[
            (topic.id, pages.names[topic.id], rules.why(topic, paper))
            for topic in pages.look.topics
            if topic.id in topics
        ],
        left_out=[
            (pages.names[topic.id], why)
            for topic in pages.look.topics
            if topic.id not in topics and (why := rules.why(topic, paper))
        ],
        versions=[(version, first.get(version.version)) for version in newest_first],
        changes=[
            (old, new, differences(old, new))
            for new, old in islice(pairwise(newest_first), COMPARED)
        ],
    )


def tracking(history: History, look: Look) -> dict[int, set[str]]:
    """Give the topics that track each version, by the last word on it; a note is none."""
    last: dict[tuple[int, str], Kind] = {}
    for sighting in history.sightings:
        for topic in sighting.topics if sighting.kind is not Kind.PUBLISHED else ():
            last[sighting.version, topic] = sighting.kind
    held = {paper.version for paper in history.papers}
    tracked: dict[int, set[str]] = {}
    for (version, topic), kind in last.items():
        if kind in TRACKED and version in held and topic in look.ids:
            tracked.setdefault(version, set()).add(topic)
    return tracked


def _first(
    sightings: Sequence[Sighting], look: Look, kinds: Container[Kind]
) -> dict[int, Sighting]:
    """Give the first sighting of some kinds of each version; ``sightings`` ascend."""
    found: dict[int, Sighting] = {}
    for sighting in sightings:
        if sighting.kind in kinds and set(sighting.topics) & set(look.ids):
            found.setdefault(sighting.version, sighting)
    return found


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
        months=list(by_year(months)),
    )


def _by_month(days: Sequence[tuple[date, int]]) -> Iterator[tuple[str, list[tuple[date, int]]]]:
    for (year, month), its in groupby(days, key=lambda day: (day[0].year, day[0].month)):
        yield f"{MONTHS[month - 1]} {year}", sorted(its)


def by_year(
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


def lost_page(pages: Pages) -> File:
    """Say that an address leads nowhere; a server shows it at any address that it does not have."""
    return pages.page("lost.html", addresses.LOST, heading="There is no such page")
