"""A few responders who give most answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
    SHARE,
    Bounds,
    NotAssessed,
    Outcome,
    Problem,
    Resource,
    Severity,
    answer_spread,
    counted,
    effective_number,
    parse_duration,
    rule,
    told_percent,
    too_short,
    top_share,
    unassessed_intakes,
    unjudged,
)

if TYPE_CHECKING:
    from commplan.api import AnswerSpread, History, Verdicts


@rule(
    "WRK403",
    severity=Severity.WARNING,
    profile="complete",
    since="0.1",
    source="B09",
    reads=("people", "usergroups", "public-channels", "private-channels", "messages", "replies"),
    of=("measured",),
    threads=("requests",),
    back="window",
    takes={"min_effective": Bounds(1), "max_top": SHARE, "min_group": Bounds(1)},
)
def responder_concentration(
    history: History,
    *,
    min_effective: float = 2.5,
    max_top: float = 0.6,
    min_answers: int = 50,
    min_group: int = 5,
    window: str = "28d",
) -> Verdicts:
    """Most answers in a channel come from very few of its responders.

    When the one who answers is on leave, nobody does, and until then that one does
    little else. Take turns, for instance with a rotation, and let others answer while
    somebody experienced watches. An answer is a request that a responder replied to;
    two of them in one thread are two. A channel is reported if its answers are spread
    like those of fewer than ``min_effective`` (2.5) people who answer alike (the
    exponential of Shannon's entropy), or if the busiest gives more than ``max_top``
    (60 %). With fewer than ``min_answers`` (50) that cannot be told, and of fewer than
    ``min_group`` (5) responders it would say who they are.

    Bad:
        channels:
          it-help:
            kind: slack
            slack: C01HELP
            owner: "group:it-ops"
            intake: {responders: "group:it-ops"}
        slas:
          helpdesk: {applies: {channel: it-help}, clock: 24x7, targets: {first_response: 1h}}
        stakeholders:
          groups:
            it-ops: {class: it-staff, slack_usergroup: S01ITOPS}

    Workspace:
        people: {U1: a, U2: b, U3: c, U4: d, U5: e, U6: f, U09ANN: ann}
        usergroups: {S01ITOPS: {handle: it-ops, users: [U1, U2, U3, U4, U5, U6]}}
        channels: {C01HELP: it-help}
        messages:
          C01HELP:
            - at: 2026-11-02T09:00
              every: 6h
              times: 42
              user: U09ANN
              thread: [{after: 5m, user: U1}]
            - at: 2026-11-02T10:00
              every: 20h
              times: 12
              user: U09ANN
              thread: [{after: 5m, user: U2}]
            - at: 2026-11-02T11:00
              every: 20h
              times: 6
              user: U09ANN
              thread: [{after: 5m, user: U3}]

    Good:
        channels:
          it-help:
            kind: slack
            slack: C01HELP
            owner: "group:it-ops"
            intake: {responders: "group:it-ops"}
        slas:
          helpdesk: {applies: {channel: it-help}, clock: 24x7, targets: {first_response: 1h}}
        stakeholders:
          groups:
            it-ops: {class: it-staff, slack_usergroup: S01ITOPS}

    Good workspace:
        people: {U1: a, U2: b, U3: c, U4: d, U5: e, U6: f, U09ANN: ann}
        usergroups: {S01ITOPS: {handle: it-ops, users: [U1, U2, U3, U4, U5, U6]}}
        channels: {C01HELP: it-help}
        messages:
          C01HELP:
            - at: 2026-11-02T09:00
              every: 20h
              times: 18
              user: U09ANN
              thread: [{after: 5m, user: U1}]
            - at: 2026-11-02T10:00
              every: 20h
              times: 18
              user: U09ANN
              thread: [{after: 5m, user: U2}]
            - at: 2026-11-02T11:00
              every: 20h
              times: 18
              user: U09ANN
              thread: [{after: 5m, user: U3}]

    Facts:
        channel: the channel's id in the plan
        responders: how many people's answers count
        answers: how many answers there are
        effective: by how many people who answer alike they are spread as evenly, or null
        top: the share of the busiest, or null where there are too few
        unread: requests that are left out, because replies were not read
    """
    for channel, why in unassessed_intakes(history):
        yield NotAssessed(why, at=channel.at.key)
    for found in answer_spread(history, parse_duration(window)):
        channel = found.window.measured.channel
        if found.responders < min_group:
            why = f"#{channel.name} has fewer than {min_group} responders, of whom nothing is told"
            yield NotAssessed(why, at=channel.at.key)
        else:
            yield from _judged(found, min_effective, max_top, min_answers)


def _judged(
    found: AnswerSpread, min_effective: float, max_top: float, min_answers: int
) -> Verdicts:
    channel = found.window.measured.channel
    effective, top = effective_number(found.counts), top_share(found.counts, 1)
    few = found.answers < min_answers
    doubt = too_short((found.window,)) + unjudged(found.unread)
    if not (few or doubt or effective < min_effective or top > max_top):
        return
    spread = (
        f"{counted(found.answers, 'answer')} of responders, it takes {min_answers} to tell how "
        "they are spread"
        if few
        else f"{found.answers} answers come from {effective:.1f} effective responders of "
        f"{found.responders} (at least {min_effective:g}), the busiest gives "
        f"{told_percent(round(top, 2))} (limit {told_percent(max_top)})"
    )
    longer = ", or look at a longer `window`" if found.window.whole else ""
    yield Problem(
        at=channel.at.key,
        message=f"#{channel.name}: {spread}{doubt}",
        help=f"wait for more answers{longer}"
        if few
        else "take turns in answering, for instance with a rotation as `intake.responders`",
        facts={
            "channel": channel.id,
            "responders": found.responders,
            "answers": found.answers,
            "effective": None if few else round(effective, 2),
            "top": None if few else round(top, 4),
            "unread": found.unread,
        },
        resource=Resource(*found.window.measured.bound.object),
        outcome=Outcome.INCONCLUSIVE if few or doubt else Outcome.FAIL,
    )
