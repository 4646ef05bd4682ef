"""``[ranking]``: which papers come first for the reader, and what is learned from."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import field_validator

from paperlode.config.section import Line, Section, setting, web_address

ZOTERO_KEY = "ZOTERO_API_KEY"
EMBEDDINGS_KEY = "EMBEDDINGS_API_KEY"


class Ranking(Section):
    """Which papers come first."""

    enabled: bool = setting(
        True,  # noqa: FBT003  a default
        "true or false",
        description="Whether news are ordered for you as soon as there is something to learn from: "
        "papers in the library or a statement; without either they stand newest first.",
    )
    statement: str = setting(
        "",
        "a text",
        description="What you look for, in your own words; it counts like a few liked papers.",
        max_length=20_000,
    )
    library: list[Line] = setting(
        [],
        'a list of file names, or Zotero libraries such as "zotero:users/12345"',
        description="What each run reads into the library before it ranks, as `paperlode library "
        "add` does: a file of marks that you save from the site, a reference manager's export.",
        max_length=100,
    )
    threshold: float = setting(
        0.5,
        "a number from 0 to 1",
        description="News that leave less than this share of your topics' recent papers behind "
        'stand folded under "less likely"; 0 folds nothing. No paper is ever dropped.',
        ge=0,
        le=1,
    )
    explore: int = setting(
        2,
        "a whole number from 0 to 20",
        description="Papers a day from below the threshold that are shown all the same, marked, so "
        "that you meet what is new to you.",
        ge=0,
        le=20,
    )
    profile: Literal["one", "topic"] = setting(
        "one",
        '"one" or "topic"',
        description="Whether one profile serves all topics, or each topic learns from the liked "
        "papers that match it.",
    )
    not_words: list[Line] = setting(
        [],
        'a list of words or pairs of words such as "neural network"',
        description="Words struck out: nothing is learned from them. The page of what paperlode "
        "thinks you like shows which words it goes by.",
        max_length=1000,
    )
    embeddings: str = setting(
        "",
        "the name or the folder of a model; empty for none",
        description="Sentence embeddings beside the words, with model2vec or sentence-transformers "
        "where one is installed (`pip install 'paperlode[embeddings]'` brings the latter). When "
        "they fail, ranking goes by words alone and the status says so.",
    )
    embeddings_url: str = setting(
        "",
        "an address that begins with https:// (http:// only on this machine); empty for none",
        description="A service that speaks as OpenAI's does, such as http://localhost:11434/v1; "
        "`embeddings` is then the name of a model there, and titles and abstracts are sent to it.",
    )
    embeddings_key: str = setting(
        EMBEDDINGS_KEY,
        "the name of a variable of the environment",
        description="In which variable the key to that service stands, if it wants one; the key "
        "itself never stands in a file and is never printed.",
    )
    zotero_key: str = setting(
        ZOTERO_KEY,
        "the name of a variable of the environment",
        description="In which variable your key to Zotero stands; the key itself never stands in "
        "a file and is never printed.",
    )
    zotero_url: str = setting(
        "https://api.zotero.org",
        "an address that begins with https:// (http:// only on this machine)",
        description="Where Zotero answers; http://localhost:23119/api is the Zotero on your "
        "machine, if it lets other programs ask.",
    )

    @field_validator("zotero_key", "embeddings_key")
    @classmethod
    def _named(cls, name: str) -> str:
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
            raise ValueError
        return name

    @field_validator("embeddings_url")
    @classmethod
    def _reachable_if_any(cls, url: str) -> str:
        return cls._reachable(url) if url else ""

    @field_validator("zotero_url")
    @classmethod
    def _reachable(cls, url: str) -> str:
        if not web_address(url) or "?" in url or "#" in url:
            raise ValueError
        return url.rstrip("/")
