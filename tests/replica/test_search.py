"""What a replica finds; the checks are those of docs/replica.md."""

from __future__ import annotations

from datetime import timedelta

import pytest

from paperlode.paper import Paper, moment
from paperlode.query import matches, parse
from paperlode.query.parser import parse_like_arxiv
from paperlode.replica.announced import Announced
from paperlode.replica.collection import Collection, indices_of
from paperlode.replica.search import Catalogue, loosened
from paperlode.replica.search_api import Request, check
from paperlode.replica.synthetic import synthetic

START = moment("2026-11-02T01:00:00Z")
DAY = timedelta(days=1)


def _paper(number: int, version: int = 1, day: int = 0, **facts: object) -> Announced:
    submitted = START + (number % 4) * DAY
    made: dict[str, object] = {
        "id": f"2611.{number:05d}", "version": version, "title": f"Paper {number}",
        "abstract": "Crystals.", "authors": ("Ada Example",), "categories": ("cs.LG",),
        "submitted": submitted, "updated": submitted + day * DAY,
    }  # fmt: skip
    return Announced(Paper(**{**made, **facts}), submitted + day * DAY)  # type: ignore[arg-type]


SMALL = Catalogue(
    Collection(
        [
            _paper(1, title="Dark matter", categories=("cond-mat.mtrl-sci", "cs.AI")),
            _paper(2, title="Matter of the dark"),
            _paper(3, title="Light", authors=("Gerd Müller", "A X", "B Y")),
            _paper(4, title="Schrödinger's crystals", comment="running pages"),
            _paper(5, title="First words"),
            _paper(5, version=2, day=9, title="Other words"),
            _paper(6, id="cond-mat/0402229", title="Old"),
        ]
    )
)
LATE = 30


def _names(query: str, ids: str = "", day: int = LATE, **given: str) -> list[str]:
    asked = {"search_query": query, "id_list": ids, "max_results": "100", **given}
    found = SMALL.find(check(asked), SMALL.collection.position(START + day * DAY))
    return [paper.name.removeprefix("2611.0000") for paper in found.papers]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ('ti:"dark matter"', {"1v1"}),
        ("ti:dark AND ti:matter", {"1v1", "2v1"}),
        ("ti:crystal", {"4v1"}),
        ("co:run", set()),  # check 36: comments are not stemmed
        ("co:running", {"4v1"}),
        ("ti:schrodinger", set()),  # check 36: accents count in titles
        ("au:Mueller", {"3v1"}),  # check 36: and are folded in names
        ('au:"muller gerd"', {"3v1"}),  # check 37: no phrase
        ('au:"a y"', set()),  # check 37: two authors are not one
        ("au:muller,g", {"3v1"}),  # check 38
        ("cat:cs", set()),  # check 39
        ("cat:cond-mat*", {"1v1"}),
        ("cat:cs.AI", {"1v1"}),  # a cross-list
        ("id:2611.00004", {"4v1"}),  # check 40
        ("id:cond-mat/0402229", set()),  # check 40: not with an old identifier
        ('all:"machine learning" AND ti:light', {"3v1"}),  # the name of cs.LG
        ("ti:first", set()),  # check 42: an old version is not searched
        ("ti:other", {"5v2"}),
        ("ANDNOT cat:cs.LG", {"1v1"}),  # check 34
        ('au:"" AND ti:dark', {"1v1", "2v1"}),  # check 34: the empty phrase matches all
        ("submittedDate:[202611030100 TO 202611030100]", {"1v1", "5v2"}),  # check 32
        ("lastUpdatedDate:[202611030100 TO 202611030100]", {"1v1", "5v2"}),  # check 33
        ("submittedDate:[20261104 TO 20261103]", set()),
        ("ti:dark matter", {"1v1", "2v1"}),  # check 28: the second word goes to all:
        ("ti:dark ANDNOT ti:light ANDNOT ti:matter", {"1v1", "2v1"}),  # check 29
    ],
)
def test_what_arxivs_language_means(query: str, names: set[str]) -> None:
    """Checks 28 to 42, each by one query over seven papers; the language has its own tests."""
    found = set(_names(query))
    assert found - {"cond-mat/0402229v1"} == names


def test_an_old_version_is_found_until_the_new_one_is_announced() -> None:
    """Check 42: the same query finds another version a week later."""
    assert _names("ti:first", day=5) == ["5v1"]
    assert _names("ti:other", day=5) == []


@pytest.mark.parametrize(
    ("ids", "names"),
    [
        ("2611.00001,2611.00002", {"1v1", "2v1"}),
        ("2611.00005", {"5v2"}),
        ("2611.00005v1", {"5v1"}),
        ("2611.00005v1,2611.00005", {"5v1", "5v2"}),
        ("cond-mat/0402229v1", {"cond-mat/0402229v1"}),
        ("2611.99999,2611.00001", {"1v1"}),
        ("arXiv:2611.00001", set()),
        ("math.GT/0309136", set()),
        (" 2611.00001", set()),
        ("2611.00001,2611.00001", {"1v1"}),
    ],
)
def test_a_list_of_identifiers_finds_what_there_is(ids: str, names: set[str]) -> None:
    """Check 41: any order, unknown ones are absent, versions only when asked for."""
    assert set(_names("", ids)) == names


def test_a_list_and_a_query_must_both_hold() -> None:
    """Check 41: of the listed papers (versions too) those that match."""
    assert _names("ti:dark", "2611.00001,2611.00004") == ["1v1"]
    assert _names("ti:first", "2611.00005v1,2611.00005") == ["5v1"]


def test_a_list_of_identifiers_obeys_the_default_of_ten() -> None:
    """Check 41: without ``max_results`` ten entries come, and the total tells the rest."""
    catalogue = Catalogue(Collection(_paper(number) for number in range(1, 15)))
    ids = ",".join(f"2611.{number:05d}" for number in range(1, 15))
    found = catalogue.find(check({"id_list": ids}), 14)
    assert (len(found.papers), found.total) == (10, 14)


@pytest.mark.parametrize(
    ("sort", "order", "names"),
    [
        ("submittedDate", "ascending", ["4v1", "1v1", "5v2", "2v1", "3v1"]),
        ("submittedDate", "descending", ["3v1", "2v1", "5v2", "1v1", "4v1"]),
        ("lastUpdatedDate", "ascending", ["4v1", "1v1", "2v1", "3v1", "5v2"]),
        ("lastUpdatedDate", "descending", ["5v2", "3v1", "2v1", "1v1", "4v1"]),
    ],
)
def test_listings_are_sorted_and_ties_broken(sort: str, order: str, names: list[str]) -> None:
    """Equal times stand in the order of identifiers, so that pages fit together."""
    listed = _names("cat:cs.*", sortBy=sort, sortOrder=order)
    assert [name for name in listed if name != "cond-mat/0402229v1"] == names


def test_the_index_leaves_no_match_out() -> None:
    """The papers found are those that a look at each one finds, for queries of every kind."""
    collection = Collection(synthetic(400, 5, START))
    catalogue = Catalogue(collection)
    for text in (
        'all:"inverse design" OR ti:learn*', "au:example AND cat:cond-mat.*",
        "all:2026 OR all:2405", "ANDNOT abs:models",
        '(abs:crystals ANDNOT all:"neural networks") OR co:pages',
        "(submittedDate:[2025 TO 2026] AND (all:materials AND submittedDate:[2020 TO 202603]))",
        "jr:invented OR doi:10.99999/Example.1* OR id:2601*", "all:gan OR all:(GANs)",
    ):  # fmt: skip
        tree = parse(text)
        expected = [i for i, paper in enumerate(collection.papers) if matches(tree, paper)]
        assert indices_of(catalogue.matching(tree)) == expected, text
        assert expected, text


def test_loose_phrases_are_all_of_their_words() -> None:
    """In arXiv's broken weeks a phrase found papers with its words anywhere."""
    tree = parse_like_arxiv('ti:"dark matter" AND (au:"ada example" OR all:x)')
    assert tree is not None
    assert str(loosened(tree)) == '((ti:dark AND ti:matter) AND (au:"ada example" OR all:x))'
    request = check({"search_query": 'ti:"dark matter"'})
    assert len(SMALL.find(request, 7, loose=True).papers) == 2
    assert len(SMALL.find(request, 7).papers) == 1


def test_hidden_papers_are_missing_everywhere() -> None:
    """A hole takes papers out of listings, of lists of identifiers and of the total."""
    hidden = frozenset({"2611.00001"})
    for given in ({"search_query": "ti:dark"}, {"id_list": "2611.00001,2611.00002v1"}):
        found = SMALL.find(check(given), 7, hidden=hidden)
        assert ([paper.id for paper in found.papers], found.total) == (["2611.00002"], 1)


def test_pages_of_a_listing_are_cut_from_one_list() -> None:
    """Pages one after the other give the listing once; behind its end there is nothing."""
    whole = _names("cat:cs.*")
    pages: list[str] = []
    for start in range(0, 8, 2):
        pages += _names("cat:cs.*", start=str(start), max_results="2")
    assert pages == whole


def test_a_request_is_a_value() -> None:
    """Equal requests are equal, however they were made."""
    assert check({"id_list": "2611.00001"}) == Request(
        "", None, ("2611.00001",), 0, 10, "relevance", ascending=False
    )
