"""A promised time that is kept less often than the objective asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
    AttainmentWords,
    Conclusion,
    Gap,
    NotAssessed,
    Outcome,
    Plan,
    Problem,
    Related,
    Resource,
    Severity,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import Attainment, Evidence, History, Verdicts

_DAYS = "day"


@rule(
    "SLA401",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A07 A24 A39; NIST 800-53 IR-5",
    reads=("public-channels", "private-channels", "messages", "replies"),
    of=("measured",),
    threads=("first_response", "exchanges", "updates"),
    takes={"bootstrap": ("none", _DAYS)},
)
def response_objective_missed(
    plan: Plan,
    evidence: Evidence,
    maybe_history: History | None,
    as_of: int,
    *,
    bootstrap: str = "none",
) -> Verdicts:
    """A promised time is kept less often than its objective says, by more than chance explains.

    Each target of an SLA is measured over the window of its objective (28 days without
    one), in the hours of its clock. In channels that is the time from the first post of a
    request to the first sign of a responder (`acknowledge`) or to their first answer
        (`first_response`), from the oldest message of the requester that waits after an answer
    to the next answer (`next_response`), and to its closing (`resolve`), by the ticket, if
    records of tickets name the message, by a message of a responder or the requester that
    shows one of the intake's `close_reactions`, or by such a reaction of theirs on the
    request or on a responder's answer. A request that is closed while a later message
    waits, be it by such a reaction on that, stops the clock of that, without a verdict
    unless it was past due; with `further: questions` in the intake only messages with a
    question mark wait. A question of the requester within 7 days after a closing opens the
    request again; thanks do not. A responder's message that shows one of the SLA's
    `pause.reactions` stops the clock until the requester's next message, but no longer than
    `pause.max`. Of incidents the records of incidents tell when they were acknowledged and
    resolved, and the first response is the first update (see SLA402).

    Requests past due without an answer are missed. Left out, and counted, are requests
    that are not due yet, were withdrawn, closed or deleted, or of which nobody knows when
    they were answered, as reactions have no time. The objective is missed if the whole 95 %
    interval of the share misses it; with `percentile`, if that of the percentile is above
    the target, requests that still wait allowed for. If the interval holds the objective,
    or less than the window could be read, the finding is inconclusive. Requests come in
    clusters, as when something breaks: `bootstrap: day` counts each day as one thing that
    happened, and its intervals are wider. What the figures mean stands in
    docs/statistics.md.

    Bad:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        slas:
          helpdesk:
            applies: {channel: it-help}
            clock: "calendar:uk"
            targets: {first_response: 30m}
            objective: {attainment: 0.9, window: 28d}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:uk"}
        calendars:
          uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}

    Good:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        slas:
          helpdesk:
            applies: {channel: it-help}
            clock: "calendar:uk"
            targets: {first_response: 45m}
            objective: {attainment: 0.9, window: 28d}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:uk"}
        calendars:
          uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}

    Workspace:
        people: {U01ALICE: alice, U09ANN: ann}
        channels: {C01HELP: it-help}
        messages:
          C01HELP:
            - at: 2026-11-02T09:00
              every: 20m
              times: 20
              user: U09ANN
              thread: [{after: 4m, user: U01ALICE}]
            - at: 2026-11-03T09:00
              every: 20m
              times: 20
              user: U09ANN
              thread: [{after: 40m, user: U01ALICE}]

    Facts:
        sla, target: which promise
        measured: what its cases are: requests or incidents
        n, met, missed: how many cases there are, and how many of them were in time or not
        pending, withdrawn, closed, lost, unknown: how many were left out, by why
        value, low, high: the share in time (or the percentile in seconds) and its interval
        limit: what the objective asks for, or the target in seconds
        needed: with how many cases the same figure would decide, or null
        mean_seconds, median_seconds, p90_seconds: of how long it took; null where unknown
        mean_grows: whether the mean is the least that it will be, as some cases go on
        since: from when on cases were counted
        window_seconds: how far back the objective looks, or null for months and business days
        worst: the slowest cases that were missed
    """
    from commplan.api import attainments  # only an audit measures

    by_day = bootstrap == _DAYS
    for found in attainments(plan, evidence, maybe_history, as_of, by_day=by_day):
        if isinstance(found, Gap):
            yield NotAssessed(found.reason, at=found.at)
            continue
        words = AttainmentWords(found, maybe_history.drift.workspace if maybe_history else None)
        if found.judgement is None:
            reason = f"{words.title} has no objective to be held against"
            yield NotAssessed(reason, at=found.target.at)
        elif not found.n:
            reason = f"{words.title}: nothing of the last {words.window} is decided{words.left_out}"
            yield NotAssessed(reason, at=found.target.at)
        elif found.conclusion is not Conclusion.PASS:
            yield _problem(found, words)


def _problem(found: Attainment, words: AttainmentWords) -> Problem:
    bound = [one.measured.bound for one in found.windows]
    return Problem(
        at=found.target.at,
        message=f"{words.title}: {words.figure} in {words.window}; {words.times}"
        f"{words.left_out}{words.doubt}{words.slowest}",
        help=words.help,
        related=(Related(found.sla.at / "objective", "the objective"),),
        facts=words.facts,
        resource=Resource(*bound[0].object) if len(bound) == 1 else None,
        outcome=Outcome(found.conclusion.value),
        subject=found.kind,
    )
