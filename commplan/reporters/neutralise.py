r"""Makes text from plans, file names and Slack harmless in a terminal and in a build log.

Such text may hold escapes that move the cursor, marks that reverse the reading
order, line breaks that would start a forged finding, or a command to the build
service that reads the log. Each such character is shown as an escape that can
be seen, such as ``\x1b``; what it would have done does not happen. The escapes
are for reading: a backslash of the text itself is left alone.
"""

from __future__ import annotations

import re

_LOG_COMMAND = re.compile(r"##(?=\w*\[)")
"""Starts a command anywhere in a line: ``##[error]`` on GitHub, ``##vso[…]`` on Azure."""

_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Controls, invisible formats, lone surrogates, line and paragraph separators."""


def visible(text: str) -> list[str]:
    """Return what to show for each character of ``text``, one entry per character."""
    if text.isprintable():
        shown = list(text)
    else:
        shown = [_show(char, before) for char, before in zip(text, " " + text, strict=False)]
    for command in _LOG_COMMAND.finditer(text):
        shown[command.start() + 1] = r"\x23"
    return shown


def neutralise(text: str) -> str:
    """Return ``text`` as one line that shows every control and does nothing."""
    return text if text.isprintable() and "##" not in text else "".join(visible(text))


def line_start(text: str) -> str:
    """Like :func:`neutralise`, for a file's path that opens a line of output.

    GitHub reads a line as a command when it starts with two colons, with or
    without space before them; the second may be the one that follows the path.
    ``./`` in front means the same file and no command.
    """
    harmless = neutralise(text)
    return f"./{harmless}" if harmless.lstrip().startswith(":") else harmless


def _show(char: str, before: str) -> str:
    from unicodedata import category

    if char.isprintable() or category(char) not in _HIDDEN:
        return char
    if char in _JOINERS and before.isprintable() and not before.isascii():
        return char  # emoji and some scripts need it; between other characters it only hides
    return char.encode("unicode_escape").decode("ascii")
