from commplan.rules.habits.cross_team_assist import cross_team_assist
from commplan.testing import judge_text
from tests.rules.habits.desk import LIVE, PLAN, asked, told

CROWD = LIVE.replace("U8: kim", "U8: kim, V1: f, V2: g, V3: h, V4: i")


def helped_by(user: str, day: int, times: int) -> str:
    return asked(f"2026-11-{day:02}T09:00", times, f"after: 6m, user: {user}", every="20m")


def answered_by(user: str, day: int, times: int) -> str:
    return asked(f"2026-11-{day:02}T09:00", times, f"after: 14m, user: {user}", every="20m")


HELPERS = [helped_by(user, day, 4) for day, user in enumerate(("U8", "V1", "V2", "V3", "V4"), 2)]
RESPONDERS = [answered_by(f"U{number}", 8 + number, 20) for number in range(1, 6)]


def test_help_is_told_with_how_long_it_took() -> None:
    workspace = told(*HELPERS, *RESPONDERS, live=CROWD)
    (finding,) = judge_text(cross_team_assist, PLAN, workspace=workspace).findings
    assert finding.message == (
        "#it-help: 20 of 120 requests (17 %, 95 % CI 10–25 %) were first answered by others, "
        "median 6.0m against 14m"
    )


def test_how_fast_fewer_than_five_people_are_is_not_told() -> None:
    workspace = told(*HELPERS[:4], *RESPONDERS, live=CROWD)
    (finding,) = judge_text(cross_team_assist, PLAN, workspace=workspace).findings
    assert finding.message.endswith(
        "by others; how fast they were is not told of fewer than 5 people"
    )
    assert finding.facts["median_seconds"] is None
    workspace = told(*HELPERS, *RESPONDERS[:4], live=CROWD)
    (finding,) = judge_text(cross_team_assist, PLAN, workspace=workspace).findings
    assert finding.message.endswith(
        ", median 6.0m; how fast responders were is not told of fewer than 5 people"
    )
    assert finding.facts["median_seconds_of_responders"] is None


def test_many_answers_of_one_person_are_those_of_one_person() -> None:
    workspace = told(helped_by("U8", 2, 30))
    (finding,) = judge_text(cross_team_assist, PLAN, workspace=workspace).findings
    assert "not told of fewer than 5 people" in finding.message


def test_who_asked_and_bots_help_nobody() -> None:
    alone = asked("2026-11-02T09:00", 5, "after: 6m, user: U9", "after: 7m, bot: B1, app: A1")
    assert not judge_text(cross_team_assist, PLAN, workspace=told(alone)).findings


def test_help_without_any_response_counts() -> None:
    workspace = told(*HELPERS, live=CROWD)
    (finding,) = judge_text(cross_team_assist, PLAN, workspace=workspace).findings
    assert finding.facts["median_seconds_of_responders"] is None
    assert finding.message.endswith("first answered by others, median 6.0m")
