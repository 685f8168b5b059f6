import pytest

from commplan.finding import Outcome
from commplan.rules.habits.shadow_support import shadow_support
from commplan.testing import expect, judge_text
from tests.rules.habits.desk import PLAN, asked, reasons, told

RECORDS = PLAN + "evidence: {analytics: a.csv}\n"
HEAD = "date,user,posts,channel_posts\n"
EMPTY = told()


def rows(*people: str, day: str = "2026-10-24", posts: int = 10, inside: int = 2) -> str:
    return HEAD + "".join(f"{day},{one},{posts},{inside}\n" for one in people)


def test_the_finding_stands_where_the_plan_speaks_of_direct_messages() -> None:
    marked = RECORDS + "protocols:\n  dm_policy: {exceptions: [hr]}  # <- 40 of 50 messages\n"
    files = {"a.csv": rows("U1", "U2", "U3", "U4", "U5", "U8")}
    expect(shadow_support, marked, workspace=EMPTY, files=files)


@pytest.mark.parametrize("people", [("U1", "U2", "U3", "U4"), ("U1",)])
def test_of_few_responders_no_figure_is_told(people: tuple[str, ...]) -> None:
    files = {"a.csv": rows(*people, "U8", "U9")}
    (finding,) = judge_text(shadow_support, RECORDS, workspace=EMPTY, files=files).findings
    assert finding.outcome is Outcome.INCONCLUSIVE
    assert not {"posts", "outside", "share"} & set(finding.facts)


def test_days_before_the_window_do_not_count() -> None:
    old = rows("U1", "U2", "U3", "U4", "U5", day="2026-10-20", posts=1000)
    new = rows("U1", "U2", "U3", "U4", "U5", inside=9).removeprefix(HEAD)
    verdict = judge_text(shadow_support, RECORDS, workspace=EMPTY, files={"a.csv": old + new})
    assert (verdict.findings, verdict.skipped) == ((), ())
    verdict = judge_text(shadow_support, RECORDS, workspace=EMPTY, files={"a.csv": old})
    assert reasons(verdict.skipped) == ["no record tells what responders wrote in the last 28d"]


def test_records_that_begin_late_decide_nothing() -> None:
    files = {"a.csv": rows("U1", "U2", "U3", "U4", "U5", day="2026-11-10")}
    (finding,) = judge_text(shadow_support, RECORDS, workspace=EMPTY, files=files).findings
    assert finding.outcome is Outcome.INCONCLUSIVE
    assert finding.message.endswith("; records begin on 2026-11-10")


def test_more_posts_in_channels_than_at_all_are_none_outside() -> None:
    files = {"a.csv": rows("U1", "U2", "U3", "U4", "U5", posts=5, inside=9)}
    assert not judge_text(shadow_support, RECORDS, workspace=EMPTY, files=files).findings


def test_without_records_what_is_said_is_a_lower_bound() -> None:
    said = asked("2026-11-02T09:00", 20, "after: 5m, user: U1, text: DM me the details")
    (finding,) = judge_text(shadow_support, PLAN, workspace=told(said)).findings
    assert finding.outcome is Outcome.INCONCLUSIVE
    assert "in 20 messages beside 20 requests (100 per 100) in 28d" in finding.message


def test_what_is_not_said_proves_nothing() -> None:
    said = asked("2026-11-02T09:00", 20, "after: 5m, user: U8, text: DM me")  # no responder
    verdict = judge_text(shadow_support, PLAN, workspace=told(said))
    assert not verdict.findings
    assert "Slack shows direct messages to no app" in reasons(verdict.skipped)[0]


def test_a_file_that_is_gone_is_told_and_nothing_guessed() -> None:
    verdict = judge_text(shadow_support, RECORDS, workspace=EMPTY, files={})
    assert not verdict.findings
    assert reasons(verdict.skipped) == ["a.csv: there is no such file"]
