"""One record of arXiv's OAI-PMH service, in any of its formats.

Only ``arXivRaw`` tells which version a record is of. ``arXiv`` has authors in parts, but its
``created`` belongs to the first version or to the last, as it happens; ``oai_dc`` has two dates.

Sources: arXiv's OAI-PMH page, and the code of the service that answers since March 2025
(github.com/arXiv/oaipmh, ``templates/record_formats.xml``). Elements are known by their local
names: some archives of records lost the namespaces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from paperlode.errors import InputError
from paperlode.paper import Paper, PaperId, moment
from paperlode.query.categories import categories
from paperlode.sources import names
from paperlode.sources.entry import one_line, paragraphs
from paperlode.sources.names import Name
from paperlode.sources.withdrawn import is_withdrawn
from paperlode.text.converted import unicode_as_arxiv

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lxml.etree import _Element as Element


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a paper, as its history in ``arXivRaw`` lists it."""

    number: int
    submitted: datetime
    size: str = ""
    """As arXiv writes it: ``14kb``."""
    source: str = ""
    """Letters for what the source is; ``I`` says that the version withdraws the paper."""

    @property
    def withdrawn(self) -> bool:
        """Whether this version is a notice of withdrawal."""
        return "I" in self.source


@dataclass(frozen=True, slots=True)
class Record:
    """What one record says."""

    paper: Paper
    """The newest version. Its number and its times can be relied on only when ``certain``."""
    stamp: date
    """The UTC day of the record's last change, whatever changed; no date of submission."""
    sets: tuple[str, ...] = ()
    authors: tuple[Name, ...] = ()
    versions: tuple[Version, ...] = ()
    """The whole history, in ``arXivRaw``; other formats have none."""
    others: Mapping[str, str] = field(default_factory=dict)
    """What a paper has no place for, by arXiv's names: submitter, proxy, classes, ``updated``."""

    @property
    def certain(self) -> bool:
        """Whether the format tells which version the record is of."""
        return bool(self.versions)


@dataclass(frozen=True, slots=True)
class Header:
    """The head of a record: which paper, when last changed, in which sets, whether deleted."""

    id: str
    stamp: date
    sets: tuple[str, ...]
    deleted: bool


def header(record: Element) -> Header:
    """Read the head of a record; ValueError says what is wrong with it."""
    found = _child(record, "header")
    if found is None:
        raise ValueError("it has no header")
    texts = dict(_texts(found))
    sets = tuple(_said(part) for part in found if _name(part) == "setSpec")
    try:
        identifier = PaperId.parse(texts.get("identifier", "")).id
    except InputError as error:
        raise ValueError(f"its identifier is {texts.get('identifier', '')!r}") from error
    stamp = moment(texts.get("datestamp", "")).date()
    return Header(identifier, stamp, sets, found.get("status") == "deleted")


def record(element: Element, head: Header) -> Record:
    """Read a record; ValueError says what keeps it from being a paper."""
    metadata = _child(element, "metadata")
    content = metadata[0] if metadata is not None and len(metadata) else None
    if content is None:
        raise ValueError("it has no metadata")
    reader = _FORMATS.get(_name(content))
    if reader is None:
        raise ValueError(f"its format {_name(content)!r} is not one of {', '.join(_FORMATS)}")
    return reader(content, head)


def _raw(content: Element, head: Header) -> Record:
    """Read ``arXivRaw``: the whole history, authors in one line, TeX as it was typed."""
    texts = dict(_texts(content))
    versions = tuple(sorted(_versions(content), key=lambda version: version.number))
    if not versions:
        raise ValueError("it has no version")
    authors = names.split(texts.get("authors", ""))
    paper = current(texts, head.id, versions, authors)
    return Record(paper, head.stamp, head.sets, authors, versions, _others(texts))


def current(
    texts: Mapping[str, str], identifier: str, versions: Sequence[Version], authors: Iterable[Name]
) -> Paper:
    """Make the newest version of a paper whose history, in ascending order, is known.

    ``texts`` has what arXiv states under the names that ``arXivRaw`` and arXiv's snapshot give it.
    """
    return _paper(
        texts,
        identifier,
        authors=authors,
        version=versions[-1].number,
        submitted=versions[0].submitted,
        updated=versions[-1].submitted,
        withdrawn=versions[-1].withdrawn,
    )


def _structured(content: Element, head: Header) -> Record:
    """Read ``arXiv``: authors in parts, and days that say little."""
    texts = dict(_texts(content))
    authors = tuple(_authors(_child(content, "authors")))
    created = _day(texts.get("created", "") or texts.get("updated", ""))
    paper = _paper(texts, head.id, authors=authors, submitted=created, updated=created)
    return Record(paper, head.stamp, head.sets, authors, others=_others(texts))


def _old(content: Element, head: Header) -> Record:
    """Read ``arXivOld``: no times at all, so the day of the last change stands in."""
    texts = dict(_texts(content))
    authors = names.split(texts.get("authors", ""))
    day = datetime.combine(head.stamp, datetime.min.time(), UTC)
    paper = _paper(texts, head.id, authors=authors, submitted=day, updated=day)
    return Record(paper, head.stamp, head.sets, authors, others=_others(texts))


def _dublin_core(content: Element, head: Header) -> Record:
    """Read ``oai_dc``: names of categories instead of categories, days of the first and the last.

    Two days mean at least two versions; how many there are is not said.
    """
    said: dict[str, list[str]] = {}
    for name, text in _texts(content):
        said.setdefault(name, []).append(text)
    abstract, *notes = said.get("description", [""])
    first, *last = [_day(text) for text in said.get("date", [""])]
    authors = tuple(_turned(name) for name in said.get("creator", []))
    texts = {
        "title": " ".join(said.get("title", [])),
        "abstract": abstract,
        "comments": " ".join(note.removeprefix("Comment:").strip() for note in notes),
        "categories": " ".join(_categories(head.sets, said.get("subject", []))),
        **_identifiers(said.get("identifier", [])),
    }
    paper = _paper(
        texts,
        head.id,
        authors=authors,
        version=2 if last else 1,
        submitted=first,
        updated=last[-1] if last else first,
    )
    classes = [text for text in said.get("subject", []) if re.match(r"\d\d|[A-K]\.", text)]
    others = {"msc-class": "; ".join(classes)} if classes else {}
    return Record(paper, head.stamp, head.sets, authors, others=others)


_FORMATS = {"arXivRaw": _raw, "arXiv": _structured, "arXivOld": _old, "dc": _dublin_core}


def _paper(
    texts: Mapping[str, str],
    identifier: str,
    *,
    authors: Iterable[Name],
    submitted: datetime,
    updated: datetime,
    version: int = 1,
    withdrawn: bool = False,
) -> Paper:
    """Make a paper of what all formats say alike; text as arXiv's search service shows it."""
    if texts.get("id", identifier) != identifier:
        raise ValueError(f"its header names {identifier}, its metadata {texts['id']}")
    shown = {name: unicode_as_arxiv(text) for name, text in texts.items()}
    abstract = paragraphs(shown.get("abstract", ""))
    comment = one_line(shown.get("comments", "")) or None
    return Paper(
        id=identifier,
        version=version,
        title=one_line(shown.get("title", "")),
        abstract=abstract,
        authors=names.people(map(str, authors)),
        categories=tuple(dict.fromkeys(texts.get("categories", "").split())),
        submitted=submitted,
        updated=updated,
        comment=comment,
        journal_ref=one_line(shown.get("journal-ref", "")) or None,
        doi=" ".join(dict.fromkeys(_DOIS.split(texts.get("doi", "")))) or None,
        report_no=one_line(shown.get("report-no", "")) or None,
        license=one_line(texts.get("license", "")) or None,
        withdrawn=withdrawn or is_withdrawn(comment, abstract),
    )


def _name(element: Element) -> str:
    """Give an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _said(element: Element) -> str:
    """Give the text of an element as it stands, without white space around it."""
    return (element.text or "").strip()


def _texts(element: Element) -> Iterator[tuple[str, str]]:
    """Give names and texts of the parts that hold text."""
    return ((_name(part), _said(part)) for part in element if not len(part))


def _child(element: Element, name: str) -> Element | None:
    return next((part for part in element if _name(part) == name), None)


_NUMBER = re.compile(r"v?([1-9]\d{0,4})")
_NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905  easier to read
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_TIME = re.compile(
    r"(?:[A-Z][a-z]{2},\s+)?(\d{1,2})\s+([A-Z][a-z]{2})\s+(\d{4})\s+(\d\d):(\d\d):(\d\d)"
    r"(?:\s+(?:GMT|UTC|\+0000))?"
)


def _versions(content: Element) -> Iterator[Version]:
    """Read the history: ``<version version="v2"><date>Sat, 3 Feb 2024 10:11:12 GMT</date>``."""
    for part in content:
        if _name(part) == "version":
            said = dict(_texts(part))
            yield version(
                part.get("version", ""),
                said.get("date", ""),
                size=said.get("size", ""),
                source=said.get("source_type", ""),
            )


def version(name: str, date: str, *, size: str = "", source: str = "") -> Version:
    """Read a version as arXiv's histories tell it: ``v2``, ``Sat, 3 Feb 2024 10:11:12 GMT``.

    ValueError says what is wrong with it.
    """
    number = _NUMBER.fullmatch(name)
    if number is None:
        raise ValueError(f"one of its versions is called {name!r}")
    return Version(int(number[1]), _time(date), size, source)


def _time(text: str) -> datetime:
    """Read a time as arXiv writes it in histories; days have one digit or two."""
    found = _TIME.fullmatch(text)
    if found is None or found[2] not in _MONTHS:
        raise ValueError(f"the time of one of its versions is {text!r}")
    day, month, *rest = found.groups()
    year, hour, minute, second = map(int, rest)
    return datetime(year, _MONTHS[month], int(day), hour, minute, second, tzinfo=UTC)


def _day(text: str) -> datetime:
    try:
        return moment(text)
    except ValueError as error:
        raise ValueError(f"one of its days is {text!r}") from error


def _authors(listed: Element | None) -> Iterator[Name]:
    """Read authors in parts; arXiv splits ``BELLE Collaboration: A. One`` into three of them."""
    for author in listed if listed is not None else ():
        said: dict[str, list[str]] = {}
        for part, text in _texts(author):
            said.setdefault(part, []).append(unicode_as_arxiv(one_line(text)))
        surname, forenames, suffix = (
            " ".join(said.get(part, [])) for part in ("keyname", "forenames", "suffix")
        )
        if re.search(r"\w", surname):
            yield Name(surname, forenames, suffix, tuple(said.get("affiliation", ())))


def _turned(creator: str) -> Name:
    """Read ``Surname Suffix, Forenames``."""
    surname, _, forenames = unicode_as_arxiv(one_line(creator)).partition(", ")
    *before, last = surname.split() or [""]
    if before and names.is_suffix(last):
        return Name(" ".join(before), forenames, last)
    return Name(surname, forenames)


_DOIS = re.compile(r"[\s,;]+(?=10\.\d{4})|\s+")
_KEPT = ("submitter", "proxy", "msc-class", "updated")
_ACM = re.compile(r"[A-K]\.(?:\d|m)")


def _others(texts: Mapping[str, str]) -> dict[str, str]:
    """Keep what a paper has no place for.

    In ``arXiv`` and ``arXivRaw`` arXiv prints the MSC class as ``acm-class``, or ``None``: it is
    believed only when it can be an ACM class.
    """
    kept = {name: one_line(texts.get(name, "")) for name in _KEPT}
    acm = one_line(texts.get("acm-class", ""))
    if _ACM.match(acm):
        kept["acm-class"] = acm
    return {name: unicode_as_arxiv(text) for name, text in kept.items() if text}


_LEVELS = 3


def _categories(sets: Iterable[str], subjects: Iterable[str]) -> tuple[str, ...]:
    """Find the categories behind names: through full sets, else by name within the sets.

    The service before 2025 gave sets of archives, and ``Mathematics - Logic`` as the name.
    """
    known, listed, named = categories(), list(sets), list(subjects)
    from_sets = (
        name
        for one in listed
        if (name := ".".join(one.split(":")[1:])) in known
        and (one.count(":") == _LEVELS - 1 or known[name].name in named)
    )
    from_names = (
        category.id
        for subject in named
        for category in known.values()
        if subject in (category.name, f"{category.archive_name} - {category.name}")
        and any(category.archive in one.split(":") for one in listed)
    )
    return tuple(dict.fromkeys([*from_sets, *from_names]))


def _identifiers(said: Iterable[str]) -> dict[str, str]:
    """Tell addresses, DOI and journal reference apart, which ``oai_dc`` gives one after another."""
    found: dict[str, list[str]] = {}
    for text in said:
        if text.startswith("doi:"):
            found.setdefault("doi", []).append(text.removeprefix("doi:"))
        elif not re.match(r"https?://(?:[a-z]+\.)?arxiv\.org/abs/", text):
            found.setdefault("journal-ref", []).append(text)
    return {name: " ".join(texts) for name, texts in found.items()}
