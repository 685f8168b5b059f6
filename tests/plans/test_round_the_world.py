"""The plan that follows the sun has no gap, and its comments tell the truth about why."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commplan.api import Plan, Timeline, load_file, parse_instant
from commplan.place import Origin

Check = Callable[..., tuple[int, dict[str, Any]]]

PATH = "plans/follow-the-sun.yaml"
FILE = Path(__file__).parents[2] / PATH
HOURS = ("09:00-18:15", "07:00-16:15", "11:00-19:15")
BARE = {hours: hours.replace(":15", ":00") for hours in HOURS}
"""The hours without the quarter of an hour for handing over."""
NOVEMBER = "2026-11-21T09:00:00Z"


def uncovered(check: Check, folder: Path, changes: dict[str, str], as_of: str) -> list[str]:
    """What SLA202 says of the plan with some of its text changed."""
    text = FILE.read_text("utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    changed = folder / "plan.yaml"
    changed.write_text(text, encoding="utf-8")
    _, report = check(str(changed), "--select", "SLA202", as_of=as_of)
    return [finding["message"] for finding in report["findings"]]


@pytest.mark.parametrize("month", range(1, 13))
def test_somebody_is_there_whenever_you_ask(check: Check, month: int) -> None:
    code, report = check(PATH, "--profile", "basic", as_of=f"2026-{month:02}-01T00:00:00Z")
    assert (code, report["findings"]) == (0, [])


@pytest.mark.parametrize("as_of", ["2026-01-12T00:00:00Z", "2026-07-01T00:00:00Z"])
def test_two_people_are_there_at_every_instant_of_the_working_week(as_of: str) -> None:
    value: Any = load_file(str(FILE)).documents[0].value
    plan = Plan(value, Origin(PATH, 0))
    timeline = Timeline(plan, parse_instant(as_of))
    path = plan.severities["outage"].path
    assert path
    week = plan.coverage["outage"].require
    view = timeline.view(path, clocks=(week,))
    assert view.when(lambda moment: moment.runs(week))
    assert not view.when(lambda m: m.runs(week) and len(m.people(path)) < 2)


def test_the_hours_that_look_right_in_july_leave_an_hour_in_winter(
    check: Check, tmp_path: Path
) -> None:
    trap = dict(zip(HOURS, ("08:00-18:00", "08:00-18:00", "13:00-18:00"), strict=True))
    found = uncovered(check, tmp_path, trap, NOVEMBER)
    assert any("07:00Z: sla:questions runs but nobody is covered until 08:00Z" in m for m in found)


def test_the_hours_hold_without_the_quarter_for_handing_over(check: Check, tmp_path: Path) -> None:
    assert uncovered(check, tmp_path, BARE, NOVEMBER) == []


@pytest.mark.parametrize(
    ("hours", "shorter"),
    [
        (HOURS[0], "09:15-18:00"),
        (HOURS[0], "09:00-17:45"),
        (HOURS[1], "07:15-16:00"),
        (HOURS[1], "07:00-15:45"),
        (HOURS[2], "11:15-19:00"),
        (HOURS[2], "11:00-18:45"),
    ],
)
def test_no_quarter_of_an_hour_could_be_spared(
    check: Check, tmp_path: Path, hours: str, shorter: str
) -> None:
    assert uncovered(check, tmp_path, BARE | {hours: shorter}, NOVEMBER)


def test_with_public_holidays_christmas_would_be_a_gap(check: Check, tmp_path: Path) -> None:
    sources = dict(zip(HOURS, ("AU/NSW", "GB/ENG", "US"), strict=True))
    holidays = {
        f'{{mon-fri: ["{hours}"]}}': f'{{mon-fri: ["{hours}"]}}\n'
        f'    holidays: {{source: "holidays:{source}"}}'
        for hours, source in sources.items()
    }
    [message] = uncovered(check, tmp_path, holidays, NOVEMBER)
    assert message.startswith("Fri 2026-12-25")
