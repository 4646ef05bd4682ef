"""Prefixes: what they cover, and words that only look like one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from paperlode.query.categories import categories
from paperlode.query.lint.finding import Code, Edit, Repair, Severity, replacing, rule
from paperlode.query.lint.source import reads, shortened
from paperlode.query.repair import PREFIXES, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.query.lint.finding import Finding
    from paperlode.query.lint.source import Source

ONE_WORD = Code("prefix-covers-one-word")
BEFORE_GROUP = Code("prefix-before-group", Severity.NOTE)
LOST = Code("lost-prefix")
DANGLING = Code("prefix-without-value")
UNKNOWN = Code("unknown-prefix")
RETIRED = Code("retired-prefix")
CAPITALS = Code("prefix-in-capitals")
SPACE = Code("space-before-colon")
NO_PREFIX = Code("no-prefix", Severity.NOTE)

_MEANT = {
    **dict.fromkeys(("author", "authors", "a"), "au"),
    **dict.fromkeys(("abstract", "abstracts", "ab"), "abs"),
    **dict.fromkeys(("category", "categories", "subject", "cats", "primary"), "cat"),
    **dict.fromkeys(("comment", "comments"), "co"),
    **dict.fromkeys(("journal", "journal_ref", "journal-ref"), "jr"),
    **dict.fromkeys(("report", "report_no", "report-no"), "rn"),
    **dict.fromkeys(("titles", "t"), "ti"),
    **dict.fromkeys(("any", "any_field", "text", "fulltext", "full_text"), "all"),
    **dict.fromkeys(("arxiv", "arxiv_id", "id_list", "paper"), "id"),
}
_RETIRED = frozenset({"date", "from", "grp", "prim", "proxy", "sc", "subj", "yr", "yymm"})
"""Prefixes of the service before November 2025 (its comparison notes in arxiv-search)."""

_LIKE_A_PREFIX = re.compile(r"([A-Za-z][A-Za-z_-]{1,14}):(?!//)(.*)", re.DOTALL)


@rule
def one_word(source: Source) -> Iterator[Finding]:
    """Find a prefix before several words."""
    for prefix, run in source.runs:
        first, last = source.typed[run[0]], source.typed[run[-1]]
        words = [source.typed[index].text for index in run]
        rest = " ".join(words[1:])
        name = prefix.text.removesuffix(":")
        text = _covering(name, words)
        yield ONE_WORD.at(
            prefix.position,
            last.end,
            f"{prefix.text} covers only {shortened(first.text)}: "
            f"{shortened(rest)} is searched in all fields, and one of the words is enough",
            replacing(prefix.position, last.end, source.space_before(prefix.position) + text)
            if reads(text)
            else None,
        )


def _covering(field: str, words: list[str]) -> str:
    if field == "au" and not any('"' in word for word in words):
        if words[0].endswith(",") and words[0].count(",") == 1:
            return f"au:{words[0]}{words[1]}"
        return f'au:"{" ".join(words)}"'
    return f"({' AND '.join(f'{field}:{word}' for word in words)})"


@rule
def before_group(source: Source) -> Iterator[Finding]:
    """Find a prefix before a parenthesis, and prefixes that such a group swallows."""
    depth = 0
    start = -1
    for index, token in enumerate(source.typed):
        opens = token.kind is Kind.OPEN
        prefix = source.prefixes[index]
        if opens and prefix is not None and depth:
            yield LOST.at(
                prefix.position,
                prefix.end,
                f"{prefix.text} is lost: in a group that has a prefix, no further prefix before "
                "a group counts",
                replacing(prefix.position, token.position, " ", same=True),
            )
        if opens and (depth or prefix is not None):
            start = index if not depth else start
            depth += 1
        elif token.kind is Kind.CLOSE and depth:
            depth -= 1
            if not depth:
                yield _group(source, start, index)


def _group(source: Source, opened: int, closed: int) -> Finding:
    prefix = source.typed[opened - 1]
    name = prefix.text.replace("title:", "ti:")
    inside = source.typed[opened + 1 : closed]
    edits = [Edit(prefix.position, source.typed[opened].position, "")]
    for index, token in enumerate(inside, start=opened + 1):
        if token.kind is Kind.TEXT and source.prefixes[index] is None:
            space = source.space_before(token.position)
            edits.append(Edit(token.position, token.position, space + name))
    sure = prefix.text != "lastUpdatedDate:" and source.kind(opened - 2) is not Kind.PREFIX
    return BEFORE_GROUP.at(
        prefix.position,
        source.typed[closed].end,
        f"{prefix.text} is given to every word in the group that has no prefix of its own",
        Repair(tuple(edits), same=True) if sure else None,
    )


@rule
def without_value(source: Source) -> Iterator[Finding]:
    """Find a prefix with nothing behind it."""
    for index, token in enumerate(source.typed):
        if token.kind is not Kind.PREFIX:
            continue
        if source.kind(index + 1) in {Kind.TEXT, Kind.OPEN, Kind.PREFIX}:
            continue
        yield DANGLING.at(
            token.position,
            token.end,
            f"{token.text} has no value and is left out",
            replacing(token.position, token.end, " ") if _removable(source, index) else None,
        )


def _removable(source: Source, index: int) -> bool:
    """Tell whether nothing around a prefix hangs on it."""
    return source.kind(index - 1) is not Kind.PREFIX


@rule
def looks_like_prefix(source: Source) -> Iterator[Finding]:
    """Find names of fields that arXiv does not know."""
    for index, token, prefix in source.typed_text():
        found = _LIKE_A_PREFIX.fullmatch(token.text)
        if found is None or (prefix is not None and prefix.text != "all:"):
            continue
        word, value = found.groups()
        code, meant, sentence = _judged(word)
        if code is None:
            continue
        end = token.position + len(word) + 1
        known = meant is not None and _can_stand(source, index, meant, value)
        start = token.position if prefix is None else prefix.position
        yield code.at(
            token.position,
            end,
            sentence,
            replacing(start, end, f"{meant}:") if known else None,
        )


def _judged(word: str) -> tuple[Code | None, str | None, str]:
    low = word.lower()
    if low in _RETIRED and low not in _MEANT:
        return RETIRED, None, f"{word}: was a prefix until November 2025; now it is a word"
    known = {prefix[:-1].lower(): prefix[:-1] for prefix in PREFIXES}
    if low in known:
        right = known[low]
        return (
            CAPITALS,
            right,
            f"{word}: is no prefix, because prefixes are case-sensitive: {right}:",
        )
    if low in _MEANT:
        return UNKNOWN, _MEANT[low], f"{word}: is no prefix of arXiv's; write {_MEANT[low]}:"
    if word.isalpha() and word.islower():
        return UNKNOWN, None, f"{word}: is no prefix of arXiv's and is searched for as text"
    return None, None, ""


def _can_stand(source: Source, index: int, field: str, value: str) -> bool:
    if value:
        return reads(f"{field}:{value}") and not value.startswith(PREFIXES)
    after = index + 1
    if source.kind(after) is not Kind.TEXT or source.spread[index]:
        return False
    return reads(f"{field}:{source.typed[after].text}")


@rule
def space_before_colon(source: Source) -> Iterator[Finding]:
    """Find ``ti : word``."""
    names = {prefix[:-1] for prefix in PREFIXES}
    for index, token, prefix in source.typed_text():
        after = source.typed[index + 1] if source.kind(index + 1) is Kind.TEXT else None
        if prefix is not None or token.text not in names or after is None:
            continue
        if not after.text.startswith(":"):
            continue
        value = after.text[1:]
        following = source.kind(index + 2) is Kind.TEXT
        whole = value or (source.typed[index + 2].text if following else "")
        good = bool(whole) and reads(f"{token.text}:{whole}") and not whole.startswith(PREFIXES)
        yield SPACE.at(
            token.position,
            after.position + 1,
            f"a space before the colon makes {token.text} a word that is searched for",
            replacing(token.position, after.position + 1, f"{token.text}:") if good else None,
        )


@rule
def no_prefix(source: Source) -> Iterator[Finding]:
    """Find words that are searched in all fields because no field is named."""
    for place in source.plain_terms:
        plain = not place.own_prefix and place.term.field == "all"
        if plain and place.index not in source.claimed and place.term.value not in categories():
            space = source.space_before(place.value)
            yield NO_PREFIX.at(
                place.value,
                place.end,
                f"{shortened(place.term.value)} has no prefix and is searched in all fields",
                replacing(place.value, place.value, f"{space}all:", same=True),
            )
