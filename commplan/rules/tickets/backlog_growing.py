"""Work that piles up, or is more than people can do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from commplan.api import (
    HOUR,
    Bounds,
    Conclusion,
    Limit,
    NotAssessed,
    Outcome,
    Problem,
    Severity,
    TicketRecord,
    exact_length,
    judge_rate,
    mann_kendall,
    request_backlog,
    rule,
    ticket_backlog,
    told_need,
    told_p,
    unassessed_intakes,
)

if TYPE_CHECKING:
    from commplan.api import Backlog, Evidence, History, Place, Plan, Verdicts

_SIGNIFICANT = 0.05


@rule(
    "TKT402",
    severity=Severity.WARNING,
    profile="complete",
    since="0.1",
    source="B09 B14",
    reads=("people", "usergroups", "public-channels", "private-channels", "messages", "replies"),
    of=("measured",),
    threads=("open_requests",),
    back="weeks",
    takes={"hours_per_responder": Bounds(1)},
)
def backlog_growing(
    as_of: int,
    plan: Plan,
    evidence: Evidence,
    maybe_history: History | None,
    *,
    weeks: int = 8,
    max_load: float = 0.85,
    hours_per_responder: float = 30,
) -> Verdicts:
    """Open requests grow from week to week, or more work arrives than people have time for.

    A queue that is nearly full already waits long, and one that grows never ends. Take
    work away (automate what is routine, write down answers), or add people. Counted
    are the records of tickets (``evidence.tickets``): what is open at the end of each of
    the last ``weeks`` (8), and what is made in each. Without records, requests in intake
    channels are, and what has no answer at the end of its week is open; only weeks of
    which all messages are known count. Growth is a
    rising trend by the test of Mann and Kendall (p < 0.05). The load is the requests of
    a week times ``capacity.expected.handling_time``, over what ``capacity.responders``
    have in ``hours_per_responder`` (30, unless the plan says); it is reported if it is
    greater than ``max_load`` (0.85) with confidence.

    Bad:
        channels:
          it-help:
            kind: slack
            slack: C01HELP
            owner: "person:alice"
            intake: {responders: "person:alice"}
        slas:
          helpdesk: {applies: {channel: it-help}, clock: 24x7, targets: {first_response: 1h}}
        capacity: {responders: 2, hours_per_responder: 2, expected: {handling_time: 1h12m}}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:always"}
        calendars:
          always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}

    Good:
        channels:
          it-help:
            kind: slack
            slack: C01HELP
            owner: "person:alice"
            intake: {responders: "person:alice"}
        slas:
          helpdesk: {applies: {channel: it-help}, clock: 24x7, targets: {first_response: 1h}}
        capacity: {responders: 9, hours_per_responder: 2, expected: {handling_time: 1h12m}}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:always"}
        calendars:
          always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}

    Workspace:
        people: {U01ALICE: alice, U09ANN: ann}
        channels: {C01HELP: it-help}
        messages:
          C01HELP:
            - at: 2026-09-26T10:00
              every: 20h
              times: 67
              user: U09ANN
              text: VPN is down
              thread: [{after: 5m, user: U01ALICE, text: up again}]

    Facts:
        kind: growth or load
        source: tickets or requests
        arrived: how many were made in each week, the earliest first
        open: how many were open at the end of each week
        tau, p: how steadily that rises, and how often chance alone does so
        load, low, high: the load and its interval
        limit: the greatest load that is good
        responders, hours: how many people there are, and how many hours each has a week
        handling_seconds: how long one takes
    """
    for gap in evidence.gaps(TicketRecord):  # of which AUD201 and AUD202 speak
        yield NotAssessed(gap.reason, at=gap.at)
    tickets = tuple(evidence.of(TicketRecord))
    if tickets:
        backlog = ticket_backlog(tickets, as_of, weeks)
        found = _Work("tickets", evidence.files_of(TicketRecord)[0].at, backlog)
    elif maybe_history is not None:
        for channel, why in unassessed_intakes(maybe_history):
            yield NotAssessed(why, at=channel.at.key)
        by_requests = request_backlog(maybe_history, weeks)
        if by_requests is None:
            return
        intakes = (c.intake.at for c in plan.channels.values() if c.intake and c.is_slack)
        at = next(intakes).key
        if not by_requests.weeks:
            yield NotAssessed(f"no whole week is known{by_requests.doubt}", at=at)
            return
        found = _Work("requests", at, by_requests)
    else:
        reason = "neither messages nor records of tickets tell how many requests there are"
        yield NotAssessed(reason, at=plan.capacity.at.key if plan.entries("capacity") else None)
        return
    yield from _growth(found)
    yield from _load(found, plan, max_load, hours_per_responder)


class _Work(NamedTuple):
    """What is counted."""

    source: str
    """``tickets`` or ``requests``."""
    at: Place
    backlog: Backlog

    @property
    def facts(self) -> dict[str, object]:
        return {
            "source": self.source,
            "arrived": list(self.backlog.arrived),
            "open": list(self.backlog.open),
        }


def _growth(found: _Work) -> Iterator[Problem]:
    backlog = found.backlog
    trend = mann_kendall(backlog.open)
    if trend.p >= _SIGNIFICANT and not backlog.doubt:
        return
    first, last = backlog.open[0], backlog.open[-1]
    what = "open" if found.source == "tickets" else "unanswered at the end of the week"
    yield Problem(
        at=found.at,
        message=f"{found.source} {what} went from {first} to {last} in {backlog.weeks} weeks "
        f"(trend tau {trend.tau:.2f}, p {told_p(trend.p)}){backlog.doubt}",
        help="automate what is routine, write answers down, or add responders",
        facts={
            "kind": "growth",
            **found.facts,
            "tau": round(trend.tau, 3),
            "p": round(trend.p, 4),
        },
        outcome=Outcome.INCONCLUSIVE if backlog.doubt else Outcome.FAIL,
        subject="growth",
    )


def _load(
    found: _Work, plan: Plan, max_load: float, hours_per_responder: float
) -> Iterator[Problem | NotAssessed]:
    capacity = plan.capacity if plan.entries("capacity") else None
    at = found.at if capacity is None else capacity.at.key
    expected = capacity.expected if capacity else None
    handling = expected.handling_time if expected else None
    length = None if handling is None else exact_length(handling)
    if capacity is None or not capacity.responders or not length:
        reason = "`capacity` does not tell how many `responders` there are"
        if capacity is not None and capacity.responders:
            reason = "`capacity.expected.handling_time` does not tell how long a request takes"
        yield NotAssessed(f"the load is not known: {reason}", at=at)
        return
    hours = capacity.hours_per_responder or hours_per_responder
    count, weeks = sum(found.backlog.arrived), found.backlog.weeks
    one = length / (capacity.responders * hours * HOUR)  # the load that one a week makes
    judged = judge_rate(count, weeks, Limit(max_load / one, is_least=False))
    conclusion = Conclusion.INCONCLUSIVE if found.backlog.doubt else judged.conclusion
    if conclusion is Conclusion.PASS:
        return
    rate, low, high = count / weeks, judged.estimate.low * one, judged.estimate.high * one
    doubt = found.backlog.doubt
    if conclusion is Conclusion.INCONCLUSIVE and not doubt:
        doubt = told_need(judged, "weeks")
    yield Problem(
        at=at,
        message=f"{rate:.3g} {found.source} a week at {length / HOUR:.3g}h need "
        f"{rate * length / HOUR:.3g}h, {capacity.responders} responders offer "
        f"{capacity.responders * hours:g}h (load {rate * one:.2f}, 95 % CI {low:.2f}–{high:.2f}, "
        f"limit {max_load:g}){doubt}",
        help="automate what is routine, or add responders to `capacity`",
        facts={
            "kind": "load",
            **found.facts,
            "load": round(rate * one, 4),
            "low": round(low, 4),
            "high": round(high, 4),
            "limit": max_load,
            "responders": capacity.responders,
            "hours": hours,
            "handling_seconds": length // 1_000_000,
        },
        outcome=Outcome(conclusion.value),
        subject="load",
    )
