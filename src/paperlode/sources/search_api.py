"""arXiv's search API: a query becomes a URL, an answer becomes papers.

Sources: arXiv's API user's manual, and the code of the service that answers since November 2025
(github.com/arXiv/arxiv-search). Answers of the older service are read as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from paperlode.errors import AnswerError, RefusedError
from paperlode.sources import safe_xml
from paperlode.sources.entry import Parts, one_line, paper, parts_of
from paperlode.sources.page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element as Element

    from paperlode.paper import Paper

__all__ = ["ADDRESS", "LARGEST", "WINDOW", "Parts", "paper", "read", "request"]

ADDRESS = "https://export.arxiv.org/api/query"
"""Where arXiv wants programs to ask (API user's manual)."""

WINDOW = 10_000
"""Entries of a listing that can be reached; beyond them the service answers 500."""

LARGEST = 2000
"""Entries that one answer may have (API user's manual)."""

_ATOM = "{http://www.w3.org/2005/Atom}"
_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def request(
    base: str,
    query: str,
    *,
    start: int = 0,
    size: int = 1000,
    sort: str = "submittedDate",
    ascending: bool = False,
    ids: Sequence[str] = (),
) -> str:
    """Write the URL of one page: ``size`` entries from ``start`` on, in a stated order.

    Raises ValueError for what the service answers with an error: no query and no identifiers,
    a size below 1, an end beyond the 10,000th entry.
    """
    if not query and not ids:
        raise ValueError("neither a query nor identifiers to ask for")
    if start < 0 or size < 1 or start + size > WINDOW:
        raise ValueError(f"entries {start} to {start + size} are outside the service's window")
    fields = {
        "search_query": query,
        "id_list": ",".join(ids),
        "start": str(start),
        "max_results": str(size),
        "sortBy": sort,
        "sortOrder": "ascending" if ascending else "descending",
    }
    sent = {name: value for name, value in fields.items() if value}
    return f"{base}?{urlencode(sent, quote_via=quote, safe=':,/*')}"


def read(body: bytes) -> Page:
    """Read one answer.

    Raises RefusedError with arXiv's own sentence for an error feed, AnswerError for anything
    that is no whole feed. Entries that are no papers are named in ``Page.unreadable``.
    """
    return safe_xml.read(body, "a feed", f"{_ATOM}entry", _Answer)


class _Answer:
    """An answer while it is read."""

    def __init__(self) -> None:
        self.papers: list[Paper] = []
        self.unreadable: list[str] = []

    def take(self, part: Element) -> None:
        """Read one entry."""
        parts = parts_of(part)
        number = len(self.papers) + len(self.unreadable) + 1
        if number == 1:
            _raise_when_refused(parts)
        try:
            self.papers.append(paper(parts))
        except ValueError as error:
            self.unreadable.append(f"entry {number} of arXiv's answer is no paper: {error}")

    def result(self, root: Element) -> Page:
        """Give the page, knowing the feed without its entries."""
        if root.tag != f"{_ATOM}feed":
            raise AnswerError(
                f"arXiv's answer is no Atom feed: its outermost element is {root.tag}"
            )
        start = _number(root, "startIndex", 0)
        entries = len(self.papers) + len(self.unreadable)
        total = _number(root, "totalResults", start + entries)
        return Page(tuple(self.papers), total, start, tuple(self.unreadable))


_DIGITS = 12
"""Longer numbers of papers are none."""


def _number(feed: Element, name: str, otherwise: int) -> int:
    text = (feed.findtext(f"{_SEARCH}{name}") or "").strip()
    sensible = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return int(text) if sensible else otherwise


def _raise_when_refused(parts: Parts) -> None:
    """Recognise the feed with which arXiv's service says that a request is wrong."""
    identifier = parts.texts.get("id", "")
    named = parts.texts.get("title") == "Error" and "published" not in parts.texts
    if (
        "/api/errors" in identifier
        or identifier.endswith("user-manual#sort")
        or (named and parts.authors[:1] == ["arXiv api core"])
    ):
        why = one_line(parts.texts.get("abstract", "")) or "it does not say why"
        raise RefusedError(f"arXiv refuses the request: {why}")
