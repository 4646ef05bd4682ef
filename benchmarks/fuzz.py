"""A coverage-guided fuzzer over queries and papers: no crash, no hang, and the laws hold.

    python -m pip install atheris
    nice -n 10 python -m benchmarks.fuzz --seconds 600

Atheris (libFuzzer) writes queries out of pieces of the language and any characters, and papers
out of the same; what covers new lines is kept and mutated. For each query: reading it ends in a
tree or in a QueryError; a tree that is written and read again is the same; the checks, the
explanation and the description end; what the index of words lets through contains what matches.
An input that breaks this is written to a file in the working folder, named by the last lines.
"""

from __future__ import annotations

import argparse
import sqlite3  # noqa: TID251  an index in memory, to try the expressions
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import atheris

with atheris.instrument_imports(include=["paperlode.query", "paperlode.text"]):
    from paperlode.errors import QueryError
    from paperlode.paper import Paper
    from paperlode.query import Query, matches, parse, parse_like_arxiv
    from paperlode.query.candidates import fts
    from paperlode.query.describe import english
    from paperlode.query.explain import explain
    from paperlode.query.lint import check, fixed
    from paperlode.query.reading import Reading
    from paperlode.query.relevance import Relevance
    from paperlode.query.repair import repair
    from paperlode.query.sieve import Sieve
    from paperlode.text import index_words

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 2_000
"""Bytes of an input."""
SLOWEST = 10
"""Seconds after which an input counts as a hang; the instrumented code is several times slower."""

PIECES = (
    *("ti:", "abs:", "au:", "all:", "cat:", "co:", "jr:", "rn:", "id:", "doi:", "title:"),
    *("submittedDate:", "lastUpdatedDate:", "[202501010000 TO 202512312359]", "[2025 TO 2026]"),
    *(" AND ", " OR ", " ANDNOT ", " NOT ", "NOT ", "and ", "(", ")", "((", "))", '"', '" ', '\\"'),
    *(
        "*",
        "?",
        "cr*st?l",
        "*x",
        ":",
        ";",
        ",",
        "_",
        "-",
        "%22",
        "%20",
        "+",
        "$",
        "$x^2$",
        "\\alpha ",
    ),
    *("crystal", "crystals", "the", "of ", "learning ", "C60", "GaAs", "2025", "2016-05", "hep-th"),
    *("cs.LG", "cs.*", "cond-mat", "math.GT/0309136", "2506.05680", "2506.05680v2", "10.1/x"),
    *("Müller", "del_maestro", "O'Brien", "ﬁ", "ß", "İ", "\u0301", "\u200b", "\u202e", "\x00"),
    *(
        "\ud800",
        "\U0001f600",
        "东京",
        "日本",
        "\n",
        "\t",
        "\r",
        "\u2028",
        " ",
        "  ",
        "&&",
        "||",
        "!",
    ),
    *("<", ">", "{", "}", "^", "~", "/", "'s", "\u2019s", "{\\'e}", "\\`"),
)


def _text(data: atheris.FuzzedDataProvider) -> str:
    """Write a text: pieces of the language, and now and then any characters."""
    text = []
    for _ in range(data.ConsumeIntInRange(0, 60)):
        number = data.ConsumeIntInRange(0, len(PIECES) + 8)
        text.append(PIECES[number] if number < len(PIECES) else data.ConsumeUnicode(6))
    return "".join(text)


def _paper(data: atheris.FuzzedDataProvider) -> Paper:
    """Make a paper of such texts."""
    moment = datetime(2025, 1, 1, tzinfo=UTC)
    return Paper(
        id=data.PickValueInList(["2506.05680", "math/0309136", "hep-th/9910001"]),
        version=1,
        title=_text(data),
        abstract=_text(data),
        authors=tuple(_text(data) for _ in range(data.ConsumeIntInRange(0, 2))),
        categories=tuple(data.PickValueInList(["cs.LG", "hep-th", "", "68T05"]) for _ in range(2)),
        submitted=moment,
        updated=moment,
        comment=_text(data),
        journal_ref=_text(data),
        doi=_text(data),
        report_no=_text(data),
    )


def one(given: bytes) -> None:
    """Try one input."""
    data = atheris.FuzzedDataProvider(given)
    text = _text(data)
    for read in (repair, parse_like_arxiv, lambda it: parse_like_arxiv(it, raw=True)):
        _read(read, text)
    check(text)
    fixed(text)
    if isinstance(tree := _read(parse, text), Query):
        _tree(tree, _paper(data))


def _read(read: Callable[[str], object], text: str) -> object:
    """Read a text; a QueryError with a place in it is an answer like any other."""
    try:
        return read(text)
    except QueryError as error:
        if not 0 <= error.position <= len(text):
            raise AssertionError(f"a place outside {text!r}: {error.position}") from error
        return None


def _tree(tree: Query, paper: Paper) -> None:
    """Try what is done with a tree."""
    laws = {
        "written and read again": parse(str(tree)) == tree,
        "explained as it matches": explain(tree, paper).holds == matches(tree, Reading(paper)),
        "among the candidates": not matches(tree, paper) or _candidate(tree, paper),
        "through the sieve": not matches(tree, paper) or _through(tree, paper),
        "described": bool(english(tree)),
        "counted": min(Relevance(tree).mentions(Reading(paper)).numbers, default=0) >= 0,
    }
    for law, holds in laws.items():
        if not holds:
            raise AssertionError(f"{law}: {str(tree)!r} {paper!r}")


def _candidate(tree: Query, paper: Paper) -> bool:
    expression = fts(tree)
    if expression is None:
        return True
    INDEX.execute("DELETE FROM words")
    INDEX.execute("INSERT INTO words VALUES (?)", (index_words(paper),))
    found = INDEX.execute("SELECT 1 FROM words WHERE words MATCH ?", (expression,)).fetchone()
    return found is not None


INDEX = sqlite3.connect(":memory:", isolation_level=None)
INDEX.execute("CREATE VIRTUAL TABLE words USING fts5(text, detail = none, tokenize = ascii)")


def _through(tree: Query, paper: Paper) -> bool:
    return Sieve([tree]).passing(index_words(paper).split()) == [0]


def main() -> None:
    """Fuzz for as long as is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--again", metavar="FILE", help="try one input that was written before")
    given = parser.parse_args()
    limits = [
        f"-max_total_time={given.seconds}",
        f"-max_len={LONGEST}",
        f"-timeout={SLOWEST}",
        "-len_control=0",
    ]
    options = [given.again] if given.again else [*limits, "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *options], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
