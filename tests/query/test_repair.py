"""What people type becomes what the strict grammar can read, as arXiv's service does it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.errors import QueryError
from paperlode.query.repair import repair, repaired

TYPED = st.lists(
    st.sampled_from([*'ab_:"() \n', " AND ", " OR ", " NOT ", "au:", "ti:", "[2024 TO "]),
    max_size=12,
).map("".join)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("quartz", "all:quartz"),
        ("title:quartz", "ti:quartz"),
        ("TI:quartz", "all:TI:quartz"),
        ("ti: quartz\r\nvein", "ti:quartz OR all:vein"),
        ("ti:quartz vein", "ti:quartz OR all:vein"),
        ('ti:"quartz vein" "ore"', 'ti:"quartz vein" OR all:"ore"'),
        ("ti:a:b", "ti:a:b"),
        ("ti : a", "all:ti OR all:: OR all:a"),
        ('ti:"never closed', "ti:never OR all:closed"),
        ("ti:", ""),
        (' "', ""),
        ("ti:a AND au:", "ti:a AND"),
    ],
)
def test_every_word_gets_a_field(typed: str, read: str) -> None:
    """A word without a field searches all of them; a field without a word vanishes."""
    assert repair(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ti:a AND NOT ti:b", "ti:a ANDNOT ti:b"),
        ("ti:a NOT ti:b", "ti:a ANDNOT ti:b"),
        ("ti:a OR NOT ti:b", "ti:a ANDNOT ti:b"),
        ("ti:a AND OR ti:b", "ti:a OR ti:b"),
        ("ti:a AND NOT NOT ti:b", "ti:a NOT ti:b"),
        ("ti:a AND NOT NOT NOT ti:b", "ti:a ANDNOT ti:b"),
        ("ti:a and ti:b", "ti:a OR all:and OR ti:b"),
        ('a AND"b"', 'all:a AND all:"b"'),
        ("ANDa xAND", "all:ANDa OR all:xAND"),
        ("all:AND", "AND"),
        ("(ti:a)(ti:b)", "(ti:a) OR (ti:b)"),
    ],
)
def test_operators_are_settled(typed: str, read: str) -> None:
    """NOT becomes ANDNOT, the last of several operators wins, a missing one is OR."""
    assert repair(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ti:(dark matter)", "(ti:dark OR ti:matter)"),
        ("ti:(a AND (b OR c))", "(ti:a AND (ti:b OR ti:c) )"),
        ("au:(a AND ti:b)", "(au:a AND ti:b)"),
        ("all:(title:(a))", "( (all:a) )"),
        ("all:ti:(a)", "OR (all:a)"),
        ("ti:(a", "(ti:a"),
    ],
)
def test_a_prefix_spreads_over_its_group(typed: str, read: str) -> None:
    """What has a prefix of its own keeps it; of two prefixes the second cannot spread."""
    assert repair(typed) == read


@pytest.mark.parametrize(
    ("typed", "stamp"),
    [
        ("[2024 TO 2025]", "202401010000 TO 202512312359"),
        ("[202401 TO 202402]", "202401010000 TO 202402292359"),
        ("[20240105 TO 20240106]", "202401050000 TO 202401062359"),
        ("[20240101000000 TO 20240101000159]", "202401010000 TO 202401010001"),
        ("[2024010112 TO 2024010118]", "2024010112 TO 2024010118"),
        ("[202413 TO 202413]", "202413010000 TO 202413"),
        ("[2024-01-01 TO 2024-01-31]", "2024-01-01 TO 2024-01-31"),
    ],
)
def test_dates_are_completed(typed: str, stamp: str) -> None:
    """Ends of a range are completed to the minute; there is no filter on the update date."""
    assert repair(f"submittedDate:{typed}") == f'submittedDate:"{stamp}"'
    assert repair(f"lastUpdatedDate:{typed}") == f'submittedDate:"{stamp}"'


def test_what_is_no_range_of_dates_is_taken_apart() -> None:
    """Open ranges and lower-case words are not understood."""
    assert repair("submittedDate:[* TO 2024]") == "submittedDate:[* OR all:TO OR all:2024]"


@pytest.mark.parametrize(
    ("typed", "arxiv", "mended"),
    [
        ("au:del_sol", 'au:"del sol"', 'au:"del sol"'),
        ("ti:a AND au:del_sol", "ti:a AND au:del_sol", 'ti:a AND au:"del sol"'),
        ("(au:del_sol)", "(au:del_sol)", '(au:"del sol")'),
        ("au:a_b OR au:c_d", 'au:"a b" OR au:c_d', 'au:"a b" OR au:"c d"'),
        ("x_y au:b au:c", 'all:x_y OR au:"x y" OR au:"x y"', "all:x_y OR au:b OR au:c"),
        ("ti:x_y AND au:sol", 'ti:x_y AND au:"x y"', "ti:x_y AND au:sol"),
        ('ti:x AND au:"a_b"', 'ti:x AND au:"a_b"', 'ti:x AND au:"a b"'),
        ("ti:x AND au:__", "ti:x AND au:__", "ti:x AND au:__"),
    ],
)
def test_underscores_in_names(typed: str, arxiv: str, mended: str) -> None:
    """The service mends a name only at the very start, and may put it in place of others."""
    assert repair(typed) == arxiv
    assert repaired(typed, mend_authors=True).text == mended


@given(TYPED, st.integers(0, 60))
def test_every_place_leads_back_into_what_was_typed(typed: str, offset: int) -> None:
    """So that an error can point at it."""
    source = repaired(typed)
    assert source.origin(min(offset, len(source.text))) >= 0


def test_a_value_that_replaces_thousands_of_names_is_refused() -> None:
    """The service's mistake with underscores must not eat all memory."""
    with pytest.raises(QueryError, match="longer"):
        repair("a_" * 10_000 + " au:x" * 10_000)


def test_a_place_leads_back_across_what_was_rewritten() -> None:
    """A completed date does not move what stands behind it."""
    source = repaired("submittedDate:[2024 TO 2025] AND ti:(quartz)")
    assert source.origin(source.text.index("quartz")) == 37
