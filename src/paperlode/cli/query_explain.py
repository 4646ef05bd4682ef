"""``paperlode query explain``: what a query means, and why a paper matches it or not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from paperlode.cli.query import drawn, group, pointing
from paperlode.errors import InputError, RecordError
from paperlode.paper import PaperId

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperlode.cli.screen import Screen
    from paperlode.paper import Paper
    from paperlode.query import Query
    from paperlode.query.explain import Mark, Verdict
    from paperlode.topic import Topic

WIDTH = 88


@group.command()
def explain(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument(help="A query in arXiv's language.")] = None,
    *,
    topic: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Explain what this topic takes, by all its settings."),
    ] = None,
    paper: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Say why this paper matches or not; from the archive."),
    ] = None,
    records: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Take papers from a file of records (- is standard input) instead; without "
            "--paper all of them.",
        ),
    ] = None,
) -> None:
    """Say in plain English what a query means, or word by word why a paper matches it."""
    from paperlode.query import parse  # noqa: PLC0415  only when the command runs

    screen: Screen = context.obj
    if (query is None) is (topic is None):
        raise InputError("name either a query or, with --topic, one of the settings' topics")
    followed = None if topic is None else _topic(screen, topic)
    query = query or (followed.text if followed else "")
    with pointing(query):
        tree = followed.rule.read if followed else parse(query)
    if paper is None and records is None:
        _meaning(screen, query, tree)
        _settings(screen, followed)
        return
    told = [_told(screen, tree, one, followed) for one in _papers(screen, paper, records)]
    screen.result(told)
    if paper is not None and not told:
        raise InputError(f"{paper} is not among the papers")


def _meaning(screen: Screen, query: str, tree: Query) -> None:
    from paperlode.query.describe import english  # noqa: PLC0415  only when the command runs
    from paperlode.query.syntax import as_lists  # noqa: PLC0415  same

    said = english(tree)
    screen.result(
        {
            "query": query,
            "unambiguous": str(tree),
            "tree": as_lists(tree),
            "english": [{"depth": level, "text": line} for level, line in said],
        }
    )
    for level, line in said:
        screen.say(f"{'  ' * level}{line}")
    screen.say("")
    for line in drawn(tree):
        screen.say(line)


def _topic(screen: Screen, name: str) -> Topic:
    from paperlode.cli.workplace import settings  # noqa: PLC0415  only when the command runs

    return settings(screen).topic(name)


def _settings(screen: Screen, topic: Topic | None) -> None:
    """Say how a topic is sharper than arXiv's search, and what arXiv is asked."""
    from paperlode.publish.rules import settings  # noqa: PLC0415  only when the command runs

    if topic is None:
        return
    for name, said in settings(topic):
        screen.say(f"{name}: {said}")
    screen.say(f"arXiv is asked: {topic.query}")


def _ruled(screen: Screen, topic: Topic, paper: Paper) -> dict[str, Any]:
    """Say whether a topic takes a paper, and which setting decides."""
    from paperlode.publish.rules import left_out, let_in  # noqa: PLC0415  only when it runs
    from paperlode.query.explain import explain as explained  # noqa: PLC0415  same

    ruling = topic.ruling(paper)
    why = let_in(ruling) or (f": {left_out(ruling)}" if left_out(ruling) else "")
    screen.say(f"{topic.name} {'takes' if ruling.takes else 'does not take'} {paper.name}{why}.")
    screen.say("")
    if (excluded := topic.rule.excluded) is not None:
        screen.say("Of what it excludes:")
        for line in _tree(explained(excluded, paper)):
            screen.say(line)
        screen.say("")
    return {"takes": ruling.takes, "rule": ruling.by, "author": ruling.author}


def _papers(screen: Screen, wanted: str | None, records: str | None) -> Iterator[Paper]:
    """Find the papers that are to be explained."""
    identifier = None if wanted is None else PaperId.parse(wanted)
    if records is None:
        yield from _stored(screen, identifier) if identifier else ()
        return
    from paperlode.cli.record_files import Records  # noqa: PLC0415  only when the command runs

    source = Records(screen)
    for one in source.of(records):
        if identifier is None or identifier in {PaperId(one.id), PaperId(one.id, one.version)}:
            yield one
    if source.bad:
        raise RecordError(f"{source.bad} lines are not paper records and were left out")


def _stored(screen: Screen, identifier: PaperId) -> Iterator[Paper]:
    from paperlode.cli.workplace import reading  # noqa: PLC0415  only when the command runs

    with reading(screen) as place:
        found = place.store.paper(identifier.id, identifier.version)
    if found is not None:
        yield found


def _told(screen: Screen, tree: Query, paper: Paper, topic: Topic | None = None) -> dict[str, Any]:
    """Tell a person, and give what --json prints."""
    from paperlode.query.explain import (  # noqa: PLC0415  only when the command runs
        as_record,
        explain,
        texts,
    )

    verdict = explain(tree, paper)
    marks = verdict.marks if verdict.holds else [*_all_marks(verdict)]
    ruled = {} if topic is None else {"topic": _ruled(screen, topic, paper)}
    screen.say(f"{paper.name} {'matches' if verdict.holds else 'does not match'}.")
    screen.say("")
    for line in _tree(verdict):
        screen.say(line)
    screen.say("")
    for name, text in texts(paper).items():
        mine = [(mark.start, mark.end) for mark in marks if mark.text == name]
        if mine or name in {"title", "abstract"}:
            screen.say(f"{name}:")
            for row in rows(text, mine):
                screen.say_marked([("  ", False), *row])
    screen.say("")
    return {
        "paper": paper.name,
        "matches": verdict.holds,
        "why": as_record(verdict),
        "marks": [[mark.text, mark.start, mark.end] for mark in marks],
        **ruled,
    }


def _all_marks(verdict: Verdict) -> set[Mark]:
    """Give the marks of every term that holds, although the whole does not."""
    found: set[Mark] = set()
    waiting = [verdict]
    while waiting:
        one = waiting.pop()
        waiting += one.below
        found.update(mark for reason in one.reasons if one.holds for mark in reason.marks)
    return found


def _tree(verdict: Verdict) -> Iterator[str]:
    """Draw the tree with a yes or no at each part, and the reasons of each term."""
    waiting = [(verdict, "", "")]
    while waiting:
        one, before, below = waiting.pop()
        word = "yes" if one.holds else "no "
        name = str(one.part) if not one.below else type(one.part).__name__.upper()
        yield f"{word}  {before}{name}"
        for reason in one.reasons:
            sign = "+" if reason.holds else "-"
            yield f"     {below}  {sign} {reason.sentence}"
        last = len(one.below) - 1
        for index, piece in reversed(list(enumerate(one.below))):
            corner, bar = ("└─ ", "   ") if index == last else ("├─ ", "│  ")
            waiting.append((piece, below + corner, below + bar))


def places(tree: Query, paper: Paper) -> dict[str, list[tuple[int, int]]]:
    """Say where the words stand for which a paper matches, by the name of the text."""
    from paperlode.query.explain import explain as explained  # noqa: PLC0415  only when it runs

    found: dict[str, list[tuple[int, int]]] = {}
    for mark in explained(tree, paper).marks:
        found.setdefault(mark.text, []).append((mark.start, mark.end))
    return found


def rows(
    text: str, marks: Iterable[tuple[int, int]], width: int = WIDTH
) -> list[list[tuple[str, bool]]]:
    """Break a text into lines of pieces that are marked or not."""
    from paperlode.query.explain import marked  # noqa: PLC0415  only when the command runs

    done: list[list[tuple[str, bool]]] = [[]]
    length = 0
    for piece, is_marked in marked(text, marks):
        for found in re.finditer(r"\s+|\S+", piece):
            word = " " if found[0].isspace() else found[0]
            if length + len(word) > width and done[-1] and done[-1][-1][0].endswith(" "):
                done.append([])
                length = 0
            if length or word != " ":
                _append(done[-1], word, is_marked=is_marked)
                length += len(word)
    return done


def _append(row: list[tuple[str, bool]], word: str, *, is_marked: bool) -> None:
    if row and row[-1][1] is is_marked:
        row[-1] = (row[-1][0] + word, is_marked)
    else:
        row.append((word, is_marked))
