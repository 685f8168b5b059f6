from datetime import UTC, datetime, timedelta

from commplan.finding import Outcome
from commplan.rules.tickets.backlog_growing import backlog_growing
from commplan.testing import judge_text
from tests.rules.habits.desk import PLAN, asked, reasons, told

CAPACITY = "capacity: {responders: 4, expected: {handling_time: 1h12m}}\n"
RECORDED = PLAN + CAPACITY + "evidence: {tickets: t.csv}\n"
AS_OF = datetime(2026, 11, 21, 9, tzinfo=UTC)


def csv(weekly: list[tuple[int, int]]) -> str:
    """Tickets of some weeks up to as-of: how many are made in each, and how many stay open."""
    lines = ["key,created_at,closed_at"]
    for week, (made, left) in enumerate(reversed(weekly)):
        at = AS_OF - timedelta(weeks=week, days=3)
        closed = (at + timedelta(hours=5)).isoformat()
        lines += [
            f"X-{week}-{n},{at.isoformat()},{'' if n < left else closed}" for n in range(made)
        ]
    return "\n".join(lines) + "\n"


def judge(text: str, weekly: list[tuple[int, int]]) -> list[tuple[str, Outcome]]:
    found = judge_text(backlog_growing, text, workspace=told(), files={"t.csv": csv(weekly)})
    return [(finding.message, finding.outcome) for finding in found.findings]


def test_a_steady_rise_is_told() -> None:
    (found,) = judge(RECORDED, [(10, n % 2 + 1) for n in range(8)])
    assert found == (
        "tickets open went from 1 to 12 in 8 weeks (trend tau 1.00, p below 0.001)",
        Outcome.FAIL,
    )


def test_what_is_closed_again_does_not_grow() -> None:
    assert judge(RECORDED, [(10, 0)] * 8) == []


def test_work_beyond_capacity_is_told_with_its_interval() -> None:
    (found,) = judge(RECORDED, [(120, 0)] * 8)
    assert found == (
        (
            "120 tickets a week at 1.2h need 144h, 4 responders offer 120h (load 1.20, 95 % CI "
            "1.13–1.28, limit 0.85)"
        ),
        Outcome.FAIL,
    )
    (found,) = judge(RECORDED, [(85, 0)] * 8)
    assert found[1] is Outcome.INCONCLUSIVE
    assert judge(RECORDED, [(60, 0)] * 8) == []


def test_hours_of_the_plan_win() -> None:
    plan = RECORDED.replace("responders: 4", "responders: 4, hours_per_responder: 60")
    assert judge(plan, [(120, 0)] * 8) == []


def test_records_that_begin_late_decide_nothing() -> None:
    found = judge(RECORDED, [(200, n) for n in range(4)])
    assert [outcome for _, outcome in found] == [Outcome.INCONCLUSIVE] * 2
    assert all("records of tickets begin later" in message for message, _ in found)


def test_without_records_requests_are_counted() -> None:
    busy = asked("2026-09-26T10:00", 60, "after: 5m, user: U1", every="20h")
    verdict = judge_text(backlog_growing, PLAN + CAPACITY, workspace=told(busy))
    assert (verdict.findings, verdict.skipped) == ((), ())
    tight = (PLAN + CAPACITY).replace("responders: 4", "responders: 4, hours_per_responder: 1")
    (finding,) = judge_text(backlog_growing, tight, workspace=told(busy)).findings
    assert finding.facts["source"] == "requests"
    assert finding.facts["kind"] == "load"


def test_weeks_of_which_not_all_was_read_do_not_look_calm() -> None:
    busy = asked("2026-09-26T10:00", 60, "after: 5m, user: U1", every="20h")
    (finding,) = judge_text(
        backlog_growing, PLAN, workspace=told(busy), parameters={"weeks": 60}
    ).findings
    assert finding.outcome is Outcome.INCONCLUSIVE
    assert "in 57 weeks" in finding.message  # 400 days are known
    assert finding.message.endswith("; messages of #it-help are known from 2025-10-17T09:00:00Z on")
    assert len(finding.facts["open"]) == 57  # type: ignore[arg-type]
    young = judge_text(backlog_growing, PLAN, workspace=told(busy), as_of="2025-10-20T09:00:00Z")
    assert young.findings == ()
    (reason,) = reasons(young.skipped)
    assert reason.startswith("no whole week is known; messages of #it-help are known from 2025-10")


def test_what_is_not_known_is_said() -> None:
    verdict = judge_text(backlog_growing, PLAN, workspace=told())
    assert "how many `responders`" in reasons(verdict.skipped)[0]
    untimed = PLAN + "capacity: {responders: 4}\n"
    verdict = judge_text(backlog_growing, untimed, workspace=told())
    assert "handling_time" in reasons(verdict.skipped)[0]
    verdict = judge_text(backlog_growing, RECORDED, workspace=told(), files={})
    assert reasons(verdict.skipped)[0] == "t.csv: there is no such file"
