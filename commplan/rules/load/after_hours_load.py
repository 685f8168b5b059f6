"""Work that follows people home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
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
    evenings,
    judge_rate,
    not_read,
    parse_duration,
    rule,
    told_interval,
    told_need,
    working_groups,
)

if TYPE_CHECKING:
    from commplan.api import AfterHours, Evenings, History, Judgement, Plan, Verdicts


@rule(
    "WRK402",
    severity=Severity.WARNING,
    profile="complete",
    since="0.1",
    source="B11 B16",
    reads=("people", "public-channels", "private-channels", "messages", "replies"),
    of=("quiet_hours",),
    back="window",
    takes={"min_group": Bounds(1)},
)
def after_hours_load(
    history: History, *, max_per_week: float = 2, min_group: int = 5, window: str = "28d"
) -> Verdicts:
    """People are mentioned, or write, in their own quiet hours too often.

    Whoever reads at ten in the evening that they are needed does not rest, and whoever
    writes then teaches the others to. Say who may be called at night and let the others
    be; send what can wait in the morning. Counted are mentions of somebody by others and
    messages that somebody writes, in all Slack channels of the plan, threads included,
    within the quiet hours of `protocols.notifications` (or a person's own), in the zone
    where each person lives: the plan's, else that of their account. Time on call in any
    rotation does not count. Mentions of user groups and whole channels are nobody's own.

    Judged are groups of class `it-staff` and those that answer in a channel, as a whole:
    a group fails if the contacts per person and week are more than `max_per_week` (2)
    with confidence. What happens in channels that are in no plan is not seen, so that
    the figure is the least it can be. Of a group of fewer than `min_group` (5) people
    nothing is told.

    Bad:
        channels:
          it-ops: {kind: slack, slack: C04OPS, owner: "group:it-ops"}
        protocols: {notifications: {quiet_hours: "22:00-07:00"}}
        stakeholders:
          groups:
            it-ops:
              class: it-staff
              members: ["person:a", "person:b", "person:c", "person:d", "person:e"]
          people:
            a: {name: A, slack: U01, timezone: Europe/London}
            b: {name: B, slack: U02, timezone: Europe/London}
            c: {name: C, slack: U03, timezone: Europe/London}
            d: {name: D, slack: U04, timezone: Asia/Tokyo}
            e: {name: E, slack: U05, timezone: Asia/Tokyo}

    Workspace:
        people: {U01: a, U02: b, U03: c, U04: d, U05: e, U09: ann}
        channels: {C04OPS: it-ops}
        messages:
          C04OPS:
            - {at: 2026-10-25T22:30, every: 24h, times: 26, user: U09, text: "<@U01> help"}
            - {at: 2026-10-25T23:30, every: 24h, times: 26, user: U02, text: done}
            - {at: 2026-10-25T16:30, every: 24h, times: 26, user: U09, text: "<@U04> help"}

    Good:
        channels:
          it-ops: {kind: slack, slack: C04OPS, owner: "group:it-ops"}
        protocols: {notifications: {quiet_hours: "22:00-07:00"}}
        stakeholders:
          groups:
            it-ops:
              class: it-staff
              members: ["person:a", "person:b", "person:c", "person:d", "person:e"]
          people:
            a: {name: A, slack: U01, timezone: Europe/London}
            b: {name: B, slack: U02, timezone: Europe/London}
            c: {name: C, slack: U03, timezone: Europe/London}
            d: {name: D, slack: U04, timezone: Asia/Tokyo}
            e: {name: E, slack: U05, timezone: Asia/Tokyo}

    Good workspace:
        people: {U01: a, U02: b, U03: c, U04: d, U05: e, U09: ann}
        channels: {C04OPS: it-ops}
        messages:
          C04OPS:
            - {at: 2026-10-25T12:30, every: 24h, times: 26, user: U09, text: "<@U01> help"}
            - {at: 2026-10-25T13:30, every: 24h, times: 26, user: U02, text: done}
            - {at: 2026-10-25T22:30, every: 240h, times: 3, user: U09, text: "<@U01> help"}

    Facts:
        group: the group's id
        people, left_out: how many people are looked at; how many are not, since it is not \
known when they are to be left alone
        person_weeks: how many weeks they were looked at, together
        mentions, written: how often others mentioned them, and how often they wrote
        contacts: both together
        rate, low, high: contacts per person and week, with the interval
        limit: how many are good
        needed: with how many person-weeks the same rate would decide, or null
        half_read: threads of which replies were not read
    """
    plan = history.plan
    groups = working_groups(plan)
    if not groups:
        return
    notifications = plan.protocols.notifications
    if not (notifications and notifications.quiet_hours) and not any(
        person.quiet_hours for person in plan.people.values()
    ):
        yield NotAssessed("`protocols.notifications` states no `quiet_hours`", at=plan.protocols.at)
        return
    unread = [why for one in plan.channels.values() if (why := _unread(history, one.id))]
    found = evenings(history, groups, parse_duration(window))
    for group in groups if not found.windows else ():
        yield NotAssessed(unread[0] if unread else "there is no channel in use", at=group.at.key)
    for one in found.groups:
        if one.people < max(min_group, 1):
            yield NotAssessed(_too_few(one, min_group), at=one.group.at.key)
            continue
        if unread:
            yield NotAssessed(
                f"{counted(len(unread), 'channel')} not read: {unread[0]}", at=one.group.at.key
            )
        if one.doubt:
            yield NotAssessed(one.doubt, at=one.group.at.key)
        judged = judge_rate(one.contacts, one.person_weeks, Limit(max_per_week, is_least=False))
        # What was not read can only add to the rate: too high is certain, low enough is not.
        doubt = not_read(found.windows, found.half_read)
        if judged.conclusion is not Conclusion.PASS or doubt:
            yield _problem(plan, one, found, judged, doubt)


def _unread(history: History, channel: str) -> str:
    """Why a channel that is in use was not read; of others other rules speak."""
    for bound in history.drift.channels:
        if bound.channel.id == channel and bound.in_use and (bound.open or bound.doubt):
            return history.unread(channel)
    return ""


def _too_few(one: AfterHours, min_group: int) -> str:
    reason = f"group:{one.group.id} has fewer than {min_group} people"
    if one.left_out:
        reason += " whose quiet hours are known"
    return reason if not one.doubt else f"{reason} that are known: {one.doubt}"


def _problem(
    plan: Plan, one: AfterHours, found: Evenings, judged: Judgement, doubt: str
) -> Problem:
    estimate = judged.estimate
    fails = judged.conclusion is Conclusion.FAIL
    parts = f"{counted(one.mentions, 'mention')} and {counted(one.written, 'message')} written"
    left = f"; hours of {one.left_out} others are not known" if one.left_out else ""
    doubt = doubt or told_need(judged, "person-weeks")
    notifications = plan.protocols.notifications
    stated = notifications and notifications.quiet_hours
    return Problem(
        at=one.group.at.key,
        message=f"group:{one.group.id}: {SCORE.told(estimate.value or 0)} after-hours contacts per "
        f"person and week ({parts} in {one.person_weeks:.0f} person-weeks, "
        f"{told_interval(judged, SCORE)}); limit {judged.limit.value:g}{left}{doubt}",
        help="say who may be called at night, and send what can wait in the morning",
        related=(Related(notifications.at / "quiet_hours", "the hours that are to be quiet"),)
        if notifications and stated
        else (),
        facts={
            "group": one.group.id,
            "people": one.people,
            "left_out": one.left_out,
            "person_weeks": round(one.person_weeks, 2),
            "mentions": one.mentions,
            "written": one.written,
            "contacts": one.contacts,
            "rate": round(estimate.value or 0, 4),
            "low": round(estimate.low, 4),
            "high": round(estimate.high, 4),
            "limit": judged.limit.value,
            "needed": judged.needed,
            "half_read": found.half_read,
        },
        outcome=Outcome.FAIL if fails else Outcome.INCONCLUSIVE,
    )
