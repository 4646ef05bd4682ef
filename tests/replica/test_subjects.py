"""Which categories stand for which, and the OAI-PMH sets."""

from __future__ import annotations

import pytest

from paperlode.replica.subjects import filed, members, sets


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("cs.LG stat.ML", "cs.LG stat.ML"),
        ("cs.SY eess.SY", "cs.SY eess.SY"),
        ("cs.SY", "cs.SY eess.SY"),
        ("math-ph", "math-ph math.MP"),
        ("cmp-lg", "cs.CL"),
        ("cmp-lg cs.CL", "cs.CL"),
        ("astro-ph", "astro-ph"),
        ("cs.LG I.2.6", "cs.LG"),
    ],
)
def test_a_record_names_second_names_and_successors(names: str, expected: str) -> None:
    """Both names of a category are given, and an old archive's successor in its place."""
    assert [category.id for category in filed(names.split())] == expected.split()


@pytest.mark.parametrize(
    ("spec", "name"),
    [
        ("cs", "Computer Science"),
        ("physics", "Physics"),
        ("cs:cs", "Computer Science"),
        ("cs:cs:AI", "Artificial Intelligence"),
        ("physics:hep-th", "High Energy Physics - Theory"),
        ("physics:cond-mat", "Condensed Matter"),
        ("physics:cond-mat:soft", "Soft Condensed Matter"),
        ("physics:physics:flu-dyn", "Fluid Dynamics"),
        ("math:math:NA", "Numerical Analysis"),
        ("q-bio:q-bio:NC", "Neurons and Cognition"),
    ],
)
def test_sets_are_groups_archives_and_categories(spec: str, name: str) -> None:
    """Three levels; an archive without subdivisions is also the category."""
    assert sets()[spec] == name


@pytest.mark.parametrize("spec", ["cs:AI", "cs.AI", "hep-th", "cs:cmp-lg", "cmp-lg", "test", ""])
def test_nothing_else_is_a_set(spec: str) -> None:
    """Neither short forms, nor archives that were taken over."""
    assert spec not in sets()


@pytest.mark.parametrize(
    ("spec", "inside", "outside"),
    [
        ("cs:cs:SY", "cs.SY eess.SY", "cs.LG"),
        ("eess:eess:SY", "cs.SY eess.SY", "eess.SP"),
        ("cs:cs:CL", "cs.CL cmp-lg", "cs.LG"),
        ("math:math", "alg-geom math.AG cs.IT math-ph", "cs.CL"),
        ("physics", "hep-th cond-mat math.MP physics.optics astro-ph acc-phys", "math.AG"),
        ("physics:cond-mat", "cond-mat cond-mat.soft mtrl-th", "physics.optics"),
        ("q-bio", "q-bio q-bio.NC", "cs.LG"),
    ],
)
def test_a_set_has_cross_lists_second_names_and_old_names(
    spec: str, inside: str, outside: str
) -> None:
    """A paper is in a set when any of its categories, under any of its names, is."""
    assert set(inside.split()) <= members(spec)
    assert outside not in members(spec)
