"""From text to tree, and what arXiv's service refuses."""

from __future__ import annotations

import pytest
from hypothesis import assume, given

from paperlode.errors import QueryError
from paperlode.query import Not, Query, Term, parse, parse_like_arxiv
from paperlode.query.parser import DEEPEST, LONGEST, refused_by_index
from paperlode.query.repair import repair
from paperlode.query.syntax import as_lists

from .queries import TYPED, trees


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("quartz", "all:quartz"),
        ('ti:"  quartz vein "', 'ti:"quartz vein"'),
        ("ti:a AND ti:b OR ti:c", "(ti:a AND (ti:b OR ti:c))"),
        ("ti:a OR ti:b AND ti:c", "(ti:a OR (ti:b AND ti:c))"),
        ("ti:a ANDNOT ti:b ANDNOT ti:c", "(ti:a ANDNOT (ti:b ANDNOT ti:c))"),
        ("(ti:a ANDNOT ti:b) ANDNOT ti:c", "((ti:a ANDNOT ti:b) ANDNOT ti:c)"),
        ("(((ti:a)))", "ti:a"),
        ("NOT ti:a", "(ANDNOT ti:a)"),
        ("ti:a AND (NOT ti:b)", "(ti:a AND (ANDNOT ti:b))"),
        ("abs:O(n log n)", "(abs:O OR (all:n OR (all:log OR all:n)))"),
        ("doi:10.1038/418838a", "doi:10.1038/418838a"),
        ('au:""', 'au:""'),
        ("cat:(cs.LG OR cs.AI)", "(cat:cs.LG OR cat:cs.AI)"),
    ],
)
def test_a_query_is_read_from_the_right(typed: str, tree: str) -> None:
    """No operator binds stronger than another; everything associates to the right."""
    assert str(parse(typed)) == str(parse_like_arxiv(typed)) == tree


TYPED_BY_PEOPLE = r"""
ti:"large language model" AND (cat:cs.CL OR cat:cs.LG) AND abs:agent
    (ti:"large language model" AND ((cat:cs.CL OR cat:cs.LG) AND abs:agent))
cat:cs.LG AND abs:graph neural network
    (cat:cs.LG AND (abs:graph OR (all:neural OR all:network)))
abs:"graph neural network"s OR ti:GNNs
    (abs:"graph neural network" OR (all:s OR ti:GNNs))
(cat:cs.AI OR cat:cs.LG) AND NOT (ti:survey)
    ((cat:cs.AI OR cat:cs.LG) ANDNOT ti:survey)
all:perovskite* AND all:"solar cell*" ANDNOT ti:review
    (all:perovskite* AND (all:"solar cell*" ANDNOT ti:review))
cat:cs.* AND (NOT ti:survey) AND abs:agent
    (cat:cs.* AND ((ANDNOT ti:survey) AND abs:agent))
ti:(graph OR (network AND abs:deep)) ANDNOT (au:(smith OR jones))
    ((ti:graph OR (ti:network AND abs:deep)) ANDNOT (au:smith OR au:jones))
cat:(cond-mat.* physics.comp-ph)
    (cat:cond-mat.* OR cat:physics.comp-ph)
"machine learning" +"quantum chemistry" -survey
    (all:"machine learning" OR (all:+ OR (all:"quantum chemistry" OR all:-survey)))
%22machine%20learning%22+AND+cat:cs.LG
    all:%22machine%20learning%22+AND+cat:cs.LG
machine learning AND cat:cs.LG or cat:stat.ML
    (all:machine OR (all:learning AND (cat:cs.LG OR (all:or OR cat:stat.ML))))
all:(a AND b) OR NOT (c)
    ((all:a AND all:b) ANDNOT all:c)
abs:[2+1]-dimensional AND ti:{x}
    (abs:[2+1]-dimensional AND ti:{x})
ti:a ANDNOT NOT ti:b
    (ti:a ANDNOT ti:b)
ti:a NOT (NOT ti:b)
    (ti:a ANDNOT (ANDNOT ti:b))
ti:: AND abs::x
    (ti:: AND abs::x)
cat:hep-ph au:weinberg_s
    (cat:hep-ph OR au:weinberg_s)
ti:a OR au:"b_c" OR au:d_e
    (ti:a OR (au:"b_c" OR au:d_e))
_x AND au:y
    (all:_x AND au:"x")
ti:“spin ice” OR ti:naïve
    (ti:“spin OR (all:ice” OR ti:naïve))
"""
"""What people type or break, and below it what arXiv's service makes of it."""


@pytest.mark.parametrize(
    ("typed", "tree"),
    list(zip(*[(line.strip() for line in TYPED_BY_PEOPLE.strip().splitlines())] * 2, strict=True)),
)
def test_what_people_type_is_read_as_arxiv_reads_it(typed: str, tree: str) -> None:
    """Told by running arXiv's own code on the same queries."""
    assert str(parse_like_arxiv(typed)) == tree


@pytest.mark.parametrize(
    ("typed", "position", "why"),
    [
        ("(ti:a", 0, "never closed"),
        ("ti:a)", 4, "no opening one"),
        ("ti:a AND", 8, "ends where a term"),
        ("OR ti:a", 0, "not 'OR'"),
        ("all:AND", 4, "not 'AND'"),
        ("()", 1, "not '\\)'"),
        ('all:ti:"a"', 4, "not 'OR'"),
        ('ti:x AND abs:"a\\"', 13, "never ends"),
        ("ti:a AND NOT NOT ti:b", 13, "AND, OR or ANDNOT is expected"),
    ],
)
def test_a_mistake_is_named_with_its_place(typed: str, position: int, why: str) -> None:
    """Where arXiv answers HTTP 400, the error says what is wrong and where it was typed."""
    with pytest.raises(QueryError, match=why) as caught:
        parse_like_arxiv(typed)
    assert (caught.value.status, caught.value.position) == (400, position)


@pytest.mark.parametrize(
    ("typed", "position"),
    [
        ("all:*", 0),
        ("ti:a AND all:?x", 9),
        ('all:"*a"', 0),
        ("doi:*x", 0),
        ("id:?x", 0),
        ("all:;", 0),
        ("au:;;", 0),
        ("NOT (ti:a OR ti:b)", 5),
        ("NOT cat:cs.CV AND ti:a", 4),
        ("submittedDate:20240101", 0),
        ("submittedDate:[2024-01-01 TO 2024-01-31]", 0),
        ("ti:a AND submittedDate:[* TO 2024]", 9),
        ("submittedDate:[202413 TO 202413]", 0),
    ],
)
def test_what_arxiv_overlooks_is_an_error_of_ours(typed: str, position: int) -> None:
    """Where arXiv answers HTTP 500, so do we, and say why."""
    with pytest.raises(QueryError) as caught:
        parse_like_arxiv(typed)
    assert (caught.value.status, caught.value.position) == (500, position)


@pytest.mark.parametrize("typed", ["ti:*a", "abs:?a", "au:*smith", "ti:x AND co:*", "all:&&"])
def test_what_the_index_refuses_is_refused_for_topics(typed: str) -> None:
    """Wildcards at the beginning pass arXiv's parser, but its index does not answer them."""
    tree = parse_like_arxiv(typed)
    assert tree is not None
    assert refused_by_index(tree) is not None
    with pytest.raises(QueryError):
        parse(typed)


@pytest.mark.parametrize("typed", ["", "  ", "ti:", '"', "\n"])
def test_nothing_to_search_for(typed: str) -> None:
    """ArXiv takes such a text as no query; a topic needs one."""
    assert parse_like_arxiv(typed) is None
    with pytest.raises(QueryError, match="empty"):
        parse(typed)


def test_names_with_underscores_are_mended_for_topics() -> None:
    """A topic means what its writer meant, wherever the name stands."""
    assert str(parse("ti:a AND au:del_sol")) == '(ti:a AND au:"del sol")'
    assert str(parse_like_arxiv("ti:a AND au:del_sol")) == "(ti:a AND au:del_sol)"


@pytest.mark.parametrize(
    ("raw", "tree"),
    [
        ("ti:a ANDti:b", "(ti:a AND ti:b)"),
        ("ti : a", "ti:a"),
        ("ti:AND", "ti:AND"),
        (" \t", 'all:""'),
        ("ANDNOT ti:a", "(ANDNOT ti:a)"),
    ],
)
def test_unrepaired_text(raw: str, tree: str) -> None:
    """With ``raw=1`` the strict grammar reads what was sent."""
    assert str(parse_like_arxiv(raw, raw=True)) == tree


@pytest.mark.parametrize("raw", ["quartz", "ti:a ti:b", "ti:a\N{NO-BREAK SPACE}AND ti:b", "ti:"])
def test_unrepaired_text_must_be_strict(raw: str) -> None:
    """Nothing is forgiven without the repair step."""
    with pytest.raises(QueryError):
        parse_like_arxiv(raw, raw=True)


@given(trees)
def test_a_written_tree_is_read_back(tree: Query) -> None:
    """``parse(str(q)) == q``."""
    assert parse(str(tree)) == tree


@given(TYPED)
def test_any_text_is_read_or_refused(typed: str) -> None:
    """No text crashes the parser, and what is read can be written, read back and asked again."""
    try:
        tree = parse(typed)
    except QueryError as error:
        place = error.position
    else:
        place = 0
        assert parse(str(tree)) == tree
    assert 0 <= place <= len(typed)


@given(TYPED)
def test_the_repaired_text_means_the_same(typed: str) -> None:
    """What arXiv shows in a feed's title is read as the query was, but for adjacent operators."""
    beside = {"AND ANDNOT", "OR ANDNOT", "ANDNOT ANDNOT"}
    assume("_" not in typed and not any(two in repair(typed) for two in beside))
    try:
        tree = parse_like_arxiv(typed)
    except QueryError:
        return
    if tree is not None:
        assert parse_like_arxiv(repair(typed)) == tree


def test_a_backslash_before_white_space_does_not_open_the_quote() -> None:
    """The white space that was trimmed is written again where a quote would be lost."""
    tree = parse('ti:"a\\ "')
    assert tree == Term("ti", '"a\\"')
    assert parse(str(tree)) == tree


@pytest.mark.parametrize(
    "typed", ["(" * 20_000 + "a" + ")" * 20_000, " OR ".join(["ti:a"] * DEEPEST), "a " * 400]
)
def test_long_queries_are_read(typed: str) -> None:
    """Neither parentheses nor terms exhaust the stack."""
    assert parse(str(parse(typed))) == parse(typed)
    assert as_lists(parse(typed))


@pytest.mark.parametrize("typed", ["submittedDate:" + "x" * 5_000, "ti:(a b) " + "b" * 5_000 + ")"])
def test_a_message_stays_short(typed: str) -> None:
    """A term of thousands of characters is not repeated in full."""
    with pytest.raises(QueryError) as caught:
        parse(typed)
    assert len(str(caught.value)) < 1_000


def test_endless_queries_are_refused() -> None:
    """A query longer or deeper than arXiv could answer is refused with a sentence."""
    with pytest.raises(QueryError, match="characters"):
        parse("a" * (LONGEST + 1))
    with pytest.raises(QueryError, match="levels deep"):
        parse(" OR ".join(["ti:a"] * (DEEPEST + 1)))
    with pytest.raises(QueryError, match="never closed"):
        parse("(" * LONGEST)


def test_a_negated_empty_term_is_answered() -> None:
    """It is a single term, and finds nothing."""
    assert parse('NOT au:""') == Not(Term("au", '""'))
