"""The workflow that `paperlode init` writes: valid, careful, and its steps do what they say."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from paperlode.config.start import workflow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = workflow("paperlode @ git+https://github.com/example/paperlode@0123abc")
JOBS: dict[str, Any] = YAML(typ="safe").load(TEXT)["jobs"]


def steps() -> list[Any]:
    """Give all steps of all jobs."""
    return [step for job in JOBS.values() for step in job["steps"]]


def script(name: str) -> str:
    """Give the shell text of a step."""
    return str(next(step["run"] for step in steps() if step.get("name") == name))


def bash(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a step as GitHub does."""
    environment = {
        "PATH": f"{folder.parent / 'bin'}:{os.environ['PATH']}",
        "HOME": str(folder.parent),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PAUSE": "0",
        **variables,
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def program(folder: Path, name: str, text: str) -> None:
    """Put a program of ours before the real one of that name."""
    place = folder.parent / "bin" / name
    place.parent.mkdir(exist_ok=True)
    place.write_text(f"#!/bin/bash\n{text}\n")
    place.chmod(0o755)


def git(folder: Path, *words: str) -> str:
    """Run git and give what it prints."""
    identity = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
    return subprocess.run(
        ["git", *identity, *words], cwd=folder, capture_output=True, text=True, check=True
    ).stdout.strip()


# --- what it says


def test_it_is_a_workflow(tmp_path: Path) -> None:
    """GitHub's published schema accepts it."""
    (tmp_path / "daily.yml").write_text(TEXT)
    command = ["-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    checked = subprocess.run(
        [sys.executable, *command, "daily.yml"], cwd=tmp_path, capture_output=True, check=False
    )

    assert checked.returncode == 0, checked.stdout


def test_actions_are_pinned_by_commit() -> None:
    """Forty hexadecimal digits, and the version for people behind them."""
    used = re.findall(r"uses: (.*)", TEXT)

    assert len(used) == 7
    assert all(re.fullmatch(r"actions/[a-z/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one) for one in used)


@pytest.mark.parametrize("step", [step for step in steps() if "run" in step], ids=str)
def test_shell_text_is_sound(step: dict[str, Any]) -> None:
    """Bash reads it, and no value of others is pasted into it."""
    read = subprocess.run(["bash", "-n"], input=step["run"], text=True, check=False)

    assert read.returncode == 0
    assert "${{" not in step["run"]


@pytest.mark.parametrize(
    ("job", "permissions"),
    [
        ("papers", {"contents": "write"}),
        ("pages", {"pages": "write", "id-token": "write"}),
        ("check", {}),
        ("keep-alive", {"actions": "write"}),
    ],
)
def test_each_job_may_do_only_what_it_must(job: str, permissions: dict[str, str]) -> None:
    """And nothing is allowed to all of them."""
    assert JOBS[job]["permissions"] == permissions
    assert YAML(typ="safe").load(TEXT)["permissions"] == {}


def test_the_papers_wait_for_nothing() -> None:
    """No test and no linter can stop them."""
    assert "needs" not in JOBS["papers"]
    assert not re.search(r"pytest|ruff|mypy|make ", TEXT)


def test_it_runs_daily_between_announcement_and_morning() -> None:
    """Off the full hour, and not while arXiv changes the day (23:45 to 01:30 UTC)."""
    found = re.search(r'cron: "(\d+) (\d+) \* \* \*"', TEXT)

    assert found is not None
    assert 10 <= int(found[1]) <= 50
    assert 2 <= int(found[2]) <= 22


def test_every_job_ends() -> None:
    """Each has a limit of its own."""
    assert all(job["timeout-minutes"] <= 150 for job in JOBS.values())


# --- what its steps do


@pytest.mark.parametrize(
    ("ends", "code", "publish", "says"),
    [
        ("exit 0", "0", True, ""),
        ("exit 3", "3", True, "::warning title=Incomplete"),
        ("exit 1", "1", True, "::error title=Failed"),
        ("rm site/index.html; exit 1", "1", False, "::error title=Failed"),
        ("[ ! -d .paperlode ] || exit 2", "0", True, "from the archive alone"),
        ("exit 2", "2", True, "::error title=Failed"),
    ],
)
def test_a_run_hands_on_how_it_ended(
    tmp_path: Path, *, ends: str, code: str, publish: bool, says: str
) -> None:
    """An incomplete run is published with a warning; a store that cannot be used is left behind."""
    here = tmp_path / "here"
    (here / ".paperlode").mkdir(parents=True)
    (here / "site").mkdir()
    (here / "site" / "index.html").touch()
    (here / "site" / "status.json").write_bytes(b"{}")
    program(here, "paperlode", ends)
    output = tmp_path / "output"
    step = bash(
        script("Run"), here, SITE="site", GITHUB_OUTPUT=str(output), GITHUB_STEP_SUMMARY="summary"
    )

    lines = output.read_text().splitlines()
    digest = hashlib.sha256(b"{}").hexdigest()
    assert step.returncode == 0
    assert says in step.stdout
    assert lines == [f"code={code}", *(["publish=yes", f"status={digest}"] if publish else [])]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Make a repository on a server, and the copy of it in which the workflow works."""
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "server")
    git(tmp_path, "clone", "--quiet", "server", "first")
    first, here = tmp_path / "first", tmp_path / "here"
    (first / "archive").mkdir()
    (first / "archive" / "manifest.json").write_text("{}\n")
    (first / "README.md").write_text("# Mine\n\nold list\n")
    (first / "notes.txt").write_text("one\n")
    git(first, "checkout", "--quiet", "-B", "main")
    git(first, "add", "--all")
    git(first, "commit", "--quiet", "--message", "Begin")
    git(first, "push", "--quiet", "origin", "main")
    shallow = ["--depth", "1", "--no-tags"]  # as actions/checkout does
    git(tmp_path, "clone", "--quiet", *shallow, f"file://{tmp_path}/server", "here")
    return here


def commit(here: Path) -> subprocess.CompletedProcess[str]:
    """Run the step that commits and pushes."""
    names = {"README": "README.md", "ARCHIVE": "archive", "GITHUB_REF_NAME": "main"}
    return bash(script("Commit what changed"), here, **names)


def somebody_pushes(here: Path, name: str, text: str) -> None:
    """Change a file on the server while the workflow runs."""
    git(here.parent, "clone", "--quiet", "server", "other")
    (here.parent / "other" / name).write_text(text)
    git(here.parent / "other", "commit", "--quiet", "--all", "--message", "Meanwhile")
    git(here.parent / "other", "push", "--quiet")


def on_server(here: Path, name: str) -> str:
    """Give a file as it is on the server."""
    return git(here.parent / "server", "show", f"main:{name}")


def log(here: Path) -> list[str]:
    """Give the commits on the server, newest first."""
    return git(here.parent / "server", "log", "--format=%an: %s", "main").splitlines()


def test_a_day_without_change_makes_no_commit(clone: Path) -> None:
    """Files that are not ours stay out, whatever happens to them."""
    (clone / "notes.txt").write_text("changed\n")
    (clone / "site").mkdir()
    (clone / "site" / "index.html").touch()

    assert "Nothing changed." in commit(clone).stdout
    assert log(clone) == ["Somebody: Begin"]


def test_what_changed_is_committed_by_the_bot(clone: Path) -> None:
    """README and archive, new and removed shards."""
    (clone / "README.md").write_text("# Mine\n\nnew list\n")
    (clone / "archive" / "manifest.json").unlink()
    (clone / "archive" / "2608.jsonl").write_text("{}\n")

    assert commit(clone).returncode == 0
    assert log(clone)[0].startswith("github-actions[bot]: Papers of 20")
    assert git(clone.parent / "server", "ls-tree", "-r", "--name-only", "main").split() == [
        "README.md",
        "archive/2608.jsonl",
        "notes.txt",
    ]


def test_a_commit_goes_behind_what_others_pushed_meanwhile(clone: Path) -> None:
    """Both changes are there in the end."""
    somebody_pushes(clone, "notes.txt", "two\n")
    (clone / "README.md").write_text("# Mine\n\nnew list\n")

    assert commit(clone).returncode == 0
    assert (on_server(clone, "README.md"), on_server(clone, "notes.txt")) == (
        "# Mine\n\nnew list",
        "two",
    )
    assert log(clone)[1:] == ["Somebody: Meanwhile", "Somebody: Begin"]


def test_when_both_changed_the_same_lines_ours_are_written_again(clone: Path) -> None:
    """Theirs is kept, and `paperlode build` puts the papers into it."""
    somebody_pushes(clone, "README.md", "# Mine, renamed\n\nolder list\n")
    program(clone, "paperlode", "sed -i 's/older list/new list/' README.md")
    (clone / "README.md").write_text("# Mine\n\nnew list\n")

    assert commit(clone).returncode == 0
    assert on_server(clone, "README.md") == "# Mine, renamed\n\nnew list"
    assert log(clone)[1:] == ["Somebody: Meanwhile", "Somebody: Begin"]


def test_a_server_that_takes_nothing_is_given_up_after_five_tries(clone: Path) -> None:
    """With a sentence, and a red mark."""
    hook = clone.parent / "server" / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    (clone / "README.md").write_text("changed\n")
    step = commit(clone)

    assert step.returncode == 1
    assert step.stdout.count("The push was refused") == 5
    assert "::error title=Not pushed" in step.stdout


@pytest.mark.parametrize(
    ("own", "source", "installs"),
    [
        (True, "x", "--constraint constraints.txt ."),
        (False, "paperlode @ git+https://github.com/example/paperlode@0123abc", "paperlode @ git+"),
        (False, "", None),
    ],
)
def test_paperlode_comes_from_where_it_is(
    tmp_path: Path, *, own: bool, source: str, installs: str | None
) -> None:
    """From the repository itself, from what the settings say, and never from a guess."""
    here = tmp_path / "here"
    here.mkdir()
    if own:
        (here / "src" / "paperlode").mkdir(parents=True)
        (here / "src" / "paperlode" / "__init__.py").touch()
    program(here, "python", 'echo "python $*"')
    program(here, "paperlode", "echo paperlode 1.0")
    step = bash(script("Install paperlode"), here, SOURCE=source)

    assert step.returncode == (0 if installs else 1)
    assert (installs or "::error title=Where is paperlode?") in step.stdout


@pytest.fixture
def online(tmp_path: Path) -> Iterator[str]:
    """Serve a folder over HTTP."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *words: object) -> None:
            """Say nothing."""

    (tmp_path / "online").mkdir()
    (tmp_path / "online" / "status.json").write_bytes(b'{"run": "today"}')
    handler = partial(Quiet, directory=str(tmp_path / "online"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed here")
@pytest.mark.parametrize(
    ("ours", "code", "says"),
    [
        (b'{"run": "today"}', 0, "Online: http"),
        (b'{"run": "tomorrow"}', 1, "::error title=Old site"),
    ],
)
def test_what_is_online_is_compared_with_this_run(
    tmp_path: Path, online: str, ours: bytes, code: int, says: str
) -> None:
    """To the byte; an older site is a failure after twenty looks."""
    here = tmp_path / "here"
    here.mkdir()
    step = bash(
        script("Is the site online that of this run?"),
        here,
        URL=online,
        STATUS=hashlib.sha256(ours).hexdigest(),
        GITHUB_RUN_ID="1",
        GITHUB_STEP_SUMMARY="summary",
        NO_PROXY="127.0.0.1",
    )

    assert step.returncode == code
    assert says in step.stdout


@pytest.mark.parametrize(("code", "ends"), [("0", 0), ("3", 0), ("1", 1), ("2", 1), ("", 1)])
def test_only_a_failure_is_red(tmp_path: Path, code: str, ends: int) -> None:
    """Incomplete is a warning; a run that never came to an end is a failure."""
    assert bash(script("Did the run go well?"), tmp_path, CODE=code).returncode == ends


def test_the_schedule_is_renewed_for_this_very_file(tmp_path: Path) -> None:
    """Whatever its owner calls it; trouble with that is a warning."""
    here = tmp_path / "here"
    here.mkdir()
    program(here, "gh", 'echo "gh $*"; exit 1')
    name = "o/r/.github/workflows/papers.yml@refs/heads/main"
    step = bash(JOBS["keep-alive"]["steps"][0]["run"], here, GITHUB_WORKFLOW_REF=name)

    assert step.returncode == 0
    assert step.stdout.startswith("gh workflow enable papers.yml\n::warning")
