from __future__ import annotations

import pytest

from commplan.rules.channels.request_scatter import request_scatter
from commplan.testing import Verdict, expect, judge_text

PLAN = """
channels:
  it-help:
    kind: slack
    slack: C01HELP
    intake: {responders: "group:it-ops"}  # <- MARK
  team: {kind: slack, slack: C02TEAM}
  other: {kind: slack, slack: C03OTHER}
  war-room: {kind: slack, slack: C04WAR, purpose: major-incident}
severities:
  sev1: {order: 1}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    bob: {name: Bob Ito, slack: U02BOB}
  groups:
    it-ops: {members: ["person:alice", "person:bob"], slack_usergroup: S01ITOPS}
"""


def asked(more: str = "", **channels: list[str]) -> str:
    lines = "\n".join(
        f"  {channel}:\n" + "\n".join(f"    - {{{one}}}" for one in written)
        for channel, written in channels.items()
    )
    return f"""
people: {{U01ALICE: alice, U02BOB: bob, U09ANN: ann, U10BEN: ben}}
usergroups: {{S01ITOPS: {{handle: it-ops, users: [U01ALICE, U02BOB]}}}}
channels: {{C01HELP: it-help, C02TEAM: team, C03OTHER: other, C04WAR: war-room}}
messages:
{lines}
{more}
"""


def group(times: int, more: str = "", user: str = "U09ANN", at: str = "2026-11-02T00:00") -> str:
    return f"at: {at}, every: 1h, times: {times}, user: {user}{more}"


ANSWERED = ", thread: [{after: 4m, user: U01ALICE}]"


def judged(workspace: str, text: str = PLAN, **more: object) -> Verdict:
    return judge_text(request_scatter, text, workspace=workspace, **more)  # type: ignore[arg-type]


def test_the_share_and_the_effective_number_of_venues() -> None:
    told = "30 of 100 requests (30 %, 95 % CI 21–40 %) were made outside intake channels in 28d, "
    told += "over 2.2 effective venues; limit 20 %: 20 in #team, 10 in #other"
    workspace = asked(
        C01HELP=[group(70)],
        C02TEAM=[group(20, ANSWERED)],
        C03OTHER=[group(10, ', text: "<@U02BOB> can you?"')],
    )
    expect(request_scatter, PLAN.replace("MARK", told), workspace=workspace)


@pytest.mark.parametrize(
    ("written", "hits"),
    [
        (group(10, ANSWERED), 10),
        (group(10, ', text: "<@U01ALICE> hi"'), 10),
        (group(10, ', text: "<!subteam^S01ITOPS> hi"'), 10),
        (group(10, ', text: "<@U10BEN> hi"'), 0),
        (group(10, ", thread: [{after: 1m, user: U10BEN}, {after: 4m, user: U01ALICE}]"), 0),
        (group(10, ", thread: [{after: 1m, user: U09ANN}, {after: 4m, user: U01ALICE}]"), 10),
        (group(10, ANSWERED, user="U02BOB"), 0),
        (group(10), 0),
        (group(10, ANSWERED, at="2026-10-01T00:00"), 0),
    ],
)
def test_what_is_a_request(written: str, hits: int) -> None:
    workspace = asked(C01HELP=[group(5)], C02TEAM=[written])
    findings = judged(workspace).findings
    assert [finding.facts["hits"] for finding in findings] == ([hits] if hits else [])


def test_where_incidents_are_handled_people_may_ask() -> None:
    assert judged(asked(C01HELP=[group(5)], C04WAR=[group(20, ANSWERED)])).messages == ()


def test_few_requests_decide_nothing() -> None:
    (finding,) = judged(asked(C01HELP=[group(5)], C02TEAM=[group(3, ANSWERED)])).findings
    assert finding.outcome == "inconclusive"
    assert "it takes about " in finding.message


def test_plans_that_take_no_requests() -> None:
    text = PLAN.replace('intake: {responders: "group:it-ops"}', "purpose: team")
    verdict = judged(asked(C02TEAM=[group(20, ANSWERED)]), text)
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_what_cannot_be_told() -> None:
    unread = asked(C02TEAM=[group(20, ANSWERED)]).replace("C01HELP: it-help", "C09X: x")
    assert judged(unread).skipped
