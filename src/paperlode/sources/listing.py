"""One listing of the search API, page by page, until there is evidence that it is whole.

The service gives short, empty and cut pages, changes its mind about totals, and may order papers
of the same second anew with every answer. So pages overlap, nothing is taken for the end that
only looks like it, and a listing counts as whole only when as many different papers arrived as
the service says there are.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from paperlode.errors import AnswerError, IncompleteError, RefusedError
from paperlode.sources import search_api
from paperlode.sources.page import Page, Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAGE = 1000
"""Papers asked for at once: 2.5 MB, the most that arXiv recommends."""

OVERLAP = 10
"""Entries that a page shares with the one before it."""

TRIES = 5
"""How often a page is asked for, in one size, when it brings nothing although there is more."""

ZEROS = 3
"""How often arXiv must say that a listing is empty before it is believed."""

PASSES = 4
"""How often a listing is read from one end to the other when papers are missing in the end."""

_SMALLEST = 25
_DIVISORS = tuple(n for n in range(search_api.LARGEST, 0, -1) if search_api.WINDOW % n == 0)


@dataclass(frozen=True, slots=True)
class Listing:
    """What is asked for: a query, whole or in a window of submission times, in an order."""

    query: str
    window: Window | None = None
    sort: str = "submittedDate"
    ascending: bool = True
    zeros: int = ZEROS
    """How often arXiv must say that it is empty."""

    @property
    def text(self) -> str:
        """The query as it is sent, with the window in arXiv's form (API user's manual)."""
        if self.window is None:
            return self.query
        ends = (f"{end:%Y%m%d%H%M}" for end in (self.window.first, self.window.last))
        return f"(({self.query}) AND submittedDate:[{' TO '.join(ends)}])"

    def __str__(self) -> str:
        if self.window is None:
            return "of the query"
        first, last = (f"{end:%Y-%m-%d %H:%M}" for end in (self.window.first, self.window.last))
        return f"submitted from {first} to {last}"


@dataclass(slots=True)
class Reader:
    """Asks for pages over ``ask``, again where needed, and passes each paper on once."""

    ask: Callable[[str], bytes]
    base: str = search_api.ADDRESS
    size: int = PAGE
    """Papers asked for at once; the next smaller number that divides 10,000 is used, because
    the service refuses other sizes near the end of its window."""
    _passed: set[str] = field(default_factory=set)

    def read(self, url: str) -> Page:
        """Ask for a URL until its answer can be read, at most ``TRIES`` times.

        Raises AnswerError when it stays unreadable, RefusedError at once.
        """
        for _ in range(TRIES - 1):
            body = self.ask(url)
            try:
                return search_api.read(body)
            except RefusedError:
                raise
            except AnswerError:
                continue
        return search_api.read(self.ask(url))

    def page(self, listing: Listing, start: int, size: int) -> Page:
        """Ask for ``size`` entries of a listing, from ``start`` on."""
        url = search_api.request(
            self.base,
            listing.text,
            start=start,
            size=size,
            sort=listing.sort,
            ascending=listing.ascending,
        )
        return replace(self.read(url), start=start, window=listing.window)

    def fresh(self, page: Page) -> Page:
        """Leave out the papers that were passed on before."""
        papers = {paper.name: paper for paper in page.papers if paper.name not in self._passed}
        self._passed.update(papers)
        return replace(page, papers=tuple(papers.values()))

    def pages(self, listing: Listing, attempt: int = 0) -> Iterator[Page]:
        """Read a listing from one end to the other or to its 10,000th entry, as it comes.

        ``attempt`` counts the passes: each has other page sizes, so that neither a cached answer
        nor the place where pages meet is the same. Raises IncompleteError where the service
        stops giving papers although there are more.
        """
        size = got = fitting(self.size, attempt)
        position = fruitless = nothing = 0
        while True:
            shared = min(OVERLAP, size // 2, got // 2)
            start = max(0, min(position - shared, search_api.WINDOW - size))
            page = self.page(listing, start, size)
            got = page.entries or got
            fruitless = 0 if start + page.entries > position else fruitless + 1
            position = max(position, start + page.entries)
            if not fruitless or not page.entries:
                yield page  # an empty one as well: it says how much there is
            nothing = nothing + 1 if page.total == 0 else 0
            if _ended(page, position) or (position == 0 and nothing == listing.zeros):
                return
            if fruitless == TRIES:
                size, fruitless = self._smaller(listing, size, page, position), 0

    def _smaller(self, listing: Listing, size: int, page: Page, position: int) -> int:
        """Give the next smaller page size, or raise when small pages did not help either."""
        if size <= _SMALLEST:
            raise IncompleteError(
                f"of {page.total:,} papers {listing} arXiv gives only {position:,}, "
                "however often and in whatever portions one asks"
            )
        return fitting(size // 2)


def follow(reader: Reader, listing: Listing, claimed: int = 0) -> Iterator[Page]:
    """Read a listing of at most 10,000 papers until it is whole.

    The last page has no papers; its ``listed`` names all that the listing has. ``claimed`` is
    what the service said of the listing before: nothing at all is then no credible answer.
    Raises IncompleteError when papers are missing after ``PASSES`` passes; what was passed on
    before stands. Every other pass goes backwards, to come to the same place from the other side.
    """
    tally = Tally(claimed)
    for attempt in range(PASSES):
        tally.begin()
        turned = replace(listing, ascending=listing.ascending is (attempt % 2 == 0))
        for page in attempted(reader, turned, attempt):
            tally.count(page)
            if page.entries:
                yield reader.fresh(page)
        if tally.whole:
            yield tally.closing(listing)
            return
    raise IncompleteError(tally.missing(listing))


def attempted(reader: Reader, listing: Listing, attempt: int) -> Iterator[Page]:
    """Read one pass; where it sticks there may be another one that gets further."""
    try:
        yield from reader.pages(listing, attempt)
    except IncompleteError:
        if attempt == PASSES - 1:
            raise


class Tally:
    """Counts what arrived of a listing against what the service says it has.

    What arrived counts over all passes; what the service says, in the present pass and the one
    before: it must say a smaller number twice. A total that is smaller than the entries shown is
    no total: there may be more. ``claimed`` is what the service said of the listing elsewhere.
    """

    def __init__(self, claimed: int = 0) -> None:
        self._papers: Counter[str] = Counter()
        self._total = claimed
        self._before = 0
        self._shown = False
        self._unreadable: dict[str, None] = {}

    def begin(self) -> None:
        """Begin a pass."""
        self._before, self._total, self._shown = self._total, 0, False

    def count(self, page: Page) -> None:
        """Count a page; an identifier counts twice only with two versions in one answer."""
        names = {paper.name: paper.id for paper in page.papers}
        self._papers |= Counter(names.values())
        shown = page.start + page.entries if page.entries else 0
        self._total = max(self._total, page.total if page.total >= shown else shown + 1)
        self._shown = self._shown or page.entries > 0
        self._unreadable |= dict.fromkeys(page.unreadable)

    @property
    def arrived(self) -> int:
        """How many different papers arrived."""
        return self._papers.total()

    @property
    def whole(self) -> bool:
        """Whether as many different papers arrived as the service says there are.

        A pass that showed nothing proves nothing when there were papers before.
        """
        enough = self.arrived >= max(self._total, self._before)
        return enough and (self._shown or self.arrived == 0)

    def closing(self, listing: Listing) -> Page:
        """Give the page that closes a whole listing."""
        listed = frozenset(self._papers)
        return Page((), self._total, self.arrived, window=listing.window, listed=listed)

    def missing(self, listing: Listing) -> str:
        """Say what is missing, as a sentence."""
        total = max(self._total, self._before)
        arrived = f"of {total:,} papers {listing} only {self.arrived:,} arrived"
        return "; ".join([arrived, *self._unreadable])


def _ended(page: Page, position: int) -> bool:
    """Say whether there is nothing more to be had; an empty page alone is no proof.

    A later page overlaps the one before it, so it is never empty unless something is wrong.
    """
    return page.entries > 0 and position >= min(page.total, search_api.WINDOW)


def fitting(size: int, smaller: int = 0) -> int:
    """Give the largest page size up to ``size`` that divides 10,000, or one some steps smaller.

    Pages have at least two entries, one of which is shared.
    """
    fits = [n for n in _DIVISORS if 1 < n <= max(2, size)]
    stepped = fits[min(smaller, len(fits) - 1)]
    return stepped if stepped >= _SMALLEST else fits[0]
