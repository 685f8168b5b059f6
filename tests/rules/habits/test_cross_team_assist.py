from commplan.rules.habits.cross_team_assist import cross_team_assist
from commplan.testing import judge_text
from tests.rules.habits.desk import PLAN, asked, told


def test_help_is_told_with_how_long_it_took() -> None:
    helped = asked("2026-11-02T09:00", 18, "after: 6m, user: U8", "after: 9m, user: U1")
    others = asked("2026-11-06T10:00", 102, "after: 14m, user: U2", "after: 20m, user: U8")
    (finding,) = judge_text(cross_team_assist, PLAN, workspace=told(helped, others)).findings
    assert finding.message == (
        "#it-help: 18 of 120 requests (15 %, 95 % CI 9–23 %) were first answered by others, "
        "median 6.0m against 14m"
    )


def test_who_asked_and_bots_help_nobody() -> None:
    alone = asked("2026-11-02T09:00", 5, "after: 6m, user: U9", "after: 7m, bot: B1, app: A1")
    assert not judge_text(cross_team_assist, PLAN, workspace=told(alone)).findings


def test_help_without_any_response_counts() -> None:
    helped = asked("2026-11-02T09:00", 2, "after: 6m, user: U8")
    (finding,) = judge_text(cross_team_assist, PLAN, workspace=told(helped)).findings
    assert finding.facts["median_seconds_of_responders"] is None
    assert finding.message.endswith("first answered by others, median 6.0m")
