"""Start paperlode: ``python -m paperlode`` and the ``paperlode`` command."""

from __future__ import annotations


def main() -> None:
    """Run the command line; see :mod:`paperlode.cli`."""
    try:
        from paperlode.cli import start  # noqa: PLC0415  keeps `import paperlode` cheap
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    start()


if __name__ == "__main__":
    main()
