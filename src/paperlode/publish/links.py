"""Addresses in arXiv's text as links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from paperlode.text import plain as readable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_REST = r"s?://[A-Za-z0-9](?:[^\s{}<>\"\\]|\\[%#&_~{}])+"
_BARE = rf"(?P<bare>http(?<![A-Za-z{{/=]http){_REST})"
_COMMAND = re.compile(
    rf"\\href\s*\{{\s*(?P<target>http{_REST})\s*\}}\s*"
    r"\{(?P<shown>(?:[^{}]|\{[^{}]*\})*)\}"
    rf"|\\url\s*\{{\s*(?P<url>http{_REST})\s*\}}|{_BARE}"
)
_ONLY_BARE = re.compile(_BARE)
"""The same where there are no commands: it begins with letters, and is found much faster."""
_ESCAPED = re.compile(r"\\([%#&_~{}])")
_LINK = Markup('<a href="{}">{}</a>')
_AFTER = ".,;:!?'\"*`»\u201d\u2019"
"""What ends a sentence, not an address."""
LONGEST = 300
"""Characters; a longer address is text."""


def linked(text: str, words: Callable[[str], str]) -> Markup:
    """Write ordinary text with its addresses as links; ``words`` reads what is between them."""
    if "://" not in text:
        return escape(words(text))
    written, told = Markup(), 0
    for found in _found(text):
        made, end = _made(found)
        if made is not None:
            written += escape(words(text[told : found.start()])) + made
            told = end
    return written + escape(words(text[told:]))


def spans(text: str) -> list[tuple[int, int]]:
    """Say where the addresses stand, each with what is shown of it."""
    return [found.span() for found in _found(text)] if "://" in text else []


def _found(text: str) -> Iterator[re.Match[str]]:
    return (_COMMAND if "\\" in text else _ONLY_BARE).finditer(text)


def link(tex: str) -> Markup | None:
    r"""Write a formula that is only ``\url{...}`` or ``\href{...}{...}`` as a link."""
    found = _COMMAND.fullmatch(tex.strip())
    return _made(found)[0] if found else None


def _made(found: re.Match[str]) -> tuple[Markup | None, int]:
    """Write one link, and say where it ends."""
    parts = found.groupdict()
    if parts["bare"]:
        target, end = _ended(parts["bare"]), found.start()
        return _anchor(target, _shown(target)), end + len(target)
    target = parts["target"] or parts["url"]
    shown = readable(parts["shown"]) if parts["shown"] else _shown(target)
    return _anchor(target, shown or _shown(target)), found.end()


def _anchor(target: str, shown: str) -> Markup | None:
    if len(target) > LONGEST:
        return None
    return _LINK.format(_shown(target), shown)


def _shown(target: str) -> str:
    return _ESCAPED.sub(r"\1", target)


def _ended(address: str) -> str:
    """Leave to the sentence what ends it; a bracket belongs to the address if it opens in it."""
    while address:
        last = address[-1]
        opening = {")": "(", "]": "["}.get(last)
        if last not in _AFTER and (
            opening is None or address.count(opening) >= address.count(last)
        ):
            break
        address = address[:-1]
    return address
