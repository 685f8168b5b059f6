"""``commplan measure``: how well promised times are kept, in figures and pictures."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import NamedTuple, cast

from commplan.checker.histories import can_measure
from commplan.checker.measuring import Invalid, inputs_of_plans
from commplan.cli.audit import Audit, begin, described
from commplan.cli.formats import chosen_formats
from commplan.cli.main import Exit, fail
from commplan.cli.measured import Measured, Unmeasured, measure
from commplan.cli.options import (
    Parser,
    add_history,
    add_result,
    add_running,
    add_scope,
    add_workspace,
)
from commplan.cli.output import write_bytes
from commplan.cli.session import Session, prepare
from commplan.clock import Duration, parse_duration
from commplan.engine.judge import Inputs, failed_engine
from commplan.errors import ConfigError, MissingExtraError
from commplan.finding import Incomplete
from commplan.history.failures import engine_failure
from commplan.plan import Plan

EXAMPLES = """\
  commplan measure --workspace export:acme-export.zip plans/      a table on the terminal
  commplan measure --window 84d --charts charts/ plans/           with pictures, over twelve weeks
  commplan measure --format json:measures.json --format parquet:measures.parquet plans/
"""
FORMATS = ("text", "json", "parquet")
_RULE = "SLA401"
"""What it reads of messages is what is needed here."""
_REFUSED = (
    *("--profile", "--select", "--ignore", "--fail-on", "--report-only", "--baseline"),
    *("--no-baseline", "--no-ignores", "--exit-zero", "--strict-evidence", "--jobs", "--no-cache"),
)
"""Options of commands that judge: here nothing is judged."""


class Output(NamedTuple):
    """What every form of output is made of."""

    measured: Measured
    as_of: int
    workspace: str | None
    """Which workspace was read, in words."""
    incomplete: tuple[Incomplete, ...]
    """What could not be read, and had to be."""


def parser() -> Parser:
    """The options of ``measure``."""
    made = Parser(
        "measure",
        "Measure how well promised times are kept: a row for each channel, SLA and target, with\n"
        "mean, median, P90 and how certain the share is that was in time. Judges nothing, as\n"
        "'commplan audit' does, and tells nothing of single people.",
        EXAMPLES,
    )
    add_workspace(made)
    add_history(made)
    add_scope(made)
    add_result(made, f"{', '.join(FORMATS)}; text if none is named")
    group = made.add_argument_group("how to measure")
    group.add_argument(
        "--window",
        metavar="DURATION",
        type=_window,
        help="how far back to look, such as 84d (default: what each objective says, else 28d)",
    )
    group.add_argument(
        "--charts",
        metavar="FOLDER",
        help="draw all promises side by side, attainment by week, waiting times, hours of the week"
        ' and coverage against load (pip install "commplan[charts]"), with a page that shows them',
    )
    group.add_argument(
        "--chart-format", choices=("svg", "png"), default="svg", help="svg (default) or png"
    )
    add_running(made)
    made.hide(*_REFUSED)
    return made


def run(words: Sequence[str]) -> int:
    """Run ``commplan measure``."""
    made = parser()
    arguments = made.parse(words)
    _refuse(made, arguments)
    formats = _formats(arguments.formats)
    if not can_measure():
        raise MissingExtraError("measuring needs DuckDB, SciPy and others", "measure")
    arguments.formats, arguments.select = [], [_RULE]
    session = prepare(arguments, "measure")
    if not session.target.files and session.target.stdin is None:
        return fail("no plan file found; name plan files or folders", Exit.NO_PLANS)
    if arguments.charts is not None:
        from commplan.cli.measure_charts import make_ready, write_charts  # only where asked for

        make_ready(arguments.charts)
    audit = begin(session, arguments, arguments.window)
    failed = [*audit.stopped]
    found = _measured(session, audit, arguments, failed)
    output = Output(
        found,
        found.end(session.bench.as_of),
        None if audit.workspace is None else described(audit.workspace),
        tuple(dict.fromkeys(failed)),
    )
    for name, file in formats:
        _written(_form(name)(output), file)
    if arguments.charts is not None:
        write_charts(output, arguments.charts, arguments.chart_format)
    return Exit.INCOMPLETE if failed or found.blind else Exit.CLEAN


def _measured(
    session: Session, audit: Audit, arguments: argparse.Namespace, failed: list[Incomplete]
) -> Measured:
    """What all plans promise; what could not be measured, as the engine failed, is noted."""
    as_of, pictures = session.bench.as_of, arguments.charts is not None
    found = []
    for one in inputs_of_plans(audit.bench, session.target):
        if isinstance(one, Invalid):
            found.append(Measured(unmeasured=(Unmeasured(None, *one),)))
            continue
        try:
            found.append(measure(*one, as_of, arguments.window, with_weeks=pictures))
        except Exception as error:
            if (failure := engine_failure(error)) is None:
                raise
            failed.append(failed_engine(failure, (_RULE,), _path_of(one[0])))
    return Measured(
        tuple(promise for one in found for promise in one.promises),
        tuple(gap for one in found for gap in one.unmeasured),
        tuple(week for one in found for week in one.weeks),
    )


def _path_of(inputs: Inputs) -> str:
    return cast("Plan", inputs.get("plan")).origin.path


def _window(text: str) -> Duration:
    try:
        found = parse_duration(text)
    except ValueError:
        found = Duration()
    if found.business_days or not (found.microseconds or found.months):
        raise argparse.ArgumentTypeError(
            f"expected a length of more than nothing, such as 84d or 3mo, found {text!r}"
        )
    return found


def _refuse(made: Parser, arguments: argparse.Namespace) -> None:
    """Say of an option that judges that nothing is judged here."""
    for action in made._actions:  # noqa: SLF001  # argparse has no other way to list options
        given = getattr(arguments, action.dest, action.default)
        if given != action.default and set(action.option_strings) & set(_REFUSED):
            raise ConfigError(
                f"measure judges nothing, so {action.option_strings[0]} has no place in it; "
                "'commplan audit' takes it"
            )


def _formats(words: Sequence[str]) -> tuple[tuple[str, str | None], ...]:
    formats = chosen_formats(words, "measure", FORMATS, "text", "json:measures.json")
    if ("parquet", None) in formats:
        raise ConfigError("parquet is no text: give it a file, as parquet:measures.parquet")
    return formats


def _form(name: str) -> Callable[[Output], bytes]:
    if name == "json":
        from commplan.cli.measure_json import measures_json

        return measures_json
    if name == "parquet":
        from commplan.cli.measure_parquet import measures_parquet

        return measures_parquet
    from commplan.cli.measure_text import measures_text

    return measures_text


def _written(data: bytes, file: str | None) -> None:
    if file is None:
        print(data.decode(), end="")
    else:
        write_bytes(file, data)
