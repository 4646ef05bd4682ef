"""The search API: request parameters in, an answer out, as arXiv's service gives it.

Sources: arXiv's API user's manual, and where they differ the code of the service that answers
since November 2025 (github.com/arXiv/arxiv-search, ``search/controllers/classic_api``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qsl

from paperlode.errors import QueryError
from paperlode.query.parser import parse_like_arxiv, refused_by_index
from paperlode.query.repair import repair
from paperlode.query.syntax import Term
from paperlode.replica import atom

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from paperlode.paper import Paper
    from paperlode.query import Query

WINDOW = 10_000
"""How far into a listing the service can look."""
CONTENT_TYPE = "application/atom+xml; charset=utf-8"

SORTS = ("relevance", "lastUpdatedDate", "submittedDate")
ORDERS = ("ascending", "descending")
_SORT_MANUAL = "https://arxiv.org/help/api/user-manual#sort"
_NOTHING_ASKED = "Either a search_query or id_list must be specified for the classic API."
_INTERNAL = (
    "The service met an unexpected condition and could not answer the request; "
    "repeating it does not help when the request itself is the cause."
)

_ARCHIVES = (
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas "
    "cond-mat cs dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin "
    "nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio quant-ph solv-int supr-con"
)
_LOOKS_LIKE_AN_ID = re.compile(
    rf"\b(?:\d{{4}}\.\d{{4,5}}|(?:{_ARCHIVES.replace(' ', '|')})(?:\.[A-Z]{{2}})?"
    r"/\d{2}(?:0[1-9]|1[0-2])\d{3})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes over the wire."""

    status: int
    body: bytes
    content_type: str = CONTENT_TYPE
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what matches, and how many match in all."""

    papers: Sequence[Paper]
    total: int


class Search(Protocol):
    """Finds papers: the whole of what this module asks of a collection."""

    def __call__(self, request: Request) -> Found:
        """Give the page of the papers that the request asks for."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request that passed all checks."""

    query: str
    tree: Query | None
    ids: tuple[str, ...]
    start: int
    size: int
    sort: str
    ascending: bool

    @property
    def heading(self) -> atom.Heading:
        """What the feed says about this request."""
        grouped = "" if self.tree is None else grouping(self.tree)
        return atom.Heading(self.query, grouped, ",".join(self.ids), self.start, self.size)


class RefusalError(Exception):
    """A request that the service answers with an error feed."""

    def __init__(self, status: int, message: str, address: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.address = address or f"{atom.ERRORS}#{message.replace(' ', '_')}"

    def answer(self, now: datetime) -> Answer:
        """Give the error feed."""
        return Answer(self.status, atom.error(str(self), self.address, now))


def parameters(encoded: str) -> dict[str, str]:
    """Decode a query string or form; of a repeated parameter the first value counts."""
    found: dict[str, str] = {}
    for name, value in parse_qsl(encoded, keep_blank_values=True):
        found.setdefault(name, value)
    return found


def answer(encoded: str, search: Search, now: datetime) -> Answer:
    """Answer a request given as a query string or form body."""
    try:
        request = check(parameters(encoded))
        found = search(request)
    except RefusalError as refusal:
        return refusal.answer(now)
    return Answer(200, atom.feed(request.heading, found.papers, found.total, now))


def check(given: dict[str, str]) -> Request:
    """Check the parameters in the service's order, which decides about the error reported.

    Raises RefusalError.
    """
    ids = tuple(given["id_list"].split(",")) if given.get("id_list") else ()
    for identifier in ids:
        if not _LOOKS_LIKE_AN_ID.search(identifier):
            raise RefusalError(400, f"incorrect id format for {identifier}")
    size = _count("max_results", given.get("max_results", "10"))
    start = _count("start", given.get("start", "0"))
    sort = _choice("sortBy", given.get("sortBy", "relevance"), SORTS)
    order = _choice("sortOrder", given.get("sortOrder", "descending"), ORDERS)
    query, tree = _query(given.get("search_query", ""), raw=given.get("raw") == "1")
    if not query and not ids:
        raise RefusalError(400, _NOTHING_ASKED, atom.ERRORS)
    _check_index(tree, start, size)
    return Request(query, tree, ids, start, size, sort, order == "ascending")


def internal_error() -> RefusalError:
    """Give what the service says when it fails."""
    return RefusalError(500, _INTERNAL, atom.ERRORS)


def _count(name: str, text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise RefusalError(400, f"{name} must be an integer") from None
    if number < 0:
        raise RefusalError(400, f"{name} must be non-negative")
    return number


def _choice(name: str, text: str, choices: tuple[str, ...]) -> str:
    if text not in choices:
        raise RefusalError(400, f"{name} must be in: {', '.join(choices)}", _SORT_MANUAL)
    return text


def _query(text: str, *, raw: bool) -> tuple[str, Query | None]:
    """Give the query as the feed shows it, and its tree."""
    try:
        shown = text if raw else repair(text)
        return shown, parse_like_arxiv(text, raw=raw)
    except QueryError as error:
        if error.status >= 500:  # noqa: PLR2004  HTTP's server errors
            raise internal_error() from error
        raise RefusalError(400, f"Invalid query string: '{shown}'", atom.ERRORS) from error


def grouping(tree: Query) -> str:
    """Write the query as the feed's link shows it: how the service grouped it."""
    text = str(tree)
    return text if isinstance(tree, Term) else text[1:-1]


def _check_index(tree: Query | None, start: int, size: int) -> None:
    """Refuse what the service does not check and then fails at.

    Page arithmetic first (pages are counted with Python's ``round``, which rounds halves to even
    numbers), then the index's own window, then what the index refuses to look for.
    """
    if tree is not None and refused_by_index(tree) is not None:
        raise internal_error()
    if size == 0 or 1 + round(start / size) > WINDOW // size or start + size > WINDOW:
        raise internal_error()
