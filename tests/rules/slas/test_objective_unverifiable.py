from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.rules.slas.objective_unverifiable import objective_unverifiable
from commplan.testing import expect, judge_text

MAJOR = """
severities: {sev1: {order: 1, sla: "sla:major"}}
slas:
  major:
    targets: {resolve: 4h}
    objective: {attainment: 0.95, window: 90d}
capacity: {expected: {incidents_per_week: 2}}
"""


def one(text: str) -> str:
    (message,) = judge_text(objective_unverifiable, text).messages
    return message


def test_too_few_cases_are_told_with_their_number() -> None:
    finding, *others = judge_text(objective_unverifiable, MAJOR).findings
    assert not others
    assert finding.message == (
        "sla:major can never be confirmed: 95 % needs 72 cases in 90d, about 26 are expected"
    )
    assert finding.location.pointer == "/slas/major/objective"
    assert finding.help == "look at a longer `window`, or promise a smaller share"
    assert finding.facts == {
        "sla": "major",
        "objective": 0.95,
        "needed": 72,
        "expected": pytest.approx(25.714, abs=0.001),
    }


def test_without_a_rate_the_one_that_is_needed_is_told() -> None:
    text = MAJOR.replace("{incidents_per_week: 2}", "{requests_per_week: 200}")
    finding = judge_text(objective_unverifiable, text).findings[0]
    assert finding.message == (
        "sla:major needs 72 cases in 90d to confirm 95 %, 5.6 a week, "
        "and the plan does not say how many are expected"
    )
    assert finding.help == "add `incidents_per_week` to `capacity.expected`"
    assert finding.facts["expected"] is None
    expect(
        objective_unverifiable, MAJOR.replace("incidents_per_week: 2", "incidents_per_week: 5.6")
    )
    assert "5.6 a week" in one(MAJOR.replace("capacity: {expected: {incidents_per_week: 2}}", ""))


@pytest.mark.parametrize(
    ("objective", "needed"),
    [
        ("attainment: 0.9", 36),
        ("percentile: 90", 36),
        ("attainment: 0.95", 72),
        ("percentile: 99", 368),
        ("attainment: 0.99", 368),
        ("attainment: 0.5", 6),
        ("attainment: 0.001", 1),
    ],
)
def test_exactly_enough_is_enough(objective: str, needed: int) -> None:
    text = MAJOR.replace("attainment: 0.95, window: 90d", f"{objective}, window: 1w")
    expect(objective_unverifiable, text.replace("week: 2}", f"week: {needed}}}"))
    if needed > 1:
        short = one(text.replace("week: 2}", f"week: {needed - 0.25}}}"))
        assert f"needs {needed} cases in 7d, about {needed - 1} are expected" in short


@given(st.integers(1, 999))
def test_the_number_needed_is_the_least_that_proves_it(permille: int) -> None:
    text = MAJOR.replace("attainment: 0.95", f"attainment: {permille / 1000}")
    (finding,) = judge_text(objective_unverifiable, text.replace("week: 2", "week: 0")).findings
    needed, share = finding.facts["needed"], Fraction(permille, 1000)
    assert isinstance(needed, int)
    # The bound of n flawless cases is the n-th root of 0.025.
    assert share**needed <= Fraction(25, 1000)
    assert needed == 1 or share ** (needed - 1) > Fraction(25, 1000)


def test_nothing_proves_certainty() -> None:
    text = MAJOR.replace("attainment: 0.95", "attainment: 1").replace("week: 2", "week: 9000")
    assert one(text) == "sla:major can never be confirmed: no number of cases proves 100 %"


@pytest.mark.parametrize(
    ("window", "rate", "enough"),
    [
        ("15bd", 24, True),
        ("14bd", 24, False),
        ("3mo", 5.53, True),
        ("3mo", 5.5, False),
        ("0d", 9000, False),
    ],
)
def test_windows_of_any_unit(window: str, rate: float, enough: bool) -> None:
    text = MAJOR.replace("90d", window).replace("week: 2", f"week: {rate}")
    assert (judge_text(objective_unverifiable, text).findings == ()) == enough


def test_a_window_of_nothing_needs_no_rate_to_be_refuted() -> None:
    text = MAJOR.replace("90d", "0d").replace("{incidents_per_week: 2}", "{}")
    assert one(text).endswith("95 % needs 72 cases in 0s, about 0 are expected")


CHANNEL = """
channels: {it-help: {kind: slack}}
slas:
  help:
    applies: {channel: it-help}
    targets: {resolve: 4h}
    objective: {percentile: 90, window: 28d}
capacity: {expected: {requests_per_week: 9, incidents_per_week: 0}}
"""


def test_cases_of_a_channel_are_requests() -> None:
    expect(objective_unverifiable, CHANNEL)
    assert "about 32 are expected" in one(
        CHANNEL.replace("requests_per_week: 9", "requests_per_week: 8")
    )


def test_cases_of_channel_and_severity_add_up() -> None:
    both = CHANNEL + 'severities: {sev1: {order: 1, sla: "sla:help"}}\n'
    expect(objective_unverifiable, both)
    expect(
        objective_unverifiable,
        both.replace("week: 9, incidents_per_week: 0", "week: 8, incidents_per_week: 1"),
    )
    expect(objective_unverifiable, both.replace(", incidents_per_week: 0", ""))
    without = judge_text(
        objective_unverifiable, both.replace("{requests_per_week: 9, incidents_per_week: 0}", "{}")
    )
    assert without.findings[0].help == (
        "add `requests_per_week` and `incidents_per_week` to `capacity.expected`"
    )


@pytest.mark.parametrize(
    ("what", "instead"),
    [
        ("attainment: 0.95, ", ""),
        (", window: 90d", ""),
        ('{order: 1, sla: "sla:major"}', "{order: 1}"),
    ],
)
def test_what_is_left_to_other_rules(what: str, instead: str) -> None:
    assert what in MAJOR
    expect(objective_unverifiable, MAJOR.replace(what, instead))
