"""What is noted of a library: nothing twice, and nothing against the reader's later word."""

from __future__ import annotations

from paperlode.library import Reference
from paperlode.library.marking import taken, wanted
from paperlode.paper import INSTANT
from paperlode.preference import Mark, Word
from tests.small_world import DAY, TODAY

ONE = "2608.00001"


def test_a_file_that_is_read_again_brings_nothing_back() -> None:
    """What was forgotten since stays forgotten."""
    first = taken([Reference(ONE)], [], TODAY, "refs.bib")
    log = [*first, Mark(ONE, TODAY + DAY, Word.FORGOTTEN, "command")]
    assert [mark.word for mark in first] == [Word.LIKED]
    assert taken([Reference(ONE)], log, TODAY + 2 * DAY, "refs.bib") == []


def test_another_library_has_its_own_word() -> None:
    """It names the paper for the first time."""
    log = [Mark(ONE, TODAY, Word.FORGOTTEN, "refs.bib")]
    assert len(taken([Reference(ONE)], log, TODAY + DAY, "other.bib")) == 1


def test_a_moment_of_the_library_is_kept() -> None:
    """It says how long ago a paper was liked; no moment lies in the future."""
    found = [Reference(ONE, at=TODAY - DAY), Reference("2608.00002", at=TODAY + DAY)]
    assert [mark.at for mark in taken(found, [], TODAY, "zotero users/1")] == [TODAY - DAY, TODAY]


def test_what_is_said_by_name_holds_at_once() -> None:
    """Also within the second of the word before it, and what holds is not said again."""
    held = {ONE: Mark(ONE, TODAY, Word.LIKED, "command")}
    assert wanted([ONE], Word.LIKED, held, TODAY) == []
    assert wanted(["2608.00002"], Word.FORGOTTEN, held, TODAY) == []
    assert [mark.at for mark in wanted([ONE, ONE], Word.HIDDEN, held, TODAY)] == [TODAY + INSTANT]
