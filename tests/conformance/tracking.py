"""A folder in which somebody tracks papers, looked at from outside only."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from paperlode.cli import start
from paperlode.paper import stamp
from paperlode.replica.faults import read_faults

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from paperlode.replica.server import Replica

SETTINGS = """
title = "Crystals"
[[topic]]
name = "Crystals"
query = "abs:crystal AND (cat:cond-mat.mtrl-sci OR cat:cs.LG)"
[intake]
search_url = "{url}"
channels = [{channels}]
pause_seconds = 0
budget_minutes = 0.2
[publish]
readme = false
"""
ALL = ("oai_pmh", "announcements", "search_api")


@dataclass(frozen=True)
class Tracker:
    """Runs paperlode day by day against a replica."""

    folder: Path
    replica: Replica

    def settle(self, *channels: str) -> None:
        """Write the settings: which channels are asked."""
        named = ", ".join(f'"{channel}"' for channel in channels or ALL)
        text = SETTINGS.format(url=self.replica.search_url, channels=named)
        (self.folder / "paperlode.toml").write_text(text)

    def run(self, now: datetime, faults: str = "") -> int:
        """Run a day while something goes wrong; give the exit code."""
        self.replica.service.set_clock(now)
        self.replica.service.faults = read_faults(f"[[fault]]\n{faults}\n" if faults else "")
        words = ["--quiet", "--config", str(self.folder / "paperlode.toml")]
        with pytest.raises(SystemExit) as ended:
            start([*words, "run", "--now", stamp(now)])
        return int(ended.value.code or 0)

    @property
    def status(self) -> dict[str, Any]:
        """What the status says."""
        found: dict[str, Any] = json.loads((self.folder / "status.json").read_text())
        return found

    def news(self, now: datetime) -> dict[str, str]:
        """Name what was seen in a run, and as what."""
        lines = [
            json.loads(line)
            for path in sorted((self.folder / "archive" / "sightings").glob("*.jsonl"))
            for line in path.read_text().splitlines()
        ]
        return {f"{s['id']}v{s['version']}": s["kind"] for s in lines if s["seen"] == stamp(now)}

    def files(self) -> dict[str, bytes]:
        """Read everything that was published."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file() and ".paperlode" not in path.parts
        }
