"""The settings that `paperlode init` begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from paperlode import config, presets
from paperlode.errors import InputError, SettingsError
from paperlode.query import parse

if TYPE_CHECKING:
    from pathlib import Path

    from paperlode.config import Config

NINE = [
    "generative",
    "potentials",
    "property",
    "llm",
    "autonomous",
    "characterisation",
    "data",
    "functional",
    "microstructure",
]


def load(name: str, folder: Path) -> Config:
    """Load a preset as it would be after `paperlode init`."""
    (folder / "paperlode.toml").write_text(presets.settings(name), "utf-8")
    return config.load(folder, {})


@pytest.mark.parametrize(
    ("name", "topics"),
    [
        ("ai4mat", NINE),
        ("ai4mat-strict", ["strict-materials", "strict-elsewhere"]),
        (
            "ai4mat-broad",
            [*NINE, "strict-materials", "strict-elsewhere", "broad-materials", "broad-elsewhere"],
        ),
    ],
)
def test_a_preset_has_its_topics(name: str, topics: list[str], tmp_path: Path) -> None:
    """Each loads without a mistake, in this order."""
    assert [topic.id for topic in load(name, tmp_path).topics] == topics


@pytest.mark.parametrize("name", ["ai4mat", "ai4mat-strict", "ai4mat-broad"])
def test_queries_have_one_reading(name: str, tmp_path: Path) -> None:
    """Written in full and read again they are the same; no request gets too long for arXiv."""
    for topic in load(name, tmp_path).topics:
        assert parse(topic.query) == topic.tree
        assert len(topic.query) < 2500


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("ai4mat", ["recall 88.1 %", "9.3 papers a weekday"]),
        ("ai4mat-strict", ["recall 70.8 %", "5.0 papers a weekday"]),
        ("ai4mat-broad", ["recall 95.8 %", "13.4 papers a weekday"]),
    ],
)
def test_a_preset_tells_how_good_it_is(name: str, facts: list[str]) -> None:
    """Measured recall and volume stand in its comments."""
    comments = " ".join(
        line.removeprefix("#").strip()
        for line in presets.settings(name).splitlines()
        if line.startswith("#")
    )
    assert all(fact in comments for fact in facts)


def test_a_blank_preset_says_where_to_begin(tmp_path: Path) -> None:
    """Until there is a query, every command points at its line."""
    with pytest.raises(SettingsError, match=r'line 16, column 9: "query" is empty'):
        load("blank", tmp_path)


def test_an_unknown_preset_is_told_with_the_nearest() -> None:
    """And with all there are."""
    with pytest.raises(InputError, match=r"did you mean ai4mat.*There are: ai4mat, "):
        presets.settings("ai4matt")
