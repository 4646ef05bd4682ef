"""Which sets hold every paper that a topic can match."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.paper import Paper, moment
from paperlode.query import matches, parse
from paperlode.query.categories import categories
from paperlode.replica.subjects import members, sets
from paperlode.sources.oai_sets import set_of, sets_of

DAY = moment("2026-11-23")


@pytest.mark.parametrize(
    ("topics", "expected"),
    [
        ("cat:cs.LG", "cs:cs:LG"),
        ("cat:cond-mat.mtrl-sci AND (ti:a OR abs:b)", "physics:cond-mat:mtrl-sci"),
        ("cat:hep-th OR cat:math.AG", "math:math:AG physics:hep-th"),
        ("cat:cs.LG AND cat:cond-mat.soft", "cs:cs:LG"),
        ("cat:cs.* AND cat:cond-mat.soft", "physics:cond-mat:soft"),
        ("cat:cs.*", "cs"),
        ("cat:cond-mat*", "physics:cond-mat"),
        ("cat:cond-mat", "physics:cond-mat"),
        ("cat:physics.*", "physics:physics"),
        ("cat:cmp-lg OR cat:alg-geom", "cs:cs:CL math:math:AG"),
        ("cat:cs.LG ANDNOT cat:stat.ML", "cs:cs:LG"),
        ("cat:cs.LG OR cat:cs.* OR cat:physics.optics", "cs physics:physics:optics"),
        ("cat:cs.QQ", "cs"),
        ("ti:the OR cat:cs.LG", "cs:cs:LG"),
    ],
)
def test_a_topic_with_categories_needs_their_sets_only(topics: str, expected: str) -> None:
    """Of parts that must all hold, the smallest decides; wildcards ask for whole archives."""
    found = sets_of([parse(topics)])
    assert found is not None
    assert " ".join(found) == expected


@pytest.mark.parametrize(
    "topic",
    [
        "ti:perovskite",
        "cat:cs.LG OR au:noether",
        "all:cs.LG",
        "ti:glass ANDNOT cat:cs.LG",
        "cat:new-archive.AB",
        'cat:""',
    ],
)
def test_a_topic_without_categories_needs_everything(topic: str) -> None:
    """Neither words nor exclusions say in which set a paper is."""
    assert sets_of([parse(topic)]) is None


NAMED = ("cs.LG", "cs.AI", "cs.CL", "stat.ML", "cond-mat.soft", "cond-mat.other", "hep-th")


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (6, "cs physics:cond-mat:other physics:cond-mat:soft physics:hep-th stat:stat:ML"),
        (4, "cs physics:cond-mat physics:hep-th stat:stat:ML"),
        (3, "cs physics stat:stat:ML"),
        (2, None),
    ],
)
def test_more_sets_than_wanted_are_merged(most: int, expected: str | None) -> None:
    """Categories become archives, archives groups, groups everything."""
    found = sets_of([parse(f"cat:{category}") for category in NAMED], most)
    assert (found and " ".join(found)) == expected


def test_a_topic_that_no_paper_can_match_needs_nothing() -> None:
    """A stop word alone finds no paper."""
    assert sets_of([parse("ti:the")]) == ()


def test_every_set_that_is_asked_for_exists() -> None:
    """Sets of old archives are refused by the service: their successors' are asked for."""
    assert {set_of(category) for category in categories()} <= set(sets())


CATEGORY = st.sampled_from(sorted(categories()))
ATOM = st.one_of(
    CATEGORY.map("cat:{}".format),
    st.sampled_from(["cat:cs.*", "cat:cond-mat*", "cat:*.AI", "cat:q*", "ti:crystal", "all:cs.LG"]),
    st.sampled_from(["cat:math.?G", 'cat:"cs.LG"', "cat:CS.lg", "abs:glass", "all:materials"]),
)
TREE = st.recursive(
    ATOM,
    lambda part: st.tuples(part, st.sampled_from(["AND", "OR", "ANDNOT"]), part).map(
        lambda three: f"({' '.join(three)})"
    ),
    max_leaves=6,
)


@given(
    st.lists(TREE, min_size=1, max_size=3),
    st.lists(CATEGORY, min_size=1, max_size=3),
    st.sampled_from(["crystal", "glass", "nothing"]),
    st.integers(1, 6),
)
def test_a_paper_that_matches_is_in_one_of_the_sets(
    texts: list[str], filed: list[str], title: str, most: int
) -> None:
    """The law: no harvest of the sets can miss a paper of a topic."""
    topics = [parse(text) for text in texts]
    paper = Paper("2611.00001", 1, title, title, (), tuple(filed), DAY, DAY)
    found = sets_of(topics, most)
    if found is not None and any(matches(topic, paper) for topic in topics):
        assert any(category in members(spec) for spec in found for category in filed)
