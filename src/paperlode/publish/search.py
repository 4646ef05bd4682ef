"""The search page and what its script reads: a page, words and cards in small files.

A volume of the archive has *sheets* of words (which papers have a word, and where) and *cards*
(what a result shows). A search reads the sheets of its words and the cards of its first results.
All of them are scripts that hand over a text: those are also read where there is no server.
"""

from __future__ import annotations

import hashlib
import json
from functools import partial
from typing import TYPE_CHECKING

from paperlode.enrich.elements import SYMBOLS, name_of
from paperlode.publish import File, addresses
from paperlode.publish.dates import number_of
from paperlode.publish.lookup import Index, described, noted, readable
from paperlode.publish.markup import plain
from paperlode.publish.notes import Notes
from paperlode.publish.unmade import apart
from paperlode.publish.volumes import Volumes, numbers
from paperlode.sighting import Kind
from paperlode.text.chains import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from paperlode.publish import Look
    from paperlode.publish.templating import Pages
    from paperlode.publish.volumes import Volume
    from paperlode.store import Store
    from paperlode.store.reading import Entry

PAPERS_A_SHEET = 8
"""Papers whose words fill a sheet: some 2 kB compressed, of which a search reads one a word."""
PAPERS_A_CARD = 5
NAMED = 3
"""Authors that a result names."""
KINDS = {
    Kind.NEW: "New",
    Kind.CROSS_LISTED: "Cross-listed",
    Kind.LATE: "Late",
    Kind.REVISED: "Revised",
    Kind.WITHDRAWN: "Withdrawn",
    Kind.BACKLOG: "History",
}


def page(
    pages: Pages, months: Sequence[tuple[str, int]], by_year: list[tuple[str, object]]
) -> File:
    """Show what can be searched for; without scripts, all months."""
    look = pages.look
    total = sum(number for _, number in months)
    elements = sorted((name_of(symbol).capitalize(), symbol) for symbol in SYMBOLS)
    return pages.page(
        "search.html",
        addresses.SEARCH,
        heading="Search",
        summary=f"{number_of(total, 'paper')} by title, authors, abstract, identifier and formula",
        total=total,
        volumes=" ".join(volume.name for volume in Volumes(months).there),
        stop_words=" ".join(sorted(STOP_WORDS)),
        filters=[
            ("topic", "Topic", [(topic.id, plain(topic.name)) for topic in look.topics]),
            ("tag", "Tag", [(tag.id, plain(tag.name)) for tag in look.tags]),
            ("element", "Element", [*((s, f"{name} ({s})") for name, s in elements), _NONE]),
            ("category", "Category", []),
            ("year", "Year", [(year, year) for year, _ in by_year]),
            ("kind", "Kind", [(str(kind), told) for kind, told in KINDS.items()]),
        ],
        months=by_year,
    )


_NONE = ("none", "no element named")


def files(
    store: Store, look: Look, mark: int | None, again: Collection[str] = ()
) -> Iterator[File]:
    """Write what the page's script reads; with a mark only volumes that may differ since then."""
    volumes = _volumes(store, look, mark)
    for volume in volumes.there:
        path = addresses.volume_path(volume.name)
        if volume in volumes.due or path in again:
            notes = Notes(store, look, volume.name)
            known = {} if mark is None or path in again else notes.read()
            yield from apart(path, partial(_volume, store, look, volume, notes, known))
    for volume in volumes.gone:
        Notes(store, look, volume.name).forget()


def gone(store: Store, look: Look, mark: int) -> Iterator[str]:
    """Name the files that a mark ago may have been there and now must not be."""
    volumes = _volumes(store, look, mark)
    for volume in volumes.gone:
        yield addresses.volume_path(volume.name)
        yield from _names(volume, 0)
    for volume in volumes.due:
        yield from _names(volume, volume.papers)


def _names(volume: Volume, papers: int) -> Iterator[str]:
    """Name the sheets and cards that a volume no longer has with so many papers."""
    for kind, each in (("words", PAPERS_A_SHEET), ("cards", PAPERS_A_CARD)):
        for number in sorted({*numbers(volume.before, each)} - {*numbers(papers, each)}):
            yield addresses.volume_part(volume.name, kind, number)


def _volumes(store: Store, look: Look, mark: int | None) -> Volumes:
    ids = None if mark is None else store.changes(mark).ids
    return Volumes(store.months(look.ids), ids)


def _volume(
    store: Store, look: Look, volume: Volume, notes: Notes, known: Mapping[str, str]
) -> Iterator[File]:
    """Write a volume; its papers are numbered by identifier, so that new ones move few."""
    index, cards, told = Index(), [], {}
    for yymm in volume.months:
        for entry in store.month(yymm, look.ids):
            name = entry.paper.id
            told[name] = known.get(name) or _note(store, entry)
            index.add(told[name])
            cards.append(_card(entry))
    notes.write(told)
    sheets = list(index.sheets(len(numbers(len(cards), PAPERS_A_SHEET))))
    stamp = hashlib.sha256(_text([cards, sheets]).encode()).hexdigest()[:8]
    for number in numbers(len(cards), PAPERS_A_CARD):
        its = cards[number * PAPERS_A_CARD : (number + 1) * PAPERS_A_CARD]
        yield _script(addresses.volume_part(volume.name, "cards", number), its)
    for number, (_, lines) in enumerate(sheets):
        path = addresses.volume_part(volume.name, "words", number)
        yield _script(path, {"stamp": stamp, "lines": lines})
    head = {"papers": len(cards), "stamp": stamp, "firsts": [first for first, _ in sheets]}
    yield _script(addresses.volume_path(volume.name), {**head, "facets": index.facets()})


def _note(store: Store, entry: Entry) -> str:
    """Read a paper for its words."""
    return noted(described(entry, store.facts(entry.paper.id, entry.paper.version)))


def _script(path: str, content: object) -> File:
    """Write a file that hands its content over under its own name."""
    name = path.removeprefix(addresses.SEARCH).removesuffix(".js")
    return File(path, f"paperlode.search.take({_text(name)},{_text(content)})\n".encode())


def _text(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _card(entry: Entry) -> list[object]:
    """Give what a result shows."""
    paper = entry.paper
    named = [readable(name) for name in paper.authors]
    more = len(named) - NAMED if len(named) > NAMED + 1 else 0
    return [
        paper.id,
        readable(paper.title) or paper.name,
        ", ".join(named[:NAMED] if more else named),
        more,
        str(paper.submitted.date()),
        plain(paper.primary),
        int(paper.withdrawn),
        readable(paper.abstract),
    ]
