"""``paperlode show``: everything known of one paper, readable and safe on a terminal."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from paperlode import archive
from paperlode.cli import show, start
from paperlode.paper import Paper
from paperlode.sighting import Announcement, Kind, Sighting
from paperlode.store import Store
from paperlode.topic import Topic

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = show.__name__  # importing the module adds the command
TOPIC = Topic("solids", "Solids", "ti:crystal")


def paper(version: int, title: str, authors: int = 2) -> Paper:
    """Make a version of the paper that is shown."""
    return Paper(
        id="2608.00001",
        version=version,
        title=title,
        abstract="First paragraph, " + "long enough to be wrapped, " * 6 + "\n\nSecond one.",
        authors=tuple(f"Ada Example{number}" for number in range(authors)),
        categories=("cond-mat.mtrl-sci", "cs.LG"),
        submitted=datetime(2026, 8, 1, tzinfo=UTC),
        updated=datetime(2026, 8, version, tzinfo=UTC),
        comment="9 pages",
        doi="10.1234/example 10.1234/other",
        withdrawn=version == 2,
    )


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder with one paper in two versions, and an identifier that is only known."""
    folder = tmp_path_factory.mktemp("mine")
    path = folder / "paperlode.toml"
    path.write_text('title = "Mine"\n[[topic]]\nname = "Solids"\nquery = "ti:crystal"\n')
    seen = datetime(2026, 8, 21, 6, tzinfo=UTC)
    papers = [paper(1, "A crystal", authors=40), paper(2, "Glass \x1b[31m")]
    kinds = {"2608.00001": (Kind.NEW, Kind.QUARANTINED), "2608.00002": (Kind.KNOWN,)}
    with Store.open(folder / ".paperlode/store.db") as store:
        store.save(papers, now=seen, channel="search_api", topic=TOPIC)
        sightings = [
            Sighting(identifier, version, seen, "search_api", kind, ("solids",))
            for identifier, said in kinds.items()
            for version, kind in enumerate(said, start=1)
        ]
        store.decide(TOPIC, sightings, store.mark())
        store.announce([Announcement(papers[0].id, None, date(2026, 8, 20), "new", "cs.LG")])
        archive.save(folder / "archive", store)
    return path


def shown(settings: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Show a paper and give what is printed."""
    with pytest.raises(SystemExit) as left:
        start(["show", "--config", str(settings), *words])
    said = capsys.readouterr()
    assert left.value.code == (2 if said.err.startswith("paperlode: ") else 0)
    return said.out or said.err


def test_a_version_is_shown_with_everything_known(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Title, names, abstract, facts, links, topics, versions, and when each was seen as what."""
    text = shown(settings, capsys, "2608.00001v1")
    assert text.startswith("2608.00001v1\nA crystal\nAda Example0, Ada Example1,")
    assert "and 10 more" in text
    assert "\n  Second one.\n" in text
    assert "Comment:    9 pages\n" in text
    assert "Doi:        https://doi.org/10.1234/example\n" in text
    assert "Matches:    Solids\n" in text
    assert "Versions:   v1 (2026-08-01), v2 (2026-08-02)\n" in text
    assert "Announced:  2026-08-20: new in cs.LG\n" in text
    assert "  2026-08-21 06:00 UTC  v1  new  for Solids, through search_api\n" in text
    assert "  2026-08-21 06:00 UTC  v2  quarantined  asked for Solids" in text


def test_a_revision_shows_what_it_changed(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Word by word against the version before; the first version has none."""
    text = shown(settings, capsys, "2608.00001v2")
    assert "Changed:    title, authors (since v1)\n" in text
    assert "\n  Title: [-A crystal-] {+Glass \\x1b[31m+}\n" in text
    assert "Changed:" not in shown(settings, capsys, "2608.00001v1")


def test_lines_fit_a_terminal(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Abstracts and lists are wrapped."""
    assert max(map(len, shown(settings, capsys, "2608.00001").splitlines())) <= show.WIDTH


def test_the_newest_version_is_shown_unless_named(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its state is told: withdrawn, matching no topic; nothing in it moves the terminal."""
    text = shown(settings, capsys, "arXiv:2608.00001")
    assert text.startswith("2608.00001v2 (withdrawn)\n")
    assert "Matches:    no topic of the settings\n" in text
    assert "\x1b" not in text


def test_programs_get_records(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--json gives versions, sightings, announcements, topics and links."""
    said = json.loads(shown(settings, capsys, "2608.00001", "--json"))
    assert [record["version"] for record in said["versions"]] == [1, 2]
    assert [record["kind"] for record in said["sightings"]] == ["new", "quarantined"]
    assert said["announcements"] == [
        {"day": "2026-08-20", "id": "2608.00001", "kind": "new", "subject": "cs.LG"}
    ]
    assert said["topics"] == [{"id": "solids", "name": "Solids", "matches": False}]
    assert said["changes"] == [{"from": 1, "to": 2, "fields": ["title", "authors", "withdrawn"]}]
    assert said["links"]["doi"] == "https://doi.org/10.1234/example"


def test_a_known_identifier_is_told(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An adopted tracker knew it and kept no record."""
    text = shown(settings, capsys, "2608.00002")
    assert text.startswith("Of 2608.00002 only the identifier is known, from an adopted tracker.")
    assert json.loads(shown(settings, capsys, "2608.00002", "--json"))["versions"] == []


@pytest.mark.parametrize(
    ("identifier", "why"),
    [
        ("2608.99999", "2608.99999 is not here: no topic's query ever returned it"),
        ("2608.00001v7", "2608.00001v7 is not here; of 2608.00001 there is v1, v2"),
        ("nonsense", "'nonsense' is not an arXiv identifier"),
    ],
)
def test_what_is_not_here_is_said(
    settings: Path, capsys: pytest.CaptureFixture[str], identifier: str, why: str
) -> None:
    """The sentence says what there is instead; the exit code is 2."""
    assert why in shown(settings, capsys, identifier)
