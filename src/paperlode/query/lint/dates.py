"""Dates: forms that fail, forms that are misread, and what arXiv's dates mean."""

from __future__ import annotations

import calendar
import re
from typing import TYPE_CHECKING

from paperlode.query.dates import span
from paperlode.query.lint.finding import Code, Severity, replacing, rule
from paperlode.query.lint.source import RANGE, reads, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.query.lint.finding import Finding
    from paperlode.query.lint.source import Source

FORM = Code("date-form", Severity.ERROR)
TEN = Code("date-misread")
REVERSED = Code("date-reversed", Severity.ERROR)
UPDATED = Code("update-date")
LAST_MINUTE = Code("date-last-minute", Severity.NOTE)
ENDS = Code("topic-ends", Severity.NOTE)

FIRST, LAST = "199107010000", "209912312359"
"""For ranges without a beginning or an end: before arXiv's first paper, and far away."""

_STAMP = re.compile(r"\d{4,14}")
USABLE = (4, 6, 8, 12, 13, 14)
"""Digits of a stamp that arXiv's service completes or cuts to a minute."""


@rule
def ranges(source: Source) -> Iterator[Finding]:
    """Look at every range of dates as it was typed."""
    for found in RANGE.finditer(source.text):
        if found["field"] == "lastUpdatedDate":
            start = found.start("field")
            yield UPDATED.at(
                start,
                found.end("field"),
                "arXiv has no filter on the date of an update: lastUpdatedDate is read as "
                "submittedDate, the date of the first version",
                replacing(start, found.end("field"), "submittedDate", same=True),
            )
        yield from _range(source, found)


def _range(source: Source, found: re.Match[str]) -> Iterator[Finding]:
    written = found["inside"] if found["inside"] is not None else found["single"]
    ends = _ends(written)
    if reads(found[0]):
        yield from _readable(found, written)
        return
    text = f"submittedDate:[{ends[0]} TO {ends[1]}]" if ends else ""
    space = source.space_before(found.start())
    yield FORM.at(
        found.start(),
        found.end(),
        f"{shortened(written) or '[]'} is no range that arXiv reads; write "
        "submittedDate:[202501010000 TO 202501312359]: digits only, capital TO, both ends",
        replacing(found.start(), found.end(), space + text) if text and reads(text) else None,
    )


def _ends(written: str) -> tuple[str, str] | None:
    """Guess both ends of a range that cannot be read."""
    pieces = re.split(r"\s*(?:\bTO\b|\bto\b|\+TO\+|,|\.\.)\s*", written.strip())
    if len(pieces) > 2:  # noqa: PLR2004  both ends
        return None
    first = _guess(pieces[0], FIRST, end=False)
    last = _guess(pieces[-1], LAST, end=True)
    return (first, last) if first and last else None


def _guess(text: str, otherwise: str, *, end: bool) -> str | None:
    text = text.strip(" +")
    if text in {"", "*", "now", "NOW"}:
        return otherwise
    digits = re.sub(r"[-:T/.*]", "", text)
    if len(digits) == len("YYYYMMDDHH"):
        digits += "59" if end else "00"
    if not _STAMP.fullmatch(digits) or len(digits) not in USABLE:
        return None
    if end and len(digits) == len("YYYYMM") and 1 <= int(digits[4:]) <= len("JFMAMJJASOND"):
        digits += f"{calendar.monthrange(max(1, int(digits[:4])), int(digits[4:]))[1]}"
    return digits


def _readable(found: re.Match[str], written: str) -> Iterator[Finding]:
    pieces = re.findall(r"\d+", written)
    odd = [piece for piece in pieces if len(piece) not in USABLE]
    if odd:
        digits = odd[0]
        better = _ends(written)
        text = f"{found['field']}:[{better[0]} TO {better[1]}]" if better else ""
        yield TEN.at(
            found.start(),
            found.end(),
            f"{digits} has {len(digits)} digits and is read with the last ones as single digits; "
            "write 12: year, month, day, hour, minute",
            replacing(found.start(), found.end(), text) if text and reads(text) else None,
        )


@rule
def spans(source: Source) -> Iterator[Finding]:
    """Look at what the ranges mean."""
    for place in source.terms:
        if place.term.field != "submittedDate" or place.term.empty:
            continue
        try:
            first, last = span(place.term.text)
        except ValueError:
            if place.index not in source.dated:
                yield FORM.at(
                    place.start,
                    place.end,
                    f"{shortened(place.term.value)} is no range of dates; "
                    "write submittedDate:[202501010000 TO 202501312359]",
                )
            continue
        start, end = place.start, place.end
        if first > last:
            text = f'submittedDate:"{last:%Y%m%d%H%M} TO {first:%Y%m%d%H%M}"'
            yield REVERSED.at(
                start,
                end,
                "the range ends before it begins and finds nothing",
                replacing(start, end, text) if place.own_prefix else None,
            )
        elif last.minute == 59:  # noqa: PLR2004  the last minute of an hour
            yield LAST_MINUTE.at(
                start,
                end,
                f"the range ends at {last:%H:%M}:00, so the last 59 seconds are not in it; "
                "end at the first minute of the next day",
            )
        if first <= last:
            yield ENDS.at(
                start,
                end,
                f"no paper submitted after {last:%Y-%m-%d} is found; in a topic that means "
                "that one day nothing new comes",
            )
