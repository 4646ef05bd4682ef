"""BibTeX, as reference managers, publishers and arXiv write it."""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from paperlode.library.found import Found, Reference, reference

if TYPE_CHECKING:
    from collections.abc import Iterator

BEGINS = re.compile(r"^\s*@\w+\s*[{(]", re.MULTILINE)
IDENTIFIERS = ("eprint", "arxiv", "arxivid", "number")
PLACES = ("url", "journal", "note", "howpublished", "eprint", "doi", "pages", "volume", "publisher")


def read(text: str) -> Found:
    """Read entries; one that is broken is named with its line and costs no other."""
    from bibtexparser.splitter import Splitter  # noqa: PLC0415  only when there is BibTeX

    with _silent("bibtexparser"):
        blocks = Splitter(text).split().blocks
    entries: list[Reference | None] = []
    bad: list[str] = []
    for block in blocks:
        if (entry := _entry(block)) is not None:
            entries.append(_reference(entry))
        elif hasattr(block, "error"):
            bad.append(f"line {(block.start_line or 0) + 1}: {_reason(block)}")
    return Found.of(entries, bad)


@contextmanager
def _silent(name: str) -> Iterator[None]:
    """Keep a library from telling of broken entries in its own words."""
    logger = logging.getLogger(name)
    was, logger.disabled = logger.disabled, True
    loggers = [logging.getLogger(each) for each in logging.root.manager.loggerDict if name in each]
    before = [(each, each.disabled) for each in loggers]
    try:
        for each in loggers:
            each.disabled = True
        yield
    finally:
        logger.disabled = was
        for each, disabled in before:
            each.disabled = disabled


def _entry(block: Any) -> Any:  # noqa: ANN401  the library's own kinds of blocks
    """Give the entry of a block; one whose key another one has is an entry all the same."""
    from bibtexparser.model import Entry  # noqa: PLC0415  only when there is BibTeX

    if isinstance(block, Entry):
        return block
    inner = getattr(block, "ignore_error_block", None)
    return inner if isinstance(inner, Entry) else None


def _reference(entry: Any) -> Reference | None:  # noqa: ANN401  same
    fields = {field.key.lower(): _plain(field.value) for field in entry.fields}
    prefix = fields.get("archiveprefix") or fields.get("eprinttype") or "arxiv"
    if prefix.lower() != "arxiv":
        fields.pop("eprint", None)
    return reference(fields, IDENTIFIERS, PLACES)


def _plain(value: object) -> str:
    return re.sub(r"[{}\"]|\\url\b|\\href\b", "", str(value)).replace("\\_", "_").strip()


def _reason(block: Any) -> str:  # noqa: ANN401  same
    start = " ".join(str(block.raw).split())[:40]
    return f"an entry that does not end where it should, or has no fields: {start} ..."
