"""The words of the mirror's papers: a Tantivy index in a folder beside the database.

A paper is in it by its number, which begins with the second of submission. What is asked comes as
conditions (:mod:`paperlode.query.conditions`). The database is the truth: what is not committed
here is filed again from there.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

import tantivy

from paperlode.errors import StoreError
from paperlode.query.conditions import (
    ALL,
    STREAMS,
    WORDS,
    Any,
    Between,
    Condition,
    Every,
    Fits,
    Has,
    Without,
)
from paperlode.store.database import can_write
from paperlode.text.stops import MARKS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

FIELDS = (*STREAMS, WORDS)
"""The texts of a paper, in the order in which :meth:`Words.add` takes them."""
HEAP = 128_000_000
"""Bytes of words that are collected in memory before they are written."""
SHIFT = 20
"""Bits of a number that tell papers of the same second apart."""
FIRST = 100
"""Papers that are asked for at first; then ever more at once."""
MOST = 200_000

_NUMBER = "number"
_LOCK = ".tantivy-meta.lock"
_OWNER = "of"
"""The file that says which database the words belong to."""


FORMAT = 6
"""Raised when papers are filed under other words: then the index is made anew."""


@contextmanager
def _understood(folder: Path) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        # Of damage the library panics, which is no Exception and has no class to be imported.
        if not isinstance(error, OSError | ValueError) and type(error).__name__ != "PanicException":
            raise
        raise StoreError(
            f"{folder}: the index of words cannot be used: {error}; make room or allow writing, or "
            "delete this folder if it is damaged: the next `paperlode import` files what is missing"
        ) from error


class Words:
    """An open index of words."""

    def __init__(self, folder: Path, index: tantivy.Index) -> None:
        index.register_tokenizer("spaces", _SPACES)
        self._folder = folder
        self._index = index
        self._writer: tantivy.IndexWriter | None = None
        self._stand_in: TemporaryDirectory[str] | None = None

    @classmethod
    def make(cls, folder: Path, owner: str) -> Self:
        """Begin an empty index, whatever is there."""
        with _understood(folder):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            (folder / _OWNER).write_text(f"{FORMAT} {owner}")
            return cls(folder, tantivy.Index(_schema(), str(folder)))

    @classmethod
    def open(
        cls, folder: Path, owner: str, *, writable: Callable[[Path], bool] = can_write
    ) -> Self | None:
        """Open the index of a database; None when there is none, or another one's.

        ``writable`` says whether we may write to the files of a folder.
        """
        try:
            if (folder / _OWNER).read_text() != f"{FORMAT} {owner}":
                return None
            if not writable(folder / _LOCK):
                return cls._beside(folder)
            return cls(folder, tantivy.Index.open(str(folder)))
        except (OSError, ValueError):
            return None

    @classmethod
    def _beside(cls, folder: Path) -> Self:
        """Open the index where not even a lock can be made: through links in a folder of our own.

        Its files never change, but for two small ones, which are copied.
        """
        links = TemporaryDirectory(prefix="paperlode-", ignore_cleanup_errors=True)
        try:
            for file in sorted(folder.iterdir(), key=lambda file: file.suffix != ".json"):
                if file.suffix == ".json":
                    shutil.copyfile(file, Path(links.name, file.name))
                elif file.suffix != ".lock":
                    Path(links.name, file.name).symlink_to(file.absolute())
            words = cls(folder, tantivy.Index.open(links.name))
        except BaseException:
            links.cleanup()
            raise
        words._stand_in = links
        return words

    def add(self, number: int, texts: Iterable[str]) -> None:
        """File a paper; it is found after the next commit."""
        document = tantivy.Document()
        document.add_integer(_NUMBER, number)
        for field, text in zip(FIELDS, texts, strict=True):
            if len(text) > 1:
                document.add_text(field, text)
        with _understood(self._folder):
            self._writing().add_document(document)

    def remove(self, number: int) -> None:
        """Take a paper out."""
        with _understood(self._folder):
            self._writing().delete_documents_by_term(_NUMBER, number)

    def commit(self) -> None:
        """Make sure of all that was added and removed."""
        with _understood(self._folder):
            self._writing().commit()

    def _writing(self) -> tantivy.IndexWriter:
        """Begin to write, with the first paper."""
        if self._writer is None:
            self._writer = self._index.writer(HEAP, 1)
        return self._writer

    def close(self) -> None:
        """Wait until the pieces of the index are put together."""
        if self._writer is not None:
            with _understood(self._folder):
                self._writer.wait_merging_threads()
            self._writer = None
        if self._stand_in is not None:
            self._stand_in.cleanup()

    def searcher(self, but: Collection[int] = ()) -> Asked:
        """Look at the index as it is now, as if some numbers were not in it."""
        with _understood(self._folder):
            self._index.reload()
            return Asked(self._folder, self._index.schema, self._index.searcher(), but)


MOST_AUTOMATA = 500
"""Automata for words with wildcards that are kept: some 70 kB each."""


class Asked:
    """The index at one moment."""

    def __init__(
        self,
        folder: Path,
        schema: tantivy.Schema,
        searcher: tantivy.Searcher,
        but: Collection[int],
    ) -> None:
        self._folder = folder
        self._schema = schema
        self._but = tantivy.Query.term_set_query(schema, _NUMBER, list(but)) if but else None
        self._searcher = searcher
        self._automata: dict[Fits, tantivy.Query] = {}

    def count(self, condition: Condition) -> int:
        """Count the papers that fulfil a condition."""
        with _understood(self._folder):
            found = self._searcher.search(self._asked(condition), 1, count=True)
        return int(found.count)  # type: ignore[attr-defined]  # forgotten in the library's stubs

    def numbers(self, condition: Condition, size: int = FIRST) -> Iterator[list[int]]:
        """Give the papers that fulfil a condition, newest first, ever more at once."""
        last = None
        while True:
            numbers = self._page(condition, size, last)
            yield numbers
            if len(numbers) < size:
                return
            last, size = numbers[-1], min(size * 10, MOST)

    def _page(self, condition: Condition, size: int, before: int | None) -> list[int]:
        with _understood(self._folder):
            query = self._asked(condition)
            if before is not None:
                query = _all_of([query, self._range(None, before - 1)])
            found = self._searcher.search(query, size, count=False, order_by_field=_NUMBER)
            return [number for number, _ in found.hits]

    def terms(self, start: str, condition: Condition) -> list[tuple[str, int]]:
        """Give the words that begin like this, and how many papers with each fulfil a condition."""
        with _understood(self._folder):
            return self._searcher.terms_with_prefix(WORDS, start, self._asked(condition))

    def _asked(self, condition: Condition) -> tantivy.Query:
        query = self._query(condition)
        if self._but is None:
            return query
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, query), (tantivy.Occur.MustNot, self._but)]
        )

    def _query(self, condition: Condition) -> tantivy.Query:  # noqa: PLR0911  one line a condition
        match condition:
            case Has(field, ((_, word),)):
                return tantivy.Query.term_query(self._schema, field, word)
            case Has(field, words):
                return tantivy.Query.phrase_query(self._schema, field, list(words))
            case Fits():
                return self._automaton(condition)
            case Between(first, last):
                return self._range(
                    None if first is None else first << SHIFT,
                    None if last is None else ((last + 1) << SHIFT) - 1,
                )
            case Every(()):
                return tantivy.Query.all_query()
            case Every(parts):
                return self._every(parts)
            case Any(()):
                return tantivy.Query.empty_query()
            case Any(parts):
                return tantivy.Query.boolean_query(
                    [(tantivy.Occur.Should, self._query(part)) for part in parts]
                )
            case Without():
                return self._every((condition,))

    def _automaton(self, wanted: Fits) -> tantivy.Query:
        """Make it once: trying a query asks for the same ones in hundreds of combinations."""
        if wanted not in self._automata:
            if len(self._automata) >= MOST_AUTOMATA:
                self._automata.clear()
            query = tantivy.Query.regex_query(self._schema, wanted.field, wanted.pattern)
            self._automata[wanted] = query
        return self._automata[wanted]

    def _every(self, parts: tuple[Condition, ...]) -> tantivy.Query:
        """Demand and forbid in one query, which needs something that is demanded."""
        wanted = [one.wanted if isinstance(one, Without) else one for one in parts]
        wanted = [one for one in wanted if one != ALL] or [ALL]
        left_out = [one.left_out for one in parts if isinstance(one, Without)]
        return tantivy.Query.boolean_query(
            [
                *((tantivy.Occur.Must, self._query(one)) for one in wanted),
                *((tantivy.Occur.MustNot, self._query(one)) for one in left_out),
            ]
        )

    def _range(self, first: int | None, last: int | None) -> tantivy.Query:
        if first is None and last is None:
            return tantivy.Query.all_query()
        return tantivy.Query.range_query(
            self._schema, _NUMBER, tantivy.FieldType.Integer, first, last
        )


def _all_of(queries: list[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field(_NUMBER, indexed=True, fast=True)
    for field in STREAMS:
        builder.add_text_field(field, tokenizer_name="spaces", index_option="position")
    builder.add_text_field(WORDS, tokenizer_name="spaces", index_option="basic")
    return builder.build()


_SPACES = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    .filter(tantivy.Filter.custom_stopword(list(MARKS)))
    .build()
)
"""Words stand between spaces; the signs for stop words are left out, their places are not."""
