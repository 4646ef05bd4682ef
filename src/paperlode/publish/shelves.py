"""The pages of shelves: all papers of a topic or an author, with an element, a tag, or code.

A shelf begins with its newest papers. One of many papers has a page for each year, and a year of
very many one for each month: by identifier, so that no paper ever moves from one page to another
and what arrives later rewrites only the pages it belongs to.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from paperlode.enrich.elements import SYMBOLS, name_of
from paperlode.facts import CODE, DATA, NONE
from paperlode.paper import calendar_month
from paperlode.publish import addresses
from paperlode.publish.dates import number_of
from paperlode.publish.markup import headline, plain
from paperlode.publish.months import MOST, month_text, part_of, part_text
from paperlode.publish.subscriptions import of_shelf, of_topic
from paperlode.publish.templating import people
from paperlode.publish.unmade import apart

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from paperlode.paper import Paper
    from paperlode.publish import File, Look
    from paperlode.publish.status import Status, TopicStatus
    from paperlode.publish.subscriptions import Feed
    from paperlode.publish.templating import Pages
    from paperlode.store import Store
    from paperlode.topic import Topic

FIRST = 100
"""Papers on a shelf's own page; older ones are on the pages of their years."""
YEAR = 500
"""Papers of a year that have room on one page."""
_WITHDRAWN = Markup(' · <strong class="withdrawn">withdrawn</strong>')


@dataclass(frozen=True, slots=True)
class Shelf:
    """A facet by which people look for papers."""

    name: str
    """As the store calls it: ``element/Li``."""
    heading: str
    told: str
    """Completes "12 papers ..."."""
    above: tuple[str, str]
    """Name and address of the page that lists it."""
    path: str
    """The address of its own page."""
    query: str = ""
    topic: Topic | None = None
    """The topic whose papers these are: its page is there even without any."""


_TO_TOPICS = ("Topics", addresses.TOPICS)
_TO_ELEMENTS = ("Elements", addresses.ELEMENTS)
_TO_TAGS = ("Tags", addresses.TAGS)
_TO_AUTHORS = ("Topics and authors", addresses.TOPICS)
HAS = {
    kind: Shelf(name, f"Has {kind}", f"that link to {kind}", _TO_TAGS, addresses.shelf_path(name))
    for kind, name in ((CODE, f"has/{CODE}"), (DATA, f"has/{DATA}"))
}
NO_ELEMENT = Shelf(
    *(NONE, "No element named", "whose title and abstract name no element", _TO_ELEMENTS),
    addresses.shelf_path(NONE),
)


def known(look: Look) -> Iterator[Shelf]:
    """Give every shelf there can be, but for those of topics."""
    for symbol in SYMBOLS:
        name, path = name_of(symbol), addresses.shelf_path(f"element/{symbol}")
        told = (name.capitalize(), f"that name {name}")
        yield Shelf(f"element/{symbol}", *told, _TO_ELEMENTS, path)
    yield NO_ELEMENT
    yield from HAS.values()
    for tag in look.tags:
        name, heading = f"tag/{tag.id}", plain(tag.name) or tag.id
        if tag.id in look.authors:
            path = addresses.shelf_path(name, look.authors)
            yield Shelf(name, heading, f"by {heading}", _TO_AUTHORS, path, tag.text)
        else:
            path = addresses.shelf_path(name)
            yield Shelf(name, heading, "that match its query", _TO_TAGS, path, tag.text)


def topics(look: Look) -> Iterator[Shelf]:
    """Give the shelves of the topics."""
    for topic in look.topics:
        heading, path = plain(topic.name) or topic.id, addresses.topic_path(topic.id)
        told = (f"topic/{topic.id}", heading, "that match its query", _TO_TOPICS)
        yield Shelf(*told, path, topic.text, topic)


def files(
    pages: Pages,
    store: Store,
    status: Status,
    mark: int | None,
    again: Collection[str] = (),
) -> Iterator[File]:
    """Write the pages of all shelves; with a mark only those that may differ since then.

    Year by year, so that the papers of only one have to be in memory.
    """
    stock = Stock(pages.look, store)
    every = (*topics(pages.look), *known(pages.look))
    planned = [leaf for shelf in every for leaf in _planned(shelf, stock, mark, again)]
    state = {topic.topic.id: topic for topic in status.topics}
    planned.sort(key=lambda leaf: leaf.year)
    for _, its in groupby(planned, key=lambda leaf: leaf.year):
        leaves = list(its)
        rows = stock.rows({i for leaf in leaves for i in leaf.ids(stock)})
        for leaf in leaves:
            topic = leaf.shelf.topic
            its_state = state[topic.id] if topic else None
            path = addresses.file_of(leaf.path)
            yield from apart(path, partial(_made, pages, leaf, leaf.ids(stock), rows, its_state))


def _planned(
    shelf: Shelf, stock: Stock, mark: int | None, again: Collection[str]
) -> Iterator[Leaf]:
    """Give the pages of a shelf that may differ since a mark, and those to be made again."""
    due = list(_leaves(shelf, stock, mark))
    yield from due
    if any(path.startswith(shelf.path) for path in again):
        there = {leaf.path for leaf in due}
        for leaf in _leaves(shelf, stock, None):
            if leaf.path not in there and addresses.file_of(leaf.path) in again:
                yield leaf


def _made(pages: Pages, leaf: Leaf, *told: Any) -> Iterator[File]:  # noqa: ANN401  as _page has it
    yield _page(pages, leaf, *told)


def paths(store: Store, look: Look) -> list[str]:
    """Give the addresses of the shelves that hold papers."""
    there = store.shelves()
    held = [shelf.path for shelf in known(look) if shelf.name in there]
    return [*(shelf.path for shelf in topics(look)), *held]


def gone(store: Store, look: Look, mark: int) -> Iterator[str]:
    """Name the files of shelves that a mark ago may have been there and now must not be."""
    stock = Stock(look, store)
    total = dict(store.months(look.ids))
    shelves = {shelf.name: shelf for shelf in (*topics(look), *known(look))}
    for name, months in store.moved(mark).items():
        if name in shelves:
            base = shelves[name].path
            there = {leaf.path for leaf in _leaves(shelves[name], stock, None)}
            once = {base, *(f"{base}{calendar_month(yymm)[:4]}/" for yymm in months)}
            once |= {_month_path(base, yymm) for yymm in months}
            once |= {
                f"{_month_path(base, yymm)}{number:02}000/"
                for yymm in months
                if total.get(yymm, 0) > MOST
                for number in range(100)
            }
            yield from sorted(addresses.file_of(path) for path in once - there)


class Stock:
    """What stands on the shelves, read from the store when it is asked for."""

    def __init__(self, look: Look, store: Store) -> None:
        self.counts = store.shelves()
        """Shelves with their number of papers by month of identifiers."""
        self.moved = lru_cache(maxsize=None)(store.moved)
        self.fresh = lru_cache(maxsize=None)(lambda mark: len(store.changes(mark).ids))
        """How many papers at most came, went or changed since a mark."""
        self._look = look
        self._store = store
        self._month = lru_cache(maxsize=None)(store.shelved)

    def months(self, name: str) -> dict[str, int]:
        """Give the months of a shelf that have papers, the newest first."""
        months = self.counts.get(name, {})
        return {yymm: months[yymm] for yymm in sorted(months, key=calendar_month, reverse=True)}

    def ids(self, name: str, months: Iterable[str]) -> Iterator[str]:
        """Give the papers of a shelf month by month."""
        for yymm in months:
            yield from self._month(yymm).get(name, ())

    def rows(self, ids: Iterable[str]) -> Rows:
        """Give papers as lines of lists."""
        found = Rows()
        ordered = sorted(ids)
        for start in range(0, len(ordered), MOST):
            for entry in self._store.shown(ordered[start : start + MOST], self._look.ids):
                found.papers[entry.paper.id] = entry.paper
        return found


class Rows(dict[str, Markup]):
    """Papers as lines of lists, each written when it is needed first.

    A line lacks its beginning, the way to the papers.
    """

    def __init__(self) -> None:
        super().__init__()
        self.papers: dict[str, Paper] = {}

    def __missing__(self, identifier: str) -> Markup:
        self[identifier] = _row(self.papers[identifier])
        return self[identifier]


def _row(paper: Paper) -> Markup:
    title, authors = headline(paper.title) or escape(paper.name), people(paper.authors, 3)
    told = f"{authors} · {escape(paper.name)} · {escape(plain(paper.primary))}"
    withdrawn = _WITHDRAWN if paper.withdrawn else ""
    # A thousand rows a day: filled in by hand, which takes half of the time.
    return Markup(f'">{title}</a><small>{told}{withdrawn}</small></li>')  # noqa: S704  escaped


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a shelf."""

    shelf: Shelf
    path: str
    heading: str
    papers: int
    """How many there are here and on the pages below."""
    year: str = ""
    """Empty for the page with the newest papers."""
    listed: tuple[str, ...] = ()
    """The months whose papers are listed here."""
    part: str = ""
    """Of a month that is split: the part that is listed."""
    spans: tuple[tuple[str, str, int], ...] = ()
    """Names, addresses and numbers of papers of the pages below."""
    by: str = "By year"
    """What the pages below are."""

    def ids(self, stock: Stock) -> list[str]:
        """Give the papers that are listed."""
        found = stock.ids(self.shelf.name, self.listed)
        if self.part:
            return [identifier for identifier in found if part_of(identifier) == self.part]
        return list(found if self.year else islice(found, FIRST))


def _leaves(shelf: Shelf, stock: Stock, mark: int | None) -> Iterator[Leaf]:
    """Give the pages of a shelf that may differ since a mark."""
    months = stock.months(shelf.name)
    due, fresh = set(months), 0
    if mark is not None:
        due, fresh = stock.moved(mark).get(shelf.name, set()), stock.fresh(mark)
    total = sum(months.values())
    if shelf.topic is None and not (months and due):
        return
    if total - fresh <= FIRST:  # it may have had one page until just now
        due = set(months)
    years = {
        year: {yymm: months[yymm] for yymm in its}
        for year, its in groupby(months, key=lambda yymm: calendar_month(yymm)[:4])
    }
    spans = tuple((year, f"{shelf.path}{year}/", sum(its.values())) for year, its in years.items())
    spans = spans if total > FIRST else ()
    yield Leaf(shelf, shelf.path, shelf.heading, total, listed=tuple(months), spans=spans)
    for year, its in years.items() if spans else ():
        if due & its.keys():
            yield from _year(shelf, stock, year, its, set(its) if _few(its, fresh) else due)


def _year(
    shelf: Shelf, stock: Stock, year: str, months: Mapping[str, int], due: set[str]
) -> Iterator[Leaf]:
    total = sum(months.values())
    page = Leaf(shelf, f"{shelf.path}{year}/", f"{shelf.heading}: {year}", total, year)
    if total <= YEAR:
        yield replace(page, listed=tuple(months))
        return
    spans = [(month_text(yymm), _month_path(shelf.path, yymm), n) for yymm, n in months.items()]
    yield replace(page, spans=tuple(spans), by="By month")
    for yymm in months:
        if yymm in due:
            yield from _month(shelf, stock, year, yymm)


def _month(shelf: Shelf, stock: Stock, year: str, yymm: str) -> Iterator[Leaf]:
    path, heading = _month_path(shelf.path, yymm), f"{shelf.heading}: {month_text(yymm)}"
    number = stock.counts[shelf.name][yymm]
    page = Leaf(shelf, path, heading, number, year, listed=(yymm,))
    if number <= MOST:
        yield page
        return
    parts = Counter(map(part_of, stock.ids(shelf.name, [yymm])))
    spans = [(part_text(yymm, part), f"{path}{part}/", n) for part, n in parts.items()]
    yield replace(page, listed=(), spans=tuple(spans), by="By identifier")
    for part, (name, its_path, its_number) in zip(parts, spans, strict=True):
        its_heading = f"{shelf.heading}: {name}"
        yield replace(page, path=its_path, heading=its_heading, papers=its_number, part=part)


def _month_path(base: str, yymm: str) -> str:
    return f"{base}{calendar_month(yymm)}/"


def _few(months: Mapping[str, int], fresh: int) -> bool:
    """Say whether a year may have had one page before so many papers came."""
    return sum(months.values()) - fresh <= YEAR


def _page(
    pages: Pages,
    leaf: Leaf,
    ids: Iterable[str],
    rows: Rows,
    state: TopicStatus | None = None,
) -> File:
    """Fill in a page of a shelf."""
    shelf = leaf.shelf
    root = "../" * leaf.path.count("/")
    listed = [
        f'<li><a href="{escape(pages.link(root, addresses.paper_path(i)))}{rows[i]}'
        for i in ids
        if i in rows.papers
    ]
    return pages.page(
        "shelf.html",
        leaf.path,
        heading=leaf.heading,
        summary=f"{number_of(leaf.papers, 'paper')} {shelf.told}",
        above=shelf.above if leaf.path == shelf.path else (shelf.heading, shelf.path),
        query=shelf.query if leaf.path == shelf.path else "",
        spans=leaf.spans,
        by=leaf.by,
        newest=leaf.path == shelf.path and bool(leaf.spans),
        rows=Markup("\n".join(listed)),  # noqa: S704  escaped
        feed=_feed(pages.look, shelf),
        described=plain(shelf.topic.description) if shelf.topic else "",
        state=state if leaf.path == shelf.path else None,
    )


def _feed(look: Look, shelf: Shelf) -> Feed | None:
    if shelf.topic:
        return of_topic(look, shelf.topic)
    return None if shelf.name == NONE else of_shelf(look, shelf)
