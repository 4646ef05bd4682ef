"""The laws of the linter: it never fails, its repairs read, and what it says is true."""

from __future__ import annotations

import re
import sys
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperlode.errors import QueryError
from paperlode.query import matches, parse
from paperlode.query.lint import CODES, Severity, check, fixed, mended
from paperlode.query.lint.source import reads

from ..queries import TYPED, papers, trees  # noqa: TID252  the laws of all of the query language

if TYPE_CHECKING:
    from collections.abc import Callable

    from paperlode.paper import Paper

PAGE = Path(__file__).parents[3] / "docs" / "lint.md"

PIECES = [
    *("ti:crystal", "crystal", "structures", "machine", "learning", "2016", "1605", "the", "C++"),
    *("au:", "abs:", "title:", "all:", "cat:", "co:", "author:", "TI:", "yr:2020", "ti", ":"),
    *("au:del_maestro", "au:Smith,", "J", 'au:"J Smith"', "au:smith", "au:moore", 'au:"A and B"'),
    *("cs.LG", "cat:cs", "cat:cs.lg", "cat:cs.SY", "cat:cmp-lg", "cat:cs.XX", "cat:cond-mat"),
    *("cat:cs.LG,cs.AI", "cat:*", "cat:(cs.LG OR cs.AI)", "all:physics", "all:2016", "NOT NOT"),
    *(" AND ", " OR ", " NOT ", " ANDNOT ", " and ", " or ", " not ", "&&", "||", "+", "-", "!"),
    *("(", ")", "(", ")", '"', '"a b"', '"crystal structures"', '""', "'", "\u201c", "\u201d"),
    *("half-life", "Schr\u00f6dinger", "running*", "*", "te?t", '"neural net*"', "$x$", "[", "]"),
    *("submittedDate:[2024 TO 2025]", "submittedDate:[2016-05-01 TO *]", "\u200b", "\u2013"),
    *("lastUpdatedDate:[2016 TO 2017]", "submittedDate:20160501", "submittedDate:[2025 to 2024]"),
    *("~3", "^5", "%20AND%20", "id:hep-th/9901001", "id:1605.08386v1", "doi:10.1*", "\\", ";", "_"),
    *(" ", " ", " ", "\n", "ti:(", "au:(", "all:("),
]
typed = st.one_of(TYPED, st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
spaced = st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join)
texts = st.one_of(typed, spaced, st.text(max_size=30), trees.map(str))


def examples() -> list[tuple[str, str]]:
    """Give the documented codes, each with its example."""
    found = re.findall(
        r"^### `([a-z0-9-]+)`\n(?:(?!###).)*?^```\n(.*?)^```",
        PAGE.read_text(),
        re.MULTILINE | re.DOTALL,
    )
    return [(code, query.rstrip("\n")) for code, query in found]


@given(texts)
@settings(max_examples=300)
def test_any_text_can_be_checked(text: str) -> None:
    """Findings lie within the text; an error is found where arXiv would refuse the query."""
    found = check(text)
    assert all(0 <= one.start <= one.end <= len(text) for one in found)
    if not reads(text):
        assert any(one.severity is Severity.ERROR for one in found)


@given(texts)
@example("NOT all:2016")
@settings(max_examples=300)
def test_a_repaired_query_reads(text: str) -> None:
    """One repair, or all of them, make no query unreadable."""
    if not reads(text):
        fixed(text)
        return
    for finding in check(text):
        if finding.repair is not None:
            parse(mended(text, finding.repair))
    parse(fixed(text).text)


@given(texts, papers())
@settings(max_examples=400)
def test_a_repair_that_keeps_the_meaning_does(text: str, paper: Paper) -> None:
    """What says that it changes nothing matches the same papers."""
    try:
        before = matches(parse(text), paper)
    except QueryError:
        return
    for finding in check(text):
        if finding.repair is not None and finding.repair.same:
            assert matches(parse(mended(text, finding.repair)), paper) == before, finding
    assert matches(parse(fixed(text, same=True).text), paper) == before


@given(texts)
@settings(max_examples=100)
def test_repairing_comes_to_an_end(text: str) -> None:
    """A repaired query needs no repair but those that were refused."""
    once = fixed(text)
    assert len(once.made) < 500
    assert fixed(once.text).text == fixed(fixed(once.text).text).text


@pytest.mark.parametrize(("code", "query"), examples())
def test_every_documented_example_shows_its_finding(code: str, query: str) -> None:
    """Who tries it sees it."""
    assert code in {finding.code for finding in check(query)}


def test_every_code_is_documented() -> None:
    """And no other."""
    shown = set(re.findall(r"^### `([a-z0-9-]+)`$", PAGE.read_text(), re.MULTILINE))
    assert shown == set(CODES)


@pytest.mark.parametrize(
    ("code", "query"),
    [
        ("too-long", "ti:a " * 20_001),
        ("too-deep", "ti:a OR " * 1_000 + "ti:b"),
        ("long-address", " OR ".join(f"ti:word{number}" for number in range(500))),
        ("long-or-chain", " OR ".join(f"ti:word{number}" for number in range(101))),
    ],
)
def test_what_is_too_large_is_found(code: str, query: str) -> None:
    """With a clear word instead of a failure."""
    assert code in {finding.code for finding in check(query)}


@pytest.mark.parametrize(
    ("query", "repaired"),
    [
        ("ti:dark matter AND cat:cs", "(ti:dark AND ti:matter) AND cat:cs.*"),
        ("ti:x AND ti:y OR ti:z", "ti:x AND (ti:y OR ti:z)"),
        ("ti:x ANDNOT ti:y ANDNOT ti:z", "ti:x ANDNOT (ti:y OR ti:z)"),
        ("ti:x and ti:y", "ti:x AND ti:y"),
        ("ti:(x OR y) AND au:(z)", "(ti:x OR ti:y) AND (au:z)"),
        ("(ti:x", "(ti:x)"),
        ("ti:x AND", "ti:x"),
        ("NOT ti:x AND ti:y", "(cat:* ANDNOT ti:x) AND ti:y"),
        (
            "(NOT ti:a AND ti:b) OR (NOT ti:c AND ti:d)",
            "((cat:* ANDNOT ti:a) AND ti:b) OR ((cat:* ANDNOT ti:c) AND ti:d)",
        ),
        ("(ti:x AND (ti:y OR (ti:z", "(ti:x AND (ti:y OR (ti:z)))"),
        ("cat:econ.EM OR econ.TH", "cat:econ.EM OR cat:econ.TH"),
        ("cat:machine", "cat:machine"),
        ('cat:"machine learning"', "cat:cs.LG"),
        ("au:John Smith", 'au:"John Smith"'),
        ("ti:x AND au:del_maestro", 'ti:x AND au:"del maestro"'),
        ("submittedDate:[2023-01-01 TO *]", "submittedDate:[20230101 TO 209912312359]"),
        ("TI:x && author:y", "ti:x AND au:y"),
        ("ti:model OR ti:models OR ti:y", "ti:model OR ti:y"),
        ("ti:x", "ti:x"),
    ],
)
def test_queries_are_repaired(query: str, repaired: str) -> None:
    """As their writers probably meant them."""
    assert " ".join(fixed(query).text.split()) == repaired


def test_what_stood_beside_a_duplicate_does_not_grow_together() -> None:
    """Quotes keep words apart that nothing else does."""
    text = 'ti:x ti:"gold"b ti:"gold"c'
    repairs = [one.repair for one in check(text) if one.code == "duplicate-branch"]
    assert [parse(mended(text, one)) for one in repairs if one] == [parse('ti:x ti:"gold" b c')]


def test_no_quotes_are_put_behind_one_without_a_partner() -> None:
    """They would pair with it, and the name between them would be outside."""
    codes = {one.code: one.repair for one in check('ti:x"au:del_maestro')}
    assert codes["author-underscore"] is None
    assert fixed('ti:x"au:del_maestro').text.endswith('au:"del maestro"')


@pytest.mark.parametrize("text", ["ti:x !;", "ti:x -AND:"])
def test_a_sign_is_left_where_nothing_would_remain(text: str) -> None:
    """Without it the value would be none."""
    for finding in check(text):
        if finding.repair is not None:
            parse(mended(text, finding.repair))


def test_only_what_changes_nothing_is_repaired_when_asked() -> None:
    """The rest is left to the writer."""
    result = fixed("ti:x ti:y AND ti:z and cat:cs", same=True)
    assert result.same
    assert "cat:cs.*" not in result.text


def test_the_old_service_s_grouping_is_shown() -> None:
    """For those who knew it."""
    (found,) = [f for f in check("ti:x AND ti:y OR ti:z") if f.code == "mixed-operators"]
    assert "reads ti:x AND (ti:y OR ti:z)" in found.sentence
    assert "read (ti:x AND ti:y) OR ti:z" in found.sentence


@pytest.mark.parametrize(
    "query",
    [
        'ti:"crystal" AND (abs:"prediction" OR abs:graphene)',
        'au:"ada example" ANDNOT cat:hep-th',
        'cat:cs.LG AND submittedDate:[202601010000 TO 202601312300] AND abs:"perovskite"',
    ],
)
def test_a_good_query_has_neither_errors_nor_warnings(query: str) -> None:
    """Notes at most."""
    assert {finding.severity for finding in check(query)} <= {Severity.NOTE}


@pytest.mark.parametrize(
    "piece",
    [
        *("a ", "(", "ti:a OR ", "au:a_b ", "ti:(a ", "cs.LG ", '" ', "a*b*", "au:a;"),
        *("submittedDate:[2024 TO *] ", "ti:a ANDNOT ", "\u200b", "a-b ", "ti: ", "NOT "),
        *("(NOT ti:a OR ti:b) AND ", "NOT (ti:a OR ", "foo:", "ti :a ", "'a' ", "%20", "a ~3 "),
    ],
)
def test_work_grows_as_the_text_does(piece: str) -> None:
    """Four times the text takes not much more than four times as many calls."""
    calls(check, piece, 400)  # what is remembered afterwards is no part of the work
    assert calls(check, piece, 2_000) < 6 * calls(check, piece, 500)


@pytest.mark.parametrize("piece", ["ti:dark matter ", "a and b ", "cat:cs ", "(NOT a b) OR "])
def test_repairs_take_work_as_the_text_is_long(piece: str) -> None:
    """However many there are: all of a kind are made at once."""
    calls(fixed, piece, 200)  # what is remembered afterwards is no part of the work
    assert calls(fixed, piece, 1_200) < 6 * calls(fixed, piece, 300)


def calls(work: Callable[[str], object], piece: str, length: int) -> int:
    """Count the calls of functions that a long query takes."""
    made = count()
    sys.setprofile(lambda _frame, event, _what: event.endswith("call") and next(made))
    try:
        work(piece * (length // len(piece)))
    finally:
        sys.setprofile(None)
    return next(made)


def test_a_range_of_dates_behind_a_stray_quote_reaches_no_further() -> None:
    """Written out it is longer than what was typed."""
    found = check('" submittedDate:[2025 TO 2026] a "b c')
    assert all(one.start <= one.end for one in found)


def test_half_a_character_is_checked() -> None:
    """What no encoding can write, as a program may hand it over, is measured like the rest."""
    assert check("ti:\ud800") is not None
