"""What was measured as rows: one for each promise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from commplan.clock import exact_seconds
from commplan.statistics import Conclusion, estimate_share

if TYPE_CHECKING:
    from commplan.cli.measured import Promise

COLUMNS: Mapping[str, str] = {
    "as_of": "instant",
    "plan": "text",
    "path": "text",
    "channel": "text",
    "channel_id": "text",
    "sla": "text",
    "target": "text",
    "kind": "text",
    "clock": "text",
    "promised": "text",
    "promised_seconds": "whole",
    "since": "instant",
    "window_seconds": "whole",
    "whole_window": "flag",
    "responders": "whole",
    "responders_absent": "whole",
    "n": "whole",
    "met": "whole",
    "missed": "whole",
    "pending": "whole",
    "withdrawn": "whole",
    "closed": "whole",
    "lost": "whole",
    "unknown": "whole",
    "share": "real",
    "share_low": "real",
    "share_high": "real",
    "mean_seconds": "whole",
    "mean_grows": "flag",
    "median_seconds": "whole",
    "p90_seconds": "whole",
    "objective": "text",
    "objective_share": "real",
    "conclusion": "text",
    "slowest": "texts",
    "weeks": "weeks",
}
"""Columns and their types; each may be null where nothing is known.

``instant`` is in microseconds UTC, ``weeks`` are :class:`commplan.measures.WeekOfCases`.
"""


def row_of(promise: Promise) -> dict[str, Any]:
    """One promise, its figures and what they say of the objective."""
    found, facts = promise.found, promise.words.facts
    share = estimate_share(found.met, found.n)
    told = ("n", "met", "missed", "pending", "withdrawn", "closed", "lost", "unknown")
    times = ("mean_seconds", "mean_grows", "median_seconds", "p90_seconds")
    channel, responders = promise.channel, promise.responders
    return {
        "as_of": found.end,
        "plan": promise.plan.metadata.id,
        "path": promise.plan.origin.path,
        "channel": None if channel is None else channel.id,
        "channel_id": found.windows[0].measured.id if found.windows else None,
        "sla": found.sla.id,
        "target": found.target.name,
        "kind": found.kind,
        "clock": promise.clock,
        "promised": str(found.target.duration),
        "promised_seconds": exact_seconds(found.target.duration),
        "since": found.start,
        "window_seconds": exact_seconds(found.window),
        "whole_window": found.whole,
        "responders": None if responders is None else len(responders.ids),
        "responders_absent": None if responders is None else responders.absent,
        **{name: facts[name] for name in (*told, *times)},
        "share": share.value,
        "share_low": share.low if found.n else None,
        "share_high": share.high if found.n else None,
        "objective": objective_of(promise),
        "objective_share": promised_share(promise),
        "conclusion": conclusion_of(promise),
        "slowest": facts["worst"],
        "weeks": found.weeks,
    }


def worst_first(promises: Iterable[Promise]) -> list[Promise]:
    """Those that fail first, then what nobody can tell, then what is kept; the farther off first.

    Promises that are equally bad stay in the order of the plans.
    """
    return sorted(promises, key=_badness)


_ORDER = (Conclusion.FAIL, Conclusion.INCONCLUSIVE, None, Conclusion.PASS)


def _badness(promise: Promise) -> tuple[int, float]:
    found, asked = promise.found, promised_share(promise) or 0.0
    return _ORDER.index(conclusion_of(promise)), (found.met / found.n if found.n else 1) - asked


def promised_share(promise: Promise) -> float | None:
    """Of how many cases the time is to be kept, 0 to 1; None where there is no objective."""
    objective = promise.found.sla.objective
    return None if objective is None else objective.share


def verdicts(promises: Iterable[Promise]) -> str:
    """``1 fail, 2 pass``: how many there are of each; empty where there is none."""
    counts = Counter(map(conclusion_of, promises))
    return ", ".join(
        f"{counts[one]} {'without objective' if one is None else one.value}"
        for one in _ORDER
        if counts[one]
    )


def why_inconclusive(promise: Promise) -> str:
    """``inconclusive: it takes about 36 requests to tell``; empty where a verdict is clear."""
    found = promise.found
    if found.judgement is None or found.conclusion is not Conclusion.INCONCLUSIVE:
        return ""
    if not found.whole:
        return "inconclusive: not all of the window is known"
    if not found.n:
        return f"inconclusive: there were no {found.cases_told}"
    needed = found.judgement.needed
    if needed is None:
        return f"inconclusive: no number of {found.cases_told} like these would tell"
    return f"inconclusive: it takes about {needed:,} {found.cases_told} to tell"


def objective_of(promise: Promise) -> str | None:
    """``90 %`` or ``P90``; None where there is none."""
    objective = promise.found.sla.objective
    if objective is None or objective.share is None:
        return None
    if objective.attainment is None:
        return f"P{100 * objective.share:.10g}"
    return f"{100 * objective.share:.10g} %"


def conclusion_of(promise: Promise) -> Conclusion | None:
    """What may be said of the objective; None where there is none."""
    return None if promise.found.judgement is None else promise.found.conclusion
