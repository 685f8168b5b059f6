from __future__ import annotations

import pytest

from commplan.rules.slas.cadence_missed import cadence_missed
from commplan.testing import Verdict, expect, judge_text

INCIDENT = "INC-12,sev1,2026-11-18T10:00:00Z,,2026-11-18T12:00:00Z,"
HEAD = "id,severity,started_at,acknowledged_at,resolved_at,closed_at"
PLAN = """
severities:
  sev1: {order: 1, sla: "sla:major"}
  sev2: {order: 2}
slas:
  major:
    clock: 24x7
    targets:
      update_every:
        investigating: 30m  # <- MARK
        monitoring: 60m
    objective: {window: 28d}
channels:
  incidents: {kind: slack, slack: C02INC}
messages:
  incident-update:
    {kind: incident, when: sev1, via: ["channel:incidents"], sender: "role:lead"}
evidence:
  incidents: incidents.csv
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    bob: {name: Bob Ito, slack: U02BOB}
  roles:
    lead: {holders: ["person:alice"], deputies: ["person:bob"]}
"""


def incidents(*rows: str) -> dict[str, str]:
    return {"incidents.csv": "\n".join([HEAD, *(rows or (INCIDENT,))]) + "\n"}


def posts(*written: str, more: str = "") -> str:
    lines = "\n".join(f"    - {{{one}}}" for one in written)
    return f"""
people: {{U01ALICE: alice, U02BOB: bob, U09ANN: ann}}
channels: {{C02INC: incidents}}
messages:
  C02INC: {"" if lines else "[]"}
{lines}
{more}
"""


def at(clock: str, text: str = "", user: str = "U01ALICE", **more: str) -> str:
    keys = {"at": f"2026-11-18T{clock}", "user": user, "text": f'"{text}"', **more}
    return ", ".join(f"{key}: {value}" for key, value in keys.items())


def judged(
    workspace: str | None, plan: str = PLAN, files: dict[str, str] | None = None, **more: object
) -> Verdict:
    chosen = incidents() if files is None else files
    return judge_text(cadence_missed, plan, workspace=workspace, files=chosen, **more)  # type: ignore[arg-type]


def test_updates_in_time() -> None:
    every_half_hour = [at("10:30"), at("11:00", user="U02BOB"), at("11:31")]
    assert judged(posts(*every_half_hour)).messages == ()


def test_the_worst_of_several_gaps_is_told() -> None:
    plan = PLAN.replace(
        "# <- MARK",
        "# <- INC-12: no update from Wed 2026-11-18 11:00Z to 12:00Z "
        "(1h), promised every 30m while investigating (1 more)",
    )
    expect(cadence_missed, plan, workspace=posts(at("10:15"), at("11:00")), files=incidents())


@pytest.mark.parametrize(
    ("written", "gap"),
    [
        ([], ("2026-11-18T10:00:00Z", "2026-11-18T12:00:00Z")),
        ([at("10:20", user="U09ANN")], ("2026-11-18T10:00:00Z", "2026-11-18T12:00:00Z")),
        ([at("09:59"), at("12:01")], ("2026-11-18T10:00:00Z", "2026-11-18T12:00:00Z")),
        (
            [at("10:20"), at("10:40", "monitoring now")],
            ("2026-11-18T10:40:00Z", "2026-11-18T12:00:00Z"),
        ),
    ],
)
def test_who_wrote_and_when_counts(written: list[str], gap: tuple[str, str]) -> None:
    (finding,) = judged(posts(*written)).findings
    assert (finding.facts["from"], finding.facts["to"]) == gap


def test_a_phase_has_its_own_cadence_until_another_is_named() -> None:
    slow = [at("10:30", "Monitoring the mend"), at("11:30", "all is well")]
    assert judged(posts(*slow)).messages == ()
    (finding,) = judged(posts(*slow[:1], at("11:20", "Investigating again"))).findings
    assert finding.facts["phase"] == "investigating"


def test_once_it_is_said_to_be_resolved_nobody_waits() -> None:
    plan = PLAN + "templates:\n  t: {phases: [resolved]}\n"
    assert judged(posts(at("10:20", "Resolved")), plan).messages == ()


def test_an_announced_time_stands_for_the_cadence_but_not_for_ever() -> None:
    said = [at("10:30", "Next update: 11:45"), at("11:45")]
    assert judged(posts(*said)).messages == ()
    (message,) = judged(posts(at("10:30", "Next update: 11:10"), at("11:45"))).messages
    assert "(1h 15m), the next one was announced for 11:10Z" in message
    (finding,) = judged(posts(at("10:00:01", "Next update: 11:55"))).findings
    assert finding.facts["due"] == "2026-11-18T11:30:01Z"


THREAD = "[" + ", ".join(f"{{after: {m}m, user: U01ALICE}}" for m in (15, 45, 75, 105)) + "]"


def test_updates_in_threads_count() -> None:
    assert judged(posts(at("10:10", user="U09ANN", thread=THREAD))).messages == ()


def test_two_incidents_at_once_are_told_apart_by_their_ids() -> None:
    files = incidents(INCIDENT, "INC-13,sev1,2026-11-18T10:00:00Z,,2026-11-18T12:00:00Z,")
    both = [at(clock) for clock in ("10:30", "11:00", "11:30")]
    assert judged(posts(*both), files=files).messages == ()
    one = [at(clock, "INC-12: still down") for clock in ("10:30", "11:00", "11:30")]
    (finding,) = judged(posts(*one), files=files).findings
    assert finding.facts["incident"] == "INC-13"
    root = at("10:10", "inc-13 is open", user="U09ANN", thread=THREAD)
    assert judged(posts(*one, root), files=files).messages == ()


def test_with_a_marker_whoever_writes_it_gives_an_update() -> None:
    marked = PLAN.replace('sender: "role:lead"', 'sender: "role:lead", template: "template:t"')
    marked = marked.replace("evidence:", "templates:\n  t: {marker: Status update}\nevidence:")
    told = [
        at(clock, "STATUS  update: down", user="U09ANN") for clock in ("10:30", "11:00", "11:30")
    ]
    assert judged(posts(*told), marked).messages == ()
    (finding,) = judged(posts(at("10:30"), *told[1:]), marked).findings
    assert finding.facts["from"] == "2026-11-18T10:00:00Z"


def test_an_automation_may_post_them() -> None:
    plan = PLAN + "automations:\n  bot: {message: incident-update, app: statusbot}\n"
    by_bot = [
        f"at: 2026-11-18T{clock}, bot: B01STAT, app: A01STAT"
        for clock in ("10:30", "11:00", "11:30")
    ]
    bots = "bots: {B01STAT: {name: statusbot, app_id: A01STAT}}"
    assert judged(posts(*by_bot, more=bots), plan).messages == ()
    (finding,) = judged(posts(*by_bot, more=bots.replace("statusbot", "other")), plan).findings
    assert finding.facts["to"] == "2026-11-18T12:00:00Z"


def test_the_hours_of_the_sla_count() -> None:
    plan = (
        PLAN.replace("clock: 24x7", 'clock: "calendar:uk"')
        + """
calendars:
  uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
"""
    )
    over_night = incidents("INC-12,sev1,2026-11-18T17:00:00Z,,2026-11-19T09:26:00Z,")
    assert judged(posts(at("17:25")), plan, over_night).messages == ()
    late = incidents("INC-12,sev1,2026-11-18T17:00:00Z,,2026-11-19T09:57:00Z,")
    (message,) = judged(posts(at("17:25")), plan, late).messages
    assert "no update from Wed 2026-11-18 17:25 to 09:57 (1h 2m)" in message


def test_an_incident_that_goes_on() -> None:
    files = incidents("INC-12,sev1,2026-11-21T08:00:00Z,,,")
    (message,) = judged(posts(), files=files).messages
    assert "no update from Sat 2026-11-21 08:00Z and none since (1h)" in message
    soon = incidents("INC-12,sev1,2026-11-21T08:35:00Z,,,")
    assert judged(posts(), files=soon).messages == ()


def test_records_of_updates_stand_for_messages() -> None:
    plan = PLAN.replace("incidents.csv", "incidents.csv\n  updates: updates.csv")
    rows = "incident,posted_at,phase,next_update_at\nINC-12,2026-11-18T10:20:00Z,monitoring,\n"
    files = incidents() | {"updates.csv": rows + "INC-12,2026-11-18T11:10:00Z,,\n"}
    assert judged(None, plan, files).messages == ()
    (finding,) = judged(None, plan, incidents() | {"updates.csv": rows}).findings
    assert finding.facts["from"] == "2026-11-18T10:20:00Z"
    verdict = judged(None, plan, incidents() | {"updates.csv": "incident\n"})
    assert verdict.messages == ()
    assert "which updates were sent is not known" in verdict.skipped[0].reason


@pytest.mark.parametrize(
    ("workspace", "files", "reason"),
    [
        (None, incidents(), "no messages were read, and the plan names no file of updates"),
        (posts(), {}, "which incidents there were is not known"),
        (posts(), incidents("I,sev9,2026-11-18T10:00:00Z,,,"), "has no severity 'sev9'"),
        (posts(), incidents("I,sev1,2025-03-01T10:00:00Z,,,"), "began before 2025-10-17"),
        ("channels: {C02INC: incidents}", incidents(), "messages: not read"),
    ],
)
def test_what_cannot_be_told(workspace: str | None, files: dict[str, str], reason: str) -> None:
    verdict = judged(workspace, files=files)
    assert any(reason in one.reason for one in verdict.skipped)


def test_without_records_nobody_knows_when_updates_were_due() -> None:
    plan = PLAN.replace("evidence:\n  incidents: incidents.csv\n", "")
    (skipped,) = judged(posts(), plan).skipped
    assert skipped.reason.startswith("the plan names no file of incidents")


REPORT = """
channels:
  leads: {kind: slack, slack: C03LEAD}
messages:
  weekly:
    kind: report
    when: every Mon 09:00  # <- MARK
    via: ["channel:leads"]
    sender: "person:alice"
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
"""
MONDAYS = ("2026-10-26", "2026-11-02", "2026-11-09", "2026-11-16")


def reports(*instants: str, user: str = "U01ALICE") -> str:
    lines = "\n".join(f"    - {{at: {instant}, user: {user}}}" for instant in instants)
    return f"people: {{{user}: a}}\nchannels: {{C03LEAD: leads}}\nmessages:\n  C03LEAD:\n{lines}\n"


def test_reports_in_time_or_early() -> None:
    plan = REPORT.replace("# <- MARK", "")
    in_time = [
        f"{day}T{clock}"
        for day, clock in zip(MONDAYS, ("09:00", "09:59", "08:00", "10:00"), strict=True)
    ]
    assert judged(reports(*in_time), plan).messages == ()


def test_a_report_that_was_late_and_one_that_never_came() -> None:
    told = (
        "report weekly: 2 of 4 late or missing in 28d; nothing of its sender was posted for the one"
    )
    plan = REPORT.replace("# <- MARK", f"# <- {told} due Mon 2026-11-09 09:00Z")
    came = [f"{MONDAYS[0]}T09:00", f"{MONDAYS[1]}T10:01", f"{MONDAYS[3]}T09:00"]
    expect(cadence_missed, plan, workspace=reports(*came))
    (message,) = judged(reports(*came, f"{MONDAYS[2]}T09:10"), REPORT).messages
    assert message.endswith(
        "1 of 4 late or missing in 28d; "
        "the one due Mon 2026-11-02 09:00Z was posted 10:01Z, 1h 1m late"
    )


def test_what_others_post_is_no_report() -> None:
    (message,) = judged(
        reports(*(f"{day}T09:00" for day in MONDAYS), user="U09ANN"), REPORT
    ).messages
    assert "4 of 4" in message


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("every Mon 09:00", "weekly"), "is due cannot be read from 'weekly'"),
        (("kind: slack, slack: C03LEAD", "kind: email"), "goes through no Slack channel"),
        (("C03LEAD", "C04LEAD"), ""),
    ],
)
def test_reports_that_cannot_be_judged(change: tuple[str, str], reason: str) -> None:
    verdict = judged(reports(f"{MONDAYS[0]}T09:00"), REPORT.replace(*change))
    assert verdict.messages == ()
    assert reason in verdict.skipped[0].reason
