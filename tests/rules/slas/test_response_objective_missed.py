from __future__ import annotations

import pytest

from commplan.rules.slas.response_objective_missed import response_objective_missed
from commplan.testing import Verdict, judge_text

PLAN = """
channels:
  it-help: {kind: slack, slack: C01HELP, intake: {responders: "person:alice"}}
slas:
  helpdesk:
    applies: {channel: it-help}
    clock: 24x7
    targets: {TARGETS}
    objective: {OBJECTIVE}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
"""
UK = """
calendars:
  uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
"""
INCIDENTS = "id,severity,started_at,acknowledged_at,resolved_at,closed_at"


def plan(targets: str = "first_response: 30m", objective: str = "attainment: 0.9") -> str:
    return PLAN.replace("TARGETS", targets).replace("OBJECTIVE", objective)


def asked(*groups: str, more: str = "") -> str:
    lines = "\n".join(f"    - {{user: U09ANN, every: 1h, {one}}}" for one in groups)
    return f"""
people: {{U01ALICE: alice, U09ANN: ann}}
channels: {{C01HELP: it-help}}
messages:
  C01HELP: {"" if lines else "[]"}
{lines}
{more}
"""


def group(day: str, times: int, answer: str | None, user: str = "U01ALICE") -> str:
    thread = f", thread: [{{after: {answer}, user: {user}}}]" if answer else ""
    return f"at: 2026-11-{day}, times: {times}{thread}"


def judged(workspace: str | None, text: str | None = None, **more: object) -> Verdict:
    return judge_text(response_objective_missed, text or plan(), workspace=workspace, **more)  # type: ignore[arg-type]


def test_a_flawless_record_confirms_the_objective_only_with_enough_cases() -> None:
    assert judged(asked(group("05T00:00", 36, "10m"))).messages == ()
    (finding,) = judged(asked(group("05T00:00", 35, "10m"))).findings
    assert finding.outcome == "inconclusive"
    assert finding.severity == "warning"
    assert finding.message == (
        "first_response of sla:helpdesk: 35 of 35 requests within 30m (100 %, 95 % CI 90–100 %), "
        "objective 90 % in 28d; mean 10m, median 10m, P90 10m; it takes about 36 to tell"
    )


def test_what_is_missed_with_confidence() -> None:
    (finding,) = judged(asked(group("05T00:00", 30, "10m"), group("07T00:00", 20, "40m"))).findings
    assert finding.outcome == "fail"
    assert finding.message.startswith(
        "first_response of sla:helpdesk: 30 of 50 requests within 30m (60 %, 95 % CI 45–74 %), "
        "objective 90 % in 28d; mean 22m, median 10m, P90 40m; slowest: C01HELP 1794"
    )
    assert finding.help == (
        "see what keeps people waiting, or promise what is kept: `first_response: 40m`"
    )
    assert finding.facts["met"] == 30
    assert finding.facts["worst"] == [
        f"C01HELP {1794009600 + 3600 * hour}.000000" for hour in range(3)
    ]
    assert finding.resource is not None
    assert finding.resource.id == "C01HELP"


def test_links_where_the_address_of_the_workspace_is_known() -> None:
    workspace = asked(group("05T00:00", 10, "1h"))
    (finding,) = judged(workspace).findings
    assert "C01HELP 17938368" in finding.message


def test_what_waits_past_its_due_instant_is_missed_and_what_is_not_due_is_left_out() -> None:
    workspace = asked(
        group("05T00:00", 40, "10m"),
        group("20T12:00", 9, None),
        "at: 2026-11-21T08:45",
    )
    (finding,) = judged(workspace).findings
    assert (finding.facts["met"], finding.facts["missed"], finding.facts["pending"]) == (40, 9, 1)
    assert "mean at least " in finding.message
    assert "; left out: 1 not yet due" in finding.message


def test_a_percentile_is_held_against_the_target() -> None:
    text = plan(objective="percentile: 90")
    workspace = asked(group("05T00:00", 60, "10m"), group("09T00:00", 40, "50m"))
    (finding,) = judged(workspace, text).findings
    assert finding.outcome == "fail"
    assert finding.message.startswith(
        "first_response of sla:helpdesk: P90 50m of 100 requests (95 % CI 50–50m), promised 30m; "
        "60 of 100 in time (60 %) in 28d; mean 26m, median 10m; slowest: "
    )
    assert finding.message.count("P90") == 1
    assert (finding.facts["value"], finding.facts["limit"]) == (3000, 1800)
    assert judged(asked(group("05T00:00", 60, "10m")), text).messages == ()
    waiting = asked(group("05T00:00", 60, "10m"), group("12T00:00", 30, None))
    (finding,) = judged(waiting, text).findings
    assert finding.facts["value"] is None
    assert "P90 not reached of 90 requests (95 % CI 9.4d or more), promised 30m" in finding.message
    assert finding.message.count("not reached") == 1
    (finding,) = judged(waiting, plan(objective="percentile: 75")).findings
    assert finding.message.startswith("first_response of sla:helpdesk: P75 not reached of 90 ")
    assert ", median 10m, P90 not reached" in finding.message


@pytest.mark.parametrize("objective", ["percentile: 50", "attainment: 0.5"])
def test_what_comes_after_hours_that_closed_when_it_was_due_is_late(objective: str) -> None:
    text = plan("first_response: 1h", objective).replace("24x7", '"calendar:uk"') + UK
    workdays = [day for monday in (2, 9, 16) for day in range(monday, monday + 5)]
    for after, outcomes in (("1h", []), ("2h", ["fail"])):
        workspace = asked(*(group(f"{day:02}T16:30", 1, after) for day in workdays))
        assert [one.outcome for one in judged(workspace, text).findings] == outcomes


def test_days_of_work_have_no_fixed_length_so_the_share_is_judged() -> None:
    text = (
        plan("first_response: 1bd", "percentile: 90").replace("24x7", '"calendar:uk"')
        + """
calendars:
  uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
"""
    )
    workspace = asked(group("05T10:00", 5, "23h"), group("09T10:00", 5, "26h"))
    (finding,) = judged(workspace, text).findings
    assert "5 of 10 requests within 1bd (50 %, " in finding.message
    assert "objective 90 %" in finding.message


def test_the_hours_of_the_clock_count() -> None:
    text = (
        plan().replace("24x7", '"calendar:uk"')
        + """
calendars:
  uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
"""
    )
    over_night = asked("at: 2026-11-05T17:20, times: 1, thread: [{after: 960m, user: U01ALICE}]")
    (finding,) = judged(over_night, text).findings
    assert (finding.facts["met"], finding.facts["mean_seconds"]) == (1, 1800)


def talk(*replies: str, times: int = 40) -> str:
    """Requests in each of whose threads the same was written."""
    return asked(f"{group('05T00:00', times, None)}, thread: [{', '.join(replies)}]")


def said(after: str, user: str, text: str = "x", **more: str) -> str:
    extra = "".join(f", {name}: {value}" for name, value in more.items())
    return f"{{after: {after}, user: {user}, text: {text!r}{extra}}}"


ANN, ALICE = "U09ANN", "U01ALICE"
ANSWER = said("5m", ALICE)
NEXT = plan("acknowledge: 10m, first_response: 10m, next_response: 1h").replace(
    'responders: "person:alice"', 'responders: "person:alice", close_reactions: [done], EXTRA'
)
FOLLOWED = NEXT.replace(", EXTRA", "")
ASKING = NEXT.replace("EXTRA", "further: questions")


def test_a_window_of_working_days_begins_on_the_clock_of_the_promise() -> None:
    """As of Saturday 2026-11-21 09:00 that is Monday 2026-10-26 09:00 for twenty of them."""
    text = plan(objective="attainment: 0.9, window: 20bd")
    workspace = asked(
        "at: 2026-10-26T08:00, times: 1",
        "at: 2026-10-26T09:00, times: 1, thread: [{after: 5m, user: U01ALICE}]",
    )
    on_hours = text.replace("24x7", '"calendar:uk"') + UK
    (finding,) = judged(workspace, on_hours).findings
    assert (finding.facts["met"], finding.facts["missed"]) == (1, 0)
    assert " objective 90 % in 20bd; " in finding.message
    assert finding.facts["since"] == "2026-10-26T09:00:00Z"
    assert finding.facts["window_seconds"] is None
    (skipped,) = judged(workspace, text).skipped
    assert skipped.reason == (
        "sla:helpdesk is measured over 20bd: the clock 24x7 never stops, "
        "so no calendar tells which 20bd these are: write days, such as 28d"
    )
    assert skipped.pointer == "/slas/helpdesk/objective/window"


def test_each_target_is_judged() -> None:
    workspace = talk(ANSWER, said("10m", ANN, "which one?"), said("90m", ALICE))
    (finding,) = judged(workspace, FOLLOWED).findings
    assert finding.message.startswith(
        "next_response of sla:helpdesk: 0 of 40 follow-ups within 1h (0 %, "
    )
    assert finding.facts["median_seconds"] == 80 * 60


def test_every_message_after_an_answer_waits_unless_the_plan_counts_questions_only() -> None:
    workspace = talk(ANSWER, said("10m", ANN, "still broken"), said("90m", ALICE))
    (finding,) = judged(workspace, FOLLOWED).findings
    assert finding.facts["missed"] == 40
    (skipped,) = judged(workspace, ASKING).skipped
    assert skipped.reason == "next_response of sla:helpdesk: nothing of the last 28d is decided"
    workspace = workspace.replace("still broken", "still broken?")
    assert judged(workspace, ASKING).findings[0].facts["missed"] == 40


@pytest.mark.parametrize(
    "waiting",
    [
        (said("10m", ANN), said("20m", ANN, ":done:")),
        (said("10m", ANN, reactions="{done: [U01ALICE]}"),),
    ],
    ids=["message", "reaction"],
)
def test_a_request_that_is_closed_stops_the_clock_without_a_verdict(
    waiting: tuple[str, ...],
) -> None:
    (skipped,) = judged(talk(ANSWER, *waiting), FOLLOWED).skipped
    assert skipped.reason.startswith(
        "next_response of sla:helpdesk: nothing of the last 28d is decided; left out: 40 "
    )


def test_closed_after_it_was_due_is_missed_all_the_same() -> None:
    (finding,) = judged(
        talk(ANSWER, said("10m", ANN), said("80m", ANN, ":done:")), FOLLOWED
    ).findings
    assert (finding.facts["missed"], finding.facts["closed"]) == (40, 0)
    assert finding.facts["mean_grows"]


def cut_short(name: str, *, count: int) -> str:
    """A reaction of so many, of whom Slack names one who is no responder."""
    return f"raw: {{reactions: [{{name: {name}, users: [U10BEN], count: {count}}}]}}"


def test_a_reaction_of_which_slack_does_not_name_everybody_may_acknowledge() -> None:
    text = plan("acknowledge: 30m").replace("}}\nslas", ", ack_reactions: [eyes]}}\nslas")
    whole, cut = (
        asked(f"{group('05T00:00', 40, None)}, {cut_short('eyes', count=count)}")
        for count in (1, 60)
    )
    assert judged(whole, text).findings[0].facts["missed"] == 40
    (skipped,) = judged(cut, text).skipped
    assert skipped.reason.endswith("is decided; left out: 40 of unknown outcome")
    late = asked(f"{group('05T00:00', 40, '50m')}, {cut_short('eyes', count=60)}")
    (skipped,) = judged(late, text).skipped
    assert skipped.reason.endswith("is decided; left out: 40 of unknown outcome")
    in_time = asked(f"{group('05T00:00', 40, '10m')}, {cut_short('eyes', count=60)}")
    assert judged(in_time, text).messages == ()
    other = asked(f"{group('05T00:00', 40, None)}, {cut_short('tada', count=60)}")
    assert judged(other, text).findings[0].facts["missed"] == 40


def test_one_that_may_have_closed_the_request_leaves_it_unknown() -> None:
    waiting = f"{{after: 10m, user: {ANN}, {cut_short('done', count=60)}}}"
    (skipped,) = judged(talk(ANSWER, waiting), FOLLOWED).skipped
    assert skipped.reason.endswith("is decided; left out: 40 of unknown outcome")
    told = resolved(more=f", {cut_short('done', count=60)}")
    assert str(told["skipped"]).endswith("is decided; left out: 1 of unknown outcome")
    assert resolved(more=f", {cut_short('done', count=1)}")["missed"] == 1


def test_tickets_that_were_closed_stop_the_clock() -> None:
    stamps = [f"{1793836800 + 3600 * hour}.000000" for hour in range(40)]
    text = FOLLOWED + "evidence: {tickets: evidence/tickets.csv}\n"
    head = "key,channel,request_ts,created_at,closed_at\n"
    rows = "".join(
        f"T-{n},it-help,{stamp},2026-11-05T00:00Z,2026-11-{5 + n // 24:02}T{n % 24:02}:30Z\n"
        for n, stamp in enumerate(stamps)
    )
    workspace = talk(ANSWER, said("10m", ANN))
    files = {"evidence/tickets.csv": head + rows}
    (skipped,) = judged(workspace, text, files=files).skipped
    assert skipped.reason.endswith("is decided; left out: 40 closed without an answer")
    (finding,) = judged(workspace, FOLLOWED).findings
    assert finding.facts["missed"] == 40


def test_an_answer_of_somebody_else_does_not_count() -> None:
    (finding,) = judged(asked(group("05T00:00", 40, "5m", user="U10BEN"))).findings
    assert finding.facts["missed"] == 40


def test_whole_days_drawn_again_make_wider_intervals() -> None:
    bad_day = [group(f"{day:02}T00:00", 10, "10m" if day != 9 else "50m") for day in range(2, 18)]
    plain = judged(asked(*bad_day)).findings[0]
    (finding,) = judged(asked(*bad_day), parameters={"bootstrap": "day"}).findings
    assert finding.facts["low"] < plain.facts["low"]  # type: ignore[operator]


def test_a_window_that_was_not_read_to_its_start_decides_nothing() -> None:
    text = plan(objective="attainment: 0.9, window: 450d")
    (finding,) = judged(asked(group("05T00:00", 50, "40m")), text).findings
    assert finding.outcome == "inconclusive"
    assert "; messages of #it-help are known from 2025-10-17T09:00:00Z on" in finding.message
    assert finding.help == "look at a shorter `window`, or wait"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("    objective: {attainment: 0.9}\n", ""), "has no objective to be held against"),
        (("alice: {name: Alice Ng, slack: U01ALICE}", "alice: {name: Alice Ng}"), "alice"),
    ],
)
def test_what_cannot_be_judged(change: tuple[str, str], reason: str) -> None:
    verdict = judged(asked(group("05T00:00", 40, "5m")), plan().replace(*change))
    assert verdict.messages == ()
    assert reason in verdict.skipped[0].reason


def test_without_messages_nothing_is_passed() -> None:
    (skipped,) = judged(None).skipped
    assert skipped.reason == "no messages were read"
    quiet = judged(asked())
    assert quiet.messages == ()
    assert "nothing of the last 28d is decided" in quiet.skipped[0].reason


SEVERITY = """
severities:
  sev1: {order: 1, sla: "sla:major"}
slas:
  major:
    clock: 24x7
    targets: {acknowledge: 10m, resolve: 4h}
    objective: {attainment: 0.5, window: 90d}
evidence: {incidents: incidents.csv}
"""


def rows(*told: str) -> dict[str, str]:
    return {"incidents.csv": "\n".join([INCIDENTS, *told]) + "\n"}


def test_incidents_are_measured_by_their_records() -> None:
    told = [
        f"I-{day},sev1,2026-11-{day:02}T08:00Z,2026-11-{day:02}T08:05Z,2026-11-{day:02}T14:00Z,"
        for day in range(2, 20)
    ]
    (finding,) = judged(None, SEVERITY, files=rows(*told)).findings
    assert finding.message == (
        "resolve of sla:major: 0 of 18 incidents within 4h (0 %, 95 % CI 0–19 %), objective 50 % "
        "in 90d; mean 6.0h, median 6.0h, P90 6.0h; slowest: I-2 (6.0h), I-3 (6.0h), I-4 (6.0h)"
    )


def test_incidents_that_go_on_and_records_that_do_not_tell() -> None:
    told = [
        "I-1,sev1,2026-11-20T08:00Z,,,",
        "I-2,sev1,2026-11-21T08:30Z,2026-11-21T08:31Z,,",
        "I-3,sev1,2026-11-05T08:30Z,,2026-11-05T09:30Z,",
        "I-4,sev1,2026-05-05T08:30Z,,2026-11-05T09:30Z,",
    ]
    acknowledged, resolved = judged(None, SEVERITY, files=rows(*told)).findings
    assert [acknowledged.facts[key] for key in ("met", "missed", "unknown")] == [1, 1, 1]
    assert [resolved.facts[key] for key in ("met", "missed", "pending")] == [1, 1, 1]


def test_incidents_without_records() -> None:
    without = SEVERITY.replace("evidence: {incidents: incidents.csv}", "")
    (skipped,) = judged(None, without).skipped
    assert "the plan names no file of incidents" in skipped.reason
    verdict = judged(None, SEVERITY, files={})
    assert "which incidents there were is not known" in verdict.skipped[0].reason


def test_the_first_update_is_the_first_response_to_an_incident() -> None:
    text = SEVERITY.replace("acknowledge: 10m, resolve: 4h", "first_response: 10m").replace(
        "incidents.csv}", "incidents.csv, updates: updates.csv}"
    )
    days = range(2, 20)
    told = rows(
        *(f"I-{day},sev1,2026-11-{day:02}T08:00Z,,2026-11-{day:02}T14:00Z," for day in days)
    )
    late = "incident,posted_at\n" + "".join(f"I-{day},2026-11-{day:02}T09:00Z\n" for day in days)
    (finding,) = judged(None, text, files={**told, "updates.csv": late}).findings
    assert (finding.facts["missed"], finding.facts["mean_seconds"]) == (18, 3600)
    none = "incident,posted_at\n"
    (finding,) = judged(None, text, files={**told, "updates.csv": none}).findings
    assert (finding.facts["missed"], finding.facts["mean_seconds"]) == (18, 6 * 3600)
    assert not finding.facts["mean_grows"]


RESOLVE = """
channels:
  it-help:
    kind: slack
    slack: C01HELP
    intake: {responders: "person:alice", close_reactions: [done], ticketing: "tool:jira"}
slas:
  helpdesk:
    applies: {channel: it-help}
    clock: CLOCK
    targets: {resolve: TARGET}
    objective: {attainment: 0.99}
    pause: {metrics: [resolve], reactions: [hourglass]}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
tools:
  jira: {kind: ticketing}
calendars:
  uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
"""


def resolved(
    *thread: str, target: str = "4h", clock: str = "24x7", more: str = "", **files: str
) -> dict[str, object]:
    """What is told of one request of Thursday 2026-11-05 16:00 with some replies."""
    replies = ", ".join(f"{{{one}}}" for one in thread)
    text = RESOLVE.replace("CLOCK", clock).replace("TARGET", target)
    if files:
        text += "evidence: {tickets: tickets.csv}\n"
    written = f"at: 2026-11-05T16:00{more}" + (f", thread: [{replies}]" if replies else "")
    told = {f"{name}.csv": content for name, content in files.items()}
    verdict = judged(asked(written), text, files=told)
    if not verdict.findings:
        return {"skipped": verdict.skipped[0].reason}
    return dict(verdict.findings[0].facts)


CLOSES = "user: U01ALICE, text: ':done:'"


def test_the_time_to_the_closing_message() -> None:
    assert resolved(f"after: 3h, {CLOSES}")["met"] == 1
    assert resolved(f"after: 5h, {CLOSES}")["missed"] == 1
    assert resolved("after: 5m, user: U01ALICE")["missed"] == 1


def test_time_on_hold_does_not_count() -> None:
    pause = "after: 1h, user: U01ALICE, text: 'which printer? :hourglass:'"
    facts = resolved(pause, "after: 20h, user: U09ANN", f"after: 22h, {CLOSES}")
    assert (facts["met"], facts["mean_seconds"]) == (1, 3 * 3600)
    assert resolved(pause)["skipped"].endswith("left out: 1 not yet due")  # type: ignore[attr-defined]


def test_a_request_taken_up_again_goes_on() -> None:
    facts = resolved(
        f"after: 1h, {CLOSES}",
        "after: 30h, user: U09ANN, text: 'again?'",
        f"after: 34h, {CLOSES}",
    )
    assert (facts["missed"], facts["mean_seconds"]) == (1, 5 * 3600)
    facts = resolved(
        f"after: 1h, {CLOSES}",
        "at: 2026-11-15T16:00, user: U09ANN, text: 'again?'",
    )
    assert (facts["met"], facts["mean_seconds"]) == (1, 3600)


def test_days_of_work_and_hours_of_the_clock() -> None:
    uk = '"calendar:uk"'
    by_friday = {"target": "1bd", "clock": uk}
    assert resolved("at: 2026-11-06T16:00, " + CLOSES, **by_friday)["met"] == 1
    assert resolved("at: 2026-11-06T16:01, " + CLOSES, **by_friday)["missed"] == 1
    hours = {"target": "2h", "clock": uk}
    assert resolved("at: 2026-11-06T09:30, " + CLOSES, **hours)["met"] == 1
    assert resolved("at: 2026-11-06T09:31, " + CLOSES, **hours)["missed"] == 1


def test_tickets_tell_when_a_request_was_closed() -> None:
    head = "key,request_ts,channel,created_at,closed_at\n"
    row = "IT-1,1793894400.000000,it-help,2026-11-05T16:01Z,"
    assert resolved(tickets=f"{head}{row}2026-11-05T19:00Z\n")["met"] == 1
    assert resolved(tickets=f"{head}{row}2026-11-05T21:00Z\n")["missed"] == 1
    assert resolved(tickets=f"{head}{row}\n")["missed"] == 1


def test_a_reaction_tells_only_that_it_was_closed_by_the_time_it_was_seen() -> None:
    told = resolved(more=", reactions: {done: [U01ALICE]}")
    assert told["skipped"].endswith("left out: 1 of unknown outcome")  # type: ignore[attr-defined]


def test_without_a_way_to_close_nothing_is_known() -> None:
    text = RESOLVE.replace("close_reactions: [done], ", "").replace("CLOCK", "24x7")
    verdict = judged(asked("at: 2026-11-05T16:00"), text.replace("TARGET", "4h"))
    assert verdict.skipped[0].reason.endswith("left out: 1 of unknown outcome")
