"""The settings in effect, shown so that they could be loaded again."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlode import config, presets
from paperlode.config.effective import as_toml, effective
from paperlode.config.start import quoted

if TYPE_CHECKING:
    from pathlib import Path

ODD = r'''
title = "quotes \" and \\ and é"
url = "https://example.org"
contact = "a@example.org"
[[topic]]
name = "x"
description = "two\nlines, \u007f and QUOTES in them"
query = """
all:crystal
OR all:'"""
[intake]
pause_seconds = 4.5
[publish]
readme = false
'''.replace("QUOTES", "'" * 3)


@pytest.mark.parametrize("text", [presets.settings("ai4mat"), ODD], ids=["ai4mat", "odd"])
def test_what_is_shown_means_the_same(text: str, tmp_path: Path) -> None:
    """Printing, loading and printing again changes nothing."""
    (tmp_path / "paperlode.toml").write_text(text, "utf-8")
    first = config.load(tmp_path, {})
    (tmp_path / "paperlode.toml").write_text(as_toml(first), "utf-8")
    second = config.load(tmp_path, {})

    assert effective(second) == effective(first)
    assert as_toml(second) == as_toml(first)


def test_the_environment_shows(tmp_path: Path) -> None:
    """What is in effect is shown, not what the file says."""
    (tmp_path / "paperlode.toml").write_text("[[topic]]\nname = 'x'\nquery = 'all:x'\n")
    loaded = config.load(tmp_path, {"PAPERLODE_CONTACT": "a@example.org"})

    assert 'contact = "a@example.org"' in as_toml(loaded)


@given(text=st.text())
def test_every_text_can_be_written(text: str) -> None:
    """Control characters, quotes and emoji come back from TOML as they were."""
    assert tomllib.loads(f"text = {quoted(text)}")["text"] == text
