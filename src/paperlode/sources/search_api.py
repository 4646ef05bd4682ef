"""arXiv's search API: a query becomes a URL, an answer becomes papers.

Sources: arXiv's API user's manual, and the code of the service that answers since November 2025
(github.com/arXiv/arxiv-search). Answers of the older service are read as well.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, cast
from urllib.parse import quote, urlencode

from lxml import etree

from paperlode.errors import AnswerError, RefusedError
from paperlode.sources.entry import Parts, one_line, paper, parts_of
from paperlode.sources.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    _raise_when_no_feed(body)
    try:
        return _Answer().read(body)
    except etree.XMLSyntaxError:
        pass  # one odd character must not hide a page of papers
    try:
        return _Answer().read(_mended(body))
    except etree.XMLSyntaxError as error:
        raise AnswerError(f"arXiv's answer is broken or cut short: {error.msg}") from error


class _Answer:
    """An answer while it is read, a slice at a time, so that little of it is in memory at once."""

    def __init__(self) -> None:
        self.papers: list[Paper] = []
        self.unreadable: list[str] = []

    def read(self, body: bytes) -> Page:
        parser = _parser()
        for start in range(0, len(body), _SLICE):
            parser.feed(body[start : start + _SLICE])
            for _, entry in cast("Iterator[tuple[str, Element]]", parser.read_events()):
                self._take(parts_of(entry))
                entry.clear()
        return self._page(parser.close())

    def _take(self, parts: Parts) -> None:
        number = len(self.papers) + len(self.unreadable) + 1
        if number == 1:
            _raise_when_refused(parts)
        try:
            self.papers.append(paper(parts))
        except ValueError as error:
            self.unreadable.append(f"entry {number} of arXiv's answer is no paper: {error}")

    def _page(self, feed: Element) -> Page:
        if feed.tag != f"{_ATOM}feed":
            raise AnswerError(
                f"arXiv's answer is no Atom feed: its outermost element is {feed.tag}"
            )
        start = _number(feed, "startIndex", 0)
        entries = len(self.papers) + len(self.unreadable)
        total = _number(feed, "totalResults", start + entries)
        return Page(tuple(self.papers), total, start, tuple(self.unreadable))


_SLICE = 1 << 15
_DIGITS = 12
"""Longer numbers of papers are none."""
_DOCTYPE = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!doctype", re.DOTALL | re.IGNORECASE
)
_WEB_PAGE = re.compile(rb"\s*(?:<!doctype\s+html|<html|<head|<body)", re.IGNORECASE)
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,8})|([0-9]{1,8}));", re.IGNORECASE)
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _raise_when_no_feed(body: bytes) -> None:
    """Recognise what is no feed; after this check no DTD can be in what is parsed."""
    if not body.strip():
        raise AnswerError("arXiv's answer is empty")
    if _WEB_PAGE.match(body):
        raise AnswerError("arXiv answered with a web page instead of a feed")
    if body[:200].lstrip().lower().startswith(b"rate exceeded"):
        raise AnswerError("arXiv answered 'Rate exceeded.' instead of a feed")
    if _DOCTYPE.match(body):
        raise AnswerError("arXiv's answer declares a document type, which a feed never does")


def _parser() -> etree.XMLPullParser:
    """Make a parser that gives whole entries; entities, DTDs and the network are out of reach."""
    return etree.XMLPullParser(
        events=("end",),
        tag=f"{_ATOM}entry",
        encoding="utf-8",  # whatever is declared: what was checked must be what is parsed
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=True,  # many entries; without a DTD nothing can grow
        remove_blank_text=True,
        remove_comments=True,
        remove_pis=True,
    )


def _mended(body: bytes) -> bytes:
    """Take out the characters that XML forbids (XML 1.0, 2.2), as they are or as references."""
    text = _REFERENCE.sub(_checked, body.decode("utf-8", "replace"))
    return _FORBIDDEN.sub("", text).encode()


def _checked(reference: re.Match[str]) -> str:
    """Keep a character reference unless what it stands for is forbidden."""
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    allowed = number <= sys.maxunicode and not _FORBIDDEN.match(chr(number))
    return reference[0] if allowed else ""


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
