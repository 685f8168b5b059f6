import pytest

from commplan.finding import Outcome
from commplan.rules.tickets.alert_channel_noisy import alert_channel_noisy
from commplan.testing import expect, judge_text

PLAN = """
channels:
  alerts: {kind: slack, slack: C05ALERT}
monitoring:
  vpn: {alerts: {down: {channel: "channel:alerts"}, up: {channel: "channel:alerts"}}}
"""
LIVE = """
people: {U1: a, U2: {is_bot: true}}
channels: {C05ALERT: alerts}
messages:
  C05ALERT:
"""
MANY = "at: 2026-10-24T10:00, every: 1h, times: 640, bot: B1, app: A1"


def told(*items: str) -> str:
    return LIVE + "".join(f"    - {{{item}}}\n" for item in items)


def acted(times: int, how: str) -> str:
    return f"at: 2026-10-24T10:30, every: 2h, times: {times}, bot: B1, {how}"


def test_alerts_of_one_channel_make_one_finding() -> None:
    marked = PLAN.replace("  alerts: {kind", "  alerts: {kind").replace(
        "C05ALERT}",
        "C05ALERT}  # <- 640 alerts in 28d (22.9 a day, at most 20), people acted on 0 of 640 (0 %",
    )
    expect(alert_channel_noisy, marked, workspace=told(MANY))
    (finding,) = judge_text(alert_channel_noisy, PLAN, workspace=told(MANY)).findings
    assert finding.message.endswith("(0 %, 95 % CI 0–1 %), at least 20 %")


@pytest.mark.parametrize(
    ("how", "hits"),
    [
        ("thread: [{after: 59m, user: U1}]", 200),
        ("thread: [{after: 61m, user: U1}]", 0),
        ("thread: [{after: 5m, user: U2}]", 0),
        ("thread: [{after: 5m, bot: B1}]", 0),
        ("reactions: {eyes: [U1]}", 200),
        ("reactions: {eyes: [U2]}", 0),
        ("text: see IT-4", 0),
        ("thread: [{after: 5m, bot: B1, text: IT-4}]", 200),
    ],
)
def test_people_act_by_replies_reactions_and_tickets_soon(how: str, hits: int) -> None:
    plan = PLAN.replace(
        "monitoring",
        '  help: {kind: slack, slack: C9, intake: {key_pattern: "IT-[0-9]+"}}\nmonitoring',
    )
    found = judge_text(
        alert_channel_noisy,
        plan,
        workspace=told(MANY, acted(200, how)),
        parameters={"min_acted": 0.9},
    ).findings
    assert [finding.facts["hits"] for finding in found] == [hits]


def test_alerts_on_which_people_act_are_no_noise() -> None:
    some = acted(300, "reactions: {eyes: [U1]}")
    assert not judge_text(alert_channel_noisy, PLAN, workspace=told(MANY, some)).findings


def test_an_interval_around_the_limit_decides_nothing() -> None:
    some = acted(160, "reactions: {eyes: [U1]}")
    (finding,) = judge_text(alert_channel_noisy, PLAN, workspace=told(MANY, some)).findings
    assert finding.outcome is Outcome.INCONCLUSIVE


def test_few_alerts_are_no_noise_whoever_acts() -> None:
    few = MANY.replace("640", "500")
    assert not judge_text(alert_channel_noisy, PLAN, workspace=told(few)).findings
    assert judge_text(
        alert_channel_noisy, PLAN, workspace=told(few), parameters={"max_per_day": 10}
    ).findings


def test_a_channel_that_was_not_read_is_told() -> None:
    verdict = judge_text(alert_channel_noisy, PLAN, workspace=LIVE.partition("messages")[0])
    assert not verdict.findings
    assert verdict.skipped
