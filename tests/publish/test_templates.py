"""How the pages look, as far as it can be reckoned."""

from __future__ import annotations

import re
from importlib import resources
from itertools import product

import pytest

STYLE = (resources.files("paperlode.publish") / "templates" / "style.css").read_text()
ON_PAGE = ("ink", "soft", "accent", "alarm")
BEHIND = ("paper", "raised")
PAIRS = [
    *product(ON_PAGE, BEHIND),
    *[("on-accent", "accent"), ("ink", "tint"), ("accent", "tint"), ("ink", "added")],
    ("soft", "tint"),
    *[("alarm", "alarm-tint"), ("ink", "alarm-tint"), ("accent", "alarm-tint")],
]


def colours(rule: int) -> dict[str, str]:
    """Read the colours of the light (0) or dark (1) page."""
    block = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[rule]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))


def luminance(colour: str) -> float:
    """Reckon relative luminance as WCAG 2 defines it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("rule", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_every_text_has_enough_contrast(rule: int, front: str, back: str) -> None:
    """At least 4.5 to 1, which WCAG 2 asks of small text (AA)."""
    tokens = colours(rule)
    dark, light = sorted((luminance(tokens[front]), luminance(tokens[back])))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_the_style_loads_nothing() -> None:
    """No fonts, no pictures, no other sheets: what a system has must do."""
    assert not re.search(r"url\(|@import|@font-face", STYLE)


@pytest.mark.parametrize("rule", ["prefers-color-scheme: dark", "@media print", "forced-colors"])
def test_the_style_answers_what_readers_set(rule: str) -> None:
    """Dark pages, paper, and colours of one's own."""
    assert rule in STYLE


def test_the_style_means_the_same_without_its_line_breaks() -> None:
    """Which are left out of what is published: no line ends in the midst of a value."""
    lines = re.sub(r"/\*.*?\*/", "", STYLE, flags=re.DOTALL).splitlines()
    assert {line.rstrip()[-1] for line in lines if line.strip()} <= set("{};,")
