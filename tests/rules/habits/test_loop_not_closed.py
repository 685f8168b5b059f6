from commplan.finding import Outcome
from commplan.rules.habits.loop_not_closed import loop_not_closed
from commplan.testing import judge_text
from tests.rules.habits.desk import PLAN, asked, reasons, told

DONE = ", reactions: {done: [U1]}"
OPEN = asked("2026-11-02T09:00", 5, "after: 6m, user: U1")
THANKED = asked("2026-11-02T09:00", 12, "after: 6m, user: U1", "after: 9m, user: U9", more=DONE)
SILENT = asked("2026-11-02T10:00", 28, "after: 6m, user: U1", more=DONE)


def test_figures_alone_are_told_without_limit() -> None:
    (finding,) = judge_text(loop_not_closed, PLAN, workspace=told(THANKED, SILENT)).findings
    assert finding.message == (
        "#it-help: 12 of 40 closed requests (30 %, 95 % CI 17–47 %) were confirmed by the "
        "requester, 0 were reopened"
    )
    assert finding.outcome is Outcome.FAIL


def test_a_limit_is_judged() -> None:
    def outcome(least: float) -> Outcome | None:
        found = judge_text(
            loop_not_closed,
            PLAN,
            workspace=told(THANKED, SILENT),
            parameters={"min_confirmed": least},
        ).findings
        return found[0].outcome if found else None

    assert [outcome(least) for least in (0.1, 0.3, 0.6)] == [
        None,
        Outcome.INCONCLUSIVE,
        Outcome.FAIL,
    ]


def test_records_of_tickets_close_requests_too() -> None:
    plan = PLAN + "evidence: {tickets: t.csv}\n"
    keyed = asked("2026-11-02T09:00", 5, "after: 6m, user: U1, text: IT-7")
    csv = "key,created_at,closed_at\nIT-7,2026-11-02T09:00:00Z,2026-11-04T09:00:00Z\n"
    (finding,) = judge_text(
        loop_not_closed, plan, workspace=told(keyed), files={"t.csv": csv}
    ).findings
    assert finding.facts["n"] == 5
    verdict = judge_text(loop_not_closed, plan, workspace=told(keyed), files={})
    assert not verdict.findings
    assert len(reasons(verdict.skipped)) == 2  # the file is gone, and nothing is closed without it


def test_a_key_without_a_record_keeps_no_request_open() -> None:
    """A thread may speak of an old ticket, too."""
    keyed = asked("2026-11-02T09:00", 5, "after: 6m, user: U1, text: IT-7 is like IT-1")
    csv = "key,created_at,closed_at\nIT-7,2026-11-02T09:00:00Z,2026-11-04T09:00:00Z\n"
    (finding,) = judge_text(
        loop_not_closed,
        PLAN + "evidence: {tickets: t.csv}\n",
        workspace=told(keyed),
        files={"t.csv": csv},
    ).findings
    assert finding.facts["n"] == 5


def test_nothing_closed_proves_nothing() -> None:
    verdict = judge_text(loop_not_closed, PLAN, workspace=told(OPEN))
    assert not verdict.findings
    assert reasons(verdict.skipped) == ["no request in #it-help is known to be closed"]
