"""``paperlode show``: everything that is known of one paper."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any

import typer

from paperlode.cli import app
from paperlode.errors import InputError
from paperlode.paper import Paper, PaperId
from paperlode.rule import QUERY
from paperlode.sighting import NEWS, TRACKED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from paperlode.cli.screen import Screen
    from paperlode.cli.workplace import Workplace
    from paperlode.preference import Mark, Rank
    from paperlode.rule import Ruling
    from paperlode.sighting import Sighting
    from paperlode.store import History
    from paperlode.topic import Topic

WIDTH = 88
MANY = 30
"""Authors that are listed; a collaboration can have 3,000."""


@app.command()
def show(
    context: typer.Context,
    paper: Annotated[str, typer.Argument(help="An identifier, as 2506.05680 or 2506.05680v2.")],
) -> None:
    """Show one paper: its versions, when they were seen, its topics and links."""
    from paperlode.cli.workplace import reading  # noqa: PLC0415  only when the command runs

    screen: Screen = context.obj
    wanted = PaperId.parse(paper)
    with reading(screen) as place:
        history, topics = place.store.history(wanted.id), place.config.topics
        shown = _version(history, wanted)
        liking = Liking.of(place, shown) if shown else Liking()
    screen.result(record(history, topics) | liking.record())
    for line in (*lines(shown, history, topics), *liking.lines()):
        screen.say(line)


@dataclass(frozen=True, slots=True)
class Liking:
    """What the reader said of a paper, and what the ranking says."""

    mark: Mark | None = None
    ranks: tuple[Rank, ...] = ()
    """What was said when it was news, ascending; else what is said now."""

    @classmethod
    def of(cls, place: Workplace, paper: Paper) -> Liking:
        """Look it up; what was never ranked is ranked now, if there is anything to learn from."""
        from paperlode import daily, prefer  # noqa: PLC0415  only when the command runs

        ranks = tuple(place.store.ranks(paper.id))
        if not ranks:
            now = prefer.explain(
                place.store, paper, place.config.topics, daily.wishes_of(place.config)
            )
            ranks = () if now is None else (now,)
        return cls(place.store.marks().get(paper.id), ranks)

    def record(self) -> dict[str, Any]:
        """Give it as JSON can say it."""
        return {
            "mark": None if self.mark is None else self.mark.to_record(),
            "ranks": [rank.to_record() for rank in self.ranks],
        }

    def lines(self) -> Iterator[str]:
        """Tell a person."""
        from paperlode.publish.liking import because  # noqa: PLC0415  only when it runs

        if self.mark is not None:
            yield f"You said: {self.mark.word}, {self.mark.at:%Y-%m-%d} ({self.mark.source})."
        for rank in self.ranks:
            yield _wrapped(f"{because(rank)} (above {rank.above:.0%} of recent papers)")
            for name, words in (("For", rank.speaks_for), ("Against", rank.speaks_against)):
                if words:
                    told = ", ".join(f"{word} {weight:+.2f}" for word, weight in words)
                    yield _wrapped(f"{name + ':':<12}{told}", hanging=12)
            for identifier, title in rank.near:
                yield _wrapped(f"{'Like:':<12}{title} ({identifier})", hanging=12)


def _version(history: History, wanted: PaperId) -> Paper | None:
    """Find the version to show, the newest unless named; None when only its identifier is known."""
    if not history.papers and not history.sightings:
        raise InputError(
            f"{wanted.id} is not here: no topic's query ever returned it; "
            f"read it at https://arxiv.org/abs/{wanted}"
        )
    if wanted.version is None or not history.papers:
        return history.papers[-1] if history.papers else None
    for paper in history.papers:
        if paper.version == wanted.version:
            return paper
    versions = ", ".join(f"v{paper.version}" for paper in history.papers)
    raise InputError(f"{wanted} is not here; of {wanted.id} there is {versions}")


def record(history: History, topics: Sequence[Topic]) -> dict[str, Any]:
    """Give the JSON object that ``paperlode show --json`` prints."""
    from paperlode.revision import revision  # noqa: PLC0415  only when the command runs

    newest = history.papers[-1] if history.papers else None
    return {
        "id": newest.id if newest else history.sightings[-1].id,
        "versions": [paper.to_record() for paper in history.papers],
        "sightings": [sighting.to_record() for sighting in history.sightings],
        "announcements": [one.to_record() for one in history.announcements],
        "changes": [
            {"from": old.version, "to": new.version, "fields": list(revision(old, new).fields)}
            for old, new in pairwise(history.papers)
        ],
        "topics": [
            {"id": topic.id, "name": topic.name, **_ruled(topic.ruling(newest))}
            for topic in topics
            if newest is not None
        ],
        "links": dict(_links(newest)) if newest else {},
    }


def lines(paper: Paper | None, history: History, topics: Sequence[Topic]) -> Iterator[str]:
    """Tell a person about the paper."""
    if paper is None:
        identifier = history.sightings[-1].id
        yield f"Of {identifier} only the identifier is known, from an adopted tracker."
    else:
        yield from _head(paper)
        yield from _abstract(paper)
        yield from _facts(paper)
        yield from _matching(paper, topics)
        yield _versions(history)
        yield from _announced(history)
        yield from _changes(paper, history)
    yield "Seen:"
    yield from (f"  {_seen(one, topics)}" for one in history.sightings)


def _head(paper: Paper) -> Iterator[str]:
    from paperlode.text.tex import plain  # noqa: PLC0415  only when the command runs

    names = [*paper.authors[:MANY]]
    if len(paper.authors) > MANY:
        names.append(f"and {len(paper.authors) - MANY} more")
    yield f"{paper.name}{' (withdrawn)' if paper.withdrawn else ''}"
    yield _wrapped(plain(paper.title))
    yield _wrapped(", ".join(names))
    yield ""


def _abstract(paper: Paper) -> Iterator[str]:
    from paperlode.text.tex import plain  # noqa: PLC0415  only when the command runs

    for paragraph in paper.abstract.split("\n\n"):
        yield _wrapped(plain(paragraph), indent="  ")
        yield ""


def _facts(paper: Paper) -> Iterator[str]:
    facts = {
        "Categories": ", ".join(paper.categories),
        "Submitted": f"{paper.submitted:%Y-%m-%d}",
        "Comment": paper.comment,
        "Journal": paper.journal_ref,
        "Report": paper.report_no,
        "Licence": paper.license,
    }
    facts |= {name.capitalize(): link for name, link in _links(paper)}
    for name, value in facts.items():
        if value:
            yield _wrapped(f"{name + ':':<12}{' '.join(value.split())}", hanging=12)


def _links(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "abstract", paper.abs_url
    yield "pdf", paper.pdf_url
    for doi in (paper.doi or "").split()[:1]:
        yield "doi", f"https://doi.org/{doi}"


def _matching(paper: Paper, topics: Sequence[Topic]) -> Iterator[str]:
    from paperlode.publish.rules import left_out, let_in  # noqa: PLC0415  only when it runs

    rulings = [(topic, topic.ruling(paper)) for topic in topics]
    names = [f"{topic.name}{let_in(ruling)}" for topic, ruling in rulings if ruling.takes]
    yield _wrapped(f"{'Matches:':<12}{', '.join(names) or 'no topic of the settings'}", hanging=12)
    for topic, ruling in rulings:
        if why := left_out(ruling):
            yield _wrapped(f"{'Left out:':<12}of {topic.name}: {why}", hanging=12)


def _ruled(ruling: Ruling) -> dict[str, Any]:
    """Say whether a topic takes the paper, and which setting decided when not its query alone."""
    record: dict[str, Any] = {"matches": ruling.takes}
    record |= {} if ruling.by == QUERY else {"rule": ruling.by}
    return record | ({"author": ruling.author} if ruling.author else {})


def _versions(history: History) -> str:
    each = (f"v{paper.version} ({paper.updated:%Y-%m-%d})" for paper in history.papers)
    return _wrapped(f"{'Versions:':<12}{', '.join(each)}", hanging=12)


def _announced(history: History) -> Iterator[str]:
    """Tell under which day and as what arXiv announced the paper."""
    from paperlode.publish.news import announced  # noqa: PLC0415  only when the command runs

    if told := "; ".join(f"{day}: {words}" for day, words in announced(history.announcements)):
        yield _wrapped(f"{'Announced:':<12}{told}", hanging=12)


def _before(paper: Paper, history: History) -> Paper | None:
    """Find the version before the one that is shown, as far as it is here."""
    return next((old for old in reversed(history.papers) if old.version < paper.version), None)


_MARKS = {"same": "{}", "added": "{{+{}+}}", "removed": "[-{}-]"}
"""As ``wdiff`` marks words."""


def _changes(paper: Paper, history: History) -> Iterator[str]:
    """Tell what the shown version changed, as ``wdiff`` does: [-what went-] {+what came+}."""
    from paperlode.publish.differences import differences  # noqa: PLC0415  only when it runs
    from paperlode.publish.news import changed  # noqa: PLC0415  same
    from paperlode.text.tex import plain  # noqa: PLC0415  same

    before = _before(paper, history)
    if before is None:
        return
    since = f"{changed(before, paper)} (since v{before.version})"
    yield _wrapped(f"{'Changed:':<12}{since}", hanging=12)
    for one in differences(before, paper):
        words = (_MARKS[piece.change].format(plain(piece.text)) for piece in one.shortened)
        yield _wrapped(f"  {one.heading}: {' '.join(words)}", hanging=4)


def _seen(sighting: Sighting, topics: Sequence[Topic]) -> str:
    names = {topic.id: topic.name for topic in topics}
    where = ", ".join(names.get(topic, topic) for topic in sighting.topics)
    relation = "for" if sighting.kind in TRACKED | NEWS else "asked for"
    rule = f" (by its setting {sighting.rule})" if sighting.rule else ""
    return (
        f"{sighting.seen:%Y-%m-%d %H:%M} UTC  v{sighting.version}  {sighting.kind}  "
        f"{relation} {where}{rule}, through {sighting.channel}"
    )


def _wrapped(text: str, *, indent: str = "", hanging: int | None = None) -> str:
    further = indent if hanging is None else " " * hanging
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )
