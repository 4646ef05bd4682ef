"""The reader's history played again: nothing is known before its time, and figures are honest."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from paperlode import replay
from paperlode.meaning import named
from paperlode.prefer import Wishes
from paperlode.preference import Mark, Word
from paperlode.publish import Look
from paperlode.replay import EMBEDDED, MEAN, NEWEST, RANKED, WORDS, Week, ndcg, outcomes
from paperlode.sighting import Kind
from tests.shelf import CRYSTALS, POTENTIALS, Shelf
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from paperlode.paper import Paper
    from paperlode.store import Store

SUBJECTS = ("perovskite", "battery", "magnet", "heat")


def on(number: int) -> Paper:
    """Make one of 160 papers, forty a week, on four subjects in turn."""
    subject = SUBJECTS[number % 4]
    return made_up(
        number,
        title=f"Crystal {number} for {subject}",
        abstract=f"We invent a crystal; {subject} matters, for {subject} is what it is about.",
        submitted=TODAY - DAY * (number * 28 / 160),
    )


PAPERS = [on(number) for number in range(1, 161)]


@pytest.fixture
def shelf(store: Store) -> Shelf:
    """Give a store with four weeks, of which the reader likes all on one subject."""
    shelf = Shelf(store, Look("Crystals", (CRYSTALS, POTENTIALS), ZoneInfo("UTC")))
    shelf.see(*PAPERS, kind=Kind.BACKLOG)
    liked = [paper.id for paper in PAPERS if "perovskite" in paper.title]
    store.mark_papers([Mark(each, TODAY, Word.LIKED, "command") for each in liked])
    return shelf


def played(shelf: Shelf, most: int = 26) -> list[Week]:
    """Play the history."""
    return list(replay.weeks(shelf.store, shelf.look.topics, Wishes(), most))


def test_every_week_with_enough_before_it_is_played(shelf: Shelf) -> None:
    """Of four weeks the first one has nothing to learn from; the newest comes first."""
    weeks = played(shelf)
    assert [(week.papers, week.liked) for week in weeks] == [(40, 10)] * 3
    assert weeks[0].begins > weeks[-1].begins
    assert len(played(shelf, most=2)) == 2


def test_ranking_finds_what_is_like_before(shelf: Shelf) -> None:
    """And newest first finds a quarter of it."""
    found = {one.name: one for one in outcomes(played(shelf))}
    ranked, mean, newest = (found[name] for name in (RANKED, MEAN, NEWEST))
    assert (ranked.name, mean.name, newest.name) == (RANKED, MEAN, NEWEST)
    assert ranked.mean > 0.95
    assert newest.mean < 0.5
    assert ranked.gain[1] > 0
    assert newest.gain == (0, 0, 0)


def test_embeddings_rank_where_the_settings_name_a_model(shelf: Shelf) -> None:
    """What is kept of it is used; a row of its own says how words alone do."""
    wishes = Wishes(embeddings="mini", embeddings_url="http://localhost:1/v1")
    meanings = {(p.id, p.version): row("perovskite" in p.title) for p in PAPERS}
    shelf.store.keep_meanings(named(wishes.embeddings, wishes.embeddings_url), meanings)
    weeks = list(replay.weeks(shelf.store, shelf.look.topics, wishes))
    assert {RANKED, WORDS, EMBEDDED} <= weeks[0].scores.keys()
    alone = replay.weeks(shelf.store, shelf.look.topics, Wishes())
    by_words = [week.scores for week in alone]
    assert [week.scores[WORDS] for week in weeks] == [scores[RANKED] for scores in by_words]
    assert WORDS not in by_words[0]


def row(liked: bool) -> bytes:  # noqa: FBT001  the one thing that is meant
    """Write what a model says of a paper."""
    return struct.pack("<2f", float(liked), 1.0)


def test_what_comes_later_teaches_nothing(shelf: Shelf) -> None:
    """Liking papers of the last week changes no week before it."""
    before = played(shelf)[1:]
    late = [Mark(p.id, TODAY, Word.LIKED, "command") for p in PAPERS[:30] if "heat" in p.title]
    shelf.store.mark_papers(late)
    assert played(shelf)[1:] == before


@pytest.mark.parametrize(
    ("order", "wanted", "score"),
    [
        ("abc", {"a"}, 1.0),
        ("bac", {"a"}, 0.6309),
        ("abc", {"a", "b"}, 1.0),
        ("bbbbbbbbbba", {"a"}, 0.0),
        ("abc", set(), 0.0),
    ],
)
def test_the_figure_is_ndcg_at_ten(order: str, wanted: set[str], score: float) -> None:
    """As its authors define it, with likes as gains."""
    assert ndcg(order, wanted) == pytest.approx(score, abs=1e-4)


def test_intervals_hold_their_mean() -> None:
    """And are the same every time."""
    weeks = [Week(TODAY, 5, 1, dict.fromkeys((RANKED, MEAN, NEWEST), n / 9)) for n in range(10)]
    (one, *_) = outcomes(weeks)
    assert one.low < one.mean < one.high
    assert outcomes(weeks)[0] == one
