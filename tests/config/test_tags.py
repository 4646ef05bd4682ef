"""Tags in the settings: ready ones, one's own, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from paperlode import config
from paperlode.config.effective import as_toml
from paperlode.enrich.tags import GROUPS
from paperlode.errors import SettingsError
from paperlode.query import parse

if TYPE_CHECKING:
    from pathlib import Path

    from paperlode.config import Config
    from paperlode.enrich.tags import Tag

TOPIC = "[[topic]]\nname = 'Crystals'\nquery = 'all:crystal'\n"
KAGOME = "[[tag]]\nname = 'Kagome lattices'\nquery = 'all:kagome'\n"
READY = config.tags_of("ai4mat")


def load(text: str, folder: Path) -> Config:
    """Load a text as if it stood in a settings file."""
    (folder / "paperlode.toml").write_text(text, "utf-8")
    return config.load(folder, {})


def test_there_are_none_unless_asked_for(tmp_path: Path) -> None:
    """Other fields have other words."""
    assert load(TOPIC, tmp_path).tags == ()


def test_a_tag_is_a_name_and_a_query(tmp_path: Path) -> None:
    """Its identifier comes from its name, its group is the last one."""
    (tag,) = load(TOPIC + KAGOME, tmp_path).tags
    assert (tag.id, tag.name, tag.text, tag.group) == (
        *("kagome-lattices", "Kagome lattices", "all:kagome", "other"),
    )


def test_own_tags_come_after_ready_ones_or_in_their_place(tmp_path: Path) -> None:
    """So that one of them can be changed."""
    own = "[[tag]]\nname = 'Mine'\nid = 'perovskite'\nquery = 'all:mine'\ngroup = 'matter'\n"
    tags = load(f"tags = 'ai4mat'\n{TOPIC}{own}{KAGOME}", tmp_path).tags
    assert [tag.id for tag in tags] == [*(tag.id for tag in READY), "kagome-lattices"]
    assert next(tag.text for tag in tags if tag.id == "perovskite") == "all:mine"


def test_settings_that_were_printed_mean_the_same(tmp_path: Path) -> None:
    """Ready tags by the name of their set, others whole."""
    loaded = load(f"tags = 'ai4mat'\n{TOPIC}{KAGOME}", tmp_path)
    assert load(as_toml(loaded), tmp_path).tags == loaded.tags


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (KAGOME + KAGOME, 'this tag has the name "Kagome lattices" of the one in line 4'),
        ("[[tag]]\nname = 'x'\n", 'this [[tag]] has no "query"'),
        ("[[tag]]\nname = 'x'\nquery = '('\n", '"query" cannot be used'),
        (
            "[[tag]]\nname = 'x'\nquery = 'all:x'\ngroup = 'task '\n",
            '"group" is "task "; allowed: "method"',
        ),
        ("[[tag]]\nname = 'x'\nid = 'has-code'\nquery = 'all:x'\n", "not has-code or has-data"),
        ("[[tag]]\nname = 'Has code'\nquery = 'all:x'\n", "which the site has already"),
        ("[tag]\nname = 'x'\n", "write [[tag]] with two brackets"),
    ],
)
def test_mistakes_are_told(text: str, told: str, tmp_path: Path) -> None:
    """As those of topics are."""
    with pytest.raises(SettingsError, match="line") as caught:
        load(TOPIC + text, tmp_path)
    assert told in str(caught.value)


@pytest.mark.parametrize("tag", READY, ids=lambda tag: tag.id)
def test_ready_tags_have_one_reading(tag: Tag) -> None:
    """Written in full and read again they are the same; each has a heading."""
    assert parse(tag.query) == tag.tree
    assert tag.group in GROUPS
