"""Where each page stands in the site; these addresses never change once given out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperlode.paper import calendar_month

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date

LATEST = ""
ARCHIVE = "archive/"
STATUS = "status/"
ABOUT = "about/"
STARRED = "starred/"
SEARCH = "search/"
FEED = "feed.xml"
RSS = "rss.xml"
JSON_FEED = "feed.json"
FEEDS = "feeds/"
FEED_LIST = "feeds.opml"
TRENDS = "trends/"
PICTURE = "trends/papers.svg"
ELEMENTS = "elements/"
TAGS = "tags/"
TOPICS = "topic/"
AUTHORS = "author/"
LIKING = "for-me/"
LOST = "404.html"
STATUS_FEED = "status.xml"
STYLE = "style.css"
LIKING_STYLE = "liking.css"
ICON = "icon.svg"
SCRIPTS = (
    "elements.js",
    "early.js",
    "marks.js",
    "triage.js",
    "asked.js",
    "keys.js",
    "citations.js",
    "notes.js",
    "struck.js",
    "starred.js",
    "liking.js",
    "search.js",
    "order.js",
)
ROBOTS = "robots.txt"
SITEMAP = "sitemap.xml"
BUILD = "build.json"


def day_path(day: date) -> str:
    """Give the address of a day's page."""
    return f"day/{day}/"


def month_path(yymm: str) -> str:
    """Give the address of the page of a month of identifiers (``2506``)."""
    return f"month/{calendar_month(yymm)}/"


def part_path(yymm: str, part: str) -> str:
    """Give the address of a part of a month that has too many papers for one page."""
    return f"{month_path(yymm)}{part}/"


def paper_path(identifier: str) -> str:
    """Give the address of a paper's page: ``paper/cond-mat/0207270/``."""
    return f"paper/{identifier}/"


def sitemap_path(yymm: str) -> str:
    """Give the address of the sitemap of a month's papers."""
    return f"sitemap/{calendar_month(yymm)}.xml"


def feed_folder(kind: str, name: str) -> str:
    """Give the folder of the feeds of a topic, a tag, an element: ``feeds/topic/crystals/``."""
    return f"{FEEDS}{kind}/{name}/"


def topic_path(topic: str) -> str:
    """Give the address of all papers of a topic."""
    return f"{TOPICS}{topic}/"


def shelf_path(name: str, authors: Container[str] = ()) -> str:
    """Give the address of a shelf: ``elements/Li/``, ``tags/perovskite/``, ``tags/has-code/``.

    ``authors`` are the tags that are authors: ``author/ada-example/``.
    """
    kind, _, own = name.partition("/")
    if kind == "tag" and own in authors:
        return f"{AUTHORS}{own}/"
    return {
        "topic": topic_path(own),
        "element": f"{ELEMENTS}{own}/",
        "tag": f"{TAGS}{own}/",
        "has": f"{TAGS}has-{own}/",
    }[kind]


def systems_path(year: str) -> str:
    """Give the address of the elements that the papers of a year name, for the filter."""
    return f"{ELEMENTS}data/{year}.json"


def titles_path(yymm: str) -> str:
    """Give the address of the titles of a month's papers, for the filter."""
    return f"{ELEMENTS}data/{calendar_month(yymm)}.json"


def volume_path(volume: str) -> str:
    """Give the address of what the search page has to know of a volume of the archive."""
    return f"{SEARCH}{volume}.js"


def volume_part(volume: str, kind: str, number: int) -> str:
    """Give the address of a sheet of words or of cards: ``search/2026/words-7.js``."""
    return f"{SEARCH}{volume}/{kind}-{number}.js"


def file_of(address: str) -> str:
    """Give the file behind an address."""
    return f"{address}index.html" if not address or address.endswith("/") else address


def paper_of(file: str) -> str:
    """Say whose page a file is: the other way round."""
    return file.removeprefix("paper/").removesuffix("/index.html")


OWNED = frozenset(
    {
        "day",
        "month",
        "paper",
        "archive",
        "status",
        "about",
        "search",
        "starred",
        "sitemap",
        "feeds",
        "trends",
        "elements",
        "tags",
        "topic",
        "author",
        "for-me",
    }
)
"""Folders in which every file is ours."""
