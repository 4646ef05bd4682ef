"""A small arXiv behind real HTTP, and somebody who asks it."""

from __future__ import annotations

import http.client
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from lxml import etree

from paperlode.paper import Paper, moment
from paperlode.replica.announced import Announced
from paperlode.replica.collection import Collection

if TYPE_CHECKING:
    from paperlode.replica.server import Replica

NOW = moment("2026-11-23T12:00:00Z")
"""A Monday; the newest feed is that of the Monday, with what was announced on Sunday evening."""


def made_up(number: int, announced: str, **facts: object) -> Announced:
    """Make a version that was submitted two days before it was announced."""
    shown = moment(announced)
    record: dict[str, object] = {
        "id": f"2611.{number:05d}",
        "version": 1,
        "title": f"Paper {number}",
        "abstract": "An abstract.",
        "authors": ["Ada Example", "Bo Invented"],
        "categories": ["cs.LG"],
        "submitted": "2026-11-02T01:00:00Z",
    } | facts
    return Announced(Paper.from_record(record), shown)


PAPERS = [
    made_up(
        1,
        "2026-11-04T01:00:00Z",
        title="Dark <matter> & \u0002more $\\alpha$",
        categories=["cond-mat.mtrl-sci", "cs.AI"],
        comment="9 pages",
        journal_ref="J. Ex. 1 (2026) 2",
        doi="10.1234/one 10.1234/two",
        report_no="EX-PUB-12",
    ),
    made_up(2, "2026-11-04T01:00:00Z", title="Matter of the dark", comment="running pages"),
    made_up(
        3,
        "2026-11-04T01:00:00Z",
        title="Schr\u00f6dinger's crystals",
        authors=["Gerd M\u00fcller", "A X", "B Y", "H1 Collaboration"],
        submitted="2026-11-03T01:00:00Z",
    ),
    made_up(4, "2026-11-05T01:00:00Z", title="First words", submitted="2026-11-04T01:00:30Z"),
    made_up(
        4,
        "2026-11-16T01:00:00Z",
        version=2,
        title="Other words",
        submitted="2026-11-04T01:00:30Z",
        updated="2026-11-13T20:00:00Z",
    ),
    made_up(
        5,
        "2026-11-16T01:00:00Z",
        authors=["John Smith", "Jane Doe"],
        title="In 2016",
        categories=["cs.SY", "stat.ML"],
    ),
    made_up(6, "2026-11-16T01:00:00Z", authors=["J. Smith"], categories=["hep-th"]),
    made_up(7, "2026-11-16T01:00:00Z", authors=["Ada Smith"], categories=["math.AG"]),
    made_up(8, "2026-11-23T01:00:00Z", id="cond-mat/0402229", submitted="2004-02-09T01:00:00Z"),
    made_up(9, "2026-11-23T01:00:00Z", id="1605.08386", submitted="2016-05-26T18:00:00Z"),
    made_up(
        10,
        "2026-11-23T01:00:00Z",
        comment="This paper has been withdrawn by the authors",
        withdrawn=True,
        categories=["stat.ML", "cs.LG"],
    ),
    made_up(11, "2026-11-23T01:00:00Z", version=6, updated="2026-11-20T01:00:00Z"),
    made_up(12, "2026-12-01T01:00:00Z"),
]
"""Seven days of papers; the last one is not announced yet."""
COLLECTION = Collection(PAPERS)


@dataclass(frozen=True)
class Answer:
    """What came over HTTP."""

    status: int
    headers: dict[str, str]
    body: bytes = field(repr=False)

    @property
    def tree(self) -> etree._Element:
        """The body as XML."""
        return etree.fromstring(self.body)

    def text(self, name: str) -> str:
        """Give the text of the first element of that name directly below the root."""
        return self.tree.findtext(f"{{*}}{name}") or ""

    @property
    def entries(self) -> list[etree._Element]:
        """The entries of a feed of the search API."""
        return self.tree.findall("{*}entry")

    @property
    def names(self) -> list[str]:
        """The papers of a feed of the search API, as ``4v2``; others in full."""
        urls = [entry.findtext("{*}id") or "" for entry in self.entries]
        return [url.removeprefix("http://arxiv.org/abs/").removeprefix("2611.0000") for url in urls]

    @property
    def why(self) -> tuple[int, str, str]:
        """Status, sentence and address of an error feed."""
        (entry,) = self.entries
        return self.status, entry.findtext("{*}summary") or "", entry.findtext("{*}id") or ""


@dataclass(frozen=True)
class Asking:
    """Asks a replica."""

    replica: Replica

    def http(
        self, target: str, method: str = "GET", body: str | None = None, **headers: str
    ) -> Answer:
        """Send one request as it stands."""
        connection = http.client.HTTPConnection(self.replica.url.removeprefix("http://"), timeout=9)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.putrequest(method, target, skip_accept_encoding=True)
        for name, value in (
            named.items()
            if body is None
            else [
                *named.items(),
                ("Content-Length", str(len(body))),
            ]
        ):
            connection.putheader(name, value)
        connection.endheaders(None if body is None else body.encode())
        try:
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.headers), answer.read())
        finally:
            connection.close()

    def search(self, query: str | None = None, **given: object) -> Answer:
        """Ask the search API."""
        asked = given if query is None else {"search_query": query, **given}
        return self.http(f"/api/query?{urlencode(asked)}")

    def found(self, query: str | None = None, **given: object) -> set[str]:
        """Name the papers that match."""
        return set(self.search(query, **{"max_results": 100, **given}).names)

    def oai(self, **asked: str) -> etree._Element:
        """Ask the OAI-PMH repository; ``since`` stands for ``from``, a word of Python."""
        given = {"from" if name == "since" else name: value for name, value in asked.items()}
        answer = self.http(f"/oai?{urlencode(given)}")
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("text/xml")
        return answer.tree

    def oai_error(self, **asked: str) -> str:
        """Give the code of an error of the protocol; empty for none."""
        error = self.oai(**asked).find("{*}error")
        return "" if error is None else error.get("code", "")
