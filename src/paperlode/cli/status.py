"""``paperlode status``: how the last check went, without asking arXiv anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from paperlode.cli import app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlode.cli.screen import Screen
    from paperlode.publish.agreement import Agreement
    from paperlode.publish.status import Status, TopicStatus


@app.command()
def status(context: typer.Context) -> None:
    """Tell how the last check went, what may be missing, and when arXiv announces next.

    Exit code 0: everything was known after it; 3: something may be missing; 1: it failed.
    """
    from paperlode.cli.workplace import reading  # noqa: PLC0415  only when the command runs
    from paperlode.daily import EXIT_CODES, look_of  # noqa: PLC0415  same
    from paperlode.publish import status as health  # noqa: PLC0415  same

    screen: Screen = context.obj
    with reading(screen) as place:
        found = health.status(place.store, look_of(place.config))
    screen.result(health.to_record(found))
    for line in lines(found):
        screen.say(line)
    raise typer.Exit(EXIT_CODES.get(found.state, 0))


def lines(status: Status) -> Iterator[str]:
    """Tell a person the words of the status page."""
    yield f"{status.state.capitalize()}. {status.sentence}"
    yield ""
    yield f"Last check:         {_moment_or(status, 'never')}"
    yield f"Last news:          {status.day or 'none yet'}"
    yield f"Next announcement:  {status.due}"
    yield ""
    for topic in status.topics:
        yield f"{topic.topic.name}: {_counts(topic)}"
        yield f"  completely known up to: {status.known(topic)}"
        yield from (f"  {line}" for line in _agreed(topic.agreement))
    if told := (*status.gaps, *status.warnings):
        yield ""
        yield from told


def _moment_or(status: Status, never: str) -> str:
    return never if status.checked is None else status.moment(status.checked)


def _agreed(agreement: Agreement) -> Iterator[str]:
    """Say how far arXiv's search agreed in 90 days, and where it did not."""
    whole = agreement.whole
    if not whole.compared:
        return
    share = f"{whole.percent} of {whole.compared} papers compared"
    yield f"agreement with arXiv's search in 90 days: {share}"
    if agreement.deviating:
        names = [
            f"{one.name} ({'returned' if one.returned else 'matches'} only)"
            for one in agreement.deviating
        ]
        yield f"  first deviating: {', '.join(names)}"
    if agreement.faults:
        yield f"  terms at fault: {'; '.join(agreement.faults)}"


def _counts(topic: TopicStatus) -> str:
    """Count a topic's papers and what was kept aside."""
    number = f"{topic.tracked} paper{'' if topic.tracked == 1 else 's'}"
    left_out = f", {topic.left_out} left out by choice" if topic.left_out else ""
    return f"{number}, {topic.quarantined} in quarantine{left_out}"
