"""arXiv's search API: a query becomes a URL, an answer becomes papers.

Sources: arXiv's API user's manual, and the code of the service that answers since November 2025
(github.com/arXiv/arxiv-search). Answers of the older service are read as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from lxml import etree

from paperlode.errors import AnswerError, InputError, RefusedError
from paperlode.paper import Paper, PaperId, moment
from paperlode.sources.page import Page
from paperlode.sources.withdrawn import is_withdrawn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

ADDRESS = "https://export.arxiv.org/api/query"
"""Where arXiv wants programs to ask (API user's manual)."""

WINDOW = 10_000
"""Entries of a listing that can be reached; beyond them the service answers 500."""

LARGEST = 2000
"""Entries that one answer may have (API user's manual)."""

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
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
    feed = _feed(body)
    papers, unreadable = [], []
    for number, entry in enumerate(feed.iterchildren(f"{_ATOM}entry"), start=1):
        parts = Parts.of(entry)
        _raise_when_refused(parts)
        try:
            papers.append(paper(parts))
        except ValueError as error:
            unreadable.append(f"entry {number} of arXiv's answer is no paper: {error}")
    start = _number(feed, "startIndex", 0)
    total = _number(feed, "totalResults", start + len(papers) + len(unreadable))
    return Page(tuple(papers), total, start, tuple(unreadable))


# --- from bytes to elements

_CONTROLS = bytes({*range(0x20)} - {0x09, 0x0A, 0x0D})
_DOCTYPE = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!doctype", re.DOTALL | re.IGNORECASE
)
_WEB_PAGE = re.compile(rb"\s*(?:<!doctype\s+html|<html|<head|<body)", re.IGNORECASE)
_BAD_REFERENCE = re.compile(
    r"&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2\d|3[01]));", re.IGNORECASE
)


def _feed(body: bytes) -> etree._Element:
    """Parse a feed; entities, DTDs and the network are out of reach."""
    if not body.strip():
        raise AnswerError("arXiv's answer is empty")
    if _WEB_PAGE.match(body):
        raise AnswerError("arXiv answered with a web page instead of a feed")
    if body[:200].lstrip().lower().startswith(b"rate exceeded"):
        raise AnswerError("arXiv answered 'Rate exceeded.' instead of a feed")
    if _DOCTYPE.match(body):
        raise AnswerError("arXiv's answer declares a document type, which a feed never does")
    root = _parse(body)
    if root.tag != f"{_ATOM}feed":
        raise AnswerError(f"arXiv's answer is no Atom feed: its outermost element is {root.tag}")
    return root


def _parse(body: bytes) -> etree._Element:
    try:
        return etree.fromstring(body, _parser())
    except etree.XMLSyntaxError:
        pass
    try:
        return etree.fromstring(_mended(body), _parser())
    except etree.XMLSyntaxError as error:
        raise AnswerError(f"arXiv's answer is broken or cut short: {error.msg}") from error


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",  # whatever is declared: what was checked must be what is parsed
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=True,  # many entries; without a DTD nothing can grow
        remove_comments=True,
        remove_pis=True,
    )


def _mended(body: bytes) -> bytes:
    """Take out what XML forbids, so that one odd character does not hide a page of papers."""
    text = body.translate(None, _CONTROLS).decode("utf-8", "replace")
    return _BAD_REFERENCE.sub("", text).replace("\ufffe", "").replace("\uffff", "").encode()


def _number(feed: etree._Element, name: str, otherwise: int) -> int:
    text = (feed.findtext(f"{_SEARCH}{name}") or "").strip()
    return int(text) if text.isascii() and text.isdigit() else otherwise


# --- from elements to papers

_ONCE = {
    f"{_ATOM}id": "id",
    f"{_ATOM}title": "title",
    f"{_ATOM}updated": "updated",
    f"{_ATOM}published": "published",
    f"{_ATOM}summary": "abstract",
    f"{_ARXIV}comment": "comment",
    f"{_ARXIV}journal_ref": "journal_ref",
}
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)?(?:\.[A-Za-z]+(?:-[A-Za-z]+)*)?")


@dataclass(slots=True)
class Parts:
    """What one entry says, as it stands: in an answer, or where another client kept it."""

    texts: dict[str, str] = field(default_factory=dict)
    """``id``, ``title``, ``updated``, ``published``, ``abstract``, ``comment``, ``journal_ref``."""
    authors: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    """Categories."""
    dois: list[str] = field(default_factory=list)
    primary: str = ""

    @classmethod
    def of(cls, entry: etree._Element) -> Parts:
        """Collect the children of an entry."""
        parts = cls()
        for child in entry:
            parts._take(child, str(child.tag))
        return parts

    def _take(self, child: etree._Element, tag: str) -> None:
        if name := _ONCE.get(tag):
            self.texts.setdefault(name, _text(child))
        elif tag == f"{_ATOM}author":
            found = child.find(f"{_ATOM}name")
            self.authors.append("" if found is None else _text(found))
        elif tag == f"{_ATOM}category":
            self._take_category(child)
        elif tag == f"{_ARXIV}primary_category":
            self.primary = child.get("term", "").strip()
        elif tag == f"{_ARXIV}doi":
            self.dois.append(_text(child))

    def _take_category(self, child: etree._Element) -> None:
        if "arxiv.org" in child.get("scheme", "arxiv.org"):
            self.terms.append(child.get("term", "").strip())


def _text(element: etree._Element) -> str:
    """Give an element's text, that of its children included."""
    if len(element):
        return "".join(str(piece) for piece in element.itertext())
    return element.text or ""


def _raise_when_refused(parts: Parts) -> None:
    """Recognise the feed with which arXiv's service says that a request is wrong."""
    identifier = parts.texts.get("id", "")
    named = parts.texts.get("title", "").strip() == "Error" and not parts.texts.get("published")
    if (
        "/api/errors" in identifier
        or identifier.endswith("user-manual#sort")
        or (named and parts.authors[:1] == ["arXiv api core"])
    ):
        why = _one_line(parts.texts.get("abstract", "")) or "it does not say why"
        raise RefusedError(f"arXiv refuses the request: {why}")


def paper(parts: Parts) -> Paper:
    """Make the paper of an entry, as :func:`read` does: white space collapsed, paragraphs kept.

    ValueError says what keeps it from being one.
    """
    texts = parts.texts
    identifier = _identifier(texts.get("id", ""))
    submitted, updated = _times(texts)
    abstract = _paragraphs(texts.get("abstract", ""))
    comment = _one_line(texts.get("comment", "")) or None
    return Paper(
        id=identifier.id,
        version=identifier.version or 1,
        title=_one_line(texts.get("title", "")),
        abstract=abstract,
        authors=_names(parts.authors),
        categories=_categories(parts),
        submitted=submitted,
        updated=updated,
        comment=comment,
        journal_ref=_one_line(texts.get("journal_ref", "")) or None,
        doi=" ".join(dict.fromkeys(" ".join(parts.dois).split())) or None,
        withdrawn=is_withdrawn(comment, abstract),
    )


def _identifier(text: str) -> PaperId:
    try:
        return PaperId.parse(text)
    except InputError as error:
        raise ValueError(f"its identifier is {text.strip()!r}") from error


def _times(texts: dict[str, str]) -> tuple[datetime, datetime]:
    """Give the times of the first and of this version; one may stand in for the other."""
    first, this = texts.get("published", "").strip(), texts.get("updated", "").strip()
    if not first and not this:
        raise ValueError("it has neither a time of submission nor of its version")
    try:
        return moment(first or this), moment(this or first)
    except ValueError as error:
        raise ValueError(f"a time of it is wrong ({error})") from error


def _categories(parts: Parts) -> tuple[str, ...]:
    """Put the primary category first; the others keep their order.

    Only arXiv's own categories: the older service listed MSC and ACM classes as well.
    """
    primary = (parts.primary,) if parts.primary else ()
    return tuple(dict.fromkeys((*primary, *filter(_CATEGORY.fullmatch, parts.terms))))


def _names(names: Iterable[str]) -> tuple[str, ...]:
    """Collapse white space; leave out the ``:`` that some records have after a collaboration."""
    return tuple(name for name in map(_one_line, names) if name.strip(":;, "))


# --- text

_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*|\n[ \t]+")


def _one_line(text: str) -> str:
    """Collapse white space and take out control characters."""
    return " ".join(_INVISIBLE.sub("", text).split())


def _paragraphs(text: str) -> str:
    """Join hard-wrapped lines; a blank line or an indented one begins a paragraph."""
    parts = _PARAGRAPH.split(text.strip().replace("\r\n", "\n").replace("\r", "\n"))
    return "\n\n".join(line for line in map(_one_line, parts) if line)
