"""An existing *ArXiv Daily* tracker as it lies in its folder, read without touching it.

Such a tracker keeps ``config.json``, one ``arxiv_results_YYYYMMDD_HHMMSS.json`` a day (named by
Singapore's clock) and ``known_papers.json`` (identifier to version).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from paperlode import config
from paperlode.errors import InputError, TrackerError
from paperlode.paper import Paper, PaperId
from paperlode.progress import silent
from paperlode.sources import search_api

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from paperlode.progress import Progress
    from paperlode.topic import Topic

SINGAPORE = timezone(timedelta(hours=8), "SGT")
"""The clock by which such trackers name their files, wherever they run."""

LARGEST = 256 * 2**20
"""Bytes; a result file of a year has about one million."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that could not be read: a file, or one entry of it."""

    place: str
    why: str

    def __str__(self) -> str:
        return f"{self.place}: {self.why}"


@dataclass(frozen=True, slots=True)
class Results:
    """What one result file lists."""

    name: str
    seen: datetime
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What ``known_papers.json`` says."""

    versions: Mapping[str, int] = field(default_factory=dict)
    entries: int = 0
    """Its entries, with those that are unreadable or named twice."""


@dataclass(frozen=True, slots=True)
class Tracker:
    """An existing tracker as it was read."""

    topic: Topic
    results: tuple[Results, ...]
    """Ascending in time."""
    known: Known
    now: datetime
    settings: bytes
    """``config.json`` as it is."""
    skipped: tuple[Skipped, ...] = ()

    @property
    def until(self) -> datetime:
        """Up to when the tracker itself looked: the time of its last result file."""
        return self.results[-1].seen if self.results else self.now


# Reading


def read(folder: Path, now: datetime, progress: Progress = silent) -> Tracker:
    """Read the tracker in ``folder``; what cannot be read is named in ``skipped``.

    Raises TrackerError when the folder holds no tracker, or its settings or its list of known
    papers are broken. Files dated after ``now`` are skipped.
    """
    settings, topic, places = _settings(folder / "config.json")
    skipped: list[Skipped] = []
    results = tuple(_results(places["output_dir"], now, skipped, progress))
    known = _known(places["known_papers_file"], skipped)
    if not results and not known.entries:
        raise TrackerError(
            f"{folder} holds no tracker: no readable arxiv_results_*.json in "
            f"{places['output_dir']} and no {places['known_papers_file']}"
            + "".join(f"\n  {one}" for one in skipped)
        )
    skipped.sort(key=lambda one: one.place.split(",")[0])
    return Tracker(topic, results, known, now, settings, tuple(skipped))


_PLACES = {"output_dir": "./data/results", "known_papers_file": "./data/known_papers.json"}


def _settings(path: Path) -> tuple[bytes, Topic, dict[str, Path]]:
    """Read query and places; the environment does not change what the tracker asked."""
    if not path.is_file():
        raise TrackerError(f"{path.parent} holds no tracker: there is no config.json in it")
    try:
        (topic,) = config.load(path, {}).topics
    except InputError as error:
        raise TrackerError(f"the tracker's settings cannot be used: {error}") from error
    settings = path.read_bytes()
    said = json.loads(settings.decode("utf-8-sig"))
    places = {key: said.get(key, usual) for key, usual in _PLACES.items()}
    for key, place in places.items():
        if not isinstance(place, str) or "\0" in place:
            raise TrackerError(f'config.json: "{key}" must be a path such as "{_PLACES[key]}"')
    return settings, topic, {key: path.parent / place for key, place in places.items()}


_NAME = re.compile(r"arxiv_results_(\d{8}_\d{6})\.json", re.ASCII)


def _results(
    folder: Path, now: datetime, skipped: list[Skipped], progress: Progress
) -> Iterator[Results]:
    dated = sorted(_dated(folder, now, skipped))
    for done, (seen, name) in enumerate(dated, start=1):
        progress("result files", done, len(dated))
        try:
            entries = _entries(folder / name)
        except ValueError as error:
            skipped.append(Skipped(name, str(error)))
        else:
            yield Results(name, seen, tuple(_papers(entries, name, skipped)))


def _dated(folder: Path, now: datetime, skipped: list[Skipped]) -> Iterator[tuple[datetime, str]]:
    """Give the result files with their times; name what else lies there."""
    try:
        names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        skipped.append(Skipped(str(folder), error.strerror or "cannot be read"))
        return
    for name in names:
        seen = _time(name)
        if seen is None:
            skipped.append(Skipped(name, "its name is not arxiv_results_YYYYMMDD_HHMMSS.json"))
        elif seen > now:
            skipped.append(Skipped(name, "its name says a time that is still to come"))
        else:
            yield seen, name


def _time(name: str) -> datetime | None:
    found = _NAME.fullmatch(name)
    try:
        local = datetime.strptime(found[1] if found else "", "%Y%m%d_%H%M%S")  # noqa: DTZ007  next
        return local.replace(tzinfo=SINGAPORE).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _json(path: Path) -> Any:  # noqa: ANN401  anything JSON can say
    """Read a JSON file; objects come as lists of pairs, so that no key hides another.

    ValueError says what is wrong. Pipes and devices are not opened: reading one may never end.
    """
    try:
        if not path.is_file():
            raise ValueError("it is no file" if path.exists() else "it is not there")
        if path.stat().st_size > LARGEST:
            raise ValueError(f"it is larger than {LARGEST // 2**20} MiB")
        text = path.read_bytes().decode("utf-8-sig")
        if not text.strip():
            raise ValueError("it is empty")
        return json.loads(text, object_pairs_hook=_Pairs)
    except OSError as error:
        raise ValueError(f"it cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ValueError("it is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise ValueError(
            f"not valid JSON: {error.msg} (line {error.lineno}, column {error.colno})"
        ) from error
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


class _Pairs(list[tuple[str, Any]]):
    """A JSON object as it stands, with keys that are named twice."""


def _entries(path: Path) -> list[object]:
    data = _json(path)
    if not isinstance(data, list) or isinstance(data, _Pairs):
        raise ValueError("it is no list of papers")  # noqa: TRY004  one error for a bad file
    return data


def _papers(entries: list[object], name: str, skipped: list[Skipped]) -> Iterator[Paper]:
    """Give a file's papers, each version once."""
    seen: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        try:
            paper = paper_of(entry)
        except (ValueError, OverflowError) as error:
            skipped.append(Skipped(f"{name}, entry {number}", str(error)))
        else:
            if paper.name not in seen:
                yield paper
            seen.add(paper.name)


# One entry of a result file

OLDEST = 1980
"""No paper on arXiv says a year before 1986; earlier ones are accidents of a clock."""


def paper_of(entry: object) -> Paper:
    """Read one entry of a result file; ValueError says why it is no paper.

    Its texts are those of the search API of its day, so they are treated like an answer of it.
    """
    if not isinstance(entry, _Pairs | dict):
        raise ValueError("it is no object")  # noqa: TRY004  one error for a bad entry
    said = dict(entry)
    parts = search_api.Parts(
        texts={
            "id": _identifier(said),
            "title": _text(said, "title"),
            "published": _text(said, "published"),
            "updated": _optional(said, "updated"),
            "abstract": _text(said, "summary"),
            "comment": _optional(said, "comment"),
            "journal_ref": _optional(said, "journal_ref"),
        },
        authors=_texts(said, "authors"),
        terms=_texts(said, "categories"),
        dois=[_optional(said, "doi")],
        primary=_optional(said, "primary_category"),
    )
    paper = search_api.paper(parts)
    if min(paper.submitted.year, paper.updated.year) < OLDEST:
        raise ValueError(f"its time is before {OLDEST}")
    return paper


def _identifier(said: dict[str, Any]) -> str:
    """Put the version behind the identifier where only ``version`` tells it."""
    identifier = (_optional(said, "id") or _optional(said, "base_id")).strip()
    version = str(said.get("version") or "").removeprefix("v")
    has_version = re.search(r"v\d+$", identifier)
    return identifier if has_version or not version else f"{identifier}v{version}"


def _text(said: dict[str, Any], key: str) -> str:
    value = _optional(said, key)
    if not value.strip():
        raise ValueError(f'"{key}" is missing or empty')
    return value


def _optional(said: dict[str, Any], key: str) -> str:
    value = said.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f'"{key}" is not a text')  # noqa: TRY004  one error for a bad entry
    return _writable(value)


def _texts(said: dict[str, Any], key: str) -> list[str]:
    value = said.get(key)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f'"{key}" is not a list of texts')
    return [_writable(item) for item in value]


def _writable(text: str) -> str:
    """Replace halves of UTF-16 pairs, which JSON can spell and no file can hold."""
    return re.sub(r"[\ud800-\udfff]", "\ufffd", text)


# The list of known papers


def _known(path: Path, skipped: list[Skipped]) -> Known:
    """Read identifiers and versions; a list of identifiers is understood as well."""
    if not path.exists():
        skipped.append(Skipped(path.name, "it is not there; only the result files were read"))
        return Known()
    try:
        data = _json(path)
    except ValueError as error:
        raise TrackerError(f"the list of known papers {path} cannot be used: {error}") from error
    if not isinstance(data, list):
        raise TrackerError(f"the list of known papers {path} is no object of identifiers")
    pairs = data if isinstance(data, _Pairs) else [(one, None) for one in data]
    return _versions(pairs, path.name, skipped)


def _versions(pairs: Iterable[tuple[Any, Any]], name: str, skipped: list[Skipped]) -> Known:
    versions: dict[str, int] = {}
    entries = 0
    for number, (text, version) in enumerate(pairs, start=1):
        entries = number
        try:
            paper = _known_paper(text, version)
        except ValueError as error:
            skipped.append(Skipped(f"{name}, entry {number}", str(error)))
            continue
        if paper.id in versions:
            skipped.append(Skipped(f"{name}, entry {number}", f"{paper.id} is named twice"))
        versions[paper.id] = max(versions.get(paper.id, 1), paper.version or 1)
    return Known(versions, entries)


def _known_paper(text: object, version: object) -> PaperId:
    try:
        paper = PaperId.parse(str(text))
    except InputError as error:
        raise ValueError(str(error)) from error
    if version is None:
        return paper
    number = re.fullmatch(r"v?([1-9]\d{0,3})", str(version), re.ASCII)
    if number is None or isinstance(version, bool):
        raise ValueError(f"{version!r} is no version of {paper.id}")
    return PaperId(paper.id, int(number[1]))
