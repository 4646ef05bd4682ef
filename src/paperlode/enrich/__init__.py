"""What a paper is about, found in its own words: facts for filters and pages, no judgement."""

from __future__ import annotations

from paperlode.enrich.chemistry import Chemistry, chemistry

__all__ = ["Chemistry", "chemistry"]
