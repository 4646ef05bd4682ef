"""The settings as they may stand in ``paperlode.toml``: names, defaults, what is allowed.

Each setting carries two texts: its description, and ``allowed``, which completes "allowed: ...".
The error messages, ``paperlode config schema`` and docs/settings.md all come from here.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, ValidationInfo, field_validator

from paperlode.config.queried import TagSettings, TopicSettings  # noqa: TC001  pydantic reads them
from paperlode.config.ranking import Ranking
from paperlode.config.section import (
    Line,
    Person,
    Section,
    is_loopback,
    nearest,
    setting,
    web_address,
    wrong,
)
from paperlode.sighting import CHANNELS

ARXIV = "https://export.arxiv.org/api/query"
"""Where arXiv's search interface answers programs (arXiv API User's Manual)."""

POLITE_PAUSE = 3.0
"""Seconds between two requests that arXiv's terms of use ask for."""


_MAIL = re.compile(r"[\w.!#$%&'*+/=?^{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)


class Intake(Section):
    """How papers are fetched."""

    channels: list[Literal["oai_pmh", "announcements", "search_api"]] = setting(
        list(CHANNELS),
        'a list with some of "oai_pmh", "announcements" and "search_api", the last always',
        description="Whom to ask: what changed (OAI-PMH), what was announced (feeds and listings), "
        "what matches (the search interface: history, cross-check, and what the others lack).",
    )
    search_url: str = setting(
        ARXIV,
        "an address that begins with https:// (http:// only on this machine)",
        description="Where the search interface answers; PAPERLODE_SEARCH_URL in the environment "
        "goes before it. Point it at `paperlode replica` to try without arXiv.",
    )
    oai_url: str | None = setting(
        None,
        "an address that begins with https:// (http:// only on this machine)",
        description="Where OAI-PMH answers; when absent arXiv's address, or /oai at the host of "
        "another search_url.",
    )
    feed_url: str | None = setting(
        None,
        "an address that begins with https:// (http:// only on this machine)",
        description="What the addresses of the feeds begin with; when absent arXiv's, or the host "
        "of another search_url.",
    )
    listing_url: str | None = setting(
        None,
        "an address that begins with https:// (http:// only on this machine)",
        description="What the addresses of the catch-up listings begin with; when absent arXiv's, "
        "or the host of another search_url.",
    )
    pause_seconds: float = setting(
        POLITE_PAUSE,
        "a number of seconds from 3 to 600 (from 0 for an address on this machine)",
        description="Least time between two requests; arXiv's terms of use ask for 3.",
        ge=0,
        le=600,
    )
    page_size: int = setting(
        1000,
        "a whole number from 1 to 2000 that divides 10000, such as 100, 200, 500, 1000 or 2000",
        description="Papers asked for in one request; arXiv refuses pages that cross its limit of "
        "10,000, so the size divides it.",
        ge=1,
        le=2000,
    )
    budget_minutes: float = setting(
        60.0,
        "a number of minutes above 0, at most 1440",
        description="When a run has fetched for so long, it ends incomplete and keeps what it has.",
        gt=0,
        le=1440,
    )

    @field_validator("search_url", "oai_url", "feed_url", "listing_url")
    @classmethod
    def _reachable(cls, url: str | None) -> str | None:
        if url is not None and (not web_address(url) or "?" in url or "#" in url):
            raise ValueError
        return url

    @field_validator("channels")
    @classmethod
    def _askable(cls, channels: list[str]) -> list[str]:
        if len(set(channels)) < len(channels) or CHANNELS[-1] not in channels:
            raise ValueError
        return channels

    @field_validator("page_size")
    @classmethod
    def _divides(cls, size: int) -> int:
        if 10_000 % size:
            raise ValueError
        return size

    @field_validator("pause_seconds")
    @classmethod
    def _polite(cls, pause: float, info: ValidationInfo) -> float:
        names = ("search_url", "oai_url", "feed_url", "listing_url")
        urls = [info.data.get(name) or "http://localhost" for name in names]
        if pause < POLITE_PAUSE and not all(map(is_loopback, urls)):
            raise ValueError
        return pause

    def address(self, service: Literal["oai", "feed", "listing"]) -> str:
        """Say where a service answers: where the settings say, or beside the search interface."""
        from paperlode.sources import (  # noqa: PLC0415  lxml is slow to import
            announcements,
            catch_up,
            oai_pmh,
        )

        given: str | None = getattr(self, f"{service}_url")
        if given is not None:
            return given
        if self.search_url == ARXIV:
            return {
                "oai": oai_pmh.ADDRESS,
                "feed": announcements.ADDRESS,
                "listing": catch_up.ADDRESS,
            }[service]
        parts = urlsplit(self.search_url)
        return f"{parts.scheme}://{parts.netloc}" + ("/oai" if service == "oai" else "")

    @property
    def local(self) -> bool:
        """Whether nothing outside this machine is asked."""
        services: tuple[Literal["oai", "feed", "listing"], ...] = ("oai", "feed", "listing")
        return all(map(is_loopback, [self.search_url, *map(self.address, services)]))


class Publish(Section):
    """Where the results go, in the folder of the settings file."""

    readme: str | bool = setting(
        "README.md",
        "a file name inside this folder, or false for none",
        description="The file between whose markers the papers are listed.",
    )
    site: str = setting(
        "site", "the name of a folder inside this one", description="The web pages and feeds."
    )
    archive: str = setting(
        "archive",
        "the name of a folder inside this one",
        description="The text files from which everything can be rebuilt; keep them in git.",
        validate_default=True,
    )
    authors: list[Person] = setting(
        [],
        'a list of names such as "Ada Example"',
        description="Authors who are followed: their papers, of those that topics bring in, have "
        "a page and a feed. Authors whom a topic's query names are followed anyway.",
        max_length=500,
    )
    readme_kilobytes: int = setting(
        400,
        "a whole number from 10 to 500",
        description="How large the list in the README may grow, in units of 1,000 bytes; the site "
        "has the rest. GitHub cuts a README off at 500 KiB.",
        ge=10,
        le=500,
    )

    @field_validator("readme", "site", "archive")
    @classmethod
    def _inside(cls, name: str | bool) -> str | bool:  # noqa: FBT001  a value, not a switch
        if name is False:
            return name
        parts = str(name).split("/")
        outside = any(part in {"", ".", "..", ".git", ".paperlode"} for part in parts)
        if name is True or outside or re.search(r'[\x00-\x1f\x7f\\:*?"<>|]', str(name)):
            raise ValueError
        return name

    @field_validator("archive")
    @classmethod
    def _apart(cls, archive: str, info: ValidationInfo) -> str:
        site = str(info.data.get("site", ""))
        if f"{archive}/".startswith(f"{site}/") or f"{site}/".startswith(f"{archive}/"):
            raise wrong(f'"archive" and "site" are both in "{site}"; give each a folder of its own')
        return archive


class Settings(Section):
    """The settings of paperlode.toml."""

    title: Annotated[Line, Field(min_length=1, max_length=200)] = setting(
        "New papers, daily",
        "a text on one line, 1 to 200 characters",
        description="The name of your pages and feeds.",
    )
    description: str = setting("", "a text", description="A sentence or two under the title.")
    url: str | None = setting(
        None,
        "an address that begins with https:// (http:// only on this machine), without ? and #",
        description="Where the site will be; absolute links, sitemap and feed addresses need it.",
    )
    timezone: str = setting(
        "UTC",
        "the name of a time zone in the IANA database, such as Asia/Singapore or Europe/Berlin",
        description="When a day begins for your readers.",
    )
    contact: str | None = setting(
        None,
        "an e-mail address or an address that begins with https://",
        description="Told to arXiv with each request, so that its operators can reach you; "
        "PAPERLODE_CONTACT in the environment goes before it.",
    )
    tags: Literal["none", "ai4mat"] = setting(
        "none",
        '"none" or "ai4mat"',
        description="Ready tags to begin with: ai4mat has some for AI in materials science. A "
        "[[tag]] of yours with the id of one takes its place.",
    )
    topic: list[TopicSettings] = setting(
        ..., "at least one [[topic]] with a name and a query", min_length=1
    )
    tag: list[TagSettings] = Field(default_factory=list)
    intake: Intake = Field(default_factory=Intake)
    publish: Publish = Field(default_factory=Publish)
    ranking: Ranking = Field(default_factory=Ranking)

    @field_validator("url")
    @classmethod
    def _site(cls, url: str | None) -> str | None:
        if url is not None and (not web_address(url) or "?" in url or "#" in url):
            raise ValueError
        return None if url is None else url.rstrip("/")

    @field_validator("timezone")
    @classmethod
    def _zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ValueError, OSError, KeyError) as error:
            raise wrong(
                f'"timezone" is "{name}", which is no time zone'
                f"{_nearest_zone(name)} Allowed: the name of one in the IANA database, such as "
                "Asia/Singapore or Europe/Berlin"
            ) from error
        return name

    @field_validator("contact")
    @classmethod
    def _address(cls, contact: str | None) -> str | None:
        mail = contact is not None and re.fullmatch(_MAIL, contact)
        if contact is not None and not mail and not (contact.isascii() and web_address(contact)):
            raise ValueError
        return contact


def _nearest_zone(name: str) -> str:
    """Look for a zone that is spelled similarly, or whose city is."""
    zones = sorted(available_timezones())
    cities = {zone.rsplit("/", maxsplit=1)[-1]: zone for zone in zones if "/" in zone}
    wanted = name.strip().replace(" ", "_")
    for city, zone in cities.items():
        if city.lower() == wanted.lower():
            return f': did you mean "{zone}"?'
    return nearest(wanted, zones)
