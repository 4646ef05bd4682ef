"""What a run did, in words: for a terminal, and for the summary that GitHub shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperlode.publish.agreement import Tally
from paperlode.publish.pages import COUNTED
from paperlode.sighting import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.config import Config
    from paperlode.daily import Report
    from paperlode.fetch import Fetch
    from paperlode.publish.status import TopicStatus

WORDS = COUNTED | {
    Kind.BACKLOG: "as history",
    Kind.QUARANTINED: "into quarantine",
    Kind.LEFT_OUT: "left out by choice",
    Kind.DROPPED: "no longer matching",
    Kind.KNOWN: "known by identifier only",
}
"""What the report calls papers of a kind, in its order."""


def lines(report: Report, config: Config, fetch: Fetch | None) -> Iterator[str]:
    """Give the lines for a person."""
    yield report.status.sentence
    if counted := _counts(report):
        yield f"Papers: {counted}."
    if compared := _agreed(report):
        yield compared
    if fetch is not None:
        times = "once" if fetch.requests == 1 else f"{fetch.requests} times"
        yield f"Asked arXiv {times}, {fetch.received / 1e6:.1f} MB."
    yield _files(report)
    yield f"Page: {config.folder / config.publish.site / 'index.html'}"


def _counts(report: Report) -> str:
    return ", ".join(
        f"{report.kinds[kind]} {word}" for kind, word in WORDS.items() if report.kinds[kind]
    )


def _agreed(report: Report) -> str:
    """Say how far arXiv's search agreed in this run, where it was asked for that."""
    done = [r for r in report.receipts if r.expected is not None and r.complete]
    tally = sum((Tally(r.papers, r.misfits, r.absent) for r in done), Tally())
    if not tally.compared:
        return ""
    return f"Agreement with arXiv's search: {tally.percent} of {tally.compared} papers compared."


def _files(report: Report) -> str:
    number = len(report.written)
    return f"Changed {number} file{'' if number == 1 else 's'}." if number else "No file changed."


def markdown(report: Report, config: Config) -> str:
    """Write the summary that GitHub shows beside a job."""
    status = report.status
    link = f"[{config.title}]({config.url})" if config.url else config.title
    rows = [_row(topic) for topic in status.topics]
    parts = [
        f"## {link}",
        f"**{status.state.capitalize()}.** {status.sentence}",
        f"Papers: {_counts(report) or 'none'}. Next announcement of arXiv: {status.due}.",
        *(f"> **Note:** {sentence}" for sentence in (*status.warnings, *status.gaps)),
        *filter(None, [_agreed(report)]),
        "\n".join(["| topic | papers | quarantine | last check |", "|---|--:|--:|---|", *rows]),
    ]
    return "\n\n".join(parts) + "\n"


def _row(topic: TopicStatus) -> str:
    name = topic.topic.name.replace("|", "\\|")
    outcome = "whole" if topic.complete else f"not whole: {topic.why}".replace("|", "\\|")
    return f"| {name} | {topic.tracked} | {topic.quarantined} | {outcome} |"
