"""Papers as arXiv states them: records, identifiers, names, categories.

A *paper* here is one version of one arXiv paper. The record format (one JSON object a line) is
section 6 of docs/design.md; identifiers follow arXiv's published schemes.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson

from paperlode.errors import InputError, RecordError

if TYPE_CHECKING:
    from collections.abc import Mapping


def moment(text: object) -> datetime:
    """Read an ISO date or time as an aware UTC datetime; ValueError when it is none.

    A value without a zone is taken as UTC, which is what every arXiv time is.
    """
    if not isinstance(text, str):
        raise ValueError(f"not a time: {text!r}")  # noqa: TRY004  one error for every bad time
    value = datetime.fromisoformat(text)
    try:
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except OverflowError as error:  # the first or the last day there is, in another zone
        raise ValueError(f"out of range: {text!r}") from error


def stamp(value: datetime) -> str:
    """Write a time as arXiv does: ``2025-06-05T17:59:59Z``, UTC, whole seconds."""
    there = value if value.tzinfo is UTC else value.astimezone(UTC)
    return f"{there.isoformat()[:19]}Z"


INSTANT = timedelta(seconds=1)
"""Moments are kept in whole seconds, so "before a moment" is one second earlier."""


_NEW = r"(?P<yymm>\d{2}(?:0[1-9]|1[0-2]))\.(?P<number>\d{4,5})"
_OLD = (
    r"(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[A-Z]{2})?/"
    r"(?P<old_yymm>\d{2}(?:0[1-9]|1[0-2]))(?P<old_number>\d{3})"
)
_IDENTIFIER = re.compile(rf"(?:{_NEW}|{_OLD})(?:[vV](?P<version>[1-9]\d*))?", re.ASCII)
_WRAPPING = re.compile(
    r"^(?:https?://)?(?:[a-z]+\.)?arxiv\.org/(?:abs|pdf|html|src|format|ps|e-print)/"
    r"|^arxiv:|^oai:arxiv\.org:|^https?://(?:dx\.)?doi\.org/10\.48550/arxiv\.|^10\.48550/arxiv\.",
    re.IGNORECASE,
)

FIVE_DIGITS_SINCE = 1501
NEW_SCHEME_SINCE = 704
YEAR_OF_THE_PIVOT = 91
"""Old identifiers count from 9107; two-digit years from 91 on are 19xx."""


@dataclass(frozen=True, slots=True, order=True)
class PaperId:
    """An arXiv identifier: ``2506.05680`` or ``cond-mat/0207270``, with or without a version."""

    id: str
    version: int | None = None

    @classmethod
    def parse(cls, text: str) -> PaperId:
        """Read an identifier as people write it: bare, ``arXiv:``, a URL, an arXiv DOI, ``.pdf``.

        Raises InputError when it is none. Old subject classes (``math.GT/0309136``) are dropped.
        Source: arXiv's identifier page.
        """
        found = _IDENTIFIER.fullmatch(text) or _IDENTIFIER.fullmatch(_unwrapped(text))
        if found is None or not _exists(found):
            raise InputError(
                f"{text.strip()!r} is not an arXiv identifier; write it like 2506.05680, "
                "2506.05680v2 or cond-mat/0207270"
            )
        version = None if found["version"] is None else int(found["version"])
        if found["yymm"]:
            return cls(f"{found['yymm']}.{found['number']}", version)
        return cls(f"{found['archive']}/{found['old_yymm']}{found['old_number']}", version)

    def __str__(self) -> str:
        return self.id if self.version is None else f"{self.id}v{self.version}"

    @property
    def month(self) -> str:
        """The identifier's month as four digits, ``2506``: where the archive keeps the paper."""
        return month_of(self.id)


def _unwrapped(text: str) -> str:
    return _WRAPPING.sub("", text.strip()).split("?")[0].split("#")[0].removesuffix(".pdf")


def _exists(found: re.Match[str]) -> bool:
    """Tell whether the numbers of an identifier are ones that arXiv gives out."""
    if found["yymm"]:
        yymm, number = int(found["yymm"]), found["number"]
        digits = 5 if yymm >= FIVE_DIGITS_SINCE else 4
        return yymm >= NEW_SCHEME_SINCE and len(number) == digits and int(number) > 0
    year = int(found["old_yymm"][:2])
    return int(found["old_number"]) > 0 and (
        year >= YEAR_OF_THE_PIVOT or year <= NEW_SCHEME_SINCE // 100
    )


def month_of(identifier: str) -> str:
    """Give the month of an identifier as four digits: ``2506`` for both schemes."""
    return identifier.rsplit("/", maxsplit=1)[-1][:4]


def calendar_month(yymm: str) -> str:
    """Turn an identifier's month into a calendar month: ``2506`` into ``2025-06``."""
    century = "19" if int(yymm[:2]) >= YEAR_OF_THE_PIVOT else "20"
    return f"{century}{yymm[:2]}-{yymm[2:]}"


_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_GROUPS = frozenset({"collaboration", "consortium", "team", "group"})
_PARTICLES = frozenset(
    {"al", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la", "le", "ten"}
    | {"ter", "van", "von", "zu", "zur", "'t"}
)


def by_announcement(identifier: str) -> str:
    """Give a sort key in which identifiers ascend as arXiv gave them out, at announcement.

    Identifiers of before 2007 come first, all alike. Source: arXiv's page on its identifiers.
    """
    return "" if "/" in identifier else identifier


def but_suffix(name: str) -> tuple[list[str], str]:
    """Give the words of a name, and apart from them a suffix such as ``Jr.``."""
    words = name.split()
    has_one = len(words) > 1 and words[-1].lower() in _SUFFIXES
    return (words[:-1], words[-1]) if has_one else (words, "")


@dataclass(frozen=True, slots=True)
class Author:
    """A person's name in parts, as bibliographies and author queries need it."""

    surname: str
    forenames: str = ""
    suffix: str = ""

    @classmethod
    def of(cls, name: str) -> Author:
        """Split ``Adriano del Maestro`` into its parts.

        A collaboration stays whole in ``surname``. Lower-case particles belong to the surname.
        """
        words, suffix = but_suffix(name)
        if not words or (not suffix and words[-1].lower() in _GROUPS):
            return cls(" ".join(words))
        start = len(words) - 1
        while start > 1 and words[start - 1].lower() in _PARTICLES and words[start - 1].islower():
            start -= 1
        return cls(" ".join(words[start:]), " ".join(words[:start]), suffix)


_OPTIONAL = ("comment", "journal_ref", "doi", "report_no", "license")


@dataclass(frozen=True, slots=True)
class Paper:
    """One version of one arXiv paper, as arXiv states it."""

    id: str
    """Identifier without version."""
    version: int
    title: str
    abstract: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    """Primary first."""
    submitted: datetime
    """When version 1 was submitted (UTC)."""
    updated: datetime
    """When this version was submitted (UTC)."""
    comment: str | None = None
    journal_ref: str | None = None
    doi: str | None = None
    """The publisher's; several are separated by spaces."""
    report_no: str | None = None
    license: str | None = None
    withdrawn: bool = False

    @property
    def name(self) -> str:
        """Identifier with version: ``2506.05680v2``."""
        return f"{self.id}v{self.version}"

    @property
    def month(self) -> str:
        """The identifier's month, ``2506``."""
        return month_of(self.id)

    @property
    def primary(self) -> str:
        """The primary category, or an empty text when arXiv names none."""
        return self.categories[0] if self.categories else ""

    @property
    def is_published(self) -> bool:
        """Whether arXiv knows a publisher's DOI or a journal reference."""
        return bool(self.doi or self.journal_ref)

    @property
    def abs_url(self) -> str:
        """Address of this version's abstract page."""
        return f"https://arxiv.org/abs/{self.name}"

    @property
    def pdf_url(self) -> str:
        """Address of this version's PDF."""
        return f"https://arxiv.org/pdf/{self.name}"

    def to_record(self) -> dict[str, Any]:
        """Give the JSON object of the record format: keys in order, absent when empty."""
        record: dict[str, Any] = {
            "id": self.id,
            "version": self.version,
            "title": self.title,
            "abstract": self.abstract,
            "authors": list(self.authors),
            "categories": list(self.categories),
            "submitted": stamp(self.submitted),
            "updated": stamp(self.updated),
        }
        for key in _OPTIONAL:
            if value := getattr(self, key):
                record[key] = value
        if self.withdrawn:
            record["withdrawn"] = True
        return record

    def to_line(self) -> str:
        """Give the record as one line of JSON without its line end."""
        return self.to_bytes().decode()

    def to_bytes(self) -> bytes:
        """Give the same line as it stands in a file."""
        return orjson.dumps(self.to_record())

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Paper:
        """Read a paper record; unknown keys are ignored, ``version`` defaults to 1.

        Raises RecordError, which names the field that is missing or wrong.
        """
        submitted = _time(record, "submitted")
        return cls(
            id=_identifier(record),
            version=_version(record),
            title=_text(record, "title"),
            abstract=_text(record, "abstract"),
            authors=_texts(record, "authors"),
            categories=_texts(record, "categories"),
            submitted=submitted,
            updated=_time(record, "updated") if record.get("updated") else submitted,
            withdrawn=bool(record.get("withdrawn", False)),
            **{key: _text(record, key) if record.get(key) else None for key in _OPTIONAL},
        )

    @classmethod
    def from_line(cls, line: str | bytes) -> Paper:
        """Read one line of a record file; RecordError says what is wrong with it."""
        return cls.from_record(read_object(line))


def read_object(line: str | bytes) -> dict[str, Any]:
    """Read the JSON object of a line of a record file; RecordError when it is none."""
    try:
        record = orjson.loads(line)
    except ValueError:
        record = _leniently(line)
    if not isinstance(record, dict):
        raise RecordError("not a paper record: expected a JSON object")
    return record


def _leniently(line: str | bytes) -> object:
    """Read what is no strict JSON as Python does, which also says better what is wrong."""
    try:
        return json.loads(line)
    except ValueError as error:
        raise RecordError(f"not JSON: {error}") from error
    except RecursionError as error:
        raise RecordError("not a paper record: nested too deeply") from error


def _identifier(record: Mapping[str, Any]) -> str:
    identifier = _text(record, "id")
    if not _IDENTIFIER.fullmatch(identifier):
        raise RecordError(f"field 'id': {identifier!r} is not an arXiv identifier without version")
    return identifier


_HIGHEST = 9999
"""No paper has nearly as many versions; a database cannot hold any number whatsoever."""


def _version(record: Mapping[str, Any]) -> int:
    version = record.get("version", 1)
    if isinstance(version, bool) or not isinstance(version, int) or not 0 < version <= _HIGHEST:
        raise RecordError(f"field 'version': {version!r} is not a whole number from 1 on")
    return version


def _text(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str):
        raise RecordError(
            f"field '{key}' is missing" if value is None else f"field '{key}' is not a text"
        )
    return _whole(value, key)


def _whole(value: str, key: str) -> str:
    """Refuse half a character (a lone surrogate), which JSON can say and no file can hold."""
    if value.isascii():
        return value
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise RecordError(f"field '{key}' holds half a character at {error.start}") from error
    return value


def _texts(record: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = record.get(key)
    if not isinstance(value, list) or not {*map(type, value)} <= {str}:
        raise RecordError(
            f"field '{key}' is missing" if value is None else f"field '{key}' is no list of texts"
        )
    return tuple(_whole(item, key) for item in value)


def _time(record: Mapping[str, Any], key: str) -> datetime:
    value = record.get(key)
    if value is None:
        raise RecordError(f"field '{key}' is missing")
    try:
        return moment(value)
    except ValueError as error:
        raise RecordError(f"field '{key}': {value!r} is not an ISO time") from error
