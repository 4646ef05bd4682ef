"""One SQLite file with one writer: transactions, rows, and errors that a person can read."""

from __future__ import annotations

import json
import os
import sqlite3  # noqa: TID251  this is the store
from base64 import b64decode, b64encode
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, Self

from paperlode.errors import BusyError, DeliveryError, StoreError
from paperlode.store.schema import REBUILD, STORE, Form, prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    Row = tuple[Any, ...]

CACHE = 16_384
"""KiB of pages that SQLite keeps in memory."""

PAGE = 16_384
"""Bytes a page: records are 2 kB long, and the rest of a small page would stay empty."""

STEP = 0.5
"""Seconds between two attempts to become the writer."""


_PRIMARY = 0xFF
"""The part of SQLite's error numbers that names the kind (SQLite: Result and Error Codes)."""


@contextmanager
def understood(path: Path, rebuild: str = REBUILD) -> Iterator[None]:
    """Turn what SQLite says into a StoreError that says what to do; DeliveryError: a disk."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise DeliveryError(
                f"{path}: the disk is full; make room and run again, what was saved is kept"
            ) from error
        kind = error.sqlite_errorcode & _PRIMARY
        closed = kind == sqlite3.SQLITE_CANTOPEN and not os.access(path.parent, os.W_OK)
        if closed or kind == sqlite3.SQLITE_READONLY:
            raise DeliveryError(
                f"{path}: the folder is read-only for us; choose another one or allow writing"
            ) from error
        if kind == sqlite3.SQLITE_IOERR:
            raise DeliveryError(
                f"{path}: the disk takes no more ({error}): it or a limit of the system stands "
                "in the way; what was saved is kept"
            ) from error
        raise StoreError(f"{path}: the store cannot be used: {error}") from error
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"{path}: this is no store, or a damaged one ({error}); {rebuild}"
        ) from error


def can_write(path: Path) -> bool:
    """Say whether a store can be made or changed there; on a read-only disk it cannot."""
    there = next(folder for folder in path.absolute().parents if folder.exists())
    return os.access(there, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


class Database:
    """The open file; the parts of :class:`paperlode.store.Store` build on it."""

    form: ClassVar[Form] = STORE
    """Which tables the file has."""

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: Lock | None) -> None:
        self.path = path
        self._connection = connection
        self._lock = lock
        self._overviews: dict[tuple[str, str], tuple[int, list[Row]]] = {}

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        wait: float = 0.0,
        pause: Callable[[float], None] | None = None,
        reading: bool = False,
        writable: Callable[[Path], bool] = can_write,
    ) -> Self:
        """Open the store in ``path`` and make folder and file if they are not there.

        One process may write at a time. When another one does, ``pause`` is called with seconds
        until ``wait`` seconds are over, then BusyError says so. ``reading=True`` opens an existing
        store beside a writer, or where nobody can write (``writable`` says so of its path).
        Raises StoreError for a file that is damaged or of another format.
        """
        if reading:
            how = _beside if writable(path) else _alone
            return cls(path, how(path, cls.form), None)
        lock = Lock.take(path, wait=wait, pause=pause)
        try:
            return cls(path, _connect(path, cls.form), lock)
        except BaseException:
            lock.release()
            raise

    def close(self) -> None:
        """Close the file and let the next writer in."""
        self._connection.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def writes(self) -> bool:
        """Whether we hold the right to write; else the store is only read."""
        return self._lock is not None

    def mark(self) -> int:
        """Give the number of the last change: whatever comes later has a higher one."""
        found = self.first("SELECT value FROM meta WHERE name = 'seq'")
        return 0 if found is None else int(found[0])

    def remember(self, name: str, value: str) -> None:
        """Keep a small note of the caller's (which look the site had, up to which mark)."""
        with self.writing():
            self.note(f"note {name}", value)

    def recall(self, name: str) -> str | None:
        """Give the note back; None when the store has none, as after it was rebuilt."""
        found = self.first("SELECT value FROM meta WHERE name = ?", (f"note {name}",))
        return None if found is None else str(found[0])

    def keep(self, name: str, basis: str, content: bytes) -> None:
        """Keep bytes that follow from a basis, if we may write; what was kept there is gone."""
        if self.writes:
            with self.writing(counted=False):
                self.note(f"kept {name}", f"{basis} {b64encode(content).decode('ascii')}")

    def kept(self, name: str, basis: str) -> bytes | None:
        """Give them back if they follow from this basis."""
        found = self.first("SELECT value FROM meta WHERE name = ?", (f"kept {name}",))
        told = "" if found is None else str(found[0])
        known, _, content = told.partition(" ")
        try:
            return b64decode(content) if known == basis else None
        except ValueError:
            return None  # damaged: as good as not kept

    @contextmanager
    def writing(self, *, counted: bool = True) -> Iterator[int]:
        """Do everything inside or nothing of it; gives the number of this change.

        What only remembers something that follows from the rest need not count as a change.
        """
        with understood(self.path, self.form.rebuild):
            self._connection.execute("BEGIN IMMEDIATE")
            before = self._connection.total_changes
            try:
                seq = self.mark() + 1
                yield seq
                if counted and self._connection.total_changes != before:
                    self.note("seq", seq)
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk has ended it already
                    self._connection.execute("ROLLBACK")
                raise

    def rows(self, sql: str, values: Iterable[object] = ()) -> list[Row]:
        """Give all rows of a statement."""
        with understood(self.path, self.form.rebuild):
            return self._connection.execute(sql, tuple(values)).fetchall()

    def rows_once(self, sql: str, value: str) -> list[Row]:
        """Give the rows of an overview; asked again before a change, it is not worked out again."""
        mark, key = self.mark(), (sql, value)
        if self._overviews.get(key, (None, []))[0] != mark:
            self._overviews[key] = mark, self.rows(sql, (value,))
        return self._overviews[key][1]

    def first(self, sql: str, values: Iterable[object] = ()) -> Row | None:
        """Give the first row of a statement."""
        with understood(self.path, self.form.rebuild):
            row: Row | None = self._connection.execute(sql, tuple(values)).fetchone()
            return row

    def stream(self, sql: str, values: Iterable[object] = ()) -> Iterator[Row]:
        """Give the rows of a statement one after the other, not all at once."""
        with understood(self.path, self.form.rebuild):
            yield from self._connection.execute(sql, tuple(values))

    def change(self, sql: str, values: Iterable[object] = ()) -> int:
        """Run a statement that changes rows; gives how many."""
        with understood(self.path, self.form.rebuild):
            return self._connection.execute(sql, tuple(values)).rowcount

    def change_many(self, sql: str, values: Iterable[Iterable[object]]) -> int:
        """Run a statement that changes rows for each line of values; gives how many."""
        with understood(self.path, self.form.rebuild):
            return self._connection.executemany(sql, (tuple(line) for line in values)).rowcount

    def note(self, name: str, value: object) -> None:
        """Keep a value of the store's own under a name, within a change."""
        self.change(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
            " WHERE value <> excluded.value",
            (name, value),
        )

    def _dirty(self, *paths: str) -> None:
        """Note within a change that these shards of the archive have to be written again."""
        self.change_many("INSERT OR IGNORE INTO dirty VALUES (?)", ((path,) for path in paths))


def listed(values: Iterable[object]) -> str:
    """Pass many values as one: ``IN (SELECT value FROM json_each(?))``."""
    return json.dumps(list(values))


def _beside(path: Path, form: Form) -> sqlite3.Connection:
    """Open to look only, beside a writer."""
    _needed(path)
    return _connect(path, form, reading=True)


def _alone(path: Path, form: Form) -> sqlite3.Connection:
    """Open to look only where no file can be made, not even the two that SQLite shares.

    While there is a log, of a writer who is elsewhere or died, it is read as well.
    """
    _needed(path)
    log, shared = (path.with_name(f"{path.name}-{kind}") for kind in ("wal", "shm"))
    logged = shared.exists() or (log.exists() and log.stat().st_size > 0)
    how = "mode=ro" if logged else "immutable=1"
    with understood(path, form.rebuild):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None
        )
        try:
            connection.execute(f"PRAGMA cache_size = -{CACHE}")
            prepare(connection, path, form)
        except BaseException:
            connection.close()
            raise
        return connection


def _needed(path: Path) -> None:
    if not path.is_file():
        raise StoreError(f"{path}: there is no store yet; `paperlode build` makes it")


def _connect(path: Path, form: Form, *, reading: bool = False) -> sqlite3.Connection:
    with understood(path, form.rebuild):
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            connection.execute(f"PRAGMA page_size = {PAGE}")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(f"PRAGMA cache_size = -{CACHE}")
            connection.execute("PRAGMA busy_timeout = 10000")
            prepare(connection, path, form)
            connection.execute(f"PRAGMA query_only = {int(reading)}")
        except BaseException:
            connection.close()
            raise
        return connection


class Lock:
    """The right to write, held for as long as the process lives or the store is open.

    A second, empty SQLite file beside the store is held exclusively: the operating system frees it
    when the process dies, and it works wherever SQLite does.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def take(cls, store: Path, *, wait: float, pause: Callable[[float], None] | None) -> Lock:
        """Become the writer, or raise BusyError after ``wait`` seconds of ``pause``."""
        path = store.with_name(f"{store.name}.lock")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"{path.parent}: the store's folder cannot be made: {error}"
            ) from error
        waited = 0.0
        while (held := _hold(path)) is None:
            if pause is None or waited >= wait:
                raise BusyError(f"another run holds {store}; wait until it has ended")
            pause(STEP)
            waited += STEP
        return cls(held)

    def release(self) -> None:
        """Let the next one in."""
        self._connection.close()


def _hold(path: Path) -> sqlite3.Connection | None:
    with understood(path):
        connection = sqlite3.connect(path, isolation_level=None, timeout=0)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            connection.close()
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                return None
            raise
        except BaseException:
            connection.close()
            raise
        return connection
