"""What `paperlode init` writes, as files: settings to begin with, workflow, README, .gitignore."""

from __future__ import annotations

from difflib import get_close_matches
from importlib.resources import files

from paperlode.errors import InputError

NAMES = ("ai4mat", "ai4mat-strict", "ai4mat-broad", "blank")
"""The presets; the first one is the default."""
LIBRARIES = ("ai4mat",)
"""Ready libraries: identifiers of papers to learn from until one has a library of one's own."""


def settings(name: str) -> str:
    """Give the settings of a preset; InputError names the nearest preset when there is none."""
    if name not in NAMES:
        near = get_close_matches(name.lower(), NAMES, n=2, cutoff=0.4)
        hint = f": did you mean {' or '.join(near)}?" if near else "."
        raise InputError(f'unknown preset "{name}"{hint} There are: {", ".join(NAMES)}')
    return template(f"{name}.toml")


def template(name: str) -> str:
    """Give one of the files beside this one."""
    return files(__name__).joinpath(name).read_text(encoding="utf-8")
