"""``paperlode chemistry``: the elements and formulas that papers name."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from paperlode.cli import app
from paperlode.cli.record_files import Records
from paperlode.errors import RecordError


@app.command()
def chemistry(
    context: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="Paper records: .jsonl, .jsonl.gz, .jsonl.zst, or - for input."
        ),
    ],
) -> None:
    """Print the elements and formulas that papers name, one JSON object a line."""
    from paperlode.enrich import chemistry as found_in  # noqa: PLC0415  only when the command runs

    records = Records(context.obj)
    for name in files:
        for paper in records.of(name):
            found = found_in(paper)
            line = {"id": paper.id, "elements": found.elements, "formulas": found.formulas}
            sys.stdout.write(f"{json.dumps(line, ensure_ascii=False)}\n")
    if records.bad:
        raise RecordError(f"{records.bad} lines are not paper records and were left out")
