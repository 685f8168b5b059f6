"""What was measured, as a table on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from commplan.cli.measure_table import conclusion_of, objective_of
from commplan.clock import format_instant
from commplan.document import escape_pointer
from commplan.reporters.neutralise import neutralise
from commplan.statistics import PERCENT, estimate_share

if TYPE_CHECKING:
    from commplan.cli.measure import Output
    from commplan.cli.measured import Promise
    from commplan.measures.attainment import Attainment

_HEAD = ("promised", "in time", "", "95 % CI", "objective", "mean", "median", "P90", "verdict")
_NONE = "–"


def measures_text(output: Output) -> bytes:
    """A block for each channel and SLA, then what could not be measured."""
    grouped = _grouped(output)
    blocks = ["\n".join(_block(key, list(found), output.as_of)) for key, found in grouped]
    if not output.measured.promises:
        blocks.append("nothing was measured")
    blocks += ["\n".join(lines) for lines in (_unmeasured(output), _incomplete(output)) if lines]
    told = [f"{output.workspace or 'no workspace was read'}, {_as_of(output.as_of)}", *blocks]
    lines = "\n\n".join(told).splitlines()
    return ("\n".join(map(neutralise, lines)) + "\n").encode()


def _as_of(as_of: int) -> str:
    return f"measured as of {format_instant(as_of, 'UTC')}"


def _grouped(output: Output) -> Iterator[tuple[tuple[str, str, str], Iterator[Promise]]]:
    def key(one: Promise) -> tuple[str, str, str]:
        return one.plan.metadata.id, one.place, one.found.sla.id

    return groupby(output.measured.promises, key)


def _block(key: tuple[str, str, str], promises: Sequence[Promise], as_of: int) -> Iterator[str]:
    (plan, place, sla), first = key, promises[0]
    over = f"over {first.found.window}{_known(first.found, as_of)}"
    yield f"{place}, sla:{sla} (plan {plan}), clock {first.clock}, {over}"
    rows = [_HEAD, *(_row(one) for one in promises)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    for row in rows:
        yield ("  " + "  ".join(map(str.ljust, row, widths))).rstrip()
    for one in promises:
        notes = f"{one.words.left_out}{one.words.slowest}".removeprefix("; ")
        if notes:
            yield f"    {one.found.target.name}: {notes}"


def _row(promise: Promise) -> tuple[str, ...]:
    found = promise.found
    share = estimate_share(found.met, found.n)
    known = found.n > 0
    conclusion = conclusion_of(promise)
    return (
        f"{found.target.name} {found.target.duration}",
        f"{found.met} of {found.n}",
        PERCENT.told(share.value) if share.value is not None else "",
        PERCENT.interval(share) if known else _NONE,
        objective_of(promise) or _NONE,
        ("≥ " if found.grows else "") + _length(promise, found.mean),
        _length(promise, found.median),
        _length(promise, found.p90),
        _NONE if conclusion is None else conclusion.value,
    )


def _length(promise: Promise, value: float | None) -> str:
    return _NONE if value is None else promise.words.length(value)


def _known(found: Attainment, as_of: int) -> str:
    """Of which part of its window anything is known; nothing where that is all."""
    since = "" if found.whole else f" since {format_instant(found.start, 'UTC')}"
    until = "" if found.end == as_of else f" up to {format_instant(found.end, 'UTC')}"
    return f", of which is known only what came{since}{until}" if since or until else ""


def _unmeasured(output: Output) -> list[str]:
    found = [
        f"  {one.gap.at.origin.path} {escape_pointer(one.gap.at.pointer)}: {one.gap.reason}"
        for one in output.measured.unmeasured
    ]
    return ["not measured:", *dict.fromkeys(found)] if found else []


def _incomplete(output: Output) -> list[str]:
    found = [f"  {one.what}: {one.error} (after {one.tries} tries)" for one in output.incomplete]
    return ["not read, although it had to be:", *found] if found else []
