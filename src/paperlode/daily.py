"""The run: the table of contents of the whole program."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from paperlode import archive, deliver, prefer
from paperlode.annotate import annotate
from paperlode.choose import choose
from paperlode.digest import bounds, days_with_news
from paperlode.errors import AnswerError, FetchError
from paperlode.gather import Plan, by_query, gather, subject
from paperlode.gather import library as library_papers
from paperlode.progress import silent
from paperlode.publish import File, Look, addresses, pages, readme, site
from paperlode.publish import status as health
from paperlode.publish.unmade import Unmade, apart_from, sentences, spared
from paperlode.sighting import NEWS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from paperlode.config import Config
    from paperlode.gather import Arxiv
    from paperlode.progress import Progress
    from paperlode.publish.status import Status
    from paperlode.sighting import Receipt, Sighting
    from paperlode.store import Entry, Store
    from paperlode.topic import Topic

EXIT_CODES = {"incomplete": 3, "failed": 1}
"""Exit codes after a run that published although something is missing, or read nothing."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did."""

    status: Status
    receipts: tuple[Receipt, ...]
    kinds: Counter[Kind]
    """How many papers were decided, by kind; one that concerns two topics counts once."""
    written: tuple[str, ...]
    """The files that changed."""
    unmade: tuple[Unmade, ...] = ()
    """Files that could not be made; they are as they were."""
    backfill: bool = False
    """Only the history was asked for: what else may be missing is not its concern."""

    @property
    def exit_code(self) -> int:
        """0: everything is known; 3: something may be missing; 1: nothing came, or is not shown."""
        if self.unmade:
            return 1
        if all(receipt.complete for receipt in self.receipts) and self.backfill:
            return 0
        return EXIT_CODES.get(self.status.state, 0)

    def to_record(self) -> dict[str, Any]:
        """Give the report as JSON can say it."""
        return {
            **health.to_record(self.status),
            "kinds": {str(kind): number for kind, number in sorted(self.kinds.items())},
            "receipts": [receipt.to_record() for receipt in self.receipts],
            "written": list(self.written),
            "unmade": list(sentences(self.unmade)),
        }


def run(
    config: Config,
    store: Store,
    arxiv: Arxiv,
    now: datetime,
    progress: Progress = silent,
    *,
    since: date | None = None,
) -> Report:
    """Take in the archive, gather, choose, archive, publish.

    ``since`` is a day from which on all channels are compared again.

    What cannot be had is named in the receipts and the status; it is raised only when files
    cannot be written. The README is looked at first: a run must not end with news and no place
    for them.
    """
    _check_readme(config)
    archive.load(config.folder / config.publish.archive, store, progress)
    receipts = gather(config.topics, store, arxiv, now, progress, since=since)
    with suppress(FetchError, AnswerError):  # they are asked for again; no news depends on it
        library_papers.complete(store, arxiv, now, progress)
    sightings = _choose(config, store, now)
    return build(config, store, progress, receipts=receipts, sightings=sightings)


def backfill(
    config: Config,
    store: Store,
    arxiv: Arxiv,
    now: datetime,
    progress: Progress = silent,
    *,
    topics: Sequence[Topic],
) -> Report:
    """Ask again for everything that topics ever matched: what is missing comes in as history."""
    _check_readme(config)
    receipts = [by_query(topic, store, arxiv, now, progress, everything=True) for topic in topics]
    sightings = _choose(config, store, now, history=True)
    report = build(config, store, progress, receipts=receipts, sightings=sightings)
    return replace(report, backfill=True)


def _choose(
    config: Config, store: Store, now: datetime, *, history: bool = False
) -> list[Sighting]:
    """Let every topic decide what is new to it."""
    plan = Plan(tuple(config.topics))
    return [
        sighting
        for topic in config.topics
        for sighting in choose(
            topic,
            store,
            now,
            plan.sets_for(topic),
            fields=list(map(subject, plan.fields_for(topic))),
            history=history,
        )
    ]


def build(
    config: Config,
    store: Store,
    progress: Progress = silent,
    *,
    receipts: Sequence[Receipt] = (),
    sightings: Sequence[Sighting] = (),
    whole: bool = False,
) -> Report:
    """Write archive, README block, site and status from the store; only what differs is written.

    ``whole`` renders every page instead of those that may differ since the last time. The archive
    comes first: no page may show what it does not have, as after a merge that took another's.
    """
    archive.save(config.folder / config.publish.archive, store)
    look = look_of(config)
    annotate(store, look.ids, look.tags, progress)
    if _prefer(config, store, look):
        archive.save(config.folder / config.publish.archive, store)
    status = health.status(store, look, max((receipt.run for receipt in receipts), default=None))
    whole = whole or status.ahead is not None
    unmade: list[Unmade] = []
    written = [
        *_site(config, store, look, status, progress, unmade, whole=whole),
        *_readme(config, store, look, status, unmade),
        *deliver.write([health.file(status)], config.folder).changed,
    ]
    # A note stands beside what the version is, and is counted beside it.
    said = {(s.id, s.version, s.kind is Kind.PUBLISHED): s.kind for s in sightings}
    kinds = Counter(said.values())
    return Report(status, tuple(receipts), kinds, tuple(written), tuple(unmade))


def _prefer(config: Config, store: Store, look: Look) -> bool:
    """Rank the last day's news; if that fails they stand newest first, and the status says so.

    Of older days nothing is said that was not said then: their pages stay as they are.
    """
    told, learned, wishes = list[str](), False, wishes_of(config)
    try:
        if prefer.wanted(store, wishes):
            news = _last_news(store, look)
            learned = prefer.prefer(store, news, look.topics, wishes, told.append)
        trouble = f"Ranking went by words alone, for embeddings failed: {told[0]}" if told else ""
    except Exception as error:  # noqa: BLE001  nothing optional stops a run, whatever it is
        trouble = (
            "The last news could not be ranked and stand newest first: "
            f"{type(error).__name__}: {error}"
        )
    if trouble != (store.recall(health.RANKING) or ""):
        store.remember(health.RANKING, trouble)
    return learned


def _last_news(store: Store, look: Look) -> list[Entry]:
    """Give the news of the last day that has any."""
    days = days_with_news(store.moments(look.ids), look.timezone)
    if not days:
        return []
    return store.entries(*bounds(days[0][0], look.timezone), look.ids, NEWS)


def wishes_of(config: Config) -> prefer.Wishes:
    """Take from the settings what ranking needs to know."""
    wanted = config.ranking
    return prefer.Wishes(
        enabled=wanted.enabled,
        statement=wanted.statement,
        threshold=wanted.threshold,
        explore=wanted.explore,
        by_topic=wanted.profile == "topic",
        not_words=tuple(wanted.not_words),
        embeddings=wanted.embeddings,
        embeddings_url=wanted.embeddings_url,
        embeddings_key=os.environ.get(wanted.embeddings_key, "").strip(),
        followed=tuple(config.publish.authors),
    )


def look_of(config: Config) -> Look:
    """Take from the settings what pages need to know."""
    return Look(
        title=config.title,
        topics=config.topics,
        timezone=ZoneInfo(config.timezone),
        description=config.description,
        url=config.url,
        contact=config.contact,
        channels=tuple(config.intake.channels),
        tags=config.tags,
    )


def _site(
    config: Config,
    store: Store,
    look: Look,
    status: Status,
    progress: Progress,
    unmade: list[Unmade],
    *,
    whole: bool,
) -> list[str]:
    """Write the pages that may differ from those in the folder; remove those that are gone.

    What cannot be made is named in the site's stamp, and made again next time. When nobody knows
    what is missing, the next build begins where the last one began.
    """
    folder = config.folder / config.publish.site
    stamp = site.Stamp.of(_content(store), look)
    old = site.Stamp.read(deliver.read(addresses.BUILD, folder))
    since = None if whole else _mark_of(old, stamp, store)
    again = () if since is None or old is None else old.unmade
    mark = store.mark()
    gone = _gone(store, look, since, unmade)
    kept: set[str] = set()
    files = site.files(store, look, status, stamp, since, unmade=unmade, again=again)
    written = deliver.write(_noted(files, kept), folder, progress)
    built = addresses.BUILD in kept
    if since is None:
        owned = deliver.present(addresses.OWNED, folder) - kept
        gone = spared(sorted(owned), unmade) if built else [addresses.BUILD]
    deliver.remove(gone, folder)
    if built:
        store.remember(f"built {stamp.content}", str(mark))
    return [f"{config.publish.site}/{path}" for path in (*written.changed, *gone)]


def _gone(store: Store, look: Look, since: int | None, unmade: list[Unmade]) -> list[str]:
    """Name the files that are no more since a mark."""
    if since is None:
        return []
    return apart_from(unmade, "the list of removed files", lambda: site.gone(store, look, since))


def _noted(files: Iterable[File], paths: set[str]) -> Iterator[File]:
    """Pass files on and remember their paths."""
    for file in files:
        paths.add(file.path)
        yield file


def _mark_of(old: site.Stamp | None, stamp: site.Stamp, store: Store) -> int | None:
    """Say up to which change the site in the folder shows the store; None: nobody knows."""
    if old is None or old.look != stamp.look:
        return None
    mark = store.recall(f"built {old.content}")
    return None if mark is None else int(mark)


def _content(store: Store) -> str:
    """Name what the pages are made from: the shards of the archive, without the receipts."""
    shards = sorted((path, shard.sha256) for path, shard in store.taken().items())
    named = [pair for pair in shards if not pair[0].startswith("receipts/")]
    return hashlib.sha256(repr(named).encode()).hexdigest()[:16]


def _readme(
    config: Config, store: Store, look: Look, status: Status, unmade: list[Unmade]
) -> list[str]:
    """Put the news between the README's markers."""
    name = config.publish.readme
    if not isinstance(name, str):
        return []
    made = apart_from(unmade, name, lambda: [_block(config, store, look, status)])
    old = deliver.read(name, config.folder) or b""
    new = [File(name, readme.insert(old, block)) for block in made]
    return list(deliver.write(new, config.folder).changed)


def _block(config: Config, store: Store, look: Look, status: Status) -> str:
    """Write the news for the README."""
    if status.day is None:
        digest, archived = None, pages.newest_of_archive(store, look)
    else:
        digest, archived = pages.digest_of(store, look, status.day), []
    limit = 1000 * config.publish.readme_kilobytes
    return readme.block(digest, archived, look, status.note, limit=limit)


def _check_readme(config: Config) -> None:
    """Raise MarkersError when there is no place for the news."""
    if isinstance(config.publish.readme, str):
        readme.insert(deliver.read(config.publish.readme, config.folder) or b"", "")
