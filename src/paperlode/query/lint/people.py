"""Authors, identifiers and DOIs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from paperlode.errors import InputError
from paperlode.paper import PaperId
from paperlode.query.lint.finding import Code, Severity, replacing, rule
from paperlode.query.lint.source import reads, shortened
from paperlode.query.repair import Kind
from paperlode.text import folding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.query.lint.finding import Finding
    from paperlode.query.lint.source import Place, Source

UNDERSCORE = Code("author-underscore")
INITIALS = Code("author-initials")
COMMA = Code("author-comma")
LIST = Code("author-list")
FOLDED = Code("author-folding", Severity.NOTE)
SUBMITTERS = Code("author-or-submitter", Severity.NOTE)
OLD_ID = Code("old-identifier", Severity.ERROR)
ID_FORM = Code("identifier-form", Severity.ERROR)
DOI = Code("doi-wildcard")

_INITIAL = re.compile(r"\w\.?|(?:\w\.)+")
_AND = re.compile(r"\s+and\s+|\s*;\s*|\s*&\s*")


def _authors(source: Source) -> Iterator[Place]:
    return (p for p in source.plain_terms if p.term.field == "au" and not p.term.empty)


@rule
def underscore(source: Source) -> Iterator[Finding]:
    """Find ``au:del_maestro``, which arXiv's service mends only at the beginning of a query."""
    for place in _authors(source):
        token = source.typed[place.index]
        if "_" not in token.text or "_" in place.term.text:
            continue
        first = place.index == 1 and source.kind(0) is Kind.PREFIX
        where = "here, at the very beginning, but nowhere else" if first else "not here"
        yield UNDERSCORE.at(
            place.start,
            place.end,
            f"arXiv takes the underscore out of a name {where}; paperlode always does; "
            f"write au:{place.term.value}",
            replacing(place.start, place.end, f"au:{place.term.value}", same=True)
            if place.own_prefix
            else None,
        )


@rule
def initials(source: Source) -> Iterator[Finding]:
    """Find names with initials between quotes."""
    for place in _authors(source):
        words = place.term.text.split()
        short = [word for word in words[:-1] if _INITIAL.fullmatch(word)]
        if not place.term.quoted or not short or "," in place.term.text:
            continue
        text = f"au:{words[-1]},{words[0][0]}"
        yield INITIALS.at(
            place.value,
            place.end,
            f"this finds only papers that give the name with the initial {short[0]}; "
            f"{text} finds it written out, too",
            replacing(place.start, place.end, source.space_before(place.start) + text)
            if reads(text) and _INITIAL.fullmatch(words[0]) and words[-1].isalpha()
            else None,
        )


@rule
def comma(source: Source) -> Iterator[Finding]:
    """Find ``au:"Smith, J"``, in which the comma says nothing."""
    for place in _authors(source):
        name = re.fullmatch(r"(\w[\w-]*)\s*,\s*(\w[\w-]*)\.?", place.term.text)
        if not place.term.quoted or name is None:
            continue
        text = f"au:{name[1]},{name[2]}"
        yield COMMA.at(
            place.value,
            place.end,
            "between quotes a comma says nothing: both words must stand in one name; "
            f"{text} means surname and beginning of the forename",
            replacing(place.start, place.end, source.space_before(place.start) + text)
            if reads(text)
            else None,
        )


@rule
def several_people(source: Source) -> Iterator[Finding]:
    """Find two people in one value."""
    for place in _authors(source):
        names = [name.strip() for name in _AND.split(place.term.text)]
        if len(names) < 2 or not all(names):  # noqa: PLR2004  two people
            continue
        text = " AND ".join(f'au:"{name}"' for name in names)
        means = (
            "all words must stand in one name"
            if place.term.quoted
            else "papers by all of them are found"
        )
        yield LIST.at(
            place.value,
            place.end,
            f"several people in one value: {means}; write {shortened(text, 60)}",
            replacing(place.start, place.end, f"{source.space_before(place.start)}({text})")
            if reads(text) and place.term.quoted and ";" not in place.term.text
            else None,
        )


@rule
def folded(source: Source) -> Iterator[Finding]:
    """Find names that become the same as other names."""
    told: set[str] = set()
    for place in _authors(source):
        for word in re.split(r"[\s,;_]+", place.term.text):
            result = folding.name(word)
            if result != folding.icu(word) and word.isalpha() and result not in told:
                told.add(result)
                yield FOLDED.at(
                    place.value,
                    place.end,
                    f"names are folded: {word} is searched as {result}, and so are all names "
                    "that become the same (Moore is More, Michael is Michal)",
                )


@rule
def submitters(source: Source) -> Iterator[Finding]:
    """Find single names, among which arXiv counts submitters."""
    for place in _authors(source):
        value = place.term.value
        if not place.term.quoted and "," not in value and ";" not in value and "*" not in value:
            yield SUBMITTERS.at(
                place.value,
                place.end,
                "for a name without quotes arXiv also looks at those who submitted or own a paper, "
                "and forenames count: quarantined papers may come of it",
            )


@rule
def identifier(source: Source) -> Iterator[Finding]:
    """Find identifiers that ``id:`` does not find."""
    for place in source.plain_terms:
        value = place.term.text
        if place.term.field != "id" or "*" in value or "?" in value or place.term.empty:
            continue
        try:
            known = PaperId.parse(value)
        except InputError:
            if not re.fullmatch(r"\d{7}", value):
                yield ID_FORM.at(
                    place.start, place.end, f"{shortened(value)} is no identifier of arXiv's"
                )
            continue
        name = known.id.partition("/")[2] or str(known)
        repair = replacing(place.start, place.end, f"{source.space_before(place.start)}id:{name}")
        if "/" in known.id:
            yield OLD_ID.at(
                place.start,
                place.end,
                f"arXiv's service cannot find old identifiers; id:{name} finds the papers of all "
                "archives with this number",
                repair,
            )
        elif place.term.value != str(known):
            yield ID_FORM.at(
                place.start,
                place.end,
                f"id: compares sign by sign; write id:{known}",
                repair,
            )


@rule
def doi(source: Source) -> Iterator[Finding]:
    """Find DOIs with a wildcard, which are compared in small letters."""
    for place in source.plain_terms:
        if place.term.field == "doi" and not place.term.quoted and "*" in place.term.value:
            yield DOI.at(
                place.value,
                place.end,
                "with a wildcard the pattern is in small letters and the paper's DOI is not: "
                "DOIs with capitals are not found",
            )
