"""Authors' names: one line taken apart, names of all channels made alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode.sources.names import people, split


def shown(line: str) -> list[str]:
    """Give the names of a line as people write them."""
    return [str(name) for name in split(line)]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ada One", "Ada One"),
        ("Ada One, Bob Two and Cy Three", "Ada One|Bob Two|Cy Three"),
        ("Ada One, Bob Two, and\n  Cy Three", "Ada One|Bob Two|Cy Three"),
        ("Ada One & Bob Two; Cy Three", "Ada One|Bob Two|Cy Three"),
        (r"Ada One \& Bob Two", "Ada One|Bob Two"),
        ("Anders Anderson and Sandy Band", "Anders Anderson|Sandy Band"),
        ("A.B.One, C.-D. Two", "A. B. One|C. -D. Two"),
        ("Ada One, Bob Two, et al.", "Ada One|Bob Two"),
        ("Ada  One,\n\tBob Two ,", "Ada One|Bob Two"),
        ("", ""),
    ],
)
def test_names_stand_between_commas_and_other_signs(line: str, names: str) -> None:
    """Commas, semicolons, "and" and "&", over line ends; dots of initials get a space."""
    assert "|".join(shown(line)) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Deep Collaboration: Ada One, Bob Two", "Deep Collaboration|Ada One|Bob Two"),
        ("The D.E.E.P. Team, Ada One", "The D. E. E. P. Team|Ada One"),
        ("Ada One for the Deep Collaboration", "Ada One|Deep Collaboration"),
        ("Ada One, on behalf of the Deep-X group", "Ada One|Deep-X group"),
        ("A. One, B. Two (for the Deep Team)", "A. One|B. Two"),
    ],
)
def test_collaborations_are_authors_of_their_own(line: str, names: str) -> None:
    """Before a colon, after "for the" or "on behalf of"; in parentheses they are affiliations."""
    assert "|".join(shown(line)) == names
    whole = [name for name in split(line) if name.surname.endswith(("Collaboration", "Team"))]
    assert not any(name.forenames for name in whole)


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Ada One, Jr.", ("One", "Ada", "Jr.")),
        ("Ada One Jr", ("One", "Ada", "Jr")),
        ("Ada B. One, III", ("One", "Ada B.", "III")),
        ("Ada van der One", ("van der One", "Ada", "")),
        ("Ada Van de One Sr.", ("Van de One", "Ada", "Sr.")),
        ("del One", ("One", "del", "")),
        ("Jr-Shin One", ("One", "Jr-Shin", "")),
        ("Kumar One V", ("V", "Kumar One", "")),
        ("Plato", ("Plato", "", "")),
    ],
)
def test_suffixes_and_particles_belong_to_their_names(
    line: str, parts: tuple[str, str, str]
) -> None:
    """A comma before a suffix makes no new author; a last initial is no suffix."""
    (name,) = split(line)
    assert (name.surname, name.forenames, name.suffix) == parts


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("A One (Lab)", [("Lab",)]),
        ("A One (Lab (at Town), Land)", [("Lab (at Town), Land",)]),
        ("A One, B Two (Lab), C Three", [("Lab",), ("Lab",), ()]),
        ("A One (1,2), B Two (2) ((1) Lab, (2) Town)", [("Lab", "Town"), ("Town",)]),
        ("A One(1 and 2)and B Two (1 & 2)((1)Lab;\n(2)Town.)", [("Lab", "Town")] * 2),
        ("A One ((Lab), (Town))", [()]),
        ("Deep Team: A One (Lab)", [(), ("Lab",)]),
        (r"A One (Universit\'e)", [("Université",)]),
        ("A One (never closed, B Two", [("never closed, B Two",)]),
        ("A One), B Two", [(), ()]),
    ],
)
def test_affiliations_stand_in_parentheses(line: str, places: list[tuple[str, ...]]) -> None:
    """Nested, numbered, and for those before who have none; collaborations have none."""
    assert [name.affiliations for name in split(line)] == places


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (r"P. Erd\H{o}s", "P. Erdős"),
        (r"Mart\'{\i}n {\'A}lvarez", "Martín Álvarez"),
        (r"{\L}ukasz Garc{\'\i}a", "Łukasz García"),
        (r"A.~One~Two", "A. One Two"),
        (r"A.\,B. One", "A. B. One"),
        (r"\.Ilker \"Ozil", "İlker Özil"),
    ],
)
def test_tex_in_names_is_unicode_without_leftovers(typed: str, name: str) -> None:
    """Accents with braces or not, ties, thin spaces: no author is split at them."""
    assert shown(typed) == [name]


def test_names_of_other_channels_are_made_alike() -> None:
    """What the search service shows of the same lines becomes the same authors."""
    odd = [
        "Jo{ã}o One,",
        "III",
        ":",
        "Ada Two for the Deep Team",
        "K. ~Three",
        "et al",
        "and Plato",
    ]
    assert people(odd) == ("João One III", "Ada Two", "Deep Team", "K. Three", "Plato")


WORD = st.sampled_from(["Ada", "B.", "One", "O'Two", "Żuk", "van", "Three-Four", "Sandor"])
PERSON = st.lists(WORD, min_size=1, max_size=3).map(" ".join)


@given(st.lists(PERSON, min_size=1, max_size=6), st.sampled_from([", ", " and ", "; ", " & "]))
def test_whoever_is_listed_is_found(names: list[str], between: str) -> None:
    """As many authors as there are, each as written."""
    assert shown(between.join(names)) == names


@given(st.lists(PERSON, max_size=4))
def test_names_that_are_alike_already_stay(names: list[str]) -> None:
    """Nothing is done to ordinary names, twice no more than once."""
    assert people(names) == tuple(names)


@given(st.text("AaB .,;:()&{}\\'~\n1and ", max_size=60))
def test_any_line_gives_names(line: str) -> None:
    """No author is empty, and taking apart what was put together finds the same again."""
    names = split(line)
    assert all(str(name).strip() for name in names)


@pytest.mark.parametrize(
    "piece", ["(", "((", "(1)", "A for the ", "{", " and", ",", "((1) A", "\\'"]
)
def test_hostile_lines_cost_no_time(piece: str) -> None:
    """Work grows with the length of a line, not with its square."""
    assert len(split(piece * 20_000)) <= 20_000
