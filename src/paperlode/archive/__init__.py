"""The archive: the store as sorted lines of JSON that git can keep, compare and merge.

The files are described in docs/files.md. A save first writes the checksums it is going to reach
into ``manifest.next.json``, then the shards, and last the manifest: whoever dies in between leaves
shards that fit one of the two, and whoever loads them goes on from there.
"""

from __future__ import annotations

from paperlode.archive.loading import load
from paperlode.archive.saving import Put, save, write

__all__ = ["Put", "load", "save", "write"]
