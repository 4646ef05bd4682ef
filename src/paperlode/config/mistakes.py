"""Every mistake of a settings file as a sentence: what, where, what is allowed, what was meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from paperlode.config.queried import TagSettings, TopicSettings
from paperlode.config.ranking import Ranking
from paperlode.config.section import nearest
from paperlode.config.settings import Intake, Publish, Settings
from paperlode.topic import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from paperlode.config.places import KeyPath, Place, Places

SECTIONS: Mapping[str, type[BaseModel]] = {
    "": Settings,
    "topic": TopicSettings,
    "tag": TagSettings,
    "intake": Intake,
    "publish": Publish,
    "ranking": Ranking,
}
"""The tables of the file; the empty name is what stands above the first table."""
LISTS = ("topic", "tag")
"""Tables of which there can be several."""

ENVIRONMENT = {
    "PAPERLODE_SEARCH_URL": ("intake", "search_url"),
    "PAPERLODE_OAI_URL": ("intake", "oai_url"),
    "PAPERLODE_FEED_URL": ("intake", "feed_url"),
    "PAPERLODE_LISTING_URL": ("intake", "listing_url"),
    "PAPERLODE_CONTACT": ("contact",),
}
"""Variables that go before the settings file, and what they set."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong; ``place`` is None when it is not in the file."""

    place: Place | None
    sentence: str

    def __str__(self) -> str:
        return self.sentence if self.place is None else f"{self.place}: {self.sentence}"


def check(
    data: dict[str, Any], places: Places, overrides: Mapping[KeyPath, str]
) -> tuple[Settings | None, list[Mistake]]:
    """Check what a file says, as a whole: settings when it is right, else every mistake.

    ``overrides`` tells where values come from that are not in the file.
    """
    settings = None
    mistakes = [twin for kind in LISTS for twin in _twins(kind, data, places)]
    try:
        settings = Settings.model_validate(data)
    except ValidationError as error:
        mistakes += _told(error, places, overrides)
    mistakes.sort(
        key=lambda one: (0, 0) if one.place is None else (one.place.line, one.place.column)
    )
    return settings, mistakes


def of_environment(environment: Mapping[str, str]) -> list[Mistake]:
    """Name variables that look like ours and are not."""
    return [
        Mistake(
            None,
            f'environment variable "{name}" is unknown{nearest(name, tuple(ENVIRONMENT))} '
            f"Allowed: {', '.join(ENVIRONMENT)}",
        )
        for name in sorted(environment)
        if name.startswith("PAPERLODE_") and name not in ENVIRONMENT
    ]


def _told(
    error: ValidationError, places: Places, overrides: Mapping[KeyPath, str]
) -> Iterator[Mistake]:
    told: set[KeyPath] = set()
    for detail in error.errors(include_url=False):
        path = _path(detail)
        if path in told:
            continue  # a union tells its members one by one
        told.add(path)
        if path in overrides:
            yield Mistake(None, f"{overrides[path]}: {_sentence(detail, path)}")
        else:
            yield Mistake(_place(detail, path, places), _sentence(detail, path))


def _path(detail: ErrorDetails) -> KeyPath:
    """Give the way to the setting, without the member of a union that pydantic adds."""
    path = detail["loc"]
    while path and path[-1] in {"str", "bool"}:
        path = path[:-1]
    return path


def _place(detail: ErrorDetails, path: KeyPath, places: Places) -> Place:
    if detail["type"] in {"extra_forbidden", "missing"}:
        return places.key(path)
    position = detail.get("ctx", {}).get("position")
    return places.value(path) if position is None else places.inside(path, position)


def _sentence(detail: ErrorDetails, path: KeyPath) -> str:
    if isinstance(path[-1], int) and len(path) > len(("topic", 0)):
        path = path[:-1]  # one of several values of a setting
    section, key = _section(path), str(path[-1])
    if detail["type"] == "wrong":
        return detail["msg"]
    if detail["type"] == "extra_forbidden":
        return _unknown(section, key)
    if key in SECTIONS or isinstance(path[-1], int):
        return _no_table(detail, path)
    if detail["type"] == "missing":
        return f'this [[{section}]] has no "{key}"; allowed: {allowed(section, key)}'
    return f'"{key}" is {_shown(detail["input"])}; allowed: {allowed(section, key)}'


def _no_table(detail: ErrorDetails, path: KeyPath) -> str:
    """Say what is wrong where a table, or a list of tables, has to be."""
    name = str(path[0])
    if detail["type"] in {"missing", "too_short"}:
        return f"no topic is there; allowed: {allowed('', name)}"
    if name in LISTS and isinstance(detail["input"], dict):
        return f"write [[{name}]] with two brackets: there can be several"
    return (
        f'"{name}" must be a table: write {_header(name)} on a line of its own, its settings below'
    )


def _header(section: str) -> str:
    """Write the name of a table as it stands in the file."""
    return f"[[{section}]]" if section in LISTS else f"[{section}]"


def _section(path: KeyPath) -> str:
    """Name the table in which a setting stands."""
    return str(path[0]) if len(path) > 1 and path[0] in SECTIONS else ""


def allowed(section: str, key: str) -> str:
    """Say what is allowed for a setting."""
    extra = SECTIONS[section].model_fields[key].json_schema_extra
    return str(extra["allowed"]) if isinstance(extra, dict) else "a table"


def _unknown(section: str, key: str) -> str:
    """Say that there is no such setting here, and which one was probably meant."""
    here = list(SECTIONS[section].model_fields)
    where = f"in {_header(section)}" if section else "at the top"
    hint = _elsewhere(section, key) or nearest(key, here)
    return f'unknown setting "{key}"{hint} Allowed {where}: {", ".join(here)}'


def _elsewhere(section: str, key: str) -> str:
    """Say in which table a setting belongs that stands in the wrong one."""
    for name, model in SECTIONS.items():
        if name != section and key in model.model_fields:
            if name == "":
                return ": it belongs at the top of the file, before the first [table]."
            return f": it belongs into {_header(name)}."
    return ""


_SHOWN = 60
"""Characters of a wrong value that a message repeats."""


def _shown(value: object) -> str:
    """Show a wrong value briefly."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    short = value if len(value) <= _SHOWN else f"{value[: _SHOWN - 3]}..."
    return '"' + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in short) + '"'


def _twins(kind: str, data: dict[str, Any], places: Places) -> Iterator[Mistake]:
    """Name topics, or tags, that share their identifier or their name."""
    topics = data.get(kind)
    seen: dict[str, int] = {}
    for number, topic in enumerate(topics if isinstance(topics, list) else ()):
        name = topic.get("name") if isinstance(topic, dict) else None
        if not isinstance(name, str) or not name.strip():
            continue
        own = topic.get("id")
        identifier = own if isinstance(own, str) else slug(name.strip())
        for label, key in ((f'name "{name.strip()}"', "name"), (f'id "{identifier}"', "id")):
            first = seen.setdefault(label, number)
            if first != number:
                line = places.key((kind, first)).line
                hint = "" if key == "name" or own else '; give one of them an "id" of its own'
                yield Mistake(
                    places.value((kind, number, key if own or key == "name" else "name")),
                    f"this {kind} has the {label} of the one in line {line}{hint}",
                )
                break
