"""The pages of a month of identifiers; a month of very many papers is split into parts.

A part is a span of a thousand identifiers (or, before April 2007, an archive), so that no paper
ever moves from one part to another, and what arrives later rewrites only the part it belongs to.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from paperlode.paper import calendar_month
from paperlode.publish import addresses
from paperlode.publish.dates import MONTHS, number_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from paperlode.digest import Seen
    from paperlode.publish import File
    from paperlode.publish.templating import Pages

MOST = 1000
"""Papers that stand on one page: some 400 kB, which a telephone still opens at once."""


def part_of(identifier: str) -> str:
    """Name the part of its month in which a paper stands: ``05000``, or its archive."""
    archive, slash, _ = identifier.rpartition("/")
    return archive if slash else f"{identifier[5:-3]}000"


def parts(entries: Sequence[Seen]) -> dict[str, list[Seen]]:
    """Split the papers of a month; the parts with the highest identifiers come first.

    Empty when all of them have room on one page.
    """
    if len(entries) <= MOST:
        return {}
    ordered = sorted(entries, key=lambda entry: entry.paper.id, reverse=True)
    return {
        part: list(its) for part, its in groupby(ordered, key=lambda entry: part_of(entry.paper.id))
    }


def files(
    pages: Pages, yymm: str, entries: Sequence[Seen], ids: Container[str] | None
) -> Iterator[File]:
    """Write the page of a month and those of its parts; with ``ids`` only parts that hold any."""
    split = parts(entries)
    yield _page(pages, yymm, entries, split)
    changed = None if ids is None else [entry for entry in entries if entry.paper.id in ids]
    if changed is None or len(entries) - len(changed) <= MOST:  # it may be split since just now
        due = set(split)
    else:
        due = {part_of(entry.paper.id) for entry in changed}
    for part, its in split.items():
        if part in due:
            yield _part_page(pages, yymm, part, its)


def month_text(yymm: str) -> str:
    """Write an identifier's month for people: ``June 2025``."""
    year, month = calendar_month(yymm).split("-")
    return f"{MONTHS[int(month) - 1]} {year}"


def part_text(yymm: str, part: str) -> str:
    """Name a part for people: ``2506.05000 to 2506.05999``."""
    return f"{yymm}.{part} to {yymm}.{part[:-3]}999" if part.isdecimal() else part


def _page(pages: Pages, yymm: str, entries: Sequence[Seen], split: dict[str, list[Seen]]) -> File:
    return pages.page(
        "month.html",
        addresses.month_path(yymm),
        heading=month_text(yymm),
        summary=f"{number_of(len(entries), 'paper')} with an identifier of this month",
        entries=[] if split else sorted(entries, key=lambda entry: entry.paper.id, reverse=True),
        parts=[
            (part_text(yymm, part), addresses.part_path(yymm, part), len(its))
            for part, its in split.items()
        ],
        whole=None,
    )


def _part_page(pages: Pages, yymm: str, part: str, entries: Sequence[Seen]) -> File:
    return pages.page(
        "month.html",
        addresses.part_path(yymm, part),
        heading=f"{month_text(yymm)}: {part_text(yymm, part)}",
        summary=number_of(len(entries), "paper"),
        entries=entries,
        parts=[],
        whole=(month_text(yymm), addresses.month_path(yymm)),
    )
