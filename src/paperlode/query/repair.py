"""arXiv's forgiving step: what people type becomes what the strict grammar can read.

A re-implementation of what ``search/domain/classic_api/classic_search_query.py`` in arXiv's
repository arxiv-search does, in the same order, with the same mistakes. Each pass goes through the
tokens once.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from paperlode.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kind(Enum):
    """What a token is."""

    PREFIX = auto()
    OPEN = auto()
    CLOSE = auto()
    OPERATOR = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the query and where it came from."""

    kind: Kind
    text: str
    position: int
    """Offset in the text that the user gave."""
    end: int
    """Offset behind it there; a token that a repair adds has no length."""

    def says(self, word: str) -> bool:
        """Tell whether it is this operator."""
        return self.kind is Kind.OPERATOR and self.text == word


@dataclass(frozen=True, slots=True)
class Repaired:
    """The repaired text, and where its tokens came from."""

    text: str
    starts: tuple[int, ...]
    positions: tuple[int, ...]
    length: int
    """Length of the text that the user gave."""

    def origin(self, offset: int) -> int:
        """Give the offset in the user's text that belongs to one in the repaired text."""
        index = bisect_right(self.starts, offset) - 1
        if index < 0:
            return 0
        position = self.positions[index]
        # What a repair made longer does not reach into what follows.
        following = self.positions[index + 1] if index + 1 < len(self.positions) else self.length
        return min(position + offset - self.starts[index], max(position, following), self.length)


OPERATORS = ("AND", "ANDNOT", "NOT", "OR")
PREFIXES = (
    *("abs:", "all:", "au:", "cat:", "co:", "doi:", "id:", "jr:", "lastUpdatedDate:", "rn:"),
    *("submittedDate:", "ti:", "title:"),
)
_TOKEN = re.compile(
    r'"[^"]*"|[()]|\b(?:AND|ANDNOT|NOT|OR)\b(?=[()\s]|$)|' + "|".join(PREFIXES) + r'|[^"()\s]+'
)
_DATES = re.compile(
    r"(?:submittedDate|lastUpdatedDate):\[([\d-]{4,14}) TO ([\d-]{4,14})\]|lastUpdatedDate:"
)
_MINUTES = 12

LONGEST_REPAIRED = 1_000_000
"""Characters of a repaired query: a long first value may replace thousands of names."""


def repair(text: str) -> str:
    """Give the repaired query, which feed titles show; empty when there is nothing to search.

    Raises QueryError when repairing makes it longer than LONGEST_REPAIRED.
    """
    return repaired(text).text


def repaired(text: str, *, mend_authors: bool = False) -> Repaired:
    """Repair a query and remember where its tokens came from.

    ``mend_authors``: every ``au:first_last`` becomes ``au:"first last"``, as arXiv's manual says;
    else only where arXiv's service does it, which looks at the query's second token instead.
    """
    return _printed(iter(repaired_tokens(text, mend_authors=mend_authors)), len(text))


def typed_tokens(text: str) -> list[Token]:
    """Take a query apart as it was typed, before any repair but that of dates."""
    return _tokens(_rewritten(text.replace("\r", " ").replace("\n", " ")))


def repaired_tokens(text: str, *, mend_authors: bool = False) -> list[Token]:
    """Give the tokens of the repaired query; where each came from is kept."""
    tokens = typed_tokens(text)
    for step in (_merge_not, _spread_prefixes, _add_prefixes, _last_operators, _add_operators):
        tokens = step(tokens)
    tokens = _mend_authors(tokens) if mend_authors else _authors_as_arxiv(tokens)
    return list(_drop_prefixes([_ti(token) for token in tokens]))


def _rewritten(text: str) -> Repaired:
    """Make ``submittedDate:"A TO B"`` of date ranges; there is no filter on the update date."""
    pieces: list[str] = []
    starts, positions, length, done = [0], [0], 0, 0
    for found in _DATES.finditer(text):
        first, last = found.groups()
        new = "submittedDate:"
        if first is not None:
            new += f'"{_stamp(first)} TO {_stamp(last, end=True)}"'
        pieces += [text[done : found.start()], new]
        length += found.start() - done
        starts += [length, length + len(new)]
        positions += [found.start(), found.end()]
        length += len(new)
        done = found.end()
    pieces.append(text[done:])
    return Repaired("".join(pieces), tuple(starts), tuple(positions), len(text))


def _stamp(digits: str, *, end: bool = False) -> str:
    """Complete a year, month or day to the minute; what cannot be completed stays as it is.

    Only the end of a range needs to know how many days a month has, and fails on a 13th one.
    """
    if not digits.isdigit():
        return digits
    stamp = digits[:_MINUTES]
    if len(stamp) == len("YYYYMM"):
        month = int(stamp[4:])
        if end and not 1 <= month <= len("JFMAMJJASOND"):
            return digits
        stamp += f"{calendar.monthrange(int(stamp[:4]), month)[1]}" if end else "01"
    if len(stamp) == len("YYYY"):
        stamp += "1231" if end else "0101"
    if len(stamp) == len("YYYYMMDD"):
        stamp += "2359" if end else "0000"
    return stamp


def _tokens(source: Repaired) -> list[Token]:
    tokens = []
    for found in _TOKEN.finditer(source.text):
        text = found[0]
        start, end = source.origin(found.start()), source.origin(found.end())
        tokens.append(Token(_kind(text), text, start, end))
    return tokens


def _kind(text: str) -> Kind:
    if text in OPERATORS:
        return Kind.OPERATOR
    if text in PREFIXES:
        return Kind.PREFIX
    return {"(": Kind.OPEN, ")": Kind.CLOSE}.get(text, Kind.TEXT)


def _merge_not(tokens: list[Token]) -> list[Token]:
    """Make ANDNOT of ``AND NOT`` and of any other NOT.

    The token after a merged pair is passed over, so that a NOT survives there.
    """
    done: list[Token] = []
    before: Token | None = None
    passed_over = False
    for token in tokens:
        if passed_over or not token.says("NOT"):
            done.append(token)
            before = before if passed_over else token
            passed_over = False
            continue
        start = token.position
        if passed_over := before is not None and before.says("AND"):
            start = done.pop().position
        before = replace(token, text="ANDNOT", position=start)
        done.append(before)
    return done


def _spread_prefixes(tokens: list[Token]) -> list[Token]:
    """Give the prefix before a group to every text in it that has none of its own."""
    done: list[Token] = []
    prefix: Token | None = None
    depth = 0
    for token in tokens:
        if depth:
            depth += {Kind.OPEN: 1, Kind.CLOSE: -1}.get(token.kind, 0)
            if prefix and token.kind is Kind.TEXT and done[-1].kind is not Kind.PREFIX:
                done.append(replace(prefix, position=token.position, end=token.position))
            prefix = prefix if depth else None
        elif prefix is not None and token.kind is Kind.OPEN:
            done.pop()
            depth = 1
        else:
            prefix = token if prefix is None and token.kind is Kind.PREFIX else None
        done.append(token)
    return done


def _add_prefixes(tokens: list[Token]) -> list[Token]:
    """Search a text without a prefix in all fields."""
    done: list[Token] = []
    for token in tokens:
        if token.kind is Kind.TEXT and not (done and done[-1].kind is Kind.PREFIX):
            done.append(Token(Kind.PREFIX, "all:", token.position, token.position))
        done.append(token)
    return done


def _last_operators(tokens: list[Token]) -> list[Token]:
    """Keep only the last of adjacent operators."""
    done: list[Token] = []
    for token in tokens:
        if token.kind is Kind.OPERATOR and done and done[-1].kind is Kind.OPERATOR:
            done.pop()
        done.append(token)
    return done


def _add_operators(tokens: list[Token]) -> list[Token]:
    """Put OR where an operator is missing."""
    ends = {Kind.CLOSE, Kind.TEXT}
    begins = {Kind.PREFIX, Kind.OPEN, Kind.TEXT}
    done: list[Token] = []
    for token in tokens:
        before = done[-1].kind if done else None
        two_prefixes = before is Kind.PREFIX and token.kind is Kind.PREFIX
        if two_prefixes or (before in ends and token.kind in begins):
            done.append(Token(Kind.OPERATOR, "OR", token.position, token.position))
        done.append(token)
    return done


def _is_author(tokens: list[Token], index: int) -> bool:
    return index > 0 and tokens[index].kind is Kind.TEXT and tokens[index - 1].text == "au:"


def _spaced(text: str) -> str:
    """Make a phrase of ``first_last``."""
    spaced = text.replace("_", " ")
    return spaced if '"' in spaced else f'"{spaced}"'


def _authors_as_arxiv(tokens: list[Token]) -> list[Token]:
    """Take the underscores out of author names where arXiv's service does.

    It looks at the second token of the query, whichever author's turn it is: the first value of
    the query replaces every author's name if it has an underscore. (Where that value is itself an
    author's name, it has none left when the next author's turn comes.)
    """
    if len(tokens) < len(("au:", "name")) or "_" not in tokens[1].text:
        return tokens
    mended = _spaced(tokens[1].text)
    turns = [1] if _is_author(tokens, 1) else range(len(tokens))
    done = list(tokens)
    for index in turns:
        if _is_author(tokens, index):
            done[index] = replace(tokens[index], text=mended)
    return done


def _mend_authors(tokens: list[Token]) -> list[Token]:
    """Take the underscores out of all author names, as arXiv's manual promises.

    A name of nothing but underscores stays: as an empty phrase it would match every paper.
    """
    return [
        replace(token, text=_spaced(token.text))
        if _is_author(tokens, index) and "_" in token.text and token.text.strip('_" ')
        else token
        for index, token in enumerate(tokens)
    ]


def _ti(token: Token) -> Token:
    return replace(token, text="ti:") if token.text == "title:" else token


def _drop_prefixes(tokens: list[Token]) -> Iterator[Token]:
    """Leave out prefixes without a text; their operators stay."""
    for index, token in enumerate(tokens):
        followed = index + 1 < len(tokens) and tokens[index + 1].kind is Kind.TEXT
        if token.kind is not Kind.PREFIX or followed:
            yield token


_TOGETHER = {
    (Kind.OPEN, Kind.PREFIX),
    (Kind.TEXT, Kind.CLOSE),
    (Kind.PREFIX, Kind.TEXT),
}


def _printed(tokens: Iterator[Token], given: int) -> Repaired:
    """Write the tokens down, as arXiv's service shows the query."""
    pieces: list[str] = []
    starts: list[int] = []
    positions: list[int] = []
    length = 0
    before: Kind | None = None
    for token in tokens:
        space = "" if before is None or (before, token.kind) in _TOGETHER else " "
        pieces += [space, token.text]
        starts.append(length + len(space))
        positions.append(token.position)
        length += len(space) + len(token.text)
        before = token.kind
    if length > LONGEST_REPAIRED:
        raise QueryError(
            f"arXiv's repairs make the query longer than {LONGEST_REPAIRED} characters", status=500
        )
    return Repaired("".join(pieces), tuple(starts), tuple(positions), given)
