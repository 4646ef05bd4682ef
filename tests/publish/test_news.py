"""What a piece of news means, in words."""

from __future__ import annotations

from typing import Any

import pytest

from paperlode.digest import Item
from paperlode.publish import news
from paperlode.sighting import Announcement, Kind
from paperlode.topic import Topic
from tests.small_world import DAY, TODAY, made_up

LEARNING = Topic("learning", "Learning", "cat:cs.LG AND abs:crystal")
BOTH = Topic("both", "Both", "(cat:cs.LG OR cat:cond-mat.*) AND abs:crystal")
WORDS = Topic("words", "Words", "abs:crystal")
TOPICS = (LEARNING, BOTH, WORDS)
THURSDAY = TODAY.date()


def told(kind: Kind, *topics: str, **facts: Any) -> str:  # noqa: ANN401  fields of a paper
    """Say what news of a kind means for a paper with some facts."""
    old = made_up(1) if kind in {Kind.REVISED, Kind.WITHDRAWN} else None
    return news.note(Item(made_up(1, **facts), TODAY, kind, topics or ("words",), old), TOPICS)


def test_what_is_simply_new_needs_no_words() -> None:
    """Nor does history."""
    assert told(Kind.NEW) == told(Kind.BACKLOG) == ""


def test_a_late_paper_tells_its_age() -> None:
    """When it was submitted, and how long ago that is."""
    assert told(Kind.LATE, submitted=TODAY - 161 * DAY) == (
        "submitted on 12 March 2026, seen here 161 days later"
    )


@pytest.mark.parametrize(
    ("version", "announced", "words"),
    [
        (1, (1, "new"), "announced on 20 August 2026"),
        (1, (None, "cross"), "announced on 20 August 2026"),
        (2, (2, "replace"), "announced on 20 August 2026"),
        (1, (2, "replace"), "seen here 161 days later"),
        (1, (None, "replace"), "seen here 161 days later"),
    ],
)
def test_a_late_paper_tells_when_this_version_was_announced(
    version: int, announced: tuple[int | None, str], words: str
) -> None:
    """Where arXiv's announcement was read; that of another version says nothing of this one."""
    paper = made_up(1, submitted=TODAY - 161 * DAY, version=version)
    number, kind = announced
    said = (Announcement(paper.id, number, THURSDAY, kind, "cs.LG"),)
    item = Item(paper, TODAY, Kind.LATE, ("words",), announcements=said)
    assert news.note(item, TOPICS) == f"submitted on 12 March 2026, {words}"


def test_announcements_are_told_day_by_day() -> None:
    """First where it is new, then where it is cross-listed; later versions by their number."""
    said = [
        Announcement("2608.00001", version, THURSDAY.replace(day=day), kind, subject)
        for version, day, kind, subject in [
            (2, 24, "replace-cross", "stat.ML"),
            (2, 24, "replace", "cs.LG"),
            (1, 20, "cross", "stat.ML"),
            (None, 20, "new", "cs.LG"),
            (None, 27, "replace", "cs.LG"),
            (None, 28, "", "astro-ph+cond-mat"),
        ]
    ]
    assert [(day.day, words) for day, words in news.announced(said)] == [
        (20, "new in cs.LG, cross-listed into stat.ML"),
        (24, "version 2 in cs.LG and stat.ML"),
        (27, "replaced in cs.LG"),
        (28, "in physics (all archives)"),
    ]


def test_a_revision_names_what_changed() -> None:
    """In the words that people use, in the order of a page."""
    facts = {"version": 2, "comment": "9 pages", "title": "Glass", "journal_ref": "J. Glass 1"}
    assert told(Kind.REVISED, **facts) == "changed: title, comment, journal reference"


def test_a_revision_of_the_document_alone_says_so() -> None:
    """Nothing that the page shows has changed, but the document has."""
    assert told(Kind.REVISED, version=2) == "changed: only the document itself"


def test_a_withdrawal_tells_why() -> None:
    """As far as the comment says; whatever kind of news it is."""
    facts = {"version": 2, "withdrawn": True}
    assert told(Kind.WITHDRAWN, **facts) == "withdrawn with version 2"
    assert told(Kind.NEW, comment=" A\n sign. ", withdrawn=True) == (
        "withdrawn with version 1: “A sign.”"
    )


def test_what_is_published_names_journal_and_doi() -> None:
    """Either may be missing; several DOIs are told all."""
    assert told(Kind.PUBLISHED, journal_ref="J. Glass 1", doi="10.1/a 10.1/b") == (
        "now published: J. Glass 1 / doi:10.1/a / doi:10.1/b"
    )
    assert told(Kind.PUBLISHED, doi="10.1/a") == "now published: doi:10.1/a"


@pytest.mark.parametrize(
    ("topics", "words"),
    [
        (("learning",), "cross-listed into cs.LG"),
        (("learning", "both"), "cross-listed into cs.LG"),
        (("both",), "cross-listed"),
        (("words",), "cross-listed"),
    ],
)
def test_a_cross_list_names_the_category_when_the_query_does(
    topics: tuple[str, ...], words: str
) -> None:
    """A query that names the primary category as well, or none at all, leaves it open."""
    assert told(Kind.CROSS_LISTED, *topics) == f"{words}, submitted on 19 August 2026"


def test_a_doi_is_quoted_in_its_address() -> None:
    """It may hold anything, and leads nowhere else."""
    assert news.doi_url('10.1/"><b>?#') == "https://doi.org/10.1/%22%3E%3Cb%3E%3F%23"
