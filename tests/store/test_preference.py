"""What a reader says is a log; it survives the store, and so do the papers it is about."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode import archive
from paperlode.errors import ArchiveError, RecordError
from paperlode.preference import Mark, Place, Portrait, Rank, Word
from paperlode.store import Store
from tests.small_world import TODAY, made_up

if TYPE_CHECKING:
    from pathlib import Path

ONE, TWO = made_up(1), made_up(2)


def said(word: Word = Word.LIKED, number: int = 1, hours: int = 0, source: str = "command") -> Mark:
    """Say a word on a made-up paper."""
    return Mark(made_up(number).id, TODAY + timedelta(hours=hours), word, source)


def rank(number: int = 1, score: float = 0.5, **facts: object) -> Rank:
    """Make what the ranking said of a made-up paper."""
    return Rank(made_up(number).id, 1, TODAY, "m1", score, 0.5, Place.LIKELY, **facts)  # type: ignore[arg-type]


PORTRAIT = Portrait(TODAY, "m1", 3, 1, (("crystal", 0.5),), (("genome", -0.2),))


def test_the_newest_word_holds(store: Store) -> None:
    """Whatever the order in which the words arrive."""
    store.mark_papers([said(Word.FORGOTTEN, hours=2), said(Word.LIKED), said(Word.HIDDEN, hours=1)])
    assert [mark.word for mark in store.marks().values()] == [Word.FORGOTTEN]


def test_a_like_goes_before_a_word_of_the_same_moment(store: Store) -> None:
    """So that two clones that are merged agree."""
    store.mark_papers([said(Word.HIDDEN), said(Word.LIKED), said(Word.FORGOTTEN)])
    assert store.marks()[ONE.id].word is Word.LIKED


def test_the_newest_mark_comes_first(store: Store) -> None:
    """A library is told newest first."""
    store.mark_papers([said(number=1), said(number=2, hours=1)])
    assert list(store.marks()) == [TWO.id, ONE.id]


def test_words_said_twice_are_kept_once(store: Store) -> None:
    """A file that is read again changes nothing."""
    assert store.mark_papers([said(), said()]) == 1
    assert store.mark_papers([said()]) == 0


def test_a_paper_that_no_topic_tracks_survives_a_lost_store(tmp_path: Path) -> None:
    """Its record stands in the archive because the reader likes it; others pass through."""
    with Store.open(tmp_path / "a.db") as store:
        store.save([ONE, TWO], now=TODAY, channel="library")
        store.mark_papers([said()])
        store.keep_ranks([rank(near=((TWO.id, "Two"),))], [PORTRAIT])
        archive.save(tmp_path / "archive", store)
    with Store.open(tmp_path / "b.db") as store:
        archive.load(tmp_path / "archive", store)
        assert store.marks()[ONE.id].word is Word.LIKED
        assert store.paper(ONE.id) == ONE
        assert store.paper(TWO.id) is None
        assert store.ranks(ONE.id) == [rank(near=((TWO.id, "Two"),))]
        assert store.portraits() == {"": PORTRAIT}
        assert archive.save(tmp_path / "archive", store) == []


def test_two_clones_end_in_the_same_archive(tmp_path: Path) -> None:
    """Marks are merged as unions, byte for byte, in whatever order."""
    mine, theirs = [said(), said(Word.HIDDEN, 2)], [said(Word.FORGOTTEN, hours=3), said()]
    found: list[bytes] = []
    for marks in (mine + theirs, theirs + mine):
        folder = tmp_path / str(len(found))
        with Store.open(folder / "store.db") as store:
            for mark in marks:
                store.mark_papers([mark])
            archive.save(folder / "archive", store)
        found.append((folder / "archive/library.jsonl").read_bytes())
    assert found[0] == found[1]


def test_papers_without_a_record_are_wanting(store: Store) -> None:
    """They are fetched later; what was forgotten is not."""
    store.save([ONE], now=TODAY, channel="library")
    store.mark_papers([said(), said(number=2), said(Word.FORGOTTEN, 3)])
    assert store.wanting() == [TWO.id]


def test_a_papers_doi_leads_to_it(store: Store) -> None:
    """Libraries name published papers by the publisher's identifier."""
    store.save([made_up(1, doi="10.1/A 10.2/b"), TWO], now=TODAY, channel="library")
    assert store.by_doi(["10.1/a", "10.2/", "10.9/x"]) == {"10.1/a": ONE.id}


def test_ranks_stay_as_they_were_said(store: Store) -> None:
    """What the same model says again of the same news changes nothing."""
    assert store.keep_ranks([rank()]) == 1
    assert store.keep_ranks([rank(score=0.9)]) == 0
    assert [one.score for one in store.ranks(ONE.id)] == [0.5]


@given(
    st.builds(
        Rank,
        id=st.just("2608.00001"),
        version=st.integers(1, 9),
        seen=st.just(TODAY),
        model=st.text(min_size=1),
        score=st.floats(0, 1),
        above=st.floats(0, 1),
        place=st.sampled_from(Place),
        speaks_for=st.lists(st.tuples(st.text(), st.floats(-1, 1))).map(tuple),
        authors=st.lists(st.text()).map(tuple),
    )
)
def test_ranks_are_read_as_written(one: Rank) -> None:
    """In JSON and back."""
    assert Rank.from_record(one.to_record()) == one


@pytest.mark.parametrize("key", ["id", "at", "word"])
def test_a_wrong_mark_names_its_field(key: str) -> None:
    """As any record does."""
    with pytest.raises(RecordError, match="not a mark"):
        Mark.from_record({**said().to_record(), key: "nothing"})


def test_a_damaged_library_is_named_by_its_line(tmp_path: Path) -> None:
    """Before anything of it is taken."""
    (tmp_path / "library.jsonl").write_text('{"id":"2608.00001"}\n')
    with (
        Store.open(tmp_path / "store.db") as store,
        pytest.raises(ArchiveError, match=r"library\.jsonl, line 1"),
    ):
        archive.load(tmp_path, store, accept=True)
