"""What arXiv announced on a day, compared with what reached us: a day is closed when both agree.

The feed has the day of today, the catch-up listing those of the last 90 days. Every paper that one
of them names must have been described to us by another channel; whatever was not is asked for by
its name. So a hole in one channel is found by the other on the same day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from paperlode.errors import AnswerError, FetchError, StatusError
from paperlode.gather.plan import listed_subject, narrower, subject
from paperlode.schedule import EASTERN, announcements, midnight
from paperlode.sighting import (
    BY_DAY,
    CROSS,
    NEW_THERE,
    REPLACED,
    REPLACED_CROSS,
    Announcement,
    Receipt,
)
from paperlode.sources import announcements as feeds
from paperlode.sources import catch_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from paperlode.gather.intake import Intake
    from paperlode.gather.plan import Plan
    from paperlode.store import Store
    from paperlode.topic import Topic

FEED, LISTING = "feed", "listing"

KEPT = timedelta(days=90)
"""How long arXiv shows what was announced on a day, and we ask for days that are not closed."""

MOST_ASKED = 1000
"""Papers asked for by name for one day in one run; the rest waits for the next."""

NOTHING_YET = "arXiv shows no announcement, although one was due"
"""Why an empty day is not believed."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Announced:
    """A paper that was announced, and what must be known of it."""

    id: str
    version: int
    """At least this version."""
    kind: str = ""
    """What arXiv calls it in this field."""
    named: int | None = None
    """The version that was announced, where arXiv says it."""

    @property
    def moved(self) -> bool:
        """Whether a record of the time before tells nothing of it, and no version does either."""
        return self.kind == CROSS or (self.named is None and self.version > 1)


@lru_cache(maxsize=10_000)
def asked_for(field: str, day: date) -> str:
    """Name a day of a field as its receipts do."""
    return f"{subject(field)} {day}"


def open_days(store: Store, plan: Plan, now: datetime) -> dict[str, list[date]]:
    """Give for each field the days, ascending, of which nobody has shown yet that they are whole.

    Days are those of arXiv's schedule since a topic began to need the field, less than 90 days old.
    """
    return {field: list(_open(store, plan, field, now)) for field in plan.fields}


def _open(store: Store, plan: Plan, field: str, now: datetime) -> Iterable[date]:
    is_closed = cache(lambda each, day: closed(store, each, day, now))
    topics = [(topic, due(store.began(topic, now), now)) for topic in plan.topics_of(field)]
    for day in max((days for _, days in topics), key=len):
        needed = (topic for topic, days in topics if day in days)
        if not all(is_settled(topic, field, day, is_closed) for topic in needed):
            yield day


def is_settled(topic: Topic, field: str, day: date, is_closed: Callable[[str, date], bool]) -> bool:
    """Say whether a day of a field is closed for a topic, be it in smaller fields than this one."""
    return is_closed(field, day) or all(
        any(is_closed(each, day) for each in fields) for fields in narrower(topic, field)
    )


@lru_cache(maxsize=1000)
def due(began: datetime, now: datetime) -> tuple[date, ...]:
    """Give the days of announcements since ``began`` that have begun in New York, ascending.

    Those of more than 90 days ago are left out.
    """
    days = map(day_of, announcements(max(began, now - KEPT), now))
    return tuple(day for day in days if midnight(day) <= now)


def day_of(evening: datetime) -> date:
    """Give the day whose date an announcement bears: that of the next morning in New York."""
    return evening.astimezone(EASTERN).date() + _DAY


def closed(store: Store, field: str, day: date, now: datetime) -> bool:
    """Say whether everything that was announced in a field on a day has reached us."""
    return confirmed(r for r in _receipts(store, field, day) if r.run <= now)


def _receipts(store: Store, field: str, day: date) -> list[Receipt]:
    """Give what feed and listing left of a day of a field."""
    name = asked_for(field, day)
    return [r for channel in sorted(BY_DAY) for r in store.receipts_of(channel, name)]


def confirmed(receipts: Iterable[Receipt]) -> bool:
    """Say whether a day is closed after these runs: the last one that compared it has the word.

    A later comparison that found something missing opens it again; one that failed does not.
    """
    compared = [receipt for receipt in receipts if receipt.complete or receipt.missing]
    return bool(compared) and max(compared, key=lambda receipt: receipt.run).complete


def by_announcement(intake: Intake, field: str, day: date) -> Receipt:
    """Ask what was announced in a field on a day, and see that we have it; leave a receipt."""
    look = _Look(intake, field, day)
    receipt = look.at_feed() if day == intake.now.astimezone(EASTERN).date() else None
    receipt = receipt or look.at_listing()
    intake.store.add_receipt(receipt)
    return receipt


def believed(intake: Intake, receipt: Receipt) -> Receipt:
    """Close a day on which nothing was shown: other fields show that arXiv has announced."""
    receipt = replace(receipt, complete=True, why="")
    intake.store.add_receipt(receipt)
    return receipt


@dataclass(frozen=True, slots=True)
class _Look:
    """One day of one field."""

    intake: Intake
    field: str
    day: date

    def at_feed(self) -> Receipt | None:
        """Read the feed of the day; None when it is not to be had, late, or cut."""
        if FEED in self.intake.down:
            return None
        try:
            feed = self._feed()
        except FetchError as error:
            if not isinstance(error, StatusError):
                self.intake.down[FEED] = str(error)
            return None
        except AnswerError:
            return None
        if feed is None or feed.unreadable or feed.overflow or not feed.is_of(self.day):
            return None
        if not feed.items:
            return None  # an announcement was due: only the listing can say that there was none
        return self._compare(FEED, [_of_feed(item) for item in feed.items])

    def _feed(self) -> feeds.Feed | None:
        """Ask for the feed; None when it is still the one that was of no use before."""
        store = self.intake.store
        url = feeds.request(self.intake.arxiv.feed, subject(self.field))
        fresh = self.intake.arxiv.newer(url, store.recall(f"late {url}") or "")
        if fresh is None:
            return None
        feed = feeds.read(fresh.body)
        if not feed.is_of(self.day):
            store.remember(f"late {url}", fresh.tag)
        return feed

    def at_listing(self) -> Receipt:
        """Read the catch-up listing of the day."""
        refused = f"{LISTING} {self.field}"
        why = self.intake.down.get(LISTING, "") or self.intake.down.get(refused, "")
        if not why:
            try:
                return self._compare(LISTING, self._listed())
            except StatusError as error:
                why = self.intake.down[refused] = str(error)
            except FetchError as error:
                why = self.intake.down[LISTING] = str(error)
            except AnswerError as error:
                why = str(error)
        return self._receipt(LISTING, 0, f"what was announced cannot be read: {why}")

    def _listed(self) -> list[Announced]:
        arxiv = self.intake.arxiv
        pages = catch_up.follow(arxiv.page, arxiv.listing, listed_subject(self.field), self.day)
        return [
            _of_listing(item) for item in dict.fromkeys(i for page in pages for i in page.items)
        ]

    def _compare(self, channel: str, items: list[Announced]) -> Receipt:
        """Ask for what has not reached us, and keep what was said of the papers we then have."""
        receipt = self._asked(channel, items)
        name = subject(self.field)
        self.intake.store.announce(
            Announcement(item.id, item.named, self.day, item.kind, name) for item in items
        )
        return receipt

    def _asked(self, channel: str, items: list[Announced]) -> Receipt:
        """See that every announced paper has reached us, and ask for those that have not."""
        if items:
            self.intake.announced.add(self.day)
        elif not self._credible():
            return self._receipt(channel, 0, NOTHING_YET)
        unknown = [item for item in items if not self._known(item)]
        names = sorted({item.id for item in unknown})
        try:
            missing = self.intake.fetch(names[:MOST_ASKED])
            if overtaken := self._overtaken(items):
                missing += self.intake.fetch(overtaken)
        except (FetchError, AnswerError) as error:
            return self._receipt(channel, len(items), f"{_papers(names)} not read yet: {error}")
        if names[MOST_ASKED:]:
            why = f"{_papers(names[MOST_ASKED:])} not asked for yet"
            return self._receipt(channel, len(items), why)
        lacking = tuple(item.id for item in unknown if not self._known(item))
        return self._judged(channel, len(items), tuple(sorted({*missing, *lacking})))

    def _overtaken(self, items: Iterable[Announced]) -> list[str]:
        """Name the versions that were announced and of which another channel had only a later one.

        A paper's name brings its newest version, and OAI-PMH may be days behind.
        """
        store, items = self.intake.store, list(items)
        held = store.holding(item.id for item in items)
        lacking = {
            f"{item.id}v{version}"
            for item in items
            if item.id in held
            for version in _before_newest(item, store.versions(item.id))
        }
        return sorted(lacking)

    def _credible(self) -> bool:
        """Say whether nothing at all may have been announced in the field.

        A day that is over is what its listing says. Today it may only be late: unless something
        was announced in another field, or in the whole archive, arXiv has not announced yet.
        """
        now = min(self.intake.now, self.intake.clock or self.intake.now)
        over = self.day < now.astimezone(EASTERN).date()
        if over or self.day in self.intake.announced:
            return True
        archive = listed_subject(self.field).partition(".")[0]
        if archive == listed_subject(self.field):
            return False
        arxiv = self.intake.arxiv
        page = next(iter(catch_up.follow(arxiv.page, arxiv.listing, archive, self.day)))
        return bool(page.items)

    def _known(self, item: Announced) -> bool:
        """Say whether a channel described the paper as it was announced."""
        intake = self.intake
        seen = intake.seen.get(item.id)
        if seen is None:
            return not item.moved and item.version in intake.store.versions(item.id)
        stamp = intake.stamps.get(item.id)
        fresh = item.id in intake.named or stamp is None or stamp >= self.day
        return seen >= item.version and (fresh or not item.moved)

    def _judged(self, channel: str, papers: int, missing: tuple[str, ...]) -> Receipt:
        """Close the day, unless something is missing that may still come."""
        before = _receipts(self.intake.store, self.field, self.day)
        if set(missing) - self.intake.given_up(before):
            why = f"announced and to be had nowhere so far: {', '.join(missing)}"
            return self._receipt(channel, papers, why, missing)
        why = f"announced and not to be had, asked for twice: {', '.join(missing)}" * bool(missing)
        return self._receipt(channel, papers, why, missing, complete=True)

    def _receipt(
        self,
        channel: str,
        papers: int,
        why: str,
        missing: tuple[str, ...] = (),
        *,
        complete: bool = False,
    ) -> Receipt:
        return Receipt(
            run=self.intake.now,
            channel=channel,
            topic="",
            query=asked_for(self.field, self.day),
            mode="day",
            since=midnight(self.day),
            papers=papers,
            claimed=None,
            misfits=0,
            complete=complete or not why,
            why=why,
            missing=missing,
        )


def _of_feed(item: feeds.Item) -> Announced:
    return Announced(item.id, item.version or _least(item.kind), item.kind, item.version)


def _of_listing(item: catch_up.Listed) -> Announced:
    return Announced(item.id, _least(item.kind), item.kind)


def _least(kind: str) -> int:
    """Say which version a paper has at least that was announced so."""
    return 2 if kind.startswith("replace") else 1


def _before_newest(item: Announced, held: frozenset[int]) -> Iterable[int]:
    """Say which version was announced, before the newest one we hold, and is not held itself.

    A listing calls a version only a replacement: then it can be any after the one we had before.
    """
    newest = max(held)
    exact = item.named or (1 if item.kind == NEW_THERE else None)
    if exact is not None:
        return {exact} - held if exact < newest else ()
    if item.kind not in {REPLACED, REPLACED_CROSS}:
        return ()
    earlier = max(held - {newest}, default=newest)
    return range(earlier + 1, newest)


def _papers(names: list[str]) -> str:
    return f"{len(names)} announced paper{'s' * (len(names) != 1)}"
