import pytest

from commplan.finding import Outcome
from commplan.rules.habits.decision_unrecorded import decision_unrecorded
from commplan.testing import expect, judge_text
from tests.rules.habits.desk import reasons

PLAN = """
channels:
  incidents: {kind: slack, slack: C02INC, purpose: major-incident}
  it-ops: {kind: slack, slack: C04OPS, purpose: team}
  random: {kind: slack, slack: C05RND}
severities: {sev1: {order: 1, criteria: {users: ">=1"}}}
tools: {jira: {kind: ticketing, url: "https://jira.example.org"}}
protocols:
  decisions: {record_in: "tool:jira", reactions: [scales]}
"""
LIVE = """
people: {U1: a}
channels: {C02INC: incidents, C04OPS: it-ops, C05RND: random}
messages:
"""


def told(**channels: str) -> str:
    return LIVE + "".join(f"  {channel}:\n    - {{{item}}}\n" for channel, item in channels.items())


def thread(times: int, replies: int, text: str = "Hm", more: str = "", day: str = "01") -> str:
    inside = ", ".join(f'{{after: {n + 1}m, user: U1, text: "{text}"}}' for n in range(replies))
    return f"at: 2026-11-{day}T09:00, every: 5h, times: {times}, user: U1, thread: [{inside}]{more}"


def test_long_threads_count_where_incidents_are_handled() -> None:
    marked = PLAN.replace("reactions: [scales]}", "reactions: [scales]}  # <- 9 of 9 threads about")
    live = told(C02INC=thread(9, 10), C04OPS=thread(9, 10), C05RND=thread(9, 10))
    expect(decision_unrecorded, marked, workspace=live)
    expect(decision_unrecorded, PLAN, workspace=told(C02INC=thread(9, 9)))


def test_decisions_count_where_teams_work_and_nowhere_else() -> None:
    decided = ", reactions: {scales: [U1]}"
    live = told(C04OPS=thread(9, 0, more=decided), C05RND=thread(9, 0, more=decided))
    (finding,) = judge_text(decision_unrecorded, PLAN, workspace=live).findings
    assert finding.facts["n"] == 9
    other = told(C04OPS=thread(9, 0, more=", reactions: {tada: [U1]}"))
    assert not judge_text(decision_unrecorded, PLAN, workspace=other).findings


@pytest.mark.parametrize(
    "text",
    [
        "<https://jira.example.org/browse/X-1>",
        "<https://acme.slack.com/docs/T01/F01|the canvas>",
    ],
)
def test_links_to_records_suffice(text: str) -> None:
    live = told(C02INC=thread(40, 10, text=text))
    assert not judge_text(decision_unrecorded, PLAN, workspace=live).findings


def test_a_shared_canvas_suffices_and_another_file_does_not() -> None:
    def shared(kind: str) -> str:
        link = "https://acme.slack.com/docs/T1/F1"
        return f', raw: {{files: [{{filetype: {kind}, permalink: "{link}"}}]}}'

    canvas = told(C02INC=thread(40, 10, more=shared("quip")))
    assert not judge_text(decision_unrecorded, PLAN, workspace=canvas).findings
    assert judge_text(
        decision_unrecorded, PLAN, workspace=told(C02INC=thread(40, 10, more=shared("png")))
    ).findings


def test_pins_and_keys_suffice() -> None:
    pinned = told(C02INC=thread(40, 10, more=", raw: {pinned_to: [C02INC]}"))
    assert not judge_text(decision_unrecorded, PLAN, workspace=pinned).findings
    plan = PLAN + "\n".join(("", ""))
    keyed = (
        plan.replace(
            "C05RND}", 'C05RND, intake: {responders: "group:ops", key_pattern: "IT-[0-9]+"}}'
        )
        + "stakeholders: {groups: {ops: {class: it-staff, slack_usergroup: S1}}}\n"
    )
    live = told(C02INC=thread(40, 10, text="see IT-12"))
    assert not judge_text(decision_unrecorded, keyed, workspace=live).findings


def test_threads_that_go_on_do_not_count_yet() -> None:
    live = told(C02INC=thread(3, 10, day="20"))
    assert not judge_text(decision_unrecorded, PLAN, workspace=live).findings
    (finding,) = judge_text(
        decision_unrecorded, PLAN, workspace=live, parameters={"within": "1h"}
    ).findings
    assert finding.facts["n"] == 3


def test_a_short_history_decides_nothing() -> None:
    live = told(C02INC=thread(9, 10))
    (finding,) = judge_text(
        decision_unrecorded, PLAN, workspace=live, parameters={"window": "24mo"}
    ).findings
    assert finding.outcome is Outcome.INCONCLUSIVE


def test_a_pattern_that_cannot_be_searched_for_is_told() -> None:
    plan = PLAN.replace("C05RND}", 'C05RND, intake: {key_pattern: "(?=IT)IT-[0-9]+"}}')
    verdict = judge_text(decision_unrecorded, plan, workspace=told(C02INC=thread(9, 10)))
    assert any("bounded time" in reason for reason in reasons(verdict.skipped))


def test_a_channel_that_was_not_read_is_told() -> None:
    live = LIVE.replace("messages:\n", "")
    verdict = judge_text(decision_unrecorded, PLAN, workspace=live)
    assert not verdict.findings
    assert len(verdict.skipped) >= 2


def test_what_was_replied_later_does_not_matter_as_of_earlier() -> None:
    later = thread(9, 10).removesuffix("]") + ", {after: 8d, user: U1, text: Hm}]"
    then = "2026-11-06T09:00:00Z"
    (finding,) = judge_text(
        decision_unrecorded, PLAN, workspace=told(C02INC=later), as_of=then
    ).findings
    assert (finding.facts["n"], finding.facts["going_on"]) == (9, 0)
    short = thread(9, 9).removesuffix("]") + ", {after: 8d, user: U1, text: Hm}]"
    live = told(C02INC=short)
    assert not judge_text(decision_unrecorded, PLAN, workspace=live, as_of=then).findings
