"""Learning what a reader likes: laws that hold for any papers, and what odd libraries give."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperlode.errors import InputError
from paperlode.paper import Paper
from paperlode.ranking import Background, Liked, learn, rank, read, tastes, why

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

DAY = datetime(2026, 8, 1, tzinfo=UTC)
SUBJECTS = {
    "batteries": "solid electrolyte lithium ion conductivity interface anode",
    "catalysts": "oxygen evolution catalyst surface adsorption overpotential",
    "language": "language model prompt token alignment benchmark reasoning",
    "galaxies": "galaxy redshift halo survey dark matter spectrum",
}
"""Words of four fields; a paper takes turns among its field's words."""


def paper(number: int, subject: str, *, abstract: str | None = None) -> Paper:
    """Make a paper of a field; its number decides which words come first."""
    words = SUBJECTS[subject].split()
    turned = words[number % len(words) :] + words[: number % len(words)]
    text = "We study the " + " and the ".join(turned)
    title = f"On {turned[0]} {turned[1]}"
    told = text if abstract is None else abstract
    return Paper(f"2608.{number:05d}", 1, title, told, (), ("cs.LG",), DAY, DAY)


def field(subject: str, first: int, count: int) -> list[Paper]:
    """Make papers of a field."""
    return [paper(first + n, subject) for n in range(count)]


LIKED = field("batteries", 1, 6)
SEEN = [*field("language", 100, 20), *field("galaxies", 200, 20), *field("catalysts", 300, 10)]
NEWS = [*field("language", 400, 5), *field("batteries", 500, 5), *field("galaxies", 600, 5)]
BACKGROUND = Background.of([*SEEN, *field("batteries", 700, 10)])
some_papers = st.lists(
    st.builds(paper, st.integers(1, 99_999), st.sampled_from(sorted(SUBJECTS))),
    max_size=8,
    unique_by=lambda one: one.id,
)


def order(profile_of: list[Paper], hidden: list[Paper] = [], seen: list[Paper] = SEEN) -> list[str]:  # noqa: B006  never changed
    """Rank the news by what is learned."""
    return [one.id for one in rank(NEWS, learn(profile_of, hidden, BACKGROUND, seen=seen))]


def test_papers_of_the_liked_field_come_first() -> None:
    """Six liked papers lift the five of their field above all others."""
    assert set(order(LIKED)[:5]) == {one.id for one in NEWS[5:10]}


@pytest.mark.parametrize("number", [1, 3])
def test_one_and_three_likes_suffice(number: int) -> None:
    """A beginner's first stars count at once."""
    assert set(order(LIKED[:number])[:5]) == {one.id for one in NEWS[5:10]}


def test_two_unrelated_interests_both_come_first() -> None:
    """A second interest does not push the first one down."""
    both = order([*LIKED, *field("galaxies", 800, 6)], seen=field("language", 100, 20))
    assert set(both[:10]) == {one.id for one in NEWS[5:]}


def test_likes_only_rank_by_likeness() -> None:
    """With nothing to compare with, what resembles the likes comes first."""
    assert set(order(LIKED, seen=[])[:5]) == {one.id for one in NEWS[5:10]}


def test_hides_only_put_their_like_last() -> None:
    """Who has only hidden papers sees their like last."""
    assert set(order([], LIKED)[-5:]) == {one.id for one in NEWS[5:10]}
    assert set(order([], LIKED, [])[-5:]) == {one.id for one in NEWS[5:10]}


def test_nothing_said_leaves_the_newest_first() -> None:
    """Without a like or a hide all scores are equal and the latest identifier comes first."""
    assert order([]) == sorted((one.id for one in NEWS), reverse=True)


def test_of_like_and_hide_the_later_word_holds() -> None:
    """Who hides what they once liked has changed their mind."""
    before, after = ([Liked(one, DAY + timedelta(days=d)) for one in LIKED] for d in (0, 1))
    hidden = learn(before, after, BACKGROUND, seen=SEEN)
    assert (len(hidden.liked), len(hidden.hidden)) == (0, 6)
    unsaid = learn(LIKED, LIKED, BACKGROUND, seen=SEEN)
    assert (len(unsaid.liked), len(unsaid.hidden)) == (0, 0)


def test_a_liked_paper_that_was_seen_counts_as_liked() -> None:
    """What was shown and then starred is no paper passed over."""
    assert order(LIKED, seen=[*SEEN, *LIKED]) == order(LIKED)


@given(some_papers, some_papers, st.randoms())
@settings(max_examples=20, deadline=None)
def test_order_of_papers_does_not_matter(
    liked: list[Paper], seen: list[Paper], lot: object
) -> None:
    """The same library in another order gives the same scores, to the last bit."""
    first = rank(NEWS, learn(liked, [], BACKGROUND, seen=seen))
    for some in (liked, seen):
        lot.shuffle(some)  # type: ignore[attr-defined]
    again = rank(NEWS[::-1], learn(liked, [], BACKGROUND, seen=seen))
    assert again == first


@given(some_papers.filter(bool), some_papers)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_copy_of_what_is_liked_is_never_below_what_has_no_word_in_common(
    liked: list[Paper], seen: list[Paper]
) -> None:
    """The only liked paper, announced anew, stands above a paper in another language."""
    foreign = replace(paper(99_998, "galaxies"), title="知识图谱", abstract="", categories=())
    copy = replace(liked[0], id="2609.00001")
    profile = learn(liked[:1], [], BACKGROUND, seen=seen)
    assert rank([foreign, copy], profile)[0].id == copy.id


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("", ""),
        ("   ", "\n\n"),
        ("量子计算", "机器学习"),
        ("$\\alpha$", "\x00"),
        ("a" * 9_999, "é"),
    ],
)
def test_odd_texts_are_ranked_like_any(title: str, abstract: str) -> None:
    """Empty, foreign and strange texts are liked, seen and ranked without an error."""
    odd = replace(paper(900, "galaxies"), title=title, abstract=abstract, categories=())
    profile = learn([odd, *LIKED], [odd], Background.of([odd]), seen=[odd])
    assert np.isfinite(rank([odd, *NEWS], profile)[0].score)


def test_of_a_huge_library_the_newest_are_learned_from() -> None:
    """Of 6,000 likes 5,000 count: those said last."""
    many = [
        Liked(replace(LIKED[0], id=f"2601.{n:05d}", abstract=""), DAY + timedelta(hours=n))
        for n in range(6_000)
    ]
    profile = learn(many, [], BACKGROUND)
    assert [one.id for one in profile.liked.papers] == [m.paper.id for m in many[1_000:]]


def test_reasons_name_words_of_the_paper_and_the_nearest_like() -> None:
    """The words for a paper stand in it; a liked paper with the same words is the nearest."""
    reasons = why(NEWS[5], learn(LIKED, [], BACKGROUND, seen=SEEN))
    text = f"{NEWS[5].title} {NEWS[5].abstract}".lower()
    assert all(one.text in text and one.weight > 0 for one in reasons.speak_for)
    assert reasons.speak_for
    assert reasons.nearest[0].id in {one.id for one in LIKED}
    assert reasons.nearest[0].likeness > 0


def test_a_word_struck_out_does_not_count() -> None:
    """What a reader strikes out is in no reason and moves no score."""
    struck = learn(LIKED, [], BACKGROUND, seen=SEEN, struck=["lithium", "solid electrolyte"])
    assert "lithium" in {one.text for one in tastes(learn(LIKED, [], BACKGROUND, seen=SEEN))[0]}
    assert not {"lithium", "solid electrolyte"} & {one.text for one in tastes(struck)[0]}


def test_reasons_add_up_to_the_score() -> None:
    """All words together, and the offset, are the score: nothing else decides."""
    profile = learn(LIKED, [], BACKGROUND, seen=SEEN)
    reasons = why(NEWS[0], profile, count=1_000)
    total = sum(one.weight for one in (*reasons.speak_for, *reasons.speak_against))
    assert total + profile.offset == pytest.approx(rank(NEWS[:1], profile)[0].score)


def test_papers_read_once_serve_any_profile() -> None:
    """Reading first, for many profiles, changes no score."""
    texts = read([*LIKED, *SEEN], BACKGROUND)
    shared = learn(texts.take(range(6)), [], BACKGROUND, seen=texts.take(range(6, len(texts))))
    assert rank(read(NEWS, BACKGROUND), shared) == rank(
        NEWS, learn(LIKED, [], BACKGROUND, seen=SEEN)
    )


def test_counts_survive_storing() -> None:
    """Stored counts rank as those counted now, and the same papers give the same bytes."""
    stored = Background.from_bytes(BACKGROUND.to_bytes())
    assert stored.to_bytes() == BACKGROUND.to_bytes()
    assert rank(NEWS, learn(LIKED, [], stored, seen=SEEN)) == rank(
        NEWS, learn(LIKED, [], BACKGROUND, seen=SEEN)
    )


@pytest.mark.parametrize("spoil", [lambda b: b[:40], lambda b: b"?" + b, lambda b: b[:-9], bytes])
def test_damaged_counts_are_named(spoil: object) -> None:
    """Counts that were cut off, or are something else, say so."""
    data = b"" if spoil is bytes else spoil(BACKGROUND.to_bytes())  # type: ignore[operator]
    with pytest.raises(InputError, match="count anew"):
        Background.from_bytes(data)


def test_meaning_helps_where_words_do_not() -> None:
    """Of two papers without known words the one whose embedding is like the likes' comes first."""
    known = {one.id: 1.0 for one in LIKED} | {"2609.00002": 1.0}

    def embed(some: Sequence[Paper]) -> NDArray[np.float64]:
        return np.array([[known.get(p.id, 0.0), 1 - known.get(p.id, 0.0)] for p in some])

    background = replace(BACKGROUND, embed=embed)
    near, far = (replace(paper(n, "galaxies", abstract="word"), id=f"2609.{n:05d}") for n in (2, 3))
    near, far = (replace(one, title="Untold") for one in (near, far))
    profile = learn(LIKED, [], background, seen=SEEN)
    assert [one.id for one in rank([far, near], profile)] == [near.id, far.id]
    assert [one.text for one in why(near, profile).speak_for] == ["alike in meaning"]
    assert why(far, profile).speak_against[0].text == "unlike in meaning"


def test_reasons_and_the_meaning_add_up_to_the_score() -> None:
    """With embeddings too nothing but what is told decides: their share is one line."""
    background = replace(BACKGROUND, embed=lambda some: np.array([[p.id > "26081"] for p in some]))
    profile = learn(LIKED, [], background, seen=SEEN)
    reasons = why(NEWS[0], profile, count=1_000)
    total = sum(one.weight for one in (*reasons.speak_for, *reasons.speak_against))
    assert total + profile.offset == pytest.approx(rank(NEWS[:1], profile)[0].score)


def test_a_meaning_that_tells_nothing_moves_no_paper() -> None:
    """An embedding that is the same for all papers adds the same to the score of each."""
    background = replace(BACKGROUND, embed=lambda some: np.ones((len(some), 3)))
    with_it, without = (
        {one.id: one.score for one in rank(NEWS, learn(LIKED, [], known, seen=SEEN))}
        for known in (background, BACKGROUND)
    )
    assert np.ptp([with_it[key] - without[key] for key in without]) < 1e-9


def test_embeddings_that_do_not_fit_say_so() -> None:
    """A model that gives fewer rows than papers, or no numbers, is named as the fault."""
    background = replace(BACKGROUND, embed=lambda some: np.full((len(some), 2), np.nan))
    with pytest.raises(InputError, match="embeddings"):
        learn(LIKED, [], background)
