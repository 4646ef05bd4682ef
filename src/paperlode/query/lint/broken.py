"""Queries that arXiv refuses: parentheses, operators without terms, wildcards, NOT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperlode.query.lint.finding import Code, Edit, Repair, Severity, apply, replacing, rule
from paperlode.query.lint.source import reads, shortened
from paperlode.query.parser import DEEPEST
from paperlode.query.repair import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.query.lint.finding import Finding
    from paperlode.query.lint.source import Source
    from paperlode.query.repair import Token

TOO_LONG = Code("too-long", Severity.ERROR)
TOO_DEEP = Code("too-deep", Severity.ERROR)
UNREADABLE = Code("unreadable", Severity.ERROR)
EMPTY_QUERY = Code("empty-query", Severity.ERROR)
UNCLOSED = Code("unclosed-parenthesis", Severity.ERROR)
UNOPENED = Code("unopened-parenthesis", Severity.ERROR)
EMPTY_GROUP = Code("empty-group", Severity.ERROR)
DANGLING = Code("dangling-operator", Severity.ERROR)
OPERATOR_VALUE = Code("operator-as-value", Severity.ERROR)
STACKED = Code("stacked-prefixes", Severity.ERROR)
BACKSLASH = Code("backslash-before-quote", Severity.ERROR)
NOT_GROUP = Code("not-before-group", Severity.ERROR)
LEADING = Code("leading-wildcard", Severity.ERROR)
ONLY_SIGNS = Code("index-operator", Severity.ERROR)


@rule
def empty(source: Source) -> Iterator[Finding]:
    """Find a text without anything to search for."""
    if not any(token.kind is Kind.TEXT for token in source.typed):
        yield EMPTY_QUERY.at(0, len(source.text), "the query names nothing to search for")


@rule
def too_deep(source: Source) -> Iterator[Finding]:
    """Find a tree that arXiv's service cannot walk."""
    if source.error and "levels deep" in str(source.error):
        yield TOO_DEEP.at(
            0,
            len(source.text),
            f"the query's tree has more than {DEEPEST} levels, on which arXiv's service fails; "
            "split the topic in two",
        )


@rule
def parentheses(source: Source) -> Iterator[Finding]:
    """Find parentheses without a partner, and groups without a term."""
    opened: list[int] = []
    for index, token in enumerate(source.typed):
        if token.kind is Kind.OPEN:
            opened.append(index)
        elif token.kind is Kind.CLOSE and opened:
            if opened.pop() == index - 1:
                before = source.typed[index - 1]
                yield EMPTY_GROUP.at(
                    before.position,
                    token.end,
                    "there is nothing between these parentheses",
                    replacing(before.position, token.end, " "),
                )
        elif token.kind is Kind.CLOSE:
            yield UNOPENED.at(
                token.position,
                token.end,
                "this closing parenthesis has no opening one",
                replacing(token.position, token.end, " "),
            )
    closed = replacing(len(source.text), len(source.text), ")" * len(opened))
    quoted = source.text.count('"') % 2
    for index in opened:
        token = source.typed[index]
        yield UNCLOSED.at(
            token.position,
            token.end,
            "this parenthesis is never closed",
            None if quoted else closed,
        )


@rule
def operator_as_value(source: Source) -> Iterator[Finding]:
    """Find AND, OR, NOT directly after a prefix."""
    for token, prefix in zip(source.typed, source.prefixes, strict=True):
        if token.kind is Kind.OPERATOR and prefix is not None and prefix.end == token.position:
            yield OPERATOR_VALUE.at(
                prefix.position,
                token.end,
                f"{token.text} is read as an operator, also after {prefix.text}; "
                "to look for the word, put it in quotes",
                replacing(token.position, token.end, f'"{token.text}"'),
            )


@rule
def stacked_prefixes(source: Source) -> Iterator[Finding]:
    """Find two prefixes before one value."""
    for token, prefix in zip(source.typed, source.prefixes, strict=True):
        if token.kind is Kind.PREFIX and prefix is not None:
            yield STACKED.at(
                prefix.position,
                token.end,
                f"{prefix.text} stands before another prefix, which arXiv cannot read; "
                f"keep only {token.text}",
                replacing(prefix.position, token.position, ""),
            )


@rule
def dangling(source: Source) -> Iterator[Finding]:
    """Find operators without a term before or behind them."""
    tokens = source.tokens
    for index, token in enumerate(tokens):
        if token.kind is not Kind.OPERATOR:
            continue
        first = index == 0 or tokens[index - 1].kind is Kind.OPEN
        last = index + 1 == len(tokens) or tokens[index + 1].kind is Kind.CLOSE
        if last or (first and token.text != "ANDNOT"):
            where = "after" if last else "before"
            yield DANGLING.at(
                token.position,
                token.end,
                f"there is no term {where} {token.text}",
                replacing(token.position, token.end, " ") if token.end > token.position else None,
            )


@rule
def backslash(source: Source) -> Iterator[Finding]:
    """Find a phrase whose closing quote is taken for a part of it."""
    for _, token, _ in source.typed_text():
        inner = token.text[1:-1]
        odd = (len(inner) - len(inner.rstrip("\\"))) % 2
        if token.text.startswith('"') and odd:
            yield BACKSLASH.at(
                token.end - 2,
                token.end,
                "a backslash before the closing quote keeps the phrase open",
                replacing(token.end - 2, token.end - 1, ""),
            )


@rule
def not_before_group(source: Source) -> Iterator[Finding]:
    """Find NOT before more than one term; whether they can be repaired is tried for all at once."""
    found = list(_negations(source))
    edits = {token.position: _grouped(token, end) for token, _, end in found}
    mended = apply(source.text, [edit for some in edits.values() for edit in some])
    good = bool(found) and reads(mended)
    for token, start, end in found:
        yield NOT_GROUP.at(
            token.position,
            token.end,
            f"NOT here takes all that follows, and arXiv can only negate a single term; "
            f"write (cat:* ANDNOT {shortened(source.text[start:end])})",
            Repair(edits[token.position]) if good else None,
        )


def _negations(source: Source) -> Iterator[tuple[Token, int, int]]:
    """Give each NOT before more than one term, and where its first operand stands."""
    for group in source.groups:
        token = group.negated
        if token is None or token.text != "ANDNOT" or not group.whole:
            continue
        start, end = group.parts[0]
        is_group = source.text[end - 1 : end] == ")" and source.text.find("(", start, end) >= 0
        if group.operators or is_group:
            yield token, start, end


def _grouped(token: Token, end: int) -> tuple[Edit, Edit]:
    return Edit(token.position, token.end, "(cat:* ANDNOT"), Edit(end, end, ")")


@rule
def leading_wildcard(source: Source) -> Iterator[Finding]:
    """Find values that begin with a wildcard."""
    for place in source.terms:
        term = place.term
        asked = term.field not in {"cat", "submittedDate"} and place.index not in source.dated
        everywhere = term.field in {"all", "doi"}
        if not asked or not term.text.startswith(("*", "?")) or (term.quoted and not everywhere):
            continue
        rest = term.value.lstrip('"').lstrip("*?") if not term.quoted else ""
        useful = rest and reads(f"{term.field}:{rest}")
        text = f"{term.field}:{rest}" if useful else "cat:*" if term.text == "*" else ""
        yield LEADING.at(
            place.start,
            place.end,
            f"{shortened(str(term))} begins with a wildcard, which only cat: allows",
            replacing(place.start, place.end, source.space_before(place.start) + text)
            if text and place.own_prefix
            else None,
        )


@rule
def index_operator(source: Source) -> Iterator[Finding]:
    """Find ``&&`` and ``||``, which arXiv's index takes for its own, and semicolons alone."""
    words = {"&&": "AND", "||": "OR"}
    for place in source.terms:
        value = place.term.value
        if place.term.field in {"all", "au"} and not value.strip(";") and value:
            yield ONLY_SIGNS.at(place.start, place.end, "a value of nothing but semicolons fails")
        if value not in words or place.term.field in {"cat", "id", "doi", "submittedDate"}:
            continue
        index = place.index
        joins = source.operand_before(index) and source.operand_after(index)
        yield ONLY_SIGNS.at(
            place.start,
            place.end,
            f"{value} is no operator here and fails in arXiv's index; write {words[value]}",
            replacing(place.value, place.end, f" {words[value]} ")
            if joins and not place.own_prefix
            else None,
        )
