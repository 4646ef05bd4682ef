"""The daily feeds: one announcement day, for those who follow some archives and categories.

Sources: arXiv's RSS pages and the code of its feeds (github.com/arXiv/arxiv-feed).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import unquote

from paperlode.query.categories import categories
from paperlode.replica import feed_xml
from paperlode.replica.search_api import Answer
from paperlode.replica.subjects import archives, within
from paperlode.schedule import EASTERN, midnight

if TYPE_CHECKING:
    from datetime import date, datetime

    from paperlode.replica.day import Days, Notice

LARGEST = 2000
"""Items of a feed; what is beyond is cut off, new papers first."""
_DAY = timedelta(days=1)
_WRITERS = {
    "rss": (feed_xml.rss, "application/rss+xml"),
    "atom": (feed_xml.atom, "application/atom+xml"),
}


class SubjectError(Exception):
    """A field that does not exist; the text says why."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a fault may do to a feed."""

    hidden: frozenset[str] = frozenset()
    shown: int | None = None
    """Items that are left of the feed, the first ones."""
    half: bool = False
    overflow: bool = False
    largest: int | None = None
    """Where an overflowing feed is cut; None: at half of its items."""
    stale: bool = False
    behind: int = 0
    """By how many days the feed is late."""


class Feeds:
    """Answers requests for feeds."""

    def __init__(self, days: Days, largest: int = LARGEST) -> None:
        self._days = days
        self._largest = largest

    def answer(
        self, path: str, now: datetime, known: str = "", trouble: Trouble | None = None
    ) -> Answer:
        """Answer ``/rss/Q`` or ``/atom/Q``; ``known`` is the If-None-Match of the request."""
        form, _, query = path.strip("/").partition("/")
        write, content_type = _WRITERS[form]
        today = now.astimezone(EASTERN).date()
        try:
            names = subjects(unquote(query))
        except SubjectError as error:
            title = f"Feed error for query: {feed_xml.HOST}/{form}/{query}"
            feed = feed_xml.Feed(query, title, str(error), today, midnight(today))
            return Answer(400, write(feed), content_type)
        body = write(self._feed(names, today, trouble or Trouble()))
        rest = int((midnight(today + _DAY) - now).total_seconds())
        etag = f'"{hashlib.sha256(body).hexdigest()}"'
        headers = (("ETag", etag), ("Cache-Control", f"max-age={rest}"))
        if _matches(known, etag):
            return Answer(304, b"", content_type, headers)
        return Answer(200, body, content_type, headers)

    def _feed(self, names: list[str], today: date, trouble: Trouble) -> feed_xml.Feed:
        day = today - trouble.behind * _DAY
        if trouble.stale:
            day = self._days.last_before(day) or day
        field = frozenset[str]().union(*map(within, names))
        notices = self._days.notices(day, field, midnight(today))
        return feed_xml.Feed(
            "+".join(names),
            f"{', '.join(names)} updates on arXiv.org",
            f"{', '.join(names)} updates on the arXiv.org e-print archive.",
            day,
            midnight(today),
            self._cut(notices, trouble),
        )

    def _cut(self, notices: list[Notice], trouble: Trouble) -> list[Notice]:
        """Cut a feed as arXiv does: it is filled from the end, so that new papers are lost."""
        notices = [notice for notice in notices if notice.paper.id not in trouble.hidden]
        most = self._largest
        if trouble.overflow:
            half = len(notices) // 2 if trouble.largest is None else trouble.largest
            most = min(most, half)
        page = _last(notices, most)
        shown = len(page) // 2 if trouble.half else trouble.shown
        return page if shown is None else page[:shown]


def _last(notices: list[Notice], most: int) -> list[Notice]:
    """Keep the last ``most``; within a kind the service takes the highest identifiers first."""
    return notices[max(0, len(notices) - most) :]


def _matches(known: str, etag: str) -> bool:
    tags = [tag.strip().removeprefix("W/") for tag in known.split(",")]
    return "*" in tags or etag in tags


def subjects(query: str) -> list[str]:
    """Read ``cs.AI+q-bio`` in any case. Raises SubjectError."""
    return [_subject(part) for part in query.split("+")]


def _subject(text: str) -> str:
    archive, dot, suffix = text.partition(".")
    archive = archive.lower()
    if archive not in archives():
        raise SubjectError(f"Bad archive '{archive}'. A feed is named like cs or math+cs.CG.")
    if not dot:
        return archive
    for name in (f"{archive}.{suffix.upper()}", f"{archive}.{suffix.lower()}"):
        if name in categories():
            return name
    valid = ", ".join(archives()[archive])
    raise SubjectError(f"Bad subject class '{suffix}'. Archive '{archive}' has: {valid}.")
