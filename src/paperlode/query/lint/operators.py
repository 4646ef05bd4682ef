"""Operators: missing, lower-case, several at once, of different kinds without parentheses."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from paperlode.query.lint.finding import Code, Edit, Repair, replacing, rule
from paperlode.query.lint.source import OPERATORS_IN_SMALL, reads, shortened
from paperlode.query.repair import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.query.lint.finding import Finding
    from paperlode.query.lint.source import Group, Source

LOWER = Code("lower-case-operator")
MIXED = Code("mixed-operators")
CHAIN = Code("andnot-chain")
SEVERAL = Code("several-operators")
OR_NOT = Code("or-not")
MISSING = Code("missing-operator")
SIGN = Code("sign-operator")
ONLY_NOT = Code("nothing-but-not")

MOST_PARTS = 6
"""Parts of a group that are shown."""


@rule
def lower_case(source: Source) -> Iterator[Finding]:
    """Find operators that arXiv takes for words."""
    for index, token, prefix in source.typed_text():
        word = token.text.upper()
        if (
            token.text.lower() not in OPERATORS_IN_SMALL
            or prefix is not None
            or source.spread[index]
        ):
            continue
        after_and = word == "NOT" and index > 0 and source.typed[index - 1].text == "AND"
        joins = (source.operand_before(index) or after_and) and source.operand_after(index)
        yield LOWER.at(
            token.position,
            token.end,
            f"{token.text!r} is searched for as a word, because operators are written in capitals",
            replacing(token.position, token.end, word) if joins else None,
        )


@rule
def signs(source: Source) -> Iterator[Finding]:
    """Find ``+x``, ``-x`` and ``!x``."""
    for index, token, prefix in source.typed_text():
        text = token.text
        if prefix is not None or len(text) < 2 or text[0] not in "+-!" or text[1] in "+-!":  # noqa: PLR2004  a sign and a letter
            continue
        operator = "" if text[0] == "+" else "ANDNOT "
        repair = None
        if source.operand_before(index) and not source.spread[index] and reads(text[1:]):
            repair = replacing(token.position, token.position + 1, operator)
        yield SIGN.at(
            token.position,
            token.position + 1,
            f"{text[0]!r} is no operator but a part of the word; write AND or ANDNOT",
            repair,
        )


@rule
def several(source: Source) -> Iterator[Finding]:
    """Find operators next to each other, of which only the last one counts."""
    run: list[int] = []
    for index, token in enumerate([*source.typed, None]):
        if token is not None and token.kind is Kind.OPERATOR:
            run.append(index)
            continue
        words = [source.typed[i].text for i in run]
        if len(words) > 1 and words != ["AND", "NOT"]:
            yield _several(source, run, words)
        run = []


def _several(source: Source, run: list[int], words: list[str]) -> Finding:
    first, last = source.typed[run[0]], source.typed[run[-1]]
    shown = " ".join(words)
    if words == ["OR", "NOT"]:
        means = "; to get everything without x, write OR (cat:* ANDNOT x)"
        left = "ANDNOT"
    else:
        means, left = "", "ANDNOT" if words[-1] == "NOT" else words[-1]
    code = OR_NOT if words == ["OR", "NOT"] else SEVERAL
    # After a merged AND NOT, arXiv does not look at a further NOT.
    sure = "NOT" not in words[:-1] and words[-2:] != ["NOT", "NOT"]
    joins = source.operand_before(run[0]) and source.operand_after(run[-1])
    return code.at(
        first.position,
        last.end,
        f"of {shown} only the last operator counts, so arXiv reads {left}{means}",
        replacing(first.position, last.end, left, same=True) if sure and joins else None,
    )


@rule
def missing(source: Source) -> Iterator[Finding]:
    """Find terms side by side, which arXiv joins by OR."""
    tokens = source.tokens
    texts = {t.position: i for i, t in enumerate(source.typed)}
    for (before, token), after in zip(pairwise(tokens), tokens[2:], strict=False):
        if token.kind is not Kind.OPERATOR or token.position < token.end:
            continue
        if (
            before.kind not in {Kind.TEXT, Kind.CLOSE}
            or texts.get(token.position) in source.claimed
        ):
            continue
        place = source.begins(after)
        yield MISSING.at(
            before.position,
            before.end,
            "no operator stands after this, which means OR; write AND if both must hold",
            replacing(place, place, f"{source.space_before(place)}OR ", same=True),
        )


@rule
def mixed(source: Source) -> Iterator[Finding]:
    """Find operators of different kinds in one group."""
    for group in source.groups:
        words = group.words
        if group.negated is not None or not group.whole or len(words) < 2:  # noqa: PLR2004  two operators
            continue
        start, end = group.parts[0][0], group.parts[-1][1]
        if len(set(words)) > 1:
            now, old = grouped(source, group)
            before = "its service before November 2025 did, too"
            yield MIXED.at(
                start,
                end,
                f"operators of different kinds without parentheses: arXiv reads {now}; "
                + (before if now == old else f"its service before November 2025 read {old}"),
                Repair(_nested(source, group), same=True),
            )
        elif words[0] == "ANDNOT":
            yield _chain(source, group)


def _chain(source: Source, group: Group) -> Finding:
    second, last = group.parts[1][0], group.parts[-1][1]
    edits = [Edit(o.position, o.end, "OR") for o in group.operators[1:]]
    shown = shortened(source.text[group.parts[2][0] : group.parts[2][1]])
    return CHAIN.at(
        group.parts[0][0],
        last,
        f"x ANDNOT y ANDNOT z means x ANDNOT (y ANDNOT z): papers with {shown} are kept; "
        "write x ANDNOT (y OR z)",
        Repair((Edit(second, second, "("), *edits, Edit(last, last, ")"))),
    )


def _nested(source: Source, group: Group) -> tuple[Edit, ...]:
    """Write the parentheses that arXiv thinks."""
    edits = []
    opened = 0
    words = group.words
    for index in range(1, len(words)):
        if words[index] != words[index - 1] or words[index] == "ANDNOT":
            place = group.parts[index][0]
            edits.append(Edit(place, place, f"{source.space_before(place)}("))
            opened += 1
    end = group.parts[-1][1]
    return (*edits, Edit(end, end, ")" * opened))


def grouped(source: Source, group: Group) -> tuple[str, str]:
    """Show how arXiv groups the parts, and how its old service did: AND before OR."""
    parts = [shortened(source.text[start:end]) for start, end in group.parts[:MOST_PARTS]]
    words = group.words[: len(parts) - 1]
    if len(group.parts) > MOST_PARTS:
        parts[-1] = "..."
    now = parts[-1]
    for index in range(len(words) - 1, -1, -1):
        inner = index + 1 < len(words) and (
            words[index] != words[index + 1] or words[index] == "ANDNOT"
        )
        now = f"{parts[index]} {words[index]} {f'({now})' if inner else now}"
    return now, _bound(parts, words)


def _bound(parts: list[str], words: list[str]) -> str:
    runs = [[parts[0]]]
    for word, part in zip(words, parts[1:], strict=True):
        if word == "OR":
            runs.append([part])
        else:
            runs[-1] += [word, part]
    joined = [" ".join(run) for run in runs]
    if len(joined) == 1:
        return joined[0]
    return " OR ".join(
        f"({text})" if len(run) > 1 else text for run, text in zip(runs, joined, strict=True)
    )


@rule
def only_not(source: Source) -> Iterator[Finding]:
    """Find a query that only says what is not wanted."""
    group = source.groups[-1]
    if source.tree is not None and group.negated is not None:
        yield ONLY_NOT.at(
            group.negated.position,
            group.negated.end,
            "this asks for all of arXiv without something; say what is wanted, too",
        )
