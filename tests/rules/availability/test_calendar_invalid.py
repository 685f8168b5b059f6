from __future__ import annotations

import pytest

from commplan.rules.availability.calendar_invalid import calendar_invalid
from commplan.testing import AS_OF, expect, judge_text


def messages(calendar: str, as_of: str = AS_OF, **parameters: object) -> tuple[str, ...]:
    text = f"calendars: {{c: {{timezone: Europe/London, {calendar}}}}}"
    return judge_text(calendar_invalid, text, as_of=as_of, parameters=parameters).messages


@pytest.mark.parametrize(
    ("hours", "fault"),
    [
        ('mon: ["09:00-12:00", "11:59-13:00"]', "11:59-13:00 on mon overlaps 09:00-12:00 on mon"),
        ('mon-fri: ["09:00-17:00"], fri: ["16:00-18:00"]', "16:00-18:00 on fri overlaps"),
        (
            'sun: ["22:00-06:00"], mon: ["05:00-09:00"]',
            "05:00-09:00 on mon overlaps 22:00-06:00 on sun",
        ),
        ('mon: ["09:00-17:00"], sat: []', "sat has no hours"),
    ],
)
def test_hours_that_overlap_or_are_empty(hours: str, fault: str) -> None:
    (message,) = messages(f"hours: {{{hours}}}")
    assert message.startswith(f"calendar:c: {fault}")


@pytest.mark.parametrize(
    "hours",
    [
        'mon: ["09:00-12:00", "12:00-13:00"]',
        'sun: ["22:00-06:00"], mon: ["06:00-09:00"]',
        'daily: ["00:00-24:00"]',
        'mon-fri: ["09:00-17:00"], sat,sun: ["10:00-12:00"]',
    ],
)
def test_hours_that_merely_touch(hours: str) -> None:
    assert messages(f"hours: {{{hours}}}") == ()


def test_the_range_at_fault_is_marked() -> None:
    expect(
        calendar_invalid,
        """
        calendars:
          c:
            timezone: Europe/London
            hours:
              mon-fri:
              - 09:00-12:00
              - 11:00-13:00  # <- calendar:c: 11:00-13:00 on mon-fri overlaps 09:00-12:00 on mon-fri
              sat: []  # <- calendar:c: sat has no hours
        """,
    )


def test_a_calendar_that_never_opens() -> None:
    assert messages("hours: {}") == ("calendar:c is never open from 2026-11-21 to 2027-12-26",)
    past = 'hours: {}, exceptions: {"2026-11-20": ["09:00-17:00"]}'
    assert messages(past) == ("calendar:c is never open from 2026-11-21 to 2027-12-26",)
    assert messages('hours: {}, exceptions: {"2027-12-20": ["09:00-17:00"]}') == ()
    assert messages('hours: {}, exceptions: {"2027-12-27": ["09:00-17:00"]}') != ()


def test_a_short_horizon_does_not_make_a_calendar_closed() -> None:
    text = """
    coverage: {horizon: 1h}
    calendars: {c: {timezone: UTC, hours: {mon: ["09:00-17:00"]}}}
    """
    expect(calendar_invalid, text)


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("holidays:GBX", "'holidays:GBX': there is no country 'GBX'; did you mean GB?"),
        ("holidays:GB/ENX", "'holidays:GB/ENX': GB has no subdivision 'ENX'; did you mean ENG?"),
        (
            "bank holidays",
            "'bank holidays': write holidays:COUNTRY or holidays:COUNTRY/SUBDIVISION",
        ),
    ],
)
def test_a_source_that_nobody_knows(source: str, fault: str) -> None:
    holidays = f'holidays: {{source: "{source}"}}'
    assert messages(f'hours: {{mon: ["09:00-17:00"]}}, {holidays}') == (f"calendar:c: {fault}",)


def test_a_source_that_ends_before_the_horizon() -> None:
    calendar = 'hours: {mon: ["09:00-17:00"]}, holidays: {source: "holidays:GB/ENG"}'
    assert messages(calendar) == ()
    late = "2100-02-01T09:00:00Z"
    assert messages(calendar, late) == (
        "calendar:c: 'holidays:GB/ENG' knows no holidays after 2100",
    )
    assert messages(calendar, late, horizon="10w") == ()
    assert messages(calendar, "2100-12-20T09:00:00Z", horizon="10w") != ()


def test_a_package_that_is_missing_is_not_the_plans_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    from commplan.clock import HolidaysUnavailable

    def missing(source: str, first: int, last: int) -> frozenset[object]:
        raise HolidaysUnavailable(source)

    monkeypatch.setattr("commplan.timeline.roster.holiday_dates", missing)
    with pytest.raises(AssertionError, match=r"plan\.yaml: calendar:c: 'holidays:VA' needs"):
        messages('hours: {mon: ["09:00-17:00"]}, holidays: {source: "holidays:VA"}')


def test_a_zone_that_does_not_exist_is_left_to_another_rule() -> None:
    expect(
        calendar_invalid,
        'calendars: {c: {timezone: Europe/Londn, hours: {mon: ["09:00-17:00"]}}}',
    )


def test_facts() -> None:
    text = """
    calendars:
      c: {timezone: UTC, hours: {mon: ["09:00-12:00", "11:00-13:00"], tue: []}}
    """
    assert [dict(finding.facts) for finding in judge_text(calendar_invalid, text).findings] == [
        {"calendar": "c", "days": "tue", "range": None},
        {"calendar": "c", "days": "mon", "range": "11:00-13:00"},
    ]
