"""The catch-up listing: what was announced under one day, as a simple page.

It is the only public view of past announcements (arxiv.org/catchup), for the last 90 days. Here it
has what a reader needs to compare: identifiers, kinds, counts.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote

from paperlode.query.categories import categories, name_of
from paperlode.replica.markup import text
from paperlode.replica.search_api import Answer
from paperlode.replica.subjects import archives, members, within
from paperlode.schedule import EASTERN

if TYPE_CHECKING:
    from datetime import datetime

    from paperlode.replica.day import Days, Notice

PER_PAGE = 2000
SPAN = timedelta(days=90)
"""How far back the pages go."""
CONTENT_TYPE = "text/html; charset=utf-8"
_ALL_OF_PHYSICS = "grp_physics"
_SECTIONS = {
    "New submissions": ("new",),
    "Cross submissions": ("cross",),
    "Replacement submissions": ("replace", "replace-cross"),
}


class Listing:
    """Answers requests for the catch-up listing."""

    def __init__(self, days: Days, per_page: int = PER_PAGE) -> None:
        self._days = days
        self._per_page = per_page

    def answer(
        self,
        path: str,
        encoded: str,
        now: datetime,
        hidden: frozenset[str] = frozenset(),
        *,
        behind: timedelta = timedelta(0),
    ) -> Answer:
        """Answer ``/catchup/SUBJECT/DATE``; parameters are ``page`` (from 1) and ``abs``.

        ``behind``: how old the papers are that it knows.
        """
        subject, _, day_text = unquote(path).removeprefix("/catchup/").partition("/")
        day, field = _day(day_text, now), _field(subject)
        number = _number(parse_qs(encoded).get("page", ["1"])[0])
        if field is None or day is None or number is None:
            return _page(400, "Bad request", "<p>No such subject, day or page.</p>")
        main = _canonical(subject)
        if main != subject:
            moved = (("Location", f"/catchup/{main}/{day_text}"),)
            return Answer(301, b"", CONTENT_TYPE, moved)
        found = self._days.notices(day, field, now - behind)
        listed = [notice for notice in found if notice.paper.id not in hidden]
        first = (number - 1) * self._per_page
        shown = listed[first : first + self._per_page]
        abstracts = parse_qs(encoded).get("abs") == ["True"]
        sections = (
            _section(name, kinds, listed, shown, abstracts=abstracts)
            for name, kinds in _SECTIONS.items()
        )
        title = f"{name_of(subject)}: catch up on {day.isoformat()}"
        return _page(200, title, f"<p>Total of {len(listed)} entries</p>\n{''.join(sections)}")


def _number(written: str) -> int | None:
    found = re.fullmatch(r"0*([1-9][0-9]{0,6})", written)
    return int(found[1]) if found else None


def _page(status: int, title: str, body: str) -> Answer:
    html = (
        "<!DOCTYPE html>\n"
        f'<html lang="en"><head><meta charset="utf-8"><title>{text(title)}</title></head>\n'
        f"<body><h1>{text(title)}</h1>\n{body}</body></html>\n"
    )
    return Answer(status, html.encode(), CONTENT_TYPE)


def _section(
    name: str,
    kinds: tuple[str, ...],
    listed: list[Notice],
    shown: list[Notice],
    *,
    abstracts: bool,
) -> str:
    total = sum(notice.kind in kinds for notice in listed)
    mine = [notice for notice in shown if notice.kind in kinds]
    if not mine:
        return ""
    entries = "".join(_entry(notice, abstracts=abstracts) for notice in mine)
    heading = f"<h3>{name} (showing {len(mine)} of {total} entries)</h3>"
    return f"{heading}\n<dl>\n{entries}</dl>\n"


def _entry(notice: Notice, *, abstracts: bool) -> str:
    """Write a paper without its version, as the real pages do."""
    paper = notice.paper
    marks = []
    if notice.kind in {"cross", "replace-cross"}:
        marks.append(f"cross-list from {paper.primary}")
    if notice.kind in {"replace", "replace-cross"}:
        marks.append("replaced")
    mark = f" ({text(', '.join(marks))})" if marks else ""
    abstract = f"<p>{text(paper.abstract)}</p>" if abstracts else ""
    return (
        f'<dt><a href="/abs/{paper.id}" title="Abstract" id="{paper.id}">arXiv:{paper.id}</a>'
        f"{mark}</dt>\n<dd>{text(paper.title)}{abstract}</dd>\n"
    )


def _day(written: str, now: datetime) -> date | None:
    """Read the day; none outside of the span that the pages cover."""
    today = now.astimezone(EASTERN).date()
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    if day.isoformat() != written or not today - SPAN <= day <= today + timedelta(days=1):
        return None
    return day


def _field(subject: str) -> frozenset[str] | None:
    if subject == _ALL_OF_PHYSICS:
        return members("physics")
    return within(subject) if subject in archives() or subject in categories() else None


def _canonical(subject: str) -> str:
    """Give the name under which a subject is listed."""
    known = categories().get(subject)
    return known.canonical if known else subject
