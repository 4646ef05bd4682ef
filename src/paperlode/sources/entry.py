"""One entry of arXiv's answers: its elements become a paper.

Answers have up to 2,000 entries, so what happens for each element is kept short here;
``benchmarks/reading.py`` measures it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from paperlode.errors import InputError
from paperlode.paper import Paper, PaperId, moment
from paperlode.sources.names import people
from paperlode.sources.withdrawn import is_withdrawn

if TYPE_CHECKING:
    from datetime import datetime

    from lxml import etree

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"

_NAME = f"{_ATOM}name"
_CATEGORY = f"{_ATOM}category"
_PRIMARY = f"{_ARXIV}primary_category"
_DOI = f"{_ARXIV}doi"
_ONCE = {
    f"{_ATOM}id": "id",
    f"{_ATOM}title": "title",
    f"{_ATOM}updated": "updated",
    f"{_ATOM}published": "published",
    f"{_ATOM}summary": "abstract",
    f"{_ARXIV}comment": "comment",
    f"{_ARXIV}journal_ref": "journal_ref",
}


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


def parts_of(entry: etree._Element) -> Parts:
    """Collect what an entry says; of what should be there once, the first counts."""
    texts: dict[str, str] = {}
    authors, terms, dois, primary = [], [], [], ""
    for element in entry.iterdescendants():
        tag: str = element.tag
        if tag == _NAME:
            authors.append(element.text or "")
        elif name := _ONCE.get(tag):
            texts.setdefault(name, element.text or "")
        elif tag == _CATEGORY:
            if "arxiv.org" in element.get("scheme", "arxiv.org"):
                terms.append(element.get("term", ""))
        elif tag == _PRIMARY:
            primary = element.get("term", "")
        elif tag == _DOI:
            dois.append(element.text or "")
    return Parts(texts, authors, terms, dois, primary)


def paper(parts: Parts) -> Paper:
    """Make the paper of an entry: white space collapsed, paragraphs kept.

    ValueError says what keeps it from being one.
    """
    said = parts.texts.get
    identifier, version = _identifier(said("id", ""))
    submitted, updated = _times(said("published", ""), said("updated", ""))
    abstract = paragraphs(said("abstract", ""))
    comment = one_line(said("comment", "")) or None
    return Paper(
        id=identifier,
        version=version,
        title=one_line(said("title", "")),
        abstract=abstract,
        authors=people(map(one_line, parts.authors)),
        categories=_categories(parts.primary, tuple(parts.terms)),
        submitted=submitted,
        updated=updated,
        comment=comment,
        journal_ref=one_line(said("journal_ref", "")) or None,
        doi=_dois(parts.dois),
        withdrawn=is_withdrawn(comment, abstract),
    )


_CATEGORY_NAME = re.compile(r"[a-z]+(?:-[a-z]+)?(?:\.[A-Za-z]+(?:-[A-Za-z]+)*)?")
_USUAL = re.compile(r"https?://arxiv\.org/abs/(\d\d(?:0[1-9]|1[0-2])\.\d{5})v([1-9]\d?)", re.ASCII)


def _identifier(text: str) -> tuple[str, int]:
    """Split an address into identifier and version."""
    if usual := _USUAL.fullmatch(text):
        return usual[1], int(usual[2])
    try:
        found = PaperId.parse(text)
    except InputError as error:
        raise ValueError(f"its identifier is {text.strip()!r}") from error
    return found.id, found.version or 1


def _times(published: str, updated: str) -> tuple[datetime, datetime]:
    """Give the times of the first and of this version; one may stand in for the other."""
    first, this = published.strip(), updated.strip()
    if not first and not this:
        raise ValueError("it has neither a time of submission nor of its version")
    try:
        submitted = moment(first or this)
        return submitted, submitted if this in ("", first) else moment(this)
    except ValueError as error:
        raise ValueError(f"a time of it is wrong ({error})") from error


@lru_cache(maxsize=10_000)
def _categories(primary: str, terms: tuple[str, ...]) -> tuple[str, ...]:
    """Put the primary category first; the others keep their order.

    Only arXiv's own categories: the older service listed MSC and ACM classes as well.
    """
    stripped = (term.strip() for term in (primary, *terms))
    return tuple(dict.fromkeys(term for term in stripped if _CATEGORY_NAME.fullmatch(term)))


def _dois(dois: list[str]) -> str | None:
    """Join the DOIs of a paper with spaces, each once."""
    return " ".join(dict.fromkeys(" ".join(map(one_line, dois)).split())) if any(dois) else None


_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_PARAGRAPH = re.compile(r"\n\s+")


def one_line(text: str) -> str:
    """Collapse white space and take out control characters."""
    if text.isascii() and text.isprintable() and "  " not in text and text.strip() == text:
        return text  # most texts: nothing to do
    return " ".join(_INVISIBLE.sub("", text).split())


def paragraphs(text: str) -> str:
    """Join hard-wrapped lines; a blank line or an indented one begins a paragraph."""
    text = text.strip()
    if not text.isascii() or "\x7f" in text or "\r" in text:
        text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if "\n" not in text and "\t" not in text:
        return text
    parts = _PARAGRAPH.split(text.replace("\t", " "))
    return "\n\n".join(" ".join(map(str.strip, part.split("\n"))) for part in parts)
