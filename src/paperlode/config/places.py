"""Where in a settings file a setting stands: tomllib and json read values but forget places.

The scanner walks text that tomllib or json has already read without complaint. So it only has to
know where values begin and end, not whether they are right.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

KeyPath = tuple[str | int, ...]
"""How to reach a value from the top: ``("topic", 0, "query")``."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]*")
_SPACE = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\n]|\#[^\n]*)*")
_TRIMMED = re.compile(r"\\[ \t]*\n[ \t\n]*")
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|u.{4}|U.{8}|x..|.)")


@dataclass(frozen=True, slots=True)
class Place:
    """Line and column of something, both counted from 1 as editors do."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}"


class Places:
    """The places of all keys and values of one file."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = [0, *(found.end() for found in re.finditer("\n", text))]
        self._keys: dict[KeyPath, int] = {}
        self._values: dict[KeyPath, int] = {}
        self.twice: list[tuple[str, Place]] = []
        """Keys that JSON allows to stand twice, and does not mind; TOML itself refuses them."""

    def at(self, offset: int) -> Place:
        """Give the place of an offset in the text."""
        line = bisect_right(self._lines, offset)
        return Place(line, offset - self._lines[line - 1] + 1)

    def key(self, path: KeyPath) -> Place:
        """Give the place of a key; of the nearest thing around it when the key is absent."""
        while path and path not in self._keys:
            path = path[:-1]
        return self.at(self._keys.get(path, 0))

    def value(self, path: KeyPath) -> Place:
        """Give the place of a value; of its key or what is around it when there is none."""
        return self.at(self._values[path]) if path in self._values else self.key(path)

    def inside(self, path: KeyPath, position: int) -> Place:
        """Give the place of one character of a text value, counted as the program sees it."""
        if path not in self._values:
            return self.value(path)
        return self.at(_offset(self._text, self._values[path], position))

    def alias(self, path: KeyPath, other: KeyPath) -> None:
        """Let a setting stand where another one, under its name in this file, does."""
        for known in (self._keys, self._values):
            if other in known:
                known[path] = known[other]

    def add(self, path: KeyPath, key: int, value: int | None = None) -> None:
        """Note where a key stands, and its value; the first mention stays."""
        self._keys.setdefault(path, key)
        if value is not None:
            self._values.setdefault(path, value)


def of_json(text: str) -> Places:
    """Find the places in valid JSON."""
    scanner = _Scanner(text)
    scanner.value((), scanner.gap(0))
    return scanner.places


def of_toml(text: str) -> Places:
    """Find the places in valid TOML whose lines end with a single line feed."""
    scanner = _Scanner(text)
    scanner.statements()
    return scanner.places


class _Scanner:
    """Walks over valid TOML or JSON; both have the same values, apart from separators."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places = Places(text)
        self.tables: dict[KeyPath, int] = {}

    def gap(self, offset: int) -> int:
        """Step over white space, line ends and comments."""
        found = _GAP.match(self.text, offset)
        return offset if found is None else found.end()

    def space(self, offset: int) -> int:
        """Step over spaces and tabs."""
        found = _SPACE.match(self.text, offset)
        return offset if found is None else found.end()

    def statements(self) -> None:
        """Walk over a whole TOML file: table headers and ``key = value`` lines."""
        table: KeyPath = ()
        offset = self.gap(0)
        while offset < len(self.text):
            if self.text[offset] == "[":
                table, offset = self.header(offset)
            else:
                offset = self.pair(table, offset)
            offset = self.gap(offset)

    def header(self, start: int) -> tuple[KeyPath, int]:
        """Walk over ``[table]`` or ``[[table]]``, which begins the next element of an array."""
        array = self.text.startswith("[[", start)
        names, offset = self.key(self.space(start + 1 + array))
        path = self.resolved(names[:-1])
        if array:
            full = (*path, names[-1])
            index = self.tables.get(full, -1) + 1
            self.tables[full] = index
            self.places.add(full, start)
            path = (*full, index)
        else:
            path = self.resolved(names)
        self.places.add(path, start)
        return path, offset + 1 + array

    def resolved(self, names: KeyPath) -> KeyPath:
        """Put the running element's number behind each name of an array of tables."""
        path: KeyPath = ()
        for name in names:
            path = (*path, name)
            if path in self.tables:
                path = (*path, self.tables[path])
        return path

    def key(self, offset: int) -> tuple[tuple[str, ...], int]:
        """Read a dotted key and the white space behind it."""
        names: list[str] = []
        while True:
            name, offset = self.name(offset)
            names.append(name)
            offset = self.space(offset)
            if not self.text.startswith(".", offset):
                return tuple(names), offset
            offset = self.space(offset + 1)

    def name(self, offset: int) -> tuple[str, int]:
        """Read one bare or quoted part of a key."""
        if self.text[offset] in "\"'":
            end = self.string(offset)
            return self.text[offset + 1 : end - 1], end
        found = _BARE.match(self.text, offset)
        end = offset + 1 if found is None else found.end()
        return self.text[offset:end], end

    def pair(self, table: KeyPath, start: int) -> int:
        """Walk over ``key = value`` or ``"key": value``."""
        names, offset = self.key(start)
        path = (*table, *names)
        self.places.add(path, start)
        if self.places.key(path) != self.places.at(start):
            self.places.twice.append((names[-1], self.places.at(start)))
        return self.value(path, self.gap(self.gap(offset) + 1))

    def value(self, path: KeyPath, start: int) -> int:
        """Walk over any value and note where it begins; give the offset behind it."""
        self.places.add(path, start, start)
        opening = self.text[start]
        if opening in "\"'":
            return self.string(start)
        if opening in "[{":
            return self.members(path, start)
        found = _SCALAR.match(self.text, start)
        return start + 1 if found is None else max(found.end(), start + 1)

    def members(self, path: KeyPath, start: int) -> int:
        """Walk over an array, an inline table or a JSON object."""
        offset, index = self.gap(start + 1), 0
        while self.text[offset] not in "]}":
            if self.text[start] == "[":
                offset = self.value((*path, index), offset)
            else:
                offset = self.pair(path, offset)
            offset, index = self.gap(offset), index + 1
            if self.text[offset] == ",":
                offset = self.gap(offset + 1)
        return offset + 1

    def string(self, start: int) -> int:
        """Walk over a string of any of TOML's four kinds (JSON has one of them)."""
        quote = _delimiter(self.text, start)
        offset = start + len(quote)
        while not self.text.startswith(quote, offset):
            offset += 2 if self.text[offset] == "\\" and quote[0] == '"' else 1
        offset += len(quote)
        if len(quote) > 1:  # up to two quotes may stand directly before the closing three
            while self.text.startswith(quote[0], offset):
                offset += 1
        return offset


def _delimiter(text: str, start: int) -> str:
    """Give what opens the string: one or three quotes; two alone are an empty string."""
    quote = text[start]
    return quote * 3 if text.startswith(quote * 3, start) else quote


def _offset(text: str, start: int, position: int) -> int:
    """Find a character of a string's value in its source, over escapes and trimmed line ends."""
    if text[start] not in "\"'":
        return start
    quote = _delimiter(text, start)
    offset = start + len(quote)
    if len(quote) > 1 and text.startswith("\n", offset):
        offset += 1
    for _ in range(position):
        offset = _after(text, offset, escapes=quote[0] == '"')
    return offset


def _after(text: str, offset: int, *, escapes: bool) -> int:
    """Step over one character of the value."""
    while escapes and (trimmed := _TRIMMED.match(text, offset)):
        offset = trimmed.end()
    escape = _ESCAPE.match(text, offset) if escapes else None
    return min(len(text), offset + 1) if escape is None else escape.end()
