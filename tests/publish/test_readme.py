"""The README block, and its place in a README that belongs to somebody else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.digest import Item, build
from paperlode.errors import MarkersError
from paperlode.publish import THANKS, Look, pages
from paperlode.publish.readme import END, LARGEST, START, block, insert
from paperlode.sighting import Kind
from paperlode.topic import Topic
from tests.hostile import HOSTILE
from tests.shelf import CRYSTALS, POTENTIALS
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from paperlode.digest import Digest
    from paperlode.paper import Paper
    from tests.shelf import Shelf

THURSDAY = date(2026, 8, 20)
LEARNING = Topic("learning", "Learning", "cat:cs.LG")


def today(shelf: Shelf) -> Digest:
    """Read what Thursday says."""
    return pages.digest_of(shelf.store, shelf.look, THURSDAY)


def test_a_block_has_the_fields_that_readers_of_trackers_know(shelf: Shelf) -> None:
    """Heading, moment of the last news, and every paper with its seven fields."""
    shelf.see(made_up(7, abstract="Whole.\n Text."))
    assert block(today(shelf), [], shelf.look) == (
        "## New Papers (1)\n\n"
        "*Last updated: 2026-08-20 14:00:00 (+08)*\n\n"
        "### 1. Made-up crystal number 7\n\n"
        "**Authors:** Ada Example, Bo Invented\n\n"
        "**Published:** 2026-08-19\n\n"
        "**Category:** cond-mat.mtrl-sci\n\n"
        "**ID:** 2608.00007v1\n\n"
        "**Link:** [https://arxiv.org/abs/2608.00007v1](https://arxiv.org/abs/2608.00007v1)"
        " · [PDF](https://arxiv.org/pdf/2608.00007v1)\n\n"
        "**Summary:** Whole. Text.\n\n"
        "---\n\n"
        f"*{THANKS}*\n"
    )


def test_several_topics_are_headings_and_numbers_run_through(shelf: Shelf) -> None:
    """A paper of two topics stands once, under the first."""
    shelf.see(made_up(1), topics=(POTENTIALS,))
    shelf.see(made_up(2), topics=(CRYSTALS, POTENTIALS))
    headings = re.findall("(?m)^##.*", block(today(shelf), [], shelf.look))
    assert headings == [
        "## New Papers (2)",
        "## Crystals &amp; glasses (1)",
        "### 1. Made-up crystal number 2",
        "## Potentials (1)",
        "### 2. Made-up crystal number 1",
    ]


def test_revised_and_late_papers_say_so(shelf: Shelf) -> None:
    """A date alone would look like a mistake."""
    shelf.see(made_up(1, version=3, updated=TODAY), kind=Kind.REVISED)
    shelf.see(made_up(2, submitted=TODAY - 30 * DAY), kind=Kind.LATE)
    shelf.see(made_up(3, version=2, updated=TODAY, withdrawn=True), kind=Kind.REVISED)
    text = block(today(shelf), [], shelf.look)
    assert "**Published:** 2026-08-19 (version 3: 2026-08-20)" in text
    assert "**Published:** 2026-08-19 (withdrawn with version 2: 2026-08-20)" in text
    assert "**Published:** 2026-07-21 (first seen 30 days later)" in text


def told(kind: Kind, before: Paper | None = None, **facts: Any) -> str:  # noqa: ANN401  a paper's
    """Write the block of a day with one paper."""
    look = Look("Learning", (LEARNING,), ZoneInfo("UTC"))
    item = Item(made_up(1, **facts), TODAY, kind, ("learning",), before)
    return block(build([item], THURSDAY, look.topics), [], look)


def test_a_revision_says_what_changed_and_unfolds_it() -> None:
    """The differences are HTML on one line, in which GitHub finds neither Markdown nor mentions."""
    old = made_up(1, abstract="Of *one* kind")
    text = told(Kind.REVISED, old, version=2, abstract="Of @many #1 kind", comment="9 pages")
    assert "\n\n**Changed:** abstract, comment\n\n" in text
    assert (
        "\n\n<details><summary>What changed</summary><p><b>Abstract:</b> Of <del>*one*</del> "
        "<ins>@\u200bmany #\u200b1</ins> kind</p><p><b>Comment:</b> <ins>9 pages</ins></p>"
        "</details>\n\n---\n"
    ) in text


def test_a_withdrawal_stands_in_the_title_with_its_reason() -> None:
    """The document that is linked is that of the version before."""
    facts = {"version": 2, "withdrawn": True, "comment": "A *sign*"}
    text = told(Kind.WITHDRAWN, made_up(1), **facts)
    assert "### 1. Made-up crystal number 1 (withdrawn)\n" in text
    assert "**Withdrawn:** A \\*sign\\*\n" in text
    assert " · [PDF of version 1](https://arxiv.org/pdf/2608.00001v1)\n" in text
    assert "PDF" not in told(Kind.NEW, withdrawn=True)


def test_a_cross_list_and_a_journal_are_told() -> None:
    """With the category where the query names it, and with links."""
    assert "**Published:** 2026-08-19 (cross-listed into cs.LG)\n" in told(Kind.CROSS_LISTED)
    text = told(Kind.PUBLISHED, journal_ref="J. *Glass* 1", doi="10.1/<a>_b")
    assert (
        "**Now published:** J. \\*Glass\\* 1 · [10.1/&lt;a&gt;\\_b](<https://doi.org/10.1/%3Ca%3E_b>)\n"
        in text
    )


@pytest.mark.parametrize("limit", [2_000, 30_000, LARGEST])
def test_a_block_is_bounded_and_leads_to_the_rest(shelf: Shelf, limit: int) -> None:
    """GitHub cuts long READMEs off; what is left out is counted and linked."""
    shelf.see(*(made_up(n, abstract="ä" * 1900) for n in range(1, 300)))
    text = block(today(shelf), [], shelf.look, limit=limit)
    shown = len(re.findall("(?m)^### ", text))
    assert len(text.encode()) <= limit
    assert f"*{299 - shown} more: see [the archive](archive/).*" in text
    online = replace(shelf.look, url="https://example.org/daily")
    link = "[the page of this day](https://example.org/daily/day/2026-08-20/)"
    assert link in block(today(shelf), [], online, limit=limit)


def test_a_site_with_an_address_gives_the_block_its_picture(shelf: Shelf) -> None:
    """The line never changes, so that a quiet day changes no README; the picture itself does."""
    shelf.see(made_up(1))
    online = replace(shelf.look, url="https://example.org/daily/")
    line = (
        "[![Papers a week over the last 52 weeks](https://example.org/daily/trends/papers.svg)]"
        "(https://example.org/daily/trends/)"
    )
    assert f"---\n\n{line}\n\n*{THANKS}*" in block(today(shelf), [], online)
    assert "papers.svg" not in block(today(shelf), [], shelf.look)


def test_a_first_run_shows_the_newest_of_the_archive(shelf: Shelf) -> None:
    """There is no news yet, and the heading does not claim any."""
    papers = [made_up(n, submitted=TODAY - n * DAY) for n in range(1, 40)]
    shelf.see(*papers, made_up(0, id="cond-mat/0207270"), kind=Kind.BACKLOG)
    text = block(None, pages.newest_of_archive(shelf.store, shelf.look), shelf.look)
    assert text.startswith("## Newest Papers of the Archive (25)\n\n*No news yet")
    assert "### 25. Made-up crystal number 25" in text
    assert "New Papers" not in text


def test_a_note_stands_in_one_line(shelf: Shelf) -> None:
    """What is wrong with the last check is said before the papers."""
    shelf.see(made_up(1))
    assert "\n\n> It was <br>not\n\n### 1" not in block(
        today(shelf), [], shelf.look, "It was <br>not"
    )
    assert "\n\n> It was &lt;br&gt;not\n\n### 1" in block(
        today(shelf), [], shelf.look, "It was <br>not"
    )


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_can_break_a_block(title: str) -> None:
    """Markers in a title are not markers, and the next block goes where this one went."""
    paper = made_up(1, title=title, abstract=title, authors=(title,), categories=(title,))
    look = Look("Crystals", (CRYSTALS,), ZoneInfo("UTC"))
    item = Item(paper, TODAY, Kind.REVISED, ("crystals",), made_up(1))
    text = block(build([item], THURSDAY, (CRYSTALS,)), [], look)
    readme = insert(f"{START}{END}".encode(), text)
    assert readme.count(START.encode()) == readme.count(END.encode()) == 1
    assert insert(readme, text) == readme
    assert len(re.findall("(?m)^#", text)) == 2


OUTSIDE = st.binary(max_size=60).filter(lambda text: b"ARXIV" not in text)


@given(before=OUTSIDE, inside=OUTSIDE, after=OUTSIDE, text=st.text(max_size=50))
def test_what_is_outside_stays_byte_for_byte(
    before: bytes, inside: bytes, after: bytes, text: str
) -> None:
    """Whatever stands around the markers, in whatever encoding; and twice is once."""
    readme = before + START.encode() + inside + END.encode() + after
    written = insert(readme, text)
    assert written.startswith(before + START.encode())
    assert written.endswith(END.encode() + after)
    assert insert(written, text) == written


@pytest.mark.parametrize(
    ("around", "inside"),
    [
        ("# Mine\r\n{}\r\nend", "\r\n\r\na\r\nb\r\n\r\n"),
        ("\ufeff# Mine\n{}", "\n\na\nb\n\n"),
    ],
)
def test_line_ends_are_those_of_the_readme(around: str, inside: str) -> None:
    """A README of Windows stays one; a byte order mark and a missing last line end stay too."""
    line_end = "\r\n" if "\r" in around else "\n"
    readme = around.format(f"{START}{line_end}{END}")
    assert insert(readme.encode(), "a\nb\n").decode() == around.format(f"{START}{inside}{END}")


@pytest.mark.parametrize(
    ("readme", "words"),
    [
        ("# Mine", f"has no {START} and no {END}; add the two lines"),
        ("", "has no"),
        (f"a\n{START}\n", f"has no {END}; add"),
        (f"a\n{END}\n", f"has no {START}; add"),
        (f"{END}\nx\n{START}\n", f"has {END} in line 1 before {START} in line 3"),
        (f"{START}\n{START}\n{END}\n", f"has {START} 2 times, in lines 1 and 2; leave"),
        (f"{START}\n\n{END}\n{END}\n", f"has {END} 2 times, in lines 3 and 4; leave"),
    ],
)
def test_a_readme_without_its_place_is_refused(readme: str, words: str) -> None:
    """The message says what is where, in which line, and what to do."""
    with pytest.raises(MarkersError, match=re.escape(words)):
        insert(readme.encode(), "x")


def test_last_updated_is_the_last_news_and_never_the_clock(shelf: Shelf) -> None:
    """Checks without news change nothing in the block."""
    shelf.see(made_up(1))
    before = block(today(shelf), [], shelf.look)
    shelf.check(TODAY + timedelta(hours=5))
    assert block(today(shelf), [], shelf.look) == before
