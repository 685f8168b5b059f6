from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.rules.training.untrained_on_call import untrained_on_call
from commplan.testing import Verdict, judge_text

PLAN = """
metadata: {id: it-ops, timezone: Europe/London}
stakeholders:
  people:
    alice: {name: Alice Ng}
    bob: {name: Bob Ito}
    chen: {name: Chen Wu}
    dana: {name: Dana Fox}
  roles:
    incident-commander: {holders: ["rotation:primary"], training: [ic-101]}
rotations:
  primary:
    timezone: Europe/London
    start: "2026-01-05T09:00"
    shift: 1w
    users: ["person:alice", "person:bob", "person:chen", "person:dana"]
training:
  courses:
    ic-101: {covers: [role], valid: 12mo}
    writing: {covers: [written], valid: 24mo}
  records: t.csv
"""
OTHERS = "".join(f"{name},ic-101,2026-06-01\n" for name in ("bob", "chen", "dana"))
HEAD = "person,course,completed\n"


def judged(
    *changes: tuple[str, str], records: str | None = "alice,ic-101,2025-12-10\n", **options: object
) -> Verdict:
    text = PLAN
    for what, instead in changes:
        assert what in text
        text = text.replace(what, instead, 1)
    files = {} if records is None else {"t.csv": HEAD + OTHERS + records}
    return judge_text(untrained_on_call, text, files=files, parameters=options)


def test_a_course_that_ends_in_the_middle_of_a_shift() -> None:
    finding, *others = judged().findings
    assert not others
    assert finding.message == (
        "alice is primary Mon 2026-12-07 09:00 to Mon 2026-12-14 09:00 Europe/London, "
        "but their ic-101 ends 2026-12-10"
    )
    assert finding.location.pointer == "/rotations/primary/users/0"
    assert finding.help == (
        "have alice pass ic-101 before, and record it in t.csv; or swap the shift"
    )
    assert [place.location.pointer for place in finding.related] == [
        "/stakeholders/roles/incident-commander/training/0"
    ]
    assert finding.facts == {
        "person": "alice",
        "rotation": "primary",
        "from": "2026-12-07T09:00:00Z",
        "to": "2026-12-14T09:00:00Z",
        "courses": ["ic-101"],
        "ends": {"ic-101": "2026-12-10"},
    }


@pytest.mark.parametrize(
    ("completed", "first"),
    [
        # Valid through the Sunday, not for the nine hours of the Monday.
        ("2025-12-13", "Mon 2026-12-07 09:00 to"),
        ("2025-12-14", "Mon 2027-01-04 09:00 to"),
        ("2025-12-07", "Mon 2026-12-07 09:00 to"),
        ("2026-01-11", None),
        ("2025-11-21", "Mon 2026-12-07 09:00 to"),
    ],
)
def test_a_pass_counts_through_its_last_day(completed: str, first: str | None) -> None:
    messages = judged(records=f"alice,ic-101,{completed}\n").messages
    assert [first in message for message in messages if first] == ([True] if first else [])
    assert bool(messages) == (first is not None)


def test_whoever_is_not_trained_today_is_left_to_another_rule() -> None:
    for records in ("alice,ic-101,2025-11-20\n", "", "alice,ic-101,2026-11-22\n"):
        verdict = judged(records=records)
        assert verdict.findings == verdict.skipped == ()


def test_a_later_pass_renews() -> None:
    assert not judged(records="alice,ic-101,2025-12-10\nalice,ic-101,2026-11-20\n").findings


def test_how_far_ahead_is_looked() -> None:
    late = "alice,ic-101,2025-12-20\n"
    assert "Mon 2027-01-04 09:00 to Mon 2027-01-11" in judged(records=late).messages[0]
    assert not judged(records=late, lookahead="6w").findings
    assert judged(records=late, lookahead="45d").findings
    with pytest.raises(AssertionError, match="lookahead: '1mo' has no fixed length"):
        judged(lookahead="1mo")


def test_the_shift_that_has_begun_counts() -> None:
    ended = OTHERS.replace("bob,ic-101,2026-06-01", "bob,ic-101,2025-11-22")
    files = {"t.csv": HEAD + ended + "alice,ic-101,2026-06-01\n"}
    verdict = judge_text(untrained_on_call, PLAN, files=files)
    assert verdict.messages == (
        (
            "bob is primary until Mon 2026-11-23 09:00 Europe/London, "
            "but their ic-101 ends 2026-11-22"
        ),
    )


def test_one_finding_for_a_person_with_the_first_shift_and_all_its_courses() -> None:
    two = ("training: [ic-101]", "training: [ic-101, writing]")
    writing = "".join(f"{name},writing,2026-06-01\n" for name in ("bob", "chen", "dana"))
    records = "alice,ic-101,2025-12-10\nalice,writing,2024-12-12\n" + writing
    (message,) = judged(two, records=records).messages
    assert message.endswith("but their ic-101 ends 2026-12-10 and their writing ends 2026-12-12")
    later = "alice,ic-101,2025-12-10\nalice,writing,2025-01-04\n" + writing
    (message,) = judged(two, records=later).messages
    assert message.endswith("but their ic-101 ends 2026-12-10")


def test_several_people_are_several_findings() -> None:
    ending = OTHERS.replace("2026-06-01", "2025-12-10")
    files = {"t.csv": HEAD + ending + "alice,ic-101,2025-12-10\n"}
    findings = judge_text(untrained_on_call, PLAN, files=files).findings
    assert sorted(str(finding.facts["person"]) for finding in findings) == [
        "alice",
        "bob",
        "chen",
        "dana",
    ]


def test_a_group_on_call_has_several_people_at_one_place() -> None:
    group = ("  roles:", '  groups: {crew: {members: ["person:alice", "person:bob"]}}\n  roles:')
    crew = ('["person:alice", "person:bob", ', '["group:crew", ')
    ending = OTHERS.replace("bob,ic-101,2026-06-01", "bob,ic-101,2025-12-01")
    files = {"t.csv": HEAD + ending + "alice,ic-101,2025-12-10\n"}
    text = PLAN.replace(*group).replace(*crew)
    first, second = judge_text(untrained_on_call, text, files=files).findings
    assert first.location == second.location
    assert first.fingerprint != second.fingerprint


@pytest.mark.parametrize(
    ("what", "instead"),
    [
        ('{holders: ["rotation:primary"], t', '{deputies: ["rotation:primary"], t'),
        ('{holders: ["rotation:primary"], t', '{holders: ["role:lead"], t'),
        (
            "    ic-101: {covers: [role], valid: 12mo}",
            '    ic-101: {covers: [role], valid: 12mo, required_for: ["rotation:primary"]}',
        ),
        (
            "    ic-101: {covers: [role], valid: 12mo}",
            '    ic-101: {covers: [role], valid: 12mo, required_for: ["role:lead"]}',
        ),
    ],
)
def test_what_a_rotation_stands_behind(what: str, instead: str) -> None:
    lead = ("  roles:", '  roles:\n    lead: {holders: ["rotation:primary"]}')
    only = (", training: [ic-101]", "") if "required_for" in instead else ("ic-101]", "ic-101]")
    assert len(judged(lead, only, (what, instead)).findings) == 1


def test_a_course_of_people_by_name_is_not_asked_of_the_rotation() -> None:
    people = ('["rotation:primary"], training', '["person:alice"], training')
    assert not judged(people).findings


def test_whoever_is_away_then_need_not_be_trained() -> None:
    leave = ("Alice Ng", 'Alice Ng, leave: [{from: "2026-12-11", to: "2026-12-18"}]')
    (message,) = judged(leave).messages
    assert "Mon 2027-01-04" in message
    left = ("Alice Ng", 'Alice Ng, until: "2026-12-10"')
    assert not judged(left).findings


def test_substitutes_are_known_to_no_other_rule() -> None:
    override = '{from: "2026-12-07T09:00", to: "2026-12-14T09:00", user: "person:eve"}'
    swap = ("    users:", f"    overrides: [{override}]\n    users:")
    eve = ("    dana:", "    eve: {name: Eve Roy}\n    dana:")
    finding, *others = judged(swap, eve).findings
    assert finding.message == (
        "eve is primary Mon 2026-12-07 09:00 to Mon 2026-12-14 09:00 Europe/London, "
        "but no record shows that they passed ic-101"
    )
    assert finding.location.pointer == "/rotations/primary/overrides/0/user"
    assert finding.facts["ends"] == {"ic-101": None}
    assert "alice is primary Mon 2027-01-04" in others[0].message
    first = judged(swap, eve, records="alice,ic-101,2026-06-01\neve,ic-101,2020-02-29\n").findings[
        0
    ]
    assert first.message.endswith("but their ic-101 ended 2021-02-28")


def test_without_records_nobody_can_tell() -> None:
    verdict = judged(("  records: t.csv\n", ""))
    assert [skipped.reason for skipped in verdict.skipped] == [
        "the plan names no file of training records"
    ]
    verdict = judged(records=None)
    assert not verdict.findings
    assert "who has passed ic-101 is not known: t.csv" in verdict.skipped[0].reason
    verdict = judged(records="alice,ic-101,soon\n")
    assert not verdict.findings
    assert "t.csv is malformed in line" in verdict.skipped[0].reason


def test_members_that_only_slack_knows() -> None:
    group = ("  roles:", "  groups: {crew: {slack_usergroup: S01CREW}}\n  roles:")
    verdict = judged(group, ('"person:dana"]', '"person:dana", "group:crew"]'))
    assert [skipped.reason for skipped in verdict.skipped] == [
        "only Slack knows who is in group:crew"
    ]


@pytest.mark.parametrize(
    ("what", "instead"),
    [
        (", training: [ic-101]", ""),
        ("training: [ic-101]", "training: [ic-102]"),
        ('["rotation:primary"], t', '["rotation:primry"], t'),
        ('"person:dana"]', '"person:dnaa"]'),
        ("shift: 1w", "shift: 0m"),
    ],
)
def test_what_is_left_to_other_rules(what: str, instead: str) -> None:
    verdict = judged((what, instead))
    assert verdict.findings == verdict.skipped == ()


@given(st.dates(date(2025, 11, 21), date(2026, 2, 20)), st.integers(1, 12))
def test_the_first_shift_that_is_not_covered(completed: date, weeks: int) -> None:
    """Against a walk over the hours of each of Alice's weeks."""
    last = completed.replace(year=completed.year + 1)
    first = None
    for number in range(weeks + 1):
        start = datetime(2026, 11, 16, 9, tzinfo=UTC) + timedelta(weeks=number)
        is_alice = number % 4 == 3
        as_of = datetime(2026, 11, 21, 9, tzinfo=UTC)
        if is_alice and start < as_of + timedelta(weeks=weeks):
            hours = (start + timedelta(hours=hour) for hour in range(7 * 24))
            if first is None and any(hour.date() > last for hour in hours):
                first = f"{start:%Y-%m-%dT%H:%M:%SZ}"
    found = judged(records=f"alice,ic-101,{completed}\n", lookahead=f"{weeks}w").findings
    assert [finding.facts["from"] for finding in found] == ([first] if first else [])
