"""docs/settings.md tells every setting as the program knows it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from paperlode import config
from paperlode.config.mistakes import ENVIRONMENT, SECTIONS
from paperlode.config.tracker import KEYS
from paperlode.presets import NAMES

TEXT = (Path(__file__).parents[2] / "docs" / "settings.md").read_text("utf-8")


def row(section: str, key: str) -> str:
    """Write the line of a setting."""
    field = SECTIONS[section].model_fields[key]
    extra = field.json_schema_extra
    allowed = extra["allowed"] if isinstance(extra, dict) else ""
    if field.is_required():
        default = "(needed)"
    else:
        default = "(none)" if field.default in (None, "") else f"`{toml(field.default)}`"
    return f"| `{key}` | {default} | {allowed} | {field.description} |"


def toml(value: object) -> str:
    """Write a default as it would stand in the file."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else f"{value:g}"


@pytest.mark.parametrize(
    ("section", "key"),
    [
        (section, key)
        for section, model in SECTIONS.items()
        for key in model.model_fields
        if key not in SECTIONS
    ],
)
def test_a_setting_stands_in_the_documentation(section: str, key: str) -> None:
    """With its default, what is allowed and what it is for, in the program's own words."""
    assert row(section, key) in TEXT


def test_nothing_else_stands_there() -> None:
    """A setting that was taken away is taken out."""
    known = {key for model in SECTIONS.values() for key in model.model_fields}
    documented = re.findall(r"^\| `([a-z_]+)` \|(?:[^|]+\|){3}$", TEXT, re.MULTILINE)

    assert set(documented) <= known
    assert (
        len(documented)
        == sum(len(model.model_fields) for model in SECTIONS.values()) - len(SECTIONS) + 1
    )


@pytest.mark.parametrize("word", [*ENVIRONMENT, *KEYS, *NAMES])
def test_every_name_is_explained(word: str) -> None:
    """Variables of the environment, keys of a config.json, presets."""
    assert f"`{word}`" in TEXT


def test_the_example_is_right(tmp_path: Path) -> None:
    """What the documentation shows can be copied."""
    example = re.search(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    assert example is not None
    (tmp_path / "paperlode.toml").write_text(example[1])

    assert len(config.load(tmp_path, {}).topics) == len(tomllib.loads(example[1])["topic"])
