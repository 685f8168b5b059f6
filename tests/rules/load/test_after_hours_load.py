from commplan.finding import Outcome
from commplan.rules.load.after_hours_load import after_hours_load
from commplan.testing import expect, judge_text

PLAN = """
channels:
  it-ops: {kind: slack, slack: C04OPS}
protocols: {notifications: {quiet_hours: "22:00-07:00"}}
stakeholders:
  groups:
    it-ops:
      class: it-staff
      members: ["person:a", "person:b", "person:c", "person:d", "person:e"]
  people:
    a: {name: A, slack: U01, timezone: UTC}
    b: {name: B, slack: U02, timezone: UTC}
    c: {name: C, slack: U03, timezone: UTC}
    d: {name: D, slack: U04, timezone: UTC}
    e: {name: E, slack: U05, timezone: UTC}
"""
LIVE = """
people: {U01: a, U02: b, U03: c, U04: d, U05: e, U09: ann}
channels: {C04OPS: it-ops}
messages:
  C04OPS:
"""


def messages(*items: str) -> str:
    return LIVE + "".join(f"    - {{{item}}}\n" for item in items)


NIGHTLY = 'at: 2026-10-25T23:30, every: 12h, times: 50, user: U09, text: "<@U01> <@U02> hi"'
"""Every second one of them at night: 25 of them, with 50 mentions."""


def test_the_figure_comes_with_its_parts_and_its_interval() -> None:
    marked = PLAN.replace("    it-ops:\n      class", "    it-ops:  # <- group:it-ops\n      class")
    expect(after_hours_load, marked, workspace=messages(NIGHTLY, NIGHTLY.replace("23:30", "22:10")))
    (finding,) = judge_text(
        after_hours_load, PLAN, workspace=messages(NIGHTLY, NIGHTLY.replace("23:30", "22:10"))
    ).findings
    assert finding.message == (
        "group:it-ops: 5.0 after-hours contacts per person and week (100 mentions and no message "
        "written in 20 person-weeks, 95 % CI 4.1–6.1); limit 2"
    )
    assert finding.outcome is Outcome.FAIL
    assert not [key for key in finding.facts if key.startswith("U0")]


def test_an_interval_around_the_limit_decides_nothing() -> None:
    (finding,) = judge_text(after_hours_load, PLAN, workspace=messages(NIGHTLY)).findings
    assert finding.outcome is Outcome.INCONCLUSIVE
    assert finding.message.endswith(" person-weeks to tell")


def test_time_on_call_does_not_count() -> None:
    rotation = """
rotations:
  primary: {timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: ["person:a"]}
  second: {timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: ["person:b"]}
"""
    busy = messages(NIGHTLY, NIGHTLY.replace("23:30", "22:10"))
    assert not judge_text(after_hours_load, PLAN + rotation, workspace=busy).findings


def test_mentions_by_oneself_do_not_count_but_writing_does() -> None:
    own = 'at: 2026-10-25T23:30, every: 1h, times: 600, user: U01, text: "<@U01> to do"'
    (finding,) = judge_text(after_hours_load, PLAN, workspace=messages(own)).findings
    assert finding.facts["mentions"] == 0
    assert finding.facts["written"] == 225


def test_of_few_people_nothing_is_told() -> None:
    few = PLAN.replace(', "person:e"', "")
    verdict = judge_text(after_hours_load, few, workspace=messages(NIGHTLY))
    assert not verdict.findings
    assert [skipped.reason for skipped in verdict.skipped] == [
        "group:it-ops has fewer than 5 people"
    ]


def test_without_quiet_hours_there_is_nothing_to_measure() -> None:
    silent = PLAN.replace('protocols: {notifications: {quiet_hours: "22:00-07:00"}}\n', "")
    verdict = judge_text(after_hours_load, silent, workspace=messages(NIGHTLY))
    assert [skipped.reason for skipped in verdict.skipped] == [
        "`protocols.notifications` states no `quiet_hours`"
    ]


def test_groups_of_others_are_left_alone() -> None:
    others = PLAN.replace("it-staff", "end-users")
    verdict = judge_text(after_hours_load, others, workspace=messages(NIGHTLY))
    assert (verdict.findings, verdict.skipped) == ((), ())


def test_too_much_is_certain_even_where_less_was_read() -> None:
    everything = {"window": "401d", "max_per_week": 0.1}
    busy = messages(NIGHTLY, NIGHTLY.replace("23:30", "22:10"))
    (finding,) = judge_text(after_hours_load, PLAN, workspace=busy, parameters=everything).findings
    assert finding.outcome is Outcome.FAIL
    (other,) = judge_text(
        after_hours_load, PLAN, workspace=busy, parameters={"window": "401d"}
    ).findings
    assert other.outcome is Outcome.INCONCLUSIVE
    assert "known from 2025-10-17T09:00:00Z on" in other.message


def test_channels_that_were_not_read_are_told() -> None:
    more = PLAN.replace("protocols:", "  dev: {kind: slack, slack: C05DEV}\nprotocols:")
    hidden = messages(NIGHTLY).replace(
        "{C04OPS: it-ops}", "{C04OPS: it-ops, C05DEV: {name: dev, is_member: false}}"
    )
    verdict = judge_text(after_hours_load, more, workspace=hidden)
    assert len(verdict.findings) == 1
    assert verdict.skipped[0].reason.startswith("1 channel not read: ")


def test_where_no_channel_was_read_no_group_is_judged() -> None:
    hidden = "channels: {C04OPS: {name: it-ops, is_member: false}}\nmessages: {}"
    verdict = judge_text(after_hours_load, PLAN, workspace=hidden)
    assert not verdict.findings
    assert len(verdict.skipped) == 1
