"""The tables of the store, and the number of their format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperlode.errors import StoreError

if TYPE_CHECKING:
    import sqlite3  # noqa: TID251  the store's own tables
    from pathlib import Path

FORMAT = 8
"""Raised by every change of the tables below; there are no migrations: a store is rebuilt."""

APPLICATION = 0x70_6C_6F_64
"""SQLite's ``application_id``: ``plod`` in ASCII, so that ``file`` and we know our own."""

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- One row a paper version. A changed record gets a new number: so numbers ascend with seq, and
-- whatever is above the last number of the index of words still has to be indexed.
CREATE TABLE paper (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    month TEXT NOT NULL,       -- of the identifier, 2506
    submitted TEXT NOT NULL,
    updated TEXT NOT NULL,
    touched TEXT NOT NULL,     -- when this record, in this wording, reached us
    channel TEXT NOT NULL,     -- ... and through what
    arrived TEXT NOT NULL,     -- when this version, in whatever wording, reached us
    published TEXT,            -- when its first DOI or journal reference did, after the version
    seq INTEGER NOT NULL,      -- the change that brought it
    asked INTEGER NOT NULL,    -- the same; 0: the archive brought it, its topics are decided
    line TEXT NOT NULL,        -- the record as it stands in the archive
    UNIQUE (id, version)
);
CREATE INDEX paper_month ON paper (month, id, version);
CREATE INDEX paper_asked ON paper (asked) WHERE asked > 0;

-- The words of the papers. Rows of numbers that are gone point nowhere and do no harm.
CREATE VIRTUAL TABLE words USING fts5(
    text, content = '', columnsize = 0, detail = none, tokenize = ascii
);

-- A channel said that a query (its fingerprint) matches a paper.
CREATE TABLE claim (
    query TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    submitted TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (query, id)
) WITHOUT ROWID;
CREATE INDEX claim_submitted ON claim (query, submitted);
CREATE INDEX claim_seq ON claim (query, seq);

-- The log of what was seen; one row a topic, at most one a moment, and a note beside it.
CREATE TABLE sighting (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    topic TEXT NOT NULL,
    seen TEXT NOT NULL,
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    seq INTEGER NOT NULL,
    note INTEGER NOT NULL,     -- 1: "published", which says nothing about the standing
    rule TEXT NOT NULL,        -- the topic's setting that decided; empty: its query alone
    PRIMARY KEY (id, version, topic, seen, note)
) WITHOUT ROWID;
CREATE INDEX sighting_seen ON sighting (seen, id, version, channel, kind, topic);
CREATE INDEX sighting_seq ON sighting (seq);

-- The state: the newest row of the log for each version and topic, but for notes.
CREATE TABLE standing (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    topic TEXT NOT NULL,
    kind TEXT NOT NULL,
    seen TEXT NOT NULL,
    PRIMARY KEY (id, version, topic)
) WITHOUT ROWID;
CREATE INDEX standing_seen ON standing (seen, id, version, topic, kind);
CREATE INDEX standing_topic ON standing (topic, id, kind);

-- The notes: the oldest one in the log for each paper and topic.
CREATE TABLE noted (
    id TEXT NOT NULL,
    topic TEXT NOT NULL,
    version INTEGER NOT NULL,
    seen TEXT NOT NULL,
    PRIMARY KEY (id, topic)
) WITHOUT ROWID;
CREATE INDEX noted_seen ON noted (seen, id, version, topic);

-- What arXiv announced of papers that are here; version 0: whichever was current.
CREATE TABLE announcement (
    id TEXT NOT NULL,
    day TEXT NOT NULL,
    subject TEXT NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (id, day, subject, version)
) WITHOUT ROWID;
CREATE INDEX announcement_day ON announcement (day, id, subject, version);
CREATE INDEX announcement_seq ON announcement (seq);

CREATE TABLE receipt (
    run TEXT NOT NULL,
    channel TEXT NOT NULL,
    topic TEXT NOT NULL,
    query TEXT NOT NULL,
    complete INTEGER NOT NULL,
    line TEXT NOT NULL,
    PRIMARY KEY (run, topic, channel, query)
) WITHOUT ROWID;
CREATE INDEX receipt_frontier ON receipt (query, channel, complete, run);

-- Which rule a topic had, and since when.
CREATE TABLE term (
    topic TEXT NOT NULL,
    since TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    query TEXT NOT NULL,
    sharper TEXT NOT NULL,     -- how it was sharper than arXiv's search, in JSON; mostly empty
    PRIMARY KEY (topic, since)
) WITHOUT ROWID;

-- How far a topic has looked through the papers, with which query.
CREATE TABLE looked (
    topic TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    mark INTEGER NOT NULL
) WITHOUT ROWID;

-- What was found in a paper's own words, by the number of its row: lists, separated by spaces or
-- in JSON.
CREATE TABLE fact (
    number INTEGER PRIMARY KEY,
    elements TEXT NOT NULL,
    formulas TEXT NOT NULL,
    links TEXT NOT NULL,
    tags TEXT NOT NULL
);

-- On which shelves a paper stands for that: of its newest version that is tracked.
CREATE TABLE facet (
    id TEXT PRIMARY KEY,
    month TEXT NOT NULL,
    names TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX facet_month ON facet (month, id, names);

-- How many papers of a month stand on a shelf, and the last change that touched any of them.
CREATE TABLE shelf (
    name TEXT NOT NULL,
    month TEXT NOT NULL,
    papers INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (name, month)
) WITHOUT ROWID;
CREATE INDEX shelf_seq ON shelf (seq);

-- The words that a paper is about, of the version under which it came, and how much.
CREATE TABLE theme (
    word TEXT NOT NULL,
    id TEXT NOT NULL,
    weight INTEGER NOT NULL,
    PRIMARY KEY (word, id)
) WITHOUT ROWID;
CREATE TABLE frequency (word TEXT PRIMARY KEY, papers INTEGER NOT NULL) WITHOUT ROWID;

-- The papers that have been compared, and what with: when they came, and a name for the text.
CREATE TABLE themed (
    id TEXT PRIMARY KEY,
    seen TEXT NOT NULL,
    version INTEGER NOT NULL,
    text TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX themed_seen ON themed (seen);

-- Which of the papers that came before it are related to a paper.
CREATE TABLE relation (
    id TEXT NOT NULL,
    other TEXT NOT NULL,
    score INTEGER NOT NULL,
    PRIMARY KEY (id, other)
) WITHOUT ROWID;
CREATE INDEX relation_other ON relation (other, id, score);

-- What the reader said of papers: a log, of which the last word on a paper holds.
CREATE TABLE mark (
    id TEXT NOT NULL,
    at TEXT NOT NULL,
    word TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (id, at, word, source)
) WITHOUT ROWID;

-- What the ranking said of news when they came, and what it had learned of the reader by then.
CREATE TABLE rank (
    seen TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    model TEXT NOT NULL,
    seq INTEGER NOT NULL,
    line TEXT NOT NULL,
    PRIMARY KEY (seen, id, version, model)
) WITHOUT ROWID;
CREATE INDEX rank_seq ON rank (seq);
CREATE TABLE portrait (
    topic TEXT NOT NULL,
    at TEXT NOT NULL,
    model TEXT NOT NULL,
    line TEXT NOT NULL,
    PRIMARY KEY (topic, at, model)
) WITHOUT ROWID;

-- Embeddings of papers by a model, as 32-bit floats: found once, and never needed.
CREATE TABLE meaning (
    model TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    vector BLOB NOT NULL,
    PRIMARY KEY (model, id, version)
) WITHOUT ROWID;

-- The archive's shards as they were when store and archive last agreed, and those that changed.
CREATE TABLE taken (
    path TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    lines INTEGER NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE dirty (path TEXT PRIMARY KEY) WITHOUT ROWID;
"""

REBUILD = "delete it, it is rebuilt from the archive"


@dataclass(frozen=True, slots=True)
class Form:
    """What a database file of ours looks like inside, and what to do when it does not."""

    tables: str
    format: int
    application: int
    """SQLite's ``application_id``."""
    rebuild: str


STORE = Form(TABLES, FORMAT, APPLICATION, REBUILD)


def prepare(connection: sqlite3.Connection, path: Path, form: Form = STORE) -> None:
    """Make the tables in an empty file; StoreError when the file holds something else."""
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    ours = connection.execute("PRAGMA application_id").fetchone()[0] == form.application
    if ours and found == form.format:
        return
    if ours and found > form.format:
        raise StoreError(
            f"{path}: this store is of format {found}, this paperlode reads format {form.format}; "
            f"update paperlode, or {form.rebuild}"
        )
    if ours:
        raise StoreError(f"{path}: this store is of the old format {found}; {form.rebuild}")
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise StoreError(f"{path}: this is a database of another program; name another file")
    connection.executescript(
        f"BEGIN IMMEDIATE; {form.tables} PRAGMA application_id = {form.application};"
        f"PRAGMA user_version = {form.format}; COMMIT;"
    )
