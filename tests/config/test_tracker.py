"""The reference tracker's config.json."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from paperlode import config
from paperlode.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

    from paperlode.config import Config

WHOLE = {
    "query": '(cat:cs.LG OR cat:cs.AI) AND all:"inverse design"',
    "max_results": 500,
    "output_dir": "./data/results",
    "known_papers_file": "./data/known_papers.json",
    "templates_dir": "./templates",
    "archive_page_size": 100,
    "arxiv_page_size": 200,
    "arxiv_delay_seconds": 5.0,
    "arxiv_num_retries": 5,
}


def load(folder: Path, text: str) -> Config:
    """Load a text that stands in a config.json."""
    (folder / "config.json").write_text(text, "utf-8")
    return config.load(folder, {})


def told(folder: Path, text: str) -> str:
    """Give what is said about a wrong one."""
    with pytest.raises(SettingsError) as caught:
        load(folder, text)
    return str(caught.value)


def test_it_works_unchanged(tmp_path: Path) -> None:
    """Its query becomes the one topic, its page size and pause are used."""
    loaded = load(tmp_path, json.dumps(WHOLE))

    assert [topic.text for topic in loaded.topics] == [WHOLE["query"]]
    assert (loaded.intake.page_size, loaded.intake.pause_seconds) == (200, 5.0)


def test_keys_that_mean_nothing_here_are_told(tmp_path: Path) -> None:
    """Nothing is ignored silently, and max_results says why it is not needed."""
    notices = load(tmp_path, json.dumps(WHOLE)).notices

    assert "max_results: not needed: nothing is cut off" in notices
    assert [notice.split(":")[0] for notice in notices] == [
        "max_results",
        "output_dir",
        "known_papers_file",
        "templates_dir",
        "archive_page_size",
        "arxiv_num_retries",
    ]


@pytest.mark.parametrize(
    ("key", "value", "what"),
    [("arxiv_delay_seconds", 1, "raised to 3"), ("arxiv_page_size", 300, "1000 is asked for")],
)
def test_numbers_that_cannot_be_used_are_replaced_and_told(
    tmp_path: Path, key: str, value: int, what: str
) -> None:
    """A tracker that worked goes on working."""
    loaded = load(tmp_path, json.dumps({"query": "all:x", key: value}))

    assert (loaded.intake.page_size, loaded.intake.pause_seconds) == (1000, 3.0)
    assert what in loaded.notices[0]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"query": "all:x",}', "config.json, line 1, column 1"),
        ('{"query": "all:x"', "config.json, line 1, column 18: not valid JSON"),
        ("[]", "config.json, line 1: must be an object"),
        ("{}", '"query" is missing'),
        ('{"query": 5}', 'line 1, column 11: "query" is 5'),
        ('{"query": ""}', 'line 1, column 11: "query" is empty'),
        ('{\n "query": "all:x AND (ti:y"}', "line 2, column 22"),
        ('{"query": "all:x", "qery": 1}', 'did you mean "query"?'),
        ('{"query": "all:x", "title": "x"}', "a paperlode.toml has more"),
        ('{"query": "a", "query": "b"}', 'line 1, column 16: "query" is already set above'),
        ('{"query": "a", "arxiv_page_size": "5"}', 'line 1, column 35: "arxiv_page_size" must be'),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, text: str, sentence: str) -> None:
    """As in paperlode.toml."""
    assert sentence in told(tmp_path, text)
