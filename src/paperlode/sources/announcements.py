"""arXiv's daily feeds: what was announced today to those who follow a field.

A feed has one announcement day and is built at midnight in New York, four hours after the
announcement. It names what is new, cross-listed, replaced, relative to the field that was asked
for; replacements from version 6 on and changes without a new version are left out. Of more than
2,000 papers it keeps 2,000, and the new ones are the first to be lost.

Sources: arXiv's RSS pages, and the code of its feeds (github.com/arXiv/arxiv-feed).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from paperlode.errors import AnswerError, InputError, RefusedError
from paperlode.paper import PaperId, moment
from paperlode.query.categories import categories
from paperlode.schedule import EASTERN
from paperlode.sources import safe_xml
from paperlode.sources.entry import one_line, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element as Element

ADDRESS = "https://rss.arxiv.org"
"""Where arXiv's feeds are."""

LARGEST = 2000
"""Items of a feed; with as many, it may have been cut."""

FORMS = ("rss", "atom")
"""RSS says of which day it is even when it is empty; Atom does not."""

KINDS = ("new", "cross", "replace", "replace-cross")


@dataclass(frozen=True, slots=True)
class Item:
    """One announced paper."""

    id: str
    """Identifier without version."""
    version: int | None
    """None when the feed does not say."""
    kind: str
    """One of ``KINDS``, relative to the field; empty when the feed says none of them."""
    categories: tuple[str, ...] = ()
    title: str = ""
    """As it was typed, TeX and all; white space collapsed."""
    abstract: str = ""
    """As it was typed, TeX and all; paragraphs kept."""
    creators: str = ""
    """All authors in one text. A comma may as well stand within an affiliation."""
    license: str | None = None
    doi: str | None = None
    journal_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """What one feed says."""

    day: date | None
    """The day of its announcement, Eastern time; None when it does not say."""
    items: tuple[Item, ...] = ()
    """In the feed's order, each once."""
    built: datetime | None = None
    """When it was written (UTC). It says nothing of the day: an old feed is written anew."""
    overflow: bool = False
    """It is full, so papers may have been cut off, new ones first."""
    unreadable: tuple[str, ...] = ()
    """Items that name no paper, each as a sentence: a feed with some is not whole."""

    def is_of(self, day: date) -> bool:
        """Say whether this is the feed of a day; one that does not say its day is of none."""
        return self.day == day


def request(base: str, subject: str, form: str = "rss") -> str:
    """Write the URL of the feed of a field: ``cs.LG``, ``cond-mat``, ``cs+math.QA``.

    Names are understood in any case and sent as arXiv's taxonomy writes them, so that one feed has
    one address. Raises ValueError for another form than RSS and Atom, and for what is no name.
    """
    if form not in FORMS:
        raise ValueError(f"{form!r} is not one of the forms of feeds: {', '.join(FORMS)}")
    names = "+".join(map(spelled, subject.split("+")))
    return f"{base.rstrip('/')}/{form}/{quote(names, safe='+')}"


def read(body: bytes) -> Feed:
    """Read a feed, RSS 2.0 or Atom 1.0; one without items is a feed like any other.

    Raises RefusedError with arXiv's own sentence for the feed that names an error, AnswerError
    for anything that is no whole feed.
    """
    return safe_xml.read(body, "a feed", ("{*}item", "{*}entry"), _Answer)


_NAME = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*(?:\.[A-Za-z]+(?:-[A-Za-z]+)*)?")


def spelled(name: str) -> str:
    """Give the name of an archive or category as the taxonomy writes it; one it lacks as it is.

    Raises ValueError for what can be no name.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is neither an archive nor a category of arXiv")
    return _spellings().get(name.lower(), name)


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    known = categories().values()
    names = {category.id for category in known} | {category.archive for category in known}
    return {name.lower(): name for name in names}


class _Answer:
    """A feed while it is read."""

    def __init__(self) -> None:
        self.items: dict[tuple[str, int | None, str], Item] = {}
        self.days: set[date] = set()
        self.unreadable: list[str] = []
        self.entries = 0

    def take(self, part: Element) -> None:
        """Read one item."""
        self.entries += 1
        said = _said(part)
        self.days.update(_days(said))
        try:
            item = _item(said, _terms(part))
        except ValueError as error:
            place = f"item {self.entries} of arXiv's feed"
            self.unreadable.append(f"{place} is no announcement: {error}")
        else:
            self.items.setdefault((item.id, item.version, item.kind), item)

    def result(self, root: Element) -> Feed:
        """Give the feed, knowing it without its items."""
        if _local(root) not in {"rss", "feed"}:
            raise AnswerError(f"arXiv's answer is no feed: its outermost element is {root.tag}")
        head = next((part for part in root if _local(part) == "channel"), root)
        if _local(root) == "rss" and head is root:
            raise AnswerError("arXiv's answer is no whole feed: it has no channel")
        said = _said(head)
        _raise_when_refused(said)
        return Feed(
            _day_of(self.days, said),
            tuple(self.items.values()),
            _built(said),
            self.entries >= LARGEST,
            tuple(self.unreadable),
        )


def _raise_when_refused(said: dict[str, str]) -> None:
    """Recognise the feed with which arXiv says that there is no such field."""
    title = one_line(said.get("title", ""))
    if title.startswith("Feed error for query"):
        why = one_line(said.get("description", "") or said.get("subtitle", ""))
        raise RefusedError(f"arXiv refuses the request: {why or title}")


def _local(element: Element) -> str:
    """Give an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


_SEVERAL = {"creator": ", ", "doi": " "}
"""What may be there several times, and what is put between; of the others, the first counts."""


def _said(part: Element) -> dict[str, str]:
    """Collect what a feed or an item says, by names in lower case without namespaces.

    Markup within a text (there should be none) is left out, its text is kept.
    """
    said: dict[str, str] = {}
    for child in part:
        name = _local(child).lower()
        if name in {"item", "entry", "category"}:
            continue
        text = _text(child) or child.get("href", "")
        if name in said and name in _SEVERAL:
            said[name] += _SEVERAL[name] + text
        elif not said.get(name, "").strip():
            said[name] = text
    return said


def _terms(part: Element) -> Iterable[str]:
    """Give the categories: texts in RSS, attributes in Atom."""
    for child in part:
        if _local(child).lower() == "category":
            yield child.get("term") or _text(child)


def _text(element: Element) -> str:
    return "".join(map(str, element.itertext()))


_DESCRIPTION = re.compile(
    r"\s*+(?:arxiv:(?P<name>\S++)\s*+)?+(?:announce type:\s*+(?P<kind>[\w-]++)\s*+)?+"
    r"(?:abstract:)?+(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)


def _item(said: dict[str, str], terms: Iterable[str]) -> Item:
    """Make an item; ValueError when no part of it names a paper."""
    about = _DESCRIPTION.fullmatch(said.get("description", "") or said.get("summary", ""))
    named, told, rest = about.group("name", "kind", "rest") if about else (None, None, "")
    paper = _paper(said.get("guid", ""), said.get("id", ""), named or "", said.get("link", ""))
    kind = one_line(said.get("announce_type", "") or told or "").lower()
    return Item(
        paper.id,
        paper.version,
        kind if kind in KINDS else "",
        tuple(dict.fromkeys(filter(None, map(one_line, terms)))),
        one_line(said.get("title", "")),
        paragraphs(rest),
        one_line(said.get("creator", "")),
        one_line(said.get("rights", "")) or None,
        " ".join(dict.fromkeys(said.get("doi", "").split())) or None,
        one_line(said.get("journal_reference", "") or said.get("journal_ref", "")) or None,
    )


_HIGHEST = 9999
"""No paper has nearly as many versions."""
_LONGEST = 200
"""Characters; nothing longer is an identifier or a date."""


def _paper(*places: str) -> PaperId:
    """Find identifier and version in the places that may have them, the best one first.

    The link has no version: when the guid is missing, the description has it.
    """
    found = [paper for place in places if (paper := _parsed(place))]
    if not found:
        shown = next((place.strip() for place in places if place.strip()), "")[:_LONGEST]
        raise ValueError(f"it names no paper ({shown!r})")
    same = (paper for paper in found if paper.id == found[0].id)
    return next((paper for paper in same if paper.version), found[0])


def _parsed(place: str) -> PaperId | None:
    if not place.strip() or len(place) > _LONGEST:
        return None
    try:
        paper = PaperId.parse(place)
    except InputError:
        return None
    return paper if (paper.version or 0) <= _HIGHEST else PaperId(paper.id)


def _day_of(days: set[date], said: dict[str, str]) -> date | None:
    """Give the day of a feed: of several days the earliest, because only part of it is newer."""
    return min(days.union(_days(said)), default=None)


def _days(said: dict[str, str]) -> Iterable[date]:
    """Give the day on which something was published; none when it is no date."""
    text = said.get("pubdate", "") or said.get("published", "")
    found = _moment(text.strip()) if 0 < len(text) <= _LONGEST else None
    if isinstance(found, datetime):
        yield found.astimezone(EASTERN).date()
    elif found is not None:
        yield found


def _built(said: dict[str, str]) -> datetime | None:
    text = said.get("lastbuilddate", "") or said.get("updated", "")
    found = _moment(text.strip()) if 0 < len(text) <= _LONGEST else None
    return found.astimezone(UTC) if isinstance(found, datetime) else None


_BARE = len("2026-11-17")


@lru_cache(maxsize=100)
def _moment(text: str) -> datetime | date | None:
    """Read a time of RSS (RFC 2822) or Atom (RFC 3339), or a bare day; None when it is none.

    A time at the edge of the calendar cannot be moved to another zone and is none either.
    """
    try:
        if len(text) == _BARE:
            return date.fromisoformat(text)
        if text[:4].isdigit():
            found = moment(text)
        else:
            found = parsedate_to_datetime(text)
            found = found.replace(tzinfo=UTC) if found.tzinfo is None else found
        found.astimezone(EASTERN)
        return found.astimezone(UTC)
    except (ValueError, OverflowError, TypeError):
        return None
