"""What pages are made with has a name that changes with it."""

from __future__ import annotations

import re
from importlib import resources

from paperlode.publish.method import sources

NAMED_APART = {"enrich", "errors", "gather", "query", "publish", "store", "text"}
"""Packages: ``enrich`` has a name of its own, three are taken whole, the others write no words."""


def test_the_name_follows_all_that_pages_are_made_from() -> None:
    """A page must not stay as another program made it."""
    names = {place.name for place in sources()}
    publish = resources.files("paperlode.publish")
    texts = [p.read_text(encoding="utf-8") for p in publish.iterdir() if p.name.endswith(".py")]
    used = set(re.findall(r"from paperlode\.(\w+)", "\n".join(texts))) - NAMED_APART
    assert {f"{module}.py" for module in used} <= names
    assert {"style.css", "trends.py", "chains.py"} <= names
