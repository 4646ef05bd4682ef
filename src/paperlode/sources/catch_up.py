"""arXiv's catch-up pages: what was announced under one of the last 90 days, as web pages.

They are the only public view of past announcements. They name papers without version, by sections
(new, cross-listed, replaced), and say how many there are. Replacements from version 6 on are left
out, as in the feeds.

Source: the code of arXiv's pages (github.com/arXiv/arxiv-browse, ``controllers/catchup_page.py``,
``templates/catchup.html``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from lxml import etree

from paperlode.errors import AnswerError, IncompleteError, InputError
from paperlode.paper import PaperId
from paperlode.query.categories import categories
from paperlode.sources.announcements import spelled
from paperlode.sources.entry import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml.etree import _Element as Element

ADDRESS = "https://arxiv.org"
"""Where arXiv's pages are."""

DAYS = 90
"""How many days back they go."""

KINDS = ("new", "cross", "replace")

TRIES = 3
"""How often a page is asked for that cannot be read."""

PASSES = 2
"""How often a day is read that has fewer entries than it says."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One announced paper."""

    id: str
    """Identifier without version."""
    kind: str
    """One of ``KINDS``, relative to the field; empty when the page does not say."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What one page says of a day."""

    day: date
    items: tuple[Listed, ...]
    total: int
    """How many entries the day has, on all pages."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many entries the sections shown have, on all pages, by kinds."""
    pages: int = 1
    """The highest number of a page that is linked to."""
    unreadable: tuple[str, ...] = ()
    """Entries that name no paper, each as a sentence: a day with some is not whole."""


def request(base: str, subject: str, day: date, page: int = 1) -> str:
    """Write the URL of a page, from 1 on: of an archive, a category, or ``grp_physics``.

    Second names lead to the main ones, so these are asked for at once. Raises ValueError for what
    is no field; several cannot be asked for together.
    """
    name = subject if _GROUP.fullmatch(subject) else spelled(subject)
    known = categories().get(name)
    main = known.canonical if known else name
    return f"{base.rstrip('/')}/catchup/{main}/{day.isoformat()}?abs=False&page={page}"


def read(body: bytes) -> Listing:
    """Read a page; a day without announcements is a page like any other.

    Raises AnswerError for any other page, and for one that shows fewer entries than it says.
    """
    root = _parsed(body)
    day = _day(root)
    sections = _sections(root)
    etree.strip_elements(root, "dl", "script", "style", with_tail=False)
    found = _TOTAL.search(" ".join(map(str, root.itertext())))
    if found is None:
        raise AnswerError("arXiv's page does not say how many entries the day has")
    counts = {section.kind: section.total for section in sections if section.kind}
    items = dict.fromkeys(item for section in sections for item in section.items)
    return Listing(
        day,
        tuple(items),
        max(_number(found[1]), sum(counts.values()), len(items)),
        counts,
        max(_pages(root), default=1),
        tuple(told for section in sections for told in section.unreadable),
    )


def follow(ask: Callable[[str], bytes], base: str, subject: str, day: date) -> Iterator[Listing]:
    """Give the pages of a day until all its entries arrived.

    ``ask`` gives web pages. A page that cannot be read is asked for again; when entries are
    missing at the end, the whole day is. Raises IncompleteError when they are still missing, or
    when there is no page of this day; what was passed on before stands.
    """
    walk = _Walk(ask, base, subject, day)
    for _ in range(PASSES):
        yield from walk.along()
        if walk.whole:
            return
    raise IncompleteError(walk.missing())


@dataclass(slots=True)
class _Walk:
    """What arrived of a day."""

    ask: Callable[[str], bytes]
    base: str
    subject: str
    day: date
    arrived: set[Listed] = field(default_factory=set)
    total: int = 0
    """The largest number of entries that a page of this pass named."""
    unreadable: dict[str, None] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether as many entries arrived as the pages say there are."""
        return len(self.arrived) >= self.total

    def along(self) -> Iterator[Listing]:
        """Read page after page while they bring anything."""
        number, self.total, passed = 1, 0, set[Listed]()
        self.unreadable.clear()
        while True:
            page = self._page(request(self.base, self.subject, self.day, number))
            self.total = max(self.total, page.total)
            self.unreadable |= dict.fromkeys(page.unreadable)
            yield page
            before = len(passed)
            passed.update(page.items)
            self.arrived.update(page.items)
            if len(passed) >= self.total or len(passed) == before:
                return
            number += 1

    def _page(self, url: str) -> Listing:
        """Ask for a page until it can be read and is of the day."""
        for attempt in range(1, TRIES + 1):
            try:
                return self._of_day(read(self.ask(url)))
            except AnswerError as error:
                if attempt == TRIES:
                    raise IncompleteError(f"{self} cannot be read: {error}") from error
        raise AssertionError  # pragma: no cover  the last attempt returns or raises

    def _of_day(self, page: Listing) -> Listing:
        if page.day != self.day:
            raise AnswerError(f"arXiv's page is of {page.day}")
        return page

    def missing(self) -> str:
        """Say what is missing, as a sentence."""
        arrived = f"of {self.total:,} entries of {self} only {len(self.arrived):,} arrived"
        return "; ".join([arrived, *self.unreadable])

    def __str__(self) -> str:
        return f"the listing of {self.subject} of {self.day}"


@dataclass(slots=True)
class _Section:
    """One section of a page."""

    kind: str = ""
    shown: int = 0
    total: int = 0
    items: list[Listed] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    def take(self, entry: Element) -> None:
        """Read one entry."""
        text = one_line(_text(entry))
        try:
            self.items.append(Listed(_identifier(entry, text), self.kind or _marked(text)))
        except ValueError:
            self.unreadable.append(f"an entry of arXiv's page names no paper ({text[:80]!r})")

    def check(self) -> None:
        """Raise AnswerError when entries are missing that the heading promises."""
        has = len(self.items) + len(self.unreadable)
        if has < self.shown:
            raise AnswerError(f"arXiv's page shows {has:,} of {self.shown:,} entries ({self.kind})")


_GROUP = re.compile(r"grp_[a-z]+(?:_[a-z]+)*")
_NUMBER = r"\d{1,3}(?:,?\d{3}){0,3}"
_HEADING = re.compile(
    rf"\s*(new|cross|replace)[^()]*\([^()]*?showing\s+(?:(?:first|last)\s+)?({_NUMBER})"
    rf"\s+of\s+({_NUMBER})\s+entr",
    re.IGNORECASE,
)
_TOTAL = re.compile(rf"total\s+of\s+({_NUMBER})\s+entr", re.IGNORECASE)
_END = re.compile(rb"</html\s*>", re.IGNORECASE)
_LAST = 1000
"""Bytes at the end of a page, among which the document must end."""
_PAGE = re.compile(r"[?&]page=([1-9]\d{0,2})(?!\d)")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905  easier to read
_DATE = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\s*$"
    rf"|\b(?P<d>\d\d?)\s+(?P<m>{'|'.join(_MONTHS)})[a-z]*\s+(?P<y>\d{{4}})\s*$",
    re.IGNORECASE | re.ASCII,
)


def _parsed(body: bytes) -> Element:
    """Parse a web page; no entities of its own, nothing loaded, of limited depth."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise AnswerError(f"arXiv's answer is no web page: {error}") from error
    if root is None:
        raise AnswerError("arXiv's answer is no web page: it is empty")
    if not _END.search(body[-_LAST:]):
        raise AnswerError("arXiv's page is cut short")
    return root


def _day(root: Element) -> date:
    """Find the day in the page's heading: ``... on Tue, 22 Sep 2026``."""
    for heading in root.iter("h1"):
        if found := _DATE.search(one_line(_text(heading))):
            year, month = found["year"] or found["y"], found["month"]
            number = int(month) if month else _MONTHS.index(found["m"][:3].lower()) + 1
            try:
                return date(int(year), number, int(found["day"] or found["d"]))
            except ValueError:
                continue
    raise AnswerError("arXiv's answer is no page of a day's announcements")


def _sections(root: Element) -> list[_Section]:
    """Read headings and entries in the order of the page, however they are nested."""
    sections = [_Section()]
    for element in root.iter("h3", "dt"):
        if element.tag == "dt":
            sections[-1].take(element)
        elif found := _HEADING.match(_text(element)):
            kind = found[1].lower()
            sections.append(_Section(kind, _number(found[2]), _number(found[3])))
        elif next(element.iterancestors("dd"), None) is None:
            sections.append(_Section())
    for section in sections:
        section.check()
    return sections


def _identifier(entry: Element, text: str) -> str:
    """Find a paper's identifier: in the address of its abstract, else in what is shown."""
    addresses = (address.partition("/abs/")[2] for address in _links(entry))
    shown = re.search(r"arXiv:\s*(\S+)", text)
    for named in (*addresses, shown[1] if shown else ""):
        try:
            return PaperId.parse(named).id
        except InputError:
            continue
    raise ValueError("no identifier")


def _marked(text: str) -> str:
    """Find what an entry outside of all sections says of itself."""
    if "(replaced" in text:
        return "replace"
    return "cross" if "(cross-list" in text else ""


def _pages(root: Element) -> Iterator[int]:
    """Give the numbers of the pages that are linked to."""
    for link in _links(root):
        if "/catchup/" in link and (found := _PAGE.search(link)):
            yield int(found[1])


def _links(element: Element) -> Iterator[str]:
    return (link.get("href", "") for link in element.iter("a"))


def _text(element: Element) -> str:
    return "".join(map(str, element.itertext()))


def _number(text: str) -> int:
    return int(text.replace(",", ""))
