from commplan.finding import Outcome
from commplan.rules.habits.thread_discipline_low import thread_discipline_low
from commplan.testing import expect, judge_text
from tests.rules.habits.desk import LIVE, PLAN, asked, reasons, told

INSIDE = asked("2026-11-02T09:00", 10, "after: 5m, user: U1")
OUTSIDE = 'at: 2026-11-02T09:05, every: 3h, times: 20, user: U1, text: "<@U9> up"'
ASKED = asked("2026-11-02T09:00", 20)


def test_the_finding_stands_where_the_plan_asks_for_threads() -> None:
    marked = PLAN.replace(
        "threads: required", "threads: required  # <- 20 of 30 replies in #it-help"
    )
    later = INSIDE.replace("T09:00", "T10:00")
    expect(thread_discipline_low, marked, workspace=told(ASKED, OUTSIDE, later))


def test_a_rule_for_the_whole_plan_holds_where_a_channel_says_nothing() -> None:
    plan = PLAN.replace("      threads: required\n", "")
    marked = plan + "protocols: {threads: required}  # <- 20 of 20 replies in #it-help\n"
    expect(thread_discipline_low, marked, workspace=told(ASKED, OUTSIDE))
    expect(thread_discipline_low, plan, workspace=told(ASKED, OUTSIDE))
    free = PLAN.replace("threads: required", "threads: optional")
    expect(
        thread_discipline_low, free + "protocols: {threads: required}\n", workspace=told(OUTSIDE)
    )


def test_few_replies_decide_nothing() -> None:
    one = OUTSIDE.replace("times: 20", "times: 1")
    (finding,) = judge_text(
        thread_discipline_low, PLAN, workspace=told(asked("2026-11-02T09:00", 1), one)
    ).findings
    assert finding.outcome is Outcome.INCONCLUSIVE
    assert finding.message.endswith("limit 20 %; it takes about 3 to tell")


def test_a_short_history_decides_nothing() -> None:
    verdict = judge_text(
        thread_discipline_low,
        PLAN,
        workspace=told(ASKED, OUTSIDE),
        parameters={"window": "24mo"},
    )
    (finding,) = verdict.findings
    assert finding.outcome is Outcome.INCONCLUSIVE
    assert "; messages of #it-help are known from 2025-10-17T09:00:00Z on" in finding.message


def test_without_messages_nothing_is_judged() -> None:
    unread = LIVE.replace("messages:\n  C01HELP:\n", "")
    verdict = judge_text(thread_discipline_low, PLAN, workspace=unread)
    assert not verdict.findings
    assert reasons(verdict.skipped)


def test_without_knowing_the_responders_nothing_is_judged() -> None:
    known = "usergroups: {S01ITOPS: {handle: it-ops, users: [U1, U2, U3, U4, U5]}}"
    unknown = told(ASKED, OUTSIDE).replace(known, "unread: {usergroups: unsupported}")
    verdict = judge_text(thread_discipline_low, PLAN, workspace=unknown)
    assert not verdict.findings
    assert reasons(verdict.skipped)
