"""Harvests of the search API: what changed lately, everything there ever was, single papers.

arXiv can sort by the time of the last version but not filter by it, and a listing ends at its
10,000th entry. Papers become visible days to months after they were submitted, deep inside every
listing. So what changed lately is read from the newest end, and everything else is compared by
number, window by window of submission times, down to the window that hides a late paper.
"""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from paperlode.errors import IncompleteError, RefusedError
from paperlode.paper import PaperId
from paperlode.sighting import BEGINNING
from paperlode.sources import search_api
from paperlode.sources.lately import Look
from paperlode.sources.listing import PAGE, PASSES, ZEROS, Listing, Reader, Tally, attempted, follow
from paperlode.sources.page import Page, Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from paperlode.paper import Paper

    Known = Callable[[datetime, datetime], int]

BATCH = 100
"""Identifiers in one request: longer addresses were refused by arXiv's edge (414)."""

_MINUTE = timedelta(minutes=1)


def recent(
    ask: Callable[[str], bytes],
    query: str,
    since: datetime,
    *,
    held: int = 0,
    zeros: int = ZEROS,
    base: str = search_api.ADDRESS,
    size: int = PAGE,
) -> Iterator[Page]:
    """Give the papers with a version of ``since`` or later, newest first.

    Reads until a whole page is older. ``held`` is how many papers of the query we already have:
    with some, an empty listing is not believed; with none, when it came ``zeros`` times. When the
    listing was read to its end, the last page closes it: its ``listed`` names everything that
    the query matches. With more than 10,000 papers since then, the whole query is swept instead.

    Raises IncompleteError when the answers contradict each other to the last.
    """
    reader = Reader(ask, base, size)
    newest = Listing(query, sort="lastUpdatedDate", ascending=False, zeros=zeros)
    tally = Tally()
    for attempt in range(PASSES):
        look = Look(since)
        tally.begin()
        for page in _until_older(reader, newest, attempt, look):
            tally.count(page)
            if page.entries:
                yield reader.fresh(page)
        if look.beyond:
            everything = _whole_minutes(Window(BEGINNING, look.newest))
            total = _count_for_sure(reader, query, everything, search_api.WINDOW)
            yield from _sweep(reader, query, everything, _nothing, total)
            return
        if look.older and not look.doubt:
            return
        if look.ended and tally.whole:
            _raise_when_nothing(tally.arrived, held)
            yield tally.closing(newest)
            return
    raise IncompleteError(look.doubt or tally.missing(newest))


def _until_older(reader: Reader, listing: Listing, attempt: int, look: Look) -> Iterator[Page]:
    for page in attempted(reader, listing, attempt):
        look.at(page)
        yield page
        if look.older:
            return
    look.ended = True


def sweep(
    ask: Callable[[str], bytes],
    query: str,
    window: Window,
    known: Known | None = None,
    *,
    base: str = search_api.ADDRESS,
    size: int = PAGE,
) -> Iterator[Page]:
    """Give every paper that the query matches and that was submitted in the window.

    ``known(first, until)`` says how many of them we hold with a first version submitted in
    [first, until): where arXiv has as many, nothing is fetched. Where it has not, the window is
    halved until the papers that make the difference are in a listing of about two pages. Windows
    with more than 10,000 papers are halved in any case.

    The first page has no papers: its ``total`` says how many the whole window has. Each listing
    is closed by a page without papers whose ``listed`` names all papers of its ``window``:
    whatever else we hold in there no longer matches.

    Raises IncompleteError when a listing could not be read whole.
    """
    reader = Reader(ask, base, size)
    whole, known = _whole_minutes(window), known or _nothing
    total = _count_for_sure(reader, query, whole, known(whole.first, whole.until))
    yield Page((), total, window=whole)
    yield from _sweep(reader, query, whole, known, total)


def _sweep(reader: Reader, query: str, window: Window, known: Known, total: int) -> Iterator[Page]:
    """Sweep a window that has ``total`` papers, as the service says."""
    held = known(window.first, window.until)
    if total == held:
        return
    halves = _halves(window)
    many = total > search_api.WINDOW
    if many and not halves:
        raise IncompleteError(f"{total:,} papers in one minute are more than arXiv can list")
    if many or (halves and total > 2 * reader.size and held > total // 2):
        for half, count in _count_halves(reader, query, window, total).items():
            yield from _sweep(reader, query, half, known, count)
    else:
        yield from follow(reader, Listing(query, window), total)


def _count_halves(reader: Reader, query: str, window: Window, total: int) -> dict[Window, int]:
    """Count both halves; together they have as much as the whole, or somebody is mistaken."""
    for _ in range(PASSES):
        counted = {half: _count(reader, query, half) for half in _halves(window)}
        if sum(counted.values()) >= total:
            return counted
        total = _count(reader, query, window)
    raise IncompleteError(
        f"arXiv counts {total:,} papers {Listing(query, window)}, and fewer in its two halves"
    )


def _count_for_sure(reader: Reader, query: str, window: Window, held: int) -> int:
    """Count; nothing at all is believed when it was said three times and we hold nothing."""
    for _ in range(ZEROS):
        if total := _count(reader, query, window):
            return total
    _raise_when_nothing(0, held)
    return 0


def _raise_when_nothing(total: int, held: int) -> None:
    """Refuse to believe that a query that matched papers matches none any more."""
    if held and not total:
        raise IncompleteError(
            f"arXiv says that the query matches nothing, although we hold {held:,} papers of it"
        )


def _count(reader: Reader, query: str, window: Window) -> int:
    return reader.page(Listing(query, window), 0, 1).total


def _whole_minutes(window: Window) -> Window:
    """Widen a window to whole minutes in UTC, which is all that arXiv's date ranges know."""
    first, last = (end.astimezone(UTC) for end in (window.first, window.last))
    begun = last.replace(second=0, microsecond=0)
    ended = begun if begun == last else begun + _MINUTE
    return Window(first.replace(second=0, microsecond=0), ended)


def _halves(window: Window) -> tuple[Window, ...]:
    """Cut a window in two that share a minute; none when it is a minute or less."""
    minutes = (window.last - window.first) // _MINUTE
    if minutes < 2:  # noqa: PLR2004  two halves
        return ()
    middle = window.first + minutes // 2 * _MINUTE
    return Window(window.first, middle), Window(middle, window.last)


def _nothing(_first: datetime, _until: datetime) -> int:
    """Hold nothing."""
    return 0


def by_ids(
    ask: Callable[[str], bytes], ids: Iterable[str], *, base: str = search_api.ADDRESS
) -> Iterator[Page]:
    """Give the papers with these identifiers: the current version, or the one that is named.

    Every page names in ``missing`` the identifiers that arXiv does not know. Raises InputError
    for a text that is no identifier, before anything is asked.
    """
    reader = Reader(ask, base)
    wanted = list(dict.fromkeys(str(PaperId.parse(text)) for text in ids))
    for start in range(0, len(wanted), BATCH):
        yield _batch(reader, wanted[start : start + BATCH])


def _batch(reader: Reader, wanted: Sequence[str]) -> Page:
    """Ask for a batch, and once more for what did not come: pages are short at times."""
    found: dict[str, Paper] = {}
    for _ in range(2):
        missing = [name for name in wanted if name not in found]
        for paper in _lookup(reader, missing):
            found |= {paper.name: paper, paper.id: paper}
    papers = tuple(dict.fromkeys(found[name] for name in wanted if name in found))
    return Page(papers, len(papers), missing=tuple(n for n in wanted if n not in found))


def _lookup(reader: Reader, names: Sequence[str]) -> tuple[Paper, ...]:
    """Ask for identifiers; one that arXiv refuses must not cost the others."""
    if not names:
        return ()
    url = search_api.request(reader.base, "", size=len(names), ids=names)
    try:
        return reader.read(url).papers
    except RefusedError:
        if len(names) == 1:
            return ()
    half = len(names) // 2
    return _lookup(reader, names[:half]) + _lookup(reader, names[half:])
