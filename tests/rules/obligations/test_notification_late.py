from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.rules.obligations.notification_late import notification_late
from commplan.testing import Verdict, judge_text

PLAN = """
metadata: {id: it-ops, timezone: UTC}
obligations:
  gdpr-33: {trigger: personal-data-breach, deadline: 72h, decision: "role:dpo"}
  nis2-notify: {trigger: significant-incident, deadline: 72h}
  nis2-final:
    after: nis2-notify
    deadline: 1mo
evidence: {notifications: notices.csv}
stakeholders:
  people:
    dana: {name: Dana Fox, slack: U04DANA, calendar: "calendar:uk"}
  roles: {dpo: {holders: ["person:dana"]}}
calendars:
  uk:
    timezone: Europe/London
    hours: {mon-fri: ["09:00-17:00"]}
    holidays: {source: "holidays:GB/ENG"}
"""
HEAD = "obligation,incident,aware_at,submitted_at\n"


def judged(*rows: str, plan: str = PLAN, **more: object) -> Verdict:
    files = {"notices.csv": HEAD + "".join(f"{row}\n" for row in rows)}
    return judge_text(notification_late, plan, files=files, **more)  # type: ignore[arg-type]


def test_the_message_says_when_it_was_due_and_by_how_much_it_was_missed() -> None:
    (finding,) = judged("gdpr-33,INC-12,2026-05-01T09:00:00Z,2026-05-04T15:30:00Z").findings
    assert finding.message == (
        "gdpr-33 for INC-12: aware Fri 2026-05-01 09:00Z, due Mon 2026-05-04 09:00Z, "
        "submitted 15:30Z, 6h 30m late"
    )
    assert finding.location.pointer == "/obligations/gdpr-33/deadline"
    assert finding.facts == {
        "obligation": "gdpr-33",
        "incident": "INC-12",
        "began_at": "2026-05-01T09:00:00Z",
        "due": "2026-05-04T09:00:00Z",
        "submitted_at": "2026-05-04T15:30:00Z",
        "late_seconds": 6 * 3600 + 1800,
    }


@pytest.mark.parametrize(
    ("submitted", "late"),
    [("2026-05-04T09:00:00Z", False), ("2026-05-04T09:00:01Z", True), ("", True)],
)
def test_at_the_due_instant_it_is_in_time(submitted: str, *, late: bool) -> None:
    assert bool(judged(f"gdpr-33,INC-12,2026-05-01T09:00:00Z,{submitted}").findings) == late


def test_what_is_not_due_yet_is_well() -> None:
    row = "gdpr-33,INC-12,2026-05-01T09:00:00Z,"
    assert not judged(row, as_of="2026-05-04T09:00:00Z").findings
    (message,) = judged(row, as_of="2026-05-04T10:00:00Z").messages
    assert message.endswith("due Mon 2026-05-04 09:00Z, not submitted, 1h late")


def test_what_was_submitted_after_as_of_is_not_submitted_yet() -> None:
    row = "gdpr-33,INC-12,2026-05-01T09:00:00Z,2026-05-10T09:00:00Z"
    (message,) = judged(row, as_of="2026-05-05T09:00:00Z").messages
    assert message.endswith("not submitted, 24h late")
    assert not judged(row, as_of="2026-05-04T09:00:00Z").findings


def test_the_zone_of_the_plan_is_told() -> None:
    plan = PLAN.replace("timezone: UTC", "timezone: Europe/London")
    (message,) = judged("gdpr-33,INC-12,2026-05-01T09:00,2026-05-05T09:00", plan=plan).messages
    assert message == (
        "gdpr-33 for INC-12: aware Fri 2026-05-01 09:00 Europe/London, due Mon 2026-05-04 09:00, "
        "submitted Tue 09:00, 24h late"
    )


def test_corrections_do_not_make_it_late_and_awareness_counts_from_the_first() -> None:
    row = "gdpr-33,INC-12,2026-05-01T09:00:00Z,{}"
    assert not judged(
        row.format("2026-05-20T09:00:00Z"), row.format("2026-05-02T09:00:00Z")
    ).findings
    later = "gdpr-33,INC-12,2026-05-03T09:00:00Z,2026-05-05T09:00:00Z"
    assert judged(later, row.format("")).messages[0].startswith("gdpr-33 for INC-12: aware Fri")
    assert not judged(later).findings


def test_each_incident_is_told_apart() -> None:
    rows = [f"gdpr-33,INC-{n},2026-05-01T09:00:00Z,2026-05-05T09:00:00Z" for n in (1, 2)]
    first, second = judged(*rows).findings
    assert first.fingerprint != second.fingerprint


class TestWhatFollowsAnother:
    NOTIFY = "nis2-notify,INC-1,2026-08-29T10:00:00Z,2026-08-31T10:00:00Z"

    def test_a_month_runs_by_the_calendar_from_the_submission_before(self) -> None:
        final = "nis2-final,INC-1,2026-08-29T10:00:00Z,{}"
        assert not judged(self.NOTIFY, final.format("2026-09-30T10:00:00Z")).findings
        assert judged(self.NOTIFY, final.format("2026-10-01T10:00:00Z")).messages == (
            (
                "nis2-final for INC-1: nis2-notify sent Mon 2026-08-31 10:00Z, "
                "due Wed 2026-09-30 10:00Z, submitted Thu 10:00Z, 24h late"
            ),
        )

    def test_it_is_owed_without_a_record_of_its_own(self) -> None:
        assert not judged(self.NOTIFY, as_of="2026-09-30T10:00:00Z").findings
        (message,) = judged(self.NOTIFY, as_of="2026-10-02T10:00:00Z").messages
        assert message.endswith("due Wed 2026-09-30 10:00Z, not submitted, 48h late")

    def test_it_has_not_begun_while_the_one_before_is_due(self) -> None:
        rows = ("nis2-notify,INC-1,2026-08-29T10:00:00Z,", "nis2-final,INC-1,2026-08-29T10:00Z,")
        (finding,) = judged(*rows).findings
        assert finding.facts["obligation"] == "nis2-notify"

    def test_of_one_alone_nobody_can_tell(self) -> None:
        verdict = judged(
            "nis2-final,INC-1,2026-01-01T10:00:00Z,2026-10-01T10:00:00Z",
            self.NOTIFY[:-1].replace("INC-1", "INC-2") + "Z",
        )
        assert [skip.reason for skip in verdict.skipped] == [
            "whether nis2-final for INC-1 is late is not known: there is no record of nis2-notify"
        ]

    @pytest.mark.parametrize(
        ("final", "findings", "skipped"),
        [
            ("2026-09-30T10:00:00Z", 0, 0),
            ("2026-10-05T10:00:00Z", 0, 1),
            ("2026-10-11T10:00:00Z", 1, 0),
        ],
    )
    def test_two_submissions_before_decide_only_if_both_say_the_same(
        self, final: str, findings: int, skipped: int
    ) -> None:
        again = "nis2-notify,INC-1,2026-08-29T10:00:00Z,2026-09-10T10:00:00Z"
        own = f"nis2-final,INC-1,2026-08-29T10:00:00Z,{final}"
        verdict = judged(self.NOTIFY, again, own)
        assert (len(verdict.findings), len(verdict.skipped)) == (findings, skipped)
        assert all("nis2-notify was submitted 2 times" in s.reason for s in verdict.skipped)

    def test_a_reference_that_leads_nowhere_is_left_to_others(self) -> None:
        plan = PLAN.replace("after: nis2-notify", "after: nis2-notifi")
        verdict = judged("nis2-final,INC-1,2026-01-01T10:00:00Z,", plan=plan)
        assert (verdict.findings, verdict.skipped) == ((), ())


class TestDaysOff:
    """2026-04-03 to 2026-04-06 is Easter in England."""

    PLAN = PLAN.replace("gdpr-33:", "dora-initial:").replace("72h, decision", "4h, decision")
    ROW = "dora-initial,INC-1,2026-04-03T08:00:00Z,{}"

    def test_a_pack_moves_the_deadline_to_noon_of_the_next_working_day(self) -> None:
        in_time, late = "2026-04-07T12:00:00Z", "2026-04-07T12:00:01Z"
        assert not judged(self.ROW.format(in_time), plan=self.PLAN, packs=("dora",)).findings
        (finding,) = judged(self.ROW.format(late), plan=self.PLAN, packs=("dora",)).findings
        assert finding.facts["due"] == "2026-04-07T12:00:00Z"

    def test_nothing_moves_without_the_pack(self) -> None:
        (finding,) = judged(self.ROW.format("2026-04-07T12:00:00Z"), plan=self.PLAN).findings
        assert finding.facts["due"] == "2026-04-03T12:00:00Z"

    def test_a_clock_of_a_calendar_runs_in_its_hours(self) -> None:
        plan = PLAN.replace(
            "deadline: 72h, decision", 'deadline: 8h, clock: "calendar:uk", decision'
        )
        row = "gdpr-33,INC-1,2026-04-02T15:00:00Z,{}"
        in_time, late = row.format("2026-04-07T15:00:00Z"), row.format("2026-04-07T15:00:01Z")
        assert not judged(in_time, plan=plan).findings
        assert judged(late, plan=plan).findings

    def test_a_clock_that_nobody_can_read_is_said(self) -> None:
        plan = PLAN.replace(
            "deadline: 72h, decision", 'deadline: 8h, clock: "calendar:uk", decision'
        )
        bad = plan.replace("holidays:GB/ENG", "holidays:ZZ")
        verdict = judged("gdpr-33,INC-1,2026-04-02T15:00:00Z,", plan=bad)
        assert verdict.findings == ()
        assert (
            "nobody can tell when obligation gdpr-33 is due: calendar:uk"
            in verdict.skipped[0].reason
        )
        closed = plan.replace('{mon-fri: ["09:00-17:00"]}', "{}")
        verdict = judged("gdpr-33,INC-1,2026-04-02T15:00:00Z,", plan=closed)
        assert "calendar:uk stays closed" in verdict.skipped[0].reason


def test_what_was_late_is_told_for_a_year_and_what_is_owed_until_it_is_submitted() -> None:
    row = "gdpr-33,INC-1,2025-05-01T09:00:00Z,{}"
    assert not judged(row.format("2025-11-20T09:00:00Z")).findings
    assert judged(row.format("2025-11-21T09:00:00Z")).findings
    assert judged(row.format("")).findings
    assert judged(row.format("2025-11-20T09:00:00Z"), parameters={"window": "24mo"}).findings


def test_what_cannot_be_looked_up_is_not_assessed() -> None:
    row = "gdpr-33,INC-1,2025-05-01T09:00:00Z,"
    unnamed = judged(row, plan=PLAN.replace("evidence: {notifications: notices.csv}", ""))
    assert [s.reason for s in unnamed.skipped] == ["the plan names no file of notifications"]
    broken = judged(row, "gdpr-33,INC-2,yesterday,")
    assert [s.reason for s in broken.skipped] == [
        "what was submitted is not known: notices.csv is malformed in line 3"
    ]
    assert (unnamed.findings, broken.findings) == ((), ())


def test_records_of_obligations_that_the_plan_does_not_have() -> None:
    verdict = judged("gdpr-3,INC-1,2025-05-01T09:00:00Z,", "x,INC-1,2025-05-01T09:00:00Z,")
    assert [s.reason for s in verdict.skipped] == [
        "notices.csv: the plan has no obligation 'gdpr-3' and 1 more; did you mean gdpr-33?"
    ]


def test_a_plan_without_obligations_asks_for_no_records() -> None:
    verdict = judge_text(notification_late, "channels: {a: {kind: email}}")
    assert (verdict.findings, verdict.skipped) == ((), ())


HOURS = st.integers(-200, 200)


@given(st.lists(st.tuples(st.sampled_from(["A", "B"]), HOURS, st.none() | HOURS), max_size=6))
def test_it_finds_what_a_clock_on_the_wall_would(rows: list[tuple[str, int, int | None]]) -> None:
    now = datetime(2026, 11, 21, 9, tzinfo=UTC)

    def at(hours: int | None) -> str:
        return "" if hours is None else f"{(now + timedelta(hours=hours)).isoformat()}"

    expected = set()
    for incident in ("A", "B"):
        known = [(a, s) for name, a, s in rows if name == incident and a <= 0]
        aware = min((a for a, _ in known), default=None)
        sent = min((s for _, s in known if s is not None and s <= 0), default=0)
        if aware is not None and sent > aware + 72:
            expected.add(incident)
    lines = (f"gdpr-33,{name},{at(aware)},{at(sent)}" for name, aware, sent in rows)
    found = judged(*lines).findings
    assert {finding.facts["incident"] for finding in found} == expected
