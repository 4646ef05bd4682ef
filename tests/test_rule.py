"""What a topic takes, and which setting decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from paperlode.errors import QueryError, RecordError
from paperlode.query import matches, parse_like_arxiv
from paperlode.query.reading import Reading
from paperlode.rule import PLAIN, Followed, Rule, Ruling, Sharper
from tests.small_world import made_up

if TYPE_CHECKING:
    from paperlode.paper import Paper

PAPER = made_up(title="Models of crystals", authors=("Ada B. Example", "Jürgen van der Other"))
QUERY = "ti:crystals AND cat:cs.LG"
OTHERWISE = "ti:nothing"


def ruling(query: str, paper: Paper = PAPER, **sharper: Any) -> Ruling:  # noqa: ANN401  any setting
    """Judge a paper; whatever is taken has to be asked for."""
    rule = Rule(query, Sharper(**sharper))
    found = rule.ruling(paper)
    assert rule.takes(paper) is found.takes
    assert matches(rule.asked, paper) or not found.takes
    return found


@pytest.mark.parametrize(
    ("query", "sharper", "takes", "by"),
    [
        (QUERY, {}, True, "query"),
        (OTHERWISE, {}, False, "query"),
        (QUERY, {"exclude": "au:example"}, False, "exclude"),
        (QUERY, {"exclude": "ti:nothing"}, True, "query"),
        (QUERY, {"exact": True}, True, "query"),
        ("ti:crystal", {"exact": True}, False, "words"),
        ("ti:crystals ANDNOT ti:model", {"exact": True}, True, "query"),
        ("ti:crystals ANDNOT ti:models", {"exact": True}, False, "words"),
        (QUERY, {"exact": True, "exclude": "ti:model"}, True, "query"),
        (QUERY, {"minimum_version": 2}, False, "minimum_version"),
        (QUERY, {"primary_only": True}, False, "primary_only"),
        ("cat:cond-mat.mtrl-sci", {"primary_only": True}, True, "query"),
        ("cat:cond-mat.* AND cat:cs.LG", {"primary_only": True}, True, "query"),
        ("cat:cs.LG ANDNOT cat:cond-mat.soft", {"primary_only": True}, False, "primary_only"),
        (OTHERWISE, {"authors": ("Ada Example",)}, True, "authors"),
        (OTHERWISE, {"authors": ("Ada C. Example",)}, False, "authors"),
        (OTHERWISE, {"authors": ("B. Example",)}, False, "authors"),
        (QUERY, {"primary_only": True, "authors": ("Ada Example",)}, True, "authors"),
        (OTHERWISE, {"authors": ("Ada Example",), "exclude": "cat:cs.LG"}, False, "exclude"),
        (OTHERWISE, {"authors": ("Ada Example",), "minimum_version": 2}, False, "minimum_version"),
    ],
)
def test_a_setting_decides(query: str, sharper: dict[str, Any], takes: bool, by: str) -> None:  # noqa: FBT001  a table
    """Query or author lets in, exclude and version leave out whatever was let in."""
    found = ruling(query, **sharper)
    assert (found.takes, found.by) == (takes, by)


@pytest.mark.parametrize(
    ("name", "signed", "is_theirs"),
    [
        ("Ada Example", "Ada Example", True),
        ("Ada Example", "ADA EXAMPLE", True),
        ("Ada Example", "Ada B. Example", True),
        ("Example, Ada", "Ada Example", True),
        ("Ada Example", "A. Example", False),
        ("Ada Example", "Adam Example", False),
        ("Ada Example", "Bea Ada Example", False),
        ("Ada Example", "Example Ada", False),
        ("Ada Example", "Ada Example Other", False),
        ("Ada B. Example", "Ada Example", False),
        ("Ada B. Example", "Ada Bea Example", True),
        ("Ada B. Example", "Ada C. B. Example", True),
        ("A. Example", "A. Example", True),
        ("A. Example", "Ada Example", True),
        ("A. Example", "A. B. Example", True),
        ("A. Example", "B. A. Example", False),
        ("A.B. Example", "Ada Bea Example", True),
        ("A.-B. Example", "Ada-Bea Example", True),
        ("Ada Example", "Ada Exämple", True),
        ("Jürgen van der Other", "Juergen van der Other", True),
        ("J. van der Other", "J. van der Other", True),
        ("Jürgen Other", "Jürgen van der Other", False),
        ("Example Collaboration", "Example Collaboration", True),
    ],
)
def test_a_followed_author_is_found_by_name(name: str, signed: str, is_theirs: bool) -> None:  # noqa: FBT001  a table
    """Full names are found in full, initials also written out; the surname is the surname."""
    reading = Reading(made_up(authors=("Bo Invented", signed)))
    author = Followed.of(name)
    assert str(parse_like_arxiv(str(author.tree))) == str(author.tree)
    assert author.wrote(reading) is is_theirs
    assert matches(author.tree, reading) or not is_theirs


def test_what_arxiv_is_asked_has_the_authors_and_not_what_is_excluded() -> None:
    """One query, with one meaning."""
    sharper = Sharper(exclude="ti:survey", authors=("Ada Example", "B. Other"))
    rule = Rule("ti:crystals", sharper)
    assert str(rule.asked) == '((ti:crystals OR au:"Ada Example") OR au:Other,B)'


def test_a_fingerprint_changes_with_what_is_taken() -> None:
    """And is the old one for a topic that is not sharper than arXiv's search."""
    some = [
        *(Sharper(), Sharper(exclude="ti:a"), Sharper(exclude="ti:b"), Sharper(exact=True)),
        *(Sharper(authors=("Ada Example",)), Sharper(minimum_version=2)),
        Sharper(primary_only=True),
    ]
    prints = [Rule("ti:x AND cat:cs.LG", one).fingerprint for one in some]
    assert len(set(prints)) == len(prints)
    assert Rule("(ti:x AND cat:cs.LG)").fingerprint == prints[0] == "4c66d3072bc01ba9"
    same = Rule("ti:x AND cat:cs.LG", Sharper(exclude="(ti:a)")).fingerprint
    assert same == prints[1]


def test_what_makes_a_topic_sharper_is_a_record() -> None:
    """Only what differs from arXiv is written; wrong records are refused."""
    sharper = Sharper("ti:a", exact=True, authors=("Ada Example",), minimum_version=2)
    assert Sharper.from_record(sharper.to_record()) == sharper
    assert PLAIN.to_record() == {}
    assert Sharper.from_record({}) == PLAIN
    wrong: tuple[object, ...] = ([], {"authors": "Ada"}, {"minimum_version": "two"})
    for record in wrong:
        with pytest.raises(RecordError):
            Sharper.from_record(record)


@pytest.mark.parametrize(
    ("query", "sharper", "told"),
    [
        ("ti:x", {"primary_only": True}, "names a category"),
        ("ti:x ANDNOT cat:cs.LG", {"primary_only": True}, "names a category"),
        ("ANDNOT ti:x", {"exact": True}, "asked for everything"),
        ("ti:x", {"exclude": 'au:""'}, "every paper"),
        ("ti:x", {"authors": tuple(f"Ada Example{n:099}" for n in range(99))}, "fewer authors"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused(
    query: str, sharper: dict[str, Any], told: str
) -> None:
    """With a sentence that says why."""
    with pytest.raises(QueryError, match=told):
        _ = Rule(query, Sharper(**sharper)).ruling(PAPER)
