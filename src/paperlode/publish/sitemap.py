"""Sitemaps and robots.txt, which need absolute addresses and so exist only when ``url`` is set.

One sitemap a month of identifiers under one index: a month has fewer papers than the 50,000
addresses that the protocol (sitemaps.org) allows, and an old month is never rewritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from paperlode.publish import File, addresses
from paperlode.publish.months import parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from paperlode.digest import Seen
    from paperlode.publish import Look

_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_OPENING = '<?xml version="1.0" encoding="utf-8"?>\n'
PAGES = "sitemap/pages.xml"


def files(
    look: Look,
    days: Sequence[tuple[date, int]],
    months: Sequence[tuple[str, int]],
    shelves: Iterable[str] = (),
) -> Iterator[File]:
    """Write robots.txt, the index of sitemaps and the sitemap of all pages but the papers'.

    Of ``shelves``, the addresses of topics, elements and tags, only the first pages are listed.
    """
    if not look.url:
        yield File(addresses.ROBOTS, b"User-agent: *\nAllow: /\n")
        return
    line = f"User-agent: *\nAllow: /\nSitemap: {look.address(addresses.SITEMAP)}\n"
    yield File(addresses.ROBOTS, line.encode())
    maps = [PAGES, *(addresses.sitemap_path(yymm) for yymm, _ in months)]
    yield _written(look, addresses.SITEMAP, "sitemapindex", "sitemap", maps)
    listed = [addresses.LATEST, addresses.ARCHIVE, addresses.TRENDS, addresses.FEEDS]
    listed += [addresses.STATUS, addresses.ABOUT, addresses.ELEMENTS, addresses.TAGS]
    listed += [addresses.TOPICS, addresses.SEARCH, *shelves]
    listed += [addresses.day_path(day) for day, _ in days]
    listed += [addresses.month_path(yymm) for yymm, _ in months]
    yield _written(look, PAGES, "urlset", "url", listed)


def month(look: Look, yymm: str, entries: Sequence[Seen]) -> File:
    """Write the sitemap of the papers of a month, and of its parts where it is split."""
    listed = [addresses.part_path(yymm, part) for part in parts(entries)]
    listed += [addresses.paper_path(entry.paper.id) for entry in entries]
    return _written(look, addresses.sitemap_path(yymm), "urlset", "url", listed)


def _written(look: Look, path: str, outer: str, inner: str, listed: Iterable[str]) -> File:
    lines = [f"<{inner}><loc>{escape(look.address(page))}</loc></{inner}>\n" for page in listed]
    return File(path, f"{_OPENING}<{outer} {_XMLNS}>\n{''.join(lines)}</{outer}>\n".encode())
