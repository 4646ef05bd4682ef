"""Authors' names: arXiv's one line of text taken apart, and names from any channel made alike.

arXiv keeps authors as their submitter typed them: ``A. One (1), B. Two and C. Three (2) ((1) Lab,
(2) Town)``. Its search service shows what its own code makes of that line. We follow that code
(``arxiv/authors`` in arXiv's repository arxiv-base) except where it loses something: here suffixes
stay with their names, a collaboration's name stays whole, and semicolons separate.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from paperlode.text import tex
from paperlode.text.converted import unicode_as_arxiv
from paperlode.text.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Name:
    """An author in parts, as arXiv's records have them."""

    surname: str
    """The whole name of a collaboration, or of somebody with one name."""
    forenames: str = ""
    suffix: str = ""
    affiliations: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join(filter(None, (self.forenames, self.surname, self.suffix)))


def people(shown: Iterable[str]) -> tuple[str, ...]:
    r"""Make names of any channel alike: one for each author, without leftovers of TeX.

    ``Ada One for the Deep Team`` is two authors, ``III`` belongs to the name before it, ``:`` and
    ``et al.`` are nobody, ``and`` before a name is none of it.

    >>> people(["Joe~One,", "III", "Ada {\\"O}ne for the Deep Team", ":"])
    ('Joe One III', 'Ada Öne', 'Deep Team')
    """
    names = tuple(shown)
    if not _is_odd("\n".join(names)):
        return names
    found: list[str] = []
    for name in names:
        for part in _parts(name) if _is_odd(name) else (name,):
            if found and _SUFFIX.fullmatch(part):
                found[-1] += f" {part}"
            else:
                found.append(part)
    return tuple(found)


def _is_odd(names: str) -> bool:
    whole = f"\n{names}\n"
    return " for " in whole or " behalf " in whole or _ODD.search(whole) is not None


def split(line: str) -> tuple[Name, ...]:
    """Take arXiv's line of authors apart; TeX becomes Unicode.

    An affiliation also holds for those before it who have none, as arXiv means it. Numbers stand
    for what a last list of affiliations says of them.
    """
    blocks = list(_blocks(line))
    numbered = _numbered(blocks[-1]) if blocks else {}
    names: list[Name] = []
    waiting = 0
    for block in blocks:
        if not block.startswith("("):
            names.extend(_authors(block))
        elif places := _places(block, numbered):
            names[waiting:] = [_placed(name, places) for name in names[waiting:]]
            waiting = len(names)
    return tuple(names)


def is_suffix(word: str) -> bool:
    """Tell ``Jr.`` and ``III`` from names."""
    return _SUFFIX.fullmatch(word) is not None


_ODD = re.compile(r"[\\{}~;]|[,:]\n|\n(?:\W*\n|(?i:and|for|on|the|et|jr|sr|iii?|iv)\b)")
"""What makes a name, between line ends, worth a closer look; nearly none is.

Every alternative begins with letters of its own, which lets the search skip all others.
"""

_TEX = re.compile(r"[\\{}~]")
_DOTLESS = re.compile("\u0131(?=[\u0300-\u036f])")
_LONGEST = 500
"""Letters of a name in which a collaboration's name is looked for."""
_SUFFIX = re.compile(r"Jr\.?|Sr\.?|II|III|IV")
_ET_AL = re.compile(r"et\.?\s+al\b.*", re.IGNORECASE)
_GROUP = r"(?:collaborations?|consortium|consortia|groups?|teams?)"
_COLLABORATION = re.compile(rf".*\b{_GROUP}", re.IGNORECASE)
_FOR_A_GROUP = re.compile(
    rf"(?P<who>.*?),?\s*\b(?:for|on\s+behalf\s+of)\s+(?:the\s+)?(?P<group>\S.*\b{_GROUP})",
    re.IGNORECASE,
)


def _parts(name: str) -> Iterator[str]:
    """Give the authors of whom a channel made one name."""
    for piece in name.split(";"):
        bare = (_plain(piece) if _TEX.search(piece) else piece).strip(" ,:\\")
        bare = bare.removeprefix("and ")
        said = _FOR_A_GROUP.fullmatch(bare) if len(bare) <= _LONGEST else None
        for part in (said["who"], said["group"]) if said else (bare,):
            if re.search(r"\w", part) and not _ET_AL.fullmatch(part):
                yield part


def _plain(name: str) -> str:
    """Read what is left of TeX; arXiv's conversion leaves an accent before a dotless i."""
    return unicodedata.normalize("NFC", _DOTLESS.sub("i", tex.plain(name)))


def _blocks(line: str) -> Iterator[str]:
    """Cut a line into names and affiliations: what stands in parentheses, however deep."""
    start = depth = 0
    for found in re.finditer(r"[()]", line):
        if found[0] == "(":
            if depth == 0:
                yield line[start : found.start()]
                start = found.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield line[start : found.end()]
                start = found.end()
    if line[start:].strip():
        yield line[start:]


def _authors(block: str) -> Iterator[Name]:
    """Give the authors between two affiliations."""
    text = " ".join(block.replace("\\,", " ").replace(")", " ").split())
    pieces = [piece.strip() for piece in re.split(r"[,:;]", _AND.sub(",", text))]
    for piece in _with_suffixes([piece for piece in pieces if piece]):
        yield from _named[piece]


_AND = re.compile(r"(?:^|,?\s)(?:and|\\?&)\s")


def _names_of(piece: str) -> tuple[Name, ...]:
    return tuple(map(_taken_apart, people([unicode_as_arxiv(_spaced(piece))])))


_named = Memory(_names_of, most=50_000)
"""The same people write again and again."""


def _with_suffixes(pieces: list[str]) -> Iterable[str]:
    """Put a suffix that a comma cut off behind its name again."""
    return _joined_again(pieces) if any(map(_SUFFIX.fullmatch, pieces)) else pieces


def _joined_again(pieces: list[str]) -> Iterator[str]:
    for piece, following in pairwise([*pieces, ""]):
        if _SUFFIX.fullmatch(piece) and piece != pieces[0]:
            continue
        yield f"{piece} {following}" if _SUFFIX.fullmatch(following) else piece


def _spaced(name: str) -> str:
    r"""Put a space behind the dot of an initial, as arXiv does; the accent ``\.`` is no dot."""
    return re.sub(r"(?<!\\)\.(\S)", r". \1", name)


_PARTICLE = "van|der|de|la|von|del|della|da|mac|ter|dem|di|vaziri"
"""What arXiv takes for the beginning of a surname."""
_PERSON = re.compile(
    rf"(?:(?P<forenames>\S.*?)\s+)?(?P<surname>(?:(?:{_PARTICLE})\s+){{0,2}}\S+)", re.IGNORECASE
)


def _taken_apart(name: str) -> Name:
    if _COLLABORATION.fullmatch(name):
        return Name(name)
    *words, last = name.split()
    suffix = last if len(words) > 1 and _SUFFIX.fullmatch(last) else ""
    person = _PERSON.fullmatch(name.removesuffix(suffix).strip())
    if person is None or not words:
        return Name(name)
    return Name(person["surname"], person["forenames"] or "", suffix)


_NUMBERS = re.compile(r"(?:[\d\s,&]|and)+")
_NUMBER = re.compile(r"\(\s*(\d+)\s*\)")


def _numbered(block: str) -> dict[str, str]:
    """Read a list of affiliations: ``((1) Lab, (2) Town)``."""
    if not re.match(r"\(\s*\(\s*\d+\s*\)", block):
        return {}
    _, *rest = _NUMBER.split(block[1:].removesuffix(")"))
    return {number: _place(text) for number, text in zip(rest[::2], rest[1::2], strict=True)}


def _places(block: str, numbered: dict[str, str]) -> tuple[str, ...]:
    """Give the affiliations that stand in one pair of parentheses."""
    inside = block[1:].removesuffix(")")
    if _NUMBERS.fullmatch(inside):
        known = (numbered.get(number, "") for number in re.findall(r"\d+", inside))
        return tuple(filter(None, known))
    return () if inside.lstrip().startswith("(") else tuple(filter(None, [_place(inside)]))


def _place(text: str) -> str:
    return unicode_as_arxiv(" ".join(text.split())).strip(" .,;")


def _placed(name: Name, places: tuple[str, ...]) -> Name:
    """Add affiliations to a name; a collaboration has none."""
    if _COLLABORATION.fullmatch(name.surname):
        return name
    return Name(name.surname, name.forenames, name.suffix, places)
