from commplan.finding import Outcome
from commplan.rules.feedback.participation_concentrated import participation_concentrated
from commplan.testing import expect, judge_text

PLAN = """
channels:
  it-ops: {kind: slack, slack: C04OPS, purpose: team}
  random: {kind: slack, slack: C05RND}
"""
LIVE = """
people: {U1: a, U2: b, U3: c, U4: d, U5: e, U6: {is_bot: true}}
channels: {C04OPS: it-ops, C05RND: random}
messages:
"""


def told(channel: str, *counts: int) -> str:
    lines = (
        f"    - {{at: 2026-11-02T{9 + n:02}:00, every: 1h, times: {count}, user: U{n + 1}}}\n"
        for n, count in enumerate(counts)
    )
    return f"{LIVE}  {channel}:\n{''.join(lines)}"


def test_the_example_of_five_writers() -> None:
    marked = PLAN.replace(
        "purpose: team}", "purpose: team}  # <- three of 5 writers post 90 % of 100 messages"
    )
    expect(participation_concentrated, marked, workspace=told("C04OPS", 60, 20, 10, 5, 5))
    expect(participation_concentrated, PLAN, workspace=told("C05RND", 60, 20, 10, 5, 5))
    expect(participation_concentrated, PLAN, workspace=told("C04OPS", 20, 20, 20, 20, 20))


def test_bots_are_no_voices_and_few_voices_are_not_told() -> None:
    verdict = judge_text(
        participation_concentrated, PLAN, workspace=told("C04OPS", 60, 20, 10, 5, 0, 50)
    )
    assert not verdict.findings
    assert [one.reason for one in verdict.skipped] == [
        "fewer than 5 people wrote in #it-ops in 28d"
    ]


def test_a_short_history_decides_nothing() -> None:
    (finding,) = judge_text(
        participation_concentrated,
        PLAN,
        workspace=told("C04OPS", 20, 20, 20, 20, 20),
        parameters={"window": "24mo"},
    ).findings
    assert finding.outcome is Outcome.INCONCLUSIVE
    assert not [value for value in finding.facts.values() if str(value).startswith("U")]
