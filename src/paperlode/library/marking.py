"""From what a library names to what is noted: who said what before decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperlode.paper import INSTANT
from paperlode.preference import Mark, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from paperlode.library.found import Reference


def wanted(ids: Iterable[str], word: Word, held: Mapping[str, Mark], now: datetime) -> list[Mark]:
    """Note what somebody says of papers by name; what holds already is not said again.

    ``held`` are the marks that hold. A word that comes within the second of another one is a
    second later, for it is the last.
    """
    marks = []
    for identifier in dict.fromkeys(ids):
        last = held.get(identifier)
        if (last is None and word is Word.FORGOTTEN) or (last is not None and last.word is word):
            continue
        marks.append(Mark(identifier, _after(last, now), word, "command"))
    return marks


def _after(last: Mark | None, now: datetime) -> datetime:
    return now if last is None else max(now, last.at + INSTANT)


def taken(
    references: Iterable[Reference], log: Sequence[Mark], now: datetime, source: str
) -> list[Mark]:
    """Note what a library says.

    What it names with a moment is noted under that moment, so that reading it again says nothing
    new. What it names without one is noted once: a file that is read every day must not bring
    back what the reader has forgotten or hidden since.
    """
    said = {(mark.id, mark.word, mark.source) for mark in log}
    return [
        Mark(one.id, min(one.at or now, now), one.word, source)
        for one in references
        if one.at is not None or (one.id, one.word, source) not in said
    ]
