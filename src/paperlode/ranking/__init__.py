"""The papers a reader cares about first, and why: learn from likes, rank, tell the reasons."""

from __future__ import annotations

from paperlode.ranking.background import Background, Texts, meant, read
from paperlode.ranking.profile import VERSION, Liked, Profile, Ranked, learn, rank
from paperlode.ranking.telling import tells
from paperlode.ranking.why import Near, Weighed, Why, nearest, tastes, why

__all__ = [
    "VERSION",
    "Background",
    "Liked",
    "Near",
    "Profile",
    "Ranked",
    "Texts",
    "Weighed",
    "Why",
    "learn",
    "meant",
    "nearest",
    "rank",
    "read",
    "tastes",
    "tells",
    "why",
]
