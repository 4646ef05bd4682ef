"""The documentation is true: everything is documented, every example runs, every link leads on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from paperlode.cli import app

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
GUIDE = (ROOT / "docs" / "guide.md").read_text()


def commands(group: typer.core.TyperGroup, path: str = "paperlode") -> dict[str, list[str]]:
    """Name every command by what one types, with its options."""
    found: dict[str, list[str]] = {}
    for name, command in group.commands.items():
        if isinstance(command, typer.core.TyperGroup):
            found |= commands(command, f"{path} {name}")
        else:
            found[f"{path} {name}"] = [
                option
                for parameter in command.params
                if parameter.param_type_name == "option"
                for option in parameter.opts
                if option not in {"-h", "--help"}
            ]
    return found


def main() -> typer.core.TyperGroup:
    """Give the program as the command line sees it."""
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    return group


def section(command: str) -> str:
    """Give the part of the guide that is about a command."""
    words = command.split()
    for heading in (command, " ".join(words[:2])):
        found = re.search(
            rf"^### {re.escape(heading)}\b.*?(?=^##)", GUIDE + "\n##", re.MULTILINE | re.DOTALL
        )
        if found:
            return found[0]
    return ""


@pytest.mark.parametrize(("command", "options"), sorted(commands(main()).items()))
def test_every_command_and_option_is_in_the_guide(command: str, options: list[str]) -> None:
    """Each has its section, and each of its options stands there."""
    text = section(command)
    assert command.rsplit(maxsplit=1)[-1] in text, f"docs/guide.md has no section on {command}"
    missing = [option for option in options if f"`{option}" not in text]
    assert missing == []


def test_every_shared_option_is_in_the_guide() -> None:
    """Those that every command knows."""
    options = [option for parameter in main().params for option in parameter.opts]
    assert [option for option in options if f"`{option}" not in GUIDE] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    """Files exist, and headings too."""
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", page.read_text()):
        name, _, anchor = target.partition("#")
        file = (page.parent / name) if name else page
        assert file.exists(), f"{page.name}: {target}"
        if anchor:
            assert anchor in headings(file), f"{page.name}: {target}"


def headings(page: Path) -> set[str]:
    """Give the anchors that GitHub makes of a page's headings."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_module_is_on_the_map() -> None:
    """Whoever looks for a part finds it in the design's tree."""
    tree = (ROOT / "docs" / "design.md").read_text()
    parts = {path.name for path in (ROOT / "src" / "paperlode").iterdir()}
    parts -= {"__init__.py", "__main__.py", "__pycache__", "py.typed"}
    missing = [
        name for name in parts if not re.search(rf"^  {re.escape(name)}/?\s", tree, re.MULTILINE)
    ]
    assert missing == []


def test_the_tutorial_runs(tmp_path: Path) -> None:
    """Every command of it, in its order, in an empty folder."""
    blocks = re.findall(
        r"^```sh\n(.*?)^```", (ROOT / "docs" / "tutorial.md").read_text(), re.MULTILINE | re.DOTALL
    )
    script = "set -eo pipefail\ntrap 'kill $(jobs -p) 2> /dev/null || true' EXIT\n" + "\n".join(
        blocks
    )
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No file changed." in done.stdout
    assert "exit code 1\nfailed" in done.stdout
