from __future__ import annotations

import pytest

from commplan.rules.slas.ola_chain_exceeds_sla import ola_chain_exceeds_sla
from commplan.testing import Verdict, expect, judge_text

CHRISTMAS = """
metadata: {id: it-ops, timezone: Europe/London}
severities: {sev1: {order: 1, sla: "sla:major"}}
slas:
  major: {clock: 24x7, targets: {acknowledge: 10m, resolve: 4h}}
olas:
  netco:
    party: "external:netco"
    supports: ["sla:major"]
    targets: {restore: 3h}
    clock: "calendar:uk"
stakeholders:
  external: {netco: {class: supplier, contact: "secret:vendors/netco"}}
calendars:
  uk:
    timezone: Europe/London
    hours: {mon-fri: ["09:00-17:30"]}
    exceptions: {"2026-12-24": ["09:00-13:00"], "2026-12-25": [], "2026-12-28": []}
"""


def judged(*changes: tuple[str, str]) -> Verdict:
    text = CHRISTMAS
    for what, instead in changes:
        assert what in text
        text = text.replace(what, instead)
    return judge_text(ola_chain_exceeds_sla, text)


def test_the_supplier_goes_home_on_christmas_eve() -> None:
    finding, *others = judged().findings
    assert not others
    assert finding.message == (
        "an incident of Thu 2026-12-24 12:50 may be restored by external:netco only "
        "Tue 2026-12-29 12:00 Europe/London (119h 10m); sla:major promises 4h"
    )
    assert finding.location.pointer == "/slas/major/targets/resolve"
    assert [(place.location.pointer, place.message) for place in finding.related] == [
        ("/olas/netco/targets/restore", "external:netco may take 3h"),
    ]
    assert finding.facts == {
        "sla": "major",
        "olas": ["netco"],
        "at": "2026-12-24T12:50:00Z",
        "restored": "2026-12-29T12:00:00Z",
        "due": "2026-12-24T16:50:00Z",
        "late_seconds": 414600,
    }


@pytest.mark.parametrize(
    ("restore", "acknowledge", "in_time"),
    [("3h", "10m", True), ("3h50m", "10m", True), ("3h51m", "10m", False), ("3h50m", "11m", False)],
)
def test_round_the_clock_times_just_add_up(restore: str, acknowledge: str, in_time: bool) -> None:
    verdict = judged(
        ('clock: "calendar:uk"', "clock: 24x7"),
        ("restore: 3h", f"restore: {restore}"),
        ("acknowledge: 10m", f"acknowledge: {acknowledge}"),
    )
    assert (not verdict.findings) == in_time
    assert not verdict.skipped


def test_on_one_calendar_they_add_up_too() -> None:
    office = ("clock: 24x7", 'clock: "calendar:uk"')
    assert not judged(office, ("restore: 3h", "restore: 3h50m")).findings
    (message,) = judged(office, ("restore: 3h", "restore: 3h51m")).messages
    assert message.endswith("sla:major promises 4h, until Thu 2026-12-24 13:00")


def test_much_time_is_enough_also_over_christmas() -> None:
    assert not judged(("resolve: 4h", "resolve: 119h10m")).findings
    assert judged(("resolve: 4h", "resolve: 119h9m")).findings


def test_until_a_first_response_or_at_once() -> None:
    (message,) = judged(("acknowledge: 10m", "first_response: 20m")).messages
    assert message.startswith("an incident of Thu 2026-12-24 12:40 may")
    both = judged(("acknowledge: 10m", "first_response: 20m, acknowledge: 15m")).messages[0]
    assert both.startswith("an incident of Thu 2026-12-24 12:45 may")
    (message,) = judged(("acknowledge: 10m, ", "")).messages
    assert message.startswith("an incident of Thu 2026-12-24 13:00 may")


TWO = (
    "stakeholders:",
    """\
  power:
    party: "external:power"
    supports: ["sla:other", "sla:major"]
    targets: {respond: 1h, restore: 2h}
    clock: 24x7
stakeholders:""",
)


def test_suppliers_take_their_turns() -> None:
    round_the_clock = ('clock: "calendar:uk"', "clock: 24x7")
    (message,) = judged(TWO, round_the_clock).messages
    assert message == (
        "an incident of Sat 2026-11-21 09:00 may be restored by external:netco and "
        "external:power only Sat 2026-11-21 14:10 Europe/London (5h 10m); sla:major promises 4h"
    )
    assert not judged(TWO, round_the_clock, ("resolve: 4h", "resolve: 5h10m")).findings
    parallel = ("restore: 2h}", "restore: 2h}\n    parallel: true")
    assert not judged(TWO, round_the_clock, parallel).findings
    slow = ("restore: 2h}", "restore: 4h}\n    parallel: true")
    (message,) = judged(TWO, round_the_clock, slow).messages
    assert "may be restored by external:power only Sat 2026-11-21 13:10 Europe/London" in message


def test_the_second_supplier_may_close_before_the_first_is_done() -> None:
    (message,) = judged(
        TWO,
        ('clock: "calendar:uk"', "clock: 24x7"),
        ("restore: 2h}\n    clock: 24x7", 'restore: 2h}\n    clock: "calendar:uk"'),
    ).messages
    # Asked at 10:00 on Christmas Eve, done by 13:00, when the second one goes home.
    assert message.startswith("an incident of Thu 2026-12-24 09:50 may be restored")
    assert "only Tue 2026-12-29 11:00 Europe/London (121h 10m)" in message


def test_just_after_a_closing() -> None:
    """A day is over when it is too late to acknowledge; the supplier works at night."""
    (message,) = judged(
        ("clock: 24x7", 'clock: "calendar:uk"'),
        ("acknowledge: 10m", "acknowledge: 1h"),
        ('clock: "calendar:uk"\nstakeholders', 'clock: "calendar:night"\nstakeholders'),
        (
            "calendars:",
            'calendars:\n  night: {timezone: Europe/London, hours: {daily: ["22:00-02:00"]}}',
        ),
    ).messages
    assert message == (
        "an incident of just after Mon 2026-11-23 16:30 may be restored by external:netco only "
        "Wed 2026-11-25 01:00 Europe/London (32h 30m); "
        "sla:major promises 4h, until Tue 2026-11-24 12:00"
    )


def test_business_days_and_months() -> None:
    days = (("clock: 24x7", 'clock: "calendar:uk"'), ("resolve: 4h", "resolve: 2bd"))
    (message,) = judged(*days, ("restore: 3h", "restore: 1bd")).messages
    # Asked at 09:10 on Monday, the first working day after the weekend, as is Tuesday 09:00.
    assert message == (
        "an incident of Sat 2026-11-21 09:00 may be restored by external:netco only "
        "Tue 2026-11-24 09:10 Europe/London (72h 10m); "
        "sla:major promises 2bd, until Tue 2026-11-24 09:00"
    )
    assert not judged(*days, ("restore: 3h", "restore: 1bd"), ("acknowledge: 10m, ", "")).findings
    assert not judged(("resolve: 4h", "resolve: 1mo")).findings
    (message,) = judged(("restore: 3h", "restore: 1mo"), ("resolve: 4h", "resolve: 30d")).messages
    # A month of 31 days, with an hour that the clocks show twice.
    assert "of Thu 2027-09-30 23:50 may" in message
    assert "only Mon 2027-11-01 00:00 Europe/London (31d 1h 10m)" in message
    assert not judged(("restore: 3h", "restore: 1mo"), ("resolve: 4h", "resolve: 32d")).findings


def test_requests_of_a_channel() -> None:
    (message,) = judged(
        ('severities: {sev1: {order: 1, sla: "sla:major"}}', "channels: {it-help: {kind: slack}}"),
        ("clock: 24x7, t", "applies: {channel: it-help}, clock: 24x7, t"),
    ).messages
    assert message.startswith("a request of Thu 2026-12-24 12:50 may")


def test_an_agreement_without_party_is_told_by_its_name() -> None:
    (message,) = judged(('    party: "external:netco"\n', "")).messages
    assert "may be restored by ola:netco only" in message


def test_without_a_zone_of_the_plan_the_clocks_decide() -> None:
    (message,) = judged(("metadata: {id: it-ops, timezone: Europe/London}\n", "")).messages
    assert "Tue 2026-12-29 12:00 Europe/London" in message


@pytest.mark.parametrize(
    ("what", "instead"),
    [
        ("targets: {restore: 3h}", "targets: {respond: 3h}"),
        ("{acknowledge: 10m, resolve: 4h}", "{acknowledge: 10m}"),
        ('supports: ["sla:major"]', "supports: []"),
        ('supports: ["sla:major"]', 'supports: ["sla:mayor"]'),
        ('    clock: "calendar:uk"\n', ""),
        ('    clock: "calendar:uk"', '    clock: "calendar:ku"'),
        ("clock: 24x7, ", ""),
        ("clock: 24x7, ", 'clock: "calendar:ku", '),
        ('{"2026-12-24": ["09:00-13:00"], ', '{"2026-12-24": [], '),
    ],
)
def test_what_is_left_to_other_rules(what: str, instead: str) -> None:
    never_open = ('hours: {mon-fri: ["09:00-17:30"]}', "hours: {}")
    verdict = judged((what, instead), *([never_open] if "[]" in instead else []))
    assert verdict.findings == verdict.skipped == ()


def test_a_clock_that_cannot_be_read_is_not_judged() -> None:
    verdict = judged(("uk:\n    timezone: Europe/London", "uk:\n    timezone: Europe/Londn"))
    assert not verdict.findings
    assert verdict.skipped[0].reason.startswith(
        "nobody can tell how long sla:major may take: calendar:uk is not valid"
    )


def test_the_horizon_of_the_plan_is_kept() -> None:
    near = ("metadata:", "coverage: {horizon: 2w}\nmetadata:")
    (message,) = judged(near).messages
    assert message.startswith("an incident of Fri 2026-11-27 17:20 may be restored")
    expect(ola_chain_exceeds_sla, "slas: {a: {clock: 24x7, targets: {resolve: 1h}}}")


def test_holidays_after_the_horizon_are_known() -> None:
    text = CHRISTMAS.replace("metadata:", "coverage: {horizon: 1h}\nmetadata:")
    text = text[: text.index("    exceptions:")] + '    holidays: {source: "holidays:GB/ENG"}\n'
    text = text.replace("restore: 3h", "restore: 30h")
    (message,) = judge_text(ola_chain_exceeds_sla, text, as_of="2027-12-24T18:00:00Z").messages
    # The first of January is a Saturday, so that Monday the third is a holiday.
    assert "of Fri 2027-12-24 18:00 may" in message
    assert "only Tue 2028-01-04 13:30 Europe/London" in message
