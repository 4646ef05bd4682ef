"""How pages are filled in: the templates, their filters, and the links between pages."""

from __future__ import annotations

from email.utils import format_datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from paperlode import __version__
from paperlode.errors import PaperlodeError
from paperlode.facts import CODE, DATA, PAGE, Facts
from paperlode.paper import Author, stamp
from paperlode.publish import DISCLAIMER, THANKS, File, addresses, agreement, rules
from paperlode.publish.citing import bibtex_file, coins, html_url, json_ld
from paperlode.publish.composition import composition
from paperlode.publish.dates import MONTHS, WEEKDAYS, date_text, joined, long_date, short_date
from paperlode.publish.differences import of_entry
from paperlode.publish.liking import VERDICTS, because, pros_and_cons, rounded
from paperlode.publish.markup import boxed, flowing, headline, html, plain
from paperlode.publish.news import doi_url, dois, note, sentence
from paperlode.publish.starred import cited, csl
from paperlode.publish.unmade import Unmade
from paperlode.sighting import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from jinja2 import Template
    from jinja2.bccache import Bucket

    from paperlode.digest import Item, Seen
    from paperlode.paper import Paper
    from paperlode.publish import Look

__all__ = ["MONTHS", "WEEKDAYS", "Pages", "date_text", "joined", "long_date"]

MENU = (
    (addresses.LATEST, "Latest"),
    (addresses.TOPICS, "Topics"),
    (addresses.SEARCH, "Search"),
    (addresses.ARCHIVE, "Archive"),
    (addresses.ELEMENTS, "Elements"),
    (addresses.TAGS, "Tags"),
    (addresses.TRENDS, "Trends"),
    (addresses.FEEDS, "Feeds"),
    (addresses.STATUS, "Status"),
)
SHOWN = frozenset({*dict(MENU), addresses.STARRED, addresses.ABOUT})
"""The pages to which every page links."""
_SECTIONS = {
    "month": addresses.ARCHIVE,
    "elements": addresses.ELEMENTS,
    "tags": addresses.TAGS,
    "topic": addresses.TOPICS,
    "author": addresses.TOPICS,
}
"""Where in the menu the pages of a folder belong."""
POLICY = (
    "default-src 'none'; style-src {self}; img-src {self}; script-src {self}; connect-src {self}; "
    "base-uri 'none'; form-action 'none'"
)


class _Compiled(BytecodeCache):
    """Keeps templates compiled for as long as the process lives, whichever site they are for."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was compiled, unless the template has changed."""
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._known[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


class Pages:
    """Fills in templates for one site."""

    def __init__(self, look: Look, facts: Callable[[str, int], Facts] = lambda *_: Facts()) -> None:
        self.look = look
        self._facts = facts
        self.names = {topic.id: plain(topic.name) for topic in look.topics}
        self._shells: dict[tuple[str, str | None], dict[str, Markup]] = {}

    def facts(self, paper: Paper) -> Facts:
        """Say what a version of a paper is about."""
        return self._facts(paper.id, paper.version)

    def page(self, name: str, path: str, **values: object) -> File:
        """Fill in a page of the site, which stands at the address ``path``."""
        root = self._top if path == addresses.LOST else "../" * path.count("/")
        shell = self._shell(root, path if path in SHOWN else _section(path))
        way = {"path": path, "root": root, "link": self._links(root), "shell": shell}
        return self.text(name, addresses.file_of(path), **values, **way)

    @property
    def _top(self) -> str:
        """Lead to the site from an address of any depth, where it is known."""
        return f"{urlsplit(self.look.url).path.rstrip('/')}/" if self.look.url else ""

    def text(self, name: str, path: str, /, **values: object) -> File:
        """Fill in a file that is no page: feed, sitemap; one that cannot be is told apart."""
        try:
            return File(path, self._template(name).render(values, **self._common).encode())
        except PaperlodeError:
            raise
        except Exception as error:  # noqa: BLE001  whatever it is, it costs this file only
            return Unmade.of(path, error)

    def part(self, name: str, **values: object) -> Markup:
        """Fill in what several files have in common."""
        return Markup(self._template(name).render(values, **self._common))  # noqa: S704  escaped

    @cached_property
    def _common(self) -> dict[str, object]:
        return {
            "look": self.look,
            "names": self.names,
            "tag_names": {tag.id: plain(tag.name) for tag in self.look.tags},
            "thanks": THANKS,
            "disclaimer": DISCLAIMER,
            "version": __version__,
            "to_xhtml": xhtml,
        }

    def _shell(self, root: str, path: str | None) -> dict[str, Markup]:
        """Fill in what the pages of one depth have in common: once, not on every page."""
        if (root, path) not in self._shells:
            module: Any = self._template("shell.html").module
            link = self._links(root)
            self._shells[root, path] = {
                "head": module.head(self.look, root, self._policy),
                "header": module.header(self.look, root, link, MENU, path),
                "footer": module.footer(link, THANKS, path),
            }
        return self._shells[root, path]

    @property
    def _policy(self) -> str:
        """Give the Content-Security-Policy; where there is no server, ``file:`` is ourselves."""
        return POLICY.format(self="'self'" if self.look.url else "'self' file:")

    def link(self, root: str, path: str) -> str:
        """Link to the page at ``path`` from one whose way up to the site is ``root``."""
        return self._links(root)(path)

    def _links(self, root: str) -> Callable[[str], str]:
        """Link relative to a page; without a web server a folder needs its file's name."""
        if self.look.url:
            return lambda path: root + path or "./"
        return lambda path: root + addresses.file_of(path)

    def _template(self, name: str) -> Template:
        return self._environment.get_template(name)

    @cached_property
    def _environment(self) -> Environment:
        environment = Environment(
            loader=PackageLoader("paperlode.publish"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            bytecode_cache=_COMPILED,
        )
        environment.filters |= FILTERS | {
            "moment": self._moment,
            "day": lambda seen: date_text(seen.astimezone(self.look.timezone).date()),
            "names": lambda topics: [self.names.get(topic, topic) for topic in topics],
            "note": lambda entry: note(entry, self.look.topics),
            "shelf_path": lambda name: addresses.shelf_path(name, self.look.authors),
            "agreed": lambda topics: agreement.together(topic.agreement for topic in topics),
            "sharper": lambda topic: list(rules.settings(topic)),
            "facts": lambda paper: self.facts(paper),  # noqa: PLW0108  mypy wants all alike
        }
        return environment

    def _moment(self, moment: datetime) -> str:
        local = moment.astimezone(self.look.timezone)
        return f"{short_date(local.date())}, {local:%H:%M %Z}"


def _section(path: str) -> str | None:
    """Mark what the menu has above a page: ``month/2026-08/`` belongs to the archive."""
    above = _SECTIONS.get(path.partition("/")[0])
    return None if above is None else f"{above}*"


def people(
    authors: Sequence[str],
    most: int,
    followed: Mapping[str, str] | None = None,
    link: Callable[[str], str] = str,
) -> Markup:
    """Name the authors; those after the first ``most`` are counted.

    ``followed`` are authors with the address of their page, who are named wherever they stand.
    """
    if followed:
        return _people(authors, most, followed, link)
    if len(authors) <= most + 1:
        return escape(", ".join(plain(name) for name in authors))
    shown = escape(", ".join(plain(name) for name in authors[:most]))
    return shown + Markup(' <span class="others">and {} more</span>').format(len(authors) - most)


def _people(
    authors: Sequence[str], most: int, followed: Mapping[str, str], link: Callable[[str], str]
) -> Markup:
    """Name the authors, with links from those who are followed."""
    shown = [
        Markup('<a href="{}">{}</a>').format(link(followed[name]), plain(name))
        if name in followed
        else escape(plain(name))
        for place, name in enumerate(authors)
        if place < most or name in followed
    ]
    more = Markup(' <span class="others">and {} more</span>').format(len(authors) - len(shown))
    return Markup(", ").join(shown) + (more if len(authors) > len(shown) else "")


def when(item: Item) -> Markup:
    """Say what a reader wants to know of a paper's dates."""
    paper = item.paper
    shown = paper.updated if item.kind in {Kind.REVISED, Kind.WITHDRAWN} else paper.submitted
    words = Markup('<time datetime="{}">{}</time>').format(shown.date(), short_date(shown.date()))
    if shown == paper.updated and paper.version > 1:
        words += Markup(' <span class="version">version {}</span>').format(paper.version)
    return words


def citation_authors(names: Sequence[str]) -> Markup:
    """Name the authors for reference managers, surname first: ``Curie, Marie``."""
    line = Markup('<meta name="citation_author" content="{}">')
    return Markup("\n").join(line.format(_surname_first(name)) for name in names)


def _surname_first(name: str) -> str:
    author = Author.of(plain(name))
    parts = (author.surname, author.forenames, author.suffix)
    return ", ".join(part for part in parts if part)


def feed_title(item: Seen) -> str:
    """Write a feed entry's title, which says when a paper is not simply new."""
    paper = item.paper
    told = [f"v{paper.version}"] if paper.version > 1 else []
    told += ["withdrawn"] if paper.withdrawn else []
    told += [_TITLED[item.kind]] if item.kind in _TITLED else []
    title = plain(paper.title) or paper.name
    return f"{title} ({', '.join(told)})" if told else title


_TITLED = {Kind.CROSS_LISTED: "cross-listed", Kind.PUBLISHED: "now published", Kind.LATE: "late"}
"""What a title says of news that is neither new nor a version."""


def xhtml(text: str) -> Markup:
    """Write an abstract for XML, where mathematics must name its namespace."""
    return Markup(  # noqa: S704  already safe
        str(html(text)).replace("<math", '<math xmlns="http://www.w3.org/1998/Math/MathML"')
    )


FILTERS: dict[str, Callable[..., Any]] = {
    "bibtex": cited,
    "csl": csl,
    "headline": headline,
    "many": "{:,}".format,
    "composition": composition,
    "flowing": flowing,
    "boxed": boxed,
    "xhtml": xhtml,
    "plain": plain,
    "words": plain,
    "anchor": lambda name: name.replace("/", "-").replace(" ", "-"),
    "paper_path": addresses.paper_path,
    "day_path": addresses.day_path,
    "link_name": {CODE: "Code", DATA: "Data", PAGE: "Project page"}.__getitem__,
    "topic_path": addresses.topic_path,
    "month_path": addresses.month_path,
    "people": people,
    "when": when,
    "stamp": stamp,
    "rss_date": format_datetime,
    "date": date_text,
    "short_date": short_date,
    "utc_date": lambda moment: date_text(moment.date()),
    "citation_authors": citation_authors,
    "feed_title": feed_title,
    "changes": of_entry,
    "doi_url": doi_url,
    "dois": dois,
    "coins": coins,
    "json_ld": json_ld,
    "bibtex_file": bibtex_file,
    "html_url": html_url,
    "sentence": sentence,
    "because": because,
    "verdict": lambda rank: VERDICTS[rank.place],
    "pros_and_cons": pros_and_cons,
    "rounded": rounded,
}
