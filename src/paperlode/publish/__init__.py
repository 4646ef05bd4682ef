"""What paperlode shows: README block, site, feeds, status and bibliographies, as files in memory.

Nothing here writes to a disk, asks for the time or depends on the order in which papers arrived:
the same store and the same settings give the same bytes. To publish in a further form, add a
file to this folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperlode.sighting import BY_QUERY

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from paperlode.enrich import Tag
    from paperlode.topic import Topic

THANKS = "Thank you to arXiv for use of its open access interoperability."
"""The acknowledgement that arXiv's page on API access prescribes."""

DISCLAIMER = (
    "This service was not reviewed or approved by, nor does it necessarily express or reflect "
    "the policies or opinions of, arXiv."
)
"""The second sentence, which arXiv's brand guidelines prescribe for products."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to be published."""

    path: str
    """Relative to the folder it will stand in, with ``/`` on every system."""
    content: bytes


@dataclass(frozen=True, slots=True)
class Look:
    """What the pages need to know of the settings."""

    title: str
    topics: tuple[Topic, ...]
    timezone: ZoneInfo
    """Where a day begins and ends."""
    description: str = ""
    url: str | None = None
    """Address of the site; without one every link is relative."""
    contact: str | None = None
    channels: tuple[str, ...] = (BY_QUERY,)
    """Which channels must agree before a topic counts as completely known."""
    tags: tuple[Tag, ...] = ()
    """Words for what papers are about, beside the topics."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The identifiers of the topics in the order of the settings."""
        return tuple(topic.id for topic in self.topics)

    @property
    def authors(self) -> frozenset[str]:
        """The identifiers of the tags that are authors."""
        return frozenset(tag.id for tag in self.tags if tag.group == "author")

    def address(self, path: str) -> str:
        """Give the absolute address of a page; only to be asked for when ``url`` is set."""
        return f"{(self.url or '').rstrip('/')}/{path}"
