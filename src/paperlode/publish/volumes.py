"""The archive cut into volumes by identifier, so that new papers change only the last of them.

A volume is a year; where that would hold too many papers, half a year, a quarter or a month. Cut
by the calendar, no paper ever moves into another volume unless its year grows too large.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperlode.paper import calendar_month, month_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MOST = 2_500
"""Papers of a volume that is not yet cut: their words are found within a second or so."""
_HALVED = {12: 6, 6: 3, 3: 1}
"""How many months there are in the parts of a span of so many."""
_LETTER = {12: "", 6: "h", 3: "q", 1: "m"}


@dataclass(frozen=True, slots=True)
class Volume:
    """A span of months of identifiers."""

    name: str
    """``2026``, ``2026h1``, ``2026q3``, ``2026m05``."""
    months: tuple[str, ...]
    """Those that have papers, ascending."""
    papers: int
    before: int
    """How many there can have been at most before the last change."""


class Volumes:
    """The volumes of an archive: all, those that may differ, and those that are no more."""

    def __init__(self, months: Iterable[tuple[str, int]], ids: Sequence[str] | None = None) -> None:
        """Take the months with their number of papers, and the papers that changed, or None: all.

        A paper that changed may have come, gone, or only have become another.
        """
        self.there: list[Volume] = []
        """All volumes, the newest first."""
        self.due: list[Volume] = []
        self.gone: list[Volume] = []
        """Volumes that may once have been there: they have as many papers as they may have had."""
        self._papers = {calendar_month(yymm): (yymm, number) for yymm, number in months}
        self._all = ids is None
        self._changed = Counter(calendar_month(month_of(identifier)) for identifier in ids or ())
        years = {month[:4] for month in (*self._papers, *self._changed)}
        for year in sorted(years, reverse=True):
            self._cut(year, 1, 12, moved=False)

    def _cut(self, year: str, first: int, size: int, *, moved: bool) -> None:
        """Make a span one volume, or several; ``moved``: it was in another volume before."""
        span = [f"{year}-{month:02}" for month in range(first, first + size)]
        papers, changed = _of(self._papers, span), sum(self._changed[month] for month in span)
        number = sum(papers.values())
        name = f"{year}{_name(first, size)}"
        volume = Volume(name, tuple(papers), number, number + changed)
        whole = number <= MOST or size == 1
        if whole and number:
            self.there.append(volume)
            if self._all or moved or changed:
                self.due.append(volume)
        elif changed and number - changed <= MOST:
            self.gone.append(volume)
        if size > 1 and (not whole or (changed and number + changed > MOST)):
            part = _HALVED[size]
            for start in range(first + size - part, first - 1, -part):
                if whole:
                    self._lose(year, start, part)
                else:
                    self._cut(year, start, part, moved=moved or number - changed <= MOST)

    def _lose(self, year: str, first: int, size: int) -> None:
        """Count the parts of a span that is one volume now among those that may have been."""
        span = [f"{year}-{month:02}" for month in range(first, first + size)]
        number = sum(_of(self._papers, span).values()) + sum(self._changed[m] for m in span)
        self.gone.append(Volume(f"{year}{_name(first, size)}", (), 0, number))
        if number > MOST and size > 1:
            part = _HALVED[size]
            for start in range(first, first + size, part):
                self._lose(year, start, part)


def _of(papers: Mapping[str, tuple[str, int]], span: Iterable[str]) -> dict[str, int]:
    return dict(papers[month] for month in span if month in papers)


def _name(first: int, size: int) -> str:
    return {12: "", 1: f"m{first:02}"}.get(size, f"{_LETTER[size]}{(first - 1) // size + 1}")


def numbers(papers: int, each: int) -> range:
    """Give the numbers of the files that so many papers fill."""
    return range(-(-papers // each))
