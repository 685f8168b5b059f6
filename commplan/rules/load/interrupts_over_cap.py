"""More interruptions of those on call than they were promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
    HOUR,
    SCORE,
    Bounds,
    Conclusion,
    Limit,
    NotAssessed,
    Outcome,
    Problem,
    Related,
    Severity,
    counted,
    judge_rate,
    listed,
    not_read,
    on_call_times,
    parse_duration,
    rule,
    told_interval,
    told_need,
)

if TYPE_CHECKING:
    from commplan.api import (
        Evidence,
        History,
        Interruptions,
        Judgement,
        OnCallTimes,
        Plan,
        Verdicts,
    )

_SHIFT = 12 * HOUR


@rule(
    "WRK401",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="B10",
    reads=("people", "usergroups", "public-channels", "private-channels", "messages", "replies"),
    of=("measured",),
    threads=("rotations",),
    back="window",
    takes={"min_group": Bounds(1)},
)
def interrupts_over_cap(
    plan: Plan,
    evidence: Evidence,
    maybe_history: History | None,
    as_of: int,
    *,
    max_interrupts_per_shift: float = 2,
    min_group: int = 5,
    window: str = "28d",
) -> Verdicts:
    """Those on call were interrupted more often in twelve hours than the limit allows.

    What was expected when the rotation was planned (WRK201) is one thing, what the pager
    says another. Page for less, answer in public before somebody has to be called, or share
    the load. Counted is what reached whoever was on call in the last `window`: pages, which
    the files under `evidence.pages` record (`path,at,person`), and messages of others in
    the channels that the plan wants measured, threads included, which mention them, a user
    group of theirs, or everybody in a channel whose members they are (its audience, owner
    and responders, where members were not read). A message counts once. A page without a
    person is one for whoever is on call in a rotation that the first step of its path
    notifies. All turns of a rotation are taken together: it fails if its interrupts in
    twelve hours on call are more than `max_interrupts_per_shift`, or what
    `protocols.notifications` states, with confidence. Pings elsewhere are not seen, so that
    the figure is the least it can be. Of a rotation of fewer than `min_group` (5) people
    nothing is told. Alerts that nobody acts on are TKT404's.

    Bad:
        channels:
          alerts: {kind: slack, slack: C05ALERT, owner: "group:it-ops"}
        monitoring:
          vpn: {alerts: {vpn-down: {channel: "channel:alerts"}}}
        rotations:
          primary:
            timezone: Europe/London
            start: "2026-01-05T09:00"
            shift: 1w
            users: ["person:a", "person:b", "person:c", "person:d", "person:e"]
        stakeholders:
          groups:
            it-ops:
              slack_usergroup: S01OPS
              members: ["person:a", "person:b", "person:c", "person:d", "person:e"]
          people:
            a: {name: A, slack: U01}
            b: {name: B, slack: U02}
            c: {name: C, slack: U03}
            d: {name: D, slack: U04}
            e: {name: E, slack: U05}

    Workspace:
        people: {U01: a, U02: b, U03: c, U04: d, U05: e}
        usergroups: {S01OPS: {handle: ops, users: [U01, U02, U03, U04, U05]}}
        channels: {C05ALERT: alerts}
        messages:
          C05ALERT:
            - {at: 2026-10-25T10:30, every: 3h, times: 200, bot: B01, text: "<!subteam^S01OPS> VPN"}

    Good:
        channels:
          alerts: {kind: slack, slack: C05ALERT, owner: "group:it-ops"}
        monitoring:
          vpn: {alerts: {vpn-down: {channel: "channel:alerts"}}}
        rotations:
          primary:
            timezone: Europe/London
            start: "2026-01-05T09:00"
            shift: 1w
            users: ["person:a", "person:b", "person:c", "person:d", "person:e"]
        stakeholders:
          groups:
            it-ops:
              slack_usergroup: S01OPS
              members: ["person:a", "person:b", "person:c", "person:d", "person:e"]
          people:
            a: {name: A, slack: U01}
            b: {name: B, slack: U02}
            c: {name: C, slack: U03}
            d: {name: D, slack: U04}
            e: {name: E, slack: U05}

    Good workspace:
        people: {U01: a, U02: b, U03: c, U04: d, U05: e}
        usergroups: {S01OPS: {handle: ops, users: [U01, U02, U03, U04, U05]}}
        channels: {C05ALERT: alerts}
        messages:
          C05ALERT:
            - {at: 2026-10-25T10:30, every: 12h, times: 54, bot: B01, text: "<!subteam^S01OPS> VPN"}
            - {at: 2026-10-25T11:30, every: 1h, times: 600, bot: B01, text: VPN is slow}

    Facts:
        rotation: its id
        hours: for how many hours somebody was on call
        interrupts: how many there were
        pages, mentions, group_mentions, channel_pings: what of that were which
        rate, low, high: interrupts per twelve hours on call, with the interval
        limit: how many are good
        needed: with how many times twelve hours the same rate would decide, or null
        half_read: threads of which replies were not read
    """
    if not plan.rotations:
        return
    from commplan.api import PageRecord, strangers  # only where somebody is on call

    gaps = evidence.gaps(PageRecord)
    for gap in gaps:
        yield NotAssessed(f"who was paged is not known: {gap.reason}", at=gap.at)
    records = tuple(evidence.with_files(PageRecord))
    paths = ((file, record.path) for file, record in records)
    people = ((file, record.person) for file, record in records if record.person)
    for gap in (*strangers(paths, plan.paths, "path"), *strangers(people, plan.people, "person")):
        yield NotAssessed(gap.reason, at=gap.at)
    pages = [record for _, record in records]
    found = on_call_times(plan, as_of, parse_duration(window), pages, maybe_history)
    if not found.windows and not evidence.files_of(PageRecord):
        reason = "no messages are measured, and the plan names no `evidence.pages`"
        yield NotAssessed(reason, at=(plan.root / "rotations").key)
        return
    for one in found.rotations:
        yield from _judged(plan, one, found, max_interrupts_per_shift, min_group)


def _judged(
    plan: Plan, one: Interruptions, found: OnCallTimes, default: float, min_group: int
) -> Verdicts:
    if one.people < min_group:
        reason = f"rotation:{one.rotation.id} has fewer than {min_group} people"
        yield NotAssessed(reason, at=one.rotation.at.key)
        return
    if one.doubt:
        yield NotAssessed(one.doubt, at=one.rotation.at.key)
    if not one.on_call:
        return
    notifications = plan.protocols.notifications
    stated = notifications.max_interrupts_per_shift if notifications else None
    limit = Limit(default if stated is None else stated, is_least=False)
    judged = judge_rate(one.interrupts, one.on_call / _SHIFT, limit)
    # What was not read can only add to the rate: too high is certain, low enough is not.
    doubt = not_read(found.windows, found.half_read)
    if judged.conclusion is not Conclusion.PASS or doubt:
        yield _problem(plan, one, found, judged, doubt)


def _problem(
    plan: Plan, one: Interruptions, found: OnCallTimes, judged: Judgement, doubt: str
) -> Problem:
    estimate, fails = judged.estimate, judged.conclusion is Conclusion.FAIL
    numbers = (
        (one.pages, "page"),
        (one.mentions, "mention"),
        (one.group_mentions, "group mention"),
        (one.channel_pings, "channel ping"),
    )
    parts = listed([counted(number, what) for number, what in numbers if number]) or "none"
    doubt = doubt or told_need(judged, "times 12h on call")
    notifications = plan.protocols.notifications
    stated = notifications is not None and notifications.max_interrupts_per_shift is not None
    rate = estimate.value or 0
    return Problem(
        at=one.rotation.at.key,
        message=f"rotation:{one.rotation.id}: {SCORE.told(rate)} interrupts per 12h on call "
        f"({parts} in {one.on_call // HOUR}h, {told_interval(judged, SCORE)}); "
        f"limit {judged.limit.value:g}{doubt}",
        help="page for less, or let several rotations share the load",
        related=(Related(notifications.at / "max_interrupts_per_shift", "the limit"),)
        if notifications is not None and stated
        else (),
        facts={
            "rotation": one.rotation.id,
            "hours": one.on_call // HOUR,
            "interrupts": one.interrupts,
            "pages": one.pages,
            "mentions": one.mentions,
            "group_mentions": one.group_mentions,
            "channel_pings": one.channel_pings,
            "rate": round(rate, 4),
            "low": round(estimate.low, 4),
            "high": round(estimate.high, 4),
            "limit": judged.limit.value,
            "needed": judged.needed,
            "half_read": found.half_read,
        },
        outcome=Outcome.FAIL if fails else Outcome.INCONCLUSIVE,
    )
