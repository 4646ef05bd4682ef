"""Answers as Atom feeds, element by element as arXiv's search service writes them.

Source: the code of arXiv's service (github.com/arXiv/arxiv-search, ``search/serialize/atom.py``)
and public captures of its answers from 2026.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from paperlode.paper import Author, stamp
from paperlode.replica.markup import attribute, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from paperlode.paper import Paper

SCHEMA = "http://arxiv.org/schemas/atom"
ERRORS = "https://arxiv.org/api/errors"
"""Where arXiv's error entries point to."""

_BEGIN = (
    "<?xml version='1.0' encoding='UTF-8'?>\n"
    '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"'
    f' xmlns:arxiv="{SCHEMA}" xmlns="http://www.w3.org/2005/Atom">\n'
)
_END = "</feed>\n"


@dataclass(frozen=True, slots=True)
class Heading:
    """What the top of a feed says about the request it answers."""

    query: str
    """The query after arXiv's repair step; empty when none was sent."""
    grouped: str
    """The same query as arXiv understood it, with its parentheses."""
    ids: str
    start: int
    size: int

    @property
    def _echo(self) -> str:
        return (
            f"search_query={self.query}&id_list={self.ids}"
            f"&start={self.start}&max_results={self.size}"
        )

    @property
    def id(self) -> str:
        """The feed's identifier: SHA-1 of the request, sorting left out, in base 64."""
        digest = hashlib.sha1(self._echo.encode(), usedforsecurity=False).digest()
        return "https://arxiv.org/api/" + base64.b64encode(digest).decode().rstrip("=")

    def lines(self, total: int, now: datetime) -> Iterator[str]:
        """Write the feed's children that stand before the entries."""
        link = (
            f"https://arxiv.org/api/query?search_query={self.grouped}"
            f"&start={self.start}&max_results={self.size}&id_list={self.ids}"
        )
        yield f"  <id>{text(self.id)}</id>\n"
        yield f"  <title>arXiv Query: {text(self._echo)}</title>\n"
        yield f"  <updated>{stamp(now)}</updated>\n"
        yield f'  <link href="{attribute(link)}" type="application/atom+xml"/>\n'
        yield f"  <opensearch:itemsPerPage>{self.size}</opensearch:itemsPerPage>\n"
        yield f"  <opensearch:totalResults>{total}</opensearch:totalResults>\n"
        yield f"  <opensearch:startIndex>{self.start}</opensearch:startIndex>\n"


def feed(heading: Heading, papers: Iterable[Paper], total: int, now: datetime) -> bytes:
    """Write one page of results; ``total`` is how many papers match in all."""
    return "".join([_BEGIN, *heading.lines(total, now), *map(entry, papers), _END]).encode()


def error(message: str, address: str, now: datetime) -> bytes:
    """Write the feed with which arXiv says that a request is wrong."""
    where, when = attribute(address), stamp(now)
    return (
        f"{_BEGIN}"
        "  <id>https://arxiv.org/</id>\n"
        "  <title>arXiv Search Results</title>\n"
        f"  <updated>{when}</updated>\n"
        "  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>\n"
        "  <opensearch:totalResults>1</opensearch:totalResults>\n"
        "  <opensearch:startIndex>0</opensearch:startIndex>\n"
        "  <entry>\n"
        f"    <id>{text(address)}</id>\n"
        "    <title>Error</title>\n"
        f"    <updated>{when}</updated>\n"
        f'    <link href="{where}" rel="alternate" type="text/html"/>\n'
        f"    <summary>{text(message)}</summary>\n"
        "    <author>\n      <name>arXiv api core</name>\n    </author>\n"
        "  </entry>\n"
        f"{_END}"
    ).encode()


def entry(paper: Paper) -> str:
    """Write one paper; what it lacks is absent, not empty."""
    return "".join(
        [
            "  <entry>\n",
            f"    <id>http://arxiv.org/abs/{paper.name}</id>\n",
            f"    <title>{text(paper.title)}</title>\n",
            f"    <updated>{stamp(paper.updated)}</updated>\n",
            f'    <link href="{paper.abs_url}" rel="alternate" type="text/html"/>\n',
            f'    <link href="{paper.pdf_url}" rel="related" type="application/pdf"',
            ' title="pdf"/>\n',
            f"    <summary>{text(paper.abstract)}</summary>\n",
            *_categories(paper.categories),
            f"    <published>{stamp(paper.submitted)}</published>\n",
            *_optional("comment", paper.comment),
            *_primary(paper.primary),
            *_optional("journal_ref", paper.journal_ref),
            *map(_author, paper.authors),
            *_dois(paper.doi),
            "  </entry>\n",
        ]
    )


def _categories(categories: Iterable[str]) -> Iterator[str]:
    for term in categories:
        yield f'    <category term="{attribute(term)}" scheme="{SCHEMA}"/>\n'


def _primary(term: str) -> Iterator[str]:
    if term:
        yield f'    <arxiv:primary_category term="{attribute(term)}"/>\n'


def _optional(name: str, value: str | None) -> Iterator[str]:
    if value:
        yield f"    <arxiv:{name}>{text(value)}</arxiv:{name}>\n"


@lru_cache(maxsize=50_000)
def _author(name: str) -> str:
    """Write an author; one without forenames (a collaboration) gets arXiv's leading space."""
    parts = Author.of(name)
    shown = name if parts.forenames or parts.suffix else f" {name}"
    return f"    <author>\n      <name>{text(shown)}</name>\n    </author>\n"


def _dois(dois: str | None) -> Iterator[str]:
    for doi in (dois or "").split():
        yield f"    <arxiv:doi>{text(doi)}</arxiv:doi>\n"
        link = attribute(f"https://doi.org/{doi}")
        yield f'    <link rel="related" href="{link}" title="doi"/>\n'
