"""Texts that have broken other people's pages: every tracker must carry them harmlessly.

arXiv lets all of them pass; what XML cannot hold (control characters below the space) it cannot
serve, so none of those are here.
"""

from __future__ import annotations

TITLES = (
    "<script>alert('example')</script> & other tags in crystals",
    "Quotes \"double\" and 'single' and `code` in one title",
    "A table | with pipes | and a \\backslash",
    "<!-- ARXIV_PAPERS_END --> A marker in a title",
    "]]> ends a CDATA section",
    "\u202eright-to-left override\u202c in materials design",
    "[link](javascript:alert(1)) ![image](x) # heading",
    "{{ braces }} {% percent %} ${dollar} %s {0}",
    "$x < y$ and $$ and \\( unfinished mathematics $",
    "0",
    "*Stars*, _underscores_ and ~~tildes~~ in generative materials design",
    "A title\n  broken into lines\n  by TeX habits",
    "Emoji \U0001f9ea\u200d\U0001f52c and a zero\u200bwidth space \ufeff",
    "&lt;b&gt; already escaped &amp;amp; twice",
    "'; DROP TABLE papers; --",
    "Very " + "long " * 60 + "title",
)

ENDINGS = (
    ' <img src=x onerror="alert(1)"> ends this abstract.',
    " A line with three dashes:\n---\nand a fence:\n```\ncode\n```",
    "\n  A second paragraph, indented as arXiv does.",
    " <!-- ARXIV_PAPERS_START --> <!-- ARXIV_PAPERS_END -->",
    " ]]> </summary></entry></feed> & more.",
    " \u202e\u2066desrever\u2069\u202c \x7f\x85\u2028 and done.",
    " | a | table |\n|---|---|\n| 1 | 2 |",
    " See https://example.org/?a=1&b=<2> and mailto:nobody@example.org.",
    " $\\unknown{$ never closed, \\begin{equation} neither.",
    " @everyone, fixes #1, :tada:, and a trailing backslash \\",
)

COMMENTS = (
    "12 pages, 3 figures;\nfirst line & second line",
    "<b>bold</b> comment with `ticks` and | pipes |",
    'Accepted at "Workshop on Quotes", see [1](http://example.org)',
    "\u202e42 pages",
)

AUTHORS = (
    "<b>Bold</b> Example",
    'Quo"ted Example',
    "Ampersand & Sons Example",
    "\u202eOverride Example\u202c",
    "Pipe | Example",
    ":",
    "Bobby'); DROP TABLE Example; --",
    "Example, Jr.",
)
