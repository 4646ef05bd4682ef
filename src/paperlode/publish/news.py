"""What a piece of news means, in words: the same on pages, in README, feeds and on screen."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import quote

from paperlode.publish.dates import date_text, joined, number_of
from paperlode.publish.prose import clean
from paperlode.query import Term, matches
from paperlode.query.syntax import walk
from paperlode.revision import revision
from paperlode.sighting import CROSS, NEW_THERE, REPLACED, REPLACED_CROSS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from paperlode.digest import Seen
    from paperlode.paper import Paper
    from paperlode.revision import Revision
    from paperlode.sighting import Announcement
    from paperlode.topic import Topic

FIELDS = {
    "title": "title",
    "abstract": "abstract",
    "authors": "authors",
    "categories": "categories",
    "comment": "comment",
    "journal_ref": "journal reference",
    "doi": "DOI",
    "report_no": "report number",
    "license": "licence",
}
"""Fields of a paper by the words that people use; a withdrawal is told otherwise."""


def note(entry: Seen, topics: Sequence[Topic]) -> str:
    """Say what the word for the kind leaves open; empty when there is nothing to add.

    ``topics`` are those of the settings: their queries tell which category brought a paper in.
    """
    return "; ".join(_parts(entry, topics))


def sentence(told: str) -> str:
    """Let a note stand alone: it begins with a capital letter."""
    return told[:1].upper() + told[1:]


def _parts(entry: Seen, topics: Sequence[Topic]) -> Iterator[str]:
    paper, kind = entry.paper, entry.kind
    if kind is Kind.LATE:
        yield late(entry)
    if kind is Kind.CROSS_LISTED:
        yield f"{cross_listed(entry, topics)}, submitted on {date_text(paper.submitted.date())}"
    if kind is Kind.REVISED and entry.before is not None:
        yield f"changed: {changed(entry.before, paper)}"
    if paper.withdrawn:
        yield withdrawn(paper)
    if kind is Kind.PUBLISHED:
        yield f"now published: {' / '.join(published(paper))}"


def late(entry: Seen) -> str:
    """Say how old a paper is that is seen only now, and since when arXiv shows it."""
    submitted = f"submitted on {date_text(entry.paper.submitted.date())}"
    day = first_day(entry)
    if day is None:
        days = number_of((entry.seen - entry.paper.submitted).days, "day")
        return f"{submitted}, seen here {days} later"
    return f"{submitted}, announced on {date_text(day)}"


def first_day(entry: Seen) -> date | None:
    """Give the first day under which arXiv announced this version, as far as we read that.

    What names no version is of the first one, unless it tells of a replacement; which of the later
    ones it is of, nobody knows.
    """
    version = entry.paper.version
    days = [
        one.day
        for one in entry.announcements
        if one.version == version
        or (one.version is None and version == 1 and one.kind in {NEW_THERE, CROSS})
    ]
    return min(days, default=None)


_ANNOUNCED = {
    NEW_THERE: "new in {}",
    CROSS: "cross-listed into {}",
    REPLACED: "replaced in {}",
    REPLACED_CROSS: "replaced in {}",
    "": "in {}",
}
_TOLD = tuple(_ANNOUNCED)
"""The order in which a day's announcements of a paper are told."""


def announced(announcements: Iterable[Announcement]) -> list[tuple[date, str]]:
    """Say for each day as what arXiv announced a paper in which fields."""
    ordered = sorted(announcements, key=lambda one: one.day)
    return [(day, _day(list(same))) for day, same in groupby(ordered, key=lambda one: one.day)]


def _day(same: Sequence[Announcement]) -> str:
    """Say it of one day: ``new in cs.LG, cross-listed into stat.ML``."""
    told: dict[str, list[str]] = {}
    for one in sorted(same, key=lambda one: _TOLD.index(one.kind)):
        told.setdefault(_words(one), []).append(_field(one.subject))
    return ", ".join(words.format(joined(dict.fromkeys(fields))) for words, fields in told.items())


def _words(one: Announcement) -> str:
    if one.version and one.kind in {REPLACED, REPLACED_CROSS}:
        return f"version {one.version} in {{}}"
    return _ANNOUNCED[one.kind]


def _field(subject: str) -> str:
    """Name a field for people; only physics has several archives."""
    return "physics (all archives)" if "+" in subject else subject


@lru_cache(maxsize=512)
def compared(before: Paper, paper: Paper) -> Revision:
    """Compare two versions; first page, day, paper, README and feed ask for the same."""
    return revision(before, paper)


def changed(before: Paper, paper: Paper) -> str:
    """Name what differs between two versions, in the order in which a page shows it."""
    fields = compared(before, paper).fields
    told = ", ".join(word for field, word in FIELDS.items() if field in fields)
    return told or "only the document itself"


def withdrawn(paper: Paper) -> str:
    """Say that a paper was withdrawn, and why, as far as its comment tells."""
    comment = clean(paper.comment or "")
    return f"withdrawn with version {paper.version}{f': “{comment}”' if comment else ''}"


def published(paper: Paper) -> list[str]:
    """Give journal reference and DOIs."""
    return [
        *filter(None, [clean(paper.journal_ref or "")]),
        *(f"doi:{doi}" for doi in dois(paper)),
    ]


def dois(paper: Paper) -> list[str]:
    """Give the publishers' identifiers."""
    return clean(paper.doi or "").split()


def doi_url(doi: str) -> str:
    """Give the address behind a publisher's identifier."""
    return f"https://doi.org/{quote(doi)}"


def cross_listed(entry: Seen, topics: Sequence[Topic]) -> str:
    """Say into which category a paper came, as far as the queries of its topics tell."""
    own = [topic for topic in topics if topic.id in entry.topics]
    entered = joined(dict.fromkeys(c for topic in own for c in _entered(entry.paper, topic)))
    return f"cross-listed into {entered}" if entered else "cross-listed"


def _entered(paper: Paper, topic: Topic) -> list[str]:
    """Give the categories but the first that the query names; none when it names the first too."""
    terms = [part for part in walk(topic.tree) if isinstance(part, Term) and part.field == "cat"]
    named = [category for category in paper.categories if _names(terms, paper, category)]
    return [] if paper.primary in named else named


def _names(terms: Iterable[Term], paper: Paper, category: str) -> bool:
    alone = replace(paper, categories=(category,))
    return any(matches(term, alone) for term in terms)
