"""Whatever the order in which papers reach the store: what they are told as, and how often."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperlode import archive
from paperlode.choose import choose
from paperlode.sighting import BY_CHANGE, BY_QUERY, NEWS, TRACKED, Kind, Receipt
from paperlode.store import Store
from paperlode.topic import Topic
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from paperlode.paper import Paper
    from paperlode.sighting import Sighting

CRYSTALS = Topic("crystals", "Crystals", "abs:crystal")
LEARNING = Topic("learning", "Learning", "cat:cs.LG AND abs:crystal")
TOPICS = (CRYSTALS, LEARNING)
SETS = ("cs:cs:LG",)
FIRST, SECOND = made_up(1), made_up(1, version=2, submitted=TODAY - DAY, updated=TODAY + DAY / 2)


def follow(store: Store, now: datetime = TODAY, highest: str = "") -> None:
    """Note that the topics were harvested whole; with ``highest`` also by OAI-PMH, up to there."""
    for topic in TOPICS:
        store.began(topic, now)
        store.add_receipt(receipt(now, BY_QUERY, topic.fingerprint))
        choose(topic, store, now)
    if highest:
        whole = receipt(now, BY_CHANGE, SETS[0])
        store.add_receipt(replace(whole, until=now, highest=highest))


def receipt(run: datetime, channel: str, asked: str) -> Receipt:
    """Say that everything was had."""
    return Receipt(
        run=run,
        channel=channel,
        topic="",
        query=asked,
        mode="changes",
        since=None,
        papers=0,
        claimed=None,
        misfits=0,
        complete=True,
    )


def arrive(store: Store, day: int, *papers: Paper, topic: Topic = CRYSTALS) -> dict[str, Kind]:
    """Let papers arrive and a topic decide; gives what it says of which version."""
    store.save(papers, now=TODAY + day * DAY, channel=BY_CHANGE)
    return told(choose(topic, store, TODAY + day * DAY, SETS))


def told(sightings: Iterable[Sighting]) -> dict[str, Kind]:
    """Say of each version what it was; a note stands beside it."""
    return {f"v{one.version}{'+' * (one.kind is Kind.PUBLISHED)}": one.kind for one in sightings}


def test_versions_that_come_together_are_judged_one_after_the_other(store: Store) -> None:
    """The first is new, and to who has that the second is a revision."""
    follow(store)
    assert arrive(store, 1, SECOND, FIRST) == {"v1": Kind.NEW, "v2": Kind.REVISED}


@pytest.mark.parametrize("abstract", ["We invent a crystal.", "This paper has been withdrawn."])
def test_a_withdrawal_is_news_and_the_old_version_stays(store: Store, abstract: str) -> None:
    """Whether its text still matches or not: people have to learn that it is withdrawn."""
    follow(store)
    arrive(store, 1, FIRST)
    gone = replace(SECOND, abstract=abstract, withdrawn=True)
    assert arrive(store, 2, gone) == {"v2": Kind.WITHDRAWN}
    assert arrive(store, 3, replace(gone, comment="Wrong.")) == {}
    assert [entry.paper.name[-2:] for entry in store.latest(9, ["crystals"])] == ["v2", "v1"]


def test_a_withdrawal_is_none_of_the_business_of_who_had_lost_the_paper(store: Store) -> None:
    """A version in between had taken the paper out of the query."""
    follow(store)
    arrive(store, 1, FIRST)
    arrive(store, 2, replace(SECOND, abstract="Glass."))
    gone = replace(SECOND, version=3, abstract="Gone.", withdrawn=True)
    assert arrive(store, 3, gone) == {"v3": Kind.DROPPED}
    assert store.latest(9, ["crystals"]) == []


def test_a_withdrawal_with_text_that_never_matched_is_nothing(store: Store) -> None:
    """Nobody had the paper."""
    follow(store)
    assert arrive(store, 1, replace(SECOND, abstract="Gone.", withdrawn=True)) == {}


def test_a_paper_that_came_into_the_category_is_cross_listed(store: Store) -> None:
    """It lay in the store for another topic, or reached us only now."""
    follow(store)
    elsewhere = replace(FIRST, categories=("cond-mat.mtrl-sci",))
    arrive(store, 1, elsewhere)
    follow(store, TODAY + 2 * DAY, highest="2608.00001")
    listed = replace(made_up(1), categories=(*elsewhere.categories, "cs.LG"))
    store.save([listed], now=TODAY + 3 * DAY, channel=BY_CHANGE)
    assert arrive(store, 3, listed, topic=LEARNING) == {"v1": Kind.CROSS_LISTED}
    assert arrive(store, 4, made_up(2), topic=LEARNING) == {"v1": Kind.NEW}


@pytest.mark.parametrize("fact", [{"doi": "10.1000/1"}, {"journal_ref": "J. Gold 1"}])
def test_a_doi_without_a_new_version_is_a_note(store: Store, fact: dict[str, Any]) -> None:
    """Once for each paper and topic; what else the publisher adds is none."""
    follow(store)
    arrive(store, 1, FIRST)
    published = replace(FIRST, **fact)
    assert arrive(store, 2, published) == {"v1+": Kind.PUBLISHED}
    both = replace(FIRST, doi="10.1000/1", journal_ref="J. Gold 1")
    assert arrive(store, 3, both) == {}
    assert arrive(store, 4, replace(SECOND, doi="10.1000/2")) == {"v2": Kind.REVISED}


def test_a_doi_that_comes_with_a_version_is_no_note(store: Store) -> None:
    """Neither with the first one we see, nor with a revision, whichever channel tells it."""
    follow(store)
    assert arrive(store, 1, replace(FIRST, doi="10.1000/1")) == {"v1": Kind.NEW}
    one = made_up(2)
    arrive(store, 1, one)
    two = replace(SECOND, id=one.id)
    with_doi = (replace(two, doi="10.1000/1"), replace(one, doi="10.1000/1"))
    assert arrive(store, 2, two, *with_doi) == {"v2": Kind.REVISED}


def test_who_takes_a_paper_in_when_it_is_published_gets_no_note(store: Store) -> None:
    """To that topic the paper itself is the news, also when its record changes again."""
    follow(store)
    elsewhere = replace(FIRST, categories=("cond-mat.mtrl-sci",))
    arrive(store, 1, elsewhere)
    published = replace(FIRST, doi="10.1000/1")
    assert arrive(store, 2, published) == {"v1+": Kind.PUBLISHED}
    assert arrive(store, 2, topic=LEARNING) == {"v1": Kind.NEW}
    assert arrive(store, 3, replace(published, comment="x"), topic=LEARNING) == {}


def test_a_note_outlives_store_and_rewording(store: Store, tmp_path: Path) -> None:
    """The archive keeps it, and a store that is rebuilt from it gives the same entries."""
    follow(store)
    arrive(store, 1, FIRST)
    store.save([replace(FIRST, doi="10.1000/1")], now=TODAY + 2 * DAY, channel=BY_CHANGE)
    assert arrive(store, 3, replace(FIRST, doi="10.1000/1", comment="x")) == {"v1+": Kind.PUBLISHED}
    archive.save(tmp_path / "archive", store)
    with Store.open(tmp_path / "again.sqlite") as again:
        archive.load(tmp_path / "archive", again)
        assert again.entries(None, None, ["crystals"], Kind) == store.entries(
            None, None, ["crystals"], Kind
        )
        published = replace(FIRST, doi="10.1000/1", comment="y")
        assert arrive(again, 4, published) == {}


def test_of_two_clones_notes_the_first_holds(store: Store, tmp_path: Path) -> None:
    """Both noticed the DOI, on different days; the archives were merged."""
    for day, name in ((2, "early"), (3, "late")):
        with Store.open(tmp_path / f"{name}.sqlite") as clone:
            follow(clone)
            arrive(clone, 1, FIRST)
            arrive(clone, day, replace(FIRST, doi="10.1000/1"))
            archive.save(tmp_path / name, clone)
        archive.load(tmp_path / name, store)
    (note,) = store.entries(None, None, ["crystals"], [Kind.PUBLISHED])
    assert note.seen == TODAY + 2 * DAY


def forms(paper: Paper) -> list[Paper]:
    """Give a record as different channels and days tell it."""
    wordings = [paper, replace(paper, title=paper.title.replace("Ő", r"\H{O}"))]
    wordings += [replace(one, license="by") for one in wordings]
    return [*wordings, *(replace(one, doi="10.1000/1") for one in wordings)]


VERSIONS = [
    made_up(1, title="Ő", version=version, updated=TODAY + (version - 2) * DAY / 2, **more)
    for version, more in [(1, {}), (2, {}), (3, {"abstract": "Gone.", "withdrawn": True})]
]
FORMS = [form for one in VERSIONS for form in forms(one)]
CHANGED = [replace(one, categories=("cond-mat.mtrl-sci",)) for one in FORMS]
"""The facts themselves differ; within a run channels do not contradict each other."""
ARRIVALS = st.lists(st.sampled_from(FORMS), max_size=5)


@given(
    st.lists(st.lists(st.sampled_from(FORMS + CHANGED), max_size=5), max_size=5),
    st.sampled_from(["", "2608.00001"]),
)
@settings(max_examples=30, deadline=None)
def test_no_version_is_news_twice(runs: list[list[Paper]], highest: str) -> None:
    """Whatever comes in whatever order and however often, through whatever channel."""
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "store.sqlite") as store:
        follow(store, highest=highest)
        news = Counter(
            (one.version, one.kind is Kind.PUBLISHED, topic.id)
            for day, papers in enumerate(runs, 1)
            for topic, one in _run(store, day, papers)
            if one.kind in NEWS
        )
        assert not [key for key, times in news.items() if times > 1]
        notes = Counter(topic for _, note, topic in news if note)
        assert all(times == 1 for times in notes.values())


@given(st.lists(ARRIVALS, max_size=4).flatmap(lambda runs: st.tuples(st.just(runs), _mixed(runs))))
@settings(max_examples=30, deadline=None)
def test_the_order_within_a_run_changes_nothing(both: tuple[list[list[Paper]], ...]) -> None:
    """Channels may be asked in any order."""
    said = []
    for runs in both:
        with TemporaryDirectory() as folder, Store.open(Path(folder) / "store.sqlite") as store:
            follow(store, highest="2608.00001")
            said.append(
                [
                    sorted((topic.id, one.version, one.kind) for topic, one in _run(store, *run))
                    for run in enumerate(runs, 1)
                ]
            )
    assert said[0] == said[1]


def _mixed(runs: Sequence[list[Paper]]) -> st.SearchStrategy[list[list[Paper]]]:
    return st.tuples(*(st.permutations(run) for run in runs)).map(list)


def _run(store: Store, day: int, papers: list[Paper]) -> list[tuple[Topic, Sighting]]:
    """Save each as a channel would that knows which topics it concerns."""
    now = TODAY + day * DAY
    for paper in papers:
        store.save([paper], now=now, channel=BY_CHANGE)
        for topic in TOPICS:
            if topic.takes(paper):
                store.save([paper], now=now, channel=BY_QUERY, topic=topic)
    return [(topic, one) for topic in TOPICS for one in choose(topic, store, now, SETS)]


def test_what_is_tracked_is_what_was_told() -> None:
    """A note is news, and no reason to be on a page."""
    assert {Kind.PUBLISHED} == NEWS - TRACKED
