"""What a reader thinks of papers, and what was concluded from it: marks, ranks, portraits.

A mark is a word of the reader's on a paper; marks are a log like sightings, and the newest one
holds. A rank is what the ranking said of a piece of news on the day on which it came, with its
reasons, so that an old day looks as it did whatever was learned since.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  a field of a record
from enum import StrEnum
from typing import Any

from paperlode.errors import RecordError
from paperlode.paper import PaperId, moment, stamp


class Word(StrEnum):
    """What a reader says of a paper; of two words of one moment the first here holds."""

    LIKED = "liked"
    HIDDEN = "hidden"
    FORGOTTEN = "forgotten"
    """Neither liked nor hidden any more."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A reader said a word on a paper, at a moment, through a source."""

    id: str
    at: datetime
    word: Word
    source: str
    """Whence it came: ``command``, ``site``, ``preset ai4mat``, ``refs.bib``, ``zotero ...``."""

    @property
    def place(self) -> tuple[str, int, str]:
        """Sort key under which the last mark of a paper is the one that holds."""
        return (stamp(self.at), -tuple(Word).index(self.word), self.source)

    def to_record(self) -> dict[str, Any]:
        """Give the JSON object of the archive's ``library.jsonl``."""
        return {
            "id": self.id,
            "at": stamp(self.at),
            "word": str(self.word),
            "source": self.source,
        }

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Mark:
        """Read such an object back; RecordError names what is missing or wrong."""
        try:
            return cls(
                id=_identifier(record),
                at=moment(record["at"]),
                word=Word(record["word"]),
                source=str(record["source"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise RecordError(f"not a mark: {error}") from error


def _identifier(record: dict[str, Any]) -> str:
    """Take an identifier without version; RecordError (InputError) when it is none."""
    try:
        found = PaperId.parse(str(record["id"]))
    except Exception as error:
        raise ValueError(f"'id' is {record.get('id')!r}") from error
    if str(found) != record["id"] or found.version is not None:
        raise ValueError(f"'id' is {record['id']!r}")
    return found.id


@dataclass(frozen=True, slots=True)
class Strike:
    """A reader struck out a word that ranking went by, or took that back."""

    word: str
    """A word, a pair of words or a category, as the page of what was learned shows it."""
    at: datetime
    on: bool
    """False: it counts again."""

    def over(self, other: Strike | None) -> bool:
        """Say whether this one holds: the later one, and of one moment the one that strikes."""
        return other is None or (self.at, self.on) > (other.at, other.on)

    def to_record(self) -> dict[str, Any]:
        """Give the JSON object of the archive's ``strikes.jsonl``."""
        return {"word": self.word, "at": stamp(self.at), "on": self.on}

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Strike:
        """Read such an object back; RecordError names what is missing or wrong."""
        try:
            word, on, at = record["word"], record["on"], moment(record["at"])
        except (KeyError, TypeError, ValueError) as error:
            raise RecordError(f"not a word that is struck out: {error}") from error
        if not isinstance(on, bool) or not isinstance(word, str) or not is_word(word):
            raise RecordError("not a word that is struck out: 'word' or 'on' is none")
        return cls(word, at.replace(microsecond=0), on)


LONGEST_WORD = 200


def is_word(text: str) -> bool:
    """Say whether a text may be struck out: one line of printable characters, not too long."""
    return bool(text.strip()) and text.isprintable() and len(text) <= LONGEST_WORD


class Place(StrEnum):
    """Where a piece of news stands among its like."""

    LIKELY = "likely"
    EXPLORE = "explore"
    """Below the threshold, and shown all the same, so that the reader meets what is new to them."""
    UNLIKELY = "unlikely"
    """Below the threshold: folded away, never dropped."""


Weighed = tuple[tuple[str, float], ...]
"""Words or phrases with their weights, the heaviest first."""


@dataclass(frozen=True, slots=True)
class Rank:
    """What the ranking said of a piece of news when it came."""

    id: str
    version: int
    seen: datetime
    """The moment of the news, as its sighting has it."""
    model: str
    """Names the method and what it had learned from."""
    score: float
    """The higher, the more likely the reader wants it; comparable within one model."""
    above: float
    """Which share of the topics' recent papers it leaves behind, from 0 to 1."""
    place: Place
    speaks_for: Weighed = ()
    speaks_against: Weighed = ()
    near: tuple[tuple[str, str], ...] = ()
    """Identifiers and titles of the liked papers that are nearest."""
    authors: tuple[str, ...] = ()
    """Its authors who are followed, or whose name stands on other papers that are liked."""
    topic: str = ""
    """Whose profile it was; empty: the one for all topics."""

    def to_record(self) -> dict[str, Any]:
        """Give the JSON object of the archive's ``ranks`` shards; absent when empty."""
        record: dict[str, Any] = {
            "id": self.id,
            "version": self.version,
            "seen": stamp(self.seen),
            "topic": self.topic,
            "model": self.model,
            "score": self.score,
            "above": self.above,
            "place": str(self.place),
            "for": list(map(list, self.speaks_for)),
            "against": list(map(list, self.speaks_against)),
            "near": list(map(list, self.near)),
            "authors": list(self.authors),
        }
        return {key: value for key, value in record.items() if value not in ("", [])}

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Rank:
        """Read such an object back; RecordError names what is missing or wrong."""
        try:
            return cls(
                id=str(record["id"]),
                version=int(record["version"]),
                seen=moment(record["seen"]),
                model=str(record["model"]),
                score=float(record["score"]),
                above=float(record["above"]),
                place=Place(record["place"]),
                speaks_for=weighed(record.get("for", [])),
                speaks_against=weighed(record.get("against", [])),
                near=tuple((str(one), str(title)) for one, title in record.get("near", [])),
                authors=tuple(map(str, record.get("authors", []))),
                topic=str(record.get("topic", "")),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise RecordError(f"not a rank: {error}") from error


def weighed(pairs: Any) -> Weighed:  # noqa: ANN401  what JSON gives
    """Read words with their weights; ValueError or TypeError when they are none."""
    return tuple((str(word), float(weight)) for word, weight in pairs)


@dataclass(frozen=True, slots=True)
class Portrait:
    """What was learned of a reader: the page "what paperlode thinks you like"."""

    at: datetime
    """The moment of the first news that were ranked with it."""
    model: str
    liked: int
    hidden: int
    likes: Weighed
    """The words that speak most for a paper."""
    dislikes: Weighed
    topic: str = ""

    def to_record(self) -> dict[str, Any]:
        """Give the JSON object of the archive's ``portraits.jsonl``."""
        return {
            "topic": self.topic,
            "at": stamp(self.at),
            "model": self.model,
            "liked": self.liked,
            "hidden": self.hidden,
            "likes": list(map(list, self.likes)),
            "dislikes": list(map(list, self.dislikes)),
        }

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Portrait:
        """Read such an object back; RecordError names what is missing or wrong."""
        try:
            return cls(
                at=moment(record["at"]),
                model=str(record["model"]),
                liked=int(record["liked"]),
                hidden=int(record["hidden"]),
                likes=weighed(record["likes"]),
                dislikes=weighed(record["dislikes"]),
                topic=str(record["topic"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise RecordError(f"not a portrait: {error}") from error
