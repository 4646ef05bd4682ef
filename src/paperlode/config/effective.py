"""The settings in effect, as data and in the form of a paperlode.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from paperlode.config import tags_of
from paperlode.config.followed import authors
from paperlode.config.start import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from paperlode.config import Config


def effective(config: Config) -> dict[str, Any]:
    """Give every setting with its value, keyed as in paperlode.toml."""
    ready = {*tags_of(config.tag_set), *authors(config.publish.authors, config.topics)}
    return {
        "title": config.title,
        "description": config.description,
        "url": config.url,
        "timezone": config.timezone,
        "contact": config.contact,
        "tags": config.tag_set,
        "topic": [
            {
                "name": topic.name,
                "query": topic.text,
                "description": topic.description,
                "id": topic.id,
                "exclude": topic.sharper.exclude,
                "words": "exact" if topic.sharper.exact else "stems",
                "authors": list(topic.sharper.authors),
                "minimum_version": topic.sharper.minimum_version,
                "primary_only": topic.sharper.primary_only,
            }
            for topic in config.topics
        ],
        "tag": [
            {"name": tag.name, "query": tag.text, "group": tag.group, "id": tag.id}
            for tag in config.tags
            if tag not in ready
        ],
        "intake": config.intake.model_dump(),
        "publish": config.publish.model_dump(),
        "ranking": config.ranking.model_dump(),
    }


def as_toml(config: Config) -> str:
    """Write the settings in effect as a paperlode.toml that means the same."""
    data = effective(config)
    lines = list(_lines(data))
    for kind in ("topic", "tag"):
        for one in data[kind]:
            lines += ["", f"[[{kind}]]", *_lines(one)]
    for name in ("intake", "publish", "ranking"):
        lines += ["", f"[{name}]", *_lines(data[name])]
    return "\n".join(lines)


def _lines(table: Mapping[str, object]) -> Iterator[str]:
    for key, value in table.items():
        if value is None:
            yield f"# {key} is not set"
        elif isinstance(value, bool):
            yield f"{key} = {str(value).lower()}"
        elif isinstance(value, int | float):
            yield f"{key} = {value}"
        elif isinstance(value, str):
            yield f"{key} = {_text(value)}"
        elif isinstance(value, list) and all(isinstance(one, str) for one in value):
            yield f"{key} = [{', '.join(map(quoted, value))}]"


def _text(value: str) -> str:
    """Write a text; one of several lines stays readable when TOML's literal form can hold it."""
    plain = all(character.isprintable() or character in "\n\t" for character in value)
    if "\n" in value and plain and "'''" not in value and not value.endswith("'"):
        return f"'''\n{value}'''"
    return quoted(value)
