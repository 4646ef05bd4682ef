"""The query lab: try a query on the papers at hand before it is used.

::

    query, papers --Columns--> which term holds for which paper, each read once
    query --changes--> every single change of it
    Columns, changes --Trial--> what it brings, gains, loses, and which words are to blame
"""

from __future__ import annotations
