"""Categories: unknown, without prefix, archives, second and old names."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from paperlode.query.categories import categories
from paperlode.query.fields import pattern_of
from paperlode.query.lint.finding import Code, Severity, replacing, rule
from paperlode.query.lint.source import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.query.lint.finding import Finding, Repair
    from paperlode.query.lint.source import Place, Source

NO_PREFIX = Code("category-without-prefix")
UNKNOWN = Code("unknown-category", Severity.ERROR)
LIST = Code("category-list", Severity.ERROR)
ARCHIVE = Code("archive-without-star", Severity.ERROR)
RETIRED = Code("retired-category")
OLD = Code("old-category")
ALIAS = Code("category-alias")
CASE = Code("category-case", Severity.NOTE)

_SEPARATORS = re.compile(r"[,;|+]|\s+OR\s+|\s+")
LONGEST = 40
"""Characters of a value for which near names are looked for."""


@cache
def _by_lower() -> dict[str, str]:
    return {name.lower(): name for name in categories()}


@cache
def _archives() -> frozenset[str]:
    return frozenset(category.archive for category in categories().values())


@rule
def without_prefix(source: Source) -> Iterator[Finding]:
    """Find ``cs.AI`` where ``cat:cs.AI`` is meant."""
    for place in source.plain_terms:
        value = place.term.value
        star = value.endswith(".*") and value[:-2] in _archives()
        known = _by_lower().get(value.lower())
        if place.own_prefix or place.term.field != "all" or not (known or star):
            continue
        yield NO_PREFIX.at(
            place.value,
            place.end,
            f"{value} without cat: is searched for in all texts; "
            f"the category is cat:{known or value}",
            replacing(
                place.value, place.end, f"{source.space_before(place.value)}cat:{known or value}"
            )
            if not source.spread[place.index]
            else None,
        )


@rule
def judged(source: Source) -> Iterator[Finding]:
    """Look at every value of ``cat:``."""
    for place in source.plain_terms:
        if place.term.field == "cat" and not place.term.empty:
            yield from _judged(source, place)


def _judged(source: Source, place: Place) -> Iterator[Finding]:
    value = place.term.text
    if "*" in value or "?" in value:
        if not any(map(re.compile(pattern_of(value.lower())).fullmatch, _by_lower())):
            yield UNKNOWN.at(place.start, place.end, f"no category fits {shortened(value)}")
        return
    known = _by_lower().get(value.lower())
    if known is not None:
        yield from _known(source, place, known)
    elif value.lower() in _archives():
        yield _archive(source, place)
    elif len(parts := [part for part in _SEPARATORS.split(value) if part]) > 1 and all(
        part.removeprefix("cat:").lower() in _by_lower() for part in parts
    ):
        names = [_by_lower()[part.removeprefix("cat:").lower()] for part in parts]
        yield LIST.at(
            place.start,
            place.end,
            f"{shortened(value)} is compared as one name and finds nothing; join with OR",
            _written(source, place, *names),
        )
    else:
        yield _unknown(source, place)


def _written(source: Source, place: Place, *names: str, same: bool = False) -> Repair:
    text = " OR ".join(f"cat:{name}" for name in names)
    text = f"({text})" if len(names) > 1 else text
    return replacing(place.start, place.end, source.space_before(place.start) + text, same=same)


def _known(source: Source, place: Place, known: str) -> Iterator[Finding]:
    category, value = categories()[known], place.term.text
    if value != known:
        yield CASE.at(
            place.start,
            place.end,
            f"the category is written {known}",
            _written(source, place, known, same=True),
        )
    elif category.canonical == known and not category.active:
        yield RETIRED.at(
            place.start,
            place.end,
            f"only old papers are in {known} itself; {known}* also finds its categories of today",
            _written(source, place, f"{known}*"),
        )
    elif category.canonical != known and not _together(source, category.canonical, known):
        code = ALIAS if category.active else OLD
        why = "is a second name of" if category.active else "holds old papers only and is now"
        yield code.at(
            place.start,
            place.end,
            f"{known} {why} {category.canonical}; arXiv compares the name that a paper has, "
            "so ask for both",
            _written(source, place, known, category.canonical),
        )


def _together(source: Source, *names: str) -> bool:
    asked = {place.term.text for place in source.terms if place.term.field == "cat"}
    return asked.issuperset(names)


def _archive(source: Source, place: Place) -> Finding:
    name = place.term.text.lower()
    return ARCHIVE.at(
        place.start,
        place.end,
        f"cat:{place.term.text} finds nothing: {name} is an archive; its categories are {name}.*",
        _written(source, place, f"{name}.*"),
    )


def nearest(value: str) -> list[str]:
    """Give up to three categories whose identifiers or names are near to a value."""
    if len(value) > LONGEST:
        return []
    low = value.lower()
    named = [c.id for c in categories().values() if c.active and low == c.name.lower()]
    near = get_close_matches(low, _by_lower(), n=3, cutoff=0.7)
    return list(dict.fromkeys([*named, *(_by_lower()[name] for name in near)]))[:3]


def _unknown(source: Source, place: Place) -> Finding:
    value = place.term.text
    found = nearest(value)
    hint = f"; did you mean {' or '.join(found)}?" if found else ""
    named = found and categories()[found[0]].name.lower() == value.lower()
    sure = len(found) == 1 or named
    return UNKNOWN.at(
        place.start,
        place.end,
        f"{shortened(value)} is no category of arXiv's and finds nothing{hint}",
        _written(source, place, found[0]) if sure else None,
    )
