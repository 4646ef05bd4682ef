"""Text as XML: what the replica's answers are written with."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold in any form."""


def text(value: str) -> str:
    """Write a text between tags; characters that XML forbids are left out."""
    if not value.isprintable():  # none of those that are forbidden can be printed
        value = _FORBIDDEN.sub("", value).replace("\r", "\x00")
    value = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return value.replace("\x00", "&#13;")


def attribute(value: str) -> str:
    """Write a text between double quotes."""
    value = text(value).replace('"', "&quot;")
    return value.replace("\n", "&#10;").replace("\t", "&#9;")


def element(name: str, value: str) -> str:
    """Write an element that holds a text."""
    return f"<{name}>{text(value)}</{name}>"


def optional(name: str, value: str | None) -> str:
    """Write an element, or nothing when there is nothing to say."""
    return element(name, value) if value else ""
