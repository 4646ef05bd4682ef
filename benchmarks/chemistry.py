"""How well elements and formulas are recognised, and how fast.

    python benchmarks/chemistry.py RECORDS [--labels FILE] [--show]

RECORDS: paper records (``.jsonl``, ``.jsonl.gz``, ``.jsonl.zst``), among them those of the labels.
``--labels``: one JSON object a line with ``id``, ``elements``, ``formulas`` and, where it
applies, ``implied`` (elements that only the name of a class or a mineral implies). The labels in
tests/enrich were read off 300 papers by hand. ``--show`` lists what is missing or wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from pathlib import Path
from typing import Any

from paperlode.cli.record_files import opened
from paperlode.enrich import Chemistry, chemistry
from paperlode.enrich.elements import SYMBOLS
from paperlode.paper import Paper

LABELS = Path(__file__).parent.parent / "tests" / "enrich" / "labels.jsonl"
TIMED = 5_000
_ANY = "|".join(sorted(SYMBOLS, key=len, reverse=True))
_PLAIN = re.compile(rf"(?<![A-Za-z])(?:(?:{_ANY})[\d.]*)+(?![A-Za-z])")


def main() -> None:
    """Print all figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("records", help="paper records")
    options.add_argument("--labels", type=Path, default=LABELS, help="what the papers name")
    options.add_argument("--show", action="store_true", help="list what is missing or wrong")
    given = options.parse_args()
    labels = {
        label["id"]: label for label in map(json.loads, given.labels.read_text().splitlines())
    }
    papers, timed = _papers(given.records, set(labels))
    found = {paper.id: chemistry(paper) for paper in papers}
    print(f"{len(papers)} labelled papers of {len(labels)}")
    _report("elements", *_counts(labels, {key: one.elements for key, one in found.items()}))
    wide = {key: _with_implied(label) for key, label in labels.items()}
    _report(
        "elements, with implied ones",
        *_counts(wide, {key: one.elements for key, one in found.items()}),
    )
    _report("formulas", *_counts(labels, {k: v.formulas for k, v in found.items()}, "formulas"))
    _report("elements, plain pattern", *_counts(labels, {p.id: _pattern(p) for p in papers}))
    if given.show:
        _show(labels, found)
    _speed(timed)


def _papers(file: str, wanted: set[str]) -> tuple[list[Paper], list[Paper]]:
    """Give the labelled papers, each once (its last record), and some to be timed."""
    labelled: dict[str, Paper] = {}
    timed: list[Paper] = []
    with opened(file) as lines:
        for line in lines:
            record = json.loads(line)
            if record["id"] in wanted:
                labelled[record["id"]] = Paper.from_record(record)
            if len(timed) < TIMED:
                timed.append(Paper.from_record(record))
    return list(labelled.values()), timed


def _with_implied(label: dict[str, Any]) -> dict[str, Any]:
    return {"elements": [*label["elements"], *label.get("implied", [])]}


def _counts(
    labels: dict[str, dict[str, Any]], found: dict[str, Any], what: str = "elements"
) -> tuple[int, int, int]:
    """Count what is right, what is wrong and what is missing."""
    right = wrong = missing = 0
    for key, names in found.items():
        true = set(labels[key][what])
        right += len(true & set(names))
        wrong += len(set(names) - true)
        missing += len(true - set(names))
    return right, wrong, missing


def _pattern(paper: Paper) -> set[str]:
    """Find elements as one would at first: TeX stripped, everything that reads as symbols."""
    text = re.sub(r"\\[A-Za-z]+|[${}_^\\]", "", f"{paper.title} {paper.abstract}")
    return {one for run in _PLAIN.findall(text) for one in re.findall(_ANY, run)}


def _report(what: str, right: int, wrong: int, missing: int) -> None:
    precision, recall = right / max(1, right + wrong), right / max(1, right + missing)
    print(
        f"{what:30} precision {precision:.3f}  recall {recall:.3f}"
        f"  ({right} right, {wrong} wrong, {missing} missing)"
    )


def _show(labels: dict[str, dict[str, Any]], found: dict[str, Chemistry]) -> None:
    for key, one in sorted(found.items()):
        for what, names in (("elements", one.elements), ("formulas", one.formulas)):
            true = set(labels[key][what])
            if true != set(names):
                print(f"{key} {what}: wrong {set(names) - true} missing {true - set(names)}")


def _speed(papers: list[Paper]) -> None:
    begun = time.process_time()
    for paper in papers:
        chemistry(paper)
    print(f"{len(papers) / (time.process_time() - begun):,.0f} abstracts a second")


if __name__ == "__main__":
    main()
