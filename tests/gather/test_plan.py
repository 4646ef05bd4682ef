"""Which sets and feeds serve which topics."""

from __future__ import annotations

import pytest

from paperlode.gather.plan import Plan, listed_subject, subject
from paperlode.topic import Topic

LEARNING = Topic("learning", "Learning", "cat:cs.LG AND abs:crystal")
MATTER = Topic("matter", "Matter", "cat:cond-mat* AND ti:glass")
ANYWHERE = Topic("anywhere", "Anywhere", "au:made")


def test_each_topic_needs_its_own_sets() -> None:
    """Trouble with one set is no trouble of a topic that does not need it."""
    plan = Plan((LEARNING, MATTER))
    assert plan.sets == plan.fields == ("cs:cs:LG", "physics:cond-mat")
    assert plan.sets_for(LEARNING) == ("cs:cs:LG",)
    assert plan.fields_for(MATTER) == ("physics:cond-mat",)
    assert plan.topics_of("cs:cs:LG") == (LEARNING,)


def test_a_topic_without_categories_needs_all_of_arxiv_and_no_feed() -> None:
    """A feed of everything would be cut every day; the other topic keeps its own."""
    plan = Plan((LEARNING, ANYWHERE))
    assert plan.sets == ("*",)
    assert (plan.fields_for(LEARNING), plan.fields_for(ANYWHERE)) == (("cs:cs:LG",), ())
    assert plan.sets_for(LEARNING) == plan.sets_for(ANYWHERE) == ("*",)


def test_many_categories_become_few_requests() -> None:
    """At most four sets and six feeds, which hold all that the topics can match."""
    names = ("cs.LG", "cs.AI", "cs.CV", "cs.CL", "math.NA", "hep-th", "gr-qc", "quant-ph")
    topics = tuple(Topic(f"t{n}", name, f"cat:{name}") for n, name in enumerate(names))
    plan = Plan(topics)
    assert len(plan.sets) <= 4
    assert len(plan.fields) <= 6
    assert all(plan.sets_for(topic) and plan.fields_for(topic) for topic in topics)


@pytest.mark.parametrize(
    ("field", "fed", "listed"),
    [
        ("cs:cs:LG", "cs.LG", "cs.LG"),
        ("physics:cond-mat", "cond-mat", "cond-mat"),
        ("physics:hep-th", "hep-th", "hep-th"),
        ("physics:physics:chem-ph", "physics.chem-ph", "physics.chem-ph"),
        ("cs", "cs", "cs"),
    ],
)
def test_feeds_and_listings_call_a_field_by_its_category(field: str, fed: str, listed: str) -> None:
    """Or archive; sets of OAI-PMH have longer names."""
    assert (subject(field), listed_subject(field)) == (fed, listed)


def test_a_group_is_all_its_archives() -> None:
    """Feeds join them, listings have a name for it."""
    assert subject("physics").split("+")[:2] == ["astro-ph", "cond-mat"]
    assert listed_subject("physics") == "grp_physics"
