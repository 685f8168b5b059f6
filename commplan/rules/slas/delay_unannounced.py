"""Promised times that are missed without a word before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
    SHARE,
    Conclusion,
    Gap,
    NotAssessed,
    Outcome,
    Problem,
    Related,
    Severity,
    message_link,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import Evidence, History, Unannounced, Verdicts


@rule(
    "SLA405",
    severity=Severity.WARNING,
    profile="complete",
    since="0.1",
    source="A29",
    reads=("public-channels", "private-channels", "messages", "replies"),
    of=("measured",),
    threads=("requests",),
    takes={"max_share": SHARE},
)
def delay_unannounced(history: History, evidence: Evidence, *, max_share: float = 0.1) -> Verdicts:
    """Promised times are missed, and nobody said so before they were due.

    Who knows that it takes longer, and why, can plan for it; who does not, asks again.
    Write the notice before the time is due, from a template of type `delay-notice`: a
    responder or an app in the thread of the request, or to all in the channel, which
    holds for a day. A notice is recognised by the template's `marker`, or by its `reason`
    where it is filled in. Looked at are the times for `first_response`, `next_response` and
    `resolve` that were missed over the window of the objective, as SLA401 measures them.
    The finding is certain if the whole 95 % interval of the share without notice is above
    `max_share` (10 %).

    Bad:
        channels:
          it-help:
            {kind: slack, slack: C01HELP, owner: "person:alice", intake: {threads: required}}
        slas:
          helpdesk:
            applies: {channel: it-help}
            clock: 24x7
            targets: {first_response: 1h}
        templates:
          delay: {type: delay-notice, marker: Delay notice}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:always"}
        calendars:
          always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}

    Good:
        channels:
          it-help:
            {kind: slack, slack: C01HELP, owner: "person:alice", intake: {threads: required}}
        slas:
          helpdesk:
            applies: {channel: it-help}
            clock: 24x7
            targets: {first_response: 2h}
        templates:
          delay: {type: delay-notice, marker: Delay notice}
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
            - at: 2026-11-05T09:00
              every: 2h
              times: 9
              user: U09ANN
              thread: [{after: 90m, user: U01ALICE}]
            - {at: 2026-11-16T08:00, user: U01ALICE, text: "Delay notice: two of us are ill"}
            - at: 2026-11-16T09:00
              every: 2h
              times: 3
              user: U09ANN
              thread: [{after: 90m, user: U01ALICE}]

    Facts:
        sla: whose promise
        n: how many times were missed
        hits: how many of them without notice
        share, low, high: which share that is, and its interval
        limit: the greatest share that is good
        needed: with how many missed times the same share would decide, or null
        since: from when on requests were looked at
        targets: of each target how often it was missed, and how often without notice
        latest: where the latest requests without notice can be read
    """
    from commplan.api import unannounced_delays  # only an audit measures

    for found in unannounced_delays(history, evidence, max_share):
        if isinstance(found, Gap):
            yield NotAssessed(found.reason, at=found.at)
        elif found.share.hits and found.share.conclusion is not Conclusion.PASS:
            yield _problem(found, history)


def _problem(found: Unannounced, history: History) -> Problem:
    share, sla = found.share, found.sla
    targets = ", ".join(f"{hits} of {n} {name}" for name, n, hits in found.by_target)
    links = [message_link(history.drift.workspace, *one) for one in found.examples]
    return Problem(
        at=(sla.at / "targets").key,
        message=f"sla:{sla.id}: {share.hits} of {share.n} missed targets ({share.figure}) had no "
        f"notice before they were due; limit {share.limit} ({targets}){share.doubt}; "
        f"latest: {', '.join(links)}",
        help="write a delay notice into the thread before the time is due, with the reason",
        related=tuple(
            Related(template.at, "how delays are announced")
            for template in history.plan.templates.values()
            if template.type == "delay-notice"
        ),
        facts={
            "sla": sla.id,
            **share.facts,
            "targets": {name: [n, hits] for name, n, hits in found.by_target},
            "latest": links,
        },
        outcome=Outcome(share.conclusion.value),
        subject=sla.id,
    )
