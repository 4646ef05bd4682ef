"""Text as XML: what the replica's answers are written with."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold in any form."""
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_ATTRIBUTES = _ESCAPES | {ord('"'): "&quot;", ord("\n"): "&#10;", ord("\t"): "&#9;"}


def text(value: str) -> str:
    """Write a text between tags; characters that XML forbids are left out."""
    return _FORBIDDEN.sub("", value).translate(_ESCAPES)


def attribute(value: str) -> str:
    """Write a text between double quotes."""
    return _FORBIDDEN.sub("", value).translate(_IN_ATTRIBUTES)


def element(name: str, value: str) -> str:
    """Write an element that holds a text."""
    return f"<{name}>{text(value)}</{name}>"


def optional(name: str, value: str | None) -> str:
    """Write an element, or nothing when there is nothing to say."""
    return element(name, value) if value else ""
