"""What must hold for every text and every paper. An input that breaks a law raises Broken."""

from __future__ import annotations

import json
import sqlite3  # noqa: TID251  an index in memory, to try the expressions
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING, Any

from benchmarks.fuzz.language import PIECES, parts, text
from paperlode.errors import QueryError, RecordError
from paperlode.lab.columns import Columns, joined
from paperlode.lab.judge import judged
from paperlode.paper import Paper, stamp
from paperlode.query import AndNot, Not, Query, matches, parse, parse_like_arxiv
from paperlode.query.bounds import bounds
from paperlode.query.candidates import fts
from paperlode.query.describe import english
from paperlode.query.exact import as_written, wider
from paperlode.query.explain import as_record, explain, texts
from paperlode.query.lint import Finding, Severity, check, fixed, mended
from paperlode.query.parser import pointless
from paperlode.query.reading import Reading
from paperlode.query.relevance import Relevance
from paperlode.query.repair import repair
from paperlode.query.sieve import Sieve
from paperlode.query.syntax import Term, as_lists, walk
from paperlode.text import index_words
from paperlode.text.memory import Memory
from tests.query.indexed import Indexed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LONGEST_ERROR = 2_000
"""Characters of an error's sentence."""


class Broken(AssertionError):  # noqa: N818  a law is broken; it is no error of the program
    """A law does not hold."""


def hold(law: str, holds: object, *shown: object) -> None:
    """Say which law is broken, and by what."""
    if not holds:
        raise Broken(f"{law}: {' | '.join(map(repr, shown))}")


def reading(given: bytes) -> None:
    """Get a tree or an error with a place; what is printed or repaired is read the same."""
    typed = text(given)
    like = _read(parse_like_arxiv, typed)
    _read(_raw, typed)
    repaired = _read(repair, typed)
    if isinstance(repaired, str):
        again = _read(_raw, repaired) if repaired else None
        hold("the repaired text is read the same", again == like, typed, repaired, like, again)
    tree = _read(parse, typed)
    if isinstance(tree, Query):
        _printed(tree, typed)
        again = _read(parse_like_arxiv, str(tree))
        hold("arXiv reads what we send it", again == tree, typed, tree, again)
    if isinstance(like, Query) and like != tree:
        _printed(like, typed)


def _raw(typed: str) -> Query | None:
    return parse_like_arxiv(typed, raw=True)


def _read(read: Callable[[str], object], typed: str) -> object:
    """Read a text; an error with a sentence and a place in the text is an answer like any other."""
    try:
        return read(typed)
    except QueryError as error:
        hold("an error has a place in the text", 0 <= error.position <= len(typed), typed, error)
        hold("an error is one sentence", 0 < len(str(error)) < LONGEST_ERROR, typed, error)
        return None


def _printed(tree: Query, typed: str) -> None:
    """Check what is written of a tree."""
    again = _raw(str(tree))
    hold("a printed tree is read the same", again == tree, typed, tree, again)
    places = all(0 <= one.position <= len(typed) for one in walk(tree) if isinstance(one, Term))
    hold("terms stand in the text", places, typed, tree)
    hold("a tree is written as JSON", json.dumps(as_lists(tree)), tree)
    pointless(tree)


def checking(given: bytes) -> None:
    """Find what stands in the text; repairs keep a query one, and perhaps what it matches."""
    typed = text(given)
    tree = _read(parse, typed)
    found = check(typed)
    row = _row(tree) if isinstance(tree, Query) else None
    if row is None:
        worst = any(one.severity is Severity.ERROR for one in found)
        hold("an unreadable text has an error", worst, typed, found)
    for finding in found:
        _found(finding, typed, row)
    _fixed(typed, row)


def _found(finding: Finding, typed: str, row: int | None) -> None:
    within = 0 <= finding.start <= finding.end <= len(typed)
    hold("a finding stands in the text", within, typed, finding)
    if row is None or finding.repair is None:
        return
    again = _read(parse, mended(typed, finding.repair))
    hold("a repaired query is one", isinstance(again, Query), typed, finding)
    if finding.repair.same and isinstance(again, Query):
        hold("a repair keeps what is matched", _row(again) == row, typed, finding)


def _fixed(typed: str, row: int | None) -> None:
    """Check all repairs at once, and those that change nothing."""
    for same in (False, True):
        new = fixed(typed, same=same)
        again = _read(parse, new.text)
        hold("a repaired query is one", row is None or again is not None, typed, new.text)
        if row is not None and new.same and isinstance(again, Query):
            hold("repairs keep what is matched", _row(again) == row, typed, new.text)
        hold("what is unchanged has no repairs", new.made or new.text == typed, typed, new)


def _row(tree: Query) -> int:
    """Say which papers of the panel match: a bit for each. What a term matches is remembered."""
    return joined(tree, len(PANEL), lambda term: TERMS[f"{term.field}:{term.value}"])


def _of_term(written: str) -> int:
    field, _, value = written.partition(":")
    return sum(matches(Term(field, value), paper) << n for n, paper in enumerate(PANEL))


TERMS = Memory(_of_term)


def matching(given: bytes) -> None:
    """Get one answer in all ways to ask: a query in the first part, then a paper."""
    typed, *written = parts(given)
    tree = _read(parse, typed)
    paper = _paper(written)
    if not isinstance(tree, Query) or paper is None:
        return
    one, indexed, words = Reading(paper), Indexed(paper), index_words(paper)
    asked = as_written(tree)
    for some in (tree, asked):
        _explained(some, one)
        _narrowed(some, one, indexed, words)
    _by_bits([tree, asked], one)
    if (most := wider(asked)) is not None:
        enough = matches(most, one) or not matches(asked, one)
        hold("arXiv is asked for enough", enough, tree, most, paper)
    if not any(isinstance(part, Not | AndNot) for part in walk(tree)):
        fewer = matches(tree, one) or not matches(asked, one)
        hold("words as written are there by their stems", fewer, tree, paper)


def _explained(tree: Query, one: Reading) -> None:
    verdict = explain(tree, one.paper)
    hold("explained as it matches", verdict.holds == matches(tree, one), tree, one.paper)
    there = texts(one.paper)
    within = all(0 <= m.start <= m.end <= len(there[m.text]) for m in verdict.marks)
    hold("marks stand in the paper", within, tree, one.paper, verdict.marks)
    hold("a verdict is written as JSON", json.dumps(as_record(verdict)), tree, one.paper)
    hold("a tree is described", english(tree), tree)
    counted = Relevance(tree).mentions(one).numbers
    hold("counted", min(counted, default=0) >= 0, tree, one.paper)


def _narrowed(tree: Query, one: Reading, indexed: Indexed, words: str) -> None:
    """Check that no index lets a match fall, and that what one is sure of matches."""
    found, shown = matches(tree, one), (tree, one.paper)
    surely, may = bounds(tree)
    hold("what surely matches does", found or not indexed.fulfils(surely), *shown)
    hold("what matches is what may", not found or indexed.fulfils(may), *shown)
    hold("among the candidates", not found or _candidate(tree, words), *shown)
    hold("through the sieve", not found or Sieve([tree]).passing(words.split()), *shown)


def _by_bits(trees: list[Query], one: Reading) -> None:
    """Ask as trying a query does: each term once, then rows of bits."""
    columns = Columns(trees)
    columns.take(judged([one.paper.to_line()], columns.terms))
    for tree in trees:
        same = bool(columns.of(tree)) == matches(tree, one)
        hold("rows of bits say the same", same, tree, one.paper)


def _candidate(tree: Query, words: str) -> bool:
    expression = fts(tree)
    if expression is None:
        return True
    INDEX.execute("DELETE FROM words")
    INDEX.execute("INSERT INTO words VALUES (?)", (words,))
    found = INDEX.execute("SELECT 1 FROM words WHERE words MATCH ?", (expression,)).fetchone()
    return found is not None


INDEX = sqlite3.connect(":memory:", isolation_level=None)
INDEX.execute("CREATE VIRTUAL TABLE words USING fts5(text, detail = none, tokenize = ascii)")


MOMENT = datetime(2025, 6, 1, tzinfo=UTC)
IDS = ("2506.05680", "math/0309136", "hep-th/9910001", "1605.08386")


def _paper(written: Sequence[str]) -> Paper | None:
    """Make a paper of some texts; None where no record may say so."""
    title, abstract, authors, categories, rest, number, *_ = [*written, *[""] * 6]
    facts: dict[str, Any] = {
        "id": IDS[len(number) % len(IDS)],
        "version": 1 + len(number) // len(IDS),
        "title": title,
        "abstract": abstract,
        "authors": [name for name in authors.split("\n") if name.strip()],
        "categories": categories.split() or ["cs.LG"],
        "submitted": stamp(MOMENT),
        **dict.fromkeys(("comment", "journal_ref", "report_no", "doi"), rest),
    }
    try:
        return Paper.from_record(facts)
    except RecordError:
        return None


def _panel() -> list[Reading]:
    """Make papers of the pieces of queries, so that some match."""
    draw = Random(1)
    made = (
        _paper([" ".join(draw.choices(PIECES, k=size)) for size in (4, 12, 3, 2, 4)] + ["x" * n])
        for n in range(PAPERS)
    )
    return [Reading(paper) for paper in made if paper is not None]


PAPERS = 30
PANEL = _panel()
