from commplan.finding import Outcome
from commplan.rules.tickets.ticket_linkage_low import ticket_linkage_low
from commplan.testing import expect, judge_text
from tests.rules.habits.desk import PLAN, asked, reasons, told

WITH = asked("2026-11-02T09:00", 20, "after: 5m, user: U1, text: IT-7")
WITHOUT = asked("2026-11-02T10:00", 10, "after: 5m, user: U1")
RECORDED = PLAN + "evidence: {tickets: t.csv}\n"
HEAD = "key,request_ts,channel,created_at,assignee,closed_at\n"
AT = "2026-11-02T09:05:00Z"


def test_the_finding_stands_at_the_pattern() -> None:
    marked = PLAN.replace('IT-[0-9]+"', 'IT-[0-9]+"  # <- 20 of 30 requests in #it-help (67 %')
    expect(ticket_linkage_low, marked, workspace=told(WITH, WITHOUT))


def test_with_records_somebody_has_to_work_on_it() -> None:
    def figures(row: str) -> tuple[object, object]:
        files = {"t.csv": HEAD + row}
        live = told(WITH, WITHOUT)
        (found,) = judge_text(ticket_linkage_low, RECORDED, workspace=live, files=files).findings
        return found.facts["with_ticket"], found.facts["assigned"]

    assert figures(f"IT-7,,,{AT},alice,\n") == (20, 20)
    assert figures(f"IT-7,,,{AT},,\n") == (20, 0)
    assert figures(f"IT-8,,,{AT},alice,\n") == (20, 0)


def test_a_record_that_names_the_message_is_a_ticket_without_key() -> None:
    row = f"X-1,1793610000.000000,it-help,{AT},alice,\n"  # 2026-11-02T09:00Z
    live = told(asked("2026-11-02T09:00", 1), asked("2026-11-02T10:00", 20))
    (finding,) = judge_text(
        ticket_linkage_low, RECORDED, workspace=live, files={"t.csv": HEAD + row}
    ).findings
    assert finding.facts["with_ticket"] == 1


def test_a_file_that_is_gone_leaves_the_key_to_be_judged() -> None:
    verdict = judge_text(ticket_linkage_low, RECORDED, workspace=told(WITH, WITHOUT), files={})
    (finding,) = verdict.findings
    assert finding.facts["assigned"] is None
    assert reasons(verdict.skipped) == ["t.csv: there is no such file"]


def test_young_and_withdrawn_requests_do_not_count() -> None:
    young = asked("2026-11-21T08:30", 1)
    withdrawn = asked("2026-11-02T09:00", 20, more=", reactions: {done: [U9]}")
    assert not judge_text(ticket_linkage_low, PLAN, workspace=told(young, withdrawn)).findings


def test_automation_solves_what_nobody_else_answers() -> None:
    by_bot = "after: 1m, bot: B1, app: A1"
    solved = asked("2026-11-02T09:00", 5, by_bot, more=", reactions: {done: [U1]}")
    left = asked("2026-11-02T10:00", 5, by_bot)
    helped = asked(
        "2026-11-02T11:00", 5, by_bot, "after: 2m, user: U1", more=", reactions: {done: [U1]}"
    )
    (finding,) = judge_text(ticket_linkage_low, PLAN, workspace=told(solved, left, helped)).findings
    assert finding.facts["automated"] == 5
    assert "33 % were solved by automation" in finding.message


def test_a_pattern_that_cannot_be_searched_for_is_told() -> None:
    plan = PLAN.replace("IT-[0-9]+", "(?<!X)IT-[0-9]+")
    verdict = judge_text(ticket_linkage_low, plan, workspace=told(WITHOUT))
    assert not verdict.findings
    assert any("bounded time" in reason for reason in reasons(verdict.skipped))


def test_a_short_history_decides_nothing() -> None:
    (finding,) = judge_text(
        ticket_linkage_low, PLAN, workspace=told(WITH, WITHOUT), parameters={"window": "24mo"}
    ).findings
    assert finding.outcome is Outcome.INCONCLUSIVE


def test_the_newest_without_can_be_looked_up() -> None:
    (finding,) = judge_text(ticket_linkage_low, PLAN, workspace=told(WITH, WITHOUT)).findings
    assert finding.facts["examples"] == [
        "C01HELP 1793710800.000000",
        "C01HELP 1793700000.000000",
        "C01HELP 1793689200.000000",
    ]
