"""The page of pictures: how many papers, on what, with which new words, and how late.

All of it follows from the store: the newest submission is its "now". A year of submissions and the
counts of shelves are read, never whole papers, and the page is written only when papers changed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from paperlode.paper import calendar_month
from paperlode.publish import addresses, weekly
from paperlode.publish.dates import MONTHS, date_text, number_of, short_date
from paperlode.publish.markup import plain
from paperlode.publish.rising import rising
from paperlode.publish.strips import Strip, bars
from paperlode.publish.weekly import WEEKS, total

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from paperlode.enrich import Tag
    from paperlode.publish import File, Look
    from paperlode.publish.templating import Pages
    from paperlode.publish.weekly import Week
    from paperlode.store import Store
    from paperlode.topic import Topic

    Weeks = Sequence[tuple[date, Week]]
    """Mondays with what was submitted from then on, oldest first."""

LATE = 13
"""Weeks of late, which are compared with those before."""
SPAN = 24
"""Months that tags and elements are followed."""
TAGS = 24
"""Tags that are shown, those with the most papers of late."""
ELEMENTS = 20
_DELAYS = (
    *((0, "less than a day"), (1, "1 day"), (2, "2 days"), (3, "3 days"), (4, "4 days")),
    *((5, "5 to 7 days"), (8, "8 to 30 days"), (31, "more than 30 days")),
)
"""From how many whole days on a paper counts there."""


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers with their names."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A share in the picture of elements."""

    text: str
    shade: int
    """From 0 (none) to 4 (the highest share of all)."""


def files(pages: Pages, store: Store) -> Iterator[File]:
    """Write the page, and the picture that a README can show."""
    look = pages.look
    year = weekly.read(store, look)
    weeks = year.weeks
    months = dict(store.months(look.ids))
    shelves = store.shelves()
    yield pages.page(
        "trends.html",
        addresses.TRENDS,
        heading="Trends",
        summary=_summary(weeks, year.last),
        weeks=[monday for monday, _ in weeks],
        topics=list(_topics(look, weeks)),
        by_week=_by_week(look, weeks),
        rises=rising(total(weeks[-LATE:]).terms, total(weeks[:-LATE]).terms),
        late=LATE,
        tags=list(_tags(look, months, shelves)),
        tag_table=_tag_table(look, months, shelves),
        elements=_elements(months, shelves),
        quarters=_quarters(months),
        delays=_delays(year.delays),
        years=_years(months),
    )
    yield pages.text("papers.svg", addresses.PICTURE, **_picture(weeks))


def _summary(weeks: Weeks, last: datetime | None) -> str:
    if last is None:
        return "Nothing is here yet."
    papers = number_of(sum(_counts(weeks)), "paper")
    return f"{papers} in the {WEEKS} weeks up to {date_text(last.date())}."


def _counts(weeks: Weeks, topic: Topic | None = None) -> tuple[int, ...]:
    """Count the papers of each week, of all topics or of one."""
    return tuple(week.topics[topic.id] if topic else week.papers for _, week in weeks)


def _topics(look: Look, weeks: Weeks) -> Iterator[Strip]:
    """Draw the papers a week of all topics together and of each."""
    if not weeks:
        return
    yield _weekly("All topics", _counts(weeks))
    for topic in look.topics if len(look.topics) > 1 else ():
        yield _weekly(plain(topic.name) or topic.id, _counts(weeks, topic))


def _weekly(name: str, counts: tuple[int, ...]) -> Strip:
    total, most = sum(counts), max(counts)
    return Strip(
        name,
        counts,
        f"{name}: {number_of(total, 'paper')} in {len(counts)} weeks, at most {most} in a week, "
        f"{counts[-1]} in the last one.",
        f"{number_of(total, 'paper')}, at most {most} a week",
    )


def _by_week(look: Look, weeks: Weeks) -> Table:
    topics = look.topics if len(look.topics) > 1 else ()
    columns = [_counts(weeks), *(_counts(weeks, topic) for topic in topics)]
    names = ("All topics", *(plain(topic.name) or topic.id for topic in look.topics))
    rows = [
        (short_date(week), tuple(str(column[n]) for column in columns))
        for n, (week, _) in enumerate(weeks)
    ]
    return Table(names[: len(columns)], tuple(rows[::-1]))


def _span(months: Mapping[str, int]) -> list[str]:
    """Give the months of identifiers of the last two years, without gaps, oldest first."""
    if not months:
        return []
    last = max(months, key=calendar_month)
    place = int(calendar_month(last)[:4]) * 12 + int(last[2:]) - 1
    return [f"{n // 12 % 100:02}{n % 12 + 1:02}" for n in range(place - SPAN + 1, place + 1)]


def _tags(
    look: Look, months: Mapping[str, int], shelves: Mapping[str, Mapping[str, int]]
) -> Iterator[Strip]:
    """Draw the share of each month's papers that have a tag."""
    span = _span(months)
    late, before = span[SPAN // 2 :], span[: SPAN // 2]
    for tag, own in _used(look, late, shelves):
        number = _sum(own, late)
        shares = tuple(own.get(yymm, 0) / months[yymm] if yymm in months else 0 for yymm in span)
        now = percent(number, _sum(months, late))
        then = percent(_sum(own, before), _sum(months, before))
        name = plain(tag.name) or tag.id
        yield Strip(
            name,
            shares,
            f"{name}: {now} of the papers of the last 12 months, {then} of those before.",
            f"{now}, before {then}",
            addresses.shelf_path(f"tag/{tag.id}", look.authors),
        )


def _used(
    look: Look, months: Sequence[str], shelves: Mapping[str, Mapping[str, int]]
) -> list[tuple[Tag, Mapping[str, int]]]:
    """Give the tags that most papers of these months have, with their papers by month."""
    counted = [(tag, shelves.get(f"tag/{tag.id}", {})) for tag in look.tags]
    counted = [(tag, own) for tag, own in counted if _sum(own, months)]
    return sorted(counted, key=lambda found: (-_sum(found[1], months), found[0].id))[:TAGS]


def _tag_table(
    look: Look, months: Mapping[str, int], shelves: Mapping[str, Mapping[str, int]]
) -> list[tuple[str, list[str]]]:
    """Give the same shares by quarter."""
    quarters = _quarters(months)
    return [
        (
            plain(tag.name) or tag.id,
            [percent(_sum(own, its), _sum(months, its)) for _, its in quarters],
        )
        for tag, own in _used(look, _span(months)[SPAN // 2 :], shelves)
    ]


def _sum(counts: Mapping[str, int], months: Sequence[str]) -> int:
    return sum(counts.get(yymm, 0) for yymm in months)


def percent(part: int, whole: int) -> str:
    """Write a share so that small ones can be told apart: ``0.4 %``, ``12 %``."""
    share = 100 * part / whole if whole else 0
    return f"{share:.0f} %" if share == 0 or share >= 10 else f"{share:.1f} %"  # noqa: PLR2004  two digits


def _quarters(months: Mapping[str, int]) -> list[tuple[str, list[str]]]:
    """Name the quarters of the last two years with their months."""
    keyed = groupby(_span(months), key=lambda m: (calendar_month(m)[:4], (int(m[2:]) + 2) // 3))
    return [(f"Q{quarter} {year}", list(its)) for (year, quarter), its in keyed]


def _elements(
    months: Mapping[str, int], shelves: Mapping[str, Mapping[str, int]]
) -> list[tuple[str, str, list[Cell]]]:
    """Give the elements that most papers name, with their share of each quarter's papers."""
    span, quarters = _span(months), _quarters(months)
    own = {
        name.removeprefix("element/"): counts
        for name, counts in shelves.items()
        if name.startswith("element/") and name != "element/none" and _sum(counts, span)
    }
    shown = sorted(own, key=lambda symbol: (-_sum(own[symbol], span), symbol))[:ELEMENTS]
    shares = {
        symbol: [(_sum(own[symbol], its), _sum(months, its)) for _, its in quarters]
        for symbol in shown
    }
    most = max((n / of for row in shares.values() for n, of in row if of), default=0)
    return [
        (
            symbol,
            addresses.shelf_path(f"element/{symbol}"),
            [
                Cell(percent(n, of), -int(-4 * n / of / most // 1) if of and most else 0)
                for n, of in row
            ],
        )
        for symbol, row in shares.items()
    ]


def _delays(counts: Counter[int]) -> list[tuple[str, int, str, float]]:
    """Say how many papers were seen how long after their submission, with shares."""
    total = sum(counts.values())
    if not total:
        return []
    edges = [start for start, _ in _DELAYS[1:]]
    found = Counter(sum(days >= edge for edge in edges) for days in counts.elements())
    most = max(found.values())
    return [
        (name, found[place], percent(found[place], total), round(100 * found[place] / most, 1))
        for place, (_, name) in enumerate(_DELAYS)
    ]


def _years(months: Mapping[str, int]) -> list[tuple[str, int, float]]:
    """Count the papers of each year of identifiers, with the height of its bar in per cent."""
    years: Counter[str] = Counter()
    for yymm, number in months.items():
        years[calendar_month(yymm)[:4]] += number
    most = max(years.values(), default=1)
    return [(year, years[year], round(100 * years[year] / most, 1)) for year in sorted(years)]


_STEP, _TALL = 13, 120


def _picture(weeks: Weeks) -> dict[str, object]:
    """Lay out the picture that stands alone."""
    counts, mondays = _counts(weeks), [monday for monday, _ in weeks]
    starts = [n for n, week in enumerate(mondays) if week.day <= 7 and week.month % 3 == 1]  # noqa: PLR2004  a week
    return {
        "drawn": bars(counts, _TALL, _STEP),
        "width": _STEP * WEEKS,
        "height": _TALL,
        "most": max(counts, default=0),
        "months": [
            (_STEP * n, f"{MONTHS[mondays[n].month - 1][:3]} {mondays[n].year}") for n in starts
        ],
        "text": _weekly("All topics", counts).text if counts else "No papers yet.",
    }
