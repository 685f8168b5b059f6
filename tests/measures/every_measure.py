"""Every measure of a history, called so that it has something to tell, and what it told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from inspect import isfunction, signature
from typing import Any, TypeAlias

from commplan import measures
from commplan.clock import DAY, HOUR, MINUTE, parse_duration
from commplan.evidence import PageRecord, TicketRecord
from commplan.measures import History
from commplan.measures.cases import Cases
from tests.measures.busy import Busy
from tests.measures.made import AS_OF

Measure: TypeAlias = Callable[[Busy, History], Any]

WEEKS = parse_duration("28d")
HOURS = parse_duration("2h")
OF_PLANS = {"alert_channels", "desks", "hindrances", "unassessed_intakes", "windows_of"}
"""Those that tell what a plan asks to be measured, whatever was written."""
PAGES = tuple(PageRecord("major", AS_OF - number * 7 * HOUR, None) for number in range(90))


def all_measures() -> frozenset[str]:
    """The public functions of the package that take a history."""
    functions = {name: getattr(measures, name) for name in measures.__all__}
    return frozenset(
        name
        for name, one in functions.items()
        if isfunction(one)
        and any("History" in str(of.annotation) for of in signature(one).parameters.values())
    )


def _tickets(busy: Busy) -> tuple[TicketRecord, ...]:
    return tuple(busy.evidence.of(TicketRecord))


def _sla(busy: Busy, name: str) -> Any:
    return busy.plan.slas[name]


_PAUSES = (("C01HELP", "hourglass"), ("C01HELP", "hold"))
OF_ROWS: Mapping[str, Callable[[History], Any]] = {
    "answers": measures.answers,
    "closed_by_reaction": measures.closed_by_reaction,
    "follow_ups": measures.follow_ups,
    "requests": measures.requests,
    "responses": measures.responses,
    "running": lambda history: measures.running(history, pauses=_PAUSES),
}
"""Those that other measures are made of, which need no more than the history."""


def _of_history(measure: Callable[[History], Any]) -> Measure:
    return lambda _, history: measure(history)


MEASURES: Mapping[str, Measure] = {
    **{name: _of_history(measure) for name, measure in OF_ROWS.items()},
    "alert_channels": lambda _, history: measures.alert_channels(history),
    "alert_noises": lambda _, history: measures.alert_noises(history, WEEKS),
    "alert_silences": lambda _, history: measures.alert_silences(history, HOURS),
    "answer_spread": lambda _, history: measures.answer_spread(history, WEEKS),
    "attainments": lambda busy, history: measures.attainments(
        busy.plan, busy.evidence, history, AS_OF
    ),
    "channel_tones": lambda _, history: measures.channel_tones(
        history, history.channels.values(), 8
    ),
    "channel_voices": lambda _, history: measures.channel_voices(
        history, history.channels.values(), WEEKS
    ),
    "closings_of": lambda busy, history: measures.closings_of(history, WEEKS, _tickets(busy)),
    "decision_threads": lambda _, history: measures.decision_threads(
        history, WEEKS, min_replies=1, settled=HOURS
    ),
    "desks": lambda _, history: measures.desks(history),
    "evenings": lambda busy, history: measures.evenings(
        history, measures.working_groups(busy.plan), WEEKS
    ),
    "exposures": lambda _, history: measures.exposures(history, WEEKS),
    "helping_of": lambda _, history: measures.helping_of(history, WEEKS),
    "hindrances": lambda busy, history: measures.hindrances(history, _sla(busy, "helpdesk")),
    "incident_attainments": lambda busy, history: measures.incident_attainments(
        busy.plan, busy.evidence, history, AS_OF, _sla(busy, "major")
    ),
    "incident_courses": lambda busy, history: measures.incident_courses(
        busy.plan, busy.evidence, history, AS_OF, AS_OF - 28 * DAY
    ),
    "incident_silences": lambda busy, history: measures.incident_silences(
        busy.plan, busy.evidence, history, AS_OF, parse_duration("1m")
    ),
    "linkage_of": lambda busy, history: measures.linkage_of(history, WEEKS, HOURS, _tickets(busy)),
    "measured_kpis": lambda busy, history: measures.measured_kpis(
        busy.plan, busy.evidence, history, AS_OF
    ),
    "on_call_times": lambda busy, history: measures.on_call_times(
        busy.plan, AS_OF, WEEKS, PAGES, history
    ),
    "redirections_of": lambda _, history: measures.redirections_of(history, WEEKS),
    "report_deliveries": lambda _, history: measures.report_deliveries(history, WEEKS, MINUTE),
    "request_attainments": lambda busy, history: measures.request_attainments(
        history, _sla(busy, "helpdesk"), ["it-help", "hr-help"], evidence=busy.evidence
    ),
    "request_backlog": lambda _, history: measures.request_backlog(history, 4),
    "request_scatter": lambda _, history: measures.request_scatter(history, WEEKS, 0.1),
    "resolution_associations": lambda busy, history: measures.resolution_associations(
        busy.plan, busy.evidence, history, AS_OF, parse_duration("56d"), 5
    ),
    "template_adherence": lambda busy, history: measures.template_adherence(
        history, busy.beside, WEEKS
    ),
    "threading_of": lambda _, history: measures.threading_of(history, WEEKS),
    "unannounced_delays": lambda busy, history: measures.unannounced_delays(
        history, busy.evidence, 0.1
    ),
    "unanswered_requests": lambda _, history: measures.unanswered_requests(history),
    "unassessed_intakes": lambda _, history: measures.unassessed_intakes(history),
    "wait_comparisons": lambda _, history: measures.wait_comparisons(history),
    "week_hours": lambda _, history: [
        measures.week_hours(history, window, "calendar:uk")
        for window in measures.windows_of(history, history.channels.values(), WEEKS)
    ],
    "windows_of": lambda _, history: measures.windows_of(history, history.channels.values(), WEEKS),
}


def told(name: str, busy: Busy, history: History) -> Any:
    """What a measure tells, as plain values that can be compared; rows in any order, sorted."""
    found = MEASURES[name](busy, history)
    return sorted_rows(found) if hasattr(found, "collect") else _plain(found)


def sorted_rows(frame: Any) -> list[dict[str, Any]]:
    """What is in a frame."""
    rows = frame.collect().rows(named=True)
    return sorted(rows, key=lambda row: [str(value) for _, value in sorted(row.items())])


def _plain(value: Any) -> Any:
    assert not isinstance(value, Decimal)  # as DuckDB adds up, and no form of output expects
    if isinstance(value, Cases):  # which are in no order
        return (value.counts, sorted(zip(*(one.tolist() for one in value[1:]), strict=True)))
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return (type(value).__name__, *map(_plain, value))
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str | bytes | frozenset):
        return [_plain(one) for one in value]
    return value
