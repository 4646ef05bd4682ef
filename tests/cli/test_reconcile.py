"""``paperlode reconcile`` as a user runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from paperlode.cli import start
from paperlode.paper import stamp
from paperlode.replica.announced import Announced
from paperlode.replica.collection import Collection
from paperlode.replica.server import serve
from tests.small_world import DAY, TODAY, made_up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from paperlode.replica.server import Replica

SETTINGS = """
[[topic]]
name = "Crystals"
query = "cat:cs.LG AND abs:crystal"
[intake]
search_url = "{url}"
pause_seconds = 0
[publish]
readme = false
"""


@pytest.fixture
def replica() -> Iterator[Replica]:
    """Serve a paper of Wednesday evening and one of Thursday evening."""
    papers = [Announced(made_up(n), TODAY + (n - 1.25) * DAY) for n in (1, 2)]
    with serve(Collection(papers), TODAY) as served:
        yield served


@pytest.fixture
def folder(tmp_path: Path, replica: Replica, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a tracker that ran on Thursday."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "paperlode.toml").write_text(SETTINGS.format(url=replica.search_url))
    assert code("run", "--now", stamp(TODAY)) == 0
    return tmp_path


def code(*words: str) -> int:
    """Run a command in this process; give its exit code."""
    with pytest.raises(SystemExit) as ended:
        start(["--quiet", *words])
    return int(ended.value.code or 0)


def test_every_channel_is_asked_again_since_a_day(folder: Path, replica: Replica) -> None:
    """Also for days that were confirmed; what was missing is news."""
    replica.service.set_clock(TODAY + DAY)
    replica.service.log.clear()
    assert code("reconcile", "--since", "2026-08-20", "--now", stamp(TODAY + DAY)) == 0
    asked = [entry["channel"] for entry in replica.service.log]
    assert {*asked} == {"oai", "feed", "listing", "search"}
    assert '"kind":"new"' in (folder / "archive/sightings/2026-08.jsonl").read_text()


@pytest.mark.parametrize(
    ("since", "told"), [("yesterday", "give a day as 2026-08-01"), ("2027-01-01", "still to come")]
)
def test_a_day_that_is_none_is_wrong_usage(
    folder: Path, capsys: pytest.CaptureFixture[str], since: str, told: str
) -> None:
    """Nothing is asked."""
    assert folder.is_dir()
    assert code("reconcile", "--since", since, "--now", stamp(TODAY)) == 2
    assert told in capsys.readouterr().err
