"""A topic: a name and a query."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from paperlode.query import matches, parse
from paperlode.query.parser import pointless

if TYPE_CHECKING:
    from paperlode.paper import Paper
    from paperlode.query import Query


def slug(text: str) -> str:
    """Make a name for files and addresses: ``Property prediction`` -> ``property-prediction``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    short = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return short or f"topic-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


@dataclass(frozen=True)
class Topic:
    """Something a reader follows: every paper that matches ``text`` concerns them."""

    id: str
    """Stable name in archive, files and addresses: lower-case letters, digits, hyphens."""
    name: str
    text: str
    """The query as its writer wrote it, in arXiv's language."""
    description: str = ""
    tree: Query = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        tree = parse(self.text)
        if (mistake := pointless(tree)) is not None:
            raise mistake
        object.__setattr__(self, "tree", tree)

    @cached_property
    def query(self) -> str:
        """The query as it is sent: every binary node in parentheses, so that it has one meaning."""
        return str(self.tree)

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that change exactly when the meaning of the query may."""
        return hashlib.sha256(self.query.encode()).hexdigest()[:16]

    def matches(self, paper: Paper) -> bool:
        """Say whether the paper concerns this topic: the only place that decides."""
        return matches(self.tree, paper)
