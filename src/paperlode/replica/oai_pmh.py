"""OAI-PMH: the six verbs, their arguments and errors, lists and where they go on.

Sources: OAI-PMH 2.0 (openarchives.org), arXiv's OAI-PMH page and, where they differ, the code of
the service that answers since March 2025 (github.com/arXiv/oaipmh).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, parse_qsl, quote, unquote, urlencode

from paperlode.errors import InputError
from paperlode.paper import PaperId
from paperlode.query.categories import categories
from paperlode.replica import oai_xml
from paperlode.replica.announced import Lags
from paperlode.replica.collection import indices_of, of_indices
from paperlode.replica.search_api import Answer
from paperlode.replica.subjects import filed, members, sets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paperlode.paper import Paper
    from paperlode.replica.collection import Collection

CONTENT_TYPE = "text/xml; charset=utf-8"
EARLIEST = date.fromisoformat(oai_xml.EARLIEST)
_DAY = timedelta(days=1)
_REMEMBERED = 20_000
"""Records whose XML is remembered: the same ones are asked for on many days."""

_ERRORS = {
    "badArgument": "The request includes illegal arguments, is missing required arguments, "
    "includes a repeated argument, or values for arguments have an illegal syntax.",
    "badResumptionToken": "The value of the resumptionToken argument is invalid or expired.",
    "badVerb": "Value of the verb argument is not a legal OAI-PMH verb, the verb argument is "
    "missing, or the verb argument is repeated.",
    "cannotDisseminateFormat": "The metadata format identified by the value given for the "
    "metadataPrefix argument is not supported by the item or by the repository.",
    "idDoesNotExist": "The value of the identifier argument is unknown or illegal in this "
    "repository.",
    "noRecordsMatch": "The combination of the values of the from, until, set and metadataPrefix "
    "arguments results in an empty list.",
}
"""The protocol's error codes with the protocol's own sentences."""


@dataclass(frozen=True, slots=True)
class PageSizes:
    """How much one page of a list holds: the defaults of arXiv's code."""

    records: int = 2500
    identifiers: int = 20_000


@dataclass(frozen=True, slots=True)
class Mischief:
    """What a fault may do to a list: papers hidden, pages thinned or shifted."""

    hidden: frozenset[str] = frozenset()
    keep: int | None = None
    """Items that a page still has."""
    half: bool = False
    empty: bool = False
    shift: int = 0
    """By how much a page that resumes a list begins too early."""

    def of(self, page: list[int]) -> list[int]:
        """Give what is left of a page."""
        keep = len(page) // 2 if self.half else self.keep
        return page if keep is None else page[:keep]


class ProtocolError(Exception):
    """A request that is answered with an error of the protocol, and status 200."""

    def __init__(self, code: str, reason: str = "", asked: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{_ERRORS[code]} Reason: {reason}" if reason else _ERRORS[code])
        self.code = code
        self.asked = dict(asked or {})


@dataclass(frozen=True, slots=True)
class Selection:
    """What a list is asked for."""

    asked: dict[str, str]
    """The arguments, as the next token repeats them."""
    echo: dict[str, str]
    """The arguments that the answer's request element shows."""
    since: date
    until: date
    spec: str
    form: oai_xml.Format
    skip: int
    resumed: bool


class Repository:
    """The papers of a collection as an OAI-PMH repository: one item a paper."""

    def __init__(
        self, collection: Collection, lags: Lags | None = None, pages: PageSizes | None = None
    ) -> None:
        self.collection = collection
        self.pages = pages or PageSizes()
        lag = (lags or Lags()).oai
        self._days = [_datestamp(moment + lag) for moment in collection.announced]
        self._lag = lag
        self._in_set = lru_cache(maxsize=64)(self._all_in_set)
        self._written = lru_cache(maxsize=_REMEMBERED)(self._write)

    def answer(
        self,
        encoded: str,
        now: datetime,
        mischief: Mischief | None = None,
        *,
        behind: timedelta = timedelta(0),
    ) -> Answer:
        """Answer a request given as a query string or form; ``behind``: how old its papers are."""
        position = self.collection.position(now - self._lag - behind)
        try:
            body = _Asked(self, now, position, mischief or Mischief()).answered(encoded)
        except ProtocolError as error:
            body = oai_xml.document(now, error.asked, oai_xml.error(error.code, str(error)))
        return Answer(200, body, CONTENT_TYPE)

    def listed(self, selection: Selection, position: int) -> list[int]:
        """List the current versions that a list has, by datestamp, earliest first."""
        first = bisect_left(self._days, selection.since)
        behind = bisect_left(self._days, selection.until + _DAY)
        papers = self.collection.current(position) & ((1 << behind) - 1)
        if selection.spec:
            papers &= self._in_set(selection.spec)
        return [first + index for index in indices_of(papers >> first)]

    def item(self, index: int, position: int, *, full: bool = True) -> oai_xml.Item:
        """Give what there is of a paper; ``full``: with other names of its categories."""
        paper = self.collection.papers[index]
        versions = self.collection.versions(paper.id, position)
        return oai_xml.Item(versions, self._days[index], _specs(paper, full=full))

    def record(self, index: int, position: int, prefix: str) -> str:
        """Write a paper in a format; what was written is remembered until it changes."""
        name = self.collection.papers[index].id
        return self._written(index, prefix, self.collection.states_by(name, position))

    def _write(self, index: int, prefix: str, states: tuple[int, ...]) -> str:
        item = self.item(index, states[-1] + 1)
        return oai_xml.record(item, oai_xml.FORMATS[prefix])

    def day(self, index: int) -> date:
        """Give the datestamp of a version."""
        return self._days[index]

    def _all_in_set(self, spec: str) -> int:
        names, papers = members(spec), self.collection.papers
        found = (i for i, paper in enumerate(papers) if not names.isdisjoint(paper.categories))
        return of_indices(found, len(papers))


def _specs(paper: Paper, *, full: bool) -> list[str]:
    known = categories()
    if full:
        return [category.oai_set for category in filed(paper.categories)]
    return [known[name].oai_set for name in paper.categories if name in known]


def _datestamp(shown: datetime) -> date:
    return max(shown.astimezone(UTC).date(), EARLIEST)


class _Asked:
    """One request, and the state of things when it came."""

    def __init__(
        self, repository: Repository, now: datetime, position: int, mischief: Mischief
    ) -> None:
        self.repository = repository
        self.now = now.astimezone(UTC)
        self.position = position
        self.mischief = mischief

    def answered(self, encoded: str) -> bytes:
        """Give the answer. Raises ProtocolError."""
        given: dict[str, str] = {}
        for name, value in parse_qsl(encoded, keep_blank_values=True):
            if name in given:
                raise ProtocolError("badArgument", "Duplicate parameters not allowed")
            given[name] = value
        verbs = {
            "Identify": self._identify,
            "ListMetadataFormats": self._formats,
            "ListSets": self._sets,
            "GetRecord": self._record,
            "ListRecords": self._list,
            "ListIdentifiers": self._list,
        }
        verb = given.get("verb", "")
        if verb not in verbs:
            raise ProtocolError("badVerb", "Invalid verb provided")
        return verbs[verb](given)

    def _say(self, asked: Mapping[str, str], body: str) -> bytes:
        return oai_xml.document(self.now, asked, body)

    def _identify(self, given: dict[str, str]) -> bytes:
        _only(given, {"verb"})
        return self._say(given, oai_xml.identify())

    def _formats(self, given: dict[str, str]) -> bytes:
        _only(given, {"verb", "identifier"})
        if "identifier" in given:
            _identifier(given["identifier"])
        return self._say(given, oai_xml.formats())

    def _sets(self, given: dict[str, str]) -> bytes:
        _only(given, {"verb"})
        return self._say(given, oai_xml.sets(_every_set()))

    def _record(self, given: dict[str, str]) -> bytes:
        wanted = {"verb", "identifier", "metadataPrefix"}
        if set(given) != wanted:
            sentence = f"Parameters provided did not match {', '.join(sorted(wanted))}"
            raise ProtocolError("badArgument", sentence)
        name = _identifier(given["identifier"])
        form = _format(given)
        index = self.repository.collection.named(name, self.position)
        if index is None or name in self.mischief.hidden:
            raise ProtocolError("idDoesNotExist", "No such paper", given)
        record = self.repository.record(index, self.position, form.prefix)
        return self._say(given, f"<GetRecord>\n{record}</GetRecord>")

    def _list(self, given: dict[str, str]) -> bytes:
        wanted = _selection(given, self.now)
        headers = given["verb"] == "ListIdentifiers"
        pages = self.repository.pages
        page, following = self._page(wanted, pages.identifiers if headers else pages.records)
        lines = [
            oai_xml.header(self.repository.item(index, self.position, full=False))
            if headers
            else self.repository.record(index, self.position, wanted.form.prefix)
            for index in page
        ]
        if following or wanted.resumed:
            tomorrow = datetime.combine(self.now.date() + _DAY, time(), UTC)
            lines.append(oai_xml.token(following, tomorrow))
        verb = given["verb"]
        return self._say(wanted.echo, f"<{verb}>\n{''.join(lines)}</{verb}>")

    def _page(self, wanted: Selection, size: int) -> tuple[list[int], str]:
        """Give one page of a list, and the token for what follows (empty: nothing does)."""
        papers, hidden = self.repository.collection.papers, self.mischief.hidden
        listing = self.repository.listed(wanted, self.position)
        if hidden:
            listing = [index for index in listing if papers[index].id not in hidden]
        first = max(0, wanted.skip - self.mischief.shift)
        page = listing[first : first + size]
        if not page or self.mischief.empty:
            raise ProtocolError("noRecordsMatch", "", wanted.echo)
        following = listing[wanted.skip + size : wanted.skip + size + 1]
        token = self._token(wanted, listing, wanted.skip + size) if following else ""
        day = self.repository.day
        page.sort(key=lambda index: (day(index), papers[index].id))
        return self.mischief.of(page), token

    def _token(self, wanted: Selection, listing: list[int], given: int) -> str:
        """Say where a list goes on after its first ``given`` papers.

        A page that ends inside a later day than it began on moves ``from`` to that day; ``skip``
        counts what was already given from there.
        """
        day, asked, skip = self.repository.day, wanted.asked, given
        last = day(listing[given])
        if last != day(listing[wanted.skip]):
            asked = {**asked, "from": last.isoformat()}
            skip = sum(day(index) == last for index in listing[wanted.skip : given])
        return quote(urlencode({**asked, "skip": skip}))


def _only(given: Mapping[str, str], allowed: set[str]) -> None:
    if extra := set(given) - allowed:
        sentence = f"Parameter {min(extra)} is not allowed here"
        raise ProtocolError("badArgument", sentence)


def _every_set() -> list[tuple[str, str]]:
    """List groups, archives, categories; an archive that is its own category comes twice."""
    own = [c for c in categories().values() if c.active and c.archive == c.id]
    return [*sets().items(), *((category.oai_set, category.name) for category in own)]


def _identifier(text: str) -> str:
    """Read ``oai:arXiv.org:2506.05680``; a version is accepted and ignored."""
    try:
        if text.startswith(oai_xml.PREFIX) and "//" not in text:
            return PaperId.parse(text.removeprefix(oai_xml.PREFIX)).id
    except InputError:
        pass
    raise ProtocolError("badArgument", "Identifier is not of the form oai:arXiv.org:ID")


def _format(given: Mapping[str, str]) -> oai_xml.Format:
    form = oai_xml.FORMATS.get(given["metadataPrefix"])
    if form is None:
        asked = {name: given[name] for name in ("verb", "identifier") if name in given}
        raise ProtocolError("cannotDisseminateFormat", "Did not recognize requested format", asked)
    return form


_SELECTING = ("verb", "metadataPrefix", "from", "until", "set")


def _selection(given: dict[str, str], now: datetime) -> Selection:
    """Read the arguments of a list, or the token that stands for them."""
    echo, skip = given, 0
    resumed = "resumptionToken" in given
    if resumed:
        _only(given, {"verb", "resumptionToken"})
        given, skip = _from_token(given)
    elif "metadataPrefix" not in given:
        raise ProtocolError("badArgument", "metadataPrefix required.")
    _only(given, set(_SELECTING))
    form = _format(given)
    spec = given.get("set", "")
    since, until = _days(given, now)
    if spec and spec not in sets():
        raise ProtocolError("badArgument", "Set does not exist")
    asked = {name: given[name] for name in _SELECTING if given.get(name)}
    return Selection(asked, echo, since, until, spec, form, skip, resumed)


def _from_token(given: dict[str, str]) -> tuple[dict[str, str], int]:
    """Read the arguments that a token stands for, and how many papers were given already."""
    found = parse_qs(unquote(given["resumptionToken"]))
    asked = {name: values[0] for name, values in found.items()}
    skip = asked.pop("skip", "")
    if not re.fullmatch(r"[0-9]{1,9}", skip) or not {"verb", "metadataPrefix"} <= set(asked):
        raise ProtocolError("badResumptionToken", "Token decoding failed or format is invalid.")
    if asked["verb"] != given["verb"]:
        raise ProtocolError("badResumptionToken", "token from different verb", given)
    return asked, int(skip)


def _days(given: Mapping[str, str], now: datetime) -> tuple[date, date]:
    """Read the first and the last day asked for, both inclusive, UTC."""
    since = _day(given, "from") or EARLIEST
    until = _day(given, "until") or now.date()
    if since > until:
        sentence = "until date must be greater than or equal to from date"
        raise ProtocolError("badArgument", sentence)
    if since < EARLIEST:
        raise ProtocolError("badArgument", "start date too early")
    if datetime.combine(until, time(23, 59, 59), UTC) > now + _DAY:
        raise ProtocolError("badArgument", "until date too late")
    return since, until


def _day(given: Mapping[str, str], name: str) -> date | None:
    text = given.get(name, "")
    if not text:
        return None
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ProtocolError("badArgument", f"{name} date format must be YYYY-MM-DD")
