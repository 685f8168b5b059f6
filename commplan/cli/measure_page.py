"""One page with the figures and pictures of what was measured, that needs no network."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from commplan.cli.measure_cells import HEAD, TIMES, cells, times
from commplan.cli.measure_table import worst_first
from commplan.clock import format_instant
from commplan.reporters.neutralise import neutralise

if TYPE_CHECKING:
    from commplan.cli.measure import Output
    from commplan.cli.measured import Promise

_HEAD = ("where", "SLA", "clock", "over")
_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


class Shown(NamedTuple):
    """A picture in its file; the figure that it was drawn from is let go."""

    about: str
    """Of what it is."""
    name: str
    title: str
    words: str
    data: bytes


def page(output: Output, shown: Sequence[Shown], kind: str) -> str:
    """The page as HTML; pictures are part of it."""
    told = f"{output.workspace or 'No workspace was read'}, measured as of "
    told += format_instant(output.as_of, "UTC")
    groups = {about: list(found) for about, found in groupby(_sorted(shown), _about)}
    anchors = {about: f"part-{number}" for number, about in enumerate(groups, 1)}
    sections = "".join(_section(about, anchors[about], groups[about], kind) for about in groups)
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Promised times</title>
<style>
body {{ margin: 0 auto; max-width: 60rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; }}
figure {{ margin: 0 0 2rem; break-inside: avoid; }} img {{ max-width: 100%; }}
figcaption {{ color: #57606a; font-size: 0.85rem; }}
table {{ border-collapse: collapse; font-size: 0.85rem; }} div {{ overflow-x: auto; }}
th, td {{ padding: 0.2rem 0.6rem 0.2rem 0; text-align: left; border-bottom: 1px solid #d0d7de; }}
</style>
</head>
<body>
<h1>Promised times</h1>
<p>{_told(told)}</p>
{_table(output, anchors)}
{_gaps(output)}
{sections or "<p>There was nothing to draw.</p>"}
</body>
</html>
"""


def _about(one: Shown) -> str:
    return one.about


def _sorted(shown: Sequence[Shown]) -> list[Shown]:
    """Those of one channel beside each other, in the order in which channels first come."""
    order = {about: place for place, about in enumerate(dict.fromkeys(map(_about, shown)))}
    return sorted(shown, key=lambda one: order[one.about])


def _section(about: str, anchor: str, shown: Sequence[Shown], kind: str) -> str:
    figures = "".join(
        f'<figure><img src="data:{_TYPES[kind]};base64,{b64encode(one.data).decode()}" '
        f'alt="{_told(one.title)}"><figcaption>{_told(one.words)}'
        "</figcaption></figure>\n"
        for one in shown
    )
    return f'<h2 id="{anchor}">{_told(about)}</h2>\n{figures}'


def _table(output: Output, anchors: Mapping[str, str]) -> str:
    """The figures, each with a link to its pictures."""
    promises = worst_first(output.measured.promises)
    if not promises:
        return ""
    head = "".join(f'<th scope="col">{_told(name)}</th>' for name in (*_HEAD, *HEAD, *TIMES))
    rows = "\n".join(_row(promise, anchors.get(promise.place)) for promise in promises)
    return f"<div><table>\n<tr>{head}</tr>\n{rows}\n</table></div>"


def _row(promise: Promise, anchor: str | None) -> str:
    found, place = promise.found, _told(promise.place)
    where = place if anchor is None else f'<a href="#{anchor}">{place}</a>'
    values = (found.sla.id, promise.clock, str(found.window), *cells(promise), *times(promise))
    return f"<tr><td>{where}</td>{''.join(f'<td>{_told(value)}</td>' for value in values)}</tr>"


def _gaps(output: Output) -> str:
    """What could not be measured: nobody may take its absence for good news."""
    told = [
        *(one.told for one in output.measured.unmeasured),
        *(f"{one.what}: {one.error}" for one in output.incomplete),
    ]
    if not told:
        return ""
    items = "".join(f"<li>{_told(one)}</li>\n" for one in told)
    return f"<h2>Not measured</h2>\n<ul>\n{items}</ul>"


def _told(text: str) -> str:
    return escape(neutralise(text))
