"""Topics and tags in the settings: things with a name and a query."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator

from paperlode.config.section import Line, Person, Section, Slug, setting, wrong
from paperlode.errors import QueryError
from paperlode.query import parse
from paperlode.rule import Rule, Sharper
from paperlode.topic import slug


class _Queried(Section):
    """Something with a name and a query."""

    name: Annotated[Line, Field(min_length=1, max_length=200)] = setting(
        ..., "a text on one line, 1 to 200 characters", description="What readers see."
    )
    query: str = setting(..., "a query in arXiv's search language, such as abs:crystal")

    @field_validator("name")
    @classmethod
    def _named(cls, name: str) -> str:
        if not name.strip():
            raise wrong('"name" is empty; allowed: a text on one line, 1 to 200 characters')
        return name.strip()

    @field_validator("query")
    @classmethod
    def _parses(cls, query: str) -> str:
        if not query.strip():
            raise wrong(
                '"query" is empty; write what to look for, such as cat:cs.LG AND all:crystal'
            )
        try:
            parse(query)
        except QueryError as error:
            raise wrong(f'"query" cannot be used: {error}', position=error.position) from error
        return query


class TopicSettings(_Queried):
    """Something to follow. Every ``[[topic]]`` adds one."""

    query: str = setting(
        ...,
        "a query in arXiv's search language, such as cat:cs.LG AND abs:crystal",
        description="Papers that match it are followed; it may run over several lines.",
    )
    exclude: str = setting(
        "",
        "a query in arXiv's search language, such as cat:cs.CV OR ti:survey",
        description="Papers that match it are left out, whatever else lets them in; arXiv is not "
        "asked for it.",
    )
    words: Literal["stems", "exact"] = setting(
        "stems",
        '"stems" or "exact"',
        description="How words of query and exclude count: by their stems as at arXiv "
        "(crystal finds crystals), or only as they are written (docs/query.md).",
    )
    authors: list[Person] = setting(
        [],
        'a list of at most 100 names such as "Ada Example" or "A. Example"',
        description="Their papers come in whatever the query says. Costs one search more a run.",
        max_length=100,
    )
    minimum_version: int = setting(
        1,
        "a whole number from 1 to 99",
        description="Versions below it are left out: with 2 a paper comes in when it is revised.",
        ge=1,
        le=99,
    )
    primary_only: bool = setting(
        False,  # noqa: FBT003  a default, not a switch
        "true or false",
        description="Cross-lists, whose primary category the query does not name, are left out.",
    )
    description: str = setting("", "a text", description="A sentence or two for readers.")
    id: Slug | None = setting(
        None,
        "lower-case letters, digits and single hyphens, at most 60",
        description="Stable name in archive, files and addresses; made from the name when absent. "
        "Set it before you rename a topic, else the topic counts as a new one.",
    )

    @field_validator("exclude")
    @classmethod
    def _leaves_out(cls, exclude: str) -> str:
        if exclude.strip():
            try:
                Rule(exclude)
            except QueryError as error:
                sentence = f'"exclude" cannot be used: {error}'
                raise wrong(sentence, position=error.position) from error
        return exclude.strip() and exclude

    @field_validator("words", "authors", "primary_only")
    @classmethod
    def _sharpens(cls, value: Any, info: ValidationInfo) -> Any:  # noqa: ANN401  three types
        sharper = {
            "words": Sharper(exact=value == "exact"),
            "authors": Sharper(authors=tuple(value) if info.field_name == "authors" else ()),
            "primary_only": Sharper(primary_only=value is True),
        }[str(info.field_name)]
        try:
            Rule(info.data.get("query", "all:x AND cat:cs.LG"), sharper)
        except QueryError as error:
            raise wrong(str(error)) from error
        return value


class TagSettings(_Queried):
    """A word for what papers are about. Every ``[[tag]]`` adds one."""

    query: str = setting(
        ...,
        "a query in arXiv's search language, such as all:perovskite",
        description="Papers that match it have the tag; it brings no paper in.",
    )
    group: Literal["method", "task", "matter", "author", "other"] = setting(
        "other",
        '"method", "task", "matter", "author" or "other"',
        description="Under which heading the tag stands.",
    )
    id: Slug | None = setting(
        None,
        "lower-case letters, digits and single hyphens, at most 60; not has-code or has-data",
        description="Stable name in addresses; made from the name when absent.",
    )

    @field_validator("id")
    @classmethod
    def _free(cls, name: str | None) -> str | None:
        if name in _TAKEN:
            raise ValueError
        return name

    @field_validator("name")
    @classmethod
    def _free_name(cls, name: str) -> str:
        if slug(name) in _TAKEN:
            raise wrong(f'"name" is "{name}", which the site has already; choose another one')
        return name


_TAKEN = {"has-code", "has-data"}
"""Addresses that the site gives to papers with links."""
