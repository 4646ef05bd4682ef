"""All channels together: what a run asks, and what it knows afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from paperlode.gather import CHANNELS, Plan, Receipts, Survey, gather
from paperlode.progress import silent
from paperlode.replica.faults import read_faults
from paperlode.topic import Topic
from tests.small_world import DAY, TODAY, World, made_up

if TYPE_CHECKING:
    from datetime import datetime

    from paperlode.gather import Coverage
    from paperlode.store import Store

CRYSTALS = Topic("crystals", "Crystals", "cat:cs.LG AND abs:crystal")
ANYWHERE = Topic("anywhere", "Anywhere", "abs:crystal")


def morning(world: World, store: Store, days: float, topic: Topic = CRYSTALS) -> Coverage:
    """Gather so many days after Thursday; say how completely the topic is known then."""
    now = TODAY + days * DAY
    world.service.set_clock(now)
    world.asked.clear()
    gather([topic], store, world.arxiv(), now, silent)
    return known(store, now, topic)


def known(store: Store, now: datetime, topic: Topic = CRYSTALS) -> Coverage:
    """Say how completely a topic is known at a moment."""
    survey = Survey(Plan((topic,)), CHANNELS, Receipts(store.receipts()), now)
    return survey.of(topic, store.in_force(topic) or now)


def services(world: World) -> list[str]:
    """Say which services were asked, in order."""
    paths = [url.removeprefix("http://localhost/").split("?")[0] for url in world.asked]
    return [path.split("/")[0] for path in paths]


def world_of_days(days: int) -> World:
    """Make an arXiv with a paper announced on Wednesday evening and on each evening after.

    On Thursday evening there is a second one.
    """
    evenings = [TODAY + (n - 0.25) * DAY for n in range(days)]
    papers = [
        (made_up(n, submitted=evening - DAY), evening) for n, evening in enumerate(evenings, 1)
    ]
    second = [(made_up(90, submitted=TODAY - DAY / 4), evenings[1])] if days > 1 else []
    return World.announcing([*papers, *second])


def test_a_usual_day_asks_for_changes_and_announcements_once(store: Store) -> None:
    """The history is asked for on the first day only; every word is confirmed by another."""
    world = world_of_days(2)
    assert morning(world, store, 0).complete
    assert services(world) == ["api", "api", "oai"]
    assert morning(world, store, 1).complete
    assert services(world) == ["oai", "rss", "api"]


def test_a_second_run_on_the_same_day_asks_only_for_changes(store: Store) -> None:
    """A day that is closed is not asked for again."""
    world = world_of_days(2)
    morning(world, store, 0)
    morning(world, store, 1)
    morning(world, store, 1.25)
    assert services(world) == ["oai"]


def test_after_each_announcement_a_topic_is_compared_with_the_search_api(store: Store) -> None:
    """Once, so that a change of its behaviour is seen the same day; none on Saturday and Sunday."""
    world = world_of_days(28)
    asked = []
    for days in range(28):
        morning(world, store, days)
        asked.append("api" in services(world))
    assert asked[:7] == [True, True, False, False, True, True, True]
    assert sum(asked) == 19  # one Monday is a holiday


def test_a_topic_without_papers_is_compared_with_one_request(store: Store) -> None:
    """Other channels confirm that there is nothing; alone, arXiv has to say it three times."""
    world = world_of_days(2)
    nothing = Topic("unicorns", "Unicorns", "cat:cs.LG AND abs:unicorn")
    for days in range(2):
        world.service.set_clock(TODAY + days * DAY)
        world.asked.clear()
        gather([nothing], store, world.arxiv(), TODAY + days * DAY, silent)
    assert services(world) == ["oai", "rss", "api"]


def test_of_many_topics_those_that_waited_longest_are_compared(store: Store) -> None:
    """As many as keep a usual day within twelve requests: one set and one field are asked, too."""
    topics = [Topic(f"t{n}", f"Topic {n}", f"cat:cs.LG AND abs:crystal{n}") for n in range(15)]
    world = world_of_days(3)
    compared: list[list[str]] = []
    for days in range(3):
        now = TODAY + days * DAY
        world.service.set_clock(now)
        receipts = gather(topics, store, world.arxiv(), now, silent)
        compared.append([r.topic for r in receipts if r.channel == "search_api"])
    assert list(map(len, compared)) == [15, 10, 5]
    assert {*compared[1], *compared[2]} == {topic.id for topic in topics}


@pytest.mark.parametrize(
    ("fault", "channels"),
    [
        ('channel = "oai"\nkind = "500"', {"oai_pmh"}),
        ('channel = "search"\nkind = "500"', set()),
        ('channel = "feed"\nkind = "500"', set()),
        ('channel = "listing"\nkind = "500"', set()),
        ('kind = "500"', {"oai_pmh", "announcements"}),
    ],
)
def test_what_one_channel_owes_another_brings(store: Store, fault: str, channels: set[str]) -> None:
    """And what is not known for certain is said, by channel."""
    world = world_of_days(2)
    morning(world, store, 0)
    world.service.faults = read_faults(f"[[fault]]\n{fault}\n")
    covered = morning(world, store, 1)
    assert {gap.channel for gap in covered.gaps} == channels
    assert bool(store.holding(["2608.00002"])) is (fault != 'kind = "500"')


def test_a_field_without_papers_is_believed_when_another_has_some(store: Store) -> None:
    """Also when the empty one was read first."""
    small = Topic("small", "Small", "(cat:econ.EM OR cat:cond-mat.mtrl-sci) AND abs:crystal")
    world = world_of_days(2)
    morning(world, store, 0, small)
    assert morning(world, store, 1, small).complete


def test_days_that_were_missed_are_confirmed_later(store: Store) -> None:
    """By the listing, with the changes since the oldest of them."""
    world = world_of_days(8)
    morning(world, store, 0)
    covered = morning(world, store, 7)
    assert covered.complete
    assert services(world).count("catchup") == 4
    assert services(world).count("rss") == 1


def test_a_gap_stays_until_the_channel_is_whole_again(store: Store) -> None:
    """It says which set, since when; then everything is known up to the service's clock."""
    world = world_of_days(4)
    morning(world, store, 0)
    world.service.faults = read_faults('[[fault]]\nkind = "500"\n')
    (changes, day) = morning(world, store, 1).gaps
    assert (changes.asked, changes.since) == ("cs:cs:LG", TODAY)
    assert [f"{one:%d %b}" for one in day.days] == ["21 Aug"]
    world.service.faults = read_faults("")
    covered = morning(world, store, 2)
    assert (covered.complete, covered.frontier) == (True, TODAY + 2 * DAY)


def test_before_the_announcement_a_morning_is_not_incomplete(store: Store) -> None:
    """The feed appears at midnight in New York: until then the day is not due."""
    world = world_of_days(2)
    morning(world, store, 0)
    assert morning(world, store, 0.8).complete
    assert "rss" not in services(world)


def test_a_topic_without_categories_is_compared_every_time(store: Store) -> None:
    """No feed has room for all of arXiv, so the search API is its second witness."""
    world = world_of_days(2)
    morning(world, store, 0, ANYWHERE)
    assert morning(world, store, 1, ANYWHERE).complete
    assert services(world) == ["oai", "api"]
    world.service.faults = read_faults('[[fault]]\nchannel = "search"\nkind = "500"\n')
    assert [gap.channel for gap in morning(world, store, 2, ANYWHERE).gaps] == ["search_api"]


def test_a_topic_that_was_never_asked_for_is_not_known(store: Store) -> None:
    """Neither its history nor what is new."""
    covered = known(store, TODAY)
    assert (covered.complete, covered.frontier, covered.checked) == (False, None, None)
    assert [gap.channel for gap in covered.gaps] == ["search_api", "oai_pmh"]


def test_reconciling_finds_what_every_channel_lacked_at_the_time(store: Store) -> None:
    """A paper that was in none of them, and that no later harvest would ask for."""
    world = world_of_days(7)
    morning(world, store, 0)
    world.service.faults = read_faults('[[fault]]\nkind = "hole"\nids = ["2608.00090"]\n')
    for days in range(1, 6):
        assert morning(world, store, days).complete
    world.service.faults = read_faults("")
    now = TODAY + 6 * DAY
    world.service.set_clock(now)
    gather([CRYSTALS], store, world.arxiv(), now, silent, since=(TODAY - DAY).date())
    assert store.holding(["2608.00090"])
