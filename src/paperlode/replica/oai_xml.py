"""OAI-PMH answers as XML, element by element as arXiv's service writes them.

Source: the code of arXiv's service since March 2025 (github.com/arXiv/oaipmh, ``templates``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from paperlode.paper import Author, stamp
from paperlode.replica.markup import attribute, element, optional, text
from paperlode.replica.subjects import filed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from paperlode.paper import Paper

BASE_URL = "https://oaipmh.arxiv.org/oai"
EARLIEST = "2005-09-16"
"""No datestamp lies before this day."""
PREFIX = "oai:arXiv.org:"

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_OAI = "http://www.openarchives.org/OAI/2.0/"
_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_EPRINTS = "http://www.openarchives.org/OAI/1.1/eprints"
_POLICIES = "https://info.arxiv.org/help/oa"


@dataclass(frozen=True, slots=True)
class Item:
    """What the repository has of one paper."""

    versions: Sequence[Paper]
    """All visible versions, ascending; the last is the current one."""
    datestamp: date
    sets: Sequence[str]

    @property
    def paper(self) -> Paper:
        """The current version."""
        return self.versions[-1]


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a paper."""

    prefix: str
    schema: str
    namespace: str
    write: Callable[[Item], str]


def document(now: datetime, asked: Mapping[str, str], body: str) -> bytes:
    """Write an answer; ``asked`` are the arguments that the request element repeats."""
    echo = "".join(f' {name}="{attribute(value)}"' for name, value in asked.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<OAI-PMH xmlns="{_OAI}" xmlns:xsi="{_XSI}"'
        f' xsi:schemaLocation="{_OAI} {_OAI}OAI-PMH.xsd">\n'
        f"<responseDate>{stamp(now)}</responseDate>\n"
        f"<request{echo}>{BASE_URL.replace('https', 'http')}</request>\n"
        f"{body}\n</OAI-PMH>\n"
    ).encode()


def error(code: str, sentence: str) -> str:
    """Write an error, which comes with status 200."""
    return f'<error code="{code}">{text(sentence)}</error>'


def identify() -> str:
    """Write what the repository is."""
    policies = (
        ("metadataPolicy", "Metadata may be harvested through OAI-PMH", "metadataPolicy.html"),
        ("dataPolicy", "Full texts are not to be harvested without agreement", "dataPolicy.html"),
    )
    return (
        "<Identify>\n<repositoryName>arXiv</repositoryName>\n"
        f"<baseURL>{BASE_URL}</baseURL>\n<protocolVersion>2.0</protocolVersion>\n"
        f"<adminEmail>help@arxiv.org</adminEmail>\n<earliestDatestamp>{EARLIEST}"
        "</earliestDatestamp>\n<deletedRecord>persistent</deletedRecord>\n"
        "<granularity>YYYY-MM-DD</granularity>\n"
        f'<description><eprints xmlns="{_EPRINTS}"'
        f' xsi:schemaLocation="{_EPRINTS} {_EPRINTS}.xsd">\n'
        "<content><text>E-prints archived by their authors</text></content>\n"
        + "".join(
            f"<{name}><text>{words}</text><URL>{_POLICIES}/{page}</URL></{name}>\n"
            for name, words, page in policies
        )
        + "</eprints></description>\n</Identify>"
    )


def formats() -> str:
    """Write which formats there are; every paper comes in all of them."""
    listed = (
        f"<metadataFormat>{element('metadataPrefix', each.prefix)}"
        f"{element('schema', each.schema)}{element('metadataNamespace', each.namespace)}"
        "</metadataFormat>\n"
        for each in FORMATS.values()
    )
    return f"<ListMetadataFormats>\n{''.join(listed)}</ListMetadataFormats>"


def sets(listed: Iterable[tuple[str, str]]) -> str:
    """Write the sets with their names."""
    lines = (
        f"<set>{element('setSpec', spec)}{element('setName', name)}</set>\n"
        for spec, name in listed
    )
    return f"<ListSets>\n{''.join(lines)}</ListSets>"


def header(item: Item) -> str:
    """Write a header."""
    specs = "".join(element("setSpec", spec) for spec in item.sets)
    return (
        f"<header>{element('identifier', PREFIX + item.paper.id)}"
        f"{element('datestamp', item.datestamp.isoformat())}{specs}</header>\n"
    )


def record(item: Item, form: Format) -> str:
    """Write a paper with its header."""
    return f"<record>{header(item)}<metadata>\n{form.write(item)}</metadata></record>\n"


def token(value: str, expires: datetime) -> str:
    """Write where a list goes on; an empty value says that it ends."""
    if not value:
        return "<resumptionToken/>\n"
    return f'<resumptionToken expirationDate="{stamp(expires)}">{text(value)}</resumptionToken>\n'


# --- formats


def _dublin_core(item: Item) -> str:
    first, paper = item.versions[0], item.paper
    dates = dict.fromkeys((first.submitted, paper.updated))
    fields = [
        ("title", paper.title),
        *(("creator", _inverted(name)) for name in paper.authors),
        *(("subject", name) for name in dict.fromkeys(c.name for c in filed(paper.categories))),
        ("description", f"{paper.abstract} " if paper.abstract else ""),
        ("description", paper.comment),
        *(("date", stamp(moment)[:10]) for moment in dates),
        ("type", "text"),
        ("identifier", f"https://arxiv.org/abs/{paper.id}"),
        ("identifier", f"http://arxiv.org/abs/{paper.id}"),
        ("identifier", paper.journal_ref),
        ("identifier", f"doi:{paper.doi}" if paper.doi else ""),
    ]
    body = "\n".join(filter(None, (optional(f"dc:{name}", value) for name, value in fields)))
    return (
        f'<oai_dc:dc xmlns:oai_dc="{_DC}" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:xsi="{_XSI}" xsi:schemaLocation="{_DC} {FORMATS["oai_dc"].schema}">\n'
        f"{body}\n</oai_dc:dc>"
    )


@lru_cache(maxsize=50_000)
def _inverted(name: str) -> str:
    parts = Author.of(name)
    keyname = f"{parts.surname} {parts.suffix}".rstrip()
    return f"{keyname}, {parts.forenames}" if parts.forenames else keyname


def _arxiv(item: Item) -> str:
    paper = item.paper
    return _own(
        "arXiv",
        element("id", paper.id),
        element("created", stamp(paper.updated)[:10]),
        element("updated", item.datestamp.isoformat()),
        f"<authors>{''.join(map(_author, paper.authors))}</authors>",
        element("title", paper.title),
        optional("categories", " ".join(paper.categories)),
        optional("comments", paper.comment),
        optional("report-no", paper.report_no),
        optional("journal-ref", paper.journal_ref),
        optional("doi", paper.doi),
        optional("license", paper.license),
        optional("abstract", paper.abstract),
    )


@lru_cache(maxsize=50_000)
def _author(name: str) -> str:
    parts = Author.of(name)
    return (
        f"<author>{element('keyname', parts.surname)}{optional('forenames', parts.forenames)}"
        f"{optional('suffix', parts.suffix)}</author>"
    )


def _raw(item: Item) -> str:
    paper = item.paper
    return _own(
        "arXivRaw",
        element("id", paper.id),
        element("submitter", next(iter(paper.authors), "")),
        *_history(item.versions),
        element("title", paper.title),
        element("authors", ", ".join(paper.authors)),
        element("categories", " ".join(paper.categories)),
        optional("comments", paper.comment),
        optional("report-no", paper.report_no),
        optional("journal-ref", paper.journal_ref),
        optional("doi", paper.doi),
        optional("license", paper.license),
        optional("abstract", paper.abstract),
    )


def _history(versions: Sequence[Paper]) -> Iterator[str]:
    """Write the versions; of a first one that we do not have its date is known all the same."""
    if versions[0].version > 1:
        yield _version(1, versions[0].submitted, withdrawn=False)
    for paper in versions:
        yield _version(paper.version, paper.updated, withdrawn=paper.withdrawn)


def _version(number: int, submitted: datetime, *, withdrawn: bool) -> str:
    """Write a version: a size of 0 kB stands where the service does not know it."""
    when = format_datetime(submitted.astimezone(UTC), usegmt=True)
    kind = element("source_type", "I") if withdrawn else ""
    return f'<version version="v{number}"><date>{when}</date><size>0kb</size>{kind}</version>'


def _old(item: Item) -> str:
    paper = item.paper
    return _own(
        "arXivOld",
        element("id", paper.id),
        element("title", paper.title),
        element("authors", ", ".join(paper.authors)),
        element("categories", " ".join(paper.categories)),
        optional("comments", paper.comment),
        optional("report-no", paper.report_no),
        optional("journal-ref", paper.journal_ref),
        optional("doi", paper.doi),
        optional("abstract", paper.abstract),
        optional("license", paper.license),
    )


def _own(name: str, *children: str) -> str:
    """Write one of arXiv's own formats; what a paper lacks is absent."""
    form = FORMATS[name]
    body = "\n".join(filter(None, children))
    return (
        f'<{name} xmlns="{form.namespace}" xmlns:xsi="{_XSI}"'
        f' xsi:schemaLocation="{form.namespace} {form.schema}">\n{body}\n</{name}>'
    )


def _format(prefix: str, write: Callable[[Item], str]) -> Format:
    schema = f"https://oaipmh.arxiv.org/OAI/{prefix}.xsd"
    return Format(prefix, schema, f"http://arxiv.org/OAI/{prefix}/", write)


FORMATS = {
    "oai_dc": Format("oai_dc", f"{_DC.replace('http', 'https')[:-1]}.xsd", _DC, _dublin_core),
    "arXiv": _format("arXiv", _arxiv),
    "arXivRaw": _format("arXivRaw", _raw),
    "arXivOld": _format("arXivOld", _old),
}
"""The formats by their prefixes."""
