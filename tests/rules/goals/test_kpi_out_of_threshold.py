from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from commplan.rules.goals.kpi_out_of_threshold import kpi_out_of_threshold
from commplan.testing import Verdict, judge_text

HEAD = "id,severity,started_at,acknowledged_at,resolved_at,closed_at\n"
NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)
TWENTY = [float(hours) for hours in (1, 2, 3, 4, 4.2, 4.3, 4.4, 4.5, 5.0, 5.2)] + [
    *(5.4, 5.8, 6, 6.5, 7.0, 7.5, 8, 9, 10, 11)
]
"""Hours; the 6th is 4.3, the 10th 5.2 and the 15th 7.0."""


def iso(at: datetime | None) -> str:
    return "" if at is None else at.isoformat()


def incidents(hours: list[float], *, open_: int = 0, every: int = 1) -> str:
    """Incidents that began at noon of the days before, and how long they took to resolve."""
    lines = []
    for number, length in enumerate(hours):
        start = NOON - timedelta(days=number * every)
        end = start + timedelta(hours=length)
        lines.append(f"INC-{number},sev2,{iso(start)},{iso(start)},{iso(end)},{iso(end)}")
    for number in range(open_):
        start = NOON - timedelta(days=number * every)
        lines.append(f"OPEN-{number},sev2,{iso(start)},,,")
    return HEAD + "\n".join(lines) + "\n"


def judge(records: str | None, more: str = "", **other: Any) -> Verdict:
    fields = {
        "metric": "resolve",
        "stat": "median",
        "threshold": '"<=4h"',
        "window": "90d",
        "source": "f.csv",
    } | {key: value for key, value in other.items() if key != "parameters"}
    kpi = ", ".join(f"{key}: {value}" for key, value in fields.items() if value is not None)
    return judge_text(
        kpi_out_of_threshold,
        f"kpis:\n  mttr: {{{kpi}}}\n{more}",
        files={} if records is None else {"f.csv": records},
        parameters=other.get("parameters"),
    )


def test_a_median_that_is_too_long_for_certain() -> None:
    (finding,) = judge(incidents(TWENTY)).findings
    assert finding.message == (
        "mttr: median 5.2h of 20 incidents (95 % CI 4.3–7.0h), threshold <=4h"
    )
    assert finding.help == (
        'mend what stands behind it, or promise what holds: `threshold: "<=7h"`'
    )
    assert finding.location.pointer == "/kpis/mttr/threshold"
    assert (finding.severity.value, finding.outcome.value) == ("error", "fail")
    assert finding.facts == {
        "kpi": "mttr",
        "stat": "median",
        "n": 20,
        "open": 0,
        "value": 18_720,
        "low": 15_480,
        "high": 25_200,
        "limit": 14_400,
        "unit": "seconds",
        "needed": None,
        "window_seconds": 90 * 86_400,
        "left_out": {},
    }


def test_the_promise_that_is_proposed_is_kept() -> None:
    assert judge(incidents(TWENTY), threshold='"<=7h"').messages == ()


def test_a_threshold_inside_the_interval_is_not_decided() -> None:
    (finding,) = judge(incidents(TWENTY), threshold='"<=5h"').findings
    assert finding.message == (
        "mttr: median 5.2h of 20 incidents (95 % CI 4.3–7.0h), threshold <=5h; "
        "it takes about 404 to tell"
    )
    assert (finding.severity.value, finding.outcome.value) == ("warning", "inconclusive")
    assert finding.help == "wait for more records, or look at a longer `window`"
    assert finding.facts["needed"] == 404


def test_too_few_cases_decide_nothing() -> None:
    (finding,) = judge(incidents([9.0] * 9)).findings
    assert finding.message == (
        "mttr: median 9.0h of 9 incidents (95 % CI 9.0–9.0h), threshold <=4h; "
        "it takes at least 10 to tell"
    )
    assert finding.outcome.value == "inconclusive"
    (finding,) = judge(incidents([9.0] * 9), min_n=6).findings
    assert finding.outcome.value == "fail"
    (finding,) = judge(incidents([9.0] * 9), parameters={"min_n": 6}).findings
    assert finding.outcome.value == "fail"
    (finding,) = judge(incidents([9.0])).findings
    assert "of 1 incident (" in finding.message


def test_a_mean_takes_thirty_cases() -> None:
    (finding,) = judge(incidents(TWENTY), stat="mean").findings
    assert finding.outcome.value == "inconclusive"
    assert "it takes at least 30 to tell" in finding.message
    (finding,) = judge(incidents(TWENTY * 2), stat="mean").findings
    assert finding.message.startswith("mttr: mean 5.7h of 40 incidents (95 % CI ")
    assert finding.outcome.value == "fail"
    (same,) = judge(incidents(TWENTY * 2), stat=None).findings
    assert same.message == finding.message


def test_open_incidents_count_for_what_they_have_lasted() -> None:
    """Half an hour for what is over, and as many go on for days."""
    (finding,) = judge(incidents([0.5] * 12, open_=14)).findings
    assert finding.message == (
        "mttr: median not reached of 26 incidents, 14 of them open (95 % CI 0.5h or more), "
        "threshold <=4h; it takes about 675 to tell"
    )
    assert finding.facts["value"] is None
    assert finding.facts["high"] is None
    (finding,) = judge(incidents([0.5] * 20, open_=15), stat="mean").findings
    assert "or more), threshold <=4h" in finding.message
    assert finding.outcome.value == "fail"
    (finding,) = judge(incidents([0.5] * 40, open_=1), stat="mean", threshold='"<=40h"').findings
    assert finding.outcome.value == "inconclusive"  # the open one may take for ever
    assert "no number of cases would tell" in finding.message


def test_cases_that_do_not_say_when_they_ended() -> None:
    records = incidents(TWENTY) + "X,sev1,2026-11-10T00:00:00Z,,,2026-11-11T00:00:00Z\n"
    (finding,) = judge(records).findings
    assert finding.message.endswith("threshold <=4h; left out: 1 untimed")
    assert finding.facts["left_out"] == {"untimed": 1}


def test_other_statistics() -> None:
    (finding,) = judge(incidents(TWENTY * 2), stat="p90").findings
    assert finding.message.startswith("mttr: P90 9.0h of 40 incidents (95 % CI ")
    (finding,) = judge(incidents([0.1] * 20), threshold='">=30m"').findings
    assert finding.message == ("mttr: median 6m of 20 incidents (95 % CI 6–6m), threshold >=30m")
    assert finding.help.endswith('`threshold: ">=6m"`')  # type: ignore[union-attr]


def test_acknowledging() -> None:
    (finding,) = judge(incidents([9.0] * 20), metric="acknowledge", threshold='">=1m"').findings
    assert finding.message == "mttr: median 0s of 20 incidents (95 % CI 0–0s), threshold >=1m"


def test_counts() -> None:
    ten = incidents(TWENTY[:10])
    (finding,) = judge(ten, stat="count", metric="incidents", threshold='"<=3"').findings
    assert finding.message == "mttr: 10 incidents (95 % CI 4.8–18.4), threshold <=3"
    assert finding.outcome.value == "fail"
    (finding,) = judge(ten, stat="count", metric="incidents", threshold='"<=8"').findings
    assert finding.message.endswith("threshold <=8; it takes about 9 such windows to tell")
    assert judge(ten, stat="count", metric="incidents", threshold='"<=20"').messages == ()
    assert judge(HEAD, stat="count", metric="incidents", threshold='"<=5"').messages == ()


CALENDAR = """
calendars:
  uk: {timezone: UTC, hours: {mon-fri: ["09:00-17:00"]}}
"""


def test_only_time_on_the_clock_counts() -> None:
    """From Friday noon to Monday noon there are eight hours."""
    weekends = [72.0] * 12
    records = incidents(weekends, every=7).replace("2026-11-19T", "2026-11-13T")
    assert judge(records, threshold='"<=40h"').findings[0].outcome.value == "fail"
    assert judge(records, CALENDAR, clock='"calendar:uk"', threshold='"<=40h"').messages == ()
    (skip,) = judge(records, clock='"calendar:gone"').skipped
    assert skip.reason == "kpi mttr counts on calendar:gone, which is not defined"
    closed = CALENDAR.replace('["09:00-17:00"]', "[]")
    (skip,) = judge(records, closed, clock='"calendar:uk"').skipped
    assert skip.reason == "calendar:uk is closed all through the window"
    unknown = CALENDAR.replace("UTC", "Europe/Lundon")
    (skip,) = judge(records, unknown, clock='"calendar:uk"').skipped
    assert skip.reason.startswith("calendar:uk is not valid: ")


TICKETS = "key,request_ts,channel,created_at,assignee,closed_at\n" + "".join(
    f"IT-{day},,,2026-11-{day:02}T08:00:00Z,,2026-11-{day:02}T18:00:00Z\n" for day in range(1, 19)
)


def test_tickets() -> None:
    (finding,) = judge(TICKETS, "evidence: {tickets: f.csv}").findings
    assert finding.message == (
        "mttr: median 10.0h of 18 tickets (95 % CI 10.0–10.0h), threshold <=4h"
    )
    (skip,) = judge(TICKETS, "evidence: {tickets: f.csv}", metric="first_response").skipped
    assert skip.reason == "kpi mttr measures first_response; tickets tell resolve or close"


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"stat": "share"}, "kpi mttr is a share, and nothing says of what; write mean, median or"),
        ({"threshold": '"<=4"'}, "kpi mttr has the threshold <=4, and its values are times"),
        ({"threshold": '"<=4%"'}, "kpi mttr has the threshold <=4%, and its values are times"),
        ({"threshold": '"<=2bd"'}, "kpi mttr has the threshold <=2bd, which has no fixed length"),
        ({"window": "20bd"}, "kpi mttr looks back 20bd: no clock is given, so no calendar tells w"),
        ({"metric": "first_response"}, "kpi mttr measures first_response; incidents tell acknowl"),
        ({"metric": None}, "kpi mttr measures nothing; incidents tell acknowledge, resolve or clo"),
        ({"source": '"slack:channel:it-help"'}, "no messages were read"),
        ({"source": '"slack:it-help"'}, "kpi mttr: slack:it-help is neither a file nor a channel"),
        ({"window": "1d"}, "f.csv: no incidents of the window tell how long they took"),
        ({"stat": "count"}, "kpi mttr has the threshold <=4h, and its values are plain numbers"),
    ],
)
def test_what_cannot_be_measured_is_not_assessed(other: dict[str, Any], reason: str) -> None:
    verdict = judge(incidents(TWENTY), **other)
    assert verdict.messages == ()
    assert [skip.reason[: len(reason)] for skip in verdict.skipped] == [reason]


@pytest.mark.parametrize("records", [None, HEAD + "INC-1,sev1,yesterday,,,\n"])
def test_files_of_which_other_rules_speak(records: str | None) -> None:
    verdict = judge(records)
    assert verdict.messages == ()
    (skip,) = verdict.skipped
    assert skip.reason.startswith("f.csv")


def test_files_that_tell_no_times() -> None:
    (skip,) = judge("person,course,completed\n", "training: {records: f.csv}").skipped
    assert skip.reason == "kpi mttr rests on f.csv, and training tell no times"


@pytest.mark.parametrize("missing", ["threshold", "source"])
def test_what_is_missing_is_left_to_another_rule(missing: str) -> None:
    verdict = judge(incidents(TWENTY), **dict[str, Any]({missing: None}))
    assert verdict.messages == verdict.skipped == ()


def test_surveys_are_left_to_another_rule() -> None:
    assert judge("date,score\n2026-11-01,1\n", metric="survey.csat").skipped == ()


CHANNEL = """
kpis:
  p90: {METRIC, threshold: "THRESHOLD", source: "slack:channel:it-help"MORE}
channels:
  it-help: {kind: slack, slack: C01HELP, intake: {responders: "person:alice"}}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
calendars:
  uk: {timezone: UTC, hours: {mon-fri: ["09:00-17:00"]}}
"""


def asked(*groups: str, more: str = "") -> str:
    lines = "\n".join(f"    - {{user: U09ANN, every: 1h, {one}}}" for one in groups)
    return f"""
people: {{U01ALICE: alice, U09ANN: ann}}
channels: {{C01HELP: it-help{more}}}
messages:
  C01HELP: {"" if lines else "[]"}
{lines}
"""


def group(day: str, times: int, answer: str | None, user: str = "U01ALICE") -> str:
    thread = f", thread: [{{after: {answer}, user: {user}}}]" if answer else ""
    return f"at: 2026-11-{day}, times: {times}{thread}"


def heard(
    workspace: str | None,
    metric: str = "metric: first_response, stat: p90",
    threshold: str = "<=30m",
    more: str = "",
) -> Verdict:
    text = CHANNEL.replace("METRIC", metric).replace("THRESHOLD", threshold).replace("MORE", more)
    return judge_text(kpi_out_of_threshold, text, workspace=workspace)


def test_requests_that_wait_too_long() -> None:
    (finding,) = heard(asked(group("05T00:00", 30, "10m"), group("07T00:00", 30, "41m"))).findings
    assert finding.message == ("p90: P90 41m of 60 requests (95 % CI 41–41m), threshold <=30m")
    assert finding.outcome.value == "fail"
    assert finding.help == 'mend what stands behind it, or promise what holds: `threshold: "<=41m"`'
    assert finding.resource is not None
    assert finding.resource.id == "C01HELP"
    assert (finding.facts["n"], finding.facts["value"]) == (60, 2_460)


def test_requests_that_are_answered_in_time() -> None:
    assert heard(asked(group("05T00:00", 40, "10m"))).messages == ()
    assert heard(asked(group("05T00:00", 40, "10m")), threshold="<=10m").messages == ()


def test_requests_that_still_wait_count_for_what_they_have_waited() -> None:
    (finding,) = heard(asked(group("05T00:00", 30, "10m"), group("07T00:00", 30, None))).findings
    assert finding.message == (
        "p90: P90 not reached of 60 requests, 30 of them open (95 % CI 14.4d or more), "
        "threshold <=30m"
    )
    assert finding.outcome.value == "fail"


def test_answers_of_others_do_not_count() -> None:
    (finding,) = heard(asked(group("05T00:00", 40, "10m", "U08BEN"))).findings
    assert finding.facts["open"] == 40


def test_only_open_hours_count_for_requests() -> None:
    """Asked from Friday evening on, answered within the hour: nobody waited in office hours."""
    workspace = asked(group("13T18:00", 40, "50m"))
    assert heard(workspace, more=', clock: "calendar:uk"').messages == ()
    assert len(heard(workspace).messages) == 1


def test_the_number_of_requests() -> None:
    workspace = asked(group("05T00:00", 40, "10m"))
    (finding,) = heard(workspace, "metric: requests, stat: count", "<=20").findings
    assert finding.message == "p90: 40 requests (95 % CI 28.6–54.5), threshold <=20"
    assert heard(workspace, "metric: requests, stat: count", "<=60").messages == ()


def test_less_than_the_window_was_read() -> None:
    (finding,) = heard(asked(group("05T00:00", 40, "50m")), more=", window: 450d").findings
    assert finding.outcome.value == "inconclusive"
    assert "; messages of #it-help are known from " in finding.message
    assert finding.help == "look at a shorter `window`, or wait"


def test_channels_of_which_nothing_can_be_said() -> None:
    (skip,) = heard(asked()).skipped
    assert skip.reason == "#it-help: no requests of the window tell how long they took"
    (skip,) = heard(asked(group("05T00:00", 9, "1m")), "metric: resolve, stat: p90").skipped
    assert skip.reason == (
        "kpi p90 measures resolve; requests tell acknowledge, first_response or next_response"
    )
    (skip,) = heard(
        asked(group("05T00:00", 9, "1m")), "metric: first_response, stat: share"
    ).skipped
    assert skip.reason.startswith("kpi p90 is a share, and nothing says of what")
    (skip,) = heard("people: {U01ALICE: alice}\nchannels: {C01HELP: it-help}").skipped
    assert skip.reason == "messages: not read"
