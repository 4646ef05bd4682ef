"""The table in docs/conformance.md and the tests have the same numbers."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TABLE = HERE.parent.parent / "docs" / "conformance.md"
CHECKS = {"Client": 44, "Server": 46}


def shown(side: str) -> dict[int, set[str]]:
    """Name the tests of each number: their docstrings begin with it."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for path in HERE.glob(f"test_{side.lower()}_*.py"):
        for part in ast.parse(path.read_text()).body:
            if isinstance(part, ast.FunctionDef) and part.name.startswith("test_"):
                number = re.match(r"(\d+)\. ", ast.get_docstring(part) or "")
                assert number, f"{part.name} has no number"
                found[int(number[1])].add(part.name)
    return found


def written(side: str) -> dict[int, set[str]]:
    """Name the tests of each number as the table has them."""
    section = TABLE.read_text().partition(f"## {side}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (\d+) \| (\S.*) \| (.+) \|$", section, re.MULTILINE)
    return {int(number): set(re.findall(r"`(test_\w+)`", tests)) for number, _, tests in rows}


@pytest.mark.parametrize(("side", "checks"), CHECKS.items())
def test_every_check_has_its_tests_and_its_row(side: str, checks: int) -> None:
    """All numbers are there, none is there that should not be."""
    assert sorted(shown(side)) == list(range(1, checks + 1))
    assert written(side) == shown(side)
