"""Debian's chromium, asked over a pipe: pages, their accessibility tree, keys and colours."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

CHROMIUM = shutil.which("chromium")
IN_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None,
        reason="left out: the pages in a real browser; Debian: apt-get install chromium",
    ),
]
"""The marks of tests that need it."""
PATIENCE = 60.0
"""Seconds without a word from the browser: then it is stuck."""
_OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--remote-debugging-pipe"),
)
_WITH_PIPES = """
import os, sys
from fcntl import F_DUPFD, fcntl
for place, pipe in enumerate([fcntl(int(number), F_DUPFD, 10) for number in sys.argv[1:3]], 3):
    os.dup2(pipe, place)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Starts a program with its pipes as numbers 3 and 4, where the browser expects them."""
_NAMED: dict[str, dict[str, object]] = {
    "Enter": {"code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"},
    "Escape": {"code": "Escape", "windowsVirtualKeyCode": 27},
}
_TAB = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}


@dataclass(slots=True)
class Browser:
    """One browser with one page, through Chromium's DevTools protocol."""

    profile: Path
    complaints: list[str] = field(default_factory=list)
    """What the console said and what was asked of other places than the disk."""
    _process: subprocess.Popen[bytes] = field(init=False)
    _to: int = field(init=False)
    _from: int = field(init=False)
    _said: bytes = b""
    _number: int = 0
    _session: str | None = None
    _loaded: bool = False

    def __enter__(self) -> Self:
        its_in, self._to = os.pipe()
        self._from, its_out = os.pipe()
        command = [str(CHROMIUM), *_OPTIONS, f"--user-data-dir={self.profile}", "about:blank"]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _WITH_PIPES, str(its_in), str(its_out), *command],
            pass_fds=(its_in, its_out),
            stderr=subprocess.DEVNULL,
        )
        os.close(its_in)
        os.close(its_out)
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Accessibility"):
            self.ask(f"{domain}.enable")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        os.close(self._to)  # it ends when nobody can speak to it any more
        self._process.wait(PATIENCE)
        os.close(self._from)

    def ask(self, method: str, **parameters: object) -> dict[str, Any]:
        """Call a method of the protocol and wait for its answer."""
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._heard()
            if answer.get("id") == self._number:
                assert "error" not in answer, (method, answer)
                result: dict[str, Any] = answer["result"]
                return result

    def look(self, width: int, scheme: str = "light", **media: str) -> None:
        """Make the window so wide (CSS pixels), and prefer light or dark and other media."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        features = {"prefers-color-scheme": scheme} | {
            k.replace("_", "-"): v for k, v in media.items()
        }
        self.ask("Emulation.setDeviceMetricsOverride", **size)
        told = [{"name": name, "value": value} for name, value in features.items()]
        self.ask("Emulation.setEmulatedMedia", features=told)

    def open(self, page: Path | str) -> None:
        """Open a page from the disk, or from an address, and wait until it stands."""
        self._loaded = False
        self.ask("Page.navigate", url=page if isinstance(page, str) else page.as_uri())
        self.await_load()

    def await_load(self) -> None:
        """Wait until the page that something leads to stands."""
        while not self._loaded:
            self._heard()
        self._loaded = False

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401  whatever the page says
        """Ask the page, as if its reader had just done something; a promise is waited for."""
        how = {"returnByValue": True, "awaitPromise": True, "userGesture": True}
        result = self.ask("Runtime.evaluate", expression=expression, **how)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def accessible(self) -> list[tuple[str, str]]:
        """Give what a screen reader is told: role and name of everything, in order."""
        nodes: Sequence[dict[str, Any]] = self.ask("Accessibility.getFullAXTree")["nodes"]
        return [
            (node["role"]["value"], node.get("name", {}).get("value", ""))
            for node in nodes
            if not node.get("ignored") and "role" in node
        ]

    def press(self, *keys: str, **more: object) -> None:
        """Press keys by their names or letters, one after the other."""
        for key in keys:
            letter = {"text": key} if len(key) == 1 else _NAMED.get(key, {})
            self.ask("Input.dispatchKeyEvent", type="keyDown", key=key, **letter, **more)
            self.ask("Input.dispatchKeyEvent", type="keyUp", key=key, **more)

    def press_tab(self) -> None:
        """Move the focus on as the keyboard does."""
        self.ask("Input.dispatchKeyEvent", type="keyDown", **_TAB)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **_TAB)

    def _heard(self) -> dict[str, Any]:
        while b"\0" not in self._said:
            ready, _, _ = select.select([self._from], [], [], PATIENCE)
            more = os.read(self._from, 1 << 20) if ready else b""
            assert more, "chromium says nothing any more"
            self._said += more
        line, _, self._said = self._said.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        self._note(message.get("method"), message.get("params", {}))
        return message

    def _note(self, event: str | None, told: dict[str, Any]) -> None:
        if event == "Page.loadEventFired":
            self._loaded = True
        elif event in {"Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"}:
            self.complaints.append(json.dumps(told))
        elif event == "Network.requestWillBeSent":
            url = told["request"]["url"]
            if not url.startswith("file:"):
                self.complaints.append(f"asked for {url}")
