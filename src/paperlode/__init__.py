"""paperlode reads arXiv every day for people who follow a field, and publishes what concerns them.

The parts stand in the order in which a paper moves; docs/design.md is the map.
"""

__version__ = "0.1.0"
