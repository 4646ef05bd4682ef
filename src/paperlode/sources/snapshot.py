"""Lines of arXiv's metadata snapshot, and of our own records: each becomes a paper.

arXiv publishes the snapshot as ``arxiv-metadata-oai-snapshot.json``: one JSON object a line, made
from a harvest of its OAI-PMH service, of each paper the newest version. Source: the page of arXiv's
data set on Kaggle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from paperlode.errors import InputError, RecordError
from paperlode.paper import Paper, PaperId, read_object
from paperlode.sources import names
from paperlode.sources.entry import one_line
from paperlode.sources.oai_record import current, version

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from paperlode.sources.names import Name
    from paperlode.sources.oai_record import Version

_TEXTS = (
    "title",
    "abstract",
    "comments",
    "journal-ref",
    "doi",
    "report-no",
    "license",
    "categories",
)
_NEEDED = frozenset({"title", "abstract", "categories"})


def read(line: str | bytes) -> Paper:
    """Read a line of either kind; RecordError says what is wrong with it."""
    record = read_object(line)
    if "versions" not in record:
        return Paper.from_record(record)
    try:
        # Half a character, which JSON can say and no file can hold, is refused with the rest.
        return Paper.from_record(_paper(record).to_record()) if _halved(line) else _paper(record)
    except ValueError as error:
        raise RecordError(str(error)) from error


def _halved(line: str | bytes) -> bool:
    r"""Tell whether a line may say half a character: only as ``\ud83d``."""
    if isinstance(line, bytes):
        return b"\\u" in line and b"\\ud" in line.lower()
    return "\\u" in line and "\\ud" in line.lower()


def _paper(record: Mapping[str, Any]) -> Paper:
    identifier = _identifier(record)
    texts = {name: _text(record, name) for name in _TEXTS}
    history = sorted(_versions(record), key=lambda one: one.number)
    if not history:
        raise ValueError("field 'versions' names no version")
    return current(texts, identifier, history, _authors(record))


def _identifier(record: Mapping[str, Any]) -> str:
    said = record.get("id")
    if not isinstance(said, str):
        raise RecordError(f"field 'id': {said!r} is not a text (some programs make it a number)")
    try:
        found = PaperId.parse(said)
    except InputError as error:
        raise RecordError(f"field 'id': {error}") from error
    return found.id


def _text(record: Mapping[str, Any], name: str) -> str:
    said = record.get(name)
    if said is None and name not in _NEEDED:
        return ""
    if not isinstance(said, str):
        raise RecordError(f"field '{name}' is {'missing' if said is None else 'not a text'}")
    return said.strip()


def _versions(record: Mapping[str, Any]) -> Iterator[Version]:
    listed = record["versions"]
    for one in listed if isinstance(listed, list) else ():
        if not isinstance(one, dict):
            raise RecordError("field 'versions' is no list of objects")
        yield version(str(one.get("version", "")), str(one.get("created", "")))


def _authors(record: Mapping[str, Any]) -> tuple[Name, ...]:
    """Take the line of authors apart as for OAI-PMH, so that both channels tell the same names."""
    said = record.get("authors")
    if isinstance(said, str):
        return names.split(said)
    return tuple(_parsed(record.get("authors_parsed")))


def _parsed(listed: object) -> Iterator[Name]:
    """Read authors in parts: surname, forenames, suffix, affiliations."""
    if not isinstance(listed, list):
        raise RecordError("field 'authors' is missing")
    for parts in listed:
        if not isinstance(parts, list) or not parts:
            raise RecordError("field 'authors_parsed' is no list of lists")
        texts = [one_line(part) for part in parts if isinstance(part, str)] or [""]
        surname, forenames, suffix, *_ = *texts, "", ""
        yield names.Name(surname, forenames, suffix)
