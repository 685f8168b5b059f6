from __future__ import annotations

import pytest

from commplan.rules.availability.timezone_invalid import timezone_invalid
from commplan.testing import expect, expect_fixed, judge_text


def test_every_field_that_holds_a_zone_is_looked_at() -> None:
    expect(
        timezone_invalid,
        """
        metadata:
          id: example
          timezone: EST  # <- 'EST' is an abbreviation, not the name of a place
        stakeholders:
          people:
            alice:
              name: Alice Ng
              timezone: UTC+1  # <- 'UTC+1' is a fixed offset, not the name of a place
            bob: {name: Bob Ito, timezone: UTC}
            chen: {name: Chen Wu}
        calendars:
          uk:
            timezone: Europe/Londn  # <- 'Europe/Londn' is not a zone of the IANA time-zone database
            hours: {mon: ["09:00-17:00"]}
        rotations:
          primary:
            timezone: GMT+2  # <- 'GMT+2' is a fixed offset
            start: "2026-01-05T09:00"
            shift: 1w
            users: ["person:alice"]
        programmes:
          social:
            meeting:
              days: fri
              at: "16:00"
              duration: 1h
              timezone: Mars  # <- 'Mars' is not a zone
          other: {}
          third: {meeting: {days: fri, at: "16:00", duration: 1h}}
        """,
    )


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("EST", "America/New_York"),
        ("gmt", "Europe/London"),
        ("Europe/Londn", "Europe/London"),
        ("europe/london", "Europe/London"),
        ("America/New York", "America/New_York"),
        ("London", "Europe/London"),
        ("utc", "UTC"),
        ("Etc/GMT+2", None),
        ("UTC+01:00", None),
        ("nowhere at all", None),
    ],
)
def test_what_may_have_been_meant(name: str, nearest: str | None) -> None:
    finding = judge_text(timezone_invalid, f'metadata: {{id: x, timezone: "{name}"}}').findings[0]
    assert finding.facts == {"timezone": name, "nearest": nearest}
    hint = f"did you mean {nearest!r}?" if nearest else "name a place: 'Europe/London'"
    assert finding.help == hint


@pytest.mark.parametrize(
    "name", ["UTC", "Etc/UTC", "Europe/London", "America/Argentina/Buenos_Aires", "Japan"]
)
def test_names_of_places(name: str) -> None:
    expect(timezone_invalid, f"metadata: {{id: x, timezone: {name}}}")


def test_hidden_spaces_are_left_to_yaml_scalar_trap() -> None:
    expect(timezone_invalid, 'metadata: {id: x, timezone: "Europe/London "}')


def test_the_zone_that_was_meant_is_written() -> None:
    text = """
    calendars:
      us: {timezone: EST, hours: {mon-fri: ["09:00-17:00"]}}
      xx: {timezone: nowhere at all, hours: {mon-fri: ["09:00-17:00"]}}
    """
    expect_fixed(timezone_invalid, text, text.replace("EST", "America/New_York"))
