"""Does a paper match a query? The rules of arXiv's index, as tables."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.paper import Paper
from paperlode.query import And, AndNot, Not, Or, Query, Term, matches, parse, reading
from paperlode.query.match import MOST_NESTED

from .queries import papers, terms, trees


def paper(**facts: Any) -> Paper:  # noqa: ANN401  any field of a paper
    """Make a paper on made-up matters; facts that matter to the test are given by name."""
    usual: dict[str, Any] = {
        "id": "1605.08386",
        "version": 2,
        "title": "Crystal structures of the half-lives in Schr\u00f6dinger's C++",
        "abstract": "We learn good generative models. Topology of machines (GANs), e.g. $\\beta$.",
        "authors": ("John Q. Smith", "Ana van der M\u00fcller Jr.", "Jean-Luc Moore"),
        "categories": ("cond-mat.mtrl-sci", "cs.LG"),
        "submitted": datetime(2016, 5, 26, 17, 59, 30, tzinfo=UTC),
        "comment": "12 pages, generalized; with appendices",
        "journal_ref": "Crystals 13, 943 (2017)",
        "doi": "10.1038/AB.1 10.1234/xyz",
        "report_no": "SLAC-PUB-1234",
    }
    usual |= facts
    usual.setdefault("updated", usual["submitted"])
    return Paper(**usual)


def says(query: str, **facts: Any) -> bool:  # noqa: ANN401  any field of a paper
    """Ask whether the paper matches."""
    return matches(parse(query), paper(**facts))


@pytest.mark.parametrize(
    "query",
    [
        "ti:crystals",
        "ti:CRYSTAL",
        'ti:"crystal structure"',
        'ti:"the crystal structures of"',
        'ti:"structure of the half lives"',
        'ti:"structures with a half"',
        "ti:lives-half",
        "ti:schr\u00f6dinger",
        "ti:c",
        "ti:liv*",
        "ti:cryst?l",
        "abs:generation",
        "abs:topological",
        "abs:e.g.",
        'abs:"of machines"',
        "abs:beta",
    ],
)
def test_title_and_abstract_are_stemmed(query: str) -> None:
    """Words are compared by their stems, phrases with their gaps, hyphens part words."""
    assert says(query)


@pytest.mark.parametrize(
    "query",
    [
        "ti:schrodinger",
        'ti:"structure crystal"',
        'ti:"crystal half"',
        'ti:"structures half"',
        "ti:the",
        'ti:"of the"',
        "ti:++",
        "ti:structures*",
        "ti:struct?",
        'ti:"cryst* structures"',
        "ti:generative",
        "abs:gan*s",
        "abs:half-topology",
    ],
)
def test_what_title_and_abstract_do_not_find(query: str) -> None:
    """Accents count, order counts in phrases, stop words and bare signs find nothing."""
    assert not says(query)


def test_an_abstract_keeps_its_stop_words_for_phrases() -> None:
    """A quoted value is compared with the unstemmed abstract, too."""
    assert says('abs:"of the"', abstract="The state of the art")
    assert not says('abs:"the of"', abstract="The state of the art")
    assert says('abs:"there these"', abstract="There these are")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("co:pages", True),
        ("co:page", False),
        ("co:generalised", False),
        ('co:"12 pages"', True),
        ('co:"with appendices"', True),
        ("co:with", False),
        ("co:append*", True),
        ("jr:Crystals", True),
        ("jr:crystal", False),
        ("rn:SLAC-PUB-1234", True),
        ("rn:1234-pub", True),
        ("rn:SLAC-PUB-9999", False),
        ("doi:10.1038/AB.1", True),
        ('doi:"10.1234/xyz"', True),
        ("doi:10.1038/ab.1", False),
        ("doi:10.1234/x*", True),
        ("doi:10.1038/A*", False),
        ("id:1605.08386", True),
        ("id:1605.08386v2", True),
        ("id:1605.08386v1", False),
        ("id:1605*", True),
        ('id:"1605.08386"', False),
        ("cat:cs.LG", True),
        ("cat:cs.lg", True),
        ('cat:"cs.LG"', True),
        ("cat:cs", False),
        ("cat:cs.*", True),
        ("cat:cond-mat*", True),
        ("cat:c?.LG", True),
        ("cat:*", True),
        ("cat:cs.LG,cs.AI", False),
        ("cat:math.*", False),
    ],
)
def test_other_fields(query: str, *, found: bool) -> None:
    """Notes are not stemmed; identifiers, DOIs and categories are compared as a whole."""
    assert says(query) is found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("id:hep-th/9901001", False),
        ("id:9901001", True),
        ("id:9901002", False),
        ("id:hep-th/99*", True),
        ("all:9901001", True),
    ],
)
def test_old_identifiers(query: str, *, found: bool) -> None:
    """ArXiv escapes the hyphen and the slash and then finds nothing; seven digits do."""
    assert says(query, id="hep-th/9901001") is found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("au:smith", True),
        ("au:SMITH", True),
        ("au:Mueller", True),
        ("au:M\u00fcller", True),
        ("au:more", True),
        ("au:luc", False),
        ("au:jean-luc", True),
        ("au:q", True),
        ("au:sm*th", True),
        ('au:"smith john"', True),
        ('au:"john q. smith"', True),
        ('au:"j smith"', False),
        ('au:"john moore"', False),
        ('au:"muller jr"', False),
        ('au:"smi* john"', True),
        ("au:smith,j", True),
        ("au:smith,john", True),
        ("au:smith,jo", True),
        ("au:smith,q", True),
        ("au:smith,a", False),
        ("au:smith,", True),
        ("au:,j", False),
        ("au:smith,j*n", True),
        ("au:muller,ana", True),
        ("au:van,ana", True),
        ("au:smith;moore", True),
        ("au:smith;jones", False),
        ("au:smith,j;moore,jean", True),
        ("au:john,smith", False),
        ("au:del_maestro", False),
    ],
)
def test_names(query: str, *, found: bool) -> None:
    """Names are folded, not stemmed; words in quotes must be one author's, in any order."""
    assert says(query) is found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("submittedDate:[20160526 TO 20160526]", True),
        ("submittedDate:[201605261759 TO 201605261800]", True),
        ("submittedDate:[201605261700 TO 201605261759]", False),
        ("submittedDate:[2015 TO 2016]", True),
        ("submittedDate:[20160527 TO 20160526]", False),
        ("lastUpdatedDate:[20160526 TO 20160526]", True),
    ],
)
def test_dates(query: str, *, found: bool) -> None:
    """Ranges are closed, in UTC, at second 0, and always about the first version."""
    assert says(query) is found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('all:"crystal structure"', True),
        ("all:schrodinger's", True),
        ("all:muller", True),
        ("all:god", True),
        ("all:gans", True),
        ('all:"smith q"', True),
        ("all:12", True),
        ("all:crystals", True),
        ("all:10.1234/xyz", True),
        ("all:cs.LG", True),
        ("all:cond-mat.mtrl-sci", True),
        ("all:physics", False),
        ("all:matter", True),
        ('all:"machine learning"', True),
        ('all:"learning machine"', True),
        ('all:"materials science"', True),
        ('all:"materials learning"', False),
        ('all:"computer learning"', True),
        ('all:"crystal generative"', False),
        ("all:and", False),
        ("all:generaliz*", True),
        ("all:sl*-pub-1234", True),
        ("all:2016", True),
        ("all:1605", True),
        ("all:2016-05", True),
        ("all:2017-05", False),
        ("all:1606", False),
        ('all:"good 2016 models"', False),
        ('all:"crystal 2016 structure"', True),
        ('all:"2016"', False),
        ('all:""', True),
    ],
)
def test_all_fields(query: str, *, found: bool) -> None:
    """Every field, category names and the announcement's month are searched."""
    assert says(query) is found


def test_all_fields_stem_the_notes() -> None:
    """A paper of the journal *Crystals* is found by ``all:crystal``, as in arXiv's answers."""
    assert says("all:crystal", title="", abstract="")
    assert says('all:"generative"', title="", abstract="")
    assert not says("jr:crystal", title="", abstract="")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (r"ti:$\beta$", True),
        (r"ti:$\alpha$", False),
        (r"all:$\beta$", True),
        (r"all:$\alpha$", False),
        ("ti:$x$-ray", True),
    ],
)
def test_formulas(query: str, *, found: bool) -> None:
    """A value that begins with a formula is compared sign for sign."""
    assert says(query, title=r"On $\beta$ and $x$") is found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ti:crystal AND cat:cs.LG", True),
        ("ti:crystal AND cat:cs.CV", False),
        ("ti:nothing OR cat:cs.LG", True),
        ("ti:crystal ANDNOT abs:generative", False),
        ("NOT ti:nothing", True),
        ('ti:nothing OR au:""', True),
        ('ti:crystal ANDNOT au:""', False),
        ("ti:the AND ti:crystal", False),
    ],
)
def test_operators(query: str, *, found: bool) -> None:
    """Intersection, union, difference, complement; an empty phrase is every paper."""
    assert says(query) is found


@pytest.mark.parametrize("query", ["co:.*", "ti:.*", "au:\u0301*"])
def test_a_place_without_a_word_fits_no_wildcard(query: str) -> None:
    """Neither that of a stop word nor of signs that folding deletes."""
    assert not says(query, title="of the", abstract="", comment="the of", authors=("\u00ad",))


def test_a_paper_without_anything_is_no_problem() -> None:
    """Missing facts match nothing but the negation."""
    gone = dict.fromkeys(("comment", "journal_ref", "doi", "report_no"))
    bare = paper(title="", abstract="", authors=(), categories=(), **gone)
    assert matches(parse("NOT all:crystal"), bare)
    assert not matches(parse("co:x OR jr:x OR rn:x OR doi:x OR au:x OR cat:*"), bare)


@given(trees, papers())
def test_operators_mean_what_they_say(tree: Query, one: Paper) -> None:
    """Evaluating parts and joining the answers is evaluating the whole."""
    left, right, both = matches(tree, one), matches(Term("ti", "crystal"), one), reading(one)
    other = Term("ti", "crystal")
    assert matches(And(tree, other), both) == (left and right)
    assert matches(Or(other, tree), both) == (left or right)
    assert matches(AndNot(tree, other), both) == (left and not right)
    assert matches(Not(Not(tree)), both) == left


@given(trees, st.lists(papers(), max_size=4))
def test_the_order_of_papers_does_not_matter(tree: Query, several: list[Paper]) -> None:
    """A paper matches or not, whichever came before it."""
    there = [matches(tree, one) for one in several]
    assert [matches(tree, one) for one in reversed(several)] == there[::-1]


@given(terms, papers())
def test_looking_for_letters_first_changes_nothing(term: Term, one: Paper) -> None:
    """The quick look at the text never hides a match: streams decide alone as well."""
    seen = reading(one)
    quick = matches(term, reading(one))
    seen.__dict__.update(bare_text=None, bare_rest=None)
    for stream in ("small_title", "small_abstract", "small_notes"):
        seen.__dict__[stream] = _Everything()
    assert matches(term, seen) == quick


class _Everything(str):
    """A text in which everything stands."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        return True


def test_deep_trees_are_evaluated_level_by_level() -> None:
    """A tree that alternates too often for one function is decided all the same."""
    tree: Query = Term("ti", "crystal")
    for level in range(4 * MOST_NESTED):
        tree = Or(Term("ti", "x"), And(Term("cat", "*"), tree)) if level % 2 else Not(Not(tree))
    assert matches(tree, paper())
    assert not matches(AndNot(tree, tree), paper())
    assert not matches(tree, paper(title="none"))


def test_an_endless_chain_is_one_level() -> None:
    """Nine hundred alternatives are asked one after another."""
    assert says(" OR ".join([*["ti:x"] * 890, "ti:crystal"]))
    assert not says(" AND ".join(["ti:crystal"] * 890 + ["ti:x"]))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ti:c" + "*" * 40_000 + "l", True),
        ("ti:" + "c*" * 40_000 + "x", False),
        ("cat:" + "*m" * 40_000 + "x", False),
        ("au:" + "smith;" * 8_000 + "muller", True),
    ],
)
def test_many_wildcards_cost_little(query: str, *, found: bool) -> None:
    """A pattern never tries again what it has found; the time grows with its length only."""
    assert says(query) is found
