"""What Lighthouse says of a built site: 100 of 100 for everything, on a telephone.

    npm install --prefix FOLDER lighthouse
    .venv/bin/python benchmarks/lighthouse.py SITE FOLDER/node_modules/.bin/lighthouse [ADDRESS ...]

The site is served compressed from this computer, as free hosting serves it. Without addresses the
first page, the month with the most papers and a paper of the first page are judged, each several
times in turn: the run of median speed is told, for other programs on the computer cost speed. It
needs Chromium, and ends with 1 when anything is below 100.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

WHOLE = 100
GOOD = 0.95
"""What an audit must have, or it is named; other programs on the computer cost speed."""
RUNS = 3
PATIENCE = 300
"""Seconds for one page."""
CHROMIUM = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"


class Handler(SimpleHTTPRequestHandler):
    """Sends files compressed, and says nothing."""

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def do_GET(self) -> None:
        """Send a file, or the index of a folder."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(body)


def usual(site: Path) -> list[str]:
    """Give the addresses of the first page, the largest month and a paper."""
    months = site.glob("month/????-??/index.html")
    month = max(months, key=lambda page: page.stat().st_size)
    papers = re.findall(r'href="(paper/[^"]+?)(?:index\.html)?"', (site / "index.html").read_text())
    return ["", f"{month.parent.relative_to(site)}/", *papers[:1]]


def judged(program: str, url: str) -> dict[str, Any]:
    """Run Lighthouse on a page."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "told.json")
        options = ["--quiet", "--output=json", f"--output-path={out}", CHROMIUM]
        environment = os.environ | {"CHROME_PATH": shutil.which("chromium") or ""}
        command = [program, url, *options]
        subprocess.run(command, check=True, timeout=PATIENCE, env=environment)
        told: dict[str, Any] = json.loads(out.read_text())
    return told


def speed(told: dict[str, Any]) -> float:
    """Give the score for performance of a run."""
    score: float = told["categories"]["performance"]["score"]
    return score


def median(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Choose the run of median speed."""
    return sorted(runs, key=speed)[len(runs) // 2]


def tell(address: str, told: dict[str, Any]) -> bool:
    """Print what was found; say whether all is well."""
    scores = {name: round(it["score"] * 100) for name, it in told["categories"].items()}
    audits = told["audits"]
    size = audits["total-byte-weight"]["numericValue"] / 1000
    paint = audits["largest-contentful-paint"]["displayValue"]
    print(
        f"{address or '(first page)':24} {size:5.1f} kB  shown after {paint}  {scores}", flush=True
    )
    weighed = [part for it in told["categories"].values() for part in it["auditRefs"]]
    for name in {part["id"] for part in weighed if part["weight"]}:
        score = audits[name]["score"]
        if score is not None and score < GOOD:
            print(f"    {name}: {audits[name]['title']} {audits[name].get('displayValue', '')}")
    return all(score == WHOLE for score in scores.values())


def main(site: Path, program: str, addresses: list[str]) -> int:
    """Serve the site and have its pages judged."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=site)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}/"
        some = addresses or usual(site)
        runs = [{each: judged(program, base + each) for each in some} for _ in range(RUNS)]
        server.shutdown()
    perfect = [tell(each, median([run[each] for run in runs])) for each in some]
    return 0 if all(perfect) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:]))
