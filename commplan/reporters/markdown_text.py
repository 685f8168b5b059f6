r"""Makes text from plans, file names and Slack harmless in the Markdown of GitHub and GitLab.

There, text does more than look different: ``@name`` calls somebody, ``#1`` leaves
a trace at an issue, an address becomes a link. Backslashes do not help against
these, for they are looked for in what has been rendered. So a space of no width
stands behind the character that they begin with.
"""

from __future__ import annotations

import re

from commplan.reporters.neutralise import neutralise

APART = "\N{ZERO WIDTH SPACE}"

_CALLS = re.compile(
    r"""[@#](?=[\w"])"""  # people, teams, issues
    r"""|[!&~%$](?=[\d"])"""  # merge requests, epics, labels, milestones, snippets of GitLab
    r"""|:(?=//|[\w+-]*[a-z_+-][\w+-]*:|100:|1234:)"""  # addresses; emoji
    r"""|\b(?:www(?=\.)|GH(?=-\d))""",  # addresses; issues of GitHub
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\\`*_\[\]{}<>&|~$#!]")


def prose(text: str) -> str:
    """Return ``text`` as one line that reads the same and is nothing but text."""
    apart = _CALLS.sub(lambda found: found[0] + APART, neutralise(text))
    return _MARKS.sub(lambda found: f"&#{ord(found[0])};", apart)


def code(text: str) -> str:
    """Return ``text`` as code, where nothing but backticks means anything."""
    shown = neutralise(text)
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    # Of a code span that begins and ends with a space, Markdown takes these two away.
    is_cut = shown.startswith(" ") and shown.endswith(" ") and not shown.isspace()
    pad = " " if not shown or is_cut or "`" in (shown[0], shown[-1]) else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
