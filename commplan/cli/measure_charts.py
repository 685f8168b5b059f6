"""Pictures of what was measured, in a folder, and a page that shows them."""

from __future__ import annotations

import os
import re
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from commplan.cli.measure_page import Shown, page
from commplan.cli.measure_pictures import pictures
from commplan.cli.output import write_bytes
from commplan.errors import ConfigError, MissingExtraError

if TYPE_CHECKING:
    from commplan.cli.measure import Output

PAGE = "index.html"
_LONGEST = 200
"""Bytes of a file name without what follows its last dot; most systems allow 255 in all."""


def make_ready(folder: str) -> None:
    """Make the folder, so that nobody waits for a measure of which no picture can be kept.

    Raises ConfigError where it cannot be written, MissingExtraError where nothing can be
    drawn.
    """
    if find_spec("matplotlib") is None:
        raise MissingExtraError("drawing charts needs Matplotlib", "charts")
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"{folder}: cannot be written: {error.strerror}") from error


def write_charts(output: Output, folder: str, kind: str) -> None:
    """Write an ``svg`` or ``png`` file for each picture, and the page, and say so.

    Raises ConfigError where one cannot be written.
    """
    shown: list[Shown] = []
    names, missing = set[str](), set[str]()
    for about, words, picture in pictures(output):
        name = f"{_name(words, names)}.{kind}"
        data = picture.written(kind)
        shown.append(Shown(about, name, picture.title, picture.figures, picture.words, data))
        missing.update(picture.missing)
    for file in shown:
        write_bytes(os.path.join(folder, file.name), file.data)
    path = os.path.join(folder, PAGE)
    write_bytes(path, page(output, shown, kind).encode("utf-8", "backslashreplace"))
    print(f"wrote {len(shown)} charts and {path}", file=sys.stderr)  # the other may be JSON
    if missing:
        print(
            f"commplan: note: no font here has {''.join(sorted(missing))}, drawn as boxes; "
            "install one, such as Noto Sans CJK, or draw them with --chart-format svg",
            file=sys.stderr,
        )


def _name(words: tuple[str, ...], taken: set[str]) -> str:
    """A file name that every system takes, and no other picture has in any case of letters."""
    whole = ".".join(re.sub(r"[^\w-]+", "_", word) for word in words)
    name = whole.encode()[:_LONGEST].decode(errors="ignore")
    number = 1
    while (free := name if number == 1 else f"{name}.{number}").casefold() in taken:
        number += 1
    taken.add(free.casefold())
    return free
