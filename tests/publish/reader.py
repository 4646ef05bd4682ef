"""A reader of the site: a server on this machine's loopback, and a browser that keeps marks."""

from __future__ import annotations

import json
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

from tests.browser import Browser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SITE = "daily/"
"""The folder of the site on its host, which may hold other sites."""


class Reader(Browser):
    """A browser that knows where the site is."""

    root = ""

    def visit(self, path: str) -> None:
        """Open a page of the site."""
        self.open(f"{self.root}{path}")

    def forget(self) -> None:
        """Begin anew: no marks, no settings, the first page."""
        self.visit("")
        self.evaluate("localStorage.clear()")
        self.visit("")

    def record(self, number: int) -> dict[str, Any]:
        """Read what is kept of one of the invented papers."""
        text = self.evaluate(f"localStorage.getItem('paperlode /{SITE} paper 2608.0000{number}')")
        record: dict[str, Any] = json.loads(text or "{}")
        return record

    def flags(self, number: int) -> list[str]:
        """Name the flags that a paper bears."""
        return [name for name, mark in self.record(number).items() if mark.get("on")]

    def shown(self) -> list[int]:
        """Give the numbers of the papers that can be seen in the list, from above."""
        found: list[int] = self.evaluate(
            "[...document.querySelectorAll('.list article, ol.rows > li')]"
            ".filter(e => e.checkVisibility())"
            ".map(e => +e.querySelector('h3 a, a').href.match(/\\.0*(\\d+)\\//)[1])"
        )
        return found

    def at(self) -> int | None:
        """Give the number of the paper that has the focus."""
        number: int | None = self.evaluate(
            "+document.activeElement.href?.match(/paper.2608.0*(\\d+)/)?.[1] || null"
        )
        return number

    def said(self) -> str:
        """Hear what the page says of what was done."""
        told: str = self.evaluate("document.querySelector('.toast [role=status]').textContent")
        return told

    def click(self, css: str) -> None:
        """Press what is found first."""
        self.evaluate(f"document.querySelector({json.dumps(css)}).click()")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name there
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder to this machine; give its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder)) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
