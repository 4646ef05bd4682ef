"""A change of arXiv's search is noticed on the same day, both ways."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from paperlode import config, daily
from paperlode.cli import start, status
from paperlode.replica.faults import read_faults
from paperlode.sighting import Kind, Receipt
from paperlode.store import Store

from .small_world import DAY, TODAY, World, made_up

if TYPE_CHECKING:
    from pathlib import Path

    from paperlode.daily import Report

COMMAND = status.__name__  # importing the module adds the command
SETTINGS = """
[[topic]]
name = "Green"
query = 'cat:cs.LG AND (abs:"green crystal" OR abs:emerald)'
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with settings and a README."""
    (tmp_path / "paperlode.toml").write_text(SETTINGS)
    (tmp_path / "README.md").write_text("<!-- ARXIV_PAPERS_START -->\n<!-- ARXIV_PAPERS_END -->")
    return tmp_path


def world() -> World:
    """Make an arXiv with papers that match, and papers that have only the words."""
    green = [made_up(n, abstract="A green crystal.") for n in range(1, 7)]
    loose = [made_up(n, abstract="A crystal on a green leaf.") for n in range(11, 16)]
    later = [
        made_up(20 + n, title="Emerald", abstract="Emerald.", submitted=TODAY + (n - 0.6) * DAY)
        for n in range(1, 7)
    ]
    return World.of([*green, *loose, *later])


def run(folder: Path, arxiv: World, days: float, fault: str = "") -> Report:
    """Run a day as the command does, asking every channel."""
    now = TODAY + days * DAY
    arxiv.service.set_clock(now)
    arxiv.service.faults = read_faults(f'[[fault]]\nkind = "{fault}"\n' if fault else "")
    settings = config.load(folder, {})
    with Store.open(folder / ".paperlode" / "store.sqlite") as store:
        return daily.run(settings, store, arxiv.arxiv(), now)


def compared(report: Report) -> Receipt:
    """Give the receipt of the comparison."""
    (receipt,) = [receipt for receipt in report.receipts if receipt.expected is not None]
    return receipt


def test_both_agree_on_a_usual_day(folder: Path) -> None:
    """Every paper that was here for three days is looked for among what arXiv returns."""
    arxiv = world()
    run(folder, arxiv, 0)
    second, later = run(folder, arxiv, 1), run(folder, arxiv, 4)
    assert (compared(second).expected, compared(second).absent) == (0, 0)
    assert (compared(later).expected, compared(later).absent) == (7, 0)
    (topic,) = later.status.topics
    assert topic.agreement.whole.percent == "100 %"
    assert later.status.warnings == ()


def test_phrases_taken_for_loose_words_are_noticed(folder: Path) -> None:
    """The same day, with the papers and the term at fault; the run is complete all the same."""
    arxiv = world()
    run(folder, arxiv, 0)
    report = run(folder, arxiv, 1, "loose-phrases")
    assert report.kinds[Kind.QUARANTINED] == 5
    assert report.exit_code == 0
    assert "do not fit this query" in report.status.warnings[0]
    agreement = report.status.topics[0].agreement
    assert [one.name for one in agreement.deviating] == [f"2608.000{n}v1" for n in range(11, 16)]
    assert all(one.returned for one in agreement.deviating)
    (fault,) = agreement.faults
    assert fault == ('abs:"green crystal" in 5 of 5 (its words are there, but not side by side)')


def test_papers_that_the_search_no_longer_finds_are_noticed(folder: Path) -> None:
    """The other way round: they match, were here for days, and are not among what it returned."""
    arxiv = world()
    for days in (0, 1, 4):
        run(folder, arxiv, days)
    report = run(folder, arxiv, 5, "titles-only")
    receipt = compared(report)
    assert (receipt.expected, receipt.absent) == (7, 6)
    assert receipt.absentees == tuple(f"2608.0000{n}v1" for n in range(1, 6))
    assert report.exit_code == 0
    (warning,) = report.status.warnings
    assert warning.startswith("arXiv's search lacks papers of “Green”: 6 of 7 that match it")
    assert report.status.topics[0].agreement.faults[0] == 'abs:"green crystal" in 5 of 5'
    assert "arXiv's search lacks papers" in (folder / "README.md").read_text()
    assert "2608.00001" in (folder / "site/month/2026-08/index.html").read_text()
    assert run(folder, arxiv, 6).status.warnings == ()


def test_the_archive_has_all_that_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Status page, command and ``status.json``; nothing is written where nothing deviates."""
    arxiv = world()
    for days, fault in ((0, ""), (1, "loose-phrases"), (4, "")):
        run(folder, arxiv, days, fault)
    shard = (folder / "archive/receipts/2026-08.jsonl").read_text().splitlines()
    receipts = [json.loads(line) for line in shard]
    assert all(Receipt.from_record(one).to_record() == one for one in receipts)
    odd = [one for one in receipts if one.get("strangers")]
    assert [one["misfits"] for one in odd] == [5]
    assert not any("absent" in one for one in receipts)
    page = (folder / "site/status/index.html").read_text()
    assert "The first papers that deviate: Green" in page
    assert "its words are there, but not side by side" in page
    state = json.loads((folder / "status.json").read_text())["topics"][0]["agreement"]
    assert (state["returned_only"], state["matching_only"], state["last"]) == (5, 0, 1.0)
    with pytest.raises(SystemExit):
        start(["status", "--config", str(folder / "paperlode.toml")])
    told = capsys.readouterr().out
    assert "agreement with arXiv's search in 90 days: 77.2 % of 22 papers compared" in told
    assert "first deviating: 2608.00011v1 (returned only)" in told
