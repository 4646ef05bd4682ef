"""One piece of news as feeds tell it: worked out once, however many feeds and formats have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from paperlode.paper import stamp
from paperlode.publish.markup import plain
from paperlode.publish.templating import feed_title

if TYPE_CHECKING:
    from datetime import datetime

    from markupsafe import Markup

    from paperlode.digest import Seen
    from paperlode.publish import Look
    from paperlode.publish.templating import Pages
    from paperlode.store import Store

KEPT = 2000
"""Pieces of news that are remembered: more than a usual day's feeds have together."""
SUMMARY = 400
"""Letters of the plain abstract, which stands beside the one with its mathematics."""


@dataclass(frozen=True, slots=True)
class Told:
    """One piece of news, ready for every format."""

    entry: Seen
    id: str
    """Names the paper for good, whatever its version."""
    title: str
    address: str
    """The paper's page, or arXiv's where the site has no address."""
    document: str | None
    """The PDF; of a paper that was withdrawn, that of the version before."""
    published: datetime
    """When the paper was first seen."""
    summary: str
    """The abstract in readable text without any markup."""
    content: Markup
    """What a feed reader shows, as XHTML."""


@dataclass(frozen=True, slots=True)
class Written:
    """The same in each format."""

    seen: datetime
    atom: Markup
    rss: Markup
    json: dict[str, Any]


class Teller:
    """Tells news; what was told once is remembered."""

    def __init__(self, pages: Pages, store: Store) -> None:
        self._pages, self._store = pages, store
        self._written: dict[tuple[object, ...], Written] = {}

    def write(self, entry: Seen) -> Written:
        """Write a piece of news in each format."""
        key = (entry.paper.id, entry.paper.version, entry.kind, entry.seen, entry.topics)
        if key not in self._written:
            if len(self._written) >= KEPT:
                self._written.clear()
            told = self._tell(entry)
            self._written[key] = Written(
                seen=entry.seen,
                atom=self._pages.part("feed_entry.xml", told=told),
                rss=self._pages.part("rss_item.xml", told=told),
                json=self._record(told),
            )
        return self._written[key]

    def _tell(self, entry: Seen) -> Told:
        paper, look = entry.paper, self._pages.look
        readable = entry.before if paper.withdrawn else paper
        summary = plain(paper.abstract)
        return Told(
            entry=entry,
            id=f"https://arxiv.org/abs/{paper.id}",
            title=feed_title(entry),
            address=look.address(f"paper/{paper.id}/") if look.url else paper.abs_url,
            document=readable.pdf_url if readable else None,
            published=self._published(entry),
            summary=summary if len(summary) <= SUMMARY else f"{summary[:SUMMARY].rstrip()} …",
            content=self._pages.part("feed_content.xml", entry=entry),
        )

    def _published(self, entry: Seen) -> datetime:
        """Say when a paper was first seen for these topics, whatever its version."""
        own = set(entry.topics) & set(self._pages.look.ids)
        return self._store.first_seen(entry.paper.id, sorted(own)) or entry.seen

    def _record(self, told: Told) -> dict[str, Any]:
        """Give the item of a JSON Feed 1.1 (jsonfeed.org); our own key begins with a line."""
        entry, paper = told.entry, told.entry.paper
        names = [self._pages.names[topic] for topic in entry.topics if topic in self._pages.names]
        record: dict[str, Any] = {
            "id": told.id,
            "url": told.address,
            "external_url": paper.abs_url,
            "title": told.title,
            "content_html": str(told.content),
            "summary": told.summary,
            "date_published": stamp(told.published),
            "date_modified": stamp(entry.seen),
            "authors": [{"name": plain(author) or "?"} for author in paper.authors],
            "tags": [*dict.fromkeys([*names, *map(plain, paper.categories)])],
            "_paperlode": {
                "arxiv": paper.name,
                "kind": str(entry.kind),
                "topics": list(entry.topics),
            },
        }
        if told.document:
            record["attachments"] = [{"url": told.document, "mime_type": "application/pdf"}]
        return record


def place_of(look: Look) -> str:
    """Say what names of feeds are made from: the site's address, or title and topics."""
    return look.address("") if look.url else "\n".join(["paperlode", look.title, *look.ids])
