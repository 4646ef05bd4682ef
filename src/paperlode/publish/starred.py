"""The page of starred papers, which the reader's browser fills in, and what it exports.

What a browser exports is what ``paperlode export`` writes: the page of every paper holds its
record as CSL-JSON and BibTeX, and the page of starred papers reads them there.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from paperlode.publish import addresses
from paperlode.publish.bibliography import bibtex, csl_json

if TYPE_CHECKING:
    from paperlode.paper import Paper
    from paperlode.publish import File
    from paperlode.publish.templating import Pages

_MARKUP = re.compile(
    r"[<>&\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
"""What could end an element of HTML or begin one, and what turns the direction of a text."""


def page(pages: Pages) -> File:
    """Write the page of starred papers; it depends on nothing but the settings."""
    return pages.page("starred.html", addresses.STARRED, heading="Starred papers")


def csl(paper: Paper) -> Markup:
    """Write a paper's CSL-JSON so that it may stand in a page."""
    return as_data(record_of(paper))


@lru_cache(maxsize=8)
def record_of(paper: Paper) -> dict[str, Any]:
    """Give a paper's CSL-JSON; its page asks more than once."""
    (item,) = json.loads(csl_json([paper]))
    return dict(item)


def as_data(item: object) -> Markup:
    """Write a record so that it may stand in a page, within an element that holds data."""
    text = json.dumps(item, ensure_ascii=False, separators=(",", ":"))
    return Markup(_MARKUP.sub(_escaped, text))  # noqa: S704  escaped for where it stands


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


@lru_cache(maxsize=8)
def cited(paper: Paper) -> str:
    """Write a paper's BibTeX; its page asks more than once."""
    return bibtex([paper])
