"""Where papers come from: one file a service. A query becomes requests, bytes become papers."""

from __future__ import annotations

from paperlode.sources.page import Page, Window

__all__ = ["Page", "Window"]
