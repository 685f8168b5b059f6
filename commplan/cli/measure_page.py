"""One page with the figures and pictures of what was measured, that needs no network."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from commplan.cli.measure_cells import HEAD, TIMES, cells, times
from commplan.cli.measure_table import conclusion_of, verdicts, worst_first
from commplan.clock import format_instant
from commplan.reporters import html_page
from commplan.reporters.neutralise import neutralise
from commplan.statistics import Conclusion

if TYPE_CHECKING:
    from commplan.cli.measure import Output
    from commplan.cli.measured import Promise

_TITLE = "Promised times"
_FIRST, _LAST = ("where",), ("SLA", "clock", "over", "plan")
_ORDER = ("promised", "verdict", "in time", "share", "95 % CI", "objective")
"""What is most urgent comes first: a phone shows no more than three columns at once."""
_PLAIN = '!"$()*+,-./:;<=>?@[]^_`{|}~ '
"""What stands for itself in an address that is written between apostrophes."""
_STYLE = """
body { max-width: 80rem; }
.wide { overflow-x: auto; }
.wide table { font-size: 0.85rem; }
.wide th, .wide td { padding: 0.3rem 0.8rem 0.3rem 0; white-space: nowrap; }
.wide td:first-child { white-space: normal; min-width: 8rem; }
.wide bdi { overflow-wrap: break-word; }
a { color: var(--info); }
td.fail { color: var(--error); font-weight: 600; }
figure { margin: 1rem 0 2.5rem; max-width: 60rem; break-inside: avoid; }
img { display: block; width: 100%; min-width: 34rem; background: #fff; }
figcaption { color: var(--faint); font-size: 0.85rem; margin-top: 0.4rem; }
@media (min-width: 46rem) { .short { display: none; } }
@media print {
  h2 { break-after: avoid; }
  .wide { overflow: visible; }
  .wide table { font-size: 7pt; }
  .wide th, .wide td { white-space: normal; padding-right: 0.3rem; }
  img { min-width: 0; }
  figcaption { display: none; }
}
"""
"""On a phone a picture is scrolled, and what it comes to stands beneath it; elsewhere it can be
read in the picture. On paper no words can be unfolded."""


class Shown(NamedTuple):
    """A picture in its file; the figure that it was drawn from is let go."""

    about: str
    """Of what it is."""
    name: str
    title: str
    figures: str
    """What it comes to, in short."""
    words: str
    """What it shows, at length."""
    data: bytes


def page(output: Output, shown: Sequence[Shown], kind: str) -> str:
    """The page as HTML; pictures are part of it."""
    told = f"{output.workspace or 'No workspace was read'}, measured as of "
    told += format_instant(output.as_of, "UTC")
    groups = {about: list(found) for about, found in groupby(_sorted(shown), _about)}
    anchors = {about: f"part-{number}" for number, about in enumerate(groups, 1)}
    sections = [_section(about, anchors[about], groups[about], kind) for about in groups]
    parts = [
        f"<h1>{_TITLE}</h1>",
        _verdict(output),
        f"<p>{_told(told)}</p>",
        "<main>",
        _table(output, anchors),
        _gaps(output),
        *(sections or ["<p>There was nothing to draw.</p>"]),
        "</main>",
    ]
    body = "\n".join(filter(None, parts))
    return html_page.page(_TITLE, body, more_style=_STYLE, images="data:")


def _about(one: Shown) -> str:
    return one.about


def _sorted(shown: Sequence[Shown]) -> list[Shown]:
    """Those of one channel beside each other, in the order in which channels first come."""
    order = {about: place for place, about in enumerate(dict.fromkeys(map(_about, shown)))}
    return sorted(shown, key=lambda one: order[one.about])


def _verdict(output: Output) -> str:
    """All of it in one line. What is not known is no good news."""
    promises, gaps = output.measured.promises, output.measured.unmeasured
    found = {conclusion_of(promise) for promise in promises}
    mood = "bad" if Conclusion.FAIL in found or gaps or output.incomplete else ""
    if found == {Conclusion.PASS} and not mood:
        mood = "good"
    told = [f"{_count(promises, 'promise')}: {verdicts(promises)}" if promises else ""]
    told += [f"{len(gaps)} could not be measured"] if gaps else []
    told += [f"{_count(output.incomplete, 'read')} failed"] if output.incomplete else []
    words = "; ".join(filter(None, told)) or "No SLA promises a time"
    return f'<p class="verdict {mood}">{_told(words)}.</p>'


def _count(things: Sequence[object], name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


def _section(about: str, anchor: str, shown: Sequence[Shown], kind: str) -> str:
    figures = "\n".join(_figure(one, kind) for one in shown)
    return f'<h2 id="{anchor}">{_apart(about)}</h2>\n{figures}'


def _figure(one: Shown, kind: str) -> str:
    """A picture that is scrolled where it has no room, and what it says."""
    source, short = _address(one.data, kind), f'<span class="short">{_apart(one.figures)}</span>'
    return (
        f"<figure><div class=\"wide\"><img src='{source}'"
        f' alt="{_told(one.title)}"></div>\n<figcaption>{short if one.figures else ""}'
        f"<details><summary>In words</summary>{_apart(one.words)}</details></figcaption></figure>"
    )


def _address(data: bytes, kind: str) -> str:
    """The picture itself as an address. SVG is text, of which most stands for itself."""
    if kind == "png":
        return f"data:image/png;base64,{b64encode(data).decode()}"
    return f"data:image/svg+xml,{quote(data.strip(), _PLAIN)}"


def _table(output: Output, anchors: Mapping[str, str]) -> str:
    """The figures, each with a link to its pictures."""
    promises = worst_first(output.measured.promises)
    if not promises:
        return ""
    names = (*_FIRST, *_ORDER, *TIMES, *_LAST)
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    rows = "\n".join(f"<tr>{''.join(_row(promise, anchors))}</tr>" for promise in promises)
    return (
        f'<div class="wide"><table><thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody></table></div>"
    )


def _row(promise: Promise, anchors: Mapping[str, str]) -> Iterator[str]:
    found, where = promise.found, _apart(promise.place)
    anchor = anchors.get(promise.place)
    yield f"<td>{where}</td>" if anchor is None else f'<td><a href="#{anchor}">{where}</a></td>'
    values = dict(zip(HEAD, cells(promise), strict=True))
    for name in _ORDER:
        mark = ' class="fail"' if values[name] == Conclusion.FAIL.value else ""
        yield f"<td{mark}>{_apart(values[name])}</td>"
    plan = promise.plan.metadata.id
    for value in (*times(promise), found.sla.id, promise.clock, str(found.window), plan):
        yield f"<td>{_apart(value)}</td>"


def _gaps(output: Output) -> str:
    """What could not be measured: nobody may take its absence for good news."""
    told = [
        *(one.told for one in output.measured.unmeasured),
        *(f"{one.what}: {one.error}" for one in output.incomplete),
    ]
    if not told:
        return ""
    items = "".join(f"<li>{_apart(one)}</li>\n" for one in told)
    return f"<h2>Not measured</h2>\n<ul>\n{items}</ul>"


def _told(text: str) -> str:
    return escape(neutralise(text))


def _apart(text: str) -> str:
    """Text whose direction of writing does not spread to what stands around it."""
    return f"<bdi>{_told(text)}</bdi>"
