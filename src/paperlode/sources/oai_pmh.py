"""arXiv's OAI-PMH service: what changed since a day becomes URLs, an answer becomes papers.

The service lists records by the day of their last change, whatever changed: an announcement, a
new version, a cross-list, a journal reference, a withdrawal. It is the only interface of arXiv
that shows all of these, and the only one with every version's time.

Sources: OAI-PMH 2.0 (openarchives.org), arXiv's OAI-PMH page, and the code of the service that
answers since March 2025 (github.com/arXiv/oaipmh).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, unquote, urlencode

from paperlode.errors import AnswerError, RefusedError
from paperlode.paper import moment
from paperlode.sources import oai_record, safe_xml
from paperlode.sources.entry import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element as Element

    from paperlode.paper import Paper
    from paperlode.sources.oai_record import Record

ADDRESS = "https://oaipmh.arxiv.org/oai"
"""Where arXiv's service is since 2025; the former addresses lead here."""

EARLIEST = date(2005, 9, 16)
"""The day of all changes before; the service refuses days before it."""

_DIGITS = 12
"""Longer numbers of records are none."""

FORMATS = ("arXivRaw", "arXiv", "oai_dc", "arXivOld")


class OaiError(RefusedError):
    """The service says that a request is wrong, with one of the protocol's codes."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(f"arXiv refuses the request ({code}): {why or 'it does not say why'}")
        self.code = code


@dataclass(frozen=True, slots=True)
class OaiPage:
    """One answer: its records, and how the list goes on."""

    records: tuple[Record, ...] = ()
    deleted: tuple[str, ...] = ()
    """Identifiers of papers that arXiv has taken away."""
    token: str | None = None
    """What to ask for next; empty: the list ends here; None: the list was never divided."""
    response_date: datetime | None = None
    """The service's clock (UTC): the next harvest begins at its day, less an overlap."""
    unreadable: tuple[str, ...] = ()
    """Records that are no papers, each as a sentence: a list with some is not whole."""
    unread: tuple[str, ...] = ()
    """The papers of these records, where at least that can be read."""
    total: int | None = None
    """How many records the list has; arXiv says it no longer."""
    nothing: bool = False
    """The service says that no record matches."""
    days: Mapping[date, int] = field(default_factory=dict)
    """How many records changed on which day, those of deleted and unreadable papers included."""

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The papers of which it is certain which version they are: those of ``arXivRaw``."""
        return tuple(record.paper for record in self.records if record.certain)

    @property
    def stamps(self) -> dict[str, date]:
        """The days of the last change, by identifiers."""
        return {record.paper.id: record.stamp for record in self.records}

    @property
    def entries(self) -> int:
        """How many records the answer has, readable or not."""
        return len(self.records) + len(self.deleted) + len(self.unreadable)


def request(
    base: str = ADDRESS,
    *,
    prefix: str = "arXivRaw",
    sets: str | None = None,
    since: date | None = None,
    until: date | None = None,
    today: date | None = None,
) -> str:
    """Write the URL of a list: records of a set (``cs:cs:LG``) changed from day to day, inclusive.

    Days are UTC. One before 2005-09-16 is left out, because it asks for everything. ``today`` is
    the present day: an end that is not before it is left out (the service refuses the future), and
    a beginning is at latest the day before, because the service keeps *nothing yet* until midnight.

    Raises ValueError for an unknown format and for an end before the beginning.
    """
    if prefix not in FORMATS:
        raise ValueError(f"{prefix!r} is not one of arXiv's formats: {', '.join(FORMATS)}")
    first, last = _day(since), _day(until)
    if last is not None and last < max(first or EARLIEST, EARLIEST):
        raise ValueError(f"no record can have changed from {first or EARLIEST} to {last}")
    if today is not None:
        last = None if last is None or last >= today else last
        first = None if first is None else min(first, today - _ONE_DAY)
    fields = {
        "verb": "ListRecords",
        "metadataPrefix": prefix,
        "from": f"{first:%Y-%m-%d}" if first is not None and first > EARLIEST else "",
        "until": f"{last:%Y-%m-%d}" if last is not None else "",
        "set": sets or "",
    }
    return _url(base, {name: value for name, value in fields.items() if value})


def resume(base: str, token: str) -> str:
    """Write the URL of the next page of a list; the token is sent as the service gave it.

    arXiv's tokens hold percent signs, so these are encoded once more. Raises ValueError for an
    empty token, which ends a list.
    """
    if not token:
        raise ValueError("an empty token ends a list")
    return _url(base, {"verb": "ListRecords", "resumptionToken": token})


def one(base: str, identifier: str, prefix: str = "arXivRaw") -> str:
    """Write the URL of one paper's record, by its identifier without version."""
    fields = {"verb": "GetRecord", "metadataPrefix": prefix}
    return _url(base, fields | {"identifier": f"oai:arXiv.org:{identifier}"})


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list: so many records after the beginning of a day."""

    day: date | None = None
    """None: the list begins with the earliest record."""
    skip: int = 0


def place(token: str) -> Place | None:
    """Find the place that a token stands for; None: it does not say.

    arXiv's tokens are the arguments of a request, and ``skip``. When a page ends within a later
    day than it began with, ``from`` is that day. So a list can be begun anew at the day.
    """
    said = parse_qs(unquote(token))
    skip, day = said.get("skip", [""])[0], said.get("from", [""])[0]
    if not (skip.isascii() and skip.isdigit() and len(skip) <= _DIGITS):
        return None
    try:
        return Place(date.fromisoformat(day) if day else None, int(skip))
    except ValueError:
        return None


def read(body: bytes) -> OaiPage:
    """Read one answer; *no records match* is an empty page.

    Raises OaiError, a RefusedError, with the protocol's code for any other of its errors (they
    come with HTTP status 200), AnswerError for anything that is no whole answer. Records that are
    no papers are named in ``OaiPage.unreadable``.
    """
    return safe_xml.read(body, "an answer of OAI-PMH", "{*}record", _Answer)


_ONE_DAY = timedelta(days=1)


class _Answer:
    """An answer while it is read."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.deleted: list[str] = []
        self.unreadable: list[str] = []
        self.unread: list[str] = []
        self.days: Counter[date] = Counter()

    def take(self, part: Element) -> None:
        """Read one record."""
        number = len(self.records) + len(self.deleted) + len(self.unreadable) + 1
        head = None
        try:
            head = oai_record.header(part)
            self.days[head.stamp] += 1
            if head.deleted:
                self.deleted.append(head.id)
            else:
                self.records.append(oai_record.record(part, head))
        except (ValueError, OverflowError) as error:
            self.unreadable.append(f"record {number} of arXiv's answer is no paper: {error}")
            self.unread += [] if head is None else [head.id]

    def result(self, root: Element) -> OaiPage:
        """Give the page, knowing the answer without its records."""
        name = str(root.tag)
        if name.rpartition("}")[2] != "OAI-PMH":
            raise AnswerError(f"arXiv's answer is no OAI-PMH: its outermost element is {name}")
        codes = [_error(found) for found in root.iterfind("{*}error")]
        refused = [error for error in codes if error.code != "noRecordsMatch"]
        if refused:
            raise refused[0]
        if not codes and not any(_lists(part) for part in root):
            raise AnswerError("arXiv's answer of OAI-PMH has neither records nor an error")
        token = root.find(".//{*}resumptionToken")
        return OaiPage(
            tuple(self.records),
            tuple(self.deleted),
            None if token is None else (token.text or "").strip(),
            _clock(root),
            tuple(self.unreadable),
            tuple(self.unread),
            None if token is None else _number(token.get("completeListSize", "")),
            nothing=bool(codes),
            days=self.days,
        )


def _lists(part: Element) -> bool:
    return str(part.tag).rpartition("}")[2] in {"ListRecords", "GetRecord"}


def _error(found: Element) -> OaiError:
    return OaiError(found.get("code", "without a code"), one_line(found.text or ""))


def _clock(root: Element) -> datetime | None:
    try:
        return moment((root.findtext("{*}responseDate") or "").strip())
    except (ValueError, OverflowError):
        return None


def _number(text: str) -> int | None:
    sensible = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return int(text) if sensible else None


def _day(value: date | None) -> date | None:
    """Give the UTC day of a moment; a day is one already."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).date()
    return value


def _url(base: str, fields: dict[str, str]) -> str:
    return f"{base}?{urlencode(fields, quote_via=quote, safe=':')}"
