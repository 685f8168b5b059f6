"""What was measured, for programs; ``schemas/v1/measures.schema.json`` tells its form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan import __version__
from commplan.cli.measure_table import COLUMNS, row_of
from commplan.clock import format_utc
from commplan.reporters.json_text import Json, dumps, encodable, plain

if TYPE_CHECKING:
    from commplan.cli.measure import Output
    from commplan.cli.measured import Promise, Unmeasured
    from commplan.finding import Incomplete


def measures_json(output: Output) -> bytes:
    """Everything in one object."""
    made: Json = {
        "version": 1,
        "tool": {"name": "commplan", "version": __version__},
        "command": "measure",
        "as_of": format_utc(output.as_of),
        "workspace": output.workspace,
        "complete": not output.incomplete,
        "measures": [_measure(one) for one in output.measured.promises],
        "unmeasured": [_unmeasured(one) for one in output.measured.unmeasured],
        "incomplete": [_incomplete(one) for one in output.incomplete],
    }
    return dumps(made).encode()


def _measure(promise: Promise) -> Json:
    row = row_of(promise)
    weeks: Json = [
        {
            "start": format_utc(week.start),
            "end": format_utc(week.end),
            "met": week.met,
            "missed": week.missed,
        }
        for week in row.pop("weeks")
    ]
    instants: dict[str, Json] = {
        name: format_utc(row.pop(name)) for name, kind in COLUMNS.items() if kind == "instant"
    }
    del instants["as_of"]  # said once of all
    return {**{name: plain(value) for name, value in row.items()}, **instants, "weeks": weeks}


def _unmeasured(one: Unmeasured) -> Json:
    return {
        "plan": None if one.plan is None else encodable(one.plan.metadata.id),
        "path": encodable(one.at.path),
        "pointer": encodable(one.at.pointer),
        "line": one.at.line,
        "column": one.at.column,
        "reason": encodable(one.reason),
    }


def _incomplete(one: Incomplete) -> Json:
    return {"what": encodable(one.what), "error": encodable(one.error), "tries": one.tries}
