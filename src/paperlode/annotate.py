"""What papers are about, and which are related, found once for each version and kept in the store.

Reading a paper for elements, links and tags takes a millisecond or two: only what is new is read,
by several processes when there is much of it, and when tags change, papers are compared with the
changed ones only.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from paperlode import enrich
from paperlode.enrich import themes
from paperlode.progress import silent
from paperlode.several import Several, usual

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from paperlode.enrich import Tag
    from paperlode.facts import Facts
    from paperlode.paper import Paper
    from paperlode.progress import Progress
    from paperlode.store import Store

MANY = 2000
"""Papers from which on several processes read them: each needs half a second to begin."""
AT_ONCE = 2000
"""Papers of one moment whose words are remembered between counting and weighing."""


def annotate(
    store: Store, topics: Sequence[str], tags: Sequence[Tag], progress: Progress = silent
) -> None:
    """Find the facts of all papers that have none, and put those that topics track on shelves."""
    store.forget_facts(enrich.method())
    _compare(store, tags)
    done = 0
    for found in _found(store, tags, workers(store.waiting())):
        store.keep_facts(found)
        done += len(found)
        progress("Reading papers", done, None)
    store.shelve(topics)
    _relate(store, progress)


def _found(store: Store, tags: Sequence[Tag], processes: int) -> Iterator[list[tuple[int, Facts]]]:
    """Read what nobody has read, in its order; several processes find what one finds."""
    with Several(processes if processes > 1 else 0, enrich.Tagger, tuple(tags)) as readers:
        yield from readers.each(read, store.unread())


def read(tagger: enrich.Tagger, papers: list[tuple[int, Paper]]) -> list[tuple[int, Facts]]:
    """Find the facts of papers, each under its number."""
    return [(number, enrich.facts(paper, tagger)) for number, paper in papers]


def workers(papers: int) -> int:
    """Say how many processes are worth their start for so many papers."""
    return usual() if papers >= MANY else 1


def _relate(store: Store, progress: Progress) -> None:
    """Find out which papers are related to those that came, moment by moment, each in one change.

    The words of a moment's papers are counted before any of them is weighed.
    """
    arrivals = store.arrivals(enrich.method())
    for seen, versions in arrivals:
        with store.writing():
            having: Counter[str] = Counter()
            told: dict[str, Counter[str]] = {}
            for paper in store.texts(versions):
                words = themes.counted(paper)
                having.update(words.keys())
                if len(told) < AT_ONCE:
                    told[paper.name] = words
            store.add_words(having)
            papers = store.compared() + len(versions)
            for done, paper in enumerate(store.texts(versions)):
                words = told.get(paper.name) or themes.counted(paper)
                store.compare(paper, seen, themes.weighed(words, store.having(words), papers))
                if done % 500 == 0:
                    progress("Comparing papers", done, len(versions))
    if arrivals:
        store.agree_compared()


def _compare(store: Store, tags: Sequence[Tag]) -> None:
    """Compare the papers that are known with the tags that are new or have another query."""
    old, new = store.tags(), {tag.id: tag.fingerprint for tag in tags}
    if list(old.items()) == list(new.items()):
        return
    changed = [tag for tag in tags if old.get(tag.id) != tag.fingerprint]
    kept = {tag.id for tag in tags} - {tag.id for tag in changed}
    tagger = enrich.Tagger(changed)
    for papers in store.tagged():
        found = []
        for number, paper, had in papers:
            has = {*kept.intersection(had), *tagger(paper)}
            ordered = tuple(tag.id for tag in tags if tag.id in has)
            if ordered != had:
                found.append((number, ordered))
        store.keep_tags(found)
    store.agree_tags(new)
