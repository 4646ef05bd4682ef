"""ArXiv's categories."""

from __future__ import annotations

import pytest

from paperlode.query.categories import Category, categories, labels, name_of


def test_a_category_is_known_with_its_archive() -> None:
    """Identifier, name, archive and group."""
    assert categories()["cs.LG"] == Category(
        "cs.LG",
        "Machine Learning",
        "cs",
        "Computer Science",
        "Computer Science",
        "cs.LG",
        active=True,
    )
    assert len(categories()) == 176
    assert sum(category.active for category in categories().values()) == 155


@pytest.mark.parametrize(
    ("category", "canonical", "active"),
    [
        ("math.MP", "math-ph", True),
        ("cs.SY", "eess.SY", True),
        ("cmp-lg", "cs.CL", False),
        ("mtrl-th", "cond-mat.mtrl-sci", False),
        ("astro-ph", "astro-ph", False),
        ("gr-qc", "gr-qc", True),
    ],
)
def test_second_and_old_names_lead_to_the_main_one(
    category: str, canonical: str, *, active: bool
) -> None:
    """Old papers carry names that are no longer given."""
    known = categories()[category]
    assert (known.canonical, known.active) == (canonical, active)
    assert categories()[canonical].canonical == canonical


@pytest.mark.parametrize(
    ("category", "spec"),
    [
        ("cs.LG", "cs:cs:LG"),
        ("hep-th", "physics:hep-th"),
        ("cond-mat.mtrl-sci", "physics:cond-mat:mtrl-sci"),
        ("physics.optics", "physics:physics:optics"),
        ("q-bio", "q-bio:q-bio"),
    ],
)
def test_a_category_has_a_set_for_harvesters(category: str, spec: str) -> None:
    """Group, archive and suffix; groups are called as their main archives are."""
    assert categories()[category].oai_set == spec


def test_what_the_catch_all_field_knows_of_a_category() -> None:
    """Archive and category with their names; only identifiers of one that is unknown."""
    assert labels("cs.LG") == ("cs", "Computer Science", "cs.LG", "Machine Learning")
    assert labels("xx.YY") == ("xx", "xx.YY")
    assert labels("I.2.6") == ("I.2.6",)
    assert [name_of(category) for category in ("hep-th", "xx.YY")] == [
        "High Energy Physics - Theory",
        "xx.YY",
    ]
