"""Support that happens in direct messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from commplan.api import (
    SHARE,
    ActivityRecord,
    Bounds,
    NotAssessed,
    Outcome,
    Problem,
    Severity,
    accounts_behind,
    add_months,
    day_at,
    parse_duration,
    redirections_of,
    rule,
    told_percent,
    too_short,
    unassessed_intakes,
)

if TYPE_CHECKING:
    from datetime import date

    from commplan.api import Drift, Evidence, History, Place, Plan, Redirections, Verdicts

_DAY = timedelta(days=1)


@rule(
    "HYG401",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="A15 B01 B07",
    reads=("people", "usergroups", "public-channels", "private-channels", "messages"),
    of=("measured",),
    back="window",
    takes={"max_share": SHARE, "min_group": Bounds(1)},
)
def shadow_support(
    as_of: int,
    plan: Plan,
    evidence: Evidence,
    maybe_drift: Drift | None,
    maybe_history: History | None,
    *,
    max_share: float = 0.4,
    min_group: int = 5,
    window: str = "28d",
) -> Verdicts:
    """Responders do too much of their writing in direct messages.

    What is asked and answered in private is in no queue and no figure, helps nobody
    else, and waits for one person. Send people to the intake channel
    (``protocols.dm_policy``), and tell them why. Records of member analytics
    (``evidence.analytics``) say how many messages each responder of an intake channel
    posts, and how many of them in channels; what is left is private. It is reported if
    that is more than ``max_share`` (40 %) of what they all post together; of fewer than
    ``min_group`` (5) no figure is told. Slack shows direct messages to no app, so
    without records only what is said about them can be counted: messages in intake
    channels by which responders cite the policy's ``text`` or speak of direct messages.
    That is a lower bound, which proves nothing by itself.

    Bad:
        channels:
          it-help:
            kind: slack
            slack: C01HELP
            owner: "group:it-ops"
            intake: {responders: "group:it-ops"}
        slas:
          helpdesk: {applies: {channel: it-help}, clock: 24x7, targets: {first_response: 1h}}
        evidence: {analytics: evidence/analytics.csv}
        stakeholders:
          groups:
            it-ops: {class: it-staff, slack_usergroup: S01ITOPS}

    Good:
        channels:
          it-help:
            kind: slack
            slack: C01HELP
            owner: "group:it-ops"
            intake: {responders: "group:it-ops"}
        slas:
          helpdesk: {applies: {channel: it-help}, clock: 24x7, targets: {first_response: 1h}}
        evidence: {analytics: evidence/analytics.csv}
        stakeholders:
          groups:
            it-ops: {class: it-staff, slack_usergroup: S01ITOPS}

    Workspace:
        people: {U1: a, U2: b, U3: c, U4: d, U5: e}
        usergroups: {S01ITOPS: {handle: it-ops, users: [U1, U2, U3, U4, U5]}}
        channels: {C01HELP: it-help}
        messages: {C01HELP: []}

    Files:
        evidence/analytics.csv: |
          date,user,posts,channel_posts
          2026-10-24,U1,1000,400
          2026-11-02,U2,1200,500
          2026-11-02,U3,800,400
          2026-11-03,U4,900,450
          2026-11-20,U5,300,140
          2026-11-20,U77,500,0

    Good files:
        evidence/analytics.csv: |
          date,user,posts,channel_posts
          2026-10-24,U1,1000,800
          2026-11-02,U2,1200,900
          2026-11-02,U3,800,700
          2026-11-03,U4,900,850
          2026-11-20,U5,300,240

    Facts:
        source: analytics or messages
        posts: how many messages responders wrote, by the records
        outside: how many of them outside channels
        share: that as a part of all
        limit: the greatest share that is good
        since: the first day that is counted
        requests: how many requests there are, without records
        redirected: how many messages of responders speak of direct messages
    """
    answering = [
        c.answering for c in plan.channels.values() if c.intake and c.is_slack and not c.retired
    ]
    references = [one for one in answering if one is not None]
    if not references:
        return
    gaps = evidence.gaps(ActivityRecord)
    for gap in gaps:  # of which AUD201 and AUD202 speak
        yield NotAssessed(gap.reason, at=gap.at)
    files = evidence.files_of(ActivityRecord)
    if not files:
        yield from _by_messages(plan, maybe_history, window)
    elif not gaps:
        if maybe_drift is None:
            reason = "no workspace tells which accounts the responders have"
            yield NotAssessed(reason, at=files[0].at)
            return
        crowd = accounts_behind(maybe_drift, references)
        if crowd.doubt:
            yield NotAssessed(crowd.doubt, at=files[0].at)
            return
        length = parse_duration(window)
        start = add_months(as_of, -length.months, "UTC") - length.microseconds
        since = day_at(start, plan.metadata.timezone)
        records = [row for row in evidence.of(ActivityRecord) if row.date >= since]
        mine = [row for row in records if row.user in crowd.ids]
        first = min((row.date for row in evidence.of(ActivityRecord)), default=None)
        seen = _Seen(_at(plan, files[0].at), since, first, max_share, window)
        yield from _by_records(seen, mine, min_group)


class _Seen(NamedTuple):
    """What records were looked at, and against what they are held."""

    at: Place
    since: date
    first: date | None
    """The day of the first record, which may lie before."""
    max_share: float
    window: str


def _by_records(
    seen: _Seen, records: Sequence[ActivityRecord], min_group: int
) -> Iterator[Problem | NotAssessed]:
    posts = sum(row.posts for row in records)
    outside = sum(max(row.posts - row.channel_posts, 0) for row in records)
    if not posts:
        reason = f"no record tells what responders wrote in the last {seen.window}"
        yield NotAssessed(reason, at=seen.at)
        return
    facts = {"source": "analytics", "limit": seen.max_share, "since": str(seen.since)}
    if len({row.user for row in records if row.posts}) < min_group:
        yield Problem(
            at=seen.at,
            message=f"fewer than {min_group} responders are in the records of the last "
            f"{seen.window}, and of so few no figure is told",
            help="give records of all responders, or look at direct messages together with them",
            facts=facts,
            outcome=Outcome.INCONCLUSIVE,
        )
        return
    late = seen.first is None or seen.first > seen.since + _DAY
    doubt = f"; records begin on {seen.first}" if late else ""
    share = outside / posts
    if share > seen.max_share or doubt:
        yield Problem(
            at=seen.at,
            message=f"responders write {outside} of {posts} messages "
            f"({told_percent(round(share, 2))}) outside channels in {seen.window}; "
            f"limit {told_percent(seen.max_share)}{doubt}",
            help="send people to the intake channel, and answer them there",
            facts={**facts, "posts": posts, "outside": outside, "share": round(share, 4)},
            outcome=Outcome.INCONCLUSIVE if doubt else Outcome.FAIL,
        )


def _by_messages(plan: Plan, history: History | None, window: str) -> Verdicts:
    """A lower bound, where no records are."""
    why = "`evidence.analytics` names no records, and Slack shows direct messages to no app"
    intake = next(c for c in plan.channels.values() if c.intake and c.is_slack)
    at = _at(plan, intake.at.key)
    if history is None:
        yield NotAssessed(why, at=at)
        return
    for channel, reason in unassessed_intakes(history):
        yield NotAssessed(reason, at=channel.at.key)
    found = redirections_of(history, parse_duration(window))
    if found is None or not found.redirected:
        yield NotAssessed(why, at=at)
    else:
        yield _lower_bound(found, at, window)


def _lower_bound(found: Redirections, at: Place, window: str) -> Problem:
    per = f" ({100 * found.redirected / found.requests:.0f} per 100)" if found.requests else ""
    return Problem(
        at=at,
        message=f"responders speak of direct messages in {found.redirected} messages beside "
        f"{found.requests} requests{per} in {window}, which is a lower bound of what is asked "
        f"there{too_short(found.windows)}",
        help="name records of member analytics in `evidence.analytics` to know how much it is",
        facts={
            "source": "messages",
            "requests": found.requests,
            "redirected": found.redirected,
        },
        outcome=Outcome.INCONCLUSIVE,
    )


def _at(plan: Plan, otherwise: Place) -> Place:
    """Where the plan says what becomes of direct messages, else what else it says of them."""
    policy = plan.protocols.dm_policy
    return otherwise if policy is None else policy.at.key
