"""A search API in memory, with the faults of the real one, for the tests of the harvests."""

from __future__ import annotations

import re
from collections import deque
from datetime import UTC, datetime, timedelta
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from paperlode.paper import Paper, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY_ONE = datetime(2026, 3, 2, 9, 30, 15, tzinfo=UTC)


def entry(paper: Paper) -> str:
    """Write one paper as arXiv does."""
    authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in paper.authors)
    terms = "".join(f'<category term="{term}"/>' for term in paper.categories)
    return (
        f"<entry><id>http://arxiv.org/abs/{paper.name}</id><title>{escape(paper.title)}</title>"
        f"<updated>{stamp(paper.updated)}</updated><summary>{escape(paper.abstract)}</summary>"
        f"{terms}<published>{stamp(paper.submitted)}</published>{authors}</entry>"
    )


def feed(*entries: str | Paper, total: int | None = None, start: int = 0) -> bytes:
    """Write an answer of the search API."""
    claimed = len(entries) if total is None else total
    inner = "".join(entry(item) if isinstance(item, Paper) else item for item in entries)
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"'
        ' xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">'
        f"<opensearch:totalResults>{claimed}</opensearch:totalResults>"
        f"<opensearch:startIndex>{start}</opensearch:startIndex>{inner}</feed>"
    ).encode()


def papers(count: int, every: timedelta = timedelta(hours=7)) -> list[Paper]:
    """Make papers that were submitted one after the other from 2 March 2026 on."""
    return [paper(number, DAY_ONE + (number - 1) * every) for number in range(1, count + 1)]


def paper(number: int, submitted: datetime = DAY_ONE, **more: Any) -> Paper:  # noqa: ANN401  any field
    """Make one paper."""
    fields: dict[str, Any] = {
        "id": f"2603.{number:05}",
        "version": 1,
        "title": f"Paper {number}",
        "abstract": "Short.",
        "authors": ("Ada Example",),
        "categories": ("cs.LG",),
        "submitted": submitted,
        "updated": submitted,
    }
    return Paper(**fields | more)


_DATES = re.compile(r"submittedDate:\[(\d{12}) TO (\d{12})\]")


class Arxiv:
    """Answers requests from papers; ``faults`` happen one a request, then all is well."""

    def __init__(self, papers: Iterable[Paper], faults: Iterable[str] = ()) -> None:
        self.papers = list(papers)
        self.faults = deque(faults)
        self.asked: list[dict[str, str]] = []

    def __call__(self, url: str) -> bytes:
        """Answer one request."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        self.asked.append(asked)
        fault = self.faults.popleft() if self.faults else ""
        start, size = int(asked["start"]), int(asked["max_results"])
        assert size > 0
        assert start + size <= 10_000
        hits = self._found(asked)
        first = max(0, start - 2) if fault == "slid" else start
        return _spoil(fault, hits[first : first + size], len(hits), start)

    def held(self, first: datetime, until: datetime) -> int:
        """Count the papers of a span, as a store does that has them all."""
        return sum(first <= paper.submitted < until for paper in self.papers)

    def _found(self, asked: dict[str, str]) -> list[Paper]:
        if "id_list" in asked:
            names = asked["id_list"].split(",")
            return [paper for paper in self.papers if {paper.name, paper.id} & {*names}]
        hits = self.papers
        if dates := _DATES.search(asked["search_query"]):
            first, last = (
                datetime.strptime(d, "%Y%m%d%H%M").replace(tzinfo=UTC) for d in dates.groups()
            )
            hits = [paper for paper in hits if first <= paper.submitted <= last]
        by = "submitted" if asked["sortBy"] == "submittedDate" else "updated"
        return sorted(
            hits, key=lambda paper: getattr(paper, by), reverse=asked["sortOrder"] == "descending"
        )


def _spoil(fault: str, hits: list[Paper], total: int, start: int) -> bytes:
    """Write the answer with one thing wrong."""
    middle = len(hits) // 2
    found: dict[str, tuple[list[Paper], int]] = {
        "empty": ([], total),
        "zero": ([], 0),
        "short": (hits[:middle], total),
        "hole": (hits[:middle] + hits[middle + 1 :], total),
        "twice": (hits[:middle] + hits[:1] + hits[middle + 1 :], total),
        "fewer": (hits, max(1, total - 3)),
        "more": (hits, total + 3),
    }
    shown, claimed = found.get(fault, (hits, total))
    body = feed(*shown, total=claimed, start=start)
    if fault == "page":
        return b"<!DOCTYPE html><html><body>Back soon.</body></html>"
    return body[: len(body) // 2] if fault == "cut" else body
