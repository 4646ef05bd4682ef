"""Topics that are sharper than arXiv's search, from the settings to the pages."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from paperlode import config, daily
from paperlode.cli import query_explain, show, start, status
from paperlode.errors import SettingsError
from paperlode.sighting import Kind
from paperlode.store import Store

from .small_world import DAY, TODAY, World, made_up

if TYPE_CHECKING:
    from pathlib import Path

    from paperlode.daily import Report

COMMANDS = (query_explain, show, status)  # importing a module adds its command
PLAIN = """
[[topic]]
name = "Crystals"
query = "cat:cs.LG AND abs:crystals"
"""
SHARP = f"""{PLAIN}
exclude = "ti:survey"
words = "exact"
authors = ["Bo Invented"]
minimum_version = 1
primary_only = true
"""
LG = ("cs.LG",)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with settings and a README."""
    (tmp_path / "paperlode.toml").write_text(SHARP)
    (tmp_path / "README.md").write_text("<!-- ARXIV_PAPERS_START -->\n<!-- ARXIV_PAPERS_END -->")
    return tmp_path


def run(folder: Path, world: World, days: float = 0) -> Report:
    """Run a day as the command does, asking every channel."""
    now = TODAY + days * DAY
    world.service.set_clock(now)
    world.asked.clear()
    settings = config.load(folder, {})
    with Store.open(folder / ".paperlode" / "store.sqlite") as store:
        return daily.run(settings, store, world.arxiv(), now)


def lines(folder: Path, name: str) -> list[dict[str, object]]:
    """Read a shard of the archive."""
    return [json.loads(line) for line in (folder / "archive" / name).read_text().splitlines()]


def world() -> World:
    """Make an arXiv with a paper for each setting, all of the day before, and some of the next."""
    nobody = ("Ada Example",)
    facts = [
        {"categories": LG, "abstract": "Crystals.", "authors": nobody},
        {"categories": LG, "abstract": "A crystal.", "authors": nobody},
        {"categories": LG, "abstract": "Crystals.", "authors": nobody, "title": "A survey"},
        {"abstract": "Crystals.", "authors": nobody},
        {"categories": ("hep-th",), "abstract": "Strings.", "authors": ("Bo Invented",)},
        {"categories": ("hep-th",), "abstract": "Strings.", "authors": nobody},
    ]
    old = [made_up(n, **one) for n, one in enumerate(facts, 1)]
    later = {"submitted": TODAY + DAY / 2}
    new = [made_up(n, **one, **later) for n, one in enumerate(facts, 11)]
    return World.of([*old, *new])


def test_settings_let_papers_in_and_leave_them_out(folder: Path) -> None:
    """History and news alike; the log says which setting decided."""
    arxiv = world()
    first, second = run(folder, arxiv), run(folder, arxiv, 1)
    assert first.kinds == {Kind.BACKLOG: 2, Kind.LEFT_OUT: 3}
    assert second.kinds == {Kind.NEW: 2, Kind.LEFT_OUT: 3}
    assert second.status.state == "fresh"
    assert second.status.warnings == ()
    told = {str(line["id"]): line.get("rule") for line in lines(folder, "sightings/2026-08.jsonl")}
    assert list(told.values()) == [None, "words", "exclude", "primary_only", "authors"] * 2
    (topic,) = lines(folder, "topics.jsonl")
    assert topic["query"] == "(cat:cs.LG AND abs:crystals)"
    assert topic["sharper"] == {
        "exclude": "ti:survey",
        "words": "exact",
        "authors": ["Bo Invented"],
        "primary_only": True,
    }


def test_without_the_store_arxiv_is_asked_no_more_and_the_same_comes_out(folder: Path) -> None:
    """What is left out counts as returned, so that arXiv's count of all hits fits."""
    arxiv, files = world(), {}
    for forgetful in (False, True):
        for name in ("archive", "site", ".paperlode"):
            shutil.rmtree(folder / name, ignore_errors=True)
        run(folder, arxiv)
        if forgetful:
            shutil.rmtree(folder / ".paperlode")
        run(folder, arxiv, 1)
        asked = [url for url in arxiv.asked if "search_query=" in url]
        shards = sorted((folder / "archive").rglob("*.json*"))
        files[forgetful] = len(asked), [path.read_bytes() for path in shards]
    assert files[True] == files[False]
    assert files[False][0] == 1


def test_a_changed_setting_is_a_changed_topic(folder: Path) -> None:
    """Its history is asked for again; nothing of it is news, and what is left out is dropped."""
    arxiv = world()
    (folder / "paperlode.toml").write_text(PLAIN)
    assert run(folder, arxiv).kinds == {Kind.BACKLOG: 4}
    (folder / "paperlode.toml").write_text(SHARP)
    changed = run(folder, arxiv, 0.25)
    assert changed.kinds == {Kind.DROPPED: 3, Kind.BACKLOG: 1}
    dropped = [one for one in lines(folder, "sightings/2026-08.jsonl") if one["kind"] == "dropped"]
    assert [one["rule"] for one in dropped] == ["words", "exclude", "primary_only"]
    assert [bool(one.get("sharper")) for one in lines(folder, "topics.jsonl")] == [False, True]
    (folder / "paperlode.toml").write_text(PLAIN)
    back = run(folder, arxiv, 1)
    assert back.kinds == {Kind.BACKLOG: 6, Kind.NEW: 1, Kind.DROPPED: 1}


def test_on_the_day_of_a_change_only_what_the_old_rule_took_is_news(folder: Path) -> None:
    """The rule before is known, also when the store is lost."""
    arxiv = world()
    run(folder, arxiv)
    shutil.rmtree(folder / ".paperlode")
    (folder / "paperlode.toml").write_text(PLAIN)
    changed = run(folder, arxiv, 1)
    assert changed.kinds == {Kind.BACKLOG: 6, Kind.NEW: 1, Kind.DROPPED: 1}


def test_a_paper_comes_in_when_its_version_is_high_enough(folder: Path) -> None:
    """The first one is left out, and no page shows it."""
    (folder / "paperlode.toml").write_text(f"{PLAIN}minimum_version = 2\n")
    first = made_up(1, abstract="Crystals.")
    second = {"version": 2, "submitted": first.submitted, "updated": TODAY + DAY / 2}
    arxiv = World.of([first, made_up(1, abstract="Crystals.", **second)])
    assert run(folder, arxiv).kinds == {Kind.LEFT_OUT: 1}
    assert run(folder, arxiv, 1).kinds == {Kind.NEW: 1}
    assert "2608.00001" in (folder / "README.md").read_text()


def test_a_followed_author_is_asked_for_in_every_run(folder: Path) -> None:
    """Their papers can be in any category, so no set is harvested for them; a failure is a gap."""
    arxiv = world()
    run(folder, arxiv)
    report = run(folder, arxiv, 1)
    services = [url.removeprefix("http://localhost/").split("/")[0] for url in arxiv.asked]
    assert "api" in services
    assert not any("hep" in url for url in arxiv.asked)
    arxiv.answers_left = 1
    cut_off = run(folder, arxiv, 2)
    assert report.status.topics[0].complete
    assert not cut_off.status.topics[0].complete


def test_pages_say_which_setting_decided(folder: Path) -> None:
    """The paper's page, the topic's, and the one about the topics."""
    run(folder, world())
    site = folder / "site"
    by_author = (site / "paper/2608.00005/index.html").read_text()
    by_words = (site / "paper/2608.00001/index.html").read_text()
    assert "(followed author Bo Invented)" in by_author
    assert "followed author" not in by_words
    topic = (site / "topic/crystals/index.html").read_text()
    assert "<code>words</code>: only words as they are written count" in topic
    assert "3 papers that arXiv returned for it are left out" in topic
    assert "everything by Bo Invented" in (site / "about/index.html").read_text()
    assert (site / "author/bo-invented/index.html").is_file()
    state = json.loads((folder / "status.json").read_text())
    assert state["topics"][0]["left_out"] == 3


def command(*words: str) -> None:
    """Run a command to its end."""
    with pytest.raises(SystemExit):
        start([*words])


def test_commands_say_which_setting_decided(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """For a person, and for programs."""
    run(folder, world())
    here = ["--config", str(folder / "paperlode.toml")]
    command("show", "2608.00005", *here)
    command("show", "2608.00003", *here)
    told = " ".join(capsys.readouterr().out.split())
    assert "Matches: Crystals (followed author Bo Invented)" in told
    assert "Left out: of Crystals: its exclude matches" in told
    assert "left-out asked for Crystals (by its setting exclude)" in told
    command("show", "2608.00005", "--json", *here)
    (topic,) = json.loads(capsys.readouterr().out)["topics"]
    assert (topic["matches"], topic["rule"], topic["author"]) == (True, "authors", "Bo Invented")
    command("query", "explain", "--topic", "crystals", "--paper", "2608.00002", *here)
    told = capsys.readouterr().out
    assert "Crystals does not take 2608.00002v1: the words are not there as written." in told
    assert '"crystals" in the abstract as written' in told
    assert "Of what it excludes:\nno   ti:survey" in told
    command("query", "explain", "--topic", "crystals", *here)
    assert 'arXiv is asked: ((cat:cs.LG AND abs:crystals) OR au:"Bo Invented")' in (
        capsys.readouterr().out
    )
    command("query", "explain", *here)
    assert "name either a query or" in capsys.readouterr().err
    command("status", *here)
    assert "2 papers, 0 in quarantine, 3 left out by choice" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ('exclude = "ti:((x"', 'line 5, column 16: "exclude" cannot be used: this parenthesis'),
        ("exclude = 'au:\"\"'", 'line 5, column 12: "exclude" cannot be used'),
        ('words = "plain"', 'line 5, column 9: "words" is "plain"; allowed: "stems" or "exact"'),
        ('authors = ["B*"]', 'line 5, column 12: "authors" is "B*"; allowed: a list of at most'),
        ("authors = 'Bo'", 'line 5, column 11: "authors" is "Bo"; allowed: a list of at most 100'),
        ("minimum_version = 0", 'line 5, column 19: "minimum_version" is 0; allowed: a whole'),
        ("primary_only = 1", 'line 5, column 16: "primary_only" is 1; allowed: true or false'),
        ("authers = []", 'line 5, column 1: unknown setting "authers": did you mean "authors"?'),
    ],
)
def test_a_wrong_setting_is_named_with_its_place(folder: Path, setting: str, told: str) -> None:
    """Line and column, what is allowed, what was meant."""
    (folder / "paperlode.toml").write_text(f"{PLAIN}{setting}\n")
    with pytest.raises(SettingsError) as caught:
        config.load(folder, {})
    assert told in str(caught.value)


def test_categories_cannot_be_primary_where_none_is_named(folder: Path) -> None:
    """The setting would have no effect."""
    text = PLAIN.replace("cat:cs.LG AND ", "") + "primary_only = true\n"
    (folder / "paperlode.toml").write_text(text)
    with pytest.raises(SettingsError, match=r'line 5, column 16: "primary_only" needs a query'):
        config.load(folder, {})


def test_settings_in_effect_are_settings(folder: Path) -> None:
    """What ``paperlode config show`` prints means the same."""
    from paperlode.config.effective import as_toml  # noqa: PLC0415  only here

    loaded = config.load(folder, {})
    (folder / "again.toml").write_text(as_toml(loaded))
    again = config.load(folder / "again.toml", {})
    assert again.topics == loaded.topics
