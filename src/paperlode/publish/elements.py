"""The periodic table as a page, and the data with which it looks for papers by their elements.

The page alone has only how many papers name each element. Which papers name which elements is in
one small file a year, their titles in one a month; a script reads them when it is asked.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from paperlode.enrich.elements import NUMBERS, SYMBOLS, name_of
from paperlode.facts import NONE
from paperlode.paper import calendar_month
from paperlode.publish import File, addresses
from paperlode.publish.dates import number_of
from paperlode.publish.markup import plain
from paperlode.publish.shelves import NO_ELEMENT
from paperlode.publish.unmade import apart

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from paperlode.publish import Look
    from paperlode.publish.templating import Pages
    from paperlode.store import Store

SCRIPT = "elements.js"
_ROWS = (
    "H" + " ." * 16 + " He",
    "Li Be" + " ." * 10 + " B C N O F Ne",
    "Na Mg" + " ." * 10 + " Al Si P S Cl Ar",
    "K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr",
    "Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe",
    "Cs Ba La Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn",
    "Fr Ra Ac",
    ". . . Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu",
    ". . . Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr",
)
_PLACES = {
    symbol: (row, column)
    for row, line in enumerate(_ROWS, start=1)
    for column, symbol in enumerate(line.split(), start=1)
    if symbol != "."
}
_PREFIX = "element/"


@dataclass(frozen=True, slots=True)
class Cell:
    """An element in the table."""

    symbol: str
    number: int
    name: str
    row: int
    column: int
    papers: int
    shade: int
    """From 0 (no paper) to 4."""

    @property
    def path(self) -> str:
        """The address of its papers."""
        return addresses.shelf_path(f"{_PREFIX}{self.symbol}")


def page(pages: Pages, store: Store) -> File:
    """Show the periodic table with the number of papers that name each element."""
    shelves = {name: sum(its.values()) for name, its in store.shelves().items()}
    total = sum(number for _, number in store.months(pages.look.ids))
    none = shelves.get(NONE, 0)
    return pages.page(
        "elements.html",
        addresses.ELEMENTS,
        heading="Elements",
        summary=f"{number_of(total - none, 'paper')} of {total:,} name an element",
        cells=[_cell(symbol, shelves) for symbol in SYMBOLS],
        unnamed=none,
        unnamed_path=NO_ELEMENT.path,
        years=sorted({calendar_month(yymm)[:4] for yymm in _naming(store)}, reverse=True),
    )


def _cell(symbol: str, shelves: dict[str, int]) -> Cell:
    papers = shelves.get(f"{_PREFIX}{symbol}", 0)
    return Cell(
        *(symbol, NUMBERS[symbol], name_of(symbol), *_PLACES[symbol], papers),
        shade=min(4, len(str(papers))) if papers else 0,
    )


def _naming(store: Store) -> set[str]:
    """Name the months with a paper that names an element."""
    return {
        yymm
        for name, months in store.shelves().items()
        if name.startswith(_PREFIX) and name != NONE
        for yymm in months
    }


def data(look: Look, store: Store, mark: int | None, again: Collection[str] = ()) -> Iterator[File]:
    """Write what the filter reads; with a mark only the files that may differ since then."""
    months = _naming(store)
    due = months if mark is None else months & _moved(store, mark)
    due |= {
        yymm
        for yymm in months
        if not {addresses.titles_path(yymm), addresses.systems_path(_year(yymm))}.isdisjoint(again)
    }
    for yymm in sorted(due):
        yield from apart(addresses.titles_path(yymm), partial(_titles, look, store, yymm))
    for year in sorted({calendar_month(yymm)[:4] for yymm in due}):
        systems: dict[str, list[str]] = {}
        for yymm in sorted(months, key=calendar_month, reverse=True):
            for identifier, symbols in _elements(store, yymm).items() if _in(yymm, year) else ():
                systems.setdefault(" ".join(sorted(symbols)), []).append(identifier)
        yield _json(addresses.systems_path(year), systems)


def _titles(look: Look, store: Store, yymm: str) -> Iterator[File]:
    titles = {
        entry.paper.id: plain(entry.paper.title) or entry.paper.name
        for entry in store.shown(_elements(store, yymm), look.ids)
    }
    yield _json(addresses.titles_path(yymm), titles)


def gone(store: Store, mark: int) -> Iterator[str]:
    """Name the files of the filter that a mark ago may have been there and now must not be."""
    months, moved = _naming(store), _moved(store, mark)
    yield from (addresses.titles_path(yymm) for yymm in sorted(moved - months))
    years = {calendar_month(yymm)[:4] for yymm in months}
    once = {calendar_month(yymm)[:4] for yymm in moved}
    yield from (addresses.systems_path(year) for year in sorted(once - years))


def _year(yymm: str) -> str:
    return calendar_month(yymm)[:4]


def _in(yymm: str, year: str) -> bool:
    return calendar_month(yymm).startswith(year)


def _moved(store: Store, mark: int) -> set[str]:
    moved = store.moved(mark)
    return {yymm for name, its in moved.items() if name.startswith(_PREFIX) for yymm in its}


def _elements(store: Store, yymm: str) -> dict[str, list[str]]:
    """Give the papers of a month that name elements, those with the highest identifiers first."""
    found: dict[str, list[str]] = {}
    for name, ids in store.shelved(yymm).items():
        if name.startswith(_PREFIX) and name != NONE:
            for identifier in ids:
                found.setdefault(identifier, []).append(name.removeprefix(_PREFIX))
    return {identifier: found[identifier] for identifier in sorted(found, reverse=True)}


def _json(path: str, content: object) -> File:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return File(path, f"{text}\n".encode())
