"""Pictures of what was measured, in a folder, and a page that shows them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from commplan.charts import (
    Picture,
    WeekShare,
    attainment_chart,
    load_chart,
    rhythm_chart,
    waiting_chart,
)
from commplan.cli.output import write_bytes
from commplan.clock import SECOND, exact_length, format_instant
from commplan.errors import ConfigError
from commplan.plan import ANY_TIME
from commplan.statistics import OpenStep, estimate_share, open_steps

if TYPE_CHECKING:
    from commplan.cli.measure import Output
    from commplan.cli.measured import Promise, Week

PAGE = "index.html"
_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
_HOURS = 24
_MARKS = 300
"""So many cases that still go on are marked in a curve; more are one smear."""


class _Drawn(NamedTuple):
    name: str
    picture: Picture
    data: bytes


def write_charts(output: Output, folder: str, kind: str) -> None:
    """Write an ``svg`` or ``png`` file for each picture, and the page, and say so.

    Raises ConfigError where the folder cannot be written, MissingExtraError where nothing
    can be drawn.
    """
    drawn = [
        _Drawn(f"{_name(name)}.{kind}", picture, picture.written(kind))
        for name, picture in _pictures(output)
    ]
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"{folder}: cannot be written: {error.strerror}") from error
    for one in drawn:
        write_bytes(os.path.join(folder, one.name), one.data)
    page = os.path.join(folder, PAGE)
    write_bytes(page, _page(output, drawn, kind).encode("utf-8", "backslashreplace"))
    print(f"wrote {len(drawn)} charts and {page}")


def _pictures(output: Output) -> Iterator[tuple[tuple[str, ...], Picture]]:
    """Each picture, and the words of its file name."""
    as_of = format_instant(output.as_of, "UTC")
    for promise in output.measured.promises:
        if promise.found.n:
            found = promise.found
            where = "incidents" if promise.channel is None else promise.channel.id
            name = (promise.plan.metadata.id, where, found.sla.id, found.target.name)
            yield (*name, "attainment"), _attainment(promise)
            yield (*name, "waiting"), _waiting(promise)
    for week in output.measured.weeks:
        words = (week.plan.metadata.id, week.channel.id, week.sla)
        beneath = f"sla:{week.sla}, {week.hours.weeks:.3g} weeks up to {as_of}, {week.hours.zone}"
        yield (*words, "hours"), _rhythm(week, beneath)
        if week.hours.responders is not None:
            title = f"#{week.channel.name}: coverage against load"
            there = week.hours.responders
            yield (*words, "load"), load_chart(title, beneath, week.hours.arrivals, there)


def _attainment(promise: Promise) -> Picture:
    found, objective = promise.found, promise.found.sla.objective
    weeks = []
    for week in found.weeks:
        if n := week.met + week.missed:
            share = estimate_share(week.met, n)
            weeks.append(WeekShare(week.start, n, week.met, share.low, share.high))
    return attainment_chart(
        f"{promise.place}: {found.target.name} within {found.target.duration}",
        f"{_origin(promise)}, seven days each up to {_end(promise)}; band: 95 % interval of each",
        weeks,
        None if objective is None else objective.share,
    )


def _waiting(promise: Promise) -> Picture:
    found, target = promise.found, exact_length(promise.found.target.duration)
    cases = found.cases
    steps = [
        OpenStep(step.after / SECOND, step.share, step.low, step.high)
        for step in open_steps(cases.waited, cases.is_open)
    ]
    still_open = sorted(set((cases.waited[cases.is_open] // SECOND).tolist()))[:_MARKS]
    return waiting_chart(
        f"{promise.place}: time to {found.target.name}",
        f"{_origin(promise)}, {len(cases.waited)} {found.cases_told} in {found.window} up to "
        f"{_end(promise)}; band: 95 %",
        steps,
        still_open,
        None if target is None else target / SECOND,
        in_days=promise.clock == ANY_TIME,
    )


def _rhythm(week: Week, beneath: str) -> Picture:
    hours = week.hours
    return rhythm_chart(
        f"#{week.channel.name}: when requests come",
        beneath,
        [hours.requests[day : day + _HOURS] for day in range(0, len(hours.requests), _HOURS)],
        None
        if hours.open is None
        else [hours.open[day : day + _HOURS] for day in range(0, len(hours.open), _HOURS)],
    )


def _end(promise: Promise) -> str:
    return format_instant(promise.found.end, "UTC")


def _origin(promise: Promise) -> str:
    return f"sla:{promise.found.sla.id}, clock {promise.clock}"


def _name(words: tuple[str, ...]) -> str:
    """A file name that every system takes; ids of plans are short and mostly plain."""
    return ".".join(re.sub(r"[^\w-]+", "_", word) for word in words)


def _page(output: Output, drawn: list[_Drawn], kind: str) -> str:
    from base64 import b64encode

    figures = "\n".join(
        f'<figure><img src="data:{_TYPES[kind]};base64,{b64encode(one.data).decode()}" '
        f'alt="{escape(one.picture.words)}"><figcaption>{escape(one.picture.words)}'
        "</figcaption></figure>"
        for one in drawn
    )
    told = f"{output.workspace or 'No workspace was read'}, measured as of "
    told += format_instant(output.as_of, "UTC")
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
figure {{ margin: 0 0 2rem; }} img {{ max-width: 100%; }}
figcaption {{ color: #57606a; font-size: 0.85rem; }}
</style>
</head>
<body>
<h1>Promised times</h1>
<p>{escape(told)}</p>
{figures or "<p>There was nothing to draw.</p>"}
</body>
</html>
"""
