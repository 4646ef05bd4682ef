"""What every table of the settings is made of: refusals in sentences, texts, addresses."""

from __future__ import annotations

import re
from difflib import get_close_matches
from ipaddress import ip_address
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError


def wrong(sentence: str, **more: object) -> PydanticCustomError:
    """Make the error for a value whose sentence is already clear."""
    return PydanticCustomError("wrong", "{sentence}", {"sentence": sentence, **more})


def nearest(word: str, words: list[str] | tuple[str, ...]) -> str:
    """Say ``: did you mean "..."?`` when a right spelling is near, else end the sentence."""
    lower = {known.lower(): known for known in words}
    found = get_close_matches(word.lower(), lower, n=1, cutoff=0.6)
    return f': did you mean "{lower[found[0]]}"?' if found else "."


def is_loopback(url: str) -> bool:
    """Tell whether an address stays on this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def web_address(text: str) -> bool:
    """Tell whether it is an address for browsers: https, or http on this machine."""
    try:
        parts = urlsplit(text)
        usable = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    scheme = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(text))
    return scheme and usable and not re.search(r"[\s<>\"\\]", text)


def setting(default: Any, allowed: str, **more: Any) -> Any:  # noqa: ANN401  as pydantic's Field
    """Declare a setting with the text that says what is allowed."""
    return Field(default, json_schema_extra={"allowed": allowed}, **more)


class Section(BaseModel):
    """A table of the file: unknown names are refused and nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Line = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]*$")]


def _person(name: str) -> str:
    """Tidy the name of an author; ValueError for what can be none."""
    if not re.search(r"[^\W\d_]", name) or re.search(r'["*?:()\\]', name):
        raise ValueError
    return " ".join(name.split())


Person = Annotated[Line, AfterValidator(_person)]
