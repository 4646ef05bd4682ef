"""TeX in titles and abstracts."""

from __future__ import annotations

import re

_PIECE = re.compile(r"\$[^$]+\$")


def pieces(text: str) -> list[str]:
    """Give the formulas of a text, each whole with its dollar signs, as the index holds them."""
    return _PIECE.findall(text) if "$" in text else []


def plain(text: str) -> str:
    """Turn TeX into readable text."""
    return " ".join(text.split())
