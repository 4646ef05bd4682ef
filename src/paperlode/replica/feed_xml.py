"""The daily feeds as RSS 2.0 and Atom 1.0, element by element as arXiv writes them.

Sources: arXiv's RSS specification pages and the code of its feeds (github.com/arXiv/arxiv-feed).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from email.utils import format_datetime
from typing import TYPE_CHECKING

from paperlode.paper import stamp
from paperlode.replica.markup import attribute, element, optional, text
from paperlode.schedule import EASTERN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from paperlode.replica.day import Notice

HOST = "http://rss.arxiv.org"
_BEGIN = "<?xml version='1.0' encoding='UTF-8'?>\n"
_NAMES = 'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'
_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed: its heading and its items."""

    query: str
    """What stands in the address after ``/rss/`` or ``/atom/``."""
    title: str
    description: str
    day: date
    """The day of the announcement, Eastern time."""
    built: datetime
    notices: Sequence[Notice] = ()

    @property
    def midnight(self) -> datetime:
        """The beginning of the day, with New York's offset."""
        return datetime.combine(self.day, time(), EASTERN)


def rss(feed: Feed) -> bytes:
    """Write RSS 2.0."""
    address = f"{HOST}/rss/{feed.query}"
    day = format_datetime(feed.midnight)
    return (
        f'{_BEGIN}<rss {_NAMES} xmlns:atom="{_ATOM}" version="2.0">\n<channel>\n'
        f"{element('title', feed.title)}\n{element('link', address)}\n"
        f"{element('description', feed.description)}\n"
        f'<atom:link href="{attribute(address)}" rel="self" type="application/rss+xml"/>\n'
        "<docs>http://www.rssboard.org/rss-specification</docs>\n<language>en-us</language>\n"
        f"{element('lastBuildDate', format_datetime(feed.built))}\n"
        "<managingEditor>rss-help@arxiv.org</managingEditor>\n"
        f"{element('pubDate', day)}\n"
        "<skipDays><day>Saturday</day><day>Sunday</day></skipDays>\n"
        f"{''.join(_item(notice, day) for notice in feed.notices)}</channel>\n</rss>\n"
    ).encode()


def _item(notice: Notice, day: str) -> str:
    paper = notice.paper
    return _lines(
        "<item>",
        element("title", paper.title),
        element("link", f"https://arxiv.org/abs/{paper.id}"),
        element("description", _description(notice)),
        f'<guid isPermaLink="false">oai:arXiv.org:{paper.name}</guid>',
        *(element("category", name) for name in paper.categories),
        element("pubDate", day),
        *_extensions(notice),
        "</item>",
    )


def atom(feed: Feed) -> bytes:
    """Write Atom 1.0."""
    address = f"{HOST}/atom/{feed.query}"
    return (
        f'{_BEGIN}<feed {_NAMES} xmlns="{_ATOM}" xml:lang="en-us">\n'
        f"{element('id', address)}\n{element('title', feed.title)}\n"
        f"{element('updated', stamp(feed.built))}\n"
        f'<link href="{attribute(address)}" rel="self" type="application/atom+xml"/>\n'
        f"{element('subtitle', feed.description)}\n"
        f"{''.join(_entry(notice, feed) for notice in feed.notices)}</feed>\n"
    ).encode()


def _entry(notice: Notice, feed: Feed) -> str:
    paper = notice.paper
    address = f"https://arxiv.org/abs/{paper.id}"
    return _lines(
        "<entry>",
        element("id", f"oai:arXiv.org:{paper.name}"),
        element("title", paper.title),
        element("updated", stamp(feed.built)),
        f'<link href="{attribute(address)}" rel="alternate" type="text/html"/>',
        element("summary", _description(notice)),
        *(f'<category term="{attribute(name)}"/>' for name in paper.categories),
        element("published", feed.midnight.isoformat()),
        *_extensions(notice),
        "</entry>",
    )


def _description(notice: Notice) -> str:
    """Give the only place beside the guid that has the version."""
    paper = notice.paper
    return f"arXiv:{paper.name} Announce Type: {notice.kind} \nAbstract: {paper.abstract}"


def _extensions(notice: Notice) -> tuple[str, ...]:
    paper = notice.paper
    return (
        element("arxiv:announce_type", notice.kind),
        optional("dc:rights", paper.license),
        optional("arxiv:DOI", paper.doi),
        optional("arxiv:journal_reference", paper.journal_ref),
        f"<dc:creator>{text(', '.join(paper.authors))}</dc:creator>",
    )


def _lines(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines if line)
