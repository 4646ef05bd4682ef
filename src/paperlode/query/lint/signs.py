"""Signs: quotes of all kinds, brackets, dashes, addresses' encoding, invisible characters."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote

from paperlode.query.lint.finding import Code, Edit, Repair, apply, replacing, rule
from paperlode.query.lint.source import reads, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.query.lint.finding import Finding
    from paperlode.query.lint.source import Source

STRAY = Code("stray-quote")
TYPOGRAPHIC = Code("typographic-quotes")
SINGLE = Code("single-quotes")
QUOTED_QUERY = Code("query-in-quotes")
ENCODED = Code("encoded-query")
BRACKETS = Code("brackets")
INVISIBLE = Code("invisible-character")
DASH = Code("typographic-dash")
IN_WORD = Code("parenthesis-in-word")
PROXIMITY = Code("no-proximity")
BOOST = Code("no-boost")

_QUOTES = re.compile("[\u201c\u201d\u201e\u201f\u00ab\u00bb]")
_QUERY = re.compile(r"(?:^|\s)(?:AND|OR|ANDNOT|NOT)\s|(?:^|[\s(])(?:ti|abs|au|cat|all|co|jr|rn):\S")
_ENCODED = re.compile(r"%(?:20|22|28|29|3A|5B|5D)|\+(?:AND|OR|ANDNOT|TO)\+", re.IGNORECASE)
_DASHES = re.compile("(?<=\\w)[\u2010\u2011\u2012\u2013\u2014\u2212](?=\\w)")


def _if_it_reads(source: Source, *edits: Edit) -> Repair | None:
    """Repair only so that a query remains, or becomes, one."""
    return Repair(edits) if reads(apply(source.text, edits)) else None


@rule
def invisible(source: Source) -> Iterator[Finding]:
    """Find characters that nobody sees."""
    places = [
        index
        for index, sign in enumerate(source.text)
        if not sign.isascii() and unicodedata.category(sign) in {"Cf", "Co", "Cn"}
    ]
    if places:
        first = places[0]
        name = unicodedata.name(source.text[first], f"U+{ord(source.text[first]):04X}")
        yield INVISIBLE.at(
            first,
            first + 1,
            f"here is an invisible character ({name.lower()}), {len(places)} in all; "
            "a word that has one is another word",
            _if_it_reads(source, *(Edit(place, place + 1, "") for place in places)),
        )


@rule
def encoded(source: Source) -> Iterator[Finding]:
    """Find a query copied out of an address."""
    found = _ENCODED.search(source.text)
    if found is not None:
        text = unquote(source.text.replace("+", " "))
        whole = Edit(0, len(source.text), text)
        yield ENCODED.at(
            found.start(),
            found.end(),
            f"{found[0]} belongs in an address, not in a query: write spaces and quotes as such",
            Repair((whole,)) if reads(text) else None,
        )


@rule
def typographic(source: Source) -> Iterator[Finding]:
    """Find curly quotes."""
    places = [found.start() for found in _QUOTES.finditer(source.text)]
    if places:
        good = len(places) % 2 == 0 and '"' not in source.text
        edits = (Edit(place, place + 1, '"') for place in places)
        yield TYPOGRAPHIC.at(
            places[0],
            places[0] + 1,
            f"{source.text[places[0]]} is part of the word; phrases stand between straight quotes",
            _if_it_reads(source, *edits) if good else None,
        )


@rule
def single(source: Source) -> Iterator[Finding]:
    """Find phrases between apostrophes."""
    opened: tuple[int, int] | None = None
    for index, token, _ in source.typed_text():
        text = token.text
        if text.startswith("'"):
            opened = index, token.position
        if opened is None or not text.endswith("'") or token.end - opened[1] < len("'a'"):
            continue
        inside = source.text[opened[1] + 1 : token.end - 1]
        yield SINGLE.at(
            opened[1],
            token.end,
            "apostrophes make no phrase; use straight double quotes",
            replacing(opened[1], token.end, f'"{inside}"')
            if reads(f'ti:"{inside}"') and not re.search('["()]', inside)
            else None,
        )
        opened = None


@rule
def stray(source: Source) -> Iterator[Finding]:
    """Find a quote without a partner."""
    if source.text.count('"') % 2 == 0:
        return
    place, end = source.text.rfind('"'), len(source.text)
    rest = source.text[place + 1 :]
    repair = None
    if rest.strip() and not _QUERY.search(f" {rest} ") and not re.search(r"[()\[\]]", rest):
        repair = _if_it_reads(source, Edit(end, end, '"'))
    yield STRAY.at(
        place,
        place + 1,
        "this quote has no partner and is left out, so the words after it are no phrase",
        repair or _if_it_reads(source, Edit(place, place + 1, " ")),
    )


@rule
def query_in_quotes(source: Source) -> Iterator[Finding]:
    """Find operators and prefixes between quotes."""
    for place in source.plain_terms:
        term = place.term
        if not term.quoted or term.field == "submittedDate" or not _QUERY.search(f" {term.text} "):
            continue
        prefix = f"{term.field}:" if place.own_prefix and term.field != "all" else ""
        text = f"{prefix}({term.text})"
        yield QUOTED_QUERY.at(
            place.start,
            place.end,
            "between quotes, operators and prefixes are words of a phrase",
            replacing(place.start, place.end, source.space_before(place.start) + text)
            if reads(text)
            else None,
        )


@rule
def brackets(source: Source) -> Iterator[Finding]:
    """Find brackets and braces that are meant to group."""
    pairs = {"[": ("]", "(", ")"), "{": ("}", "(", ")")}
    for index, token, _ in source.typed_text():
        if token.text[0] not in pairs or index in source.dated or "TO" in source.text:
            continue
        closing, left, right = pairs[token.text[0]]
        end = source.text.find(closing, token.position)
        inside = source.text[token.position + 1 : end] if end > 0 else ""
        good = end > 0 and '"' not in inside and reads(inside)
        edits = (Edit(token.position, token.position + 1, left), Edit(end, end + 1, right))
        yield BRACKETS.at(
            token.position,
            token.position + 1,
            f"{token.text[0]} is part of a word; groups stand between parentheses",
            _if_it_reads(source, *edits) if good else None,
        )
        return


@rule
def dash(source: Source) -> Iterator[Finding]:
    """Find dashes that are no hyphens where a whole value is compared."""
    for place in source.plain_terms:
        found = _DASHES.search(place.term.value)
        if found is None or place.term.field not in {"cat", "id", "doi"}:
            continue
        at = place.value + found.start()
        yield DASH.at(
            at,
            at + 1,
            "this dash is no hyphen, and the value is compared sign by sign",
            replacing(at, at + 1, "-"),
        )


@rule
def parenthesis_in_word(source: Source) -> Iterator[Finding]:
    """Find ``O(n)``."""
    for before, token in zip(source.typed, source.typed[1:], strict=False):
        if token.text == "(" and before.end == token.position and before.text[-1].isalnum():
            if before.text in {"AND", "OR", "NOT", "ANDNOT"}:
                continue
            yield IN_WORD.at(
                before.position,
                token.end,
                "a parenthesis ends the word and begins a group; put such a value in quotes",
            )


@rule
def proximity(source: Source) -> Iterator[Finding]:
    """Find ``~3`` and ``^5``, which other search services know."""
    for index, token, prefix in source.typed_text():
        if re.fullmatch(r"~\d*", token.text) and prefix is None and source.operand_before(index):
            yield PROXIMITY.at(
                token.position,
                token.end,
                f"{token.text} is searched for as a word: nearness cannot be asked for",
                replacing(token.position, token.end, " "),
            )
    for place in source.plain_terms:
        found = re.search(r"\^[\d.]+$", place.term.value)
        if found and found.start():
            at = place.value + found.start()
            yield BOOST.at(
                at,
                place.end,
                f"{shortened(found[0])} is part of the value: terms have no weights",
                replacing(at, place.end, ""),
            )
