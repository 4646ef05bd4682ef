"""Which authors are followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from paperlode.config import load
from paperlode.config.effective import as_toml
from paperlode.config.followed import authors
from paperlode.errors import SettingsError
from paperlode.topic import Topic
from tests.small_world import made_up

if TYPE_CHECKING:
    from pathlib import Path

    from paperlode.config import Config


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("abs:crystal", []),
        ('au:"Ada Example" AND abs:crystal', ["Ada Example"]),
        ("au:Curie_M OR au:Example,A", ["Curie M", "Example A"]),
        ("abs:crystal ANDNOT au:Example", []),
        ("au:Ada ANDNOT (au:Bo OR au:Cy)", ["Ada"]),
        ("au:Exam*", []),
    ],
)
def test_a_query_names_authors(query: str, names: list[str]) -> None:
    """Those whose papers it wants, in their order; not those it leaves out, and no patterns."""
    assert [tag.name for tag in authors([], [Topic("t", "T", query)])] == names


def test_a_name_stands_for_one_person(tmp_path: Path) -> None:
    """However often it is given; names are folded as in queries."""
    found = write(tmp_path, '[publish]\nauthors = ["René  Éxample", "Rene Example"]')
    (tag,) = found.tags
    assert (tag.id, tag.name, tag.group) == ("rene-example", "René Éxample", "author")
    assert tag.takes(made_up(authors=("Rene Example",)))
    assert not tag.takes(made_up(authors=("Rene Other", "Bo Example")))


def test_a_tag_of_the_settings_takes_the_place_of_an_author(tmp_path: Path) -> None:
    """So that a query of one's own can tell two people of one name apart."""
    tag = '[[tag]]\nname = "Ada Example"\nquery = "au:Example_A AND cat:cs.LG"\ngroup = "author"'
    found = write(tmp_path, f'{tag}\n[publish]\nauthors = ["Ada Example"]')
    assert [tag.text for tag in found.tags] == ["au:Example_A AND cat:cs.LG"]


@pytest.mark.parametrize("name", ["", " ", '\\"Ada\\"', "Ada*", "au:Ada", "1"])
def test_what_is_no_name_is_refused(tmp_path: Path, name: str) -> None:
    """With what is allowed."""
    with pytest.raises(SettingsError, match="a list of names such as"):
        write(tmp_path, f'[publish]\nauthors = ["{name}"]')


def test_authors_stay_when_the_settings_in_effect_are_used(tmp_path: Path) -> None:
    """They stand there once, under [publish]."""
    found = write(tmp_path, '[publish]\nauthors = ["Ada Example"]')
    text = as_toml(found)
    (tmp_path / "paperlode.toml").write_text(text)
    assert load(tmp_path, {}).tags == found.tags
    assert text.count("Ada Example") == 1


def write(folder: Path, more: str) -> Config:
    """Load settings with a topic and more."""
    text = f'[[topic]]\nname = "T"\nquery = "abs:x"\n{more}\n'
    (folder / "paperlode.toml").write_text(text)
    return load(folder, {})
