"""Single changes of a query: what they are, and which may find more."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from paperlode.lab.changes import MOST, Kind, also, single
from paperlode.paper import Paper  # noqa: TC001  hypothesis reads the annotations
from paperlode.query import Query, matches, parse
from tests.query import queries


@pytest.mark.parametrize(
    ("query", "changes"),
    [
        ("ti:a AND cat:cs.LG", ["without ti:a: cat:cs.LG", "without cat:cs.LG: ti:a"]),
        ("ti:to OR cat:cs.LG", ["without ti:to: cat:cs.LG", "without cat:cs.LG: ti:to"]),
        ("ti:a ANDNOT cat:cs.LG", ["without cat:cs.LG: ti:a"]),
        ('abs:"a b" OR ti:"a b" OR au:c', ["without au:c: ...", 'without "a b" (abs, ti): au:c']),
    ],
)
def test_a_term_is_left_out(query: str, changes: list[str]) -> None:
    """With its operator; the same words in several fields go together."""
    found = {
        f"{change.kind} {change.name}: {change.tree}"
        for change in single(parse(query))[0]
        if change.kind == "without"
    }
    rest = [change for change in changes if not change.endswith("...")]
    assert set(rest) <= found
    assert len(found) == len(changes)


def test_a_word_is_taken_as_written_or_only_begun() -> None:
    """Names and categories are neither."""
    found = [
        (change.kind.value, change.name) for change in single(parse("ti:crystal AND au:Ada"))[0]
    ]
    assert ("as written", "ti:crystal") in found
    assert ("begun", "ti:crystal") in found
    assert {name for kind, name in found if kind != "without"} == {"ti:crystal"}


def test_a_phrase_stands_beside_the_terms_of_each_group() -> None:
    """In the fields of that group; what is not wanted is left alone."""
    tree = parse("(ti:a OR abs:b) AND ti:c AND cat:cs.LG ANDNOT abs:d")
    assert [(change.name, change.grows) for change in also(tree, "x y")] == [
        ('ti:"x y"', True),
        ('"x y" (ti, abs)', True),
    ]


@settings(deadline=None)
@given(tree=queries.trees, paper=queries.papers())
def test_only_changes_that_grow_find_more(tree: Query, paper: Paper) -> None:
    """So of all others the query's own papers are enough."""
    for change in single(tree)[0]:
        if not change.grows and matches(change.tree, paper):
            assert matches(tree, paper)


def test_of_a_long_query_terms_left_out_are_tried_first() -> None:
    """Each change is a tree of its own, so there is a limit."""
    found, more = single(parse(" OR ".join(f"ti:crystal{n}x" for n in range(MOST // 2))))
    assert [change.kind for change in found].count(Kind.WITHOUT) == MOST // 2
    assert (len(found), more) == (MOST, 0)
    found, more = single(parse(" OR ".join(f"ti:crystal{n}" for n in range(MOST))))
    assert {change.kind for change in found} == {Kind.WITHOUT}
    assert (len(found), more) == (MOST, MOST)
