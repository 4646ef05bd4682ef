"""``paperlode export``: which papers, in which form, safe to print."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from paperlode import archive
from paperlode.cli import export, start
from paperlode.paper import Paper
from paperlode.sighting import Kind, Sighting
from paperlode.store import Store
from paperlode.topic import Topic

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = export.__name__  # importing the module adds the command
SETTINGS = """\
title = "Mine"
timezone = "Asia/Singapore"
[[topic]]
name = "Solids"
query = "ti:crystal"
[[topic]]
name = "Glass"
query = "ti:glass"
"""


def paper(identifier: str, version: int = 1, title: str = "A crystal") -> Paper:
    """Make a paper with an obviously invented author."""
    submitted = datetime(2026, 8, 1, tzinfo=UTC)
    return Paper(
        id=identifier,
        version=version,
        title=title,
        abstract="Text.",
        authors=("Ada Example",),
        categories=("cs.LG",),
        submitted=submitted,
        updated=submitted,
    )


HELD = [
    (paper("2608.00001"), 20, Kind.BACKLOG, "solids"),
    (paper("2608.00001", 2), 21, Kind.REVISED, "solids"),
    (paper("2608.00002", title="Some glass"), 21, Kind.NEW, "glass"),
    (paper("2608.00003", title="Wood"), 21, Kind.QUARANTINED, "glass"),
    (paper("2608.00004", title="Late \x9b31m \u202e crystal"), 22, Kind.LATE, "solids"),
]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder with an archive; each day's run was at 22:00 UTC, the next day in Singapore."""
    folder = tmp_path_factory.mktemp("mine")
    path = folder / "paperlode.toml"
    path.write_text(SETTINGS)
    topics = {
        "solids": Topic("solids", "Solids", "ti:crystal"),
        "glass": Topic("glass", "G", "ti:g"),
    }
    with Store.open(folder / ".paperlode/store.db") as store:
        for held, day, kind, topic in HELD:
            seen = datetime(2026, 8, day - 1, 22, tzinfo=UTC)
            store.save([held], now=seen, channel="search_api", topic=topics[topic])
            sighting = Sighting(held.id, held.version, seen, "search_api", kind, (topic,))
            store.decide(topics[topic], [sighting], store.mark())
        archive.save(folder / "archive", store)
    return path


def run(settings: Path, *words: object) -> object:
    """Export from the folder of the settings and give the exit code."""
    with pytest.raises(SystemExit) as left:
        start(["export", "--config", str(settings), "-q", *map(str, words)])
    return left.value.code


def exported(settings: Path, capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """Give the names of the papers that JSON lines hold."""
    assert run(settings, "--format", "jsonl", *words) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [f"{record['id'][-1]}v{record['version']}" for record in records]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("", ["1v2", "2v1", "4v1"]),
        ("--all-versions", ["1v1", "1v2", "2v1", "4v1"]),
        ("--topic glass", ["2v1"]),
        ("--topic glass --topic solids", ["1v2", "2v1", "4v1"]),
        ("--since 2026-08-22", ["4v1"]),
        ("--until 2026-08-20", ["1v1"]),
        ("--day 2026-08-21", ["1v2", "2v1"]),
        ("--since 2026-08-21 --until 2026-08-21", ["1v2", "2v1"]),
        ("--kind new --kind late", ["2v1", "4v1"]),
        ("--kind quarantined", ["3v1"]),
        ("--kind quarantined --until 2026-08-20", []),
        ("2608.00003 2608.00001v1", ["3v1", "1v1"]),
        ("https://arxiv.org/abs/2608.00001", ["1v2"]),
    ],
)
def test_filters_choose_the_papers(
    settings: Path, capsys: pytest.CaptureFixture[str], words: str, names: list[str]
) -> None:
    """Days are of the settings' time zone, both included; newest versions unless asked."""
    assert exported(settings, capsys, *words.split()) == names


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("--topic wood", "there is no topic 'wood'; the topics are solids, glass"),
        ("--since yesterday", "--since 'yesterday' is not a day; write it like 2026-08-21"),
        (
            "--since 2026-08-22 --until 2026-08-21",
            "--until 2026-08-21 is before --since 2026-08-22",
        ),
        ("--day 2026-08-22 --until 2026-08-21", "--day stands for --since and --until"),
        ("2608.00001 --topic glass", "identifiers and filters do not go together"),
        ("2608.99999", "there is no record of 2608.99999 here"),
        ("nonsense", "'nonsense' is not an arXiv identifier"),
    ],
)
def test_wrong_filters_are_explained(
    settings: Path, capsys: pytest.CaptureFixture[str], words: str, why: str
) -> None:
    """The sentence says what is wrong and what is allowed; the exit code is 2."""
    assert run(settings, *words.split()) == 2
    assert why in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("", "@misc{example2026crystal,"),
        ("--format ris", "TY  - UNPB"),
        ("--format csl-json", '[\n {\n  "id": "example2026crystal",'),
        ("--format jsonl", '{"id":"2608.00001","version":2,'),
    ],
)
def test_papers_are_written_in_the_form_asked_for(
    settings: Path, capsys: pytest.CaptureFixture[str], words: str, begins: str
) -> None:
    """BibTeX unless told otherwise."""
    assert run(settings, *words.split()) == 0
    assert capsys.readouterr().out.startswith(begins)


@pytest.mark.parametrize(
    ("name", "begins"), [("x.bib", b"@misc"), ("x.ris", b"TY"), ("x.json", b"["), ("x.jsonl", b"{")]
)
def test_the_ending_of_the_file_tells_the_form(settings: Path, name: str, begins: bytes) -> None:
    """``--output papers.ris`` needs no --format."""
    output = settings.parent / "new" / name
    assert run(settings, "--output", output) == 0
    assert output.read_bytes().startswith(begins)


@pytest.mark.parametrize("form", ["bibtex", "ris", "csl-json", "jsonl"])
def test_nothing_that_a_terminal_obeys_is_printed(
    settings: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    """Escape sequences and reversed text in a title never reach the screen."""
    run(settings, "--format", form)
    assert not set(capsys.readouterr().out) & {"\x9b", "\x1b", "\u202e"}


def test_json_lines_keep_every_character(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is not printed is spelled as an escape: the record is the same."""
    run(settings, "--format", "jsonl", "2608.00004")
    assert Paper.from_line(capsys.readouterr().out) == HELD[-1][0]


def test_an_empty_export_says_so(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing on standard output, a sentence beside it, and no error."""
    assert run(settings, "--since", "2026-09-01") == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "paperlode: no paper fits, so nothing is exported\n")


def test_programs_learn_what_was_written(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --output, --json prints number, file and form."""
    output = settings.parent / "x.bib"
    run(settings, "--output", output, "--json")
    said = json.loads(capsys.readouterr().out)
    assert said == {"papers": 3, "file": str(output), "format": "bibtex"}
