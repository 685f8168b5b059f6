"""Some people wait longer for an answer than others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
    SECOND,
    SHARE,
    Bounds,
    Gap,
    NotAssessed,
    Outcome,
    Problem,
    Resource,
    Severity,
    rule,
    time_scale,
    told_p,
)

if TYPE_CHECKING:
    from commplan.api import History, Verdicts, WaitComparison


@rule(
    "SLA404",
    severity=Severity.WARNING,
    profile="complete",
    since="0.1",
    source="A09 B08",
    reads=("public-channels", "private-channels", "people", "usergroups", "messages", "replies"),
    of=("measured",),
    threads=("first_response",),
    takes={"min_ratio": Bounds(1), "max_p": SHARE},
)
def uneven_support(history: History, *, min_ratio: float = 1.5, max_p: float = 0.05) -> Verdicts:
    """One group of people waits longer for a first response, by more than chance explains.

    A department, a part of the world or guests who wait twice as long are served worse,
    whatever the mean says. Groups with the class `department`, `management` or `end-users`,
    people whose accounts are in the time zones of one part of the world, and guests are
    each held against all others, by the time to the first response in the hours of the SLA
    (see SLA401). A request past due counts as long as it has waited. Chance is what
    shuffling who asked comes to, among requests of the same hour of the week in the same
    channel, and it is allowed for how many groups are compared. Flagged is a group whose
    median is at least `min_ratio` (1.5) times that of the others at a p below `max_p`
    (0.05). Groups under five people who asked are left out, and nobody is named.

    Bad:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        slas:
          helpdesk:
            applies: {channel: it-help}
            clock: 24x7
            targets: {first_response: 1h}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:always"}
          groups:
            finance: {class: department, slack_usergroup: S04FIN}
        calendars:
          always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}

    Good:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        slas:
          helpdesk:
            applies: {channel: it-help}
            clock: 24x7
            targets: {first_response: 1h}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:always"}
          groups:
            finance: {class: department, slack_usergroup: S05HR}
        calendars:
          always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}

    Workspace:
        people: {U01ALICE: alice, U1A: a, U1B: b, U1C: c, U1D: d, U1E: e,
          U2A: aa, U2B: bb, U2C: cc, U2D: dd, U2E: ee}
        usergroups:
          S04FIN: {handle: finance, users: [U1A, U1B, U1C, U1D, U1E]}
          S05HR: {handle: hr, users: [U2A, U2B, U2C, U2D, U2E]}
        channels: {C01HELP: it-help}
        messages:
          C01HELP:
            - {at: 2026-11-02T10:00, every: 1d, times: 4, user: U1A,
               thread: [{after: 44m, user: U01ALICE}]}
            - {at: 2026-11-02T10:05, every: 1d, times: 4, user: U1B,
               thread: [{after: 46m, user: U01ALICE}]}
            - {at: 2026-11-02T10:10, every: 1d, times: 4, user: U1C,
               thread: [{after: 48m, user: U01ALICE}]}
            - {at: 2026-11-02T10:15, every: 1d, times: 4, user: U1D,
               thread: [{after: 50m, user: U01ALICE}]}
            - {at: 2026-11-02T10:20, every: 1d, times: 4, user: U1E,
               thread: [{after: 52m, user: U01ALICE}]}
            - {at: 2026-11-02T10:25, every: 1d, times: 4, user: U2A,
               thread: [{after: 17m, user: U01ALICE}]}
            - {at: 2026-11-02T10:30, every: 1d, times: 4, user: U2B,
               thread: [{after: 19m, user: U01ALICE}]}
            - {at: 2026-11-02T10:35, every: 1d, times: 4, user: U2C,
               thread: [{after: 21m, user: U01ALICE}]}
            - {at: 2026-11-02T10:40, every: 1d, times: 4, user: U2D,
               thread: [{after: 23m, user: U01ALICE}]}
            - {at: 2026-11-02T10:45, every: 1d, times: 4, user: U2E,
               thread: [{after: 25m, user: U01ALICE}]}

    Facts:
        sla: whose requests
        people: who waits longer: a group, guests, or people of some time zones
        n, n_others: how many requests of theirs and of others there were
        median_seconds, median_others_seconds: how long half of them waited at most
        ratio: how many times as long, or null where the others wait no time at all
        p: how often chance alone does as much
        limit: the least ratio that is flagged
    """
    from commplan.api import wait_comparisons  # only an audit measures

    for one in wait_comparisons(history):
        if isinstance(one, Gap):
            yield NotAssessed(one.reason, at=one.at)
        elif one.p < max_p and one.found.ratio >= min_ratio:
            yield _problem(one, min_ratio)


def _problem(one: WaitComparison, limit: float) -> Problem:
    found, name = one.found, one.people.name
    who = name.removeprefix("group:")
    wait = "waits" if name.startswith("group:") else "wait"
    median, others = (time_scale(value).told(value) for value in found[2:4])
    ratio = found.ratio if found.median_others else None
    told = "" if ratio is None else f", ratio {ratio:.1f}"
    channels = [window.measured.bound for window in one.promise.windows]
    return Problem(
        at=one.promise.target.at,
        message=f"{who} {wait} longer: median {median} (n {found.n}) against {others} "
        f"(n {found.n_others}){told}, p {told_p(one.p)}, in {one.promise.window} of "
        f"sla:{one.sla.id}{'' if one.whole else '; less than the window was read'}",
        help="see when and by whom they are answered: hours, languages, who is on duty",
        facts={
            "sla": one.sla.id,
            "people": name,
            "n": found.n,
            "n_others": found.n_others,
            "median_seconds": round(found.median / SECOND),
            "median_others_seconds": round(found.median_others / SECOND),
            "ratio": None if ratio is None else round(ratio, 3),
            "p": round(one.p, 4),
            "limit": limit,
        },
        resource=Resource(*channels[0].object) if len(channels) == 1 else None,
        outcome=Outcome.FAIL if one.whole else Outcome.INCONCLUSIVE,
        subject=f"{one.sla.id} {name}",
    )
