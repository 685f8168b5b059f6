"""What was measured, as a table on the terminal, 80 columns wide but for links and paths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from commplan.cli.measure_cells import HEAD, cells
from commplan.cli.measure_table import conclusion_of, verdicts, why_inconclusive, worst_first
from commplan.cli.measure_weeks import since
from commplan.clock import format_instant
from commplan.reporters.neutralise import neutralise
from commplan.reporters.words import failure_words
from commplan.statistics import Conclusion

if TYPE_CHECKING:
    from commplan.cli.measure import Output
    from commplan.cli.measured import Promise
    from commplan.measures.attainment import Attainment
    from commplan.measures.crowds import Crowd

_WIDTH = 80
_BETWEEN = "  "
_NAMED = 5
"""So many of what fails are named at the end."""


def measures_text(output: Output) -> bytes:
    """A block for each channel and SLA, the worst first, then what could not be measured."""
    blocks = [_block(found, output.as_of) for found in _grouped(output)]
    told = [[f"{output.workspace or 'no workspace was read'}, {_as_of(output.as_of)}"], *blocks]
    told += [lines for lines in (_unmeasured(output), _incomplete(output)) if lines]
    told.append([*_failing(output), _summary(output)])
    text = "\n\n".join("\n".join(map(neutralise, lines)) for lines in told)
    return f"{text}\n".encode()


def _as_of(as_of: int) -> str:
    return f"measured as of {format_instant(as_of, 'UTC')}"


def _grouped(output: Output) -> list[list[Promise]]:
    """Promises of one channel and SLA beside each other, in the order of the plan."""
    groups: dict[tuple[str, str, str], list[Promise]] = {}
    for one in worst_first(output.measured.promises):
        groups.setdefault(_key(one), [])
    for one in output.measured.promises:
        groups[_key(one)].append(one)
    return list(groups.values())


def _key(one: Promise) -> tuple[str, str, str]:
    return one.plan.metadata.id, one.place, one.found.sla.id


def _block(promises: Sequence[Promise], as_of: int) -> list[str]:
    first = promises[0]
    return [
        *_wrapped(
            f"{first.place}, sla:{first.found.sla.id} (plan {first.plan.metadata.id}), "
            f"clock {first.clock}, over {first.found.window}{_known(first.found, as_of)}",
            hanging="  ",
        ),
        *_wrapped(_responders(first), hanging="    "),
        *_rows(promises),
    ]


def _responders(promise: Promise) -> str:
    """Whose answers count, where figures would mislead without it; else nothing.

    Where it is nobody, or accounts of another workspace, everything is late.
    """
    if promise.channel is None or promise.responders is None:
        return ""
    named, crowd = promise.channel.answering, promise.responders
    if not crowd.ids:
        why = f"{named} is nobody" if named else "it has neither responders nor an owner"
        return f"  nobody's answers count here: {why}"
    if crowd.absent:
        return f"  of {named}, whose answers count, {_absent(crowd)}"
    return ""


def _absent(crowd: Crowd) -> str:
    """``2 of 12 accounts are not in this workspace``."""
    if len(crowd.ids) == 1:
        return "the one account is not in this workspace"
    are = "is" if crowd.absent == 1 else "are"
    return f"{crowd.absent} of {len(crowd.ids)} accounts {are} not in this workspace"


def _rows(promises: Sequence[Promise]) -> Iterator[str]:
    rows = [HEAD, *map(cells, promises)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    notes: list[list[str]] = [[], *(list(_notes(one)) for one in promises)]
    for row, beneath in zip(rows, notes, strict=True):
        yield (_BETWEEN + _BETWEEN.join(map(str.ljust, row, widths))).rstrip()
        yield from beneath


def _notes(promise: Promise) -> Iterator[str]:
    """How long it took, what was left out, and the slowest ones."""
    words = promise.words
    if promise.found.n:
        yield f"    {words.all_times}"
    for told in filter(None, (why_inconclusive(promise), since(promise))):
        yield from _wrapped(f"    {told}", hanging="      ")
    if words.left_out:
        yield from _wrapped(f"    {words.left_out.removeprefix('; ')}", hanging="      ")
    longest = max((len(length) for length, _ in words.slow), default=0)
    for number, (length, what) in enumerate(words.slow):
        yield f"    {'' if number else 'slowest:':<8} {length:>{longest}}  {what}"


def _wrapped(text: str, hanging: str) -> list[str]:
    return wrap(
        neutralise(text),
        _WIDTH,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _known(found: Attainment, as_of: int) -> str:
    """Of which part of its window anything is known; nothing where that is all."""
    since = "" if found.whole else f" since {format_instant(found.start, 'UTC')}"
    until = "" if found.end == as_of else f" up to {format_instant(found.end, 'UTC')}"
    return f", of which is known only what came{since}{until}" if since or until else ""


def _unmeasured(output: Output) -> list[str]:
    found = [f"  {one.told}" for one in output.measured.unmeasured]
    return ["not measured:", *found] if found else []


def _incomplete(output: Output) -> list[str]:
    found = [f"  {failure_words(one)}" for one in output.incomplete]
    return ["incomplete:", *found] if found else []


def _failing(output: Output) -> Iterator[str]:
    """The worst by name, at the end, where the eye rests once a long table has gone by."""
    fail = [one for one in output.measured.promises if conclusion_of(one) is Conclusion.FAIL]
    if len(output.measured.promises) > 1:
        for one in worst_first(fail)[:_NAMED]:
            met, n = one.found.met, one.found.n
            yield f"fail: {one.place} {one.promised}, {met} of {n} in time"
        if len(fail) > _NAMED:
            yield f"fail: {len(fail) - _NAMED} more"


def _summary(output: Output) -> str:
    """``3 promises: 1 fail, 2 pass; 1 could not be measured``."""
    promises, gaps = output.measured.promises, len(output.measured.unmeasured)
    told = verdicts(promises)
    number = f"{len(promises)} promise{'' if len(promises) == 1 else 's'}"
    is_blind = gaps or output.incomplete
    nothing = "nothing was measured" if is_blind else "nothing to measure: no SLA promises a time"
    measured = f"{number}: {told}" if told else nothing
    return measured + (f"; {gaps} could not be measured" if gaps else "")
