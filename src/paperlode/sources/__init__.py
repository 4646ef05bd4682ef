"""Where papers come from: one file a service. A query becomes requests, bytes become papers."""

from __future__ import annotations

from collections.abc import Callable

from paperlode.sources.listing import Listing, Reader, follow
from paperlode.sources.page import Page, Window

__all__ = ["Ask", "Listing", "Page", "Reader", "Window", "follow"]

Ask = Callable[[str], bytes]
"""Gives the body of the answer to a URL: a :class:`paperlode.fetch.Fetch`, or a stand-in."""
