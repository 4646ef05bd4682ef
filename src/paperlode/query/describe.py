"""A query in plain English: what each term looks for, and how the terms hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperlode.query.categories import categories
from paperlode.query.dates import span
from paperlode.query.fields import EVERYTHING, NOTHING, has_wildcard, wanted
from paperlode.query.syntax import And, AndNot, Not, Or, Query, Term
from paperlode.text import chains
from paperlode.text.boundaries import split
from paperlode.text.chains import GAP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TEXTS = {
    "ti": "the title",
    "abs": "the abstract",
    "co": "the comment",
    "jr": "the journal reference",
    "rn": "the report number",
    "all": "any part of the record",
}
_STEMMED = frozenset({"ti", "abs", "all"})


def english(tree: Query) -> list[tuple[int, str]]:
    """Say what a query looks for, line by line, each with its depth."""
    lines: list[tuple[int, str]] = []
    waiting: list[tuple[Query | str, int, str]] = [(tree, 0, "")]
    while waiting:
        part, level, lead = waiting.pop()
        if isinstance(part, str):
            lines.append((level, part))
        elif isinstance(part, Term):
            lines.append((level, f"{lead}{sentence(part)}"))
        else:
            heading, below = _group(part)
            lines.append((level, f"{lead}{heading}"))
            waiting += reversed([(piece, level + 1, said) for piece, said in below])
    return lines


def _group(part: Query) -> tuple[str, list[tuple[Query, str]]]:
    if isinstance(part, Not):
        return "everything but papers of which this is true:", [(part.operand, "")]
    if isinstance(part, AndNot):
        return "the first of these and not the second:", [(part.left, ""), (part.right, "not: ")]
    heading = "one of these or more:" if isinstance(part, Or) else "all of these:"
    return heading, [(piece, "") for piece in joined(part)]


def joined(part: Query) -> list[Query]:
    """Give all parts that one AND or OR joins, through parentheses, left to right."""
    kind = type(part)
    if kind not in {And, Or}:
        return list(part.parts)
    found: list[Query] = []
    waiting = [part]
    while waiting:
        piece = waiting.pop()
        if type(piece) is kind:
            waiting.extend(reversed(piece.parts))
        else:
            found.append(piece)
    return found


def sentence(term: Term) -> str:
    """Say what a term looks for."""
    if term.empty:
        return "any paper at all (an empty phrase)"
    if wanted(term) == NOTHING:
        return f"nothing: no paper can match {term}"
    if term.field in _TEXTS:
        return f"{_TEXTS[term.field]} has {_words(term)}{_beyond(term)}"
    describe: dict[str, Callable[[str], str]] = {
        "au": _author,
        "cat": _category,
        "id": lambda value: f"the identifier is {value}",
        "doi": lambda value: f"a DOI is {value}",
        "submittedDate": _dates,
    }
    return describe[term.field](term.text if term.field != "au" else term.value)


def _beyond(term: Term) -> str:
    if term.field != "all":
        return ""
    others = ["authors", "comment, journal, report number", "identifiers", "names of categories"]
    if wanted(term) != EVERYTHING and any(type(t[0]).__name__ == "Announced" for t in _last(term)):
        others.append("or the paper was announced then")
    return f" (title, abstract, {', '.join(others)})"


def _last(term: Term) -> Iterator[tuple[object, ...]]:
    return (choice for choice in wanted(term) if choice)


def _words(term: Term) -> str:
    if term.exact:
        return _written(term)
    stemmed = term.field in _STEMMED
    if has_wildcard(term.value):
        what = "the stem of a word" if stemmed else "a word"
        return f"{what} that fits {term.value.lower()}"
    words = [_form(word, stemmed=stemmed) for word in split(term.text)]
    if len(words) == 1:
        return f"the word {words[0]}" if not stemmed else f"a word like {words[0]}"
    if term.quoted:
        return f"these words side by side, in this order: {' '.join(words)}"
    return f"all of these words, anywhere: {', '.join(words)}"


def _written(term: Term) -> str:
    small = chains.lower(term.text)
    if has_wildcard(term.value):
        return f"a word that fits {small} as written"
    return f'"{" ".join(chains.written.words(small))}" as written, in upper or lower case'


def _form(word: str, *, stemmed: bool) -> str:
    small = chains.lower(word)
    stem = chains.english(word).strip() if stemmed else chains.simple(word).strip()
    if stem == GAP:
        return f"{small} (any word)"
    return small if stem == small else f"{small} ({stem}...)"


def _author(value: str) -> str:
    bare = value.strip('"')
    words = ", ".join(chains.names.words(bare)) or "nothing"
    if value.startswith('"'):
        return f"one author's name has these words, in any order: {words}"
    if ";" in value:
        return f"authors with each of these names: {bare.replace(';', '; ')}"
    if "," in value:
        surname, _, rest = bare.partition(",")
        begins = f", forenames begin with {rest.strip()}" if rest.strip() else ""
        return f"an author's surname is {surname.strip()}{begins}"
    return f"authors' names have these words: {words}"


def _category(value: str) -> str:
    if has_wildcard(value):
        return f"a category fits {value}"
    known = {name.lower(): category for name, category in categories().items()}
    category = known.get(value.lower())
    name = f" ({category.name})" if category else ""
    return f"it is in category {category.id if category else value}{name}"


def _dates(value: str) -> str:
    first, last = span(value)
    return f"version 1 was submitted from {first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M} UTC"
