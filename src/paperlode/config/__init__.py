"""Settings: a file in, a :class:`Config` out; wrong settings never get past here.

``paperlode.toml`` is ours. The reference tracker's ``config.json`` works as it is.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from paperlode import presets
from paperlode.config import followed, mistakes, places, tracker
from paperlode.config.queried import TagSettings, TopicSettings
from paperlode.config.ranking import Ranking
from paperlode.config.section import nearest
from paperlode.config.settings import Intake, Publish, Settings
from paperlode.enrich.tags import Tag
from paperlode.errors import InputError, SettingsError
from paperlode.rule import Sharper
from paperlode.topic import Topic, slug

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["NAMES", "Config", "Intake", "Publish", "Ranking", "Settings", "find", "load", "schema"]

NAMES = ("paperlode.toml", "config.json")
"""The files that are looked for, the first one first."""


@dataclass(frozen=True, slots=True)
class Config:
    """Settings that are right."""

    title: str
    description: str
    url: str | None
    """Where the site will be, without a slash at the end; None: no absolute links."""
    timezone: str
    """An IANA name; ``ZoneInfo(timezone)`` works."""
    contact: str | None
    topics: tuple[Topic, ...]
    intake: Intake
    publish: Publish
    ranking: Ranking
    tag_set: str
    """The ready tags that were chosen."""
    tags: tuple[Tag, ...]
    """All tags: authors who are followed, ready ones, then those of the file."""
    file: Path
    folder: Path
    """Where the settings file lies; all names of files are relative to it."""
    notices: tuple[str, ...] = ()
    """What a person should know about settings that have no effect."""

    def topic(self, name: str) -> Topic:
        """Give the topic of this identifier or name; InputError names the nearest one."""
        for topic in self.topics:
            if name in {topic.id, topic.name}:
                return topic
        ids = [topic.id for topic in self.topics]
        raise InputError(
            f'there is no topic "{name}"{nearest(name, ids)} There are: {", ".join(ids)}'
        )


def find(folder: Path) -> Path:
    """Find the settings file of a folder; SettingsError when there is none."""
    for name in NAMES:
        if (folder / name).is_file():
            return folder / name
    raise SettingsError(
        f"no settings: neither {NAMES[0]} nor {NAMES[1]} is in {folder}; "
        "`paperlode init` writes a first paperlode.toml"
    )


def load(path: Path, environment: Mapping[str, str]) -> Config:
    """Read a settings file (or that of a folder).

    Raises SettingsError, which tells every mistake with its line and column, what is allowed, and
    the nearest right spelling. Variables of the environment (``PAPERLODE_...``) go before the file.
    """
    path = find(path) if path.is_dir() else path
    text = _read(path)
    is_json = path.suffix == ".json"
    data, where = _parse_json(path, text) if is_json else _parse_toml(path, text)
    found = mistakes.of_environment(environment)
    notices: tuple[str, ...] = ()
    if is_json:
        found += tracker.mistakes(data, where)
        notices = tuple(tracker.notices(data)) if not found else ()
        data = tracker.settings(data, where)
    overrides = _override(data, environment)
    settings, more = mistakes.check(data, where, overrides)
    if settings is None or found or more:
        raise SettingsError(_told(path, [*found, *more]))
    return _config(settings, path, notices)


def schema() -> dict[str, Any]:
    """Give the JSON schema of paperlode.toml, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Settings.model_json_schema(),
    }


def _config(settings: Settings, path: Path, notices: tuple[str, ...]) -> Config:
    topics = tuple(
        Topic(one.id or slug(one.name), one.name, one.query, one.description, _sharper(one))
        for one in settings.topic
    )
    return Config(
        title=settings.title,
        description=settings.description,
        url=settings.url,
        timezone=settings.timezone,
        contact=settings.contact,
        topics=topics,
        intake=settings.intake,
        publish=settings.publish,
        ranking=settings.ranking,
        tag_set=settings.tags,
        tags=_tags(settings, topics),
        file=path,
        folder=path.absolute().parent,
        notices=notices,
    )


def _sharper(one: TopicSettings) -> Sharper:
    return Sharper(
        exclude=one.exclude,
        exact=one.words == "exact",
        authors=tuple(one.authors),
        minimum_version=one.minimum_version,
        primary_only=one.primary_only,
    )


def tags_of(name: str) -> tuple[Tag, ...]:
    """Give a set of ready tags."""
    if name == "none":
        return ()
    data = tomllib.loads(presets.template(f"tags-{name}.toml"))
    return tuple(_tag(TagSettings.model_validate(one)) for one in data["tag"])


def _tags(settings: Settings, topics: tuple[Topic, ...]) -> tuple[Tag, ...]:
    """Put ready tags and authors before those of the file, which take the place of their like."""
    authors = {tag.id: tag for tag in followed.authors(settings.publish.authors, topics)}
    ready = {tag.id: tag for tag in tags_of(settings.tags)}
    own = {tag.id: tag for tag in map(_tag, settings.tag)}
    return tuple((authors | ready | own).values())


def _tag(one: TagSettings) -> Tag:
    return Tag(one.id or slug(one.name), one.name, one.query, group=one.group)


def _told(path: Path, found: list[mistakes.Mistake]) -> str:
    if len(found) == 1:
        return str(found[0]) if found[0].place is None else f"{path.name}, {found[0]}"
    return "\n".join([f"{len(found)} mistakes in {path.name}:", *(f"  {one}" for one in found)])


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        raise SettingsError(
            f"there is no settings file {path}; `paperlode init` writes a first paperlode.toml"
        ) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise SettingsError(
            f"{path.name}, line {line}: not UTF-8; save the file as UTF-8"
        ) from None
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}") from error


def _parse_toml(path: Path, text: str) -> tuple[dict[str, Any], places.Places]:
    try:
        data = tomllib.loads(text)
    except RecursionError:
        raise SettingsError(f"{path.name}: nested too deeply to be settings") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(_broken_toml(path, text, str(error))) from error
    return data, places.of_toml(text)


def _broken_toml(path: Path, text: str, message: str) -> str:
    """Put the place of tomllib's message in front, as everywhere else."""
    found = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    what = message if found is None else message[: found.start()]
    if "'\\n'" in what:
        what = "a text in quotes must end on its line"
    place = places.Places(text).at(len(text))
    if found is not None and found[1]:
        place = places.Place(int(found[1]), int(found[2]))
    return f"{path.name}, {place}: not valid TOML: {what}"


def _parse_json(path: Path, text: str) -> tuple[dict[str, Any], places.Places]:
    try:
        data = json.loads(text)
    except RecursionError:
        raise SettingsError(f"{path.name}: nested too deeply to be settings") from None
    except json.JSONDecodeError as error:
        place = places.Place(error.lineno, error.colno)
        raise SettingsError(f"{path.name}, {place}: not valid JSON: {error.msg}") from error
    if not isinstance(data, dict):
        raise SettingsError(f'{path.name}, line 1: must be an object: {{"query": "..."}}')
    where = places.of_json(text)
    if where.twice:
        key, place = where.twice[0]
        raise SettingsError(f'{path.name}, {place}: "{key}" is already set above')
    return data, where


def _override(data: dict[str, Any], environment: Mapping[str, str]) -> dict[places.KeyPath, str]:
    """Put what the environment says over what the file says; give what came from where."""
    taken: dict[places.KeyPath, str] = {}
    for name, path in mistakes.ENVIRONMENT.items():
        value = environment.get(name, "").strip()
        table = data.setdefault(path[0], {}) if len(path) > 1 else data
        if value and isinstance(table, dict):
            table[path[-1]] = value
            taken[path] = f"environment variable {name}"
    return taken
